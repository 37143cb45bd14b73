"""From a bug that one text triggers to a notice about that text: the run continues without the lost result."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from provenance.errors import ProvenanceError
from provenance.model import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Document, Evidence

# Errors that are no bug triggered by one text: the next text would raise them too.
UNCAUGHT = (ProvenanceError, MemoryError, ImportError)
_BUG = "this is a bug in provenance: please report it (-v shows where); all other results stand"


class Faults:
    """The faults of one run: a notice for each text and stage, and for each stage or rule that failed as a whole.

    *gaps* holds, by stage, the positions of the documents for which the stage has no result.
    """

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.gaps: dict[str, set[int]] = {}
        self._traced: set[tuple[str, type[Exception]]] = set()

    @contextmanager
    def caught(self, stage: str, documents: Sequence[Document] = (), position: int = -1) -> Iterator[None]:
        """Catch a fault of the block: *stage* then has no result for the document at *position* (-1: for any document).

        Errors meant for the user, exhausted memory and failed imports are no faults and pass through.
        """
        try:
            yield
        except UNCAUGHT:
            raise
        except Exception as error:  # noqa: BLE001 - a bug may raise anything
            if position < 0:
                message = f"{stage} failed ({type(error).__name__}) and has no further results for any text; {_BUG}"
                self.notices.append(Notice("fault", "", None, message, trace=self._trace(stage, error)))
            elif position not in self.gaps.setdefault(stage, set()):
                self.gaps[stage].add(position)
                document = documents[position]
                message = f"{stage} failed on this text ({type(error).__name__}); {_BUG}"
                trace = self._trace(stage, error)
                self.notices.append(
                    Notice("fault", document.path, document.line, message, file=document.file, trace=trace)
                )

    def added_to(self, evidence: Evidence) -> Evidence:
        """Return *evidence* with the notices and gaps of all faults."""
        if not self.notices:
            return evidence
        return attrs.evolve(evidence, notices=(*evidence.notices, *self.notices), gaps=self.gaps)

    def _trace(self, stage: str, error: Exception) -> str:
        """Return the traceback of *error*, once for each kind of fault: a million texts may have the same one."""
        kind = stage, type(error)
        if kind in self._traced:
            return ""
        self._traced.add(kind)
        from traceback import format_exception

        return "".join(format_exception(error)).rstrip("\n")
