"""From the lines before the lead to the article's title, and to the outlet that a page's title ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.scan import dates_in
from provenance.attribution.layout import reads_on
from provenance.attribution.sources import chrome, shown
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_SHORT = 30  # characters of a title of one or two words
_BESIDE = 26  # characters that a line of a day has beside it
_WORDS = 9  # and words in all
# What buttons of more than three words begin with.
_BUTTONS = (
    "leave a comment", "leave a reply", "share this ", "click here", "sign up ", "subscribe to ", "follow us",
    "read more", "listen to this",
    "skip to ", "reading time", "estimated read", "get our ", "download our ", "log in to ", "join our ",
    "schreiben sie einen", "hinterlasse einen", "diesen artikel ", "laisser un commentaire", "temps de lecture",
    "partager cet",
    "deja un comentario", "tiempo de lectura", "comparte esta", "deixe um comentário", "tempo de leitura",
    "lascia un commento", "tempo di lettura",
    "plaats een reactie", "napisz komentarz", "dodaj komentarz", "оставить ком", "время чтения", "chia sẻ bài",
    "bagikan artikel",
)  # fmt: skip


def title_line(text: str, lines: Sequence[Line], furniture: AbstractSet[int], lead: int) -> Line | None:
    """Return the line of *text* that is the article's title, or None.

    *furniture* are starts of lines that are something else; *lead* is where the lead begins.  A line that comes again
    in the text is the best candidate (pages print their title twice), then the first of four words, then of three.
    """
    if lines and lines[0].start >= lead:
        return None
    candidates = [
        line
        for line in lines[:15]
        if line.start < lead and line.start not in furniture and _titular(line.text) and not _dated(text, line)
    ]
    if not candidates or len(lines) < 2:
        return _short(text, lines, furniture, lead)
    texts = [line.text for line in lines] if len(lines) < 5000 else []
    for line in candidates:
        if texts.count(line.text) > 1:
            return line
    return next((line for line in candidates if line.text.count(" ") >= 3), candidates[0])


def _short(text: str, lines: Sequence[Line], furniture: AbstractSet[int], lead: int) -> Line | None:
    """Return the one label before the lead, which is then its title: of one or two words, as "Fogbound"."""
    heads = [line for line in lines[:6] if line.start < lead and line.start not in furniture]
    heads = [line for line in heads if not chrome.button(line.text) and not _dated(text, line)]
    if not heads or heads[0] is not lines[0] or len(lines) < 2:
        return None
    name = heads[0].text
    labels = [line for line in heads if line.text.count(" ") < 2 and not line.text.endswith((".", ":"))]
    named = 2 < len(name) <= _SHORT and name[0].isupper() and name[-1].isalnum() and name.count(" ") < 2
    return heads[0] if named and len(labels) == 1 else None


def _dated(text: str, line: Line) -> bool:
    """Whether a line is a day and little else: Erschienen am 04.03.2024, Posted by: Ed Roe on March 4, 2024"""
    if not line.numbers or line.text.count(" ") >= _WORDS:
        return False
    moment = next(dates_in(text, line), None)
    if moment is None or not (moment.year and moment.day):
        return False
    return len(line.text) - (moment.end - moment.start) <= _BESIDE


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
    if (
        text.lower().startswith(_BUTTONS)
        or " > " in text
        or " » " in text
        or shown.gauge(text)
        or (text.islower() and text.count(",") * 2 >= text.count(" ") > 0)
    ):
        return False
    return text.count(" ") >= 2 or not text.isascii()
