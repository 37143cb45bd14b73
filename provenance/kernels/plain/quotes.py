"""From a place in a text to whether it lies in quotation marks."""

from __future__ import annotations

import re

# Opening marks and what closes them; single marks are apostrophes too often.
MARKS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "＂": "＂"}
FAR = 1000  # code points back to the opening mark


def quoted(text: str, start: int, end: int) -> bool:
    """Return whether *start* to *end* of *text* lies inside one pair of quotation marks of its paragraph."""
    begin = max(text.rfind("\n", 0, start) + 1, start - FAR)
    before = text[begin:start]
    # A pattern of those that there are: one of all of them takes longer to compile than most audits look for it.
    present = [mark for mark in MARKS if mark in before]
    closing = ""
    for mark in re.findall(f"[{''.join(present)}]", before) if present else ():
        closing = ("" if mark in closing else closing) if closing else MARKS.get(mark, "")
    if not closing:
        return False
    after = [text.find(mark, start, end + FAR) for mark in closing]
    return any(place >= end for place in after) and not any(0 <= place < end for place in after)
