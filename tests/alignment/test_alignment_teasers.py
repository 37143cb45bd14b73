"""Lines that break off quote the pages that they stand for; places of one passage that are less alike are no copies."""

from __future__ import annotations

import numpy as np
import pytest
from alignment_texts import passage

from provenance.alignment import align, find_overlaps
from provenance.alignment.teasers import is_teaser, with_teasers
from provenance.kernels.rows import LAYOUT

LEAD = (
    "The ferry to the northern islands stays in the harbour until a new captain is found, and the post goes by the mail"
)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"{LEAD} … Read more", True),
        (f"{LEAD} …", True),
        (f"{LEAD} [...]", True),
        (f"{LEAD} ... More", True),
        (f"{LEAD} boat.", False),
        (f"{LEAD} boat, they say...", False),
        (f"{LEAD} … and nobody knows for how long it will have to.", False),
        (f"{LEAD} boat. {passage(80)} …", False),
    ],
)
def test_lines_that_break_off(line, found):
    """An ellipsis and a short link at the end of a short line make a teaser; dots alone, or in the middle, do not."""
    text = f"{passage(60, 3)}\n\n{line}\n\n{passage(60, 4)}"

    assert is_teaser(text, text.index(LEAD), text.index(LEAD) + len(LEAD)) == found


def test_a_title_above():
    """The title above a teaser belongs to it, and a paragraph above does not."""
    title, rest = "No ferry without a captain", f"{LEAD} … Read more\n{passage(80, 3)}"
    short, long = f"{title}\n{rest}", f"{passage(20, 6)}\n{rest}"

    assert is_teaser(short, 0, short.index(" … Read"))
    assert not is_teaser(long, 0, long.index(" … Read"))


def test_a_text_that_breaks_off():
    """A text that is cut is no teaser of the whole one."""
    text = f"{LEAD} …"

    assert not is_teaser(text, 0, len(text))


def test_teasers_are_quoted():
    """What a page and a teaser on another page share is a quotation; the lead in two articles is not."""
    story = f"{LEAD} boat in the meantime. {passage(60, 1)}"
    pages = [story, f"{passage(90, 2)}\n\n{LEAD} … Read more"]
    articles = [story, f"{passage(90, 2)}\n\n{LEAD} boat, we hear. {passage(20, 4)}"]

    def quoted(texts):
        found = find_overlaps(texts, texts.__getitem__, ranks=np.arange(2)).overlaps
        return [one.quoted for one in found]

    assert quoted(pages) == [True]
    assert quoted(articles) == [False]


def test_the_place_that_is_most_alike():
    """A passage is of the paragraph that it is most like; of two that are as much like it, it is of both."""
    words = passage(40, 1).split()
    like = " ".join(word if at % 8 else f"other{at}" for at, word in enumerate(words))
    own, away = " ".join(words), passage(60, 2)
    right = f"{passage(50, 3)} {own} {passage(50, 4)}"

    assert [one.left.start for one in align(f"{like} {away} {own}", right)] == [len(like) + len(away) + 2]
    assert len(align(f"{own} {away} {own}", right)) == 2


def test_texts_without_teasers_are_not_all_read():
    """Of many texts a few are looked at, and the others only if these have a teaser."""
    rows = np.zeros(2000, LAYOUT)
    rows["document"] = np.arange(2000)
    read = []

    def texts(documents):
        read.append(len(documents))
        return [LEAD] * len(documents)

    with_teasers((np.full(2000, 2000, np.int32), rows), texts)
    assert read == [126]
