"""Named pipes, sockets and devices where a file is expected: refused, and never waited for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from provenance.files import IrregularFileError, contents, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Bounded = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")

TEXT = "HANOI, March 5 (VNA) - The ferry runs again between the two towns, officials said on Tuesday.\n"
IRREGULAR = ("pipe", "socket", "device")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with one text, in a repository."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def bounded(corpus: Path, environment: dict[str, str]) -> Bounded:
    """Run the command in the corpus; fail if it hangs for a minute."""

    def call(*arguments: str, **more: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "provenance", *arguments],
            cwd=corpus,
            env=environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return call


def put(kind: str, path: Path) -> None:
    """Put a named pipe, a socket or a link to an endless device at *path*."""
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        here = os.getcwd()
        os.chdir(path.parent)  # a socket's path must be short
        try:
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(path.name)
        finally:
            os.chdir(here)


@pytest.mark.parametrize("kind", IRREGULAR)
def test_only_regular_files_are_opened(kind: str, tmp_path: Path) -> None:
    """A pipe, socket or device at the path raises an error at once, which says what it is."""
    put(kind, tmp_path / "x")

    with pytest.raises(IrregularFileError, match="not a regular file"):
        open_regular(str(tmp_path / "x"))


def test_a_regular_file_is_opened_by_itself_and_through_a_link(tmp_path: Path) -> None:
    """A file is read whole, or up to the limit."""
    (tmp_path / "x").write_bytes(b"0123456789" * 100_000)
    (tmp_path / "link").symlink_to("x")

    assert contents(str(tmp_path / "link")) == b"0123456789" * 100_000
    assert contents(os.fsencode(tmp_path / "x"), 12) == b"012345678901"
    assert contents(str(tmp_path / "x"), 0) == b""


def test_a_link_is_not_opened_where_none_is_to_be_followed(tmp_path: Path) -> None:
    """Without *follow*, a path that ends in a link is refused; its folders may be links."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_bytes(b"text")
    (tmp_path / "folder" / "link").symlink_to("x")
    (tmp_path / "way").symlink_to("folder")

    assert contents(str(tmp_path / "way" / "x"), follow=False) == b"text"
    with pytest.raises(IrregularFileError, match="a link, which is not followed"):
        open_regular(str(tmp_path / "folder" / "link"), follow=False)


def test_a_folder_and_nothing_are_what_the_system_calls_them(tmp_path: Path) -> None:
    """A folder and a missing file raise the system's own errors."""
    with pytest.raises(IsADirectoryError):
        open_regular(str(tmp_path))
    with pytest.raises(FileNotFoundError):
        open_regular(str(tmp_path / "x"))


@pytest.mark.parametrize("kind", IRREGULAR)
@pytest.mark.parametrize("name", ["texts/.gitignore", ".gitignore", "texts/a.txt.meta.toml", "texts/a.meta.toml"])
def test_what_lies_in_the_corpus_is_a_finding(name: str, kind: str, corpus: Path, bounded: Bounded) -> None:
    """IO001 names the file, and the text is still read."""
    put(kind, corpus / name)

    status, out, _ = bounded("check", "texts", "-f", "concise", "--select", "IO001")

    assert (status, out.count("IO001")) == (3, 1)
    assert os.path.basename(name) in out
    assert any(reason in out for reason in ("not a regular file", "a link"))


def test_a_named_text_has_a_sidecar_that_is_no_file(corpus: Path, bounded: Bounded) -> None:
    """The notice also appears where one text is explained or compared."""
    put("pipe", corpus / "texts" / "a.meta.toml")

    for command in (["check", "texts/a.txt"], ["explain-document", "texts/a.txt"], ["compare", *["texts/a.txt"] * 2]):
        status, out, said = bounded(*command)

        assert status == 3
        assert "a.meta.toml" in out + said


