"""Pairs that are two uses of one template: the same words but for figures, or for their signs."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.corpus import batch_of
from provenance.grouping.templates import article_keys, templates_by_keys, with_templates
from provenance.model import RELATIONS, Pairs

BODY = (
    "The water board of the lower valley said that the lake behind the old mill stood at {level} metres, that {flow} "
    "carts of ice had been cut since the last report, and that no boat may cross before the thaw."
)


def relation(left, right, found="near"):
    """The relation of two texts that grouping has *found* to be near or identical."""
    batch = batch_of([left, right])
    one = np.ones(1)
    code = np.array([RELATIONS.index(found)], np.int8)
    unset = np.zeros(1, np.int8)
    pairs = Pairs(np.zeros(1, np.int32), np.ones(1, np.int32), one, one, one, code, unset, unset)
    words = np.array([len(left.split()), len(right.split())])
    some = with_templates(pairs, words, lambda _: (batch.buffer, batch.offsets, batch.starts))
    return RELATIONS[some.relation[0]]


def body(level, flow="31"):
    return BODY.format(level=level, flow=flow)


TEMPLATES = {
    "figures in a report": (body("14.2"), body("9.75", "118")),
    "one figure": (body("14.2"), body("14.3")),
    "figures of more words than the other's": (body("14.2"), body("9")),
    "in other lines and letters": (body("14.2"), body("15.8").upper().replace("MILL ", "MILL\n")),
    "rows without prose": ("rye 14\noats 9\nbarley 31\n", "rye 15\noats 8\nbarley 31\n"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_texts_that_differ_in_figures_are_a_template(name):
    """Figures in prose, or in a text that has none, make two uses of a template."""
    assert relation(*TEMPLATES[name]) == "template"


COPIES = {
    "a word besides": (body("14.2"), body("9.7").replace("old mill", "new mill")),
    "the time above the page": (f"08:15\n{body('14.2')}\n", f"21:40\n{body('14.2')}\n"),
    "the count of readers below": (f"{body('14.2')}\n\n31 comments\n", f"{body('14.2')}\n\n250 comments\n"),
    "the day of the dateline": (f"HUE, 3 May (VNA) - {body('14.2')}", f"HUE, 4 May (VNA) - {body('14.2')}"),
    "the day of a dateline below a title": (
        f"The lake behind the old mill of the lower valley rises for the third time\nHUE, 3 May - {body('14.2')}",
        f"The lake behind the old mill of the lower valley rises for the third time\nHUE, 4 May - {body('14.2')}",
    ),
    "a figure that was put in": (body("14.2"), body("14.2").replace("carts", "carts 7")),
    "thousands written otherwise": (body("14,200"), body("14200")),
    "no figure": (body("14.2"), body("14.2").replace("old", "very old")),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_of_a_page_are_no_template(name):
    """A changed word, or figures around the page that every crawl has otherwise, leave a pair near."""
    assert relation(*COPIES[name]) == "near"


SIGNS = ["a profit of {}5 crowns", "({}5 degrees)", "{}5 and more, 7 at noon", "water at 3, air at {}5"]


@pytest.mark.parametrize("text", SIGNS)
@pytest.mark.parametrize("minus", ["-", "−", "–"])
def test_identical_words_with_other_signs_are_a_template(text, minus):
    """Five and minus five are one word, but not one figure."""
    assert relation(text.format(minus), text.format(""), "identical") == "template"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a loss of -5 crowns", "A LOSS OF −5 CROWNS"),
        ("the years 1990-1995", "the years 1990 1995"),
        ("an F-16 and a B−2", "an F 16 and a B 2"),
        ("a day - 5 boats", "a day 5 boats"),
    ],
)
def test_identical_words_with_the_same_signs_stay_identical(left, right):
    """A hyphen between words, a range and a dash are no signs, and all signs of minus are one."""
    assert relation(left, right, "identical") == "identical"


def test_headers_do_not_count():
    """A crawl header is no part of the article: its figures make no template."""
    batch = batch_of([f"1111 {body('14.2')}", f"2222 {body('14.2')}"])
    one, unset = np.ones(1), np.zeros(1, np.int8)
    code = np.array([RELATIONS.index("near")], np.int8)
    pairs = Pairs(np.zeros(1, np.int32), np.ones(1, np.int32), one, one, one, code, unset, unset)

    some = with_templates(pairs, np.array([40, 40]), lambda _: (batch.buffer, batch.offsets, batch.starts + 5))

    assert RELATIONS[some.relation[0]] == "near"


def keys(*texts):
    """The keys of some articles that lie one behind the other."""
    batch = batch_of(texts)
    return [column.tolist() for column in article_keys(batch.buffer, batch.offsets, batch.starts)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rye 14", "9 oats"),
        ("The boats came at 5", ",300 more came"),
        ("a b c d e f g h i j k l 31", "7 - the mill"),
        ("at minus -", "5 degrees"),
    ],
)
def test_what_lies_beside_an_article_changes_none_of_its_keys(before, after):
    """An article has the same keys whatever the articles around it begin and end with."""
    alone = [[one[0], other[0]] for one, other in zip(keys(before), keys(after), strict=True)]

    assert keys(before, after) == alone


@pytest.mark.parametrize("found", ["near", "identical"])
@pytest.mark.parametrize("name", [*TEMPLATES, *COPIES])
def test_keys_tell_templates_apart_as_texts_do(name, found):
    """Keys of both articles, wherever they were computed, give the relation that the texts give."""
    left, right = (TEMPLATES | COPIES)[name]
    words = np.array([len(left.split())]), np.array([len(right.split())])
    batches = [batch_of([left]), batch_of([right])]
    sides = [article_keys(one.buffer, one.offsets, one.starts) for one in batches]

    told = templates_by_keys(np.array([RELATIONS.index(found)], np.int8), words, *sides)

    assert told.tolist() == [relation(left, right, found) == "template"]
