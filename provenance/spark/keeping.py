"""From groups to the member of each that the policy keeps: whole groups with texts, by the code of one machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import Group
from provenance.pipeline.keeping import kept
from provenance.pipeline.run import Run
from provenance.spark.columns import numbers
from provenance.spark.groups import GROUPED, PAIR, whole
from provenance.spark.portion import for_one, pairs_of, portion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.model import Evidence
    from provenance.spark.engine import Batches, Work
    from provenance.spark.portion import Around

# What a group is made of: its members, with their representative on the right and their texts, and its pairs.
GROUPS = pa.schema(
    [
        ("group", pa.int64()),
        ("kind", pa.int8()),
        ("left", pa.int64()),
        ("right", pa.int64()),
        ("jaccard", pa.float64()),
        ("left_in_right", pa.float64()),
        ("right_in_left", pa.float64()),
        ("relation", pa.int8()),
        ("id", pa.string()),
        ("words", pa.int64()),
        ("text", pa.binary()),
        ("start", pa.int64()),
        ("about", pa.binary()),
    ]
)
ORDER = ("group", "kind", "left", "right")
KEPT = pa.schema([("group", pa.int64()), ("kept", pa.int64()), ("why", pa.string())])
_MEASURES = ("jaccard", "left_in_right", "right_in_left", "relation")
_AT_ONCE = 256  # rows of groups that are worked on together
_STAGES = frozenset(("group", "keep"))


def members(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield members of groups as GROUPS, given members among FOUND with what is known of their documents."""
    for batch in batches:
        columns = {name: batch.column(name) for name in GROUPS.names if name != "id"}
        columns["id"] = batch.column("left_id")
        yield pa.RecordBatch.from_arrays([columns[name] for name in GROUPS.names], schema=GROUPS)


def within(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the pairs within groups as GROUPS, given pairs with the groups of both sides."""
    for every in batches:
        batch = every.filter(pc.equal(every.column("left_group"), every.column("right_group")))
        columns = {name: batch.column(name) for name in ("kind", "left", "right", *_MEASURES)}
        columns["group"] = batch.column("left_group")
        arrays = [columns.get(field.name, pa.nulls(batch.num_rows, field.type)) for field in GROUPS]
        yield pa.RecordBatch.from_arrays(arrays, schema=GROUPS)


def keeping(around: Around) -> Work:
    """Return what yields the member of each group that is KEPT, given GROUPS in ORDER."""
    return partial(_kept, around._replace(config=for_one(around.config)))


def _kept(around: Around, batches: Batches) -> Iterator[pa.RecordBatch]:
    for rows in whole(batches, "group", _AT_ONCE):
        kinds = numbers(rows, "kind")
        own = rows.filter(pa.array(kinds == GROUPED))
        known = portion(own.rename_columns(["number" if name == "left" else name for name in own.schema.names]), around)
        pairs = pairs_of(rows.filter(pa.array(kinds == PAIR)), known.numbers)
        groups = _groups(own, known.numbers)
        evidence = attrs.evolve(known.evidence, pairs=pairs, groups=groups)
        yield _chosen(kept(evidence, known.corpus, around.config, Run(_STAGES)), known.numbers)


def _groups(rows: pa.RecordBatch, known: NDArray[np.int64]) -> tuple[Group, ...]:
    """Return the groups whose members are *rows*, which are sorted by group and member."""
    places = np.searchsorted(known, numbers(rows, "left"))
    heads = np.searchsorted(known, numbers(rows, "right"))
    similarity = numbers(rows, "jaccard")
    names = numbers(rows, "group")
    cuts = np.flatnonzero(names[1:] != names[:-1]) + 1
    parts = (np.split(column, cuts) for column in (places, heads, similarity))
    return tuple(
        Group(int(head[0]), tuple(members_.tolist()), tuple(alike.tolist()), int(head[0]))
        for members_, head, alike in zip(*parts, strict=True)
    )


def _chosen(evidence: Evidence, known: NDArray[np.int64]) -> pa.RecordBatch:
    groups = evidence.groups
    columns = (
        known[np.array([group.members[0] for group in groups], np.int64)],
        known[np.array([group.keep for group in groups], np.int64)],
    )
    whys = pa.array([group.why for group in groups], pa.string())
    return pa.RecordBatch.from_arrays([*map(pa.array, columns), whys], schema=KEPT)
