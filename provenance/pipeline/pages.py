"""From the documents that are in pairs to what the lines of each name, on all processors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from provenance.pipeline.spread import Spread
from provenance.sets import distinct

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
    """What the lines of documents name, each found out once; from the cache where it is there, or *found* before."""

    def __init__(
        self, evidence: Evidence, corpus: Corpus, config: Config, run: Run, found: dict[int, PageFacts]
    ) -> None:
        self._corpus, self._run = corpus, run
        self._found = found
        spread = Spread(config, run.faults)
        if not spread.wide:
            return
        paired = distinct(np.concatenate((evidence.pairs.left, evidence.pairs.right))).tolist()
        new = [at for at in paired if at not in found and not run.knows(run.key("derive", at))]
        if len(new) >= MIN_FORKED:
            self._look_ahead(new, spread)

    def __call__(self, document: int, work: Callable[[], PageFacts]) -> PageFacts:
        """Return what the lines of *document* name, by *work* if nothing else knows."""
        # Imported only when there is a pair: a small corpus usually has none.
        from provenance.derivation.profiles import UNKNOWN_PAGE, PageFacts

        self._run.report_progress("derive", 0, 0)
        known = partial(self._found.pop, document) if document in self._found else work
        with self._run.faults.caught("derive", self._corpus.documents, document):
            return self._run.remembered(self._run.key("derive", document), PageFacts, known)
        return UNKNOWN_PAGE

    def _look_ahead(self, documents: Sequence[int], spread: Spread) -> None:
        """Look at *documents* in other processes; what fails is looked at again when it is needed."""
        from provenance.derivation.profiles import PageFacts

        parts = [documents[first : first + TOGETHER] for first in range(0, len(documents), TOGETHER)]
        for part, found in zip(parts, spread.map(self._facts, parts, list[PageFacts | None]), strict=True):
            self._run.report_progress("derive", 0, 0)
            self._found.update((at, facts) for at, facts in zip(part, found, strict=True) if facts is not None)

    def _facts(self, part: Sequence[int]) -> list[PageFacts | None]:
        """Return what the lines of each text of *part* name, None where that fails."""
        return [_looked_at(text) for text in self._corpus.texts_at(part)]


def _looked_at(text: str) -> PageFacts | None:
    from provenance.derivation.profiles import page_facts

    try:
        return page_facts(text)
    except Exception:  # noqa: BLE001 - it is looked at again where a fault is reported
        return None
