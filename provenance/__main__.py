"""``python -m provenance`` and the command ``provenance``."""

from __future__ import annotations

import gc
import os
import sys

from provenance.cli import main as run


def main() -> int:
    """Run the command that the process was started with and return its exit status."""
    # While modules load and documents are collected there is next to nothing to collect, and looking costs a tenth of
    # the time that five articles take.
    gc.set_threshold(100_000, 50, 50)
    # Nothing here multiplies matrices; numpy's library for that starts a thread a processor as soon as it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
