"""From an index to a file for others: equal bytes for equal content, or sketches of datasketch."""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np

from provenance.index.postings import Segment, parts_of
from provenance.index.shelf import head_of
from provenance.model import Batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

    from provenance.index.reader import Snapshot
    from provenance.index.rows import Stored

    Columns = tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint32]]

POSTINGS = 1 << 23  # in memory at a time, about; more are read in several passes
TOGETHER = 1 << 8  # documents whose texts are read at a time
RECORD = struct.Struct("<II")  # bytes of an id, and of a sketch


def write_canonical(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write *snapshot* as lines of JSON: its parameters, then the documents by id, each with its postings by place.

    The postings are those of the segments and the tail, not made again from the texts.  What depends on how the content
    was reached is left out: numbers, the place of a text in the index, its compression, and when its file was written.
    """
    made = snapshot.manifest.parameters.as_record()
    kept = made.pop("codec") != "none"
    _put(stream, {**made, "documents": len(snapshot)})
    places: dict[int, tuple[int, int]] = {}
    with TemporaryFile() as spool:
        for numbers in _ranges(snapshot):
            postings = _Postings(snapshot, numbers)
            for some in _some(_between(snapshot, numbers)):
                texts = snapshot.texts(some) if kept else [None] * len(some)
                for one, text in zip(some, texts, strict=True):
                    begin = spool.tell()
                    _put(spool, _record(one, text) | postings.of(one.number))
                    places[one.number] = begin, spool.tell() - begin
        for stored in snapshot.all_documents("id"):
            begin, size = places[stored.number]
            spool.seek(begin)
            stream.write(spool.read(size))


def _put(stream: BinaryIO, record: dict[str, object]) -> None:
    stream.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")


def _record(stored: Stored, text: bytes | None) -> dict[str, object]:
    one = stored.document
    said = [
        (found.name, found.value, found.asserter, found.span and (found.span.start, found.span.end))
        for found in one.statements
    ]
    return {
        "id": one.id,
        "path": one.path,
        "line": one.line,
        "place": one.place,
        "size": one.size,
        "sha256": one.sha256,
        "encoding": one.encoding,
        "header": one.header,
        "stated": said,
        "words": stored.words,
        "digest": f"{stored.digest:016x}",
        "text": text and sha256(text).hexdigest(),
    }


def _ranges(snapshot: Snapshot) -> Iterator[range]:
    """Yield numbers of documents, ascending, so many together that their postings fit into memory."""
    last = snapshot.manifest.next_document
    passes = 1 + snapshot.postings // POSTINGS
    step = -(-last // passes)
    return (range(first, min(first + step, last)) for first in range(0, last, step))


def _between(snapshot: Snapshot, numbers: range) -> Iterator[Stored]:
    return (stored for stored in snapshot.all_documents() if stored.number in numbers)


def _some(stored: Iterable[Stored]) -> Iterator[list[Stored]]:
    rest = iter(stored)
    while some := list(islice(rest, TOGETHER)):
        yield some


class _Postings:
    """The postings of some documents, by document."""

    def __init__(self, snapshot: Snapshot, numbers: range) -> None:
        self._columns = {
            kind: _sorted(_within(segments, tail, numbers)) for kind, segments, tail in snapshot.all_postings()
        }

    def of(self, number: int) -> dict[str, object]:
        """Return the keys of a document's bands, and those of its fingerprints with their places."""
        found: dict[str, list[tuple[int, str]]] = {}
        for kind, (keys, documents, places) in self._columns.items():
            rows = slice(*np.searchsorted(documents, (number, number + 1)).tolist())
            hexed = [f"{key:09x}" for key in keys[rows].tolist()]
            found[kind] = list(zip(places[rows].tolist(), hexed, strict=True))
        return {"bands": [key for _, key in found["bands"]], "prints": found["prints"]}


def _within(segments: Sequence[Segment], tail: Columns, numbers: range) -> Iterator[Columns]:
    """Yield the postings of the documents *numbers*."""
    first, last = numbers.start, numbers.stop
    for keys, documents, places in (tail, *(part for segment in segments for part in parts_of(segment))):
        kept = (documents >= first) & (documents < last)
        yield keys[kept], documents[kept], places[kept]


def _sorted(parts: Iterable[Columns]) -> Columns:
    """Return postings by document, place and key."""
    keys, documents, places = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((keys, places, documents))
    return keys[order], documents[order], places[order]


def write_datasketch(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the sketches of all documents by id, as datasketch's LeanMinHash packs them.

    A record is the sizes of an id and of a sketch (32 bits each, little-endian), the id in UTF-8, and the sketch, whose
    numbers are little-endian too.  Documents without words have no sketch.  The signatures are made from the texts.
    """
    from datasketch import LeanMinHash  # type: ignore[import-untyped]

    from provenance.sketch import datasketch_minhash, sketch

    for some in _some(snapshot.all_documents("id")):
        sketches = sketch(batch_from(some, snapshot.texts(some)))
        for stored, words, signature in zip(some, sketches.words.tolist(), sketches.signatures, strict=True):
            if words:
                lean = LeanMinHash(datasketch_minhash(signature))
                packed = bytearray(lean.bytesize("<"))
                lean.serialize(packed, "<")
                name = stored.document.id.encode("utf-8", "surrogatepass")
                stream.write(RECORD.pack(len(name), len(packed)) + name + packed)


def batch_from(stored: Sequence[Stored], texts: Sequence[bytes]) -> Batch:
    """Return documents of an index with their *texts* as a batch."""
    offsets = np.append(0, np.cumsum([len(text) for text in texts], dtype=np.int64))
    heads = [head_of(one.document, text) for one, text in zip(stored, texts, strict=True)]
    documents = tuple(one.document for one in stored)
    return Batch(documents, b"".join(texts), offsets, offsets[:-1] + np.array(heads, np.int64))
