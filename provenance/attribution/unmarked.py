"""From a text with Markdown, HTML or wiki marks to the same text without them, and the way back from its places."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

import attrs

from provenance.attribution.clues import MARKUP
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.attribution.layout import Line

_PATTERN = r"""(?x) (?= [!\[\]'\#*_<&] ) (?:
    (?P<image> !\[ [^\[\]\n]{0,200} \]\( [^()\s]{1,500} \) )  # ![a harbour](harbour.jpg)
  | (?P<link> \[ (?= [^\[\]\n]{1,200} \]\( [^()\s]{1,500} (?: \s"[^"\n]{0,200}" )? \) ) )
  | (?P<target> (?<! \\ ) \]\( [^()\s]{1,500} (?: \s"[^"\n]{0,200}" )? \) )       # [Jane Roe](https://roe.example)
  | (?P<wiki> \[\[ (?: [^\[\]|\n]{1,100} \| )? (?= [^\[\]|\n]{1,100} \]\] ) | (?<= [^\[\]\n|] ) \]\]
      | '{3,5} )   # [[w:Roe|Roe]], '''Roe'''
  | (?P<head> (?<! [^\n] ) \s{0,3} \#{1,6} [ \t]{1,4} )  # ## A title
  | (?P<strong> \*\*\*? (?= \S ) | (?<= \S ) \*\*\*?
      | (?<! [\w/] ) __ (?= \w ) | (?<= [\w.] ) __ (?! \w ) )
  | (?P<emphasis> (?<! [^\n] ) [*_] (?= [^\s*_] ) | (?<= [^\s*_] ) [*_] (?! [^\n] ) )  # _Updated: today_
  | (?P<block> </? (?: p | div | h[1-6] | br | li | ul | ol | tr | section | article | header | figure | figcaption )
      (?: \s [^<>]{0,300} | \s? / )? > )
  | (?P<tag> </? (?: a | abbr | b | i | em | strong | span | u | small | time | cite | font | center | sup | sub )
      (?: \s [^<>]{0,300} )? > )
  | (?P<entity> & (?: \#\d{2,6} | \#x[0-9A-Fa-f]{2,5} | [A-Za-z]{2,8} ) ; )
  )
"""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_PATTERN)


def unmark(text: str, lines: Sequence[Line]) -> tuple[str, list[int]] | None:
    """Return *text* without the marks in its *lines*, and the place in *text* of each of its characters; None where it
    has none.
    """
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    # An underscore is a clue only at the edge: AP's wires have it for a dash.
    for line in [line for line in lines if line.clues & MARKUP or line.text[0] == "_"]:
        for found in _pattern().finditer(text, line.start, line.end):
            printed = _printed(found)
            pieces += (text[done : found.start()], printed)
            places.extend(range(done, found.start()))
            places.extend([found.start()] * len(printed))
            done = found.end()
    if not done:
        return None
    places.extend(range(done, len(text)))
    return "".join((*pieces, text[done:])), places


def _printed(found: re.Match[str]) -> str:
    """Return the one character that a mark is read as, or nothing."""
    if found["block"]:
        return "\n"
    if found["entity"]:
        sign = html.unescape(found["entity"])
        return " " if sign == "\xa0" else sign if len(sign) == 1 else found["entity"][:1]
    return ""


def with_marks(claims: Iterable[Claim], places: Sequence[int]) -> Iterator[Claim]:
    """Yield *claims* with the spans that they have in the text with its marks."""
    for claim in claims:
        span = claim.span
        if span is None or span.start == span.end:
            yield claim
        else:
            yield attrs.evolve(claim, span=Span(places[span.start], places[span.end - 1] + 1))
