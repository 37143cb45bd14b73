"""From documents back to their texts, and from one path to one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import ProvenanceError, UnreadableFileError
from provenance.kernels import kernels
from provenance.readers.blocks import content_of, open_file
from provenance.readers.decode import UTF_8, decode_again
from provenance.readers.encoded import encoded_lines
from provenance.readers.formats import checked
from provenance.readers.parse import parse_text
from provenance.readers.source import STDIN, standing
from provenance.readers.texts import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.documents.rows import RowRun
    from provenance.model import Document
    from provenance.settings import Reading


def reread(documents: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of *documents*, in their order, read again from their files, each of which is opened once.

    Records with a place are read by it; those of gzipped files and of other encodings than UTF-8 by going through the
    file up to the last one wanted.  What came from standard input is a ProvenanceError: whoever may need it again keeps
    it.  An UnreadableFileError names a file that cannot be read any more, or that changed.
    """
    settings = checked(settings)
    wanted: dict[bytes, list[int]] = {}
    for position, document in enumerate(documents):
        wanted.setdefault(document.file, []).append(position)
    texts = [""] * len(documents)
    for file, positions in wanted.items():
        path = documents[positions[0]].path
        if file == STDIN:
            raise ProvenanceError("-: standard input cannot be read again; keep its texts, or write it to a file first")
        try:
            for position, text in _texts(
                standing(file, settings.extent.instead),
                [(position, documents[position]) for position in positions],
                settings,
            ):
                texts[position] = text
        except UnreadableFileError as error:
            raise UnreadableFileError(f"{path}: {error}") from error
    return texts


def reread_records(
    records: RowRun, slots: NDArray[np.int64], settings: Reading
) -> tuple[bytes, NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the texts at *slots*, which ascend, of a run of records, read again as UTF-8: offsets and starts too.

    None where that needs a closer look: `reread` takes it, and says what is wrong.
    """
    if records.places is None or records.encoding not in UTF_8 or not len(slots):
        return None
    begins, lengths = records.places[0][slots].tolist(), records.places[1][slots].tolist()
    try:
        with open_file(standing(records.file, settings.extent.instead)) as stream:
            lines = [
                stream.read(length) for begin, length in zip(begins, lengths, strict=True) if stream.seek(begin) >= 0
            ]
    except (OSError, UnreadableFileError):
        return None
    block = b"\n".join(lines)
    del lines
    names = (settings.fields["text"].encode("utf-8", "surrogatepass"), b"")
    limits = np.array((len(block), len(block), len(slots)))
    _, (numbers, _, _), (texts, ends), _, _ = kernels.records(block, 0, len(block), limits, names)
    sizes = np.diff(ends, prepend=0)
    if len(numbers) != len(slots) or (sizes != records.text_sizes[slots]).any():
        return None
    offsets = np.append(0, ends)
    starts = offsets[:-1].copy()
    for at in np.flatnonzero(np.isin(slots, list(records.headers))).tolist() if records.headers else ():
        header = records.headers[int(slots[at])][0]
        beginning = texts[offsets[at] : offsets[at] + 4 * header].decode("utf-8", "ignore")
        starts[at] += len(beginning[:header].encode())
    return texts, offsets, starts


def _texts(file: bytes, wanted: list[tuple[int, Document]], settings: Reading) -> list[tuple[int, str]]:
    files = [pair for pair in wanted if pair[1].line is None]
    placed = [pair for pair in wanted if pair[1].place is not None]
    lined = [pair for pair in wanted if pair[1].line is not None and pair[1].place is None]
    return [
        *(_whole_texts(file, files, settings) if files else ()),
        *(_by_place(file, placed, settings) if placed else ()),
        *(_by_line(file, lined, settings) if lined else ()),
    ]


def _whole_texts(file: bytes, wanted: list[tuple[int, Document]], settings: Reading) -> list[tuple[int, str]]:
    raw, content = whole(file, settings.max_document_bytes, packed=_packed(file))
    texts = []
    for position, document in wanted:
        if len(raw) != document.size:
            raise UnreadableFileError("changed since it was first read")
        texts.append((position, decode_again(content, document.encoding)))
    return texts


def _by_place(file: bytes, wanted: list[tuple[int, Document]], settings: Reading) -> list[tuple[int, str]]:
    texts = []
    with open_file(file) as stream:
        for position, document in sorted(wanted, key=lambda pair: pair[1].place or (0, 0)):
            begin, end = document.place or (0, 0)
            try:
                stream.seek(begin)
                line = stream.read(end - begin)
            except OSError as error:
                raise UnreadableFileError(f"cannot be read again: {error.strerror}") from error
            texts.append((position, _record_text(line, document, document.encoding, settings)))
    return texts


def _by_line(file: bytes, wanted: list[tuple[int, Document]], settings: Reading) -> list[tuple[int, str]]:
    """Go through a file whose offsets are not those of its lines, up to the last line wanted."""
    positions: dict[int, list[tuple[int, Document]]] = {}
    for pair in wanted:
        positions.setdefault(pair[1].line or 0, []).append(pair)
    texts = []
    number = 0
    with open_file(file) as stream:
        blocks = content_of(stream, packed=_packed(file))
        runs, encoding, _ = encoded_lines(blocks, settings, places=False)
        for _, run in runs:
            for line in run or (b"",):
                number += 1
                for position, document in positions.pop(number, ()):
                    own = document.encoding if encoding in UTF_8 else "utf-8"
                    texts.append((position, _record_text(line, document, own, settings)))
            if not positions:
                return texts
    raise UnreadableFileError("changed since it was first read")


def _record_text(line: bytes, document: Document, encoding: str, settings: Reading) -> str:
    """Return the text that *line* holds, which must be as long as it was."""
    import orjson

    try:
        record: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        record = parse_text(decode_again(line, encoding))
    text: object = record.get(settings.fields["text"]) if isinstance(record, dict) else None
    if not isinstance(text, str) or len(text.encode("utf-8", "surrogatepass")) != document.size:
        raise UnreadableFileError(f"line {document.line} changed since it was first read")
    return text


def _packed(file: bytes) -> bool:
    return file.lower().endswith(b".gz")
