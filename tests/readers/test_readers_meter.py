"""How far reading is: bytes of the files as they lie on disk, of how many in all."""

from __future__ import annotations

import gzip
import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from provenance.readers import read
from provenance.settings import Reading

if TYPE_CHECKING:
    from pathlib import Path

    Told = list[tuple[int, int]]


def told_of(path: Path | str, settings: Reading | None = None, stdin: bytes = b"") -> Told:
    """All that whoever watches is told while the inputs are read."""
    told: Told = []
    for _ in read([path], settings or Reading(), stdin=io.BytesIO(stdin), watch=lambda *one: told.append(one)):
        pass
    return told


def size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.iterdir())


def test_a_folder_is_told_from_nothing_to_all(tmp_path: Path) -> None:
    """Texts and records, packed or not, count as they lie on disk, and none is counted twice."""
    (tmp_path / "a.txt").write_text("The ferry runs again.\n" * 50)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"The ferry runs again.\n" * 50))
    (tmp_path / "c.jsonl").write_text('{"text": "The ferry runs again."}\n' * 50)
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "The ferry runs again."}\n' * 50))

    told = told_of(tmp_path)

    assert {total for _, total in told} == {size(tmp_path)}
    assert told[0][0] == 0
    assert told[-1][0] == size(tmp_path)
    assert all(before <= after for (before, _), (after, _) in pairwise(told))


def test_a_large_file_is_told_block_by_block(tmp_path: Path) -> None:
    """Long before a file of records is done something is told, also where none of its lines is a record."""
    (tmp_path / "some.jsonl").write_text(f'{{"a": "{"x" * 90}"}}\n' * 15_000)

    told = told_of(tmp_path, Reading(batch_bytes=1 << 18))

    assert len({done for done, _ in told}) > 5


@pytest.mark.parametrize(
    ("name", "content"),
    [("cut.jsonl.gz", gzip.compress(b"x" * 1000)[:-9]), ("binary.txt", b"\0\1\2\3" * 500), ("long.txt", b"x" * 90_000)],
    ids=["cut", "binary", "long"],  # a compressed file holds the second of its making: each worker had another name
)
def test_what_is_not_read_counts_when_its_turn_is_over(tmp_path: Path, name: str, content: bytes) -> None:
    """A file that is cut, binary or over the limit does not keep the rest from reaching the end."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text("The ferry runs again.")

    told = told_of(tmp_path, Reading(max_document_bytes=50_000))

    assert told[-1] == (size(tmp_path), size(tmp_path))


def test_the_end_of_standard_input_is_not_known() -> None:
    """What was read is told, without a total."""
    records = b'{"text": "The ferry runs again."}\n' * 50

    assert told_of("-", stdin=records)[-1] == (len(records), 0)


def test_empty_files_have_an_end(tmp_path: Path) -> None:
    """Nothing of nothing is told, and nothing is divided by it."""
    (tmp_path / "a.txt").write_bytes(b"")

    assert set(told_of(tmp_path)) == {(0, 0)}
