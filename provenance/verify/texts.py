"""From a bundle and the texts that it is about to what differs: files, texts, and spans that its tables point to."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from provenance.reporters.archives.spans import COLUMNS, POINTING, hash_of
from provenance.reporters.tables import cells
from provenance.reporters.tables.typed import TABLES
from provenance.verify.sealed import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.corpus import Corpus
    from provenance.verify.sealed import Bundle

    Row = Mapping[str, str]

_CHANGED = "changed since it was audited"


def compared(bundle: Bundle, corpus: Corpus) -> list[Wrong]:
    """Return what differs between the tables of *bundle* and the texts of *corpus*.

    A text that changed is named once: nothing else is said about its spans.  A row of a table that the seal shows to be
    changed is not named again.
    """
    known = {(one.path, one.line) for one in bundle.wrong}
    texts = _Texts(corpus)
    found = [*_files(bundle, corpus), *_documents(bundle, texts)]
    found += [one for one in _spans(bundle, texts) if (one.path, one.line) not in known]
    return found


class _Texts:
    """The texts of a corpus by the ids that tables give them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.digests: dict[str, str] = {}
        self._positions: dict[str, int] = {}
        self.unlike: set[str] = set()  # documents that are not what was audited
        for position, document in enumerate(corpus.documents):
            name = _plain(cells.text(document.id))
            self.digests[name] = document.sha256
            self._positions[name] = position

    def texts(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the text of each of *names* that is there and was not changed, with its name."""
        there = sorted((self._positions[name], name) for name in names if name in self._positions)
        wanted = [(position, name) for position, name in there if name not in self.unlike]
        texts = self._corpus.texts_at([position for position, _ in wanted])
        for (_, name), text in zip(wanted, texts, strict=True):
            yield name, text


def _files(bundle: Bundle, corpus: Corpus) -> Iterator[Wrong]:
    """Yield the files whose bytes changed or that are gone or new, where they hold records: texts are named by id."""
    altered = _altered(bundle, "inputs")
    before = {row["path"]: row["sha256"] for line, row in _rows(bundle, "inputs") if line not in altered}
    after = {_plain(cells.text(one.path)): one.sha256 for one in corpus.inputs if one.sha256}
    single = {_plain(cells.text(document.path)) for document in corpus.documents if document.line is None}
    single |= {row["path"] for _, row in _rows(bundle, "documents") if not row["line"]}
    for path in sorted({*before, *after} - single):
        if path not in after:
            if before[path]:
                yield Wrong(path, 0, "is not there, and was when it was audited")
        elif path not in before:
            if not altered:
                yield Wrong(path, 0, "is new since the audit")
        elif before[path] and before[path] != after[path]:
            yield Wrong(path, 0, _CHANGED)


def _documents(bundle: Bundle, texts: _Texts) -> Iterator[Wrong]:
    altered = _altered(bundle, "documents")
    before = {row["id"]: row["sha256"] for line, row in _rows(bundle, "documents") if line not in altered}
    # A row that was changed may be about any text, so that no text is new or gone for sure.
    for name in sorted({*before, *texts.digests}):
        if name not in texts.digests:
            yield Wrong(name, 0, "is not there, and was when it was audited")
        elif name not in before:
            if not altered:
                yield Wrong(name, 0, "is new since the audit")
        elif before[name] and before[name] != texts.digests[name]:
            texts.unlike.add(name)
            yield Wrong(name, 0, _CHANGED)


def _spans(bundle: Bundle, texts: _Texts) -> Iterator[Wrong]:
    """Yield the rows of tables whose places do not hold what was there when they were written."""
    hashes: dict[tuple[str, int], Row] = {}
    by_document: dict[str, list[tuple[int, Row]]] = {}
    # A row of spans.csv that the seal shows to be changed says nothing about the others.
    altered = _altered(bundle, "spans")
    for line, row in _rows(bundle, "spans"):
        if line not in altered:
            hashes[row["table"], _number(row["row"]) + 1] = row
            by_document.setdefault(row["document"], []).append((line, row))
    for table in POINTING:
        for line, row in _rows(bundle, table):
            sealed = hashes.get((table, line))
            if sealed is not None and any(row[key] != sealed[key] for key in ("document", "start", "end")):
                yield Wrong(f"{table}.csv", line, "its place is not the one that spans.csv has for it")
    for name, text in texts.texts(list(by_document)):
        for line, row in by_document[name]:
            start, end = _number(row["start"]), _number(row["end"])
            if not 0 <= start <= end <= len(text) or hash_of(text[start:end]) != row["sha256"]:
                yield Wrong("spans.csv", line, f"{name} holds something else at {row['start']}–{row['end']}")
    yield from _excerpts(bundle, texts)


def _excerpts(bundle: Bundle, texts: _Texts) -> Iterator[Wrong]:
    """Yield the claims whose text is not what stands at their place."""
    by_document: dict[str, list[tuple[int, Row]]] = {}
    for line, row in _rows(bundle, "claims"):
        if row["start"]:
            by_document.setdefault(row["document"], []).append((line, row))
    for name, text in texts.texts(list(by_document)):
        for line, row in by_document[name]:
            excerpt = text[_number(row["start"]) : _number(row["end"])]
            if _plain(cells.text(excerpt)) != row["text"]:
                yield Wrong("claims.csv", line, f"{name} does not say this at {row['start']}–{row['end']}")


def _altered(bundle: Bundle, table: str) -> set[int]:
    """Return the rows of a table that the seal shows to be changed; 0 where it is more than single rows."""
    return {one.line for one in bundle.wrong if one.path == f"{table}.csv"}


def _rows(bundle: Bundle, table: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table with the number of their row, the header being 1."""
    content = bundle.contents.get(f"{table}.csv", b"").decode("utf-8", "replace")
    columns = COLUMNS if table == "spans" else TABLES[table][0]
    try:
        table_rows = csv.DictReader(io.StringIO(content, newline=""))
        if tuple(table_rows.fieldnames or ()) != columns:
            return
        for number, row in enumerate(table_rows, 2):
            if None not in row and None not in row.values():
                yield number, row
    except csv.Error:
        # The seal shows that the file was changed.
        return


def _plain(cell: str) -> str:
    """Return a field of a table without its quotes."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
