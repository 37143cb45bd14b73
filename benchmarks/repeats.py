"""Count what REP rules report in texts that repeat themselves lawfully, and in pages that are printed more than once.

    python benchmarks/repeats.py [SEEDS]

The texts are those of the tests (``tests/form/lawful_texts.py``): 26 forms and 16 layouts in six languages.  Each text
of a form is also printed two, three and four times, with and without a line between the copies: it must then be found,
with the share that all copies but one have, and a whole copy to keep.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
BETWEEN = ("\n\n", "\n\nPrint this page\n\n", "\n\nPage {}\n\n")
COUNTS = (2, 3, 4)
SLACK = 0.02  # of shares

if TYPE_CHECKING:
    from provenance.model import Repeats


def of(text: str) -> Repeats:
    """Return the repeats of *text*, as an audit finds them."""
    from provenance.alignment import repeats
    from provenance.form import inspect, repetition
    from provenance.model import Document

    return repetition(text, 0, repeats(text), inspect(text, Document("a", "a", b"", None, len(text))))


def printed(text: str, count: int, between: str) -> tuple[str, float]:
    """Return *count* copies of *text* with a line *between* them, and the share of all copies but one."""
    copy = text.strip("\n")
    whole = copy + "".join(between.format(at) + copy for at in range(2, count + 1)) + "\n"
    return whole, (count - 1) * len(copy) / len(whole)


def wrong_prints(text: str) -> int:
    """Return how many of the prints of *text* are not found, or with a wrong share or a fragment to keep."""
    wrong = 0
    for between in BETWEEN:
        for count in COUNTS:
            whole, share = printed(text, count, between)
            found = of(whole)
            kept = len(found.keep) if found.keep else 0
            wrong += not found.pages or abs(found.share - share) > SLACK or kept < (1 - SLACK) * len(text.strip()) - 2
    return wrong


def main(seeds: int) -> None:
    """Print a row a seed, and the forms and layouts in which something is wrong."""
    sys.path[:0] = [str(ROOT / "tests" / "form")]
    from lawful_texts import lawful, pages

    print("| seed | lawful texts | REP001 | any REP | printed pages | found | prints of forms | right | wrong |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for seed in range(1, seeds + 1):
        forms, layouts = list(lawful(seed)), list(pages(seed))
        found = [(sample.kind, of(sample.text)) for sample in forms]
        paged = Counter(kind for kind, repeats in found if repeats.pages)
        reported = Counter(kind for kind, repeats in found if repeats.pages or repeats.leads)
        missed = Counter(sample.kind for sample in layouts if not of(sample.text).pages)
        unlike = Counter({sample.kind: 0 for sample in forms})
        for sample in forms:
            unlike[sample.kind] += wrong_prints(sample.text)
        prints = len(forms) * len(BETWEEN) * len(COUNTS)
        wrong = ", ".join(f"{kind} {count}" for kind, count in sorted((reported + missed + unlike).items()))
        share = 1 - missed.total() / len(layouts)
        print(
            f"| {seed} | {len(forms)} | {paged.total()} | {reported.total()} | {len(layouts)} | {share:.3f} "
            f"| {prints} | {1 - unlike.total() / prints:.3f} | {wrong} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
