"""Progress on a real terminal: what a line says, that it fits and is wiped away, and where there is none."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from provenance.audit import audit
from provenance.cli.progress import Progress
from provenance.config import Config, Judging
from provenance.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

# The command with a clock that says a second more whenever it is asked, so that no machine is too quick for progress.
COMMAND = """
import functools, itertools, sys
from provenance.cli import main, progress
progress.Progress = functools.partial(progress.Progress, delay=0, clock=itertools.count().__next__)
sys.exit(main())
"""
FOUND = re.compile(r"documents: (\S+ of \S+|\d+%), [\d,]+/s, [\d,]+ s left")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of enough texts that progress is told of several times."""
    (tmp_path / "texts").mkdir()
    lines = [f'{{"text": "The ferry runs again on day {number}."}}\n' for number in range(1500)]
    (tmp_path / "texts/all.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def terminal(columns: int) -> tuple[int, int]:
    """Both ends of a pseudo-terminal of *columns*: the screen's, and the program's."""
    screen, program = os.openpty()
    fcntl.ioctl(program, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return screen, program


def read(screen: int) -> str:
    """All that was written on a terminal whose other end is closed."""
    parts = []
    while True:
        try:
            part = os.read(screen, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(screen)
    return b"".join(parts).decode()


def command(corpus: Path, environment: dict[str, str], *more: str, columns: int = 100, **variables: str) -> str:
    """What an audit writes on a terminal that is its standard error."""
    screen, program = terminal(columns)
    arguments = ["audit", "texts", "--select", "ENC", "--write", "findings", "--no-cache", *more]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=corpus,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=program,
    ) as process:
        os.close(program)
        written = read(screen)
        assert process.wait(timeout=60) == 0, written
    return written


def shown_at_the_end(written: str) -> list[str]:
    """The lines of a terminal after all of *written*: a carriage return goes back, and what follows overwrites."""
    lines = []
    for row in written.replace("\r\n", "\n").split("\n"):
        cells: list[str] = []
        for piece in row.split("\r"):
            cells[: len(piece)] = piece
        lines.append("".join(cells).rstrip())
    return lines


def test_an_audit_says_stage_rate_and_time_left(corpus: Path, environment: dict[str, str]) -> None:
    """The line names the stage, how much of how much, how fast, and the seconds that are left."""
    written = command(corpus, environment)

    assert "read: 0 MB, 0 MB/s" in written
    assert "documents: 256 of 1,500, 256/s, 5 s left" in written
    assert len(FOUND.findall(written)) >= 5


def test_the_line_is_wiped_away(corpus: Path, environment: dict[str, str]) -> None:
    """What stays on the screen is what was written, without a trace of progress."""
    lines = shown_at_the_end(command(corpus, environment))

    assert [line for line in lines if line] == ["written: findings.csv in reports"]


@pytest.mark.parametrize("columns", [40, 20, 1])
def test_the_line_fits_a_narrow_terminal(corpus: Path, environment: dict[str, str], columns: int) -> None:
    """No line is as wide as the screen, where some terminals would go on with the next."""
    written = command(corpus, environment, columns=columns).partition("written:")[0]

    assert max(map(len, written.split("\r"))) < columns
    assert "\n" not in written
    assert columns < 40 or len(FOUND.findall(written)) >= 5


def test_a_share_stands_for_numbers_that_do_not_fit(corpus: Path) -> None:
    """Millions of documents in 40 columns: the share done, the rate and the time left are still whole."""
    screen, program = terminal(40)
    clock = iter([0.0, 0.0, 10.0])
    with (
        os.fdopen(program, "w", encoding="utf-8") as stream,
        Progress(stream, delay=0, clock=clock.__next__) as progress,
    ):
        progress.tell("documents", 0, 10_000_000)
        progress.tell("documents", 1_000_000, 10_000_000)

    assert "\rdocuments: 10%, 100,000/s, 90 s left\r" in read(screen)


def test_a_terminal_without_a_size_counts_as_80_columns() -> None:
    """A serial line says that it has no columns."""
    screen, program = terminal(0)
    with os.fdopen(program, "w", encoding="utf-8") as stream, Progress(stream, delay=0) as progress:
        progress.tell("x" * 200, 0, 0)

    assert f"\r{'x' * 79}\r" in read(screen)


def test_a_run_that_fails_leaves_no_line(corpus: Path) -> None:
    """The line goes before a message comes."""
    screen, program = terminal(100)
    wrong = Config(judging=Judging(select=("NONE",)))

    def stopped() -> None:
        with os.fdopen(program, "w", encoding="utf-8") as stream, Progress(stream, delay=0) as progress:
            progress.tell("read", 3_000_000, 0)
            audit([corpus / "texts"], wrong, watch=progress.tell)

    with pytest.raises(UsageError):
        stopped()
    assert shown_at_the_end(read(screen)) == [""]


def test_no_color_leaves_progress_which_has_no_colors(corpus: Path, environment: dict[str, str]) -> None:
    """Progress is no color, and is written without escape codes."""
    written = command(corpus, environment, NO_COLOR="1")

    assert FOUND.search(written)
    assert "\x1b" not in written
    assert written == command(corpus, environment)


def test_quiet_is_without_progress(corpus: Path, environment: dict[str, str]) -> None:
    """A run that is asked to be quiet writes nothing on the terminal."""
    assert command(corpus, environment, "--quiet") == ""


def test_a_pipe_gets_no_progress(corpus: Path, environment: dict[str, str]) -> None:
    """Where standard error is no terminal nothing of it is written, on either stream."""
    arguments = ["audit", "texts", "--select", "ENC", "--write", "findings", "--no-cache"]
    result = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], cwd=corpus, env=environment, capture_output=True, timeout=60,
        check=True,
    )  # fmt: skip

    assert result.stderr == b"written: findings.csv in reports\n"
    assert b"\r" not in result.stdout
    assert b"s left" not in result.stdout
