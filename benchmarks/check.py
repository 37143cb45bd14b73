"""Measure what the cache saves ``provenance check``: nothing changed, and one text in a hundred.

    python benchmarks/check.py CORPUS.jsonl [--runs 3]

CORPUS.jsonl holds records with an id and a text, such as those of ``make_corpus.py 10000``.  CPU seconds of whole
processes, as shares of the first run's; paired, since machines are noisy.  The findings must be those without a cache.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Print a table of the runs and of their medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    records = [json.loads(line) for line in options.corpus.read_text(encoding="utf-8").splitlines()]
    rows = [measured(records, run) for run in range(options.runs)]
    print("| first, CPU s | nothing changed | 1 % changed |\n| --- | --- | --- |")
    for first, same, changed in rows:
        print(f"| {first:.2f} | {same / first:.3f} | {changed / first:.3f} |")
    shares = ([row[at] / row[0] for row in rows] for at in (1, 2))
    print("| median | " + " | ".join(f"{statistics.median(share):.3f}" for share in shares) + " |")


def measured(records: list[dict[str, str]], seed: int) -> tuple[float, float, float]:
    """Return the CPU seconds of a first run, of one without a change, and of one after a change."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "corpus.jsonl")
        write(file, records)
        (first, _), (same, _) = check(file), check(file)
        rng = random.Random(seed)
        changed = [dict(record) for record in records]
        for at in rng.sample(range(len(records)), len(records) // 100):
            words = changed[at]["text"].split(" ")
            place = rng.randrange(len(words))
            words[place : place + 3] = ["A", "changed", "sentence", "stands", "here", f"{at}."]
            changed[at]["text"] = " ".join(words)
        write(file, changed)
        seconds, warm = check(file)
        if warm != check(file, "--no-cache")[1]:
            sys.exit("the findings are not those without a cache")
        return first, same, seconds


def write(file: Path, records: list[dict[str, str]]) -> None:
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")


def check(file: Path, *more: str) -> tuple[float, bytes]:
    """Return the CPU seconds of a check and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "provenance", "check", str(file), "-f", "jsonl", *more]
    environment = os.environ | {"XDG_CACHE_HOME": str(file.parent)}
    printed = subprocess.run(command, env=environment, capture_output=True, check=False).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


if __name__ == "__main__":
    main()
