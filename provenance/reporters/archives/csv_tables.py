"""From a report to its CSV tables as bytes, and to their description in CSVW (W3C recommendation, 2015)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from provenance.reporters.encode import encode
from provenance.reporters.tables import csv_file
from provenance.reporters.tables.typed import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

    Writer = Callable[[Report, TextIO, Config, Places], None]

_WRITERS: dict[str, Writer] = {
    "inputs": csv_file.inputs,
    "documents": csv_file.documents,
    "claims": csv_file.claims,
    "pairs": csv_file.pairs,
    "passages": csv_file.passages,
    "groups": csv_file.groups,
    "findings": csv_file.findings,
}
ABOUT = {
    "inputs": "files that were met, and what became of each",
    "documents": "documents",
    "claims": "claims that texts make about themselves, each with its place",
    "pairs": "pairs of similar documents, and who copied whom",
    "passages": "passages that documents share",
    "groups": "groups of similar documents, and which to keep",
    "findings": "findings of the rules",
}
_DATATYPES: dict[str, object] = {
    "text": "string",
    "integer": "integer",
    "number": "decimal",
    "boolean": {"base": "boolean", "format": "yes|no"},
}


def csv_tables(report: Report, config: Config, places: Places) -> dict[str, bytes]:
    """Return the bytes of each table, as the output folder has them, by their names."""
    return {name: as_bytes(writer, report, config, places) for name, writer in _WRITERS.items()}


def as_bytes(writer: Writer, report: Report, config: Config, places: Places) -> bytes:
    """Return what *writer* writes, encoded as files are."""
    stream = io.StringIO(newline="\n")
    writer(report, stream, config, places)
    return stream.getvalue().encode("utf-8", "backslashreplace")


def description(report: Report, places: Places) -> str:
    """Return the description of all tables as one JSON document."""
    found = []
    for table in tables(report, places):
        columns = [{"name": name, "titles": name, "datatype": _DATATYPES[kind]} for name, kind in table.columns]
        schema: dict[str, object] = {"columns": columns}
        if table.name == "documents":
            schema["primaryKey"] = "id"
        elif table.name in {"claims", "passages", "groups"}:
            schema["foreignKeys"] = [_reference("document")]
        elif table.name == "pairs":
            schema["foreignKeys"] = [_reference("left"), _reference("right")]
        found.append({"url": f"{table.name}.csv", "dc:title": ABOUT[table.name], "tableSchema": schema})
    return encode({"@context": "http://www.w3.org/ns/csvw", "tables": found}) + "\n"


def _reference(column: str) -> Mapping[str, object]:
    return {"columnReference": column, "reference": {"resource": "documents.csv", "columnReference": "id"}}
