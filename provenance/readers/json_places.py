"""From documents of a file of JSON lines back to their texts: by their byte ranges, or else line by line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import UnreadableFileError
from provenance.kernels import kernels
from provenance.readers.blocks import whole_lines, whole_runs
from provenance.readers.choice import BYTE_ORDER_MARK, choose, first_choice, value_at
from provenance.readers.decode import decode_again
from provenance.readers.encoded import encoded
from provenance.readers.encodings import UTF_8
from provenance.readers.parse import parse_text
from provenance.readers.unchanged import CHANGED, refuse_changed, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.documents.rows import RowRun
    from provenance.model import Document
    from provenance.readers.format import Columns
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

    Path = tuple[str, ...]
    # From blocks of a file to as many bytes with a record in each line.
    Relined = Callable[[Iterator[bytes]], Iterator[bytes]]
    Wanted = list[tuple[int, Document]]


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the records *wanted*, in their order."""
    return reread_lines(file, wanted, settings, _as_they_are)


def reread_run(file: OpenFile, run: RowRun, slots: NDArray[np.int64], settings: Reading) -> Columns | None:
    """Return the texts at *slots*, which ascend, of a run of records; None where that needs a closer look."""
    return reread_run_of(file, run, slots, settings, _as_they_are)


def _as_they_are(blocks: Iterator[bytes]) -> Iterator[bytes]:
    return blocks


def reread_lines(file: OpenFile, wanted: Sequence[Document], settings: Reading, relined: Relined) -> list[str]:
    """Return the texts of the records *wanted*, in their order; *relined* makes a line of each record.

    Those of gzipped files and of other encodings than UTF-8 are read by going through the file up to the last of them.
    """
    texts = [""] * len(wanted)
    path = _text_path(file, settings, relined)
    placed = [pair for pair in enumerate(wanted) if pair[1].place is not None]
    lined = [pair for pair in enumerate(wanted) if pair[1].place is None]
    for position, text in _by_place(file, placed, path):
        texts[position] = text
    for position, text in _by_line(file, lined, path, settings, relined) if lined else ():
        texts[position] = text
    return texts


def reread_run_of(
    file: OpenFile, run: RowRun, slots: NDArray[np.int64], settings: Reading, relined: Relined
) -> Columns | None:
    """Return the texts at *slots*, which ascend, of a run of records; None where that needs a closer look."""
    if run.places is None or run.encoding not in UTF_8:
        return None
    path = _text_path(file, settings, relined)
    if len(path) > 1:
        return None
    begins, lengths = run.places[0][slots].tolist(), run.places[1][slots].tolist()
    block = b"\n".join(
        [_stretch(file, begin, length).replace(b"\n", b" ") for begin, length in zip(begins, lengths, strict=True)]
    )
    names = (path[0].encode("utf-8", "surrogatepass"), b"")
    limits = np.array((len(block), len(block), len(slots)))
    _, (numbers, _, _), (texts, ends), _, _ = kernels.records(block, 0, len(block), limits, names)
    sizes = np.diff(ends, prepend=0)
    if len(numbers) != len(slots) or (sizes != run.text_sizes[slots]).any():
        return None
    offsets = np.append(0, ends)
    if run.raw_digests and _digests(texts, offsets) != [run.digest(slot) for slot in slots.tolist()]:
        return None
    starts = offsets[:-1].copy()
    for at in np.flatnonzero(np.isin(slots, list(run.headers))).tolist() if run.headers else ():
        header = run.headers[int(slots[at])][0]
        beginning = texts[offsets[at] : offsets[at] + 4 * header].decode("utf-8", "ignore")
        starts[at] += len(beginning[:header].encode())
    return texts, offsets, starts


def _digests(texts: bytes, offsets: NDArray[np.int64]) -> list[str]:
    view = memoryview(texts)
    return [sha256(view[begin:end]) for begin, end in pairwise(offsets.tolist())]


def _stretch(file: OpenFile, begin: int, length: int) -> bytes:
    file.stream.seek(begin)
    return file.stream.read(length) or b""


def _by_place(file: OpenFile, wanted: Wanted, path: Path) -> Iterator[tuple[int, str]]:
    for position, document in sorted(wanted, key=lambda pair: pair[1].place or (0, 0)):
        begin, end = document.place or (0, 0)
        yield position, _text(_stretch(file, begin, end - begin), document, document.encoding, path)


def _by_line(
    file: OpenFile, wanted: Wanted, path: Path, settings: Reading, relined: Relined
) -> Iterator[tuple[int, str]]:
    """Go through a file whose offsets are not those of its lines, up to the last line *wanted*."""
    waiting: dict[int, Wanted] = {}
    for pair in wanted:
        waiting.setdefault(pair[1].number or pair[1].line or 0, []).append(pair)
    number = 0
    file.stream.seek(0)
    blocks, start, encoding, _ = encoded(file.content(), settings, places=False)
    runs = whole_lines(relined(blocks), settings.max_document_bytes, start)
    for _, run in runs:
        for line in run or (b"",):
            number += 1
            for position, document in waiting.pop(number, ()):
                kept = document.encoding if encoding in UTF_8 else "utf-8"
                yield position, _text(line.removeprefix(BYTE_ORDER_MARK), document, kept, path)
        if not waiting:
            return
    raise UnreadableFileError(CHANGED)


def _text_path(file: OpenFile, settings: Reading, relined: Relined) -> Path:
    """Return where the records of *file* hold their texts, found as it was when they were first read."""
    file.stream.seek(0)
    blocks, start, _, _ = encoded(file.content(), settings, places=False)
    for _, run, begin, end in whole_runs(relined(blocks), settings.max_document_bytes, start):
        choice = None if run is None else first_choice(run, begin, end, settings.fields)
        if run is not None:
            return (choice or choose((), settings.fields)).text
    raise UnreadableFileError(CHANGED)


def _text(line: bytes, document: Document, encoding: str, path: Path) -> str:
    """Return the text that *line* holds, which must be the one that *document* had."""
    import orjson

    record: object = None
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        try:
            record = parse_text(decode_again(line, encoding))
        except UnreadableFileError as error:
            raise UnreadableFileError(f"line {document.line} {CHANGED}") from error
    text = value_at(record, path) if isinstance(record, dict) else None
    if not isinstance(text, str):
        raise UnreadableFileError(f"line {document.line} {CHANGED}")
    refuse_changed(document, text.encode("utf-8", "surrogatepass"))
    return text
