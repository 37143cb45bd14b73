"""From the arguments of a command line to an exit status: the only place where errors become statuses."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from provenance.cli.exits import BUG, INCOMPLETE, INTERRUPTED, OK, USAGE
from provenance.cli.parser import COMMANDS, chosen
from provenance.cli.signals import ended_cleanly
from provenance.cli.streams import complain, flushed, prepare
from provenance.errors import ProvenanceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Starting numpy's thread pool costs more than auditing a small folder, and no stage multiplies matrices.
_THREADS_OF_NUMPY = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* name (None: those of the process) and return the exit status."""
    for variable in _THREADS_OF_NUMPY:
        os.environ.setdefault(variable, "1")
    prepare()
    try:
        with ended_cleanly():
            status = _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        complain("interrupted")
        status = INTERRUPTED
    return flushed(status)


def _run(arguments: Sequence[str]) -> int:
    """Return the exit status of the command; an exception becomes a sentence and a status."""
    try:
        command, rest = chosen(arguments)
        return int(import_module(COMMANDS[command][0]).run(rest))
    except SystemExit as stop:
        # argparse raises it after --help and --version.
        return stop.code if isinstance(stop.code, int) else OK
    except UsageError as error:
        # A line for each mistake in the settings.
        for line in str(error).split("\n"):
            complain(line)
        return USAGE
    except ProvenanceError as error:
        complain(str(error))
        return INCOMPLETE
    except BrokenPipeError:
        # The reader of our output, such as head, has read enough.
        return OK
    except MemoryError:
        complain("out of memory, so the run stopped; free some memory, or give fewer or smaller inputs at a time")
        return INCOMPLETE
    except ImportError as error:
        ours = (error.name or "").partition(".")[0] == "provenance"
        _report_bug(error, arguments) if ours else _report_broken(error)
        return BUG
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a status
        _report_bug(error, arguments)
        return BUG


def _report_broken(error: ImportError) -> None:
    what = f"the library {error.name}" if error.name else "a library"
    complain(
        f"{what} cannot be loaded: {error}; the installation is broken or incomplete, your input is not the cause; "
        "reinstall with: pip install --force-reinstall provenance-audit"
    )


def _report_bug(error: Exception, arguments: Sequence[str]) -> None:
    from traceback import format_exception

    from provenance.version import __version__

    complain("".join(format_exception(error)).rstrip("\n"), prefix="")
    python = ".".join(map(str, sys.version_info[:3]))
    complain(
        f"this is a bug in provenance {__version__} (Python {python}, {sys.platform}), not a fault in your input; "
        f"please report it with the lines above and the command: provenance {' '.join(map(repr, arguments))}"
    )
