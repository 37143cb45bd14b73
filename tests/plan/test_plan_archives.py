"""Archives without their copies: what remains of each is written as JSON lines; a member is found by its path."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from plan_corpus import article, command, contents, tree, write_plan

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = "".join(json.dumps({"text": article(at)}) + "\n" for at in (2, 3)).encode()
MEMBERS = {
    "x.txt": article(1).encode(),
    "more/x.txt": article(1).encode(),
    "y.txt": article(2).encode(),
    "r.jsonl": RECORDS,
}
LEFT = {"x.txt": 1, "y.txt": 2, "r.jsonl": 3}  # the articles that remain, by their members


def write_archive(place: Path, members: dict[str, bytes]) -> None:
    place.parent.mkdir(exist_ok=True)
    if place.suffix == ".zip":
        with zipfile.ZipFile(place, "w") as made:
            for name, content in members.items():
                made.writestr(name, content)
        return
    with tarfile.open(place, "w:gz") as made:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))


def texts_in(raw: bytes) -> dict[str, str]:
    return {record["path"]: record["text"] for record in map(json.loads, raw.splitlines())}


@pytest.mark.parametrize("name", ["old.zip", "old.tar.gz"])
def test_what_remains_of_an_archive_is_written_beside_it(name: str, tmp_path: Path) -> None:
    """By --to and --out; verify misses nothing."""
    write_archive(tmp_path / "corpus" / name, MEMBERS)
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")
    expected = {f"{name}!/{member}": article(number) for member, number in LEFT.items()}

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 3
    assert texts_in(contents(tmp_path / "out")[f"{name}.jsonl"]) == expected
    assert command("verify", plan, "--to", tmp_path / "out", "-q") == 0
    assert command("apply", plan, "--out", tmp_path / "all.jsonl", "-q") == 0
    assert texts_in((tmp_path / "all.jsonl").read_bytes()) == expected
    assert command("verify", plan, "--out", tmp_path / "all.jsonl", "-q") == 0


def test_files_go_for_what_is_kept_in_an_archive_and_come_back(tmp_path: Path) -> None:
    """In place, the archive itself stays as it is, also one that holds a single text."""
    write_archive(tmp_path / "corpus/a.zip", {"x.txt": article(1).encode()})
    (tmp_path / "corpus/b.txt").write_text(article(1), "utf-8")
    write_archive(tmp_path / "corpus/c.zip", {"x.txt": article(1).encode()})
    before = tree(tmp_path / "corpus")
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")

    assert command("apply", plan, "--in-place", "-q") == 3
    assert set(contents(tmp_path / "corpus")) == {"a.zip", "c.zip"}
    assert command("undo", tmp_path / "corpus", "-q") == 0
    assert tree(tmp_path / "corpus") == before


def test_an_archive_that_changed_is_not_touched(tmp_path: Path) -> None:
    """Nor is any copy of what it held."""
    write_archive(tmp_path / "corpus/a.zip", MEMBERS)
    (tmp_path / "corpus/b.txt").write_text(article(1), "utf-8")
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")
    write_archive(tmp_path / "corpus/a.zip", {"x.txt": b"Another text."})

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 3
    assert set(contents(tmp_path / "out")) == {"a.zip", "b.txt"}
