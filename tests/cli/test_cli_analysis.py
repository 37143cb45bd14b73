"""What audit and check say on standard error, and when a run counts as incomplete."""

from __future__ import annotations

import io
from typing import get_args

import numpy as np
import pytest

from provenance.cli.analysis import completeness
from provenance.cli.exits import INCOMPLETE, OK
from provenance.cli.notices import warn_slow
from provenance.cli.progress import Progress
from provenance.model import Document, Evidence, Notice, NoticeKind, Report
from provenance.pipeline import no_pairs

MISSED = {"unreadable", "broken record", "no text", "not decodable", "over limit", "fault"}


def made(size: int = 10, notices: tuple[Notice, ...] = ()) -> Report:
    """A report of one document of *size* bytes."""
    documents = (Document("a", "a", b"a", None, size),)
    return Report(Evidence(documents, np.ones(1, np.int64), lambda _: "", no_pairs(), notices=notices), ())


@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_incomplete_is_what_could_not_be_read(kind: NoticeKind) -> None:
    """An input that is missing from the report makes it incomplete; one that was guessed or passed over does not."""
    report = made(notices=(Notice(kind, "x", None, ""),))

    assert completeness(report) == (INCOMPLETE if kind in MISSED else OK)


def test_a_limit_of_pairs_is_not_incomplete() -> None:
    """Pairs that are too many to list leave no input out."""
    assert completeness(made(notices=(Notice("over limit", "", None, ""),))) == OK


@pytest.mark.parametrize(
    ("compiled", "size", "warned"), [(False, 30_000_000, True), (False, 10, False), (True, 30_000_000, False)]
)
def test_slow_kernels_are_named_once_it_matters(
    compiled: bool, size: int, warned: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A large corpus without the compiled kernels gets one sentence; a small one, or one with them, none."""
    monkeypatch.setattr("provenance.kernels.COMPILED", compiled)

    warn_slow(made(size))

    assert capsys.readouterr().err.count("\n") == warned


class Terminal(io.StringIO):
    """A terminal that keeps what is written on it."""

    def isatty(self) -> bool:
        return True


def test_progress_waits_and_leaves_nothing() -> None:
    """Quick runs show nothing; a line that was shown is wiped away at the end."""
    screen = Terminal()
    with Progress(screen) as progress:
        progress.tell("read", 1, 0)
    assert screen.getvalue() == ""

    with Progress(screen, delay=0) as progress:
        progress.tell("read", 3_000_000, 0)
    assert "read: 3 MB" in screen.getvalue()
    assert screen.getvalue().rpartition("\r")[0].rpartition("\r")[2].strip() == ""


def test_progress_is_for_terminals() -> None:
    """Where there is no terminal there is no progress."""
    assert not Progress(io.StringIO()).shown
    assert Progress(Terminal()).shown
