"""The command as a shell finds it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def command(tmp_path: Path, root: Path) -> Path:
    """A folder that holds the command ``provenance``, which runs the sources."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "provenance"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m provenance "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return folder
