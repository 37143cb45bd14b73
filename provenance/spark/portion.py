"""From some documents of a corpus to a corpus of their own, for the functions of one machine."""

from __future__ import annotations

import os
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.corpus import Corpus
from provenance.documents import DocumentRun, Documents
from provenance.model import Batch, Evidence, Pairs
from provenance.pipeline import no_pairs
from provenance.readers.unchanged import sha256
from provenance.spark.columns import numbers, spread
from provenance.spark.documents import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from provenance.model import Document, Notice
    from provenance.settings import Attributing, Config, Reading


class Around(NamedTuple):
    """What is known beside some documents: the settings, the orders of the fields of files, and notices."""

    config: Config
    orders: Mapping[str, Mapping[str, str]]
    notices: tuple[Notice, ...]


class Portion(NamedTuple):
    """Documents as a corpus: document *i* has the number ``numbers[i]``; they ascend."""

    numbers: NDArray[np.int64]
    corpus: Corpus
    evidence: Evidence


def for_one(config: Config) -> Config:
    """Return *config* for a task, which has one processor, and a current folder of its own."""
    return attrs.evolve(
        config, grouping=attrs.evolve(config.grouping, jobs=1), attributing=_located(config.attributing)
    )


def _located(settings: Attributing) -> Attributing:
    """Return *settings* with the whole paths of the files that patterns are written in."""
    stated = (settings.source, settings.published, settings.url)
    source, published, url = (
        tuple(attrs.evolve(one, file=os.path.abspath(one.file)) for one in some) for some in stated
    )
    return attrs.evolve(settings, source=source, published=published, url=url)


def portion(rows: pa.RecordBatch, around: Around, *, digests: bool = False) -> Portion:
    """Return the documents in *rows* (number, id, words, text, start, about); *digests* of their texts are optional."""
    ordered = rows.take(_ascending(rows))
    texts, offsets = spread(ordered.column("text"))
    names = ordered.column("id").to_pylist()
    abouts = zip(ordered.column("about"), names, ordered.column("text") if digests else repeat(None), strict=False)
    documents = [
        decoded(one.as_py()).document(name, sha256(text.as_buffer()) if text else "") for one, name, text in abouts
    ]
    corpus = Corpus(around.config.reading, _no_file, None)
    corpus.orders = around.orders
    starts = offsets[:-1] + numbers(ordered, "start")
    corpus.add(Batch(Documents((DocumentRun(documents),)), texts.tobytes(), offsets, starts))
    words = numbers(ordered, "words")
    evidence = Evidence(
        documents=corpus.documents,
        words=words,
        text=corpus.text,
        pairs=no_pairs(),
        notices=around.notices,
        texts_at=corpus.texts_at,
    )
    return Portion(numbers(ordered, "number"), corpus, evidence)


def _ascending(rows: pa.RecordBatch) -> pa.Array:
    import pyarrow.compute as pc

    return pc.sort_indices(rows, sort_keys=[("number", "ascending")])


def _no_file(documents: Sequence[Document], _: Reading) -> list[str]:
    raise AssertionError(f"the texts of {len(documents)} documents are kept")


def pairs_of(rows: pa.RecordBatch, known: NDArray[np.int64]) -> Pairs:
    """Return the pairs in rows of FOUND as positions among the documents *known*, in their order."""
    left, right = (np.searchsorted(known, numbers(rows, name)).astype(np.int32) for name in ("left", "right"))
    order = np.lexsort((right, left))
    unset = np.zeros(len(left), np.int8)
    jaccard, forth, back = (
        rows.column(name).to_numpy()[order] for name in ("jaccard", "left_in_right", "right_in_left")
    )
    relation = rows.column("relation").to_numpy()[order]
    return Pairs(left[order], right[order], jaccard, forth, back, relation, unset, unset)
