"""From the end of a line of text to the date and the agency that have no line of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import find_dates
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from provenance.attribution.dates.pending import Found
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_ENDS = frozenset((*'.!?…"”»', ""))


def glued_claims(line: Line, text: str, agencies: Agencies) -> list[Found]:
    """Return date and agency glued to the end of a line ("… on Tuesday. 28.09.2021, Sputnik International")."""
    comma = text.rfind(", ", max(line.start, line.end - 50), line.end)
    if comma < 0 or not (text[comma - 1].isdigit() or text[comma - 1] == "日"):
        return []
    for moment in find_dates(text, max(line.start, comma - 40), comma):
        if moment.end == comma and text[line.start : moment.start].rstrip()[-1:] in _ENDS:
            key = agencies.named(text[comma + 2 : line.end])
            source = Claim("source", key, Span(comma + 2, line.end), "masthead", "glued-stamp", "high")
            return [Pending(moment, "published", "masthead"), source] if key else []
    return []
