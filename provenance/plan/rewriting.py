"""From the bytes of a file and the lines of a plan to the bytes of what remains: all else byte for byte."""

from __future__ import annotations

import zlib
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import UnreadableFileError
from provenance.plan.spliced import spliced
from provenance.plan.trimming import without_spans
from provenance.readers.choice import choose, first_choice
from provenance.readers.gzipped import PACKED_BLOCK, inflated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.plan.values import Line

    Spans = Sequence[tuple[int, int]]

_BLOCK = 8 << 20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_GZIP_LEVEL = 6


def remaining(content: Iterable[bytes], lines: Sequence[Line], path: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the bytes of a file of records, given in blocks as *content*, without what *lines* drop and trim.

    *path* leads to the text in a record.
    """
    dropped = np.array(sorted(line.line or 0 for line in lines if line.action == "drop"), np.int64)
    trims = {line.line or 0: line for line in lines if line.action == "trim"}
    for first, block, ends in _whole_lines(content):
        yield b"".join(_left(block, ends, first, dropped, trims, path))


def text_path(
    content: Iterator[bytes], lines: Sequence[Line], fields: dict[str, str]
) -> tuple[tuple[str, ...], Iterator[bytes]]:
    """Return where the records of a file hold their texts, and its *content*; only what is trimmed needs the path."""
    if not any(line.action == "trim" for line in lines):
        return (), content
    first = next(content, b"")
    end = first.rfind(b"\n")
    choice = first_choice(first, 0, end if end >= 0 else len(first), fields)
    return (choice or choose((), fields)).text, chain((first,), content)


def line_count(content: Iterable[bytes]) -> int:
    """Return how many lines there are in the blocks of *content*."""
    count, last = 0, b"\n"
    for block in content:
        count += block.count(b"\n")
        last = block[-1:] or last
    return count + (last != b"\n")


def trimmed_text(content: bytes, spans: Spans) -> bytes:
    """Return the bytes of a UTF-8 text file without *spans*, which count code points after a byte order mark."""
    mark = _BYTE_ORDER_MARK if content.startswith(_BYTE_ORDER_MARK) else b""
    try:
        text = content.removeprefix(mark).decode()
    except UnicodeDecodeError as error:
        raise UnreadableFileError("is not UTF-8, so its characters cannot be cut out") from error
    return mark + without_spans(text, spans).encode()


def moved(count: int, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the old and the new number of each of *count* lines that *lines* move."""
    dropped = sorted(line.line or 0 for line in lines if line.action == "drop")
    for before, (number, until) in enumerate(pairwise([*dropped, count + 1]), 1):
        for line in range(number + 1, until):
            yield line, line - before


def unpacked(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what the *blocks* of a gzip file hold."""
    return inflated(block[at : at + PACKED_BLOCK] for block in blocks for at in range(0, len(block), PACKED_BLOCK))


def packed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield *blocks* as a gzip file without name and time, so that equal content gives equal bytes."""
    engine = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    for block in blocks:
        yield engine.compress(block)
    yield engine.flush()


def _whole_lines(content: Iterable[bytes]) -> Iterator[tuple[int, bytes, NDArray[np.int64]]]:
    """Yield blocks of whole lines: the number of the first line, the bytes, and where each line ends in them."""
    number, parts, size = 1, list[bytes](), 0
    for piece in content:
        parts.append(piece)
        size += len(piece)
        if size < _BLOCK or b"\n" not in piece:
            continue
        whole = b"".join(parts)
        cut = whole.rfind(b"\n") + 1
        ends = _ends(whole[:cut])
        yield number, whole[:cut], ends
        number += len(ends)
        parts, size = [whole[cut:]], len(whole) - cut
    rest = b"".join(parts)
    if rest:
        ends = _ends(rest)
        yield number, rest, ends if rest.endswith(b"\n") else np.append(ends, len(rest))


def _ends(block: bytes) -> NDArray[np.int64]:
    return np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + 1


def _left(
    block: bytes,
    ends: NDArray[np.int64],
    first: int,
    dropped: NDArray[np.int64],
    trims: Mapping[int, Line],
    path: tuple[str, ...],
) -> Iterator[bytes]:
    """Yield the parts of *block*, whose lines begin with the number *first*, that are not dropped."""
    begins = np.append(0, ends[:-1])
    gone = dropped[(dropped >= first) & (dropped < first + len(ends))] - first
    cuts = [(int(begins[at]), int(ends[at]), b"") for at in gone.tolist()]
    for number, line in trims.items():
        if first <= number < first + len(ends):
            begin, end = int(begins[number - first]), int(ends[number - first])
            cuts.append((begin, end, spliced(block[begin:end], path, line.spans, line.sha256)))
    at = 0
    for begin, end, instead in sorted(cuts):
        yield block[at:begin]
        yield instead
        at = end
    yield block[at:]
