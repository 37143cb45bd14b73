"""Patterns match what git matches, whoever wrote them, and none is slow."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.paths import Patterns, literal_prefix
from provenance.readers import read
from provenance.settings import Extent, Reading
from provenance.wildmatch import complaint, encode, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

FOLDERS = 40  # patterns that one call of git is asked about
DEEP = "/".join("abcdefghij" * 3) + "/y.txt"
MEBIBYTE = 1 << 20


def ignored(folder: Path, asked: list[tuple[bytes, list[bytes]]]) -> list[list[bool]]:
    """Return whether git ignores each path below a folder whose .gitignore has the given bytes."""
    names = []
    for at, (raw, paths) in enumerate(asked):
        (folder / str(at)).mkdir(exist_ok=True)
        (folder / str(at) / ".gitignore").write_bytes(raw)
        names += [b"%d/%s" % (at, path) for path in paths]
    command = ["git", "check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"]
    done = subprocess.run(command, cwd=folder, input=b"\0".join(names) + b"\0", capture_output=True, check=False)
    fields = done.stdout.split(b"\0")[:-1]
    assert fields[3::4] == names, done.stderr
    verdicts = iter(
        [bool(source) and not rule.startswith(b"!") for source, rule in zip(fields[::4], fields[2::4], strict=True)]
    )
    return [[next(verdicts) for _ in paths] for _, paths in asked]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


_PIECES = [
    b"a", b"b", b"ab", b"c", b"z", b"*", b"*", b"**", b"***", b"?", b"/", b"/", b"/", b"**/", b"/**", b"/**/", b"\\/",
    b"[", b"]", b"!", b"^", b"-", b"\\", b" ", b"\\ ", b"#", b"\r", b"\t", b"\x0b", b"\0", b"\n", b"\xef\xbb\xbf",
    b"[ab]", b"[!a]", b"[^/]", b"[a-c]", b"[c-a]", b"[\\]-z]", b"[!]a]", b"[]-a]", b"[a-]", b"[--/]", b"[:a]", b"[[:]",
    b"[[:alpha:]]", b"[[:space:][:punct:]]", b"[![:cntrl:]]", b"[[:nothing:]]", b"\xff", b"\xc3\xa9", b"[\x80-\xa9]",
]  # fmt: skip
_SIGNS = [
    b"a", b"a", b"b", b"ab", b"c", b"z", b"/", b"/", b"/", b"]", b"[", b"-", b"\\", b" ", b"!", b"*", b"#", b"\t",
    b"\x0b", b"\x7f", b"\xff", b"\x85", b"\xc3\xa9", b":", b"^", b"\r",
]  # fmt: skip


def joined(pieces: list[bytes]) -> bytes:
    return b"".join(pieces)


def as_path(pieces: list[bytes]) -> bytes:
    """Return a path without empty parts."""
    return b"/".join(name for name in joined(pieces).split(b"/") if name) or b"a"


patterns = st.lists(st.sampled_from(_PIECES), max_size=8).map(joined)
paths = st.lists(st.sampled_from(_SIGNS), min_size=1, max_size=7).map(as_path)
asked = st.tuples(patterns, st.lists(paths, min_size=8, max_size=20))


@settings(max_examples=100, deadline=None)
@given(st.lists(asked, min_size=1, max_size=FOLDERS))
def test_any_file_of_any_bytes_means_what_git_says(repository: Path, some: list[tuple[bytes, list[bytes]]]) -> None:
    """Random patterns and paths, malformed ones among them, match as in git."""
    found = [[Patterns(split_lines(raw)).covers(path) for path in paths] for raw, paths in some]

    assert found == ignored(repository, some)


@pytest.mark.parametrize(
    ("raw", "path", "fits"),
    [
        (b"[|\\?----[[:alpha:]]", b"x", True),
        (b"[--&&&&\\\xc3\xa9][!a](", b"&b(", True),
        (b"[z-a]", b"z", True),
        (b"[z-a]", b"b", False),
        (b"[!z-a]", b"b", True),
        (b"[!z-a]", b"z", False),
        (b"a[", b"a[", False),
        (b"[[:nothing:]a]", b"a", False),
        (b"a\\", b"a\\", False),
        (b"a[/]b", b"a/b", False),
        (b"?.txt", "é.txt".encode(), False),
        (b"??.txt", "é.txt".encode(), True),
        (b"caf?.txt", b"caf\xe9.txt", True),
        (b"foo**/bar", b"foobar", True),
        (b"**/**/**/x", b"x", True),
        (b"a/**/b", b"a/b", True),
        (b"a/**\\/b", b"a/b", False),
        (b"a/**", b"a", False),
        (b"a//", b"a/b", False),
        (b"**//", b"a/b", False),
        (b"a\\\\ ", b"a\\", True),
        (b"a\\ ", b"a ", True),
        (b"\xef\xbb\xbfa\r\nb\r", b"b", True),
        (b"\xef\xbb\xbfa\r\n", b"a", True),
        (b"a\n\xef\xbb\xbfb", b"b", False),
        (b"a\r\r\n", b"a", False),
        (b"ab\0c", b"ab", True),
        (b"", b"a", False),
        (b"///", b"a", False),
        (b"a" * MEBIBYTE, b"a", False),
        (b"*" * MEBIBYTE, b"a", True),
        # Git takes minutes for a mebibyte of these.
        (b"[[:" + b"[:" * 500 + b"a]", b":", True),
    ],
)
def test_what_is_odd_means_what_git_says(repository: Path, raw: bytes, path: bytes, *, fits: bool) -> None:
    """Malformed classes, raw bytes, odd stars, line ends, byte-order marks and a mebibyte match as in git."""
    assert ignored(repository, [(raw, [path])]) == [[fits]]
    assert Patterns(split_lines(raw)).covers(path) is fits


def lines_run(work: Callable[[], object]) -> int:
    """Return the number of Python lines that *work* runs."""
    count, before = 0, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("**/" * 9 + "x.txt", DEEP),
        ("**/a/" * 9 + "x.txt", "a/" * 1000 + "y.txt"),
        ("**/*a/" * 9 + "y", "a/" * 1000 + "y"),
        ("*a" * 40 + "[b]", "a" * 2000),
        ("**/" + "*a" * 40 + "/**/[b]", "a" * 2000 + "/a"),
        ("[ab]?[cd]*" * 300, "abcd" * 500),
    ],
)
def test_a_pattern_takes_a_few_steps_a_byte(line: str, path: str) -> None:
    """Matching takes linear time even where a backtracking matcher would take years."""
    matcher = Patterns([line])
    matcher.verdict(path)

    assert lines_run(lambda: matcher.verdict(path)) < 10 * len(path) + 100


@pytest.mark.parametrize("line", ["[[:" + "[:" * 20_000 + "a]", "**/" * 20_000 + "x", "*" * 60_000, "[a" * 20_000])
def test_a_pattern_is_read_in_a_few_steps_a_byte(line: str) -> None:
    """Parsing takes linear time, however many brackets are opened and never closed."""
    assert lines_run(lambda: Patterns([line])) < 20 * len(line)


@settings(max_examples=200)
@given(st.text(), st.text())
def test_any_text_is_accepted(line: str, path: str) -> None:
    """No pattern or path raises, even with lone surrogates or a NUL."""
    assert Patterns([line]).covers(path) in {True, False}
    assert isinstance(literal_prefix(line), str)
    assert isinstance(complaint(line), str)


@settings(max_examples=100, deadline=None)
@given(st.lists(asked, min_size=1, max_size=FOLDERS))
def test_refused_patterns_match_nothing(repository: Path, some: list[tuple[bytes, list[bytes]]]) -> None:
    """Git matches nothing with any single-line pattern that the settings refuse."""
    lines = [(os.fsdecode(raw), paths) for raw, paths in some if not set(raw) & set(b"\n\r\0") and raw[:1] != b"\xef"]
    refused = [(encode(line), paths) for line, paths in lines if complaint(line)]

    assert not any(map(any, ignored(repository, refused)))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "it is empty"),
        ("   ", "it is empty"),
        ("/", "it is empty"),
        ("!", "it is empty"),
        ("# drafts", "it is a comment"),
        ("a[/]b", "matches nothing"),
        ("drafts[1", 'has no "]"'),
        ("[[:vowel:]]", "is unknown"),
        ("drafts\\", "ends in a backslash"),
        ("./drafts/", 'is "." or empty'),
        ("drafts//a.txt", 'is "." or empty'),
        ("a\0b", "no path contains a NUL"),
    ],
)
def test_why_a_pattern_matches_nothing(line: str, reason: str) -> None:
    """A pattern that can match no path is refused with its reason."""
    assert reason in complaint(line)


@pytest.mark.parametrize(
    "line", ["a", "!a", "\\#a", "\\!a", "[!z-a]", "[z-a]", "../x/*.txt", "a[./]b", "**/a", "a\\ ", "a/", "/a"]
)
def test_a_pattern_that_fits_something_is_left_alone(line: str) -> None:
    """A pattern that can match gets no complaint."""
    assert not complaint(line)


def test_a_file_of_git_that_is_too_large_is_told(tmp_path: Path) -> None:
    """A .gitignore of more than a mebibyte is ignored with a notice, as git does at 100 MiB; a smaller one counts."""
    (tmp_path / ".git").mkdir()
    for folder, size in (("large", MEBIBYTE + 1), ("small", MEBIBYTE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("Some words.", encoding="utf-8")
        (tmp_path / folder / ".gitignore").write_bytes(b"a.txt\n".ljust(size, b"#"))

    batches = list(read([tmp_path], Reading(extent=Extent(root=str(tmp_path)))))

    told = [
        (notice.path, notice.message) for batch in batches for notice in batch.notices if notice.kind == "over limit"
    ]
    assert [document.id for batch in batches for document in batch.documents] == ["large/a.txt"]
    assert [path for path, _ in told] == ["large/.gitignore"]
    assert "has more than 1048576 bytes" in told[0][1]


def test_an_odd_file_of_git_stops_nobody(tmp_path: Path) -> None:
    """Malformed classes and many stars over deep folders do not stop the walk."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("[|\\?----[[:alpha:]]\n" + "**/" * 9 + "x.txt\n", encoding="utf-8")
    for name in (DEEP, "x.txt", "kept.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Some words.", encoding="utf-8")

    batches = list(read([tmp_path], Reading()))

    # The class matches the folder of one letter.
    assert [document.id for batch in batches for document in batch.documents] == ["kept.txt"]
