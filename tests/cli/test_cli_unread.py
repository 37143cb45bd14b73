"""A run that reads no document: earlier reports stay, standard error says so, and the status is not 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

GOOD = "Hanoi (VNA) - The ferry on the river runs again since the first of May."
SAID = b"no document could be read, so no report was written"
# Folders that yield no document, each with the status of a run over it.
UNREAD = {
    "records of other fields": ({"a.jsonl": b'{"x": 1}\n'}, 3),
    "no record at all": ({"a.jsonl": b"", "b.jsonl": b"\n"}, 3),
    "broken records": ({"a.jsonl": b"{bad\n"}, 3),
    "tables and documents without texts": ({"a.csv": b"x,y\n1,2\n", "b.json": b'{"x": [1]}'}, 2),
    "archives without texts": ({"a.zip": b"PK\5\6" + bytes(18), "b.tar": bytes(10240)}, 3),
    "a report of ours": ({"a.md": b"# Provenance report\n\n- 0 documents"}, 2),
    "binary files only": ({"a.txt": b"\0\1\2\3"}, 2),
    "nothing": ({}, 2),
}


@pytest.fixture(params=UNREAD, ids=lambda name: name.replace(" ", "-"))
def unread(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """A folder without documents, and the status of a run over it."""
    files, status = UNREAD[request.param]
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder, status


@pytest.fixture
def out(run: Run, tmp_path: Path) -> Path:
    """A folder with the reports of an earlier run."""
    folder = tmp_path / "earlier"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("audit", folder, "--output", tmp_path / "out").returncode == 0
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("more", [(), ("--write", "pairs"), ("--quiet",)], ids=("all", "some", "quiet"))
def test_audit_leaves_earlier_reports(run: Run, unread: tuple[Path, int], out: Path, more: tuple[str, ...]) -> None:
    """audit replaces no report with an empty one, neither in its folder nor elsewhere."""
    folder, status = unread
    before = contents(out)

    result = run("audit", folder, "--output", out, "-o", f"json={out}/audit2.json", *more)

    assert result.returncode == status
    assert contents(out) == before
    assert SAID in result.stderr or (status == 2 and b"nothing to scan" in result.stderr)
    assert b"written:" not in result.stderr


def test_audit_makes_no_folder(run: Run, unread: tuple[Path, int], tmp_path: Path) -> None:
    """No folder is made for reports that are not written."""
    assert run("audit", unread[0], "--output", tmp_path / "new").returncode == unread[1]
    assert not (tmp_path / "new").exists()


def test_check_leaves_earlier_reports(run: Run, unread: tuple[Path, int], tmp_path: Path) -> None:
    """check writes none of the files that -o asks for, and prints what could not be read all the same."""
    folder, status = unread
    (tmp_path / "a.sarif").write_text("old")

    result = run("check", folder, "-o", f"sarif={tmp_path}/a.sarif", "-o", f"html-dir={tmp_path}/page")

    assert result.returncode == status
    assert (tmp_path / "a.sarif").read_text() == "old"
    assert not (tmp_path / "page").exists()
    assert (b"IO001" in result.stdout) == (status == 3)
    assert (SAID in result.stderr) != (b"nothing to scan" in result.stderr)


def test_check_without_files_does_not_speak_of_them(run: Run, tmp_path: Path) -> None:
    """Where no file was asked for, none is missing."""
    (tmp_path / "a.jsonl").write_text("")

    assert SAID not in run("check", tmp_path).stderr


@pytest.mark.parametrize("action", ["create", "update", "prune", "audit"])
def test_baseline_is_left_as_it_is(run: Run, unread: tuple[Path, int], tmp_path: Path, action: str) -> None:
    """No action touches the baseline, and audit asks about no entry."""
    folder, status = unread
    path = tmp_path / "accepted.jsonl"
    entry = '{"code":"DUP003","paths":["a","b"],"contents":["x","y"],"score":0.7,"why":"known"}\n'
    if action != "create":
        path.write_text(entry)

    result = run("baseline", action, folder, "--baseline", path, stdin=b"n\n" * 9)

    assert result.returncode == status
    assert (path.read_text() if path.exists() else "") == ("" if action == "create" else entry)
    assert b"keep it?" not in result.stdout


def test_one_document_among_unreadable_inputs_is_reported(run: Run, out: Path, tmp_path: Path) -> None:
    """A document beside what cannot be read is reported, with status 3, in all files."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.jsonl").write_text("{bad\n")
    (folder / "other.txt").write_text(GOOD)
    before = contents(out)

    result = run("audit", folder, "--output", out)

    assert result.returncode == 3
    assert SAID not in result.stderr
    assert all(contents(out)[name] != before[name] for name in ("documents.csv", "audit.json"))


def test_an_empty_text_is_a_document(run: Run, out: Path, tmp_path: Path) -> None:
    """A text without words is a document: the reports have TXT001."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")

    assert run("audit", folder, "--output", out).returncode == 0
    assert b"TXT001" in contents(out)["findings.csv"]


def test_nothing_in_scope_is_an_answer(run: Run, tmp_path: Path) -> None:
    """A check with nothing in scope writes an empty file of findings, so that a later step can upload it."""
    for name in ("texts", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(GOOD)

    result = run("check", tmp_path / "texts", "--focus", tmp_path / "other", "-o", f"jsonl={tmp_path}/a.jsonl")

    assert result.returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""
