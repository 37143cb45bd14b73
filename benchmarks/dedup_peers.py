"""Remove the near-duplicates of a corpus with another tool, and write the ids that it leaves, one a line.

    python benchmarks/dedup_peers.py PEER CORPUS.jsonl IDS.txt

PEER is text-dedup, datatrove or daft; it must be installed for the Python that runs this.  ``dedup.py peers`` calls it.
Each is asked for a similarity of 0.7 of runs of five words, and is otherwise as it comes: text-dedup's command
``text_dedup.minhash``; datatrove's four steps with its usual 14 bands of 8 (about 0.72); and daft's MinHash with the
bands and connected components that its guide builds upon it, since it has no command of its own for this.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THRESHOLD = 0.7
RUN = 5
BANDS, ROWS = 16, 8  # for daft: (1/16)^(1/8) is 0.71


def text_dedup(corpus: Path, folder: Path) -> Iterator[str]:
    from datasets import load_from_disk

    options = {
        "path": "json", "data_files": corpus, "split": "train", "cache_dir": folder / "cache", "output": folder / "out",
        "column": "text", "threshold": THRESHOLD, "ngram": RUN, "num_proc": 2,
    }  # fmt: skip
    given = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    subprocess.run([sys.executable, "-m", "text_dedup.minhash", *given], check=True, stdout=sys.stderr)
    yield from load_from_disk(str(folder / "out"))["id"]


def datatrove(corpus: Path, folder: Path) -> Iterator[str]:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    config = MinhashConfig(n_grams=RUN)
    places = {name: str(folder / name) for name in ("signatures", "buckets", "remove", "out")}
    reader = JsonlReader(str(corpus.parent), glob_pattern=corpus.name)
    steps = [
        ([reader, MinhashDedupSignature(places["signatures"], config)], 1),
        ([MinhashDedupBuckets(places["signatures"], places["buckets"], config=config)], config.num_buckets),
        ([MinhashDedupCluster(places["buckets"], places["remove"], config=config)], 1),
        ([reader, MinhashDedupFilter(places["remove"]), JsonlWriter(places["out"], compression=None)], 1),
    ]
    for at, (pipeline, tasks) in enumerate(steps):
        LocalPipelineExecutor(
            pipeline, tasks=tasks, workers=2 if tasks > 1 else 1, logging_dir=str(folder / f"logs-{at}")
        ).run()
    for path in sorted((folder / "out").rglob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            yield from (json.loads(line)["id"] for line in lines)


def daft(corpus: Path, folder: Path) -> Iterator[str]:
    import re

    import daft as peer

    with open(corpus, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    # It advises to normalize texts first, and splits at spaces.
    texts = [" ".join(re.findall(r"\w+", record["text"].lower())) for record in records]
    frame = peer.from_pydict({"text": texts})
    hashes = frame.select(peer.col("text").minhash(num_hashes=BANDS * ROWS, ngram_size=RUN)).to_pydict()["text"]
    parents = list(range(len(records)))
    for band in range(BANDS):
        first: dict[tuple[int, ...], int] = {}
        for at, signature in enumerate(hashes):
            key = tuple(signature[band * ROWS : (band + 1) * ROWS])
            join(parents, first.setdefault(key, at), at)
    yield from (record["id"] for at, record in enumerate(records) if root(parents, at) == at)


def root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def join(parents: list[int], one: int, other: int) -> None:
    one, other = root(parents, one), root(parents, other)
    parents[max(one, other)] = min(one, other)


PEERS = {"text-dedup": text_dedup, "datatrove": datatrove, "daft": daft}


def write(ids: Iterable[str], out: Path) -> None:
    out.write_text("".join(f"{name}\n" for name in ids), "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        write(PEERS[sys.argv[1]](Path(sys.argv[2]).resolve(), Path(made)), Path(sys.argv[3]))
