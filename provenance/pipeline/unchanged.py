"""From a corpus in which nothing changed since its last check to that check's answer, without opening its files."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.cache import digest
from provenance.corpus import Corpus, blank_sketches
from provenance.documents import DocumentRun, Documents
from provenance.documents.files import FileColumns, FileRun, columns_of
from provenance.model import Batch, Finding, Group, Input, Notice, Sketches
from provenance.pipeline.reading import reading_of
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.readers.source import STDIN
from provenance.readers.stamps import DIGEST_BYTES, Stamps
from provenance.settings.derived import touching
from provenance.settings.setting import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.cache import Cache
    from provenance.model import Evidence
    from provenance.pipeline.run import Run
    from provenance.readers.found import Found
    from provenance.settings import Config, Reading

MOST_DOUBTFUL = 100  # files whose content is compared at each check; of more, the answer is stored anew
_TIME_BYTES = 8


class Stored(NamedTuple):
    """What a check read and found: *documents* with their *words* (int64, as bytes), *inputs* and all *notices*.

    *size* counts the bytes of all texts.  Reports of findings use the *groups* as well.
    """

    documents: FileColumns
    words: bytes
    inputs: list[Input]
    notices: list[Notice]
    size: int
    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]


class Answer(NamedTuple):
    """The answer of a check: a *corpus*, whose texts are read when they are asked for, with *sketches* that have no
    signatures, and what was found."""

    corpus: Corpus
    sketches: Sketches
    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]


def unchanged(paths: Sequence[str | os.PathLike[str]], config: Config, run: Run, cache: Cache) -> Unchanged | None:
    """Return what may answer a check of *paths* from its *cache*; None for one of more than a walk finds.

    With a manifest, files are compared that the walk may not meet; what is staged does not lie in its files.
    """
    special = config.judging.manifest or config.extent.instead or config.extent.without
    if special or "rules" not in run:
        return None
    from provenance.readers.dispatch import checked
    from provenance.readers.walk import find

    reading = checked(reading_of(config, run))
    return Unchanged(find(paths, reading), reading, cache, _name_of(config, run))


class Unchanged:
    """Asks a *cache* for the answer of the last check of what a walk *found*, and stores the one of this run.

    *name* is a digest of all that an answer depends on beside the files.
    """

    def __init__(self, found: Found, reading: Reading, cache: Cache, name: str) -> None:
        self.found = found
        self._reading, self._cache, self._name = reading, cache, bytes.fromhex(name)
        self._began = time.time_ns()
        self._stamps: Stamps | None = None
        self._digest = b""
        if len(found.sources) >= MIN_CACHED_DOCUMENTS and all(source.file != STDIN for source in found.sources):
            # Where a file cannot be looked at, reading says why.
            with suppress(OSError, ValueError):
                self._stamps = Stamps(found, reading)

    def answer(self) -> Answer | None:
        """Return the answer of the last check, None if anything changed since, or if there is none."""
        if self._stamps is None:
            return None
        stored = self._cache.answer() or b""
        since, body = int.from_bytes(stored[:_TIME_BYTES], "little"), stored[_TIME_BYTES + 2 * DIGEST_BYTES :]
        try:
            head = self._name + self._stamps.digest(since)
            same = bool(body) and head == stored[_TIME_BYTES : _TIME_BYTES + 2 * DIGEST_BYTES]
            many = len(self._stamps.doubtful(since)) > MOST_DOUBTFUL
            if many or not same:
                # Before anything is read: what changes while it is read then has another content than this says.
                self._digest = self._stamps.digest(self._began)
        except (OSError, ValueError):
            return None
        if same and many:
            self._store(body)
        return self._opened(body) if same else None

    def keep(self, evidence: Evidence, size: int, findings: tuple[Finding, ...]) -> None:
        """Store the answer of this run, unless something is missing from it."""
        documents = Documents.of(evidence.documents)
        plain = all(isinstance(run, DocumentRun) for run in documents.runs)
        if not self._digest or not plain or any(notice.misses for notice in evidence.notices):
            return
        from msgspec.msgpack import encode

        words = evidence.words.astype(np.int64).tobytes()
        columns, inputs, notices = columns_of(documents), list(evidence.inputs), list(evidence.notices)
        # A lone surrogate cannot be encoded.
        with suppress(UnicodeEncodeError):
            self._store(encode(Stored(columns, words, inputs, notices, size, findings, evidence.groups)))

    def _store(self, body: bytes) -> None:
        began = self._began.to_bytes(_TIME_BYTES, "little")
        self._cache.keep_answer(began + self._name + self._digest + body)

    def _opened(self, body: bytes) -> Answer | None:
        from msgspec import DecodeError
        from msgspec.msgpack import decode

        from provenance.readers import reread

        try:
            stored = decode(body, type=Stored)
        except DecodeError:
            return None
        # With a limit below 0 no text is kept.
        corpus, count = Corpus(self._reading, reread, -1), len(stored.documents.ids)
        offsets, notices = np.zeros(count + 1, np.int64), tuple(stored.notices)
        documents = Documents((FileRun(stored.documents),))
        corpus.add(Batch(documents, b"", offsets, offsets[1:], notices, tuple(stored.inputs)))
        corpus.bytes = stored.size
        words = np.frombuffer(stored.words, np.int64)
        sketches = attrs.evolve(blank_sketches(count), words=words)
        return Answer(corpus, sketches, stored.findings, stored.groups)


def _name_of(config: Config, run: Run) -> str:
    """Return a digest of all that an answer depends on beside the files, and what the cache itself looks at."""
    settings = repr((list(touching(config, *EVIDENCE)), config.extent, config.reporting.output, sorted(run.needed)))
    return digest((settings, *sorted(_installed())))


def _installed() -> Iterator[str]:
    """Yield the names of what is installed, with versions: formats are read by libraries that come and go."""
    for folder in sys.path:
        try:
            yield from (name for name in os.listdir(folder or os.curdir) if name.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue
