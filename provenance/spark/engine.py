"""The verbs of which an audit over many machines is made; a cluster has them, and so has this process for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    Batches = Iterator[pa.RecordBatch]
    Work = Callable[[Batches], Batches]
    # From the names of the columns of a file to those that are read.
    Wanted = Callable[[Sequence[str]], Sequence[str]]

Table = TypeVar("Table")
Format = Literal["lines", "rows"]


class File(NamedTuple):
    """A file of the input: the *uri* by which its rows know it, the *root* that was given, and the path *below* that.

    *below* is "" for a file that was given as such: then the root is no *folder*.  *size* is in bytes, and *changed*
    when the file was changed last.
    """

    uri: str
    root: str
    below: str
    size: int
    changed: int
    folder: bool


class Engine(Protocol[Table]):
    """What does the same to each part of a table, and moves rows between parts.

    A table is in parts, and its rows are columns of Arrow.  Nothing may depend on how many parts there are, on their
    order, or on the order of rows that no `shuffle_sorted` has put in order.
    """

    def files(self, inputs: Sequence[str]) -> list[File]:
        """Return the files at and below *inputs*, without hidden ones.  Raises UsageError for a path that is none."""

    def read(self, files: Sequence[str], form: Format, wanted: Wanted) -> Table:
        """Return the lines of text *files*, or the rows of Parquet *files* with those columns that are *wanted*.

        Beside them are `file` (the uri) and `block`; the rows of one block are in one part, and in order.  A line is in
        the column `line`; its block is the offset of the split that it begins in.  A row has its number in `row`.
        """

    def map(self, table: Table, work: Work, schema: pa.Schema) -> Table:
        """Return what *work* makes of the batches of each part, which has the columns of *schema*.

        *work* may be called more than once for a part, and must give the same each time.
        """

    def shuffle_sorted(self, tables: Sequence[Table], key: str, order: Sequence[str], parts: int = 0) -> Table:
        """Return the rows of all *tables*, those with the same *key* in one part, and each part in this *order*.

        *parts* is how many parts there are then; 0: as many as usual.
        """

    def union(self, tables: Sequence[Table]) -> Table:
        """Return the rows of all *tables*, which have the same columns."""

    def join(self, left: Table, right: Table, key: str, *, outer: bool = False) -> Table:
        """Return the rows of *left* with the columns of the row of *right* that has the same *key*: at most one has.

        Rows without such a row are left out, or with *outer* have nulls.
        """

    def where(self, table: Table, column: str, values: Sequence[int]) -> Table:
        """Return the rows of *table* that have one of *values* in a *column* of numbers."""

    def select(self, table: Table, columns: Mapping[str, str]) -> Table:
        """Return the columns of *table* that are the values of *columns*, called as their keys say."""

    def write(self, table: Table, place: str, mark: str) -> Table:
        """Write *table* to *place* and then the *mark* that it is whole, and return what was written."""

    def write_lines(self, table: Table, place: str) -> None:
        """Write the column `value` of *table* to *place*, a file of text for each part that has rows."""

    def written(self, place: str, mark: str) -> Table | None:
        """Return the table at *place*, None unless it is whole and has this *mark*."""

    def collect(self, table: Table) -> pa.Table:
        """Return all rows of a *table*, which must be small."""
