"""Count what REP rules report in texts that repeat themselves lawfully, and in pages that are printed more than once.

    python benchmarks/repeats.py [SEEDS]

The texts are those of the tests (``tests/form/lawful_texts.py``): 26 forms and 16 layouts in six languages.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent

if TYPE_CHECKING:
    from provenance.model import Repeats


def of(text: str) -> Repeats:
    """Return the repeats of *text*, as an audit finds them."""
    from provenance.alignment import repeats
    from provenance.form import inspect, repetition
    from provenance.model import Document

    return repetition(text, 0, repeats(text), inspect(text, Document("a", "a", b"", None, len(text))))


def main(seeds: int) -> None:
    """Print a row a seed, and the forms and layouts in which something is wrong."""
    sys.path[:0] = [str(ROOT / "tests" / "form")]
    from lawful_texts import lawful, pages

    print("| seed | lawful texts | REP001 | any REP | printed pages | found | wrong |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for seed in range(1, seeds + 1):
        forms, layouts = list(lawful(seed)), list(pages(seed))
        found = [(sample.kind, of(sample.text)) for sample in forms]
        paged = Counter(kind for kind, repeats in found if repeats.pages)
        reported = Counter(kind for kind, repeats in found if repeats.pages or repeats.leads)
        missed = Counter(sample.kind for sample in layouts if not of(sample.text).pages)
        wrong = ", ".join(f"{kind} {count}" for kind, count in sorted((reported + missed).items()))
        share = 1 - missed.total() / len(layouts)
        print(
            f"| {seed} | {len(forms)} | {paged.total()} | {reported.total()} | {len(layouts)} | {share:.3f} | {wrong} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
