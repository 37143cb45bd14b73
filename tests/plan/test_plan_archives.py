"""Archives without their copies: what remains of each is written as JSON lines; a member is found by its path."""

from __future__ import annotations

import io
import json
import tarfile
import warnings
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


def test_what_remains_of_an_archive_is_written_beside_it(tmp_path: Path) -> None:
    """By --to and --out; verify misses nothing."""
    name = "old.tar.gz"
    write_archive(tmp_path / "corpus" / name, MEMBERS)
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")
    expected = {f"{name}!/{member}": article(number) for member, number in LEFT.items()}

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 3
    assert texts_in(contents(tmp_path / "out")[f"{name}.jsonl"]) == expected
    assert command("verify", plan, "--to", tmp_path / "out", "-q") == 0
    assert command("apply", plan, "--out", tmp_path / "all.jsonl", "-q") == 0
    assert texts_in((tmp_path / "all.jsonl").read_bytes()) == expected
    assert command("verify", plan, "--out", tmp_path / "all.jsonl", "-q") == 0


def members_in(place: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(place) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_members_are_left_out_of_a_zip_archive(tmp_path: Path) -> None:
    """By --to and in place: files whole, records line by line, rows; all else is byte for byte what it was."""
    table = f"text\n{article(1)!r}\n{article(4)!r}\n".replace("'", '"').encode()
    write_archive(tmp_path / "corpus/old.zip", MEMBERS | {"t.csv": table, "picture.png": b"\x89PNG\0", "empty/": b""})
    before = tree(tmp_path / "corpus")
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")
    left = {
        "x.txt": MEMBERS["x.txt"],
        "y.txt": MEMBERS["y.txt"],
        "r.jsonl": RECORDS.splitlines(keepends=True)[1],
        "t.csv": b"".join(table.splitlines(keepends=True)[at] for at in (0, 2)),
        "picture.png": b"\x89PNG\0",
        "empty/": b"",
    }

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 0
    assert members_in(tmp_path / "out/old.zip") == left
    assert command("verify", plan, "--to", tmp_path / "out", "-q") == 0
    moved = (tmp_path / "out/.provenance/moved.csv").read_text().splitlines()[1:]
    assert moved == ["old.zip!/r.jsonl#2,old.zip!/r.jsonl#1", "old.zip!/t.csv#3,old.zip!/t.csv#2"]
    assert command("apply", plan, "--in-place", "-q") == 0
    assert members_in(tmp_path / "corpus/old.zip") == left
    assert command("verify", plan, "-q") == 0
    assert command("undo", tmp_path / "corpus", "-q") == 0
    assert tree(tmp_path / "corpus") == before


def test_a_zip_archive_keeps_what_it_says_of_its_members(tmp_path: Path) -> None:
    """Names, times, permissions, methods and comments; two members of one name stay two."""
    (tmp_path / "corpus").mkdir()
    with zipfile.ZipFile(tmp_path / "corpus/old.zip", "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.comment = b"of the parish"
        for number, (name, at) in enumerate((("ä.txt", 1), ("b.txt", 1), ("b.txt", 2), ("c.txt", 3))):
            entry = zipfile.ZipInfo(name, (1999, 12, 31, 23, 58, 2 * number))
            entry.external_attr, entry.comment, entry.compress_type = 0o100640 << 16, name.encode(), number % 2 * 8
            made.writestr(entry, article(at))
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 0

    with zipfile.ZipFile(tmp_path / "corpus/old.zip") as old, zipfile.ZipFile(tmp_path / "out/old.zip") as new:
        expected = [_stated(info) for number, info in enumerate(old.infolist()) if number != 1]
        assert [_stated(info) for info in new.infolist()] == expected
        assert new.comment == old.comment
        assert new.testzip() is None


def _stated(info: zipfile.ZipInfo) -> tuple[object, ...]:
    kept = info.filename, info.date_time, info.external_attr, info.comment, info.compress_type
    return (*kept, info.file_size, info.CRC)


@pytest.mark.parametrize("kind", ["locked", "nested", "in front"])
def test_a_zip_archive_that_cannot_be_written_again_stays_whole(kind: str, tmp_path: Path) -> None:
    """What remains of it is written beside it: a member may be locked, lie deeper, or something stands in front."""
    place = tmp_path / "corpus/old.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("deep.txt", article(1))
    write_archive(place, MEMBERS | ({"inner.zip": inner.getvalue()} if kind == "nested" else {}))
    raw = bytearray(place.read_bytes())
    if kind == "locked":
        raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    place.write_bytes(b"#!/bin/sh\n" + raw if kind == "in front" else raw)
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 3
    assert "old.zip.jsonl" in contents(tmp_path / "out")


def test_files_go_for_what_is_kept_in_an_archive_and_come_back(tmp_path: Path) -> None:
    """In place, the archive itself stays as it is, also one that holds a single text."""
    write_archive(tmp_path / "corpus/a.zip", {"x.txt": article(1).encode()})
    (tmp_path / "corpus/b.txt").write_text(article(1), "utf-8")
    write_archive(tmp_path / "corpus/c.tar.gz", {"x.txt": article(1).encode()})
    before = tree(tmp_path / "corpus")
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")

    assert command("apply", plan, "--in-place", "-q") == 3
    assert set(contents(tmp_path / "corpus")) == {"a.zip", "c.tar.gz"}
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
