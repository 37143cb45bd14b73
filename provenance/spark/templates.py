"""From pairs to those that are one template: by keys of both documents, so that no text has to travel to a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from provenance.grouping.templates import TEMPLATE, article_keys, templates_by_keys
from provenance.spark.columns import numbers, pieces, signed, spread
from provenance.spark.groups import FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.spark.engine import Batches

NAMES = ("words_key", "prose_key", "signs_key")
KEYS = pa.schema([("number", pa.int64()), *((name, pa.int64()) for name in NAMES)])


def keyed(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the keys of documents, given their texts."""
    for batch in batches:
        _, bounds = spread(batch.column("text"))
        for part in pieces(np.diff(bounds)):
            some = batch.slice(part.start, part.stop - part.start)
            texts, offsets = spread(some.column("text"))
            keys = article_keys(texts.tobytes(), offsets, offsets[:-1] + numbers(some, "start"))
            yield pa.RecordBatch.from_arrays([some.column("number"), *map(signed, keys)], schema=KEYS)


def judged(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield pairs with their relation, given the pairs with the keys of both sides."""
    for batch in batches:
        relation: NDArray[np.int8] = batch.column("relation").to_numpy().copy()
        words = numbers(batch, "left_words"), numbers(batch, "right_words")
        sides = [tuple(numbers(batch, side + name).view(np.uint64) for name in NAMES) for side in ("", "right_")]
        (a, b, c), (d, e, f) = sides
        relation[templates_by_keys(relation, words, (a, b, c), (d, e, f))] = TEMPLATE
        columns = [batch.column(field.name) for field in FOUND]
        columns[FOUND.get_field_index("relation")] = pa.array(relation)
        yield pa.RecordBatch.from_arrays(columns, schema=FOUND)
