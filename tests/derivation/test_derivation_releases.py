"""What a print of a press release keeps of it, and reports that look like one."""

from __future__ import annotations

import pytest

from provenance.derivation.releases import announces

LEAD = "The harbour board of an invented town voted for a second pier after a long debate. "
PRINTS = [
    "Norhall Lifts today announced that it has bought a yard. " + LEAD,
    "Die Norhall Lifte gab heute bekannt, dass sie eine Werft kauft. " + LEAD,
    LEAD + "\n\nNorhall builds lifts in 20 countries and employs 640 people. Founded in 1909, it is listed in Lisbon.",
    LEAD + "\n\nDie Norhall AG mit Sitz in Kiel beschäftigt 640 Menschen und wurde 1909 gegründet.",
]
REPORTS = [
    LEAD + "The mayor announced the result, and the board employs nobody yet.",
    LEAD + "\n\nThe yard employs 640 people.",
    LEAD + "\n\nThe town was founded in 1909, and ferries sail to three countries.",
]


@pytest.mark.parametrize("text", PRINTS)
def test_a_print_of_a_release_is_known(text: str) -> None:
    """A company brings its own news, or describes itself at the end."""
    assert announces(text)


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_no_print_of_a_release(text: str) -> None:
    """One phrase of a company's notes, or two, is in many reports."""
    assert not announces(text)
