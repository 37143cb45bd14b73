"""Lines of a text with their numbers, and that nothing writes into what extractors are given."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution.dates.moments import Moment, possible
from provenance.attribution.layout import Context, Outline, lines_of

LINES = st.lists(st.sampled_from(["", "  ", "a", "12", "5 March 2024, 12:14", " 3/5 and 7 ", "x 9"]), max_size=8)


def numbers(text: str) -> list[tuple[int, int]]:
    """Every run of digits, as (start, end)."""
    starts = [at for at, c in enumerate(text) if c.isdigit() and not text[at - 1 : at].isdigit()]
    return [(at, next((end for end in range(at, len(text)) if not text[end].isdigit()), len(text))) for at in starts]


@given(LINES)
def test_each_number_is_in_its_line(parts: list[str]) -> None:
    """Lines that are not blank, in order, each with just those numbers that are between its ends."""
    text = "\n".join(parts)
    lines = lines_of(text, 0, numbers(text))

    assert [line.text for line in lines] == [part.strip() for part in parts if part.strip()]
    for line in lines:
        assert text[line.start : line.end] == line.text
        assert list(line.numbers) == [each for each in numbers(text) if line.start <= each[0] < line.end]


@pytest.mark.parametrize(("value", "field"), [
    (Context("text", (), frozenset(), 0), "text"),
    (Outline(0, frozenset(), frozenset(), frozenset()), "lead"),
], ids=["context", "outline"])  # fmt: skip
def test_what_extractors_share_cannot_be_written_to(value: object, field: str) -> None:
    """One extractor's findings reach another only through the reader that keeps them."""
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        setattr(value, field, None)


@given(st.integers(0, 2030), st.integers(0, 13), st.integers(0, 32))
def test_a_date_that_the_calendar_has_is_no_implausible_one(year: int, month: int, day: int) -> None:
    """However it was found quickly: the flag is there just where the calendar has no such day."""
    assert (Moment(0, 1, "numeric", year, month, day).flags == ()) == possible(year, month, day)
