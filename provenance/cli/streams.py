"""Standard output and standard error that accept any text, and whose readers may stop reading."""

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
    """Let both streams accept any text: a character outside their encoding becomes a backslash escape."""
    # Python sets a stream to None if it was closed when the process started.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def complain(message: str, *, prefix: str = "provenance: ") -> None:
    """Write *message* to standard error, after the program's name."""
    try:
        sys.stderr.write(f"{prefix}{message}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


@contextmanager
def results(*, utf8: bool) -> Iterator[TextIO]:
    """Give standard output for results: in its own encoding for people, in UTF-8 for programs.

    If the reader stops reading, the block ends quietly.  Raises UnwritableFileError if the output cannot be written.
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
    """Flush standard output and return *status*, or INCOMPLETE if that fails."""
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
    """Leave the binary stream under *wrapper* open."""
    try:
        wrapper.detach()
    except (OSError, ValueError):
        return


def _let_go() -> None:
    """Redirect standard output to nowhere, so that Python does not fail when it flushes it at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")
