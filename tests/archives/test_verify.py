"""A sealed bundle: what was changed in it or in its texts is named, and nothing else."""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from planted import EDITS, Case, contents, named, written

from provenance.reporters.archives import seal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def test_a_bundle_holds_the_page_too(bundle: Path, forms: Path) -> None:
    """The one that audit writes beside it."""
    assert contents(bundle)["report.html"] == (forms / "report.html").read_bytes()


def test_nothing_is_named_where_nothing_was_changed(bundle: Path, seeds: Path, run: Run) -> None:
    """The bundle is whole by itself, and the texts are those that it is about; the root can be asked for."""
    assert named(bundle, seeds) == (0, set())
    root = json.loads(contents(bundle)[seal.NAME])["root"]

    assert run("verify", str(bundle), "--root", root).returncode == 0
    assert run("verify", str(bundle), "--root", "0" * 64).returncode == 1


@pytest.mark.parametrize("edit", EDITS)
def test_each_planted_edit_is_named_and_none_is_invented(edit, bundle: Path, seeds: Path, tmp_path: Path) -> None:
    """The place of the edit is named, no other one is, and the status is 1."""
    numbers = random.Random(edit.__name__)
    for _ in range(5):
        expected, changed, texts = edit(Case(bundle, seeds, tmp_path), numbers)

        assert named(changed, texts) == (1, expected)


def test_lines_that_came_or_went_are_named(bundle: Path, seeds: Path, tmp_path: Path) -> None:
    """A row that is added is named by its line; rows that are gone are counted."""
    files = contents(bundle)
    lines = files["claims.csv"].split(b"\n")
    added = {**files, "claims.csv": b"\n".join([*lines[:3], lines[3] + b"0", *lines[3:]])}
    gone = {**files, "claims.csv": b"\n".join([*lines[:3], *lines[4:]])}

    assert "claims.csv:4" in named(written(added, tmp_path / "b.zip", again=False), seeds)[1]
    assert "claims.csv" in named(written(gone, tmp_path / "b.zip", again=False), seeds)[1]


def test_texts_that_came_or_went_are_named(bundle: Path, seeds: Path, tmp_path: Path) -> None:
    """A text that is missing and one that is new are one difference each."""
    shutil.copytree(seeds, tmp_path / "seeds")
    (tmp_path / "seeds" / "page-twice.txt").rename(tmp_path / "seeds" / "new.txt")

    assert named(bundle, tmp_path / "seeds") == (1, {"page-twice.txt", "new.txt"})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 is no zip", b"text"])
def test_what_is_no_bundle_is_refused_in_one_sentence(content: bytes, run: Run, tmp_path: Path) -> None:
    """The status is that of wrong usage."""
    (tmp_path / "b.zip").write_bytes(content)

    result = run("verify", str(tmp_path / "b.zip"))

    assert result.returncode == 2
    assert len(result.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize(
    "raw", [None, b"[]", b'{"files":[{}]}', b'{"tool":"provenance","seal":9,"root":"","files":[]}']
)
def test_a_bundle_without_a_seal_is_refused(raw: bytes | None, bundle: Path, run: Run, tmp_path: Path) -> None:
    """Where the seal is gone, or none of this version, nothing can be said about the rest."""
    files = {name: content for name, content in contents(bundle).items() if name != seal.NAME}
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, content in {**files, **({} if raw is None else {seal.NAME: raw})}.items():
            archive.writestr(name, content)

    result = run("verify", str(tmp_path / "b.zip"))

    assert result.returncode == 2
    assert "seal.json" in result.stderr.decode()


def test_records_are_checked_by_their_texts(run: Run, tmp_path: Path) -> None:
    """In a file of records, the record that changed is named, and the file."""
    rows = [{"id": f"r{n}", "text": f"The ferry number {n} runs again after its rope was changed."} for n in range(3)]
    corpus = tmp_path / "day.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    options = ("--as-of", "2024-01-01", "--output", str(tmp_path / "out"), "--write", "inputs", "-q")
    assert run("audit", str(corpus), "--bundle", str(tmp_path / "b.zip"), *options).returncode == 0

    assert named(tmp_path / "b.zip", corpus) == (0, set())

    rows[1]["text"] = "The ferry is sold."
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    assert named(tmp_path / "b.zip", corpus) == (1, {"day.jsonl", "r1"})
