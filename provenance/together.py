"""Several finished files of one folder take their places together: all of one run, or those that were there before.

A system renames one file at a time, so a process that is killed between two renames would leave files of two runs side
by side.  So the files that are there step aside first, and then the new ones take their places: whenever a run is
killed, what has its name is of one run.  Before that, a list of the names is flushed to the disk; by it the next run in
the folder lets the others take their places too.

A finished file is called STEM.NUMBER.part; what was in its place steps aside to STEM.NUMBER.old, and STEM.names is the
list of a run.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from provenance.cleanups import cleaning_up

if TYPE_CHECKING:
    from collections.abc import Mapping

# The last line of a list that was written whole.
_END = "end"


def place_together(parts: Mapping[str, str]) -> None:
    """Rename the finished files of *parts*, the values, to their places, the keys; all are in one folder.

    The finished files are at paths that one `unfinished` has provided.  An error or an interruption before the last
    rename leaves what was there before.  Raises OSError, whose filename is the place.
    """
    if len(parts) < 2:
        for place, part in parts.items():
            _rename(part, place, place)
        return
    moves = _Moves(parts)
    with cleaning_up(moves.undo):
        moves.make()
    moves.forget()


def finish(stem: str, *, certain: bool) -> None:
    """Bring to an end what a killed run has begun, as far as its list *stem*.names is whole.

    Unless it is *certain* that no other run has written there since, what is in a place stays there.
    """
    places = {f"{stem}.{number}.part": place for number, place in _listed(stem)}
    with suppress(OSError):
        ready = {part: place for part, place in places.items() if os.path.lexists(part)}
        if certain:
            for part, place in ready.items():
                if os.path.lexists(place):
                    os.replace(place, _aside(part))
        elif len(ready) == len(places):
            # None has taken its place: what stepped aside belongs to what may still be there.
            ready = {_aside(part): place for part, place in ready.items() if os.path.lexists(_aside(part))}
        for part, place in ready.items():
            if not os.path.lexists(place):
                os.replace(part, place)
        # Where an error could not be undone, what was there is still aside.
        for part, place in places.items():
            if os.path.lexists(_aside(part)) and not os.path.lexists(place):
                os.replace(_aside(part), place)
            _remove(_aside(part))


def _listed(stem: str) -> list[tuple[int, str]]:
    """Return the numbers and places in the list of the run *stem*; none if it has no whole list."""
    try:
        with open(f"{stem}.names", encoding="ascii") as stream:
            *lines, end = stream.read().split("\n")
        rows = [line.partition(" ") for line in lines if end == _END]
        names = [(int(number), bytes.fromhex(name).decode("utf-8", "surrogateescape")) for number, _, name in rows]
    except (OSError, ValueError):
        return []
    folder = os.path.dirname(stem)
    return [(number, os.path.join(folder, os.path.basename(name))) for number, name in names]


class _Moves:
    """The renames of one set of files, which can be undone until the last is made."""

    __slots__ = ("_list", "_made", "_parts", "_were")

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts
        self._list = next(iter(parts.values())).rpartition(".")[0].rpartition(".")[0] + ".names"
        self._were = {place for place in parts if os.path.lexists(place)}
        self._made = False

    def make(self) -> None:
        """Rename all of them."""
        self._write_list()
        for place in self._were:
            if os.path.isdir(place) and not os.path.islink(place):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), place)
            _rename(place, _aside(self._parts[place]), place)
        for place, part in self._parts.items():
            _rename(part, place, place)
        self._made = True

    def undo(self) -> None:
        """Put everything back as it was, unless all renames are made."""
        if self._made:
            return
        for place, part in self._parts.items():
            if os.path.lexists(_aside(part)):
                os.replace(_aside(part), place)
            elif place not in self._were and not os.path.lexists(part) and os.path.lexists(place):
                os.replace(place, part)
        _remove(self._list)

    def forget(self) -> None:
        """Remove what only undoing needs; what cannot be removed now, the next run removes."""
        with suppress(OSError):
            for part in self._parts.values():
                _remove(_aside(part))
            _remove(self._list)

    def _write_list(self) -> None:
        # In hexadecimal digits, since a name may hold line ends and bytes that are no text.
        rows = [
            f"{part.rpartition('.')[0].rpartition('.')[2]} "
            f"{os.path.basename(place).encode('utf-8', 'surrogateescape').hex()}"
            for place, part in self._parts.items()
        ]
        try:
            with open(self._list, "x", encoding="ascii", newline="\n") as stream:
                stream.write("\n".join([*rows, _END]))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            # Nobody knows the list; what could not be written is the set, which its first file stands for.
            raise OSError(error.errno, error.strerror, next(iter(self._parts))) from error


def _aside(part: str) -> str:
    """Return the path to which what is in the place of *part* steps aside."""
    return part.removesuffix("part") + "old"


def _rename(path: str, to: str, place: str) -> None:
    try:
        os.replace(path, to)
    except OSError as error:
        raise OSError(error.errno, error.strerror, place) from error


def _remove(path: str) -> None:
    if os.path.lexists(path):
        os.unlink(path)
