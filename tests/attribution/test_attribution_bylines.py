"""Which lines can hold a byline at all: a quick look spares the longer lines of mails the tests of all forms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution.gather import _context
from provenance.attribution.sources.agencies import Agencies, load
from provenance.attribution.sources.bylines import _named_in, may_name
from provenance.attribution.sources.desks import has_name
from provenance.attribution.sources.unlabelled import LONGEST

AGENCIES = load()
# An agency of a user's own table, with a name as long as a line.
LONG = "Harbour and Inland Waterways Information Service of the Northern Quays"
OWN = Agencies({"HIWIS": {"name": [LONG]}, "Reuters": {}, "AP": {"name": ["Associated Press"]}})
PIECES = [
    "By ", "By the ", "Jane Roe", "John Doe", ", ", " and ", " | ", " · ", " — ", "Reuters", "AP", "Associated Press",
    LONG, "[", "]", "Per ", "Telegraph", "Staff Writer", "Harbour Gazette", "Posted on 4 May by ", "with ",
    "the boats came home late", " when the tide was low ", "> ", "in Oslo", " in 1987", ".", ":", "Agence ",
    "Redaktion ", "HARBOUR NEWS ", "5 May 2024",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join).filter(str.strip)


@given(TEXTS, TEXTS, TEXTS)
def test_no_byline_is_missed(above: str, text: str, below: str) -> None:
    """A line in which somebody is named passes the quick look, whatever is around it."""
    lines = _context(f"{above}\n{text}\n{below}\n5 May 2024\n", 0).lines
    named = [at for at, line in enumerate(lines) if len(line.text) <= LONGEST and list(_named_in(lines, at, OWN))]

    assert all(may_name(lines[at].text, OWN) for at in named)


@pytest.mark.parametrize(
    "text",
    [
        "By Jane Roe, John Doe and Ann Example of the Harbour Gazette in Vik",
        "Jane Maria Roe, John Anthony Doe, Ann Birgit Example and Karel Jan Novotny",
        "Jane Roe of the quays and of the old harbour · Harbour Gazette of Holm",
        "{By Telegraph. Press Association. Received this day, at the old quays}",
        "Posted on the fourth of March in the year of the great storm by Jane Roe",
        LONG,
    ],
)
def test_long_lines_that_can_name_somebody(text: str) -> None:
    """A word or a sign of a form that may be long is enough."""
    assert may_name(text, OWN)


@pytest.mark.parametrize(
    "text",
    [
        "> the boats came home late, when the tide was low, and nobody had asked",
        "Boats came home late when the tide was low and nobody had asked Reuters",
        "which is what the harbour office had said in 1987, before it was closed",
    ],
)
def test_lines_of_mails(text: str) -> None:
    """A long line without such a word or sign names nobody, also where an agency is in it."""
    assert not may_name(text, AGENCIES)


@given(st.text(st.sampled_from("aAfFpPbE _-./'éİı²ß7\t\x1c"), max_size=30))
def test_words_of_ascii(text: str) -> None:
    """A name is looked for among the runs of letters and digits of a line, in any script."""
    words = re.findall(r"[^\W_]+", text)

    assert has_name(text, OWN) == bool({"hiwis", "harbour", "reuters", "ap", "associated"} & {w.lower() for w in words})
