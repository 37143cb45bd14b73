"""From a text with decomposed letters to the same text composed (NFC), and the way back from its places."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def compose(text: str, start: int) -> tuple[str, list[int]] | None:
    """Return *text* composed from *start* on, and the place in *text* of each of its places; None where it is composed.

    Names of months and agencies are compared letter by letter, and a pattern's word ends at a loose accent.
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return None
    pieces = [text[:start]]
    places = list(range(start))
    begin = start
    for place in range(start + 1, len(text) + 1):
        if place < len(text) and (unicodedata.combining(text[place]) or "\u1160" <= text[place] <= "\u11ff"):
            continue
        piece = unicodedata.normalize("NFC", text[begin:place])
        pieces.append(piece)
        places.extend([begin] * len(piece))
        begin = place
    places.append(len(text))
    return "".join(pieces), places


def in_place(claims: Iterable[Claim], places: Sequence[int], start: int) -> tuple[Claim, ...]:
    """Return *claims* with the spans that they have in the text as it was before it was composed from *start* on."""
    return tuple(
        claim
        if claim.span is None or claim.span.start < start
        else Claim(
            claim.property,
            claim.value,
            Span(places[claim.span.start], places[claim.span.end]),
            claim.asserter,
            claim.pattern,
            claim.confidence,
            claim.flags,
        )
        for claim in claims
    )
