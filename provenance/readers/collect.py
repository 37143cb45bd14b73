"""From documents and their texts, one by one or run by run, to batches of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import DocumentRun, Documents
from provenance.model import MISSED, Batch, Document, Notice
from provenance.readers.blocks import unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from provenance.documents import Run
    from provenance.documents.rows import RowRun
    from provenance.model import Input, NoticeKind

MAX_BATCH_DOCUMENTS = 1 << 16  # else ten million empty texts would be one batch

MAX_NOTICES = 1000  # of one kind and file; more of them are counted, not kept


class Collector:
    """Takes documents and notices, gives batches.

    A reader calls `add` or `take`, and `note`, as it goes, and hands on what `batches` yields from time to time.
    """

    __slots__ = (
        "_count", "_counts", "_documents", "_filled", "_full", "_heads", "_inputs", "_limit", "_met", "_notices",
        "_once", "_pieces", "_problems", "_runs", "file", "stamp", "total", "watch",
    )  # fmt: skip

    def __init__(self, batch_bytes: int) -> None:
        self._limit = batch_bytes
        self._full: list[Batch] = []
        self._counts: dict[NoticeKind, tuple[int, int | None, int | None]] = {}
        self._met = False
        self._problems: dict[str, tuple[NoticeKind, str]] = {}
        self._inputs: list[Input] = []
        self._once: set[str] = set()
        self.total = 0  # documents of all files so far
        self.file = b""  # what is being read: notices say so
        self.stamp = 0  # identifies that file, and goes into its documents; 0 for standard input
        # Readers call this with the number of bytes that they read, as the file holds them.
        self.watch: Callable[[int], None] = unwatched
        self._clear()

    @property
    def empty(self) -> bool:
        """Whether neither a document nor a notice came from any file."""
        return not (self._met or self._count or self._full)

    def add(self, document: Document, text: bytes, head: int = 0) -> None:
        """Add *document* with its *text* as UTF-8, whose first *head* bytes are a header and not the article."""
        size = len(text)
        if (self._count and self._filled + size > self._limit) or self._count >= MAX_BATCH_DOCUMENTS:
            self._close()
        self._filled += size
        self.total += 1
        if head:
            self._heads.append((self._count, head))
        self._count += 1
        self._documents.append(document)
        self._pieces.append(text)

    def take(self, records: RowRun, texts: bytes, ends: NDArray[np.int64], heads: list[tuple[int, int]]) -> None:
        """Add a run of *records*: *ends* are the ends of their *texts*, *heads* (slot, bytes) the headers."""
        size = len(texts)
        # A run of nearly a batch becomes one by itself: joining it with others would copy it.
        full = self._filled + size > self._limit or self._count + len(records) > MAX_BATCH_DOCUMENTS
        if self._count and (full or 2 * max(size, self._filled) > self._limit):
            self._close()
        self._settle()
        self._heads += [(self._count + position, head) for position, head in heads]
        self._runs.append((records, texts, ends))
        self._filled += size
        self._count += len(records)
        self.total += len(records)

    def note(self, kind: NoticeKind, path: str, line: int | None, message: str) -> None:
        """Add a notice about the file that is being read; of a kind, those after MAX_NOTICES are only counted."""
        self._met = True
        if kind in MISSED or kind == "passed over":
            self._problems.setdefault(path, (kind, message if line is None else f"line {line}: {message}"))
        count, first, _ = self._counts.get(kind, (0, line, line))
        if count < MAX_NOTICES:
            self._notices.append(Notice(kind, path, line, message, file=self.file))
        self._counts[kind] = (count + 1, line if count == MAX_NOTICES else first, line)

    def add_notice(self, notice: Notice) -> None:
        """Add a notice about another file than the one that is being read, or about none."""
        self._notices.append(notice)

    def problem(self, path: str) -> tuple[NoticeKind, str] | None:
        """Return the kind and the message of the first notice about something at *path* that was not read."""
        return self._problems.pop(path, None)

    def add_input(self, one: Input) -> None:
        """Add a file or a member of an archive that is done with, or was passed over."""
        self._inputs.append(one)

    def add_once(self, one: Input) -> None:
        """Add a file that several texts have beside them, when the first one is read."""
        if one.path not in self._once:
            self._once.add(one.path)
            self._inputs.append(one)

    def begin_file(self, file: bytes, stamp: int = 0) -> None:
        """Set the *file* that is read from now on, and its *stamp*."""
        self.file, self.stamp = file, stamp

    def end_file(self, path: str) -> None:
        """Add one notice for each kind of which there were too many to keep about the file *path*."""
        for kind, (count, first, last) in self._counts.items():
            if count > MAX_NOTICES:
                more = count - MAX_NOTICES
                message = f"{more} more like the {MAX_NOTICES} before, from line {first} to line {last}"
                self._notices.append(Notice(kind, path, first, message, more, self.file))
        self._counts.clear()

    def batches(self) -> Iterator[Batch]:
        """Yield the batches that are full, and let go of them."""
        full, self._full = self._full, []
        full.reverse()
        while full:
            yield full.pop()

    def followed_by_rest(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Yield the *batches* that a reader makes, then all that is left here."""
        yield from batches
        yield from self.rest()

    def rest(self) -> Iterator[Batch]:
        """Yield all that is left; the last batch may hold notices only."""
        if self._count or self._notices or self._inputs:
            self._close()
        yield from self.batches()

    def _settle(self) -> None:
        """Make one run of the documents that came one by one."""
        if self._documents:
            ends = np.cumsum(np.fromiter(map(len, self._pieces), dtype=np.int64, count=len(self._pieces)))
            self._runs.append((DocumentRun(tuple(self._documents)), b"".join(self._pieces), ends))
            self._documents.clear()
            self._pieces.clear()

    def _close(self) -> None:
        self._met = self._met or bool(self._count)
        self._settle()
        runs, heads, notices, count = self._runs, self._heads, tuple(self._notices), self._count
        inputs, self._inputs = tuple(self._inputs), []
        self._clear()
        offsets, at = np.zeros(count + 1, np.int64), 1
        for _, _, ends in runs:
            offsets[at : at + len(ends)] = ends + offsets[at - 1]
            at += len(ends)
        starts = offsets[:-1].copy()
        for position, head in heads:
            starts[position] += head
        buffer = runs[0][1] if len(runs) == 1 else b"".join([texts for _, texts, _ in runs])
        documents = Documents(run for run, _, _ in runs) if runs else ()
        self._full.append(Batch(documents, buffer, offsets, starts, notices, inputs))

    def _clear(self) -> None:
        self._filled = 0
        self._count = 0
        self._runs: list[tuple[Run, bytes, NDArray[np.int64]]] = []
        self._documents: list[Document] = []
        self._pieces: list[bytes] = []
        self._heads: list[tuple[int, int]] = []
        self._notices: list[Notice] = []
