"""From a place in a text to whether it lies in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import Span

# Opening marks and what closes them; single marks are apostrophes too often.
MARKS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "＂": "＂"}
FAR = 1000  # code points back to the opening mark


def quoted(text: str, span: Span) -> bool:
    """Return whether *span* lies inside one pair of quotation marks of its paragraph."""
    begin = max(text.rfind("\n", 0, span.start) + 1, span.start - FAR)
    closing = ""
    for letter in text[begin : span.start]:
        if closing:
            closing = "" if letter in closing else closing
        else:
            closing = MARKS.get(letter, "")
    if not closing:
        return False
    inside = text[span.start : span.end]
    return not any(mark in inside for mark in closing) and any(text.find(m, span.end, span.end + FAR) >= 0 for m in closing)
