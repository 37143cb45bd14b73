"""From a line's beginning to the mark of an agency's take."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.layout import Line

_TAKES = frozenset("([LlUWRCAE속")  # what the mark of a take begins with, if with no digit
_PATTERNS = {
    # (LEAD), 2nd LD-Writethru, UPDATE 1-, [속보]; not words of a headline: LEAD paint found, UPDATE your phone
    "take": r"""(?x)
        (?:
            \(? \d (?: st | nd | rd | th | ST | ND | RD | TH ) \s (?: LD | LEAD | Lead | Ld | ld )
            (?: -[Ww]ritethru | -WRITETHRU )? \)? (?=[\s:)-])
          | \(? (?: LD | LEAD | Lead | ld ) (?: \s? \(? \d \)? )? \)? (?: (?<=\)) | (?=[:-]) )
          | (?: UPDATE | WRAPUP | RPT | REFILE | CORRECTED | CORRECTION | URGENT | ADVISORY | REPEAT | WRITETHRU
              | AMPLIACIÓN | EILMELDUNG ) (?: \s? \d{1,2} )? (?= \s? [-:(] )
          | (?: Correction | Corrected | Clarification | Urgent | Update (?: \s\d )? ) (?= :\s )
          | \( (?: 종합\d?보? | \d보 | Ampliación | [Aa]ctualiza [^()\n]{0,40}
              | (?: \d\.\s )? Zusammenfassung | 更新 ) \)
          | \[속보\] | 속보 (?=[\s:])
        )
    """,
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def take_claims(line: Line) -> Iterator[Claim]:
    """Yield the mark of a take ("(LEAD)", "2nd LD", "UPDATE 1-", "CORRECTED-") at a line's start."""
    found = _pattern("take").match(line.text) if line.text[0] in _TAKES or line.text[0].isdecimal() else None
    if found:
        span = Span(line.start, line.start + found.end())
        yield Claim("take", found[0].strip("() "), span, "body", "take-mark", "high")
