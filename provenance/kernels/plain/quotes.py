"""From a place in a text to whether it lies in quotation marks."""

from __future__ import annotations

import re

# Opening marks and what closes them; single marks are apostrophes too often.
MARKS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "＂": "＂"}
FAR = 1000  # code points back to the opening mark
MARK, REPLY = ">", (4, 5)  # before the lines of a quoted mail; at least this share of a passage is in such lines
ABOVE = 2  # lines that say who wrote the quoted ones


def quoted(text: str, start: int, end: int) -> bool:
    """Return whether *start* to *end* of *text* lies inside one pair of quotation marks of its paragraph, or in quoted
    lines."""
    begin = max(text.rfind("\n", 0, start) + 1, start - FAR)
    if _is_reply(text, begin, start, end):
        return True
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


def _is_reply(text: str, begin: int, start: int, end: int) -> bool:
    """Return whether nearly all of *start* to *end*, whose first line starts at *begin*, are lines with a mark before
    them, as in replies to mails, or say above these who wrote them; one of the first lines must have a mark.

    A line that is too long for a mail is wrapped, and its last words have no mark.
    """
    marked = at = above = 0
    run: list[str] = []
    lines = text[begin:end].split("\n")
    for number, line in enumerate(lines):
        size = begin + at + len(line) - max(begin + at, start)
        at += len(line) + 1
        if line.lstrip(" \t").startswith(MARK):
            marked += size + (above if run and len(run) <= ABOVE and run[-1].rstrip(" \t").endswith(":") else 0)
            run, above = [], 0
        elif number >= ABOVE and not marked:
            return False
        else:
            run, above = [*run, line], above + size
    return REPLY[1] * marked >= REPLY[0] * (end - start)