def test_regular_ones_in_the_corpus_are_read(corpus: Path, bounded: Bounded) -> None:
    """Files that git ignores are passed over; the operator's statements are read."""
    (corpus / ".gitignore").write_text("b.txt\n", encoding="utf-8")
    (corpus / "texts" / "b.txt").write_text(TEXT, encoding="utf-8")
    (corpus / "texts" / "a.meta.toml").write_text('source = "AFP"\n', encoding="utf-8")

    status, out, _ = bounded("check", "texts", "-f", "concise", "--select", "SRC003,DUP,IO001")

    assert status == 1
    assert "AFP" in out
    assert "b.txt" not in out


@pytest.mark.parametrize("kind", IRREGULAR)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        (".provenance-baseline.jsonl", ["check", "texts"]),
        ("base.jsonl", ["check", "texts", "--baseline", "base.jsonl"]),
        ("base.jsonl", ["baseline", "update", "texts", "--baseline", "base.jsonl"]),
        ("decisions.jsonl", ["baseline", "update", "texts", "--decisions", "decisions.jsonl"]),
        ("agencies.toml", ["check", "texts", "--agencies", "agencies.toml"]),
        ("provenance.toml", ["check", "texts"]),
        ("pyproject.toml", ["check", "texts"]),
    ],
)
def test_what_was_named_or_sets_the_run_ends_it(
    name: str, arguments: list[str], kind: str, corpus: Path, bounded: Bounded
) -> None:
    """The error is one sentence that names the file, with status 2."""
    put(kind, corpus / name)

    status, out, said = bounded(*arguments)

    assert (status, out, said.count("\n")) == (2, "", 1)
    assert name in said
    assert "not a regular file" in said


def test_regular_ones_are_read(corpus: Path, bounded: Bounded) -> None:
    """The baseline, a table and both kinds of settings are read, also through links that the user placed."""
    (corpus / "real.toml").write_text('agencies = ["table.toml"]\n', encoding="utf-8")
    (corpus / "provenance.toml").symlink_to("real.toml")
    (corpus / "agencies.toml").write_text('[FBN]\nname = "Ferry and Boat News"\nmarks = ["FBN = high"]\n', "utf-8")
    (corpus / "table.toml").symlink_to("agencies.toml")
    (corpus / "base.jsonl").write_text("", encoding="utf-8")
    (corpus / ".provenance-baseline.jsonl").symlink_to("base.jsonl")
    (corpus / "texts" / "a.txt").write_text(TEXT.replace("VNA", "FBN"), encoding="utf-8")

    assert bounded("explain-document", "texts/a.txt")[1].count("FBN") > 1
    assert bounded("check", "texts", "--select", "SRC001")[0] == 0
    assert bounded("baseline", "prune", "texts")[0] == 0


def test_a_cache_that_is_a_pipe_is_none(corpus: Path, bounded: Bounded, tmp_path: Path) -> None:
    """The run continues and replaces the pipe with a file."""
    for number in range(80):
        (corpus / "texts" / f"{number}.txt").write_text(f"{TEXT} {number}", encoding="utf-8")
    home = str(tmp_path / "cache")
    first = bounded("check", "texts", XDG_CACHE_HOME=home)
    (cache,) = (tmp_path / "cache" / "provenance").glob("*.cache")
    put("pipe", cache)
    # Of a corpus without a change, the last answer is given, and the cache itself is not needed.
    (corpus / "texts" / "7.txt").write_text(f"{TEXT} 7, and one more", encoding="utf-8")

    assert bounded("check", "texts", XDG_CACHE_HOME=home)[0] == first[0]
    assert cache.is_file()


def test_the_summary_of_a_step_that_is_a_pipe_is_not_waited_for(corpus: Path, bounded: Bounded) -> None:
    """Standard error says that the step summary cannot be written to a pipe; a regular file receives it."""
    put("pipe", corpus / "pipe")

    assert "summary cannot be written" in bounded("check", "texts", "-f", "github", GITHUB_STEP_SUMMARY="pipe")[2]
    assert bounded("check", "texts", "-f", "github", GITHUB_STEP_SUMMARY="file")[2].count("summary") == 0
    assert (corpus / "file").stat().st_size > 0
