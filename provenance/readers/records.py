"""From records with named fields to documents, whatever format of file they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.documents.stated import statements
from provenance.model import Document
from provenance.readers.beside import stated_beside
from provenance.readers.choice import choose, first_records, read_from, value_at, without_text
from provenance.readers.formats import FORMAT_OF
from provenance.readers.front_matter import HEAD
from provenance.readers.headers import find_header
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import NoticeKind, Statement
    from provenance.readers.choice import Choice
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading


_STDIN = "application/x-ndjson"  # records on standard input


class Records:
    """Gives the collector a document for each record of one file, and notices about records that hold no text.

    *fields* are those that it reads, our own names until `choose` has seen some records; *sidecar* is what the file
    beside this one states of all its records.  *met* counts what was met: a file without any is worth a notice, which
    `end` gives.
    """

    def __init__(self, source: Source, settings: Reading, collector: Collector) -> None:
        self.source = source
        self.collector = collector
        self.met = 0
        self.fields = choose((), settings.fields)
        self.digests = settings.digests
        self.origin = source.origin("text/plain", FORMAT_OF[source.suffix].media_type if source.suffix else _STDIN)
        self.limit = settings.max_document_bytes
        self._given = settings.fields
        self.sidecar = stated_beside(source, settings, collector)

    def choose(self, run: bytes, begin: int, end: int) -> bool:
        """Choose the fields to read by the lines at ``run[begin:end]``, the first ones; a notice names those found.

        Returns whether any of these records has a text.
        """
        records = list(first_records(run, begin, end))
        choice = choose(records, self._given) if records else None
        if choice is None:
            return False
        found = any(type(value_at(record, choice.text)) is str for record in records)
        if found:
            self.take_choice(choice)
        else:
            self.fields = choice
        return found

    def take_choice(self, choice: Choice) -> None:
        """Read the fields of *choice*; a notice names those found under other names than ours."""
        self.fields = choice
        said = read_from(choice, self._given)
        if said:
            self.collector.note("fields chosen", self.source.path, None, said)

    def lack(self, line: int, message: str) -> None:
        """Add the notice that the file holds no texts: nobody meant a file that is not named to hold any."""
        if self.source.named:
            self.note("no text", line, message)
        else:
            self.met += 1
            self.collector.note("passed over", self.source.path, None, f"holds no texts: {message}")

    def note_aside(self, kind: NoticeKind, line: int, message: str) -> None:
        """Add a notice about a record that is read all the same."""
        self.collector.note(kind, self.source.path, line, message)

    def note(self, kind: NoticeKind, line: int, message: str) -> None:
        """Add a notice about the record in *line*."""
        self.met += 1
        self.collector.note(kind, self.source.path, line, message)

    def add(
        self,
        record: Mapping[str, object],
        place_in_file: tuple[int, int],
        encoding: str = "utf-8",
        place: tuple[int, int] | None = None,
    ) -> None:
        """Give the collector the document of the *record* at a line and a number, or a notice why there is none."""
        line, number = place_in_file
        text = value_at(record, self.fields.text)
        if type(text) is not str:
            self._refuse(record, line)
            return
        piece = text.encode("utf-8", "surrogatepass")
        if len(piece) > self.limit:
            self.note("over limit", line, f"is longer than the limit of {self.limit} bytes")
            return
        header, found = find_header(text[:HEAD], "")
        values = {at: record.get(name) for at, name in enumerate(self.fields.columns)}
        document = Document(
            self._identified(value_at(record, self.fields.id), number),
            self.source.path,
            self.source.file,
            line,
            len(piece),
            sha256(piece) if self.digests else "",
            encoding,
            header,
            (*self.sidecar, *map(_reportable, statements(self.fields.stated, values)), *found),
            place,
            self.collector.stamp,
            self.origin,
            0 if number == line else number,
        )
        self.met += 1
        self.collector.add(document, piece, len(text[:header].encode("utf-8", "surrogatepass")))

    def end(self) -> None:
        """Add a notice where the file held no record."""
        if self.met == 0:
            self.collector.note("no text", self.source.path, None, "holds no record")

    def _refuse(self, record: Mapping[str, object], line: int) -> None:
        name = ".".join(self.fields.text)
        if value_at(record, self.fields.text) is not None or name in record:
            self.note("no text", line, f"the field {name!r} is not a string")
        else:
            self.note("no text", line, without_text(record, self.fields.text))

    def _identified(self, own: object, number: int) -> str:
        """Return the id of a record: its *own*, a string or a whole number, else its place."""
        if (isinstance(own, str) and own) or type(own) is int:
            return _escaped(str(own))
        return f"{self.source.path}#{number}"


def _reportable(statement: Statement) -> Statement:
    value = _escaped(statement.value)
    return statement if value == statement.value else attrs.evolve(statement, value=value)


def _escaped(value: str) -> str:
    """Return *value* with escapes for lone surrogates, which may stand in a text, but in no report."""
    return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
