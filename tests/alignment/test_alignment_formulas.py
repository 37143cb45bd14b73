"""Short passages that are formulas: common runs of words, names and titles, forms with other figures and names."""

from __future__ import annotations

import numpy as np
import pytest
from alignment_texts import THEIRS, passage

from provenance.alignment.formulas import with_formulas
from provenance.alignment.slots import are_names, is_form, with_forms
from provenance.kernels.rows import LAYOUT
from provenance.model import Carrier, Passage, Span
from provenance.model.passages import Passages

FORMULA = "the company said it expects to report a loss for the quarter because of weak demand"
PARTS = (
    "the mill said it expects to report a loss in autumn",
    "it must report a loss for the quarter like others",
    "down for the quarter because of weak demand abroad",
)


def between(left, right, places, similarity=1.0, kind="verbatim"):
    """The passage that two texts have at *places*."""
    (a, b), (c, d) = places
    first = Carrier(0, Span(a, b), len(left[a:b].split()), 1.0, "verbatim")
    return Passages.of([Passage((first, Carrier(1, Span(c, d), len(right[c:d].split()), similarity, kind)))])


def labelled(one, other, parts, kind="verbatim"):
    """Return whether *one*, which is *other* in a second text, is a formula where further texts have the *parts*."""
    texts = [f"{passage(30, 1)} {one}", f"{passage(20, 2)} {other}"]
    texts += [f"{passage(20, 10 + at, THEIRS)} {part} {passage(9, 90 + at, THEIRS)}" for at, part in enumerate(parts)]
    places = [(text.index(some), text.index(some) + len(some)) for text, some in zip(texts, (one, other), strict=False)]
    some = between(*texts[:2], places, kind=kind)
    found = with_formulas(some, lambda at: [texts[each] for each in at], np.arange(len(texts)))
    return bool(found.stock[0])


def test_common_runs_of_words():
    """Nobody else has the sentence, but four others have its parts."""
    assert labelled(FORMULA, FORMULA, PARTS * 4)


def test_rare_runs_of_words():
    """One more document has its parts, which proves nothing."""
    assert not labelled(FORMULA, FORMULA, PARTS)


def test_copies_are_one_document():
    """Copies of one text do not make a phrase common."""
    texts = [FORMULA, FORMULA, *PARTS * 4]
    some = between(*texts[:2], [(0, len(FORMULA))] * 2)
    stories = np.array([0, 1, *[2, 3, 4] * 4])

    assert not with_formulas(some, lambda at: [texts[each] for each in at], stories).stock[0]


def test_figures_of_a_formula():
    """Where two texts differ in figures, other figures count as the same; where they do not, these are a proof."""
    one, other = (FORMULA.replace("a loss", f"a loss of {figure} million") for figure in (17, 23))
    parts = [part.replace("a loss", f"a loss of {figure} million") for figure in (5, 6, 8) for part in PARTS]

    assert labelled(one, other, parts, kind="near")
    assert not labelled(
        one.replace("for the quarter", "of 17 in 88"), one.replace("for the quarter", "of 17 in 88"), parts
    )


def of_two(left, right, said, others=40):
    """Return whether what two texts share is a formula: *said*, the parts of which most of *others* have as well."""
    parts = [f"{passage(20, 10 + at, THEIRS)} {said[: len(said) * 2 // 3]}" for at in range(others)]
    texts = [f"{left} {said}", f"{right} {said}", *parts]
    places = [(len(one) + 1, len(text)) for one, text in zip((left, right), texts, strict=False)]
    some = between(*texts[:2], places)
    return bool(with_formulas(some, lambda at: [texts[each] for each in at], np.arange(len(texts))).stock[0])


def test_names_that_two_texts_share():
    """Texts that have rare names in common have a formula from one another, and strangers have not."""
    names = "Karel Novotny of Holm and Anna Birk of Vik met"

    assert of_two(passage(20, 1), passage(20, 2), FORMULA)
    assert not of_two(f"{passage(20, 1)} {names}", f"{names} {passage(20, 2)}", FORMULA)


def test_passages_that_two_texts_share_besides():
    """Texts with a second passage in common are no strangers."""
    texts = [FORMULA, FORMULA, *PARTS * 4]
    some = between(*texts[:2], [(0, len(FORMULA))] * 2)
    stories, rows = np.arange(len(texts)), np.zeros(1, LAYOUT)
    rows["words"], rows["similarity"] = 100, 1.0

    def found(later):
        overlaps = np.array([later], np.int32), rows
        return bool(with_formulas(some, lambda at: [texts[each] for each in at], stories, overlaps).stock[0])

    assert found(2)
    assert not found(1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deputy Prime Minister and Foreign Minister Karel Novotny and Trade Minister Anna Birk", True),
        ("Net 1,204,000 vs 998,000 Revs 12.4 vs 11.8 Nine mths", True),
        ("Karel Novotny said that nobody had asked him about the harbour before it was sold", False),
        ("NOBODY HAD ASKED THE MINISTER ABOUT THE HARBOUR BEFORE IT WAS SOLD", False),
    ],
)
def test_names(text, found):
    """A passage of names, titles and figures says nothing; one in capitals may say anything."""
    assert are_names(text) == found


FORM = "The harbour office set tolls of {} a ton for {} from Monday, against {} last week, and {} ships were waiting."


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (FORM.format(12, "Holm", 14, 9), FORM.format(13, "Vik", 12, 4), True),
        (FORM.format(12, "Holm", 14, 9), FORM.format(12, "Holm", 14, 9).replace("set", "has set"), False),
        (
            FORM.format(12, "Holm", 14, 9),
            FORM.format(12, "Holm", 14, 4).replace("ton", "load").replace("were", "lay"),
            False,
        ),
        (FORM.format(12, "Holm", 14, 9) + f" {passage(60)}", FORM.format(12, "Holm", 14, 8) + f" {passage(60)}", False),
    ],
)
def test_form(one, other, found):
    """Figures and names that differ every few words make a form; other words, and a few figures in much, do not."""
    assert is_form(one, other) == found


def test_form_of_two_texts():
    """The carriers that differ decide, and long passages are no forms."""
    one, other = FORM.format(12, "Holm", 14, 9), FORM.format(13, "Vik", 12, 4)
    texts = [one, other]
    some = between(one, other, [(0, len(one)), (0, len(other))], 0.8, "near")

    assert with_forms(some, lambda at: [texts[each] for each in at]).stock.tolist() == [True]
    some.carriers["words"] = 400
    assert with_forms(some, lambda at: [texts[each] for each in at]).stock.tolist() == [False]
