"""From a sentence to lines of a terminal's columns, whatever its script: broken at spaces, else between characters."""

from __future__ import annotations

from provenance.reporters.display.width import width

_LEAST = 8


def folded(sentence: str, screen: int, first: str, rest: str) -> list[str]:
    """Return *sentence* in lines of at most *screen* columns, the first after *first*, the others after *rest*."""
    lines: list[str] = []
    line, used = first, width(first)
    begun = used
    for word in sentence.split(" "):
        for at, piece in enumerate(_pieces(word, max(_LEAST, screen - width(rest)))):
            size = width(piece)
            space = int(not at and used > begun)
            if used > begun and used + space + size > screen:
                lines.append(line)
                line, used, space = rest, width(rest), 0
                begun = used
            line += " " * space + piece
            used += space + size
    return [*lines, line]


def _pieces(word: str, room: int) -> list[str]:
    if width(word) <= room:
        return [word]
    pieces, piece, used = list[str](), "", 0
    for character in word:
        size = width(character)
        if piece and used + size > room:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += size
    return [*pieces, piece]
