"""From where documents meet earlier ones to what each carries of them, on all processors.

An alignment is a few short calls of kernels between some lines of Python.  Threads would wait for each other's Python:
two of them save a fifth of the time, two processes half of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance import faults
from provenance.alignment.carried import Carriers
from provenance.alignment.shared import carried
from provenance.kernels.rows import LAYOUT
from provenance.pipeline.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.alignment.meetings import Meetings, Met
    from provenance.corpus import Corpus
    from provenance.kernels.rows import Rows
    from provenance.pipeline.run import Run
    from provenance.settings import Config

TOGETHER = 64  # documents whose overlaps another process sends at once
MIN_FORKED = 1000  # documents that are new to the cache; fewer take less time than starting processes


class Carrying:
    """Finds what documents carry; the cache is asked first, and given what is new.

    Overlaps are passed on as bytes, in which the cache knows documents by their places among those that are met: their
    positions change between runs.
    """

    def __init__(self, corpus: Corpus, config: Config, run: Run) -> None:
        self._corpus, self._run = corpus, run
        self._spread = Spread(config, run.faults)
        self._carriers = Carriers(corpus.text, config.aligning)

    def of(self, meetings: Meetings) -> Iterator[tuple[int, Rows]]:
        """Yield the documents of *meetings*, in order, with what each carries; nothing where that is a fault."""
        for done, (met, sent) in enumerate(self._each(meetings)):
            # The second half of the stage, after the texts were read for where they meet.
            self._run.report_progress("alignment", done, len(meetings))
            with self._run.faults.caught("passages", self._corpus.documents, met.document):
                yield met.document, self._received(met, self._sent(met) if sent is None else sent)

    def _each(self, meetings: Meetings) -> Iterator[tuple[Met, bytes | None]]:
        """Yield each of *meetings* with the result of ``_sent``, None where that fails."""
        if len(meetings) < MIN_FORKED or not self._spread.wide or self._new(meetings) < MIN_FORKED:
            yield from carried(meetings, self._attempted)
            return
        parts = [range(first, min(first + TOGETHER, len(meetings))) for first in range(0, len(meetings), TOGETHER)]

        def work(part: range) -> list[bytes | None]:
            return [self._attempted(met) for met in meetings.at(part)]

        for part, found in zip(parts, self._spread.map(work, parts, list[bytes | None]), strict=True):
            for met, sent in zip(meetings.at(part), found, strict=True):
                if self._run.names and sent is not None:
                    self._run.keep(self._key(met), sent)
                yield met, sent

    def _new(self, meetings: Meetings) -> int:
        """Return about how many of *meetings* the cache has no overlaps for."""
        if not self._run.names:
            return len(meetings)
        step = len(meetings) // MIN_FORKED
        return step * sum(not self._run.knows(self._key(met)) for met in meetings.at(range(0, len(meetings), step)))

    def _key(self, met: Met) -> str:
        names = self._run.names
        return self._run.key("passages", met.document, met.name.hex(), *(names[other] for other in met.others))

    def _attempted(self, met: Met) -> bytes | None:
        try:
            return self._sent(met)
        except faults.UNCAUGHT:
            raise
        except Exception:  # noqa: BLE001 - tried again, and reported, when this document's turn comes
            return None

    def _sent(self, met: Met) -> bytes:
        if not self._run.names:
            return self._carriers(met).tobytes()

        def found() -> bytes:
            rows = self._carriers(met)
            rows["document"] = np.searchsorted(np.array(met.others, np.int64), rows["document"])
            return rows.tobytes()

        return self._run.remembered(self._key(met), bytes, found)

    def _received(self, met: Met, sent: bytes) -> Rows:
        rows = np.frombuffer(sent, LAYOUT)
        if self._run.names:
            rows = rows.copy()
            rows["document"] = np.array(met.others, np.int64)[rows["document"]]
        return rows
