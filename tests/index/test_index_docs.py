"""What docs/index.md shows works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.cli import main

if TYPE_CHECKING:
    import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "index.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_commands_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: Path) -> None:
    """Each command of the page runs unchanged, in the order of the page; those that compare texts find the copy."""
    shutil.copytree(seeds, tmp_path / "seeds")
    (tmp_path / "today").mkdir()
    first = min(seeds.glob("*.txt"))
    shutil.copy(first, tmp_path / "today" / "copy.txt")
    monkeypatch.chdir(tmp_path)

    for line in "".join(blocks("sh")).splitlines():
        name, *arguments = shlex.split(line)
        assert name == "provenance"
        assert main(arguments) == (1 if arguments[0] in ("match", "check", "contamination") else 0), line


def test_the_python_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seeds: Path
) -> None:
    """The Python of the page runs unchanged, reads the sketches of all texts and finds the text that it shows."""
    monkeypatch.chdir(tmp_path)
    assert main(["index", "create", "memory", str(seeds), "-q"]) == 0
    assert main(["index", "export", "memory", "--datasketch", "sketches.bin", "-q"]) == 0

    for block in blocks("python"):
        exec(block, {})
    out = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in out[:-1]] == sorted(path.name for path in seeds.glob("*.txt"))
    assert out[-1].startswith("ferry near 0.81")
