"""Standard output and standard error that do not fail for what is written to them, nor for who stops reading."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from provenance.cli.exits import FOUND, INCOMPLETE
from provenance.errors import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator


def prepare() -> None:
    """Let both streams take any text: what their encoding cannot say becomes a backslash escape."""
    # A stream that was closed before the start is None.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def complain(message: str, *, prefix: str = "provenance: ") -> None:
    """Write *message* to standard error, under the program's name."""
    try:
        sys.stderr.write(f"{prefix}{message}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


@contextmanager
def results(*, utf8: bool) -> Iterator[TextIO]:
    """Give standard output for results: in its own encoding for people, as UTF-8 for programs.

    A reader that goes away ends the block quietly.  Raises UnwritableFileError where the output cannot be written.
    """
    stream: TextIO = sys.stdout
    try:
        if utf8 and hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            wrapper = TextIOWrapper(sys.stdout.buffer, "utf-8", errors="backslashreplace", newline="\n")
            try:
                yield wrapper
                wrapper.flush()
            finally:
                _detach(wrapper)
        else:
            yield stream
            stream.flush()
    except BrokenPipeError:
        return
    except OSError as error:
        raise UnwritableFileError(f"standard output: cannot be written: {error.strerror}") from error


def flushed(status: int) -> int:
    """Return *status* after the last of standard output is written; INCOMPLETE where that fails."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    except (OSError, ValueError) as error:
        _let_go()
        complain(f"standard output: cannot be written: {error}")
        return max(status, INCOMPLETE) if status > FOUND else INCOMPLETE
    return status


def _detach(wrapper: TextIOWrapper) -> None:
    """Leave the bytes below *wrapper* open and usable."""
    try:
        wrapper.detach()
    except (OSError, ValueError):
        return


def _let_go() -> None:
    """Point standard output nowhere, so that Python does not complain about it when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")
