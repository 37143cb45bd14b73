"""From components to pairs and groups: whole components together, by the functions of one machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from provenance.grouping.listing import list_pairs
from provenance.grouping.representatives import represent
from provenance.grouping.values import Classes, Edges
from provenance.sets import unique_inverse
from provenance.spark.columns import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.spark.engine import Batches, Work

# What a component is made of.  A document has its class on the left and its number on the right, and -1 shared; an edge
# has two classes.
PARTS = pa.schema(
    [
        ("component", pa.int64()),
        ("left", pa.int64()),
        ("right", pa.int64()),
        ("shared", pa.int64()),
        ("left_size", pa.int64()),
        ("right_size", pa.int64()),
        ("id", pa.string()),
    ]
)
ORDER = ("component", "left", "right", "shared")
MEMBER = -1
# A pair has a relation, and the words of both sides.  A member of a group has its group's representative on the right,
# and a row without documents says how many pairs were left out.
FOUND = pa.schema(
    [
        ("kind", pa.int8()),
        ("group", pa.int64()),
        ("left", pa.int64()),
        ("right", pa.int64()),
        ("left_id", pa.string()),
        ("right_id", pa.string()),
        ("left_words", pa.int64()),
        ("right_words", pa.int64()),
        ("jaccard", pa.float64()),
        ("left_in_right", pa.float64()),
        ("right_in_left", pa.float64()),
        ("relation", pa.int8()),
    ]
)
PAIR, GROUPED, LEFT_OUT = 0, 1, 2
_AT_ONCE = 1 << 16  # rows of components that are worked on together, if they are not of one
_ROWS = 1 << 16  # of a batch


def members(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the documents of classes as PARTS, given CLASSES with the `component` of each class, null for none.

    A document without another one is left out.
    """
    for batch in batches:
        found = batch.column("component")
        none = np.asarray(found.is_null())
        kept = ~none | (numbers(batch, "size") != 1)
        if not kept.any():
            continue
        own = numbers(batch, "class")
        component = np.where(none, own, np.asarray(found.fill_null(0)))
        words = numbers(batch, "words")
        columns = [component, own, numbers(batch, "number"), np.full(len(own), MEMBER), words, words]
        arrays = [pa.array(column[kept]) for column in columns]
        yield pa.RecordBatch.from_arrays([*arrays, batch.column("id").filter(pa.array(kept))], schema=PARTS)


