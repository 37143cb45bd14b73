"""From lines of JSON records to columns of texts, ids and values (compiled: json.pxi)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from provenance.fields import conflicting, may_repeat
from provenance.kernels.plain.words import hash_words

if TYPE_CHECKING:
    from provenance.kernels.plain.words import Hashes, Places, Points

    Ends = tuple[bytes, Points]

_ESCAPED = 2  # a string is open, and a backslash came before
# Why reading stopped.
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
    """Return the records of the lines in ``block[start:stop]``, up to the first unusual one, in columns.

    A usual line is blank or a JSON object that every parser reads alike, at most ``limits[0]`` bytes long.  Beyond the
    first record there is room for ``limits[1]`` bytes of text and ``limits[2]`` records.  *names* are the fields of the
    text and of the id, and those whose values are returned as JSON.  The first tuple holds the offset at which reading
    stopped, the number of lines before it, and the reason: 0, all lines are read; 1, the next one is unusual; 2, there
    is no room.  Then follow the records' line numbers among those, offsets and lengths; and the texts, ids ("" for
    none) and values, each with their ends.
    """
    columns, passed, why = _Columns(limits, names), 0, _DONE
    while start <= stop and why == _DONE:
        end = block.find(b"\n", start, stop)
        end = stop if end < 0 else end
        why = columns.add(block[start:end], passed, start)
        if why == _DONE:
            passed += 1
            start = end + 1
    return (start, passed, why), *columns.finish()


_STRUCTURE = re.compile(rb'["\\{}\[\],\n\r]')


def relined(block: bytes, state: Places) -> bytes:
    """Return *block*, a piece of a JSON document, as so many bytes with each of its elements in one line.

    *state* is read and changed: the depth at which elements lie (0: values side by side; 1: an array; 2: an array in an
    object), the depth reached, whether a string is open (2: behind a backslash), and whether the array of depth 2 has
    ended.  Commas and the end at that depth become line feeds, the brackets of an array become spaces, and line feeds
    within elements become carriage returns, so that the lines of the file can still be counted; carriage returns
    become spaces.  What follows an array of depth 2 is blank.
    """
    lines = _Lines(block, *state.tolist())
    for found in _STRUCTURE.finditer(block):
        lines.sign(found.start(), found[0])
    state[1:] = lines.depth, lines.quoted, lines.ended
    return lines.finish()


class _Lines:
    """A piece of a JSON document that is being made lines."""

    def __init__(self, block: bytes, base: int, depth: int, quoted: int, ended: int) -> None:
        self.base, self.depth, self.quoted, self.ended = base, depth, quoted, ended
        self._block = block
        self._made = bytearray(block)
        self._blank = 0  # where what is blank begins
        self._skipped = 0
        if quoted == _ESCAPED and block:
            self.quoted, self._skipped = 1, 1

    def sign(self, at: int, sign: bytes) -> None:
        """Take the next *sign* that JSON is made of."""
        if at < self._skipped:
            return
        if self.quoted:
            self._within(at, sign)
        else:
            self._outside(at, sign)

    def _within(self, at: int, sign: bytes) -> None:
        """Take a *sign* in a string."""
        if sign == b'"':
            self.quoted = 0
        elif sign == b"\\":
            self._skipped = at + 2
            self.quoted = _ESCAPED if self._skipped > len(self._block) else 1

    def _outside(self, at: int, sign: bytes) -> None:
        if sign == b'"':
            self.quoted = 1
        elif sign in b"{[":
            self.depth += 1
            if self.depth == self.base and sign == b"[":
                self._made[at] = 32
        elif sign in b"}]":
            self._close(at, sign)
        elif sign == b"," and self.base and self.depth == self.base:
            self._made[at] = 10
        elif sign == b"\n" and (self.base or self.depth):
            self._made[at] = 13
        elif sign == b"\r":
            self._made[at] = 32

    def _close(self, at: int, sign: bytes) -> None:
        if self.base and self.depth == self.base and sign == b"]":
            self._made[at] = 10
            if self.base > 1 and not self.ended:
                self.ended, self._blank = 1, at + 1
        self.depth = max(self.depth - 1, 0)

    def finish(self) -> bytes:
        """Return the lines."""
        if self.ended:
            rest = zip(self._block[self._blank :], self._made[self._blank :], strict=True)
            self._made[self._blank :] = bytes(13 if before == 10 and after == 13 else 32 for before, after in rest)
        return bytes(self._made)


class _Columns:
    """The records of the lines read so far."""

    def __init__(self, limits: Places, names: tuple[bytes, ...]) -> None:
        self._names = names
        self._text, self._id, *self._others = (name.decode("utf-8", "surrogatepass") for name in names)
        self._max_line, self._max_text, self._max_records = limits.tolist()
        self._places: list[tuple[int, int, int]] = []
        self._texts, self._ids, self._values = list[bytes](), list[bytes](), list[bytes]()
        self._text_bytes = 0

    def add(self, line: bytes, number: int, start: int) -> int:
        """Add the record on *line*, line *number* at offset *start*; return _DONE, or why it was not added."""
        import orjson

        if not line.strip(b" \t\r"):
            return _DONE
        try:
            record: object = orjson.loads(line)
        except orjson.JSONDecodeError:
            return _UNUSUAL
        if not isinstance(record, dict) or len(line) > self._max_line:
            return _UNUSUAL
        if may_repeat(line, self._names) and any(conflicting(line, self._names)):
            return _UNUSUAL
        text, own = record.get(self._text), record.get(self._id)
        if not isinstance(text, str) or isinstance(own, float):
            return _UNUSUAL
        piece = text.encode()
        if len(self._places) == self._max_records or (self._places and self._text_bytes + len(piece) > self._max_text):
            return _NO_ROOM
        self._text_bytes += len(piece)
        self._texts.append(piece)
        self._ids.append(str(own).encode() if isinstance(own, str | int) and not isinstance(own, bool) else b"")
        self._values += (orjson.dumps(record[name]) if name in record else b"" for name in self._others)
        self._places.append((number, start, len(line)))
        return _DONE

    def finish(self) -> tuple[tuple[Points, Places, Points], tuple[bytes, Places], Ends, Ends]:
        """Return the places of the records, their texts, ids and values."""
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
    """Return the hash of each string, over all its bytes; string *i* ends at ``ends[i]``."""
    last = ends.astype(np.int64) - 1
    return hash_words(
        np.frombuffer(strings, np.uint8).astype(np.uint32) + np.uint32(1), np.append(-1, last)[:-1] + 1, last
    )


def strings(whole: bytes, ends: Points, places: Places) -> list[str]:
    """Return the strings at *places* from the consecutive ones in *whole*; string *i* ends at ``ends[i]``."""
    bounds = [0, *ends.tolist()]
    return [whole[bounds[place] : bounds[place + 1]].decode() for place in places.tolist()]
