"""What one text repeats in itself."""

from __future__ import annotations

import pytest
from alignment_texts import THEIRS, passage
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment import align, repeats


def places(text):
    return [((o.left.start, o.left.end), (o.right.start, o.right.end)) for o in repeats(text)]


@given(st.integers(13, 40), st.integers(0, 1000))
def test_page_twice(size, seed):
    """A page that stands twice is one repeat, whatever stands between."""
    page, between = passage(size, seed), passage(7, seed, THEIRS)
    second = len(page) + 1 + len(between) + 1

    assert places(f"{page}\n{between}\n{page}") == [((0, len(page)), (second, second + len(page)))]


@pytest.mark.parametrize("copies", [3, 4, 9])
def test_copies_are_told_with_the_first(copies):
    """Three copies are (1, 2) and (1, 3)."""
    page = passage(20)
    text = "\n\n".join(page + "\n" + passage(9, 50 + at, THEIRS) for at in range(copies))
    starts = [at for at in range(len(text)) if text.startswith(page, at)]

    assert [pair[0] for pair in places(text)] == [(0, len(page))] * (copies - 1)
    assert [pair[1][0] for pair in places(text)] == starts[1:]


def test_copies_side_by_side():
    """Copies with nothing between them are told apart."""
    page = passage(20)
    step = len(page) + 1

    assert [pair[1][0] for pair in places(" ".join([page] * 3))] == [step, 2 * step]


def test_nothing_repeats():
    """No repeat in a text without one."""
    assert repeats(passage(500, 3)) == []


def test_turns_of_phrase_are_no_repeat():
    """Eleven words that an author says again are none."""
    phrase = passage(11)

    assert repeats(f"{phrase} {passage(30, 2, THEIRS)} {phrase} {passage(30, 3, THEIRS)}") == []


def test_hostile_repetition_ends():
    """A short period repeated without end gives few repeats, quickly."""
    for period in ("ab ", "a", "国", "one two three four five six seven "):
        text = period * (20_000 // len(period))
        assert len(repeats(text)) <= 40
        assert len(align(text, text[: len(text) // 2])) <= 40


def test_real_articles(shared):
    """Of the five articles one holds its page twice; no two of them share a passage."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]

    found = [places(text) for text in texts]

    assert [bool(pairs) for pairs in found] == [False, False, True, False, False]
    page = max(found[2], key=lambda pair: pair[0][1] - pair[0][0])
    assert page[0][0] in (61, 150, 239, 455)
    assert page[1][0] in (1695, 1939, 2088)
    assert abs(page[0][1] - 1657) <= 5
    assert abs(page[1][1] - 3295) <= 5
    assert not any(align(one, other) for at, one in enumerate(texts) for other in texts[at + 1 :])
