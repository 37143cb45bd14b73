"""From paths to a corpus and its sketches, which all cores compute while reading continues."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.corpus import Corpus, blank_sketches, concatenate, memory_limit, without_wordless
from provenance.errors import UsageError
from provenance.pipeline.run import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from provenance.index.memory import Memory
    from provenance.model import Batch, Sketches
    from provenance.pipeline.run import Run
    from provenance.readers.found import Found
    from provenance.settings import Config, Grouping, Reading


def read_corpus(
    paths: Sequence[str | os.PathLike[str]],
    config: Config,
    run: Run,
    memory: Memory | None = None,
    stdin: BinaryIO | None = None,
    *,
    found: Found | None = None,
) -> tuple[Corpus, Sketches]:
    """Return the corpus, with unique document ids, and the sketches of its documents.

    The documents that *memory* recalls come after all others.  *found* is what a walk through *paths* has found, None
    if there was none.
    """
    from provenance.readers import read, reread, unique_ids

    stopwatch = Stopwatch()
    reading = reading_of(config, run)
    rereadable = not any(os.fspath(path) == "-" for path in paths)
    corpus = Corpus(
        reading,
        reread if memory is None else memory.reread,
        memory_limit(config.grouping.memory_share) if rereadable else None,
    )
    parts: list[Sketches] = []
    batches = read(paths, reading, stdin=stdin, watch=run.watch_of("read"), found=found)
    for batch, part in _sketched(batches, config.grouping) if "sketch" in run else ((b, None) for b in batches):
        corpus.add(batch)
        parts.extend(() if part is None else (part,))
        if memory is not None:
            memory.meet(batch)
    if memory is not None:
        parts.extend(_recall(memory, corpus, paths, sketched="sketch" in run))
    corpus.documents, notices = unique_ids(corpus.documents)
    corpus.notices.extend(notices)
    run.note("read and sketch" if "sketch" in run else "read", stopwatch.cost(), corpus)
    return corpus, concatenate(parts) if "sketch" in run else blank_sketches(len(corpus.documents))


def reading_of(config: Config, run: Run) -> Reading:
    """Return the settings of readers for *run*, which says whether files are hashed."""
    return attrs.evolve(config.reading, digests="digests" in run, output=config.reporting.output, extent=config.extent)


def _recall(
    memory: Memory, corpus: Corpus, paths: Sequence[str | os.PathLike[str]], *, sketched: bool
) -> Iterator[Sketches]:
    """Add the documents that *memory* recalls to *corpus*, and yield their sketches."""
    from provenance.sketch import sketch

    batch = memory.recalled(corpus.documents, paths)
    corpus.add(batch)
    if batch.documents and sketched:
        yield sketch(batch)


def check_threshold(threshold: float) -> None:
    """Raise UsageError for a threshold that no similarity can be measured against."""
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold {threshold:g}: give a similarity above 0 and at most 1, such as 0.7")


def _sketched(batches: Iterator[Batch], grouping: Grouping) -> Iterator[tuple[Batch, Sketches]]:
    """Yield each batch with its sketches, in order; if there are several, following ones are sketched ahead."""
    from provenance.sketch import sketch

    first, second = next(batches, None), next(batches, None)
    if first is not None and second is None:
        yield first, sketch(first)
    elif first is not None and second is not None:
        from itertools import chain

        # Threads are for large corpora: importing them costs more than sketching a small one.
        from provenance.threads import cores, map_ahead

        all_batches = chain((first, second), batches)
        del first, second
        # Signatures are dropped right away: the batches in flight may hold nothing but empty texts.
        yield from map_ahead(lambda batch: without_wordless(sketch(batch)), all_batches, grouping.jobs or cores())
