"""From the documents that are in pairs to what the lines of each name, on all processors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from provenance.pipeline.spread import Spread
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from provenance.corpus import Corpus
    from provenance.derivation.profiles import PageFacts
    from provenance.model import Evidence
    from provenance.pipeline.run import Run
    from provenance.processes import Ahead
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

        parts = _parts(documents)
        for part, found in zip(parts, spread.map(self._facts, parts, list[PageFacts | None]), strict=True):
            self._run.report_progress("derive", 0, 0)
            self._found.update((at, facts) for at, facts in zip(part, found, strict=True) if facts is not None)

    def _facts(self, part: Sequence[int]) -> list[PageFacts | None]:
        """Return what the lines of each text of *part* name, None where that fails."""
        return [_looked_at(text) for text in self._corpus.texts_at(part)]


class PagesAhead:
    """Looks at the lines of documents in other processes, while this one is busy with what one processor does.

    *known* are those that were looked at before.  At the end of the block the processes end as well.
    """

    def __init__(self, corpus: Corpus, config: Config, run: Run, known: dict[int, PageFacts]) -> None:
        self._corpus, self._run, self._known = corpus, run, known
        self._spread = Spread(config, run.faults)
        self._ahead: Ahead[Sequence[int]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._ahead is not None:
            self._ahead.close()

    def begin(self, documents: NDArray[np.int32]) -> None:
        """Begin to look at *documents*, ascending, if the run needs them and they are many."""
        if "derive" not in self._run or len(documents) < MIN_FORKED or not self._spread.wide:
            return
        asked = (at for at in documents.tolist() if at not in self._known)
        new = [at for at in asked if not self._run.knows(self._run.key("derive", at))]
        if len(new) < MIN_FORKED:
            return
        from msgspec.msgpack import encode

        # Imported here, once: a process that is forked later does not need to.
        from provenance.derivation.profiles import page_facts

        def work(part: Sequence[int]) -> bytes:
            return encode(list(map(page_facts, self._corpus.texts_at(part))))

        self._ahead = self._spread.ahead(work, _parts(new))

    def found(self) -> dict[int, PageFacts]:
        """Return what is known and found by now, by position; where that failed, there is nothing."""
        if self._ahead is None:
            return self._known
        from msgspec.msgpack import Decoder

        from provenance.derivation.profiles import PageFacts

        decode = Decoder(list[PageFacts]).decode
        found = {at: facts for part, sent in self._ahead.ended() for at, facts in zip(part, decode(sent), strict=True)}
        return self._known | found


def _parts(documents: Sequence[int]) -> list[Sequence[int]]:
    return [documents[first : first + TOGETHER] for first in range(0, len(documents), TOGETHER)]


def _looked_at(text: str) -> PageFacts | None:
    from provenance.derivation.profiles import page_facts

    try:
        return page_facts(text)
    except Exception:  # noqa: BLE001 - it is looked at again where a fault is reported
        return None
