"""Phrases that a text may have, looked for at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.derivation import mastheads, releases
from provenance.derivation.phrases import seen

PHRASES = (
    " is listed ",
    "gegründet",
    " siège social",
    "FOR IMMEDIATE RELEASE",
    " said the company",
    "сообщила компания",
)
PIECES = st.sampled_from((*PHRASES, " is ", "listed", "\n", "\r", "\u2028", "\t", "İ", "Σ", "é", "K", "company "))
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(TEXTS)
def test_whatever_phrase_a_text_has_is_seen(text: str) -> None:
    """No phrase of a text is missed, in small letters or as it stands."""
    bits = seen(PHRASES, text)

    for number, phrase in enumerate(PHRASES):
        assert bits >> number & 1 or (phrase not in text and phrase.lower() not in text.lower())


def test_a_text_without_phrases_has_no_bits() -> None:
    """Words of phrases, apart from each other, are none."""
    assert seen(PHRASES, "The yard was founded, and the list is long. A company said so.") == 0


@given(TEXTS)
def test_looking_at_first_sight_changes_no_verdict(text: str) -> None:
    """A release is known by the same phrases as without a first look."""
    lead, notes = text[: releases._LEAD], text[-releases._NOTES :]

    slow = any(phrase in lead for phrase in releases._ANNOUNCED)
    slow = slow or any(phrase in lead.lower() for phrase in releases._SAID)
    assert releases.announces(text) == (slow or any(map(releases._describes, notes.split("\n"))))


@given(st.lists(st.sampled_from((*mastheads._WORDS, " Harbour Gazette", "the Quay Post ", "\n", ". ")), max_size=9))
def test_looking_at_first_sight_changes_no_saying(pieces: list[str]) -> None:
    """All words that may credit somebody are at the places where each of them alone is."""
    text = "".join(pieces)
    everything = frozenset(mastheads._WORDS)

    for words in (mastheads._BEGINNINGS, mastheads._ENDINGS):
        had = mastheads._had(seen(mastheads._WORDS, text))
        assert mastheads._places(text, words, had) == mastheads._places(text, words, everything)
