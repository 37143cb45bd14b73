"""From a report to one SQLite database: all tables with their types, and views of what people ask for first."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import TYPE_CHECKING

from provenance.reporters.display.words import visible
from provenance.reporters.tables.typed import tables

if TYPE_CHECKING:
    from typing import BinaryIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.reporters.tables.typed import Row, Table
    from provenance.settings import Config

_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_ROWS_AT_ONCE = 4096
_INDEXES = (
    ("documents", "id"),
    ("claims", "document"),
    ("pairs", "left"),
    ("pairs", "right"),
    ("passages", "document"),
    ("groups", "document"),
    ("findings", "document"),
)
_VIEWS = {
    "copies": """SELECT member."group", member.document AS copy, kept.document AS keep, member.similarity, member.why
FROM groups AS member JOIN groups AS kept ON kept."group" = member."group" AND kept.keep = 1 WHERE member.keep = 0""",
    "derivations": """SELECT CASE direction WHEN 'left' THEN "left" ELSE "right" END AS copy,
CASE direction WHEN 'left' THEN "right" ELSE "left" END AS original, relation, confidence, jaccard, derived_from_source
FROM pairs WHERE direction IN ('left', 'right')""",
    "sources": """SELECT source, count(*) AS documents, sum(bytes) AS bytes, sum(words) AS words,
min(published) AS first_published, max(published) AS last_published FROM documents GROUP BY source""",
    "rules": "SELECT code, severity, count(*) AS findings FROM findings GROUP BY code, severity",
}


def write(report: Report, stream: BinaryIO, _: Config, places: Places) -> None:
    """Write the database to *stream*.  The same report and the same SQLite give the same bytes."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("PRAGMA page_size = 4096")
        for table in tables(report, places):
            _fill(database, table)
        for table_name, column in _INDEXES:
            database.execute(f'CREATE INDEX "{table_name}_{column}" ON "{table_name}" ("{column}")')
        for name, query in _VIEWS.items():
            database.execute(f'CREATE VIEW "{name}" AS {query}')
        database.commit()
        stream.write(database.serialize())
    finally:
        database.close()


def _fill(database: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in table.columns)
    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
    rows = map(_encodable, table.rows)
    signs = ", ".join("?" * len(table.columns))
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        database.executemany(f'INSERT INTO "{table.name}" VALUES ({signs})', block)


def _encodable(row: Row) -> Row:
    """Return *row* with lone surrogates, which UTF-8 cannot hold, as visible escapes."""
    return tuple(
        visible(cell) if isinstance(cell, str) and not cell.isprintable() and _is_lone(cell) else cell for cell in row
    )


def _is_lone(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
