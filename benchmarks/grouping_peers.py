"""Near-duplicate pairs by other tools, each as its own documentation uses it: one process a tool.

    python benchmarks/grouping_peers.py daft CORPUS.jsonl 0.7 PAIRS.tsv

All are given 128 permutations and shingles of five words; each chooses its bands itself unless it has to be told (then
the equal-area optimum that datasketch computes).  What they give is candidates, written as they come.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Pairs = Iterable[tuple[int, int]]

WORD = re.compile(r"\w+")


def read(path: str) -> tuple[list[str], list[str]]:
    """Return the ids and the texts of a file of records."""
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [record["id"] for record in records], [record["text"] for record in records]


def shingles(text: str) -> list[str]:
    """Return the runs of five words of *text*, as these tools' examples make them."""
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))]


def bands(threshold: float) -> tuple[int, int]:
    """Return the number of bands and their rows with the least sum of false positives and negatives (equal weights)."""

    def areas(rows: int, number: int) -> float:
        steps = [i / 1000 for i in range(1001)]
        meets = [1 - (1 - s**rows) ** number for s in steps]
        return sum(m if s < threshold else 1 - m for s, m in zip(steps, meets, strict=True))

    shapes = ((number, rows) for rows in range(1, 129) for number in range(1, 128 // rows + 1))
    return min(shapes, key=lambda shape: areas(shape[1], shape[0]))


def datasketch(texts: list[str], threshold: float) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=128)
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        yield from ((number, other) for other in index.query(sketch))
        index.insert(number, sketch, check_duplication=False)


def rensa(texts: list[str], threshold: float) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    number_of_bands, rows = bands(threshold)
    usable = number_of_bands * rows
    index = RMinHashLSH(threshold=threshold, num_perm=usable, num_bands=number_of_bands)
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=usable, seed=42)
        sketch.update(shingles(text))
        yield from ((number, other) for other in index.query(sketch))
        index.insert(number, sketch)


def gaoya(texts: list[str], threshold: float) -> Pairs:
    from gaoya.minhash import MinHashStringIndex

    number_of_bands, rows = bands(threshold)
    index = MinHashStringIndex(32, threshold, number_of_bands, rows, None, "word", True, (5, 5))  # noqa: FBT003
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    for number, others in enumerate(index.par_bulk_query(texts)):
        yield from ((number, int(other)) for other in others if int(other) < number)


def daft(texts: list[str], threshold: float) -> Iterator[tuple[int, int]]:
    import daft as engine
    from daft import col
    from daft.functions import minhash, normalize

    number_of_bands, rows = bands(threshold)
    frame = engine.from_pydict({"number": list(range(len(texts))), "text": texts})
    text = normalize(col("text"), remove_punct=True, lowercase=True, white_space=True)
    sketch = minhash(text, num_hashes=number_of_bands * rows, ngram_size=5, seed=42)
    found = frame.select(col("number"), sketch.alias("sketch")).to_arrow()
    numbers = found.column("number").to_pylist()
    signatures = found.column("sketch").combine_chunks().values.to_numpy().reshape(-1, number_of_bands, rows)
    for band in range(number_of_bands):
        buckets: dict[bytes, list[int]] = {}
        for number, row in zip(numbers, signatures[:, band], strict=True):
            buckets.setdefault(row.tobytes(), []).append(number)
        for bucket in buckets.values():
            yield from itertools.combinations(bucket, 2)


PEERS: dict[str, Callable[[list[str], float], Pairs]] = {
    "gaoya": gaoya,
    "daft": daft,
    "rensa": rensa,
    "datasketch": datasketch,
}


def main(name: str, corpus: str, threshold: str, out: str) -> None:
    ids, texts = read(corpus)
    found = {(min(pair), max(pair)) for pair in PEERS[name](texts, float(threshold)) if pair[0] != pair[1]}
    with open(out, "w", encoding="utf-8") as lines:
        lines.writelines(f"{ids[one]}\t{ids[other]}\n" for one, other in sorted(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
