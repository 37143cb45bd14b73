"""From a fault of ours in one text to a notice about that text: the run goes on without what it cost."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from provenance.errors import ProvenanceError
from provenance.model import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Document, Evidence

# What is no fault of ours in one text: it would be the same in the next one.
EVERYWHERE = (ProvenanceError, MemoryError, ImportError)
_BUG = "this is a bug in provenance: please report it (-v shows where); what else was found stands"


class Faults:
    """The faults of one run: a notice for each text and stage, and for each stage or rule that failed as a whole.

    *gaps* are the positions of the documents about which a stage says nothing, by the stage's name.
    """

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.gaps: dict[str, set[int]] = {}
        self._shown: set[tuple[str, type[Exception]]] = set()

    @contextmanager
    def sparing(self, stage: str, documents: Sequence[Document] = (), position: int = -1) -> Iterator[None]:
        """Take the fault that the block has, if any: *stage* says nothing of the document at *position* (-1: of any).

        Errors that tell users something, memory that runs out and imports that fail are none, and are raised.
        """
        try:
            yield
        except EVERYWHERE:
            raise
        except Exception as error:  # noqa: BLE001 - what a bug raises is not known beforehand
            if position < 0:
                said = f"{stage} failed ({type(error).__name__}) and said nothing more of any text; {_BUG}"
                self.notices.append(Notice("fault", "", None, said, trace=self._trace(stage, error)))
            elif position not in self.gaps.setdefault(stage, set()):
                self.gaps[stage].add(position)
                document = documents[position]
                said = f"{stage} failed on this text ({type(error).__name__}); {_BUG}"
                trace = self._trace(stage, error)
                self.notices.append(
                    Notice("fault", document.path, document.line, said, file=document.file, trace=trace)
                )

    def told(self, evidence: Evidence) -> Evidence:
        """Return *evidence*, which knew of none of the faults, with all of them."""
        if not self.notices:
            return evidence
        return attrs.evolve(evidence, notices=(*evidence.notices, *self.notices), gaps=self.gaps)

    def _trace(self, stage: str, error: Exception) -> str:
        """Return how a fault came about, once for each kind: a million texts may have the same."""
        kind = stage, type(error)
        if kind in self._shown:
            return ""
        self._shown.add(kind)
        from traceback import format_exception

        return "".join(format_exception(error)).rstrip("\n")
