"""From a report to the hashes of all texts that its tables point to: spans of claims, passages and findings.

With these, the tables can be checked against the texts without auditing again.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from provenance.reporters.tables import cells
from provenance.reporters.tables.csv_file import write_table
from provenance.reporters.tables.typed import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

COLUMNS = ("table", "row", "document", "start", "end", "sha256")
POINTING = ("claims", "passages", "findings")  # tables with places


def write(report: Report, stream: TextIO, _: Config, places: Places) -> None:
    """Write a row for each span of a table: its table and row (from 1, below the header), its place, its hash."""
    write_table(stream, (COLUMNS, _rows(report, places)))


def hash_of(text: str) -> str:
    """Return the hash of a part of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rows(report: Report, places: Places) -> Iterator[tuple[str, ...]]:
    ids = {name: at for at, name in enumerate(_ids(report))}
    found: list[tuple[int, str, int, int, int]] = []
    for name in POINTING:
        one = table(name, report, places)
        columns = [column for column, _ in one.columns]
        document, start, end = (columns.index(column) for column in ("document", "start", "end"))
        for number, row in enumerate(one.rows, 1):
            owner, first, last = row[document], row[start], row[end]
            if isinstance(owner, str) and isinstance(first, int) and isinstance(last, int):
                found.append((ids[owner], name, number, first, last))
    # Each text is read once.
    wanted = sorted({one[0] for one in found})
    hashes: dict[tuple[int, int, int], str] = {}
    by_document: dict[int, set[tuple[int, int]]] = {}
    for position, _name, _number, first, last in found:
        by_document.setdefault(position, set()).add((first, last))
    for position, text in zip(wanted, report.evidence.texts(wanted), strict=True):
        for first, last in by_document[position]:
            hashes[position, first, last] = hash_of(text[first:last])
    names = _ids(report)
    for position, name, number, first, last in found:
        digest = hashes[position, first, last]
        yield name, str(number), cells.text(names[position]), str(first), str(last), digest


def _ids(report: Report) -> list[str]:
    from provenance.documents import Ids

    return list(Ids(report.evidence.documents))
