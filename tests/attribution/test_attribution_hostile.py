"""Hostile text: near-misses of every pattern come to an end, and no text at all makes attribution fail."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.attribution import attribute

# One near-miss of each pattern, repeated to the size wanted.
NEAR_MISSES = {
    "digits": "1234567890",
    "short numbers": "12 ",
    "numbers alone": "12 34\n",
    "numeric dates": "28.09.2021 ",
    "numeric near-dates": "28.09.20211.",
    "date lines": "28.09.2021\n",
    "months": "March ",
    "months and days": "March 5 ",
    "ranges": "3-5-7-9-",
    "clocks": "12:14 GMT ",
    "clock dates": "12:14 28.09.2021 | ",
    "east asian": "3月5",
    "telegrams": "新华社北京3月5日\n",
    "vietnamese": "tháng 5/",
    "open brackets": "(",
    "brackets": "(VNA) ",
    "bracket lines": "Hanoi (VNA)\n",
    "datelines": "Hanoi (VNA) - The port.\n",
    "slashes": "/VNA",
    "dashes": "-",
    "spaced dashes": "A - ",
    "long dashes": "—",
    "capitals": "HANOI ",
    "capital dashes": "HANOI – ",
    "spaces": " ",
    "newlines": "\n",
    "tabs": "\t\r\n ",
    "photos": "(Photo: ",
    "photo lines": "(Photo: VNA)\n",
    "licences": "CC BY-SA ",
    "rights": "© 2021 ",
    "weekdays": "on Tuesday ",
    "weekday lines": "Tuesday mardi Dienstag martes lunes jeudi\n",
    "sources": "Source: ",
    "source lines": "Source: VGP\n",
    "reporting": "Reporting by ",
    "end marks": "-0- # * ",
    "stops": "./.",
    "words": "word ",
    "sentences": "The port opened on March 5. ",
    "titles": "A title of a few words\n",
    "combining": "a\u0301\u0323",
    "surrogates": "\ud800x ",
}


def held(found, text):
    """Return whether every span of what was found lies in the text."""
    return all(claim.span is None or 0 <= claim.span.start < claim.span.end <= len(text) for claim in found.claims)


@pytest.mark.parametrize("near_miss", NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_a_text_of_near_misses_is_read_to_its_end(near_miss):
    """Nothing but one near-miss, some thousand times; how its time grows is for the benchmark to tell."""
    text = near_miss * (6_000 // len(near_miss))

    assert held(attribute(text), text)


PIECES = st.sampled_from(
    [*NEAR_MISSES.values(), "\n\n", ", ", "5", "31 February 2024", "(AFP) - ", "— VNA/VNS", "٣", "²", "\0", "\x85"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join))
def test_any_text_is_attributed(text):
    """Every span lies in the text, every claim is in order, and the same text gives the same claims."""
    found = attribute(text)

    assert held(found, text)
    assert found == attribute(text)


@given(st.text(max_size=200))
def test_no_source_is_made_up(text):
    """Text without a letter of the agencies' names has no source from the table."""
    text = "".join(c for c in text if not c.isalpha())

    assert attribute(text).source == ""
