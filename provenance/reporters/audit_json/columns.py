"""From a report to the records of audit.json's long sections, each encoded: claims, pairs and passages.

Values are encoded a column at a time and then put into the text of a record, twice as fast as records one by one.
"""

from __future__ import annotations

from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Ids
from provenance.model import CONFIDENCES, DIRECTIONS, MEASURES, RELATIONS
from provenance.model.passages import KINDS, Passages
from provenance.reporters.tables import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.model import Report
    from provenance.reporters.places import Places

    Encode = Callable[[object], str]

_ROWS_AT_ONCE = 4096  # pairs or passages whose columns are in memory
_CLAIM = (
    '{"document":"%s","property":"%s","value":"%s","start":%s,"end":%s,"byte_start":%s,"byte_end":%s,"text":%s,'
    '"asserter":"%s","method":"%s","confidence":"%s"}'
)
_PAIR = (
    '{"left":"%s","right":"%s","jaccard":%s,"left_in_right":%s,"right_in_left":%s,"relation":"%s","measure":"%s",'
    '"direction":%s,"confidence":%s,"derived_from_source":%s}'
)
_PASSAGE = '{"passage":%s,"quoted":%s,"stock":%s,"boilerplate":%s,"carriers":[%s]}'
_CARRIER = '{"document":"%s","start":%s,"end":%s,"byte_start":%s,"byte_end":%s,"words":%s,"similarity":%s,"kind":"%s"}'
_NO, _YES = "false", "true"
_BETWEEN = "\x7f"  # rare in texts, and not escaped in JSON
_MIN_FIXED_POINT = "0.000100"  # a smaller number is written with an exponent
_WHOLE = {"0.000000": "0.0", "1.000000": "1.0"}


def claims(report: Report, places: Places, encode: Encode) -> Iterator[str]:
    """Yield the record of each claim."""
    ids = Ids(report.evidence.documents)
    for block in places.claims():
        own = strings(ids[block.first : block.first + len(block.counts)], encode)
        texts = strings(block.excerpts, encode)
        columns = (
            chain.from_iterable(map(repeat, own, block.counts)),
            [claim.property for claim in block.claims],
            strings([claim.value for claim in block.claims], encode),
            map(_integer, block.starts),
            map(_integer, block.ends),
            map(_integer, block.byte_starts),
            map(_integer, block.byte_ends),
            ["null" if at is None else f'"{text}"' for at, text in zip(block.starts, texts, strict=True)],
            [claim.asserter for claim in block.claims],
            strings([claim.method for claim in block.claims], encode),
            [claim.confidence for claim in block.claims],
        )
        yield from map(_CLAIM.__mod__, zip(*columns, strict=True))


def pairs(report: Report, encode: Encode) -> Iterator[str]:
    """Yield the record of each pair."""
    found, ids, sources = report.evidence.pairs, Ids(report.evidence.documents), report.evidence.pair_sources
    directions, confidences = ([encode(name or None) for name in names] for names in (DIRECTIONS, CONFIDENCES))
    for start in range(0, len(found), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        columns = (
            _names(found.left[rows], ids, encode),
            _names(found.right[rows], ids, encode),
            shares(found.jaccard[rows]),
            shares(found.left_in_right[rows]),
            shares(found.right_in_left[rows]),
            map(RELATIONS.__getitem__, found.relation[rows].tolist()),
            map(MEASURES.__getitem__, found.measure[rows].tolist()),
            map(directions.__getitem__, found.direction[rows].tolist()),
            map(confidences.__getitem__, found.confidence[rows].tolist()),
            [encode(name or None) for name in sources[rows]] if sources else repeat("null"),
        )
        yield from map(_PAIR.__mod__, zip(*columns, strict=bool(sources)))


def passages(report: Report, places: Places, encode: Encode) -> Iterator[str]:
    """Yield the record of each passage."""
    found, ids = Passages.of(report.evidence.passages), Ids(report.evidence.documents)
    for first in range(0, len(found), _ROWS_AT_ONCE):
        last = min(first + _ROWS_AT_ONCE, len(found))
        bounds = found.bounds[first : last + 1]
        carriers = _carriers(found, slice(int(bounds[0]), int(bounds[-1])), ids, places, encode)
        flags = (column[first:last].tolist() for column in (found.quoted, found.stock, found.boilerplate))
        for number, size, *marks in zip(range(first + 1, last + 1), np.diff(bounds).tolist(), *flags, strict=True):
            yield _PASSAGE % (number, *(_YES if mark else _NO for mark in marks), ",".join(islice(carriers, size)))


def _carriers(passages: Passages, rows: slice, ids: Ids, places: Places, encode: Encode) -> Iterator[str]:
    """Return the record of each carrier in *rows*."""
    carriers = passages.carriers[rows]
    begins, ends = places.carriers()
    columns = (
        _names(carriers["document"], ids, encode),
        carriers["start"].tolist(),
        carriers["end"].tolist(),
        begins[rows].tolist(),
        ends[rows].tolist(),
        carriers["words"].tolist(),
        shares(carriers["similarity"]),
        map(KINDS.__getitem__, carriers["kind"].tolist()),
    )
    return map(_CARRIER.__mod__, zip(*columns, strict=True))


def strings(values: Sequence[str], encode: Encode) -> list[str]:
    """Return each of *values* as JSON without its quotes, all encoded at once."""
    # Not as a list: a string that ends in a quote and a comma would look like the end of two.
    texts = encode(_BETWEEN.join(values))[1:-1].split(_BETWEEN)
    # A string that holds the sign itself, or a lone surrogate, for which all such signs are escaped.
    return texts if len(texts) == len(values) else [encode(value)[1:-1] for value in values]


def _names(positions: NDArray[np.int64] | NDArray[np.int32], ids: Ids, encode: Encode) -> list[str]:
    return strings(ids.at(positions.astype(np.int64)), encode)


def _integer(value: int | None) -> str:
    return "null" if value is None else str(value)


def shares(column: NDArray[np.float64]) -> list[str]:
    """Return each share of *column*, from 0 to 1, as JSON: the number that ``encode.share`` rounds it to."""
    return [_WHOLE.get(text) or _shortest(text) for text in cells.shares(column)]


def _shortest(text: str) -> str:
    """Return a share with six decimals as the shortest text of the same number."""
    return text.rstrip("0") if text >= _MIN_FIXED_POINT else repr(float(text))
