"""From a text to its mojibake, as traits: UTF-8 that was once decoded as Windows-1252 or Latin-1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Span, Trait
from provenance.mojibake import runs

if TYPE_CHECKING:
    from collections.abc import Iterator


def mojibake(text: str) -> Iterator[Trait]:
    """Yield a trait for each run of mojibake in *text*, with its original."""
    for start, end, original in runs(text):
        yield Trait("mojibake", Span(start, end), f"{text[start:end]} for {original}")
