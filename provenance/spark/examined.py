"""From documents to what the stages on single texts say: claims, and most columns of the table of documents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.msgpack import Decoder, encode

from provenance.model import Notice, Report
from provenance.pipeline.documents import each_document
from provenance.pipeline.run import Run
from provenance.reporters.display.words import visible
from provenance.reporters.places import Places
from provenance.reporters.tables import typed
from provenance.spark.portion import for_one, portion
from provenance.spark.tables import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.reporters.tables.typed import Row
    from provenance.spark.engine import Batches, Work
    from provenance.spark.portion import Around

# A row is a claim, a document or, where a stage failed on a text, a notice; the two tables share no column.
CLAIM, DOCUMENT, NOTICE = range(3)
_CLAIMS, _DOCUMENTS = schema_of("claims"), schema_of("documents")
EXAMINED = pa.schema([("kind", pa.int8()), ("number", pa.int64()), ("about", pa.binary()), *_CLAIMS, *_DOCUMENTS])
# Ids as they are before those that several documents have are replaced.
IDS = ("document", "id")
# The columns of documents that their groups give.
GROUPED = ("group", "keep")
_STAGES = frozenset(("sketch", "inspect", "repeats", "attribute"))
_AT_ONCE = 256  # documents whose results are in memory
_notice = Decoder(Notice).decode


def examining(around: Around) -> Work:
    """Return what yields EXAMINED, given documents with their texts."""
    return partial(_examined, around._replace(config=for_one(around.config)))


def _examined(around: Around, batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for begin in range(0, batch.num_rows, _AT_ONCE):
            yield from _of_some(batch.slice(begin, _AT_ONCE), around)


def _of_some(rows: pa.RecordBatch, around: Around) -> Iterator[pa.RecordBatch]:
    """Yield what is found out about the documents in *rows*, by the code and as the rows of one machine."""
    known = portion(rows, around, digests=True)
    run = Run(_STAGES)
    evidence = each_document(known.evidence, known.corpus, around.config, run)
    report = Report(run.faults.added_to(evidence), ())
    places = Places(report.evidence)
    counts = [count for block in places.claims() for count in block.counts]
    claims = typed.table("claims", report, places).rows
    yield _rows(CLAIM, np.repeat(known.numbers, counts), _columns(claims, _CLAIMS))
    yield _rows(DOCUMENT, known.numbers, _columns(typed.table("documents", report, places).rows, _DOCUMENTS))
    if said := run.faults.notices:
        yield _rows(NOTICE, np.zeros(len(said), np.int64), {"about": pa.array(map(encode, said), pa.binary())})


def _columns(rows: Iterable[Row], schema: pa.Schema) -> dict[str, pa.Array]:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return {field.name: _column(column, field.type) for field, column in zip(schema, columns, strict=True)}


def _column(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        # A text may hold lone surrogates, which UTF-8 cannot.
        return pa.array([visible(value) if isinstance(value, str) else value for value in values], kind)


def _rows(kind: int, numbers_: NDArray[np.int64], columns: Mapping[str, pa.Array]) -> pa.RecordBatch:
    count = len(numbers_)
    known = {"kind": pa.array(np.full(count, kind, np.int8)), "number": pa.array(numbers_), **columns}
    arrays = [known.get(field.name, pa.nulls(count, field.type)) for field in EXAMINED]
    return pa.RecordBatch.from_arrays(arrays, schema=EXAMINED)


def renamed(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield EXAMINED with the `new` ids of documents where they have one."""
    for batch in batches:
        columns = {name: batch.column(name) for name in EXAMINED.names}
        for name in IDS:
            old = columns[name]
            columns[name] = pc.if_else(pc.is_valid(old), pc.coalesce(batch.column("new"), old), old)
        yield pa.RecordBatch.from_arrays([columns[name] for name in EXAMINED.names], schema=EXAMINED)


def documents(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the table of documents, given EXAMINED with `nr` and `kept` of the group that each may have."""
    for batch in batches:
        columns = {name: batch.column(name) for name in _DOCUMENTS.names if name not in GROUPED}
        columns["group"] = batch.column("nr")
        # A document without a group has null there, and so here.
        columns["keep"] = pc.equal(batch.column("kept"), batch.column("number"))
        yield pa.RecordBatch.from_arrays([columns[name] for name in _DOCUMENTS.names], schema=_DOCUMENTS)


def notices_of(rows: pa.Table) -> tuple[Notice, ...]:
    """Return the notices among rows of EXAMINED, in the order of their places."""
    found = [_notice(one.as_py()) for one in rows["about"]]
    return tuple(sorted(found, key=lambda one: (one.path.encode(), one.line or 0, one.message)))
