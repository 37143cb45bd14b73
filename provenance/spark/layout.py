"""From the files of an input to their order, and to what has to be known before their parts can be read apart.

A part of a file cannot tell in which line it begins, nor which fields the first records of the file have.  A first look
at all files says so: it counts their lines and keeps the first ones.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

import numpy as np
import pyarrow as pa

from provenance.errors import UsageError
from provenance.model import Notice
from provenance.readers.arrow_rows import chosen
from provenance.readers.choice import SNIFFED, SNIFFED_BYTES, choose, first_records, read_from, value_at
from provenance.readers.formats import FORMAT_OF, kind_of
from provenance.readers.roots import Root, tell_apart
from provenance.readers.source import shown
from provenance.spark.columns import batch_of, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.readers.choice import Choice
    from provenance.spark.engine import Batches, File, Format

BLOCKS = pa.schema(
    [("file", pa.string()), ("block", pa.int64()), ("count", pa.int64()), ("head", pa.list_(pa.binary()))]
)
_LOCAL = "file:"
FORMS: dict[str, Format] = {"JSON lines": "lines", "Parquet": "rows"}


class Listing(NamedTuple):
    """The files to read, by their uri, with the paths shown and their forms; *notices* say what is not read."""

    paths: dict[str, str]
    forms: dict[str, Format]
    notices: tuple[Notice, ...]

    def of_form(self, form: Format) -> list[str]:
        """Return the files of a *form*."""
        return [uri for uri, one in self.forms.items() if one == form]


class Layout(NamedTuple):
    """A file: the *path* shown, its *rank* among all files, its suffixes, the fields to read, and the lines before each
    block."""

    path: str
    rank: int
    kind: tuple[str, str]
    choice: Choice
    before: Mapping[int, int]


def listed(files: Sequence[File]) -> Listing:
    """Return which of *files* are read, called as one machine calls them.  Raises UsageError where there is none."""
    roots = {one.root: Root(one.root.rstrip("/").encode(), folder=one.folder) for one in files}
    if len(roots) > 1:
        tell_apart(list(roots.values()))
    paths: dict[str, str] = {}
    forms: dict[str, Format] = {}
    notices = []
    for one in files:
        name = roots[one.root].name
        parts = [part for part in (name if len(roots) > 1 or not one.folder else b"", one.below.encode()) if part]
        path = shown(b"/".join(parts))
        kind = kind_of(path.encode())
        form = FORMS.get(FORMAT_OF[kind[0]].name) if kind else None
        if form is None:
            said = "is neither JSON lines nor Parquet, which are all that is read on Spark"
            notices.append(Notice("passed over" if one.folder else "unreadable", path, None, said))
        else:
            paths[one.uri], forms[one.uri] = path, form
    if not paths:
        raise UsageError(f"nothing to scan in {', '.join(roots)}: there are no files of JSON lines or Parquet")
    return Listing(paths, forms, tuple(sorted(notices, key=lambda notice: notice.path)))


def opener_of(uri: str) -> bytes:
    """Return the path of a file on this machine, the *uri* of one elsewhere."""
    return unquote_to_bytes(uri.removeprefix(_LOCAL)) if uri.startswith(_LOCAL + "/") else uri.encode()


def counted(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield for each block of a file how many lines or rows it has, and the first ones of the file."""
    found: dict[tuple[str, int], _Block] = {}
    for batch in batches:
        for (file, number), rows in blocks_of(batch):
            found.setdefault((file, number), _Block()).add(rows, first=number == 0)
    columns = {
        "file": [file for file, _ in found],
        "block": [number for _, number in found],
        "count": [block.count for block in found.values()],
        "head": [block.head for block in found.values()],
    }
    yield batch_of(columns, BLOCKS)


def blocks_of(batch: pa.RecordBatch) -> Iterator[tuple[tuple[str, int], pa.RecordBatch]]:
    """Yield the blocks of files in a *batch*, each with its rows."""
    files, blocks = batch.column("file"), numbers(batch, "block")
    codes: NDArray[np.int32] = files.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    cuts = np.flatnonzero((codes[1:] != codes[:-1]) | (blocks[1:] != blocks[:-1])) + 1
    bounds = [0, *cuts.tolist(), len(codes)]
    for begin, end in pairwise(bounds):
        if begin < end:
            yield (files[begin].as_py(), int(blocks[begin])), batch.slice(begin, end - begin)


class _Block:
    """How many lines or rows a block has, and the first ones of its file: lines as they are, rows as Arrow has them."""

    def __init__(self) -> None:
        self.count = 0
        self.head: list[bytes] = []
        self._bytes = 0

    def add(self, rows: pa.RecordBatch, *, first: bool) -> None:
        """Count *rows*; *first* says whether the block is the first of its file."""
        self.count += rows.num_rows
        if "row" in rows.schema.names:
            if rows.column("row")[0].as_py() == 0:
                self.head = [_streamed(rows.drop_columns(["file", "block", "row"]).slice(0, SNIFFED))]
            return
        for line in rows.column("line") if first and self._bytes <= SNIFFED_BYTES else ():
            content = line.as_py()
            self._bytes += len(content) + 1
            if self._bytes > SNIFFED_BYTES and self.head:
                return
            self.head.append(content)


def _streamed(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def layouts(
    blocks: pa.Table, listing: Listing, given: Mapping[str, str]
) -> tuple[dict[str, Layout], tuple[Notice, ...]]:
    """Return how each file that has lines or rows is read, by its uri, and notices about the fields of each."""
    heads: dict[str, list[bytes]] = {}
    counts: dict[str, list[tuple[int, int]]] = {}
    for row in blocks.to_pylist():
        heads.setdefault(row["file"], []).extend(row["head"])
        counts.setdefault(row["file"], []).append((row["block"], row["count"]))
    found, notices = {}, []
    for rank, (file, path) in enumerate(sorted(listing.paths.items(), key=lambda pair: pair[1].encode())):
        if file not in counts:
            notices.append(Notice("no text", path, None, "holds no record"))
            continue
        choice, said = (_of_rows if listing.forms[file] == "rows" else _of_lines)(heads[file], given)
        if said:
            notices.append(Notice("fields chosen", path, None, said))
        before, total = {}, 0
        for block, count in sorted(counts[file]):
            before[block] = total
            total += count
        found[file] = Layout(path, rank, kind_of(path.encode()) or ("", ""), choice, before)
    return found, tuple(notices)


def _of_lines(head: Sequence[bytes], given: Mapping[str, str]) -> tuple[Choice, str]:
    run = b"\n".join(head)
    records = list(first_records(run, 0, len(run)))
    choice = choose(records, given)
    texts = any(type(value_at(record, choice.text)) is str for record in records)
    return choice, read_from(choice, given) if texts else ""


def _of_rows(head: Sequence[bytes], given: Mapping[str, str]) -> tuple[Choice, str]:
    with pa.ipc.open_stream(head[0]) as stream:
        first = stream.read_next_batch()
    choice = chosen(first.schema.names, first, given)
    return choice, read_from(choice, given) if choice.text[0] in first.schema.names else ""
