"""From a file that holds a table in Apache Arrow's columns, in any format, to documents, and back to their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from provenance.errors import UnreadableFileError
from provenance.readers.arrow_rows import ArrowRows, Part, chosen, sniffed, text_column
from provenance.readers.budget import Budget
from provenance.readers.unchanged import CHANGED, refuse_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

    Opener = Callable[[OpenFile, Reading], AbstractContextManager["ArrowTable"]]


# What the library raises for a damaged file; names that are no UTF-8 are not taken for damage there.
DAMAGE = (pa.ArrowException, OSError, UnicodeDecodeError)


class ArrowTable(Protocol):
    """A table in a file: the *names* of its columns, and its rows in the parts that the file keeps together."""

    names: list[str]

    def head(self, columns: Sequence[str]) -> pa.RecordBatch:
        """Return the first rows, with these *columns*."""

    def parts(self, columns: Sequence[str], room: int, wanted: frozenset[int] | None = None) -> Iterator[Part]:
        """Yield the rows with these *columns*, about *room* bytes at once; of the parts *wanted*, None: of all."""


def read_table(file: OpenFile, settings: Reading, collector: Collector, opened: Opener) -> Iterator[Batch]:
    """Give the collector the rows of a table, and notices about those that hold no text."""
    rows = ArrowRows(file.source, settings, collector)
    budget = file.budget or Budget(file.size)
    with opened(file, settings) as table:
        try:
            rows.settle(table.names, table.head(sniffed(table.names, settings.fields)))
            if not rows.wanted:
                return
            for part in table.parts(rows.wanted, settings.batch_bytes):
                rows.take(part, budget)
                yield from collector.batches()
                if not rows.wanted:
                    return
        except UnreadableFileError as error:
            rows.stop(error)
        except DAMAGE as error:
            rows.stop(UnreadableFileError(f"is damaged: {_first_line(error)}"))
    collector.watch(file.size)
    rows.records.end()


def reread_table(file: OpenFile, wanted: Sequence[Document], settings: Reading, opened: Opener) -> list[str]:
    """Return the texts of the rows *wanted*, in their order, by their parts and their rows in these."""
    places: dict[tuple[int, int], list[int]] = {}
    for at, document in enumerate(wanted):
        number, end = document.place or (0, 0)
        places.setdefault((number, end - number), []).append(at)
    texts = [""] * len(wanted)
    with opened(file, settings) as table:
        path = chosen(table.names, table.head(sniffed(table.names, settings.fields)), settings.fields).text
        parts = table.parts(path[:1], settings.batch_bytes, frozenset(number for number, _ in places))
        for part in parts if path[0] in table.names else ():
            column = text_column(part.batch, path)
            if column is None:
                break
            for place in _within(places, part):
                raw: bytes = column[place[1] - part.first].as_py() or b""
                for at in places.pop(place):
                    refuse_changed(wanted[at], raw)
                    texts[at] = raw.decode()
            if not places:
                return texts
    raise UnreadableFileError(CHANGED)


def _within(places: dict[tuple[int, int], list[int]], part: Part) -> list[tuple[int, int]]:
    end = part.first + part.batch.num_rows
    return [place for place in places if place[0] == part.number and part.first <= place[1] < end]


def refusal(what: str, error: Exception) -> UnreadableFileError:
    """Return the error that a file is not *what* its name says."""
    return UnreadableFileError(f"is no {what} that can be read: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
