"""Texts on which a search for repeats could go on without end."""

import pytest

from provenance.alignment import repeats

ENDLESS = {
    "figures in parallel sentences": (
        "2003 quarter and six months includes loss nine crowns, or nine pence per share, and 12 crowns, or 7,310,000 "
        "pence per share, respectively, from the sale of old mills.\n\n"
        "2002 quarter and six months includes loss 12 crowns, or 4,100,000 pence per share, and 12 crowns, or 250,000 "
        "pence per share, respectively, from the sale of old mills.\n\n"
        "2002 quarter and six months includes charge one, or one pence per share from repairs of the weir."
    ),
    "one word": "ha " * 5000,
    "two words": "ab cd " * 5000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_repeats_end_apart(name):
    """The search ends, and the two places of a repeat do not reach into each other."""
    found = repeats(ENDLESS[name])

    assert all(overlap.left.end <= overlap.right.start for overlap in found)
