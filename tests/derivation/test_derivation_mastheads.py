"""Notes and notices at the end of a text: what is looked for first passes over none that the patterns find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.derivation import mastheads

PIECES = (
    "Read", "reAd",
    "vıew", "ſee", "SEE", "Continue reading", "the full", "ſtory", "artıcle", "VERSION", "text", "report",
    "at", "Harbour Gazette", "»", ".", "©", "(c)", "(C)", "Copyright", "copyrıght", "2024", "Reprinted", "The ferry",
)  # fmt: skip
texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "\n"))), max_size=12).map(
    lambda some: "".join(piece + behind for piece, behind in some)
)


@given(texts)
def test_looking_for_words_first_changes_no_note_and_no_outlet(text):
    """Not where a pattern takes a long s for an s, or a dotless i for an i."""
    quick = mastheads.note(text), mastheads.outlets(text)
    with pytest.MonkeyPatch.context() as patched:
        for name in ("_SIGNS", "_NOTE_VERBS", "_NOTE_NOUNS"):
            patched.setattr(mastheads, name, ("",))
        slow = mastheads.note(text), mastheads.outlets(text)

    assert quick == slow


@pytest.mark.parametrize("text", ["Read the full story at Harbour Gazette »", "ſee the artıcle at Harbour Gazette"])
def test_a_note_is_found_in_whatever_case(text):
    """The pattern ignores case, also of letters that only look like ours."""
    assert mastheads.note(text) == "Harbour Gazette"


def test_a_sentence_about_a_story_is_no_note():
    """It has all the words, and goes on."""
    assert mastheads.note("She read the story to her son and went to bed.") == ""


@pytest.mark.parametrize("line", ["PRESS RELEASE", "SUBSCRIBE TO OUR DAILY NEWSLETTER", "Latest News", "Sports News"])
def test_a_menus_line_is_no_outlet(line):
    """It has a word that papers call themselves, and one that only menus, sections and kinds of texts have."""
    assert mastheads.outlets(f"{line}\nFerry sails again after the storm\nThe port reopened on Monday.") == ()


def test_a_papers_name_is_an_outlet():
    """Above the headline."""
    assert mastheads.outlets("Daily Courier\nFerry sails again after the storm\nThe port is open.") == (
        "Daily Courier",
    )
