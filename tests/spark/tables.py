"""The tables of one machine and those of many, as lines that can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("pairs", "groups")


def single(source: Path, folder: Path, *options: str) -> dict[str, list[str]]:
    """Return the sorted lines of the tables of one machine."""
    main(["audit", str(source), "--output", str(folder), "--write", ",".join(TABLES), "-q", "--no-cache", *options])
    return {name: sorted((folder / f"{name}.csv").read_text("utf-8").splitlines()) for name in TABLES}


def divided(found: Path) -> dict[str, list[str]]:
    """Return the sorted lines of the tables below *found*, each with one header."""
    tables = {}
    for name in TABLES:
        files = sorted(path for path in (found / name).iterdir() if path.name.startswith("part-"))
        parts = [lines for path in files if (lines := path.read_text("utf-8").splitlines())]
        tables[name] = sorted([parts[0][0], *(line for part in parts for line in part[1:])])
    return tables
