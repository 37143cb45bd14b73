"""From a plan that is carried out to the record of it: what was left out and why, what moved, and counts of both."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from provenance.plan.values import key_of
from provenance.reporters.tables.cells import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provenance.plan.values import Key, Line

DROPPED, MOVED, REMOVED = "dropped.jsonl", "moved.csv", "removed.csv"
_AT_ONCE = 4096  # rows that are written together
_SIZES = ((2, "2"), (5, "3 to 5"), (20, "6 to 20"), (1 << 62, "more than 20"))
_LIMITS = [most for most, _ in _SIZES]
_COUNTED = ("rule", "source", "place", "copies")


def dropped_lines(lines: Iterable[Line], texts: Mapping[Key, str]) -> Iterator[bytes]:
    """Yield a line of JSON for each document of *lines* that is dropped or trimmed, with its text if *texts* has it."""
    from msgspec.json import Encoder

    encode = Encoder().encode
    for line in lines:
        if line.action == "keep":
            continue
        raw = encode(line)
        whole = texts.get(key_of(line))
        # A lone surrogate, which JSON may hold, is written as the escape that it was read from.
        yield raw + b"\n" if whole is None else raw[:-1] + b',"text":' + _string(whole) + b"}\n"


def _string(whole: str) -> bytes:
    import json

    return json.dumps(whole).encode()


def moved_rows(name: str, moves: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """Yield the rows of moved.csv for the *moves* of lines of the file *name*: the old and the new number of each."""
    begin, _, end = text(f"{name}#0").rpartition("0")
    moves = iter(moves)
    while some := list(islice(moves, _AT_ONCE)):
        rows = "".join([f"{begin}{old}{end},{begin}{new}{end}\n" for old, new in some])
        yield rows.encode("utf-8", "backslashreplace")


def removed_rows(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the table of what was removed: by rule, source, place and size of the set of copies.

    The source is counted where one is stated; the place of a text is its folder, and of a record its file.
    """
    lines = [line for line in lines if line.action == "drop"]
    sizes = Counter([key_of(line.kept) for line in lines if line.kept is not None])
    alike: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        folder = line.path if line.line is not None else line.path.rpartition("/")[0] or "."
        size = sizes[key_of(line.kept)] + 1 if line.kept is not None else 1
        keys = str(line.rule), line.source, folder, _SIZES[bisect_left(_LIMITS, size)][1]
        alike.setdefault(keys, []).append(line)
    found: dict[tuple[str, str], list[int]] = {}
    for parts, some in alike.items():
        sums = len(some), *map(sum, zip(*((line.bytes, line.words, line.lost or 0) for line in some), strict=True))
        for key in zip(_COUNTED, parts, strict=True):
            if key != ("source", ""):
                found[key] = [a + b for a, b in zip(found.get(key, (0, 0, 0, 0)), sums, strict=True)]
    yield _row("by", "value", "documents", "bytes", "words", "words_lost")
    for kind in _COUNTED:
        for (by, value), counts in sorted(found.items()):
            if by == kind:
                yield _row(by, value, *map(str, counts))


def _row(*cells: str) -> bytes:
    return (",".join(map(text, cells)) + "\n").encode("utf-8", "backslashreplace")
