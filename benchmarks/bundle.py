"""Planted edits of a bundle and of its texts: how many `provenance verify` names, and how much it invents.

    python benchmarks/bundle.py [EDITS] [SEED]

Each edit is planted alone, in the bundle of the sample articles or in these, and must be the only place that is named.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/archives"))

from planted import EDITS, Case, named  # noqa: E402

from provenance.cli import main as provenance  # noqa: E402


def main() -> int:
    """Plant the edits and print what came of each kind."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    numbers = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    counts = {edit.__name__: Counter[str]() for edit in EDITS}
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        bundle, seeds = scratch / "audit.zip", ROOT / "seeds"
        options = ("--output", str(scratch / "out"), "--write", "inputs", "--bundle", str(bundle), "-q")
        provenance(["audit", str(seeds), *options])
        (scratch / "case").mkdir()
        for number in range(wanted):
            edit = EDITS[number % len(EDITS)]
            expected, changed, texts = edit(Case(bundle, seeds, scratch / "case"), numbers)
            _, found = named(changed, texts)
            counts[edit.__name__].update(planted=1, named=expected <= found, invented=len(found - expected))
            if found != expected:
                print(f"{edit.__name__}: {sorted(expected)} was planted, {sorted(found)} named")
    for name, count in counts.items():
        print(f"{name:24} planted {count['planted']:4}  named {count['named']:4}  invented {count['invented']:4}")
    print(f"{time.perf_counter() - started:.0f} s")
    return int(any(one["named"] != one["planted"] or one["invented"] for one in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
