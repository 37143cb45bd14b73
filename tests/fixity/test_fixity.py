"""Fixity: what a manifest lists, and what differs from the files that are there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.fixity import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TEXTS = {
    "ferry.txt": "The ferry to the island runs again after its rope was changed.\n",
    "old/bridge.txt": "The old bridge over the canal was opened again on Monday.\n",
    "old/=lamp, 1.txt": "A lamp was lit on the pier when the last boat came in.\n",
}
A, B = "a" * 64, "b" * 64


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "old").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def found(run: Run, corpus: Path, manifest: Path, *more: str) -> set[tuple[str, str]]:
    """The code and the path of each finding about fixity."""
    result = run("check", str(corpus), "--manifest", str(manifest), "--select", "FIX", "-f", "jsonl", *more)
    assert result.returncode in {0, 1}, result.stderr
    return {(row["code"], row["path"]) for row in map(json.loads, result.stdout.splitlines())}


def written(path: Path, names: dict[str, str], prefix: str = "") -> Path:
    path.write_text("".join(f"{sha256(text)}  {prefix}{name}\n" for name, text in names.items()), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["beside", "absolute", "above", "bsd", "zero", "windows", "bag"])
def test_what_is_as_listed_is_no_finding(form: str, run: Run, corpus: Path, tmp_path: Path) -> None:
    """Names may be relative to the corpus, to the folder above it or absolute, in each form that sha256sum writes."""
    prefix = {"absolute": f"{corpus}/", "above": "corpus/"}.get(form, "")
    manifest = written(tmp_path / "SHA256SUMS", TEXTS, prefix)
    lines = [f"{sha256(text)}  {name}" for name, text in TEXTS.items()]
    if form == "bsd":
        manifest.write_text("".join(f"SHA256 ({name}) = {sha256(text)}\n" for name, text in TEXTS.items()))
    elif form == "zero":
        manifest.write_bytes("\0".join(lines).encode() + b"\0")
    elif form == "windows":
        manifest.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")
    elif form == "bag":
        corpus = corpus.rename(tmp_path / "data")
        manifest = written(tmp_path / "manifest-sha256.txt", TEXTS, "data/")

    assert found(run, corpus, manifest) == set()


@pytest.mark.parametrize("name", ["inputs.csv", "audit.json"])
def test_a_report_of_an_earlier_audit_is_a_manifest(name: str, run: Run, corpus: Path, tmp_path: Path) -> None:
    """Nothing differs at first; then one text is changed, one lost and one new, and each is named once."""
    assert run("audit", str(corpus), "--output", str(tmp_path / "out"), "-q").returncode == 0
    manifest = tmp_path / "out" / name

    assert found(run, corpus, manifest) == set()

    (corpus / "ferry.txt").write_text("The ferry is sold.\n", encoding="utf-8")
    (corpus / "old/bridge.txt").unlink()
    (corpus / "new.txt").write_text("A new text.\n", encoding="utf-8")

    assert found(run, corpus, manifest) == {
        ("FIX001", "ferry.txt"),
        ("FIX002", "old/bridge.txt"),
        ("FIX003", "new.txt"),
    }


def test_a_file_that_was_moved_is_not_missing(run: Run, corpus: Path, tmp_path: Path) -> None:
    """The new place is one finding that names the old one; a second copy of the content is no move."""
    manifest = written(tmp_path / "SHA256SUMS", TEXTS)
    (corpus / "ferry.txt").rename(corpus / "boat.txt")
    (corpus / "copy.txt").write_text(TEXTS["old/bridge.txt"], encoding="utf-8")

    result = run("check", str(corpus), "--manifest", str(manifest), "--select", "FIX", "-f", "jsonl")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["code"], row["path"]) for row in rows] == [("FIX003", "boat.txt"), ("FIX003", "copy.txt")]
    assert "moved from ferry.txt" in rows[0]["message"]
    assert "moved" not in rows[1]["message"]
    assert "old/bridge.txt" in rows[1]["message"]


def test_files_that_no_reader_takes_are_compared_too(run: Run, corpus: Path, tmp_path: Path) -> None:
    """A picture is passed over as a text, and hashed where the manifest lists it."""
    (corpus / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    manifest = written(tmp_path / "SHA256SUMS", TEXTS)

    assert found(run, corpus, manifest) == {("FIX003", "map.png")}

    with manifest.open("a", encoding="utf-8") as lines:
        lines.write(f"{hashlib.sha256(b'other').hexdigest()} *map.png\n")

    assert found(run, corpus, manifest) == {("FIX001", "map.png")}


@pytest.mark.parametrize("name", ["ferry.txt.meta.toml", "ferry.meta.toml"])
def test_a_sidecar_is_compared_like_its_text(name: str, run: Run, corpus: Path, tmp_path: Path) -> None:
    """One that a manifest does not list is named; our own tables list it, and see when it changes."""
    (corpus / name).write_text('source = "AFP"\n', encoding="utf-8")
    manifest = written(tmp_path / "SHA256SUMS", TEXTS)
    run("audit", str(corpus), "--output", str(tmp_path / "out"), "--write", "inputs", "-q")

    assert found(run, corpus, manifest) == {("FIX003", name)}
    assert found(run, corpus, tmp_path / "out/inputs.csv") == set()

    (corpus / name).write_text('source = "VNA"\n', encoding="utf-8")

    assert found(run, corpus, tmp_path / "out/inputs.csv") == {("FIX001", name)}


def test_a_part_of_what_is_listed_can_be_checked(run: Run, corpus: Path, tmp_path: Path) -> None:
    """Files that the manifest lists outside the given paths are counted in one finding, and are not missing."""
    manifest = written(tmp_path / "SHA256SUMS", TEXTS, "corpus/")

    result = run("check", str(corpus / "old"), "--manifest", str(manifest), "-f", "jsonl", "--fail-level", "info")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["message"] for row in rows if "outside" in row["message"]] == [
        "1 file that it lists lies outside the corpus that was given, and was not compared"
    ]
    assert not any(row["code"].startswith("FIX") for row in rows)


def test_a_payload_that_a_bag_does_not_list_is_named(run: Run, corpus: Path, tmp_path: Path) -> None:
    """Files below data are expected in the manifest of a bag, its own files are not."""
    bag = tmp_path / "bag"
    bag.mkdir()
    corpus.rename(bag / "data")
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    manifest = written(bag / "manifest-sha256.txt", {"ferry.txt": TEXTS["ferry.txt"]}, "data/")

    assert found(run, bag, manifest) == {("FIX003", "data/old/bridge.txt"), ("FIX003", "data/old/=lamp, 1.txt")}


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_a_name_is_read_as_sha256sum_and_bagit_escape_it(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Line ends and the sign that escapes them are the only signs that are escaped."""
    folder = tmp_path_factory.mktemp("names")
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "\\" if escaped != name else ""
    (folder / "sums").write_bytes(f"{mark}{A}  {escaped}\n".encode())
    percent = name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
    (folder / "manifest-sha256.txt").write_bytes(f"{A}  {percent}\n".encode())

    assert read_manifest(str(folder / "sums")).digests == {name: A}
    if name[0] not in " \t*":
        assert read_manifest(str(folder / "manifest-sha256.txt")).digests == {name: A}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "lists no file"),
        ("# nothing\n\n", "lists no file"),
        ("The ferry runs again.\n", ":1: this line has no digest"),
        (f"{'a' * 32}  x\n", ":1: this is a digest of the kind MD5"),
        (f"MD5 (x) = {'a' * 32}\n", ":1: this is a digest of the kind MD5"),
        (f"{A}  x\n{'a' * 63}  y\n", ":2: this is no SHA-256 digest"),
        (f"{A}  x\n{B}  x\n", ":2: 'x' is listed twice"),
        ('{"tool":"provenance"', "this is no JSON"),
        ('{"tool":"other"}', "this is no audit.json"),
        ('{"tool":"provenance","schema":1,"inputs":[{"path":1}]}', "number 1 of inputs"),
        ("path,bytes,sha256,media_type,documents,status,why\na,1\n", ":2: 2 fields"),
    ],
)
def test_what_is_no_manifest_is_refused_with_its_place(content: str, message: str, tmp_path: Path) -> None:
    """One sentence names the file, the line and what to do."""
    path = tmp_path / "sums"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match="sums") as raised:
        read_manifest(str(path))
    assert message in str(raised.value)


@pytest.mark.parametrize("manifest", ["absent", ".", "elsewhere"])
def test_a_manifest_that_cannot_be_used_ends_the_run_before_it_begins(
    manifest: str, run: Run, corpus: Path, tmp_path: Path
) -> None:
    """Nothing is written, and the exit status is that of wrong usage."""
    (tmp_path / "elsewhere").write_text(f"{A}  /no/such/place.txt\n")
    out = tmp_path / "out"

    result = run("audit", str(corpus), "--manifest", str(tmp_path / manifest), "--output", str(out))

    assert result.returncode == 2
    assert len(result.stderr.decode().splitlines()) == 1
    assert not out.exists()
