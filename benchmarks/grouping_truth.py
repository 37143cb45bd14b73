"""Every pair of a corpus that is at least 0.5 similar, by brute force, and the score of what a tool found.

    python benchmarks/grouping_truth.py CORPUS.jsonl TRUTH.tsv       # needs numpy and scipy

Shares no code with the tool: words by a regular expression over the folded text, similarity by a product of sparse
matrices.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata

SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f\u00ad\u200b-\u200d\u2060\ufeff]"
)
LEAST = 0.5
ROWS = 2000


class Fold(dict[int, str]):
    """What each code point folds to, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        once = unicodedata.normalize("NFKD", chr(point)).casefold()
        self[point] = DROPPED.sub("", unicodedata.normalize("NFKD", once))
        return self[point]


def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word in a folded text."""
    marks = "".join(
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] == "M" and not DROPPED.match(c)
    )
    return re.compile(rf"(?=\w)[{SPACELESS}][{marks}]*|(?![{SPACELESS}])\w(?:(?![{SPACELESS}])[\w{marks}])*")


def make(corpus: str, out: str) -> None:
    """Write every pair of *corpus* that is at least 0.5 similar, with its similarity."""
    import numpy as np
    from scipy import sparse

    fold, word = Fold(), word_pattern()
    names: list[str] = []
    rows, bounds = [], [0]
    with open(corpus, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            words = word.findall(record["text"].translate(fold))
            grams = {hash(" ".join(words[i : i + 5])) for i in range(max(1, len(words) - 4))} if words else set()
            names.append(record["id"])
            rows.append(np.fromiter(grams, np.int64, len(grams)))
            bounds.append(bounds[-1] + len(grams))
    values = np.concatenate(rows)
    order = np.argsort(values)
    columns = np.empty(len(values), np.int64)
    columns[order] = np.cumsum(np.append(False, np.diff(values[order]) != 0)[: len(values)])
    matrix = sparse.csr_matrix((np.ones(len(values), np.int32), columns, np.array(bounds)))
    del values, order, rows
    across, sizes = matrix.T.tocsr(), np.diff(matrix.indptr)
    with open(out, "w", encoding="utf-8") as lines:
        for start in range(0, len(names), ROWS):
            shared = (matrix[start : start + ROWS] @ across).tocoo()
            left, right, count = shared.row + start, shared.col, shared.data
            similarity = count / (sizes[left] + sizes[right] - count)
            wanted = np.flatnonzero((left < right) & (similarity >= LEAST))
            lines.writelines(f"{names[left[i]]}\t{names[right[i]]}\t{similarity[i]:.6f}\n" for i in wanted)


def read(path: str) -> dict[frozenset[str], float]:
    """Return the pairs of a file of truth with their similarities."""
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return {frozenset((left, right)): float(similarity) for left, right, similarity in rows}


def score(truth: dict[frozenset[str], float], found: set[frozenset[str]], threshold: float) -> tuple[float, float]:
    """Return precision and recall of the pairs *found* at *threshold*."""
    wanted = {pair for pair, similarity in truth.items() if similarity >= threshold}
    hit = len(found & wanted)
    return hit / max(1, len(found)), hit / max(1, len(wanted))


if __name__ == "__main__":
    make(*sys.argv[1:])
