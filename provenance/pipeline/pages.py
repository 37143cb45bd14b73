"""From the documents that are in pairs to what the lines of each name, on all processors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from provenance.processes import can_fork, map_forked
from provenance.sets import distinct
from provenance.threads import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.corpus import Corpus
    from provenance.derivation.profiles import PageFacts
    from provenance.model import Evidence
    from provenance.pipeline.run import Run
    from provenance.settings import Config

TOGETHER = 256  # texts that a process looks at before it sends what it found
MIN_FORKED = 2000  # texts from which several processes are worth starting


class Pages:
    """What the lines of documents name, each found out once; from the cache where it is there."""

    def __init__(self, evidence: Evidence, corpus: Corpus, config: Config, run: Run) -> None:
        self._corpus, self._run = corpus, run
        self._found: dict[int, PageFacts] = {}
        processes = config.grouping.jobs or cores()
        if processes == 1:
            return
        paired = distinct(np.concatenate((evidence.pairs.left, evidence.pairs.right))).tolist()
        new = [at for at in paired if not run.knows(run.key("derive", at))]
        if len(new) >= MIN_FORKED and can_fork():
            self._look_ahead(new, processes)

    def __call__(self, document: int, work: Callable[[], PageFacts]) -> PageFacts:
        """Return what the lines of *document* name, by *work* if nothing else knows."""
        # Imported only when there is a pair: a small corpus usually has none.
        from provenance.derivation.profiles import UNKNOWN_PAGE, PageFacts

        self._run.report_progress("derive", 0, 0)
        known = partial(self._found.pop, document) if document in self._found else work
        with self._run.faults.caught("derive", self._corpus.documents, document):
            return self._run.remembered(self._run.key("derive", document), PageFacts, known)
        return UNKNOWN_PAGE

    def _look_ahead(self, documents: Sequence[int], processes: int) -> None:
        """Look at *documents* in other processes; what fails there is looked at again when it is needed."""
        from msgspec.msgpack import decode

        from provenance.derivation.profiles import PageFacts

        parts = [documents[first : first + TOGETHER] for first in range(0, len(documents), TOGETHER)]
        for part, encoded in zip(parts, map_forked(self._encoded, parts, processes), strict=True):
            self._run.report_progress("derive", 0, 0)
            if encoded is not None:
                self._found.update(zip(part, decode(encoded, type=list[PageFacts]), strict=True))

    def _encoded(self, part: Sequence[int]) -> bytes:
        from msgspec.msgpack import encode

        from provenance.derivation.profiles import page_facts

        return encode([page_facts(text) for text in self._corpus.texts_at(part)])
