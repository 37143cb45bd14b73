"""From paths to a corpus and its sketches, worked on by all cores while more is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.corpus import Corpus, joined, memory_limit, of_words, unsketched
from provenance.errors import UsageError
from provenance.pipeline.run import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Sketches
    from provenance.pipeline.run import Run
    from provenance.settings import Config, Grouping


def read_corpus(paths: Sequence[str | os.PathLike[str]], config: Config, run: Run) -> tuple[Corpus, Sketches]:
    """Return the corpus, its documents' ids made unique, and the sketches of its documents."""
    from provenance.readers import read, reread, unique_ids

    stopwatch = Stopwatch()
    reading = attrs.evolve(
        config.reading, digests="digests" in run, output=config.reporting.output, extent=config.extent
    )
    again = not any(os.fspath(path) == "-" for path in paths)
    corpus = Corpus(reading, reread, memory_limit(config.grouping.memory_share) if again else None)
    parts: list[Sketches] = []
    batches = read(paths, reading, watch=run.telling("read"))
    for batch, part in _sketched(batches, config.grouping) if "sketch" in run else ((b, None) for b in batches):
        corpus.add(batch)
        parts.extend(() if part is None else (part,))
    corpus.documents, notices = unique_ids(corpus.documents)
    corpus.notices.extend(notices)
    run.note("read and sketch" if "sketch" in run else "read", stopwatch.cost(), corpus)
    return corpus, joined(parts) if "sketch" in run else unsketched(len(corpus.documents))


def check_threshold(threshold: float) -> None:
    """Raise UsageError for a threshold that no similarity can be measured against."""
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold {threshold:g}: give a similarity above 0 and at most 1, such as 0.7")


def _sketched(batches: Iterator[Batch], grouping: Grouping) -> Iterator[tuple[Batch, Sketches]]:
    """Yield each batch with its sketches, in order; of several, those that follow are worked on meanwhile."""
    from provenance.sketch import sketch

    first, second = next(batches, None), next(batches, None)
    if first is not None and second is None:
        yield first, sketch(first)
    elif first is not None and second is not None:
        from itertools import chain

        # Threads are for large corpora: to import them costs more than to sketch a small one.
        from provenance.threads import ahead, cores

        following = chain((first, second), batches)
        del first, second
        # At once: the batches under way may be of nothing but empty texts.
        yield from ahead(lambda batch: of_words(sketch(batch)), following, grouping.jobs or cores())
