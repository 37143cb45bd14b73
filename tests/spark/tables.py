"""The tables of one machine and those of many, as lines that can be compared."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from provenance.cli import main
from provenance.reporters.tables.typed import columns_of

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("pairs", "groups", "claims")
ALL = (*TABLES, "documents")
# What documents.csv has beside: it needs passages, derivations and findings, which are not computed on many machines.
UNKNOWN = (
    "first_here",
    "shared_earlier",
    "stock",
    "repeated",
    "derived_from_source",
    "derived_from_evidence",
    "findings",
)


def single(source: Path, folder: Path, *options: str, names: tuple[str, ...] = TABLES) -> dict[str, list[str]]:
    """Return the sorted lines of the tables of one machine."""
    usual = ["audit", str(source), "-q", "--no-cache", *options]
    main([*usual, "--output", str(folder), "--write", ",".join(TABLES)])
    tables = {name: sorted((folder / f"{name}.csv").read_text("utf-8").splitlines()) for name in TABLES}
    if "documents" in names:
        # Passages, which this table has, complete the pairs that the others are without.
        main([*usual, "--output", str(folder / "all"), "--write", "documents"])
        tables["documents"] = sorted(known((folder / "all" / "documents.csv").read_text("utf-8")))
    return tables


def divided(found: Path, names: tuple[str, ...] = TABLES) -> dict[str, list[str]]:
    """Return the sorted lines of the tables below *found*, each with one header."""
    tables = {}
    for name in names:
        files = sorted(path for path in (found / name).iterdir() if path.name.startswith("part-"))
        parts = [lines for path in files if (lines := path.read_text("utf-8").splitlines())]
        header = ",".join(column for column, _ in columns_of(name))
        assert {part[0] for part in parts} <= {header}
        tables[name] = sorted([header, *(line for part in parts for line in part[1:])])
    return tables


def known(content: str) -> list[str]:
    """Return the lines of documents.csv with nothing in the columns that are UNKNOWN."""
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow("" if name in UNKNOWN else cell for name, cell in zip(header, row, strict=True))
    return lines.getvalue().splitlines()
