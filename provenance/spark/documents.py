"""From the lines and rows of files to documents with their sketches, by the readers and kernels of one machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.msgpack import Decoder, encode

from provenance.attribution.dates.columns import proven_orders, settled
from provenance.documents import Documents, Ids, containers, encodings, lines, origins, sizes
from provenance.model import Document, Notice, Origin, Statement
from provenance.readers.arrow_rows import ArrowRows, Part
from provenance.readers.budget import Budget
from provenance.readers.choice import BYTE_ORDER_MARK
from provenance.readers.collect import Collector
from provenance.readers.json_lines import Lines
from provenance.readers.source import Source
from provenance.sketch import sketch
from provenance.spark.columns import binary, numbers, pieces
from provenance.spark.layout import blocks_of, opener_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.model import Batch
    from provenance.settings import Reading
    from provenance.spark.engine import Batches, Work
    from provenance.spark.layout import Layout

# A document has a number, its id, and its text, of which the article begins at byte `start`; `about` is the rest of
# what is known of it.  Other rows have a notice there, or the orders of day and month that the fields of a file prove.
DOCUMENTS = pa.schema(
    [
        ("kind", pa.int8()),
        ("number", pa.int64()),
        ("id", pa.string()),
        ("words", pa.int64()),
        ("digest", pa.int64()),
        ("signature", pa.binary()),
        ("text", pa.binary()),
        ("start", pa.int64()),
        ("about", pa.binary()),
    ]
)
# Numbers tell the order of documents: first by their file, then by their line.
LINE_BITS = 40
DOCUMENT, NOTICE, ORDERS = range(3)
_UNLIMITED = 1 << 50


@attrs.frozen
class About:
    """What is known of a document beside its text, its id and its sketch."""

    path: str
    file: bytes
    line: int | None
    size: int
    encoding: str
    header: int
    statements: tuple[Statement, ...]
    origin: Origin
    number: int

    def document(self, name: str, digest: str = "") -> Document:
        """Return the document with this id."""
        return Document(
            name, self.path, self.file, self.line, self.size, digest, self.encoding, self.header, self.statements, None,
            0, self.origin, self.number,
        )  # fmt: skip


decoded = Decoder(About).decode
_notice = Decoder(Notice).decode
_orders = Decoder(tuple[str, dict[str, list[str]]]).decode


def reading(layouts: Mapping[str, Layout], settings: Reading) -> Work:
    """Return what makes documents of lines and rows of files that are read as *layouts* say."""
    return partial(_documents, layouts, attrs.evolve(settings, digests=False))


def _documents(layouts: Mapping[str, Layout], settings: Reading, batches: Batches) -> Iterator[pa.RecordBatch]:
    reader: _Lines | _Rows | None = None
    current: tuple[str, int] | None = None
    for batch in batches:
        for key, rows in blocks_of(batch):
            if key != current or reader is None:
                yield from reader.rest() if reader else ()
                layout, current = layouts[key[0]], key
                reader = (_Rows if "row" in rows.schema.names else _Lines)(key[0], layout, key[1], settings)
            yield from reader.take(rows)
    yield from reader.rest() if reader else ()


class _Reader:
    """Reads one block of a file."""

    def __init__(self, file: str, layout: Layout, settings: Reading) -> None:
        self._rank = layout.rank
        self.collector = Collector(settings.batch_bytes)
        opener = opener_of(file)
        self.source = Source(layout.path, opener, opener, 0, layout.kind, named=True)
        self.collector.begin_file(self.source.file)

    def full(self) -> Iterator[pa.RecordBatch]:
        """Yield the documents of all batches that are full."""
        for batch in self.collector.batches():
            yield from rows_of(batch, self._rank)

    def rest(self) -> Iterator[pa.RecordBatch]:
        """Yield all that is left."""
        self.collector.end_file(self.source.path)
        for batch in self.collector.rest():
            yield from rows_of(batch, self._rank)


class _Lines(_Reader):
    """Reads a block of lines."""

    def __init__(self, file: str, layout: Layout, block: int, settings: Reading) -> None:
        super().__init__(file, layout, settings)
        self._lines = Lines(self.source, settings, self.collector)
        self._lines.resume(layout.choice, layout.before[block])
        self._first = block == 0

    def take(self, rows: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Yield the documents of the batches that some lines fill."""
        run = b"\n".join(rows.column("line").to_pylist())
        if self._first:
            run, self._first = run.removeprefix(BYTE_ORDER_MARK), False
        self._lines.take(run, 0, len(run), 0)
        return self.full()


