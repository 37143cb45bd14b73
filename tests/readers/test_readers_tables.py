"""Rows that are taken together, in columns, become what they become one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from provenance.readers.collect import Collector
from provenance.readers.opening import open_source
from provenance.readers.source import Source
from provenance.readers.tables import _Table
from provenance.settings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from provenance.readers.rows import Rows

CELLS = st.sampled_from(
    [b"", b"one", b'"two"', b'"a ""b"""', b'"a\nb"', b'"open"x', b'"', b"\r", b"\\", b'"\x01\x1f\x7f\t,"', b"\xff",
     "é".encode(), b"2024-03-05"]
)  # fmt: skip
HEADERS = st.permutations([b"text", b"id", b"title", b"date", b"other"]).map(lambda names: names[:4])


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Generate a table most of whose rows have as many cells as its header."""
    header = draw(HEADERS)
    row = st.lists(CELLS, min_size=4, max_size=4) | st.lists(CELLS, max_size=6) | st.just(header)
    rows = draw(st.lists(row, max_size=9))
    end = draw(st.sampled_from([b"\n", b"\r\n"]))
    return end.join(b",".join(cells) for cells in [header, *rows]) + draw(st.sampled_from([b"", end]))


class OneByOne(_Table):
    """A table no rows of which are taken together."""

    def _alike(self, rows: Rows, begun: int) -> Iterator[tuple[int, int]]:
        return iter(())


def found(kind: type[_Table], path: Path, settings: Reading) -> list[object]:
    """Return the documents, their texts and the notices of a table, read as *kind* does."""
    name = bytes(path)
    collector = Collector(settings.batch_bytes)
    with open_source(Source(path.name, name, name, 0, (".csv", ""), named=True), settings) as file:
        table = kind(file, settings, collector)
        for rows in table.rows(file, settings):
            table.take(rows)
        table.records.end()
    batches = list(collector.rest())
    texts = [(one, batch.text(at)) for batch in batches for at, one in enumerate(batch.documents)]
    return [*texts, *(notice for batch in batches for notice in batch.notices)]


@given(tables())
@example(b'text,date\n"a\nb",2024\none,2025\none\n\r\ntext,date\ntwo,\n')
def test_rows_taken_together_are_those_taken_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """With the same ids, lines, places, statements, texts and notices, in the same order, whatever stands between."""
    path = tmp_path_factory.getbasetemp() / "twin.csv"
    path.write_bytes(content)
    settings = Reading(max_document_bytes=40)

    together = found(_Table, path, settings)

    assert together == found(OneByOne, path, settings)
