"""Runs a command under the shim that counts its calls that change files, and lets one of them go wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs

HERE = Path(__file__).resolve().parent
TIMEOUT = 300  # seconds


@attrs.frozen
class Ended:
    """How a run ended: its status (negative: by that signal), what it said, and how many calls it had made."""

    status: int
    said: str
    calls: int


def built(folder: Path) -> Path:
    """Compile the shim into *folder* and return its path.  Raises CalledProcessError."""
    shim = folder / "shim.so"
    command = ["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", shim, HERE / "shim.c", "-ldl"]
    subprocess.run(command, check=True)
    return shim


@attrs.frozen
class Shim:
    """The shim, and the folder outside of the tortured one in which it counts."""

    path: Path
    scratch: Path

    def run(self, arguments: list[str], root: Path, at: int = 0, how: str = "kill", log: Path | None = None) -> Ended:
        """Run the command with the call number *at* below *root* going wrong; 0: none."""
        count = self.scratch / "count"
        count.write_bytes(bytes(8))
        environment = {
            **os.environ,
            "LD_PRELOAD": str(self.path),
            "TORTURE_ROOT": str(root),
            "TORTURE_COUNT": str(count),
            "TORTURE_AT": str(at),
            "TORTURE_HOW": how,
            "XDG_CACHE_HOME": str(root / "cache"),
            "XDG_CONFIG_HOME": str(self.scratch / "config"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": "1700000000",
        }
        if log is not None:
            environment["TORTURE_LOG"] = str(log)
        done = subprocess.run(
            [sys.executable, "-m", "provenance", *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        calls = int.from_bytes(count.read_bytes(), sys.byteorder)
        return Ended(done.returncode, done.stderr.decode("utf-8", "replace"), calls)


def fresh(template: Path, root: Path) -> None:
    """Make *root* a copy of *template*."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root, symlinks=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below *folder* by its path; of the cache nothing."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("cache/"):
            found[name] = path.read_bytes()
    return found
