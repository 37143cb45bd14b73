"""``python -m provenance`` and the command ``provenance``."""

from __future__ import annotations

import sys

from provenance.cli import main as run


def main() -> int:
    """Run the command that the process was started with and return its exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
