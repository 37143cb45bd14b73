"""From the last lines of a text to the note that it goes on elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import CUT, NOTES
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line

_ELLIPSES = ("[...]", "[…]", "...", "…")


@cache
def _count() -> re.Pattern[str]:
    return re.compile(r"(?:…|\.\.\.)?\s?\[\+?\d{1,7} (?:chars|characters|words)\]$")


def truncation_claims(lines: Sequence[Line]) -> Iterator[Claim]:
    """Yield the marks of a cut text in its last three lines: a count of what is left out, a note, an ellipsis."""
    for place, line in enumerate(reversed(lines[-3:])):
        if not line.clues & CUT:
            continue
        counted = _count().search(line.text, max(0, len(line.text) - 40)) if line.text[-1] == "]" else None
        if counted:
            span = Span(line.start + counted.start(), line.end)
            yield Claim("truncated", "count", span, "body", "truncation", "high", ("count",))
        elif line.text.endswith(("[…]", "[...]")) or (
            place == 0 and len(lines) > 1 and line.text.endswith(("…", "..."))
        ):
            start = line.end - next(len(sign) for sign in _ELLIPSES if line.text.endswith(sign))
            yield Claim("truncated", "ellipsis", Span(start, line.end), "body", "truncation", "medium", ("ellipsis",))
        else:
            if len(line.text) > 80 and line.text[-1] in '."”' and "ead" not in line.text[-100:]:
                continue
            tail = line.text[-160:].lower()
            note = next((note for note in NOTES if note in tail), "")
            at = line.text.lower().rfind(note) if note else -1
            if note and len(line.text) - at < 90 and len(line.text.lower()) == len(line.text):
                span = Span(line.start + at, line.end)
                yield Claim("truncated", "note", span, "body", "truncation", "high", ("note",))
