"""From a JSON document to its records: the elements of an array, or of an array in an object, or values side by side.

Each element is made a line of as many bytes, so that everything else is done as for JSON lines: fields are chosen,
texts are read at the speed of the kernel, and the byte range of an element leads back to it.
"""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from provenance.fields import role_of
from provenance.kernels import kernels
from provenance.readers.blocks import BLOCK
from provenance.readers.choice import choose, value_at
from provenance.readers.json_lines import BLOCK_BYTES, Lines, take_all
from provenance.readers.json_places import reread_lines, reread_run_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.documents.rows import RowRun
    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.format import Columns
    from provenance.readers.opening import OpenFile
    from provenance.readers.source import Source
    from provenance.settings import Reading

_MAX_BEGIN = 1 << 20  # bytes in which an array of records in an object has to begin, with its first record
_LINE_FEED = 10
_SPACE = np.zeros(256, np.bool_)  # by byte
_SPACE[list(b" \t\r\n")] = True
_LITTLE_SPACE = 12  # bytes before a record; where there are more, each record is looked at by itself
_SIDE_BY_SIDE, _ARRAY, _INNER_ARRAY = range(3)
_STRING = rb'"(?:[^"\\]|\\.)*+"'
_PATTERNS = {
    "space": rb"[ \t\r\n]*",
    "member": rb'[ \t\r\n]*,?[ \t\r\n]*"((?:[^"\\]|\\.){0,200}+)"[ \t\r\n]*:[ \t\r\n]*',
    "value": rb"(?s:" + _STRING + rb")|[-+.0-9a-zA-Z]++|[\[{]",
    "objects": rb"\[[ \t\r\n]*\{",
    "token": rb"(?s:" + _STRING + rb")|[\[\]{}]|\"",
}


@cache
def _pattern(name: str) -> re.Pattern[bytes]:
    return re.compile(_PATTERNS[name])


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the records of a JSON document, and notices about what is none."""
    size = max(BLOCK, min(settings.batch_bytes, BLOCK_BYTES))
    lines = _Elements(file.source, settings, collector)
    yield from take_all(lines, file.content(size, collector.watch), settings, seekable=file.seekable)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the records *wanted*, in their order."""
    return reread_lines(file, wanted, settings, partial(relined, settings=settings))


def reread_run(file: OpenFile, run: RowRun, slots: NDArray[np.int64], settings: Reading) -> Columns | None:
    """Return the texts at *slots*, which ascend, of a run of records; None where that needs a closer look."""
    return reread_run_of(file, run, slots, settings, partial(relined, settings=settings))


def relined(blocks: Iterator[bytes], settings: Reading) -> Iterator[bytes]:
    """Yield *blocks* with each record in one line."""
    first = next(blocks, b"")
    depth, begin = _records_at(first, settings)
    state = np.array((depth, 0, 0, 0), np.int64)
    if begin:
        yield kernels.relined(first[:begin], np.array((_INNER_ARRAY, 1, 0, 1), np.int64))  # all blank
        state[1] = 1
    for block in chain((first[begin:],), blocks):
        yield kernels.relined(block, state)


