"""From two passages and the places where they differ to lines: side by side on a wide screen, else stacked.

``[-…-]`` marks words that only the left passage has, ``{+…+}`` those that only the right one has.  Color repeats that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import clusters, one_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Overlap, Span

    Differences = Sequence[tuple[Span, Span]]
    Row = tuple[str, str]

WIDE = 100  # columns; on a narrower screen the sides are stacked
# Placeholders for the marks until lines are wrapped; one_line removes both from any text.
_OPEN, _CLOSE = "\x01", "\x02"
_MARKS = (("[-", "-]", "31"), ("{+", "+}", "32"))
_GUTTER = " | "
_LEVEL = 240  # characters, after which both sides start a new row at the next difference


def rows(left: str, right: str, overlap: Overlap, differences: Differences) -> Iterator[Row]:
    """Yield the passages of *overlap* in parts that correspond, with marks around what differs.

    *left* and *right* are the whole texts.
    """
    at_left, at_right = overlap.left.start, overlap.right.start
    said: tuple[list[str], list[str]] = ([], [])
    for gone, come in differences:
        said[0].append(_equal(left[at_left : gone.start]) + _marked(left[gone.start : gone.end]))
        said[1].append(_equal(right[at_right : come.start]) + _marked(right[come.start : come.end]))
        at_left, at_right = gone.end, come.end
        apart = left[at_left : at_left + 1].isspace() and right[at_right : at_right + 1].isspace()
        if apart and max(sum(map(len, side)) for side in said) > _LEVEL:
            yield _joined(said)
            said = ([], [])
    said[0].append(_equal(left[at_left : overlap.left.end]))
    said[1].append(_equal(right[at_right : overlap.right.end]))
    yield _joined(said)


def beside(parts: Sequence[Row], columns: int, *, color: bool) -> Iterator[str]:
    """Yield lines with the two sides next to each other."""
    room = (columns - len(_GUTTER)) // 2
    for left, right in parts:
        lines = _wrapped(left, room), _wrapped(right, room)
        height = max(map(len, lines))
        finished = [_finished(side, at, color=color) for at, side in enumerate(lines)]
        for number in range(height):
            plain = lines[0][number] if number < len(lines[0]) else ""
            shown = finished[0][number] if plain else ""
            other = finished[1][number] if number < len(lines[1]) else ""
            yield f"{shown}{' ' * (room - _columns(plain))}{_GUTTER}{other}".rstrip()


def below(parts: Sequence[Row], names: Row, columns: int, *, color: bool) -> Iterator[str]:
    """Yield lines with the left side above the right one, each under its name."""
    for at, name in enumerate(names):
        yield name
        lines = _wrapped(" ".join(part[at] for part in parts), columns - 2)
        yield from (f"  {line}" for line in _finished(lines, at, color=color))


def _equal(text: str) -> str:
    """Return *text* as one line, with one space at each end that has any."""
    line = one_line(text)
    if not line:
        return " " if text else ""
    return " " * text[:1].isspace() + line + " " * text[-1:].isspace()


def _marked(text: str) -> str:
    return f"{_OPEN}{one_line(text)}{_CLOSE}" if text.strip() else _equal(text)


def _joined(said: tuple[list[str], list[str]]) -> Row:
    left, right = ("".join(side).strip() for side in said)
    return left, right


def _columns(text: str) -> int:
    marks = text.count(_OPEN) + text.count(_CLOSE)
    return width(text.replace(_OPEN, "").replace(_CLOSE, "")) + 2 * marks


def _wrapped(text: str, room: int) -> list[str]:
    """Return *text* in lines of at most *room* columns, broken at spaces, and within words that are too long."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        for at, piece in enumerate(_pieces(word, room)):
            size = _columns(piece)
            space = 1 if line and not at else 0
            if line and used + space + size > room:
                lines.append(line)
                line, used, space = "", 0, 0
            line += " " * space + piece
            used += space + size
    return [*lines, line] if line else lines


def _pieces(word: str, room: int) -> Iterator[str]:
    """Yield *word* in pieces of at most *room* columns."""
    if _columns(word) <= room:
        yield word
        return
    piece, used = "", 0
    for cluster in clusters(word):
        size = _columns(cluster)
        if piece and used + size > room:
            yield piece
            piece, used = "", 0
        piece += cluster
        used += size
    yield piece


def _finished(lines: Sequence[str], side: int, *, color: bool) -> list[str]:
    """Return *lines* with the marks of their side; a color ends with each line and continues on the next one."""
    opening, closing, code = _MARKS[side]
    start, end = (f"\x1b[{code}m", "\x1b[0m") if color else ("", "")
    finished, inside = [], False
    for line in lines:
        text = (start if inside else "") + line
        inside = line.rfind(_OPEN) > line.rfind(_CLOSE) or (inside and _CLOSE not in line)
        text = text.replace(_OPEN, start + opening).replace(_CLOSE, closing + end)
        finished.append(text + (end if inside else ""))
    return finished
