"""From the members of some groups to what the stages on single texts say about them, each found out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.pipeline.documents import Known, examine
from provenance.pipeline.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.corpus import Corpus
    from provenance.derivation.members import Facts
    from provenance.derivation.profiles import PageFacts
    from provenance.model import Evidence
    from provenance.pipeline.documents import Examined
    from provenance.settings import Config

MOST = 1024  # texts in memory; of more members each text is read where it is needed


class Around(NamedTuple):
    """What members are looked at with: all that is known of the corpus, the settings, and the run."""

    evidence: Evidence
    corpus: Corpus
    config: Config
    run: Run
    known: Known


class Examiner:
    """Finds out about documents what the run has not found out for all, when it is first asked about each."""

    def __init__(self, around: Around, positions: Sequence[int]) -> None:
        corpus = around.corpus
        self._evidence, self._corpus, self._config, self._run, self._known = around
        self._examined: dict[frozenset[str], Examined] = {}
        self._pages: dict[str, PageFacts] = {}
        self._looked: dict[int, PageFacts] = {}
        self.text: Callable[[int], str] = corpus.text
        if len(positions) <= MOST:
            self.text = dict(zip(positions, corpus.texts_at(positions), strict=True)).__getitem__

    def facts(self, stages: frozenset[str], positions: Sequence[int]) -> Facts:
        """Return what *stages* say about the documents at *positions*, and maybe more."""
        from provenance.derivation.members import Facts

        evidence = self._evidence
        known = self._examined.setdefault(stages, {})
        texts = {position: self.text(position) for position in positions if position not in known}
        run = Run(stages - self._run.needed)
        run.faults = self._run.faults
        known.update(examine(self._corpus, self._config, run, self._known, texts) if run.needed else {})
        return Facts(
            evidence.attributions or {at: claims for at, (_, _, claims) in known.items()},
            evidence.repeats or {at: repeats for at, (_, repeats, _) in known.items()},
            evidence.traits or {at: traits for at, (traits, _, _) in known.items()},
        )

    def page(self, position: int) -> PageFacts:
        """Return what the lines of a document name; equal texts are looked at once."""
        if position not in self._looked:
            self._looked[position] = self._look(position)
        return self._looked[position]

    def pages(self) -> list[tuple[int, PageFacts]]:
        """Return what the lines of the documents that were asked about name, without those that could not be read."""
        from provenance.derivation.profiles import UNKNOWN_PAGE

        return [(position, facts) for position, facts in self._looked.items() if facts is not UNKNOWN_PAGE]

    def _look(self, position: int) -> PageFacts:
        from provenance.derivation.profiles import UNKNOWN_PAGE, page_facts

        text = self.text(position)
        if text not in self._pages:
            self._pages[text] = UNKNOWN_PAGE
            with self._run.faults.caught("derive", self._corpus.documents, position):
                self._pages[text] = page_facts(text)
        return self._pages[text]
