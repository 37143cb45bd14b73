"""A small corpus with copies of each kind, a plan for it, and the command in this process."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

from provenance.cli import dedup
from provenance.pipeline.planning import Wanted, plan
from provenance.plan.written import written
from provenance.settings import Config, Grouping

if TYPE_CHECKING:
    from pathlib import Path

# The files that remain of the corpus, by the rule "preserves".
LEFT = {"empty.txt", "more.jsonl.gz", "near.txt", "north/one.txt", "records.jsonl"}
NOUNS = [
    "river",
    "council",
    "mayor",
    "bridge",
    "budget",
    "winter",
    "school",
    "market",
    "harbour",
    "letter",
    "engine",
    "garden",
]


def article(number: int, sentences: int = 4) -> str:
    """An article of its own for each *number*, without figures."""
    words = [NOUNS[(number * 7 + at * at + at // 3 * number) % len(NOUNS)] + "abcdefghij"[at % 10] for at in range(48)]
    size = len(words) // sentences
    return " ".join(
        f"The {' '.join(words[at * size : (at + 1) * size])} stood {'abcdefgh'[number % 8]}." for at in range(sentences)
    )


def write_corpus(folder: Path) -> Path:
    """Texts, records, packed records and a sidecar; some are copies, one is a part of another, one only resembles."""
    (folder / "north").mkdir(parents=True)
    one, two, three = article(1), article(2), article(3)
    (folder / "north/one.txt").write_text(one, "utf-8")
    (folder / "one-copy.txt").write_text(one, "utf-8")
    (folder / "one-copy.txt.meta.toml").write_text('title = "One"\n', "utf-8")
    (folder / "part.txt").write_text(two[: two.index(".") + 1], "utf-8")
    (folder / "near.txt").write_text(f"{three} Nobody else said so.", "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    records = [two, article(4), two, three, article(5), article(4).upper()]
    lines = [json.dumps({"text": text, "n": at}, ensure_ascii=False) for at, text in enumerate(records)]
    # Spaces, an empty line, a carriage return and no end of the last line: all bytes of what stays are kept.
    raw = f"{lines[0]}\n\n {lines[1]} \r\n{lines[2]}\n{lines[3]}\n{lines[4]}\n{lines[5]}".encode()
    (folder / "records.jsonl").write_bytes(raw)
    (folder / "more.jsonl.gz").write_bytes(gzip.compress(f"{lines[0]}\n{lines[4]}\n".encode(), mtime=0))
    os.utime(folder / "near.txt", ns=(1_000_000_000, 2_000_000_001))
    (folder / "near.txt").chmod(0o640)
    return folder


def write_plan(path: Path, *roots: Path, rule: str = "preserves", **more: object) -> Path:
    """The plan for *roots*, which keeps what comes first."""
    config = Config(grouping=Grouping(keep=("first",)))
    made, _ = plan(list(roots), config, Wanted(rule=rule, folder=str(path.parent), **more))
    path.write_bytes(written(made))
    return path


def command(*arguments: object) -> int:
    """Run ``provenance dedup`` in this process, and return its exit status."""
    return dedup.run([str(argument) for argument in arguments])


def tree(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """The files below *folder* with their bytes, permissions and times, without what dedup keeps for itself."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".provenance") for part in path.relative_to(folder).parts):
            status = path.stat()
            found[str(path.relative_to(folder))] = path.read_bytes(), status.st_mode, status.st_mtime_ns
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {name: raw for name, (raw, _, _) in tree(folder).items()}
