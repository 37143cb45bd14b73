"""From records with named fields to documents, whatever format of file they stand in."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provenance.documents.rows import statements_of
from provenance.model import Document
from provenance.readers.headers import HEAD, find_header
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import NoticeKind, Statement
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading

STATED = ("title", "date", "source", "url")


class Records:
    """Gives the collector a document for each record of one file, and notices about records that hold no text.

    *text* and *id* are the names of the fields that hold these ("" for none), *stated* leads from our name of a
    statement to its field's; *sidecar* is what the file beside this one states of all its records.  *met* counts what
    was met: a file without any is worth a notice, which `end` gives.
    """

    def __init__(self, source: Source, settings: Reading, collector: Collector) -> None:
        self.source = source
        self.collector = collector
        self.met = 0
        self.text = settings.fields["text"]
        self.id = settings.fields.get("id", "")
        self.stated = tuple((name, settings.fields[name]) for name in STATED if name in settings.fields)
        self.digests = settings.digests
        self.limit = settings.max_document_bytes
        self.sidecar: tuple[Statement, ...] = ()
        if source.sidecar is not None:
            from provenance.readers.sidecars import stated_of

            self.sidecar = stated_of(source, settings, collector)

    def note(self, kind: NoticeKind, line: int, message: str) -> None:
        """Add a notice about the record in *line*."""
        self.met += 1
        self.collector.note(kind, self.source.path, line, message)

    def add(
        self, record: Mapping[str, object], line: int, encoding: str = "utf-8", place: tuple[int, int] | None = None
    ) -> None:
        """Give the collector the document of the *record* in *line*, or a notice why there is none."""
        text = record.get(self.text)
        if type(text) is not str:
            self._refuse(record, line)
            return
        piece = text.encode("utf-8", "surrogatepass")
        if len(piece) > self.limit:
            self.note("over limit", line, f"is longer than the limit of {self.limit} bytes")
            return
        header, found = find_header(text[:HEAD], "")
        statements = chain.from_iterable(statements_of(name, record.get(field)) for name, field in self.stated)
        document = Document(
            self._identified(record.get(self.id), line),
            self.source.path,
            self.source.file,
            line,
            len(piece),
            sha256(piece) if self.digests else "",
            encoding,
            header,
            (*self.sidecar, *statements, *found),
            place,
            self.collector.stamp,
        )
        self.met += 1
        self.collector.add(document, piece, len(text[:header].encode("utf-8", "surrogatepass")))

    def end(self) -> None:
        """Add a notice where the file held no record."""
        if self.met == 0:
            self.collector.note("no text", self.source.path, None, "holds no record")

    def _refuse(self, record: Mapping[str, object], line: int) -> None:
        if self.text in record:
            self.note("no text", line, f"the field {self.text!r} is not a string")
        else:
            self.note(
                "no text", line, f"has no field {self.text!r}; --fields text=NAME says which field holds the text"
            )

    def _identified(self, own: object, line: int) -> str:
        """Return the id of a record: its *own*, a string or a whole number, else its place."""
        if (isinstance(own, str) and own) or type(own) is int:
            return str(own)
        return f"{self.source.path}#{line}"
