"""From lines of records to columns: usual JSON objects, their texts, ids and values (compiled: json.pxi)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fields import conflicting, may_repeat
from provenance.kernels.plain.words import hash_words

if TYPE_CHECKING:
    from provenance.kernels.plain.words import Hashes, Places, Points

    Ends = tuple[bytes, Points]

# Why no more lines were looked at.
_DONE, _UNUSUAL, _NO_ROOM = range(3)


def records(
    block: bytes, start: int, stop: int, limits: Places, names: tuple[bytes, ...]
) -> tuple[
    tuple[int, int, int],
    tuple[Points, Places, Points],
    tuple[bytes, Places],
    Ends,
    Ends,
]:
    """Return the records of the lines in ``block[start:stop]``, up to the first that is unusual, in columns.

    A usual line is empty or a JSON object without surprises, at most ``limits[0]`` bytes long; ``limits[1]`` are the
    bytes of text and ``limits[2]`` the records that there is room for, beyond the first.  *names* are the fields of the
    text, of the id, and those whose values are wanted as JSON.  The first column says where it stopped, after how many
    lines, and why: 0, all are done; 1, the next one is unusual; 2, there is no room.  Then come the numbers of the
    lines among those, where they begin, and their lengths; texts, ids (none: "") and values, each with their ends.
    """
    taken, passed, why = _Taken(limits, names), 0, _DONE
    while start <= stop and why == _DONE:
        end = block.find(b"\n", start, stop)
        end = stop if end < 0 else end
        why = taken.line(block[start:end], passed, start)
        if why == _DONE:
            passed += 1
            start = end + 1
    return (start, passed, why), *taken.columns()


class _Taken:
    """The records of the lines taken so far."""

    def __init__(self, limits: Places, names: tuple[bytes, ...]) -> None:
        self._names = names
        self._text, self._id, *self._others = (name.decode("utf-8", "surrogatepass") for name in names)
        self._most, self._room, self._many = limits.tolist()
        self._places: list[tuple[int, int, int]] = []
        self._texts, self._ids, self._values = list[bytes](), list[bytes](), list[bytes]()
        self._held = 0

    def line(self, line: bytes, number: int, start: int) -> int:
        """Take the *line* with its *number* among those looked at and its place; return why not, where it stays."""
        import orjson

        if not line.strip(b" \t\r"):
            return _DONE
        try:
            record: object = orjson.loads(line)
        except orjson.JSONDecodeError:
            return _UNUSUAL
        if not isinstance(record, dict) or len(line) > self._most:
            return _UNUSUAL
        if may_repeat(line, self._names) and any(conflicting(line, self._names)):
            return _UNUSUAL
        text, own = record.get(self._text), record.get(self._id)
        if not isinstance(text, str) or isinstance(own, float):
            return _UNUSUAL
        piece = text.encode()
        if len(self._places) == self._many or (self._places and self._held + len(piece) > self._room):
            return _NO_ROOM
        self._held += len(piece)
        self._texts.append(piece)
        self._ids.append(str(own).encode() if isinstance(own, str | int) and not isinstance(own, bool) else b"")
        self._values += (orjson.dumps(record[name]) if name in record else b"" for name in self._others)
        self._places.append((number, start, len(line)))
        return _DONE

    def columns(self) -> tuple[tuple[Points, Places, Points], tuple[bytes, Places], Ends, Ends]:
        """Return where the records stand, their texts, ids and values."""
        numbers, begins, lengths = np.array(self._places, np.int64).reshape(-1, 3).T
        return (
            (numbers.astype(np.uint32), begins, lengths.astype(np.uint32)),
            (b"".join(self._texts), _ends(self._texts)),
            (b"".join(self._ids), _ends(self._ids).astype(np.uint32)),
            (b"".join(self._values), _ends(self._values).astype(np.uint32)),
        )


def _ends(pieces: list[bytes]) -> Places:
    return np.cumsum(np.array(list(map(len, pieces)), np.int64))


def hashes(strings: bytes, ends: Points) -> Hashes:
    """Return a hash of each string, of all its bytes; string *i* ends at ``ends[i]``."""
    last = ends.astype(np.int64) - 1
    return hash_words(
        np.frombuffer(strings, np.uint8).astype(np.uint32) + np.uint32(1), np.append(-1, last)[:-1] + 1, last
    )


def strings(whole: bytes, ends: Points, places: Places) -> list[str]:
    """Return the strings at *places* of those that *whole* holds in a row; string *i* ends at ``ends[i]``."""
    bounds = [0, *ends.tolist()]
    return [whole[bounds[place] : bounds[place + 1]].decode() for place in places.tolist()]
