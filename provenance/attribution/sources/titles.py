"""From the lines before the lead to the article's title, and to the outlet that a page's title ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.layout import reads_on
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies


def title_line(lines: Sequence[Line], furniture: AbstractSet[int], lead: int) -> Line | None:
    """Return the line that is the article's title, or None.

    *furniture* are starts of lines that are something else; *lead* is where the lead begins.  A line that comes again
    in the text is the best candidate (pages print their title twice), then the first of four words, then of three.
    """
    if lines and lines[0].start >= lead:
        return None
    candidates = [
        line for line in lines[:15] if line.start < lead and line.start not in furniture and _titular(line.text)
    ]
    if not candidates or len(lines) < 2:
        return None
    texts = [line.text for line in lines] if len(lines) < 5000 else []
    for line in candidates:
        if texts.count(line.text) > 1:
            return line
    return next((line for line in candidates if line.text.count(" ") >= 3), candidates[0])


def titled_outlet(title: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield the outlet that a page's title ends with: "Market opens again - BBC News"."""
    for sign in (" | ", " - ", " – ", " — "):
        before, found, name = title.text.rpartition(sign)
        key = agencies.printed(name) if found and before.count(" ") > 1 else ""
        if key:
            yield Claim("source", key, Span(title.end - len(name), title.end), "masthead", "title-end", "medium")
            return


def _titular(text: str) -> bool:
    if not 8 <= len(text) <= 250 or text[-1] in ".。:：;,，>" or (len(text) > 160 and reads_on(text)):
        return False
    if " > " in text or " » " in text or (text.islower() and text.count(",") * 2 >= text.count(" ") > 0):
        return False
    return text.count(" ") >= 2 or not text.isascii()
