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

# numpy's thread pool would cost more than to audit a small folder, and no stage multiplies matrices.
_POOLS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* name (None: those of the process) and return the exit status."""
    for pool in _POOLS:
        os.environ.setdefault(pool, "1")
    prepare()
    try:
        with ended_cleanly():
            status = _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        complain("interrupted")
        status = INTERRUPTED
    return flushed(status)


def _run(arguments: Sequence[str]) -> int:
    """Return the status of the command; whatever it raises becomes a sentence and a status here."""
    try:
        command, rest = chosen(arguments)
        return int(import_module(COMMANDS[command][0]).run(rest))
    except SystemExit as stop:
        # argparse leaves by it after --help and --version.
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
        # Whoever read our output has read enough.
        return OK
    except MemoryError:
        complain("memory ran out, so nothing more was done: give more of it, or fewer and smaller inputs at a time")
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
        f"{what} cannot be loaded: {error}; the installation is broken or in part missing, not your input: install "
        "it anew, with all it needs: pip install --force-reinstall provenance-audit"
    )


def _report_bug(error: Exception, arguments: Sequence[str]) -> None:
    from traceback import format_exception

    from provenance.version import __version__

    complain("".join(format_exception(error)).rstrip("\n"), prefix="")
    python = ".".join(map(str, sys.version_info[:3]))
    complain(
        f"this is a bug in provenance {__version__} (Python {python}, {sys.platform}), not in your input: please "
        f"report it with the lines above and the command: provenance {' '.join(map(repr, arguments))}"
    )