class _Rows(_Reader):
    """Reads a block of rows."""

    def __init__(self, file: str, layout: Layout, block: int, settings: Reading) -> None:
        super().__init__(file, layout, settings)
        self._rows = ArrowRows(self.source, settings, self.collector)
        self._choice = layout.choice
        self._budget = Budget(_UNLIMITED)

    def take(self, rows: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Yield the documents of the batches that some rows fill."""
        before = int(numbers(rows, "row")[0])
        self._rows.resume(self._choice, before)
        self._rows.take(Part(0, before, rows.drop_columns(["file", "block", "row"])), self._budget)
        return self.full()


def rows_of(batch: Batch, rank: int) -> Iterator[pa.RecordBatch]:
    """Yield the documents of a *batch* of one file, and its notices, as rows of DOCUMENTS."""
    documents = Documents.of(batch.documents)
    if len(documents):
        yield from _sketched(batch, documents, rank)
    said = [(NOTICE, encode(one)) for one in batch.notices]
    for path, proven in proven_orders(documents.runs).items():
        said.append((ORDERS, encode((path, {role: sorted(orders) for role, orders in proven.items()}))))
    if said:
        kinds, abouts = zip(*said, strict=True)
        yield _filled({"kind": pa.array(kinds, pa.int8()), "about": pa.array(abouts, pa.binary())}, len(said))


def _sketched(batch: Batch, documents: Documents, rank: int) -> Iterator[pa.RecordBatch]:
    sketches = sketch(batch)
    places = np.array(list(lines(documents)), np.int64)
    bounds = np.arange(len(documents) + 1, dtype=np.int64) * sketches.signatures.shape[1] * 4
    columns = {
        "kind": pa.array(np.full(len(documents), DOCUMENT, np.int8)),
        "number": pa.array(rank << LINE_BITS | places),
        "id": pa.array(list(Ids(documents)), pa.string()),
        "words": pa.array(sketches.words),
        "digest": pa.array(sketches.digests.view(np.int64)),
        "signature": binary(np.ascontiguousarray(sketches.signatures).reshape(-1).view(np.uint8), bounds),
        "text": binary(batch.buffer, batch.offsets),
        "start": pa.array(batch.starts - batch.offsets[:-1]),
        "about": pa.array(_abouts(documents), pa.binary()),
    }
    whole = _filled(columns, len(documents))
    for part in pieces(np.diff(batch.offsets)):
        yield whole.slice(part.start, part.stop - part.start)


def _abouts(documents: Documents) -> list[bytes]:
    columns = (containers(documents), lines(documents), sizes(documents).tolist(), encodings(documents))
    rows = zip(*columns, origins(documents), strict=True)
    file = documents.opener(0)
    return [
        encode(About(path, file, line, size, encoding, header, statements, origin, 0))
        for (path, header, statements), line, size, encoding, origin in rows
    ]


def _filled(columns: Mapping[str, pa.Array], count: int) -> pa.RecordBatch:
    arrays = [columns.get(field.name, pa.nulls(count, field.type)) for field in DOCUMENTS]
    return pa.RecordBatch.from_arrays(arrays, schema=DOCUMENTS)


def notices_of(rows: pa.Table) -> list[Notice]:
    """Return the notices about documents, in the order of their places."""
    some = rows.filter(pc.equal(rows["kind"], NOTICE))
    found = [_notice(one.as_py()) for one in some["about"]]
    return sorted(found, key=lambda one: (one.path.encode(), one.line or 0, one.kind, one.message))


def orders_of(rows: pa.Table) -> dict[str, Mapping[str, str]]:
    """Return the orders of day and month in the fields of files, by path."""
    proven: dict[str, dict[str, set[str]]] = {}
    for one in rows.filter(pc.equal(rows["kind"], ORDERS))["about"]:
        path, fields = _orders(one.as_py())
        for role, found in fields.items():
            proven.setdefault(path, {}).setdefault(role, set()).update(found)
    return dict(settled(proven))
