"""Fuzz one target with atheris: ``python fuzz/one.py NAME [options of libFuzzer] [CORPUS]``."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent))

with atheris.instrument_imports(include=["provenance"]):
    from targets import TARGETS


def main() -> None:
    """Run until libFuzzer's options say that it is enough."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
