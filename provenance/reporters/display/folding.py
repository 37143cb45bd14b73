"""From a sentence to lines of a terminal's columns, whatever its script: broken at spaces, else between clusters."""

from __future__ import annotations

from provenance.reporters.display.width import clusters, width

_MIN_ROOM = 8  # columns; indented lines on a narrower screen run over its edge


def folded(sentence: str, screen: int, first: str = "", rest: str = "") -> list[str]:
    """Return *sentence* in lines of at most *screen* columns, the first after *first*, the others after *rest*."""
    if width(first) + width(sentence) <= screen:
        return [first + sentence]
    lines: list[str] = []
    line, used = first, width(first)
    begun = used
    for word in sentence.split(" "):
        for at, piece in enumerate(pieces(word, max(_MIN_ROOM, screen - width(rest)))):
            size = width(piece)
            space = int(not at and used > begun)
            if used > begun and used + space + size > screen:
                lines.append(line)
                line, used, space = rest, width(rest), 0
                begun = used
            line += " " * space + piece
            used += space + size
    return [*lines, line]


def pieces(word: str, room: int) -> list[str]:
    """Return *word* in pieces of at most *room* columns; a cluster that is wider is a piece of its own."""
    if width(word) <= room:
        return [word]
    found, piece, used = list[str](), "", 0
    for cluster in clusters(word):
        size = width(cluster)
        if piece and used + size > room:
            found.append(piece)
            piece, used = "", 0
        piece += cluster
        used += size
    return [*found, piece]