class _Elements(Lines):
    """The elements of one document as lines, each with the line of the file in which it begins."""

    mixed = True
    called = "records"

    def __init__(self, source: Source, settings: Reading, collector: Collector) -> None:
        super().__init__(source, settings, collector)
        self._settings = settings
        self._ends: list[NDArray[np.int64]] = []  # offsets of the ends of the file's lines, block by block
        self._before = 0  # how many lines end before these
        self._at = 0
        self._record_line = 1

    def relined(self, blocks: Iterator[bytes], start: int) -> Iterator[bytes]:
        """Yield *blocks* with each record in one line, and note where the lines of the file end."""
        self._at = start
        original: list[bytes] = []
        for block in relined(_kept(blocks, original), self._settings):
            # A block may come out in two parts.
            signs = np.frombuffer(original[0][: len(block)], np.uint8)
            original[0] = original[0][len(block) :]
            self._ends.append(self._at + np.flatnonzero(signs == _LINE_FEED))
            self._at += len(block)
            yield block
            del signs, block

    def begin_line(self, run: bytes, begin: int, shift: int) -> int:
        """Take note that the line at *begin* in *run* is read next, and return where its record begins."""
        start = _end(_pattern("space").match(run, begin))
        self._record_line = int(self.file_lines(np.array([start + shift]), np.zeros(1, np.uint32))[0])
        return start

    def file_line(self) -> int:
        """Return the line of the file in which the record last read begins, as far as that is known."""
        return self._record_line

    def begins_in(self, run: bytes, begins: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where the records begin in the lines of *run* that begin at *begins*, behind white space."""
        space, signs = _pattern("space"), np.frombuffer(run, np.uint8)
        starts = begins.copy()
        for _ in range(_LITTLE_SPACE):
            blank = np.flatnonzero(_SPACE[signs[starts]])
            if not len(blank):
                return starts
            starts[blank] += 1
        return np.array([_end(space.match(run, begin)) for begin in starts.tolist()], np.int64)

    def file_lines(self, begins: NDArray[np.int64], numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the lines of the file in which records lie that begin at offsets *begins*, which ascend."""
        if not len(begins):
            return numbers
        while len(self._ends) > 1 and (not len(self._ends[0]) or self._ends[0][-1] < begins[0]):
            self._before += len(self._ends.pop(0))
        ends = np.concatenate(self._ends) if len(self._ends) > 1 else self._ends[0]
        lines = (1 + self._before + np.searchsorted(ends, begins)).astype(np.uint32)
        return numbers if (lines == numbers).all() else lines


def _end(found: re.Match[bytes] | None) -> int:
    return found.end() if found else 0


def _kept(blocks: Iterator[bytes], original: list[bytes]) -> Iterator[bytes]:
    """Yield *blocks* while keeping the last one in *original*."""
    for block in blocks:
        original[:] = [block]
        yield block


def _records_at(first: bytes, settings: Reading) -> tuple[int, int]:
    """Return how the records of a document lie that begins with these bytes, and where an array in an object begins."""
    begin = _end(_pattern("space").match(first))
    if first.startswith(b"[", begin):
        return _ARRAY, 0
    if first.startswith(b"{", begin):
        inner = _inner_array(first[:_MAX_BEGIN], begin + 1, settings)
        if inner:
            return _INNER_ARRAY, inner
    return _SIDE_BY_SIDE, 0


def _inner_array(first: bytes, at: int, settings: Reading) -> int:
    """Return where the array of records in the object begins whose members begin at *at*, 0 where it has none.

    It is the first array of objects with a text, in an object that has no text before it.
    """
    while found := _pattern("member").match(first, at):
        name, at = found[1].decode("utf-8", "replace"), found.end()
        text = role_of(name) == "text" or name == settings.fields.get("text")
        if text and first.startswith(b'"', at):
            return 0
        if _pattern("objects").match(first, at) and _has_text(first, at + 1, settings):
            return at
        value = _pattern("value").match(first, at)
        if value is None or value[0] in {b"[", b"{"}:
            at = _behind(first, at)
            if not at:
                return 0
        else:
            at = value.end()
    return 0


def _has_text(first: bytes, at: int, settings: Reading) -> bool:
    """Return whether the object at *at* has a field for a text."""
    end = _behind(first, at)
    records = [parsed] if end and isinstance(parsed := _parsed(first[at:end]), dict) else []
    choice = choose(records, settings.fields)
    return any(isinstance(value_at(record, choice.text), str) for record in records)


def _parsed(content: bytes) -> object:
    from orjson import JSONDecodeError, loads

    try:
        return loads(content)
    except JSONDecodeError:
        return None


def _behind(first: bytes, at: int) -> int:
    """Return where the object or array ends that begins at *at*, 0 where that is not in *first*."""
    depth = 0
    for found in _pattern("token").finditer(first, at):
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(found[0], 0)
        if depth <= 0:
            return found.end() if depth == 0 and found[0] in {b"}", b"]"} else 0
    return 0
