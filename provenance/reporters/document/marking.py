"""From a stretch of text and its claims to rows for a screen: the text, a line of marks under it, numbers under those.

Below right-to-left text a terminal gives no way to align marks, so there the marks are inserted into the text.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from provenance.reporters.display import clusters, encodable, one_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    # Mark: number, start, end and color of a claim.  Styled: runs of text, each with a color.
    Mark = tuple[int, int, int, str]
    Styled = list[tuple[str, str]]
    # The text shown, its columns, and its offset in the document.
    Unit = tuple[str, int, int]

ONE, SEVERAL = "~", "="
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


class Marks:
    """Finds the marks that touch stretches of a text, which are asked for in ascending order."""

    __slots__ = ("_marks", "_next", "_open", "_stream")

    def __init__(self, marks: Sequence[Mark], stream: TextIO | None = None) -> None:
        self._marks = marks
        self._stream = stream
        self._next = 0
        self._open: list[Mark] = []

    def touching(self, start: int, end: int) -> list[Mark]:
        """Return the marks that touch the text from *start* to *end*, by their starts."""
        while self._next < len(self._marks) and self._marks[self._next][1] < end:
            self._open.append(self._marks[self._next])
            self._next += 1
        self._open = [mark for mark in self._open if mark[2] > start]
        return [mark for mark in self._open if mark[1] < end]

    def shown(self, character: str) -> str:
        """Return how a character is written, where the marks' stream is known."""
        line = one_line(character)
        return line if self._stream is None else encodable(line, self._stream)


def rows(text: str, start: int, end: int, marks: Marks, room: int) -> Iterator[tuple[Styled, list[Styled]]]:
    """Yield the line of *text* from *start* to *end* in rows of at most *room* columns, each with the lines below it.

    *marks* are by their starts, and of those that begin together the longest first.
    """
    if not text[start:end].isascii() and any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text[start:end]):
        for row in _wrapped(_marked_units(text, start, end, marks), room):
            yield [("".join(unit[0] for unit in row).rstrip(), "")], []
        return
    for row in _wrapped(_units(text, start, end, marks), room):
        touching = marks.touching(row[0][2], row[-1][2] + 1) if row else []
        yield _painted(row, touching), _below(row, touching, room) if touching else []


def _units(text: str, start: int, end: int, marks: Marks) -> Iterator[Unit]:
    end -= end > start and text[end - 1] == "\r"
    at = start
    for cluster in clusters(text[start:end]):
        # White space of any kind is one space, or as many as it has columns.
        shown = [" " * max(1, width(sign)) if sign.isspace() else marks.shown(sign) for sign in cluster]
        # A cluster's columns are all in its first character, so that no row ends inside of it.
        whole = "".join(shown) == cluster
        columns = [width(cluster), *[0] * (len(cluster) - 1)] if whole else map(width, shown)
        yield from zip(shown, columns, range(at, at + len(cluster)), strict=True)
        at += len(cluster)


def _marked_units(text: str, start: int, end: int, marks: Marks) -> Iterator[Unit]:
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for number, first, last, _ in marks.touching(start, end):
        opens.setdefault(max(first, start), []).append(number)
        closes.setdefault(min(last, end), []).insert(0, number)
    for shown, columns, at in _units(text, start, end, marks):
        signs = "".join(f"{{{number}:" for number in opens.get(at, ()))
        yield from ((sign, 1, at) for sign in signs)
        yield shown, columns, at
        yield from ((sign, 1, at) for number in closes.get(at + 1, ()) for sign in f":{number}}}")


def _wrapped(units: Iterator[Unit], room: int) -> Iterator[list[Unit]]:
    """Yield rows of at most *room* columns, broken after a space where there is one."""
    row: list[Unit] = []
    used, space = 0, 0
    for unit in units:
        if row and used + unit[1] > room:
            cut = space or len(row)
            yield row[:cut]
            row = row[cut:]
            used, space = sum(columns for _, columns, _ in row), 0
            if not row and unit[0].isspace():
                continue
        row.append(unit)
        used += unit[1]
        if unit[0].isspace():
            space = len(row)
    yield row


def _painted(row: Sequence[Unit], marks: Sequence[Mark]) -> Styled:
    """Return the row's text in runs of one color: that of the claim which begins last."""
    found: Styled = []
    for shown, _, at in row:
        color = next((mark[3] for mark in reversed(marks) if mark[1] <= at < mark[2]), "")
        if found and found[-1][1] == color:
            found[-1] = found[-1][0] + shown, color
        else:
            found.append((shown, color))
    if found:
        found[-1] = found[-1][0].rstrip(), found[-1][1]
    return found


def _below(row: Sequence[Unit], marks: Sequence[Mark], room: int) -> list[Styled]:
    """Return the line of marks under *row*, and the lines of numbers under the marks that begin in it."""
    under, column = "", 0
    begins: dict[int, list[Mark]] = {}
    for _, columns, at in row:
        covering = sum(mark[1] <= at < mark[2] for mark in marks)
        under += (" " if not covering else ONE if covering == 1 else SEVERAL) * columns
        if starting := [mark for mark in marks if mark[1] == at]:
            # A character of no columns shares the column of the next one.
            begins.setdefault(column, []).extend(starting)
        column += columns
    return [[(under.rstrip(), "")], *_labels(begins, room)]


def _labels(begins: dict[int, list[Mark]], room: int) -> list[Styled]:
    """Return lines with each number at the column where its mark begins, on a further line where there is no room."""
    lines: list[Styled] = []
    ends: list[int] = []
    for column, marks in begins.items():
        for label, color in _joined(marks, room):
            place = max(0, min(column, room - len(label)))
            at = next((n for n, end in enumerate(ends) if end < place or not end), len(lines))
            if at == len(lines):
                lines.append([])
                ends.append(0)
            lines[at] += [(" " * (place - ends[at]), ""), (label, color)]
            ends[at] = place + len(label)
    return lines


def _joined(marks: Sequence[Mark], room: int) -> Iterator[tuple[str, str]]:
    """Yield the numbers of marks that begin at one place, with commas between them, in pieces that fit."""
    label = ""
    for number, *_ in marks:
        longer = f"{label},{number}" if label else str(number)
        if label and len(longer) > room:
            yield label, marks[0][3]
            longer = str(number)
        label = longer
    yield label, marks[0][3]
