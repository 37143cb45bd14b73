"""What ``provenance review`` refuses before it serves anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.cli import main
from provenance.cli.exits import USAGE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{texts}", "--port", "65536"], "--port 65536: give a number up to 65535"),
        (["{texts}", "--port", "http"], "--port http: give a number"),
        (["{texts}", "--decisions", "{texts}/d.jsonl"], "this is in the corpus"),
        (["{texts}/a.txt", "--decisions", "{texts}/a.txt"], "this is in the corpus"),
        (["{texts}", "--decisions", "{texts}/../none/d.jsonl"], "there is no folder"),
        (["-"], "write standard input to a file first"),
        (["{texts}/none"], "none"),
    ],
)
def test_what_cannot_be_reviewed(
    arguments: list[str], said: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """One sentence names it and the way out, no address is printed, and no file is made."""
    monkeypatch.chdir(tmp_path)

    assert main(["review", "--no-browser", "--no-cache", *(one.format(texts=corpus) for one in arguments)]) == USAGE
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []
