"""What each rule and each peer leaves of a corpus: documents, pairs at 0.7 by the exact truth, and words lost.

``dedup.py peers`` calls this.  It shares no code with the tool: words by ``grouping_truth.py``'s pattern, all pairs by
prefix filtering in plain Python (a pair at the threshold shares one of the rarest runs of each), and a word counts as
lost if no run of five words that it is in stands anywhere in what remains.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from itertools import chain
from math import ceil
from pathlib import Path
from typing import NamedTuple

from grouping_truth import Fold, word_pattern

THRESHOLD = 0.7
RUN = 5
RULES = ("identical", "preserves", "near", "contained")
PEERS = ("text-dedup", "datatrove", "daft")


class Corpus(NamedTuple):
    """The ids of documents, and the runs of each as numbers, in their order and with those that repeat."""

    names: list[str]
    runs: list[list[int]]
    words: list[int]


def compare(source: Path, folder: Path, python: str) -> int:
    """Print a row for each rule and each peer; the status is 1 if "near" leaves a pair or "preserves" loses a word."""
    corpus = read(source)
    pairs = similar_pairs([set(runs) for runs in corpus.runs])
    print(f"{len(corpus.names):,} documents, {len(pairs):,} pairs at {THRESHOLD}\n")
    print("| tool | seconds | documents left | pairs left at 0.7 | words lost |\n|" + " --- |" * 5)
    failed = False
    for tool in (*RULES, *PEERS):
        begin = time.perf_counter()
        left = by_rule(tool, source, folder) if tool in RULES else by_peer(tool, source, folder, python)
        seconds = time.perf_counter() - begin
        if left is None:
            print(f"| {tool} | not installed | | | |")
            continue
        kept = [name in left for name in corpus.names]
        pairs_left, lost = sum(kept[a] and kept[b] for a, b in pairs), lost_words(corpus, kept)
        print(f"| {tool} | {seconds:.1f} | {sum(kept):,} | {pairs_left:,} | {lost:,} |", flush=True)
        failed |= (tool == "near" and pairs_left > 0) or (tool in {"identical", "preserves"} and lost > 0)
    return int(failed)


def read(source: Path) -> Corpus:
    """Return the records of *source*, each of which has an id of its own and a text."""
    fold, word = Fold(), word_pattern()
    corpus, numbers = Corpus([], [], []), dict[str, int]()
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            words = word.findall(record["text"].translate(fold))
            grams = (" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))) if words else ()
            corpus.names.append(record["id"])
            corpus.runs.append([numbers.setdefault(gram, len(numbers)) for gram in grams])
            corpus.words.append(len(words))
    return corpus


def similar_pairs(sets: list[set[int]]) -> list[tuple[int, int]]:
    """Return the pairs of *sets* whose Jaccard similarity is at least THRESHOLD."""
    counts = Counter(chain.from_iterable(sets))
    holders: dict[int, list[int]] = {}
    found: list[tuple[int, int]] = []
    order = sorted(range(len(sets)), key=lambda at: len(sets[at]))
    for at in order:
        size = len(sets[at])
        rare = sorted(sets[at], key=lambda run: (counts[run], run))[: size - ceil(THRESHOLD * size - 1e-9) + 1]
        near = {other for run in rare for other in holders.get(run, ()) if len(sets[other]) >= THRESHOLD * size - 1e-9}
        for other in near:
            both = len(sets[at] & sets[other])
            if both >= THRESHOLD * (size + len(sets[other]) - both) - 1e-9:
                found.append((min(at, other), max(at, other)))
        for run in rare:
            if counts[run] > 1:
                holders.setdefault(run, []).append(at)
    return found


def lost_words(corpus: Corpus, kept: list[bool]) -> int:
    """Return how many words of what is not *kept* are in no run that stands in what is."""
    remains = set(chain.from_iterable(runs for runs, stays in zip(corpus.runs, kept, strict=True) if stays))
    lost = 0
    for runs, words, stays in zip(corpus.runs, corpus.words, kept, strict=True):
        if stays:
            continue
        reached = covered = 0
        for at, run in enumerate(runs):
            if run in remains:
                covered += min(at + RUN, words) - max(at, reached)
                reached = min(at + RUN, words)
        lost += words - covered
    return lost


def by_rule(rule: str, source: Path, folder: Path) -> set[str]:
    """Return the ids that a rule leaves."""
    plan, out = folder / f"{rule}.jsonl", folder / f"left-{rule}.jsonl"
    command = [sys.executable, "-m", "provenance", "dedup"]
    options = ["--rule", rule, "--keep", "longest", "--no-cache", "-q", "-o", str(plan)]
    subprocess.run([*command, "plan", str(source), *options], check=True)
    subprocess.run([*command, "apply", str(plan), "--out", str(out), "-q"], check=True)
    with open(out, encoding="utf-8") as lines:
        return {json.loads(line)["id"] for line in lines}


def by_peer(peer: str, source: Path, folder: Path, python: str) -> set[str] | None:
    """Return the ids that a peer leaves, None where it is not installed or fails."""
    out, said = folder / f"{peer}.txt", folder / f"{peer}.log"
    with open(said, "wb") as log:
        command = [python, str(Path(__file__).with_name("dedup_peers.py")), peer, str(source), str(out)]
        status = subprocess.run(command, check=False, stdout=log, stderr=log).returncode
    if status:
        print(f"{peer}: {said.read_text('utf-8', 'replace').strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return set(out.read_text("utf-8").split())