def edges(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield edges as PARTS, given EDGES with the `component` of each."""
    for batch in batches:
        columns = [batch.column(field.name) for field in PARTS if field.name != "id"]
        yield pa.RecordBatch.from_arrays([*columns, pa.nulls(batch.num_rows, pa.string())], schema=PARTS)


def grouping(limit: int, crowded: NDArray[np.int64]) -> Work:
    """Return what yields pairs and groups, given PARTS in ORDER; of documents with more than *limit* partners not all.

    *crowded* are the classes that have more partners, of which not all are known.
    """
    return partial(_grouped, limit, crowded)


def _grouped(limit: int, crowded: NDArray[np.int64], batches: Batches) -> Iterator[pa.RecordBatch]:
    for rows in whole(batches, "component", _AT_ONCE):
        yield from _of_components(rows, limit, crowded)


def whole(batches: Batches, key: str, least: int) -> Iterator[pa.RecordBatch]:
    """Yield rows that are sorted by *key* in batches of *least* rows or more, with all rows of a key in one."""
    held: list[pa.RecordBatch] = []
    waiting = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        held.append(batch)
        waiting += batch.num_rows
        if waiting < least:
            continue
        keys = numbers(batch, key)
        last = int(np.searchsorted(keys, keys[-1]))
        if last or numbers(held[0], key)[0] != keys[-1]:
            together = pa.concat_batches(held)
            cut = int(np.searchsorted(numbers(together, key), keys[-1]))
            yield together.slice(0, cut)
            held, waiting = [together.slice(cut)], together.num_rows - cut
        # A key with very many rows is looked at again only when they have doubled.
    if held:
        yield pa.concat_batches(held)


class _Component(NamedTuple):
    """Some components as one machine sees a corpus: documents by their places among *numbers*, with *ids*."""

    numbers: NDArray[np.int64]
    ids: Sequence[str]
    words: NDArray[np.int64]
    classes: Classes
    edges: Edges
    names: NDArray[np.int64]


def _corpus(rows: pa.RecordBatch) -> _Component:
    """Return the documents, classes and edges in PARTS of whole components."""
    left, right, shared = (numbers(rows, name) for name in ("left", "right", "shared"))
    own = np.flatnonzero(shared == MEMBER)
    order = own[np.argsort(right[own])]
    documents = right[order]
    names, which = unique_inverse(left[order])
    by_class = np.argsort(which, kind="stable")
    sizes = np.bincount(which, minlength=len(names))
    bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    words = numbers(rows, "left_size")[order]
    classes = Classes(by_class, bounds, words[by_class[bounds[:-1]]], np.zeros((len(names), 0), np.uint32))
    some = np.flatnonzero(shared != MEMBER)
    # An edge may come twice, from a crowd and from bands.
    order_ = some[np.lexsort((right[some], left[some]))]
    new = np.append(True, np.diff(left[order_]).astype(bool) | np.diff(right[order_]).astype(bool))[: len(order_)]
    kept = order_[new]
    ends = (np.searchsorted(names, left[kept]), np.searchsorted(names, right[kept]))
    found = Edges(*ends, shared[kept], numbers(rows, "left_size")[kept], numbers(rows, "right_size")[kept])
    ids = rows.column("id").take(pa.array(order)).to_pylist()
    return _Component(documents, ids, words, classes, found, names)


def _of_components(rows: pa.RecordBatch, limit: int, crowded: NDArray[np.int64]) -> Iterator[pa.RecordBatch]:
    corpus = _corpus(rows)
    if not len(corpus.numbers):
        return
    assignment = represent(corpus.classes, corpus.edges, corpus.ids)
    heavy = np.isin(corpus.names, crowded)
    pairs, left_out = list_pairs(corpus.classes, corpus.edges, heavy, assignment, limit)
    left, right = pairs.left.astype(np.int64), pairs.right.astype(np.int64)
    firsts = np.zeros(0, np.int64)
    for begin in range(0, len(left), _ROWS):
        some = slice(begin, begin + _ROWS)
        measures = (pairs.jaccard[some], pairs.left_in_right[some], pairs.right_in_left[some])
        yield _rows(corpus, PAIR, firsts, (left[some], right[some]), measures, pairs.relation[some])
    documents, heads, similarity = assignment.documents, assignment.representative, assignment.similarity
    if len(documents):
        begins = np.append(True, heads[1:] != heads[:-1])
        # Members of a group ascend, so that the first one is the least.
        firsts = documents[np.flatnonzero(begins)][np.cumsum(begins) - 1]
        same = (similarity, similarity, similarity)
        yield _rows(corpus, GROUPED, firsts, (documents, heads), same, np.zeros(len(documents), np.int8))
    if left_out:
        count = np.array([left_out], np.int64)
        columns = {"kind": pa.array([LEFT_OUT], pa.int8()), "left": pa.array(count)}
        arrays = [columns.get(field.name, pa.nulls(1, field.type)) for field in FOUND]
        yield pa.RecordBatch.from_arrays(arrays, schema=FOUND)


def _rows(
    corpus: _Component,
    kind: int,
    firsts: NDArray[np.int64],
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    measures: tuple[NDArray[np.float64], ...],
    relation: NDArray[np.int8],
) -> pa.RecordBatch:
    left, right = ends
    count = len(left)
    groups = pa.array(corpus.numbers[firsts]) if len(firsts) else pa.nulls(count, pa.int64())
    arrays = [
        pa.array(np.full(count, kind, np.int8)),
        groups,
        pa.array(corpus.numbers[left]),
        pa.array(corpus.numbers[right]),
        pa.array([corpus.ids[at] for at in left.tolist()], pa.string()),
        pa.array([corpus.ids[at] for at in right.tolist()], pa.string()),
        pa.array(corpus.words[left]),
        pa.array(corpus.words[right]),
        *map(pa.array, measures),
        pa.array(relation),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=FOUND)
