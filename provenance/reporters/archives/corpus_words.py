"""From a report to the sentences by which an archive describes the corpus: its name, its size, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.documents import sizes
from provenance.reporters.display import count, quantity
from provenance.reporters.display.words import visible
from provenance.settings.written import recorded
from provenance.version import __version__

if TYPE_CHECKING:
    from provenance.model import Report
    from provenance.settings import Config


def name_of(report: Report) -> str:
    """Return a name for the corpus: those of the files and folders that were given."""
    return visible(", ".join(report.corpus)) or "corpus"


def size_of(report: Report) -> str:
    """Return how much the corpus holds."""
    words = int(report.evidence.words.sum())
    size = quantity(int(sizes(report.evidence.documents).sum()))
    return f"{count(len(report.evidence.documents), 'document')}, {count(words, 'word')}, {size}"


def deduplication_of(report: Report, config: Config) -> str:
    """Return what was found about copies, and by which measure."""
    groups = report.evidence.groups
    copies = sum(len(group.members) - 1 for group in groups)
    return (
        f"Near-duplicates by exact Jaccard similarity of runs of five words, at least {recorded(config)['threshold']} "
        f"(provenance {__version__}): {count(len(groups), 'group')}, {count(copies, 'copy', 'copies')} beside the "
        "texts to keep."
    )
