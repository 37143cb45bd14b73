"""Patterns match what git matches."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.paths import Patterns

if TYPE_CHECKING:
    from pathlib import Path

PATHS = (
    "a", "b", "ab", "abc", "a.txt", "b.txt", "a/b", "a/b.txt", "a/b/c", "a/b/c.txt", "b/a", "c/a/b", "a b", "[a]", "a*",
    "x/y/z/a", "x/a/y", "x/ab/y.txt", "é.txt",
)  # fmt: skip


def ignored(folder: Path, lines: list[str]) -> set[str]:
    """Return those of PATHS that git ignores."""
    (folder / ".git" / "info" / "exclude").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        ["git", "-c", "core.quotepath=off", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=folder,
        input="\0".join(PATHS).encode(),
        capture_output=True,
        check=False,
    )
    return set(done.stdout.decode().split("\0")) - {""}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


parts = st.sampled_from(
    ["a", "b", "*", "a*", "*b*", "?", "[ab]", "[!a]", "[a-b]c", "**", "ab", "*.txt", "x", "\\*", "a\\*"]
)
lines = st.lists(
    st.builds(
        lambda negated, anchored, names, folder: (
            ("!" if negated else "") + ("/" if anchored else "") + "/".join(names) + ("/" if folder else "")
        ),
        st.booleans(),
        st.booleans(),
        st.lists(parts, min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60)
@given(lines)
def test_as_git_does(repository: Path, some: list[str]) -> None:
    """Random patterns match files and their folders as in git."""
    patterns = Patterns(some)

    assert {path for path in PATHS if patterns.covers(path)} == ignored(repository, some)


@pytest.mark.parametrize(
    "line", ["", "#a", "# a", "!", "/", "[", "a[", "\\", "[z-a]", "a ", "a\\ ", " ", "[]a]", "[^a]b"]
)
def test_odd_lines(line: str, repository: Path) -> None:
    """Comments, empty lines and unclosed classes match as in git."""
    assert {path for path in PATHS if Patterns([line]).covers(path)} == ignored(repository, [line])


def test_many_stars_are_quick() -> None:
    """A pattern that would take a backtracking matcher years is matched at once."""
    assert Patterns(["*a" * 40 + "b"]).verdict("a" * 5000) is None
