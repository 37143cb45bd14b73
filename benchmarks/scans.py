"""Scans of the same stories, with letters misread on both sides: how many pairs are grouped, and how many wrongly.

python benchmarks/scans.py                          # the table
python benchmarks/scans.py --seeds 1,2,3 --words 80 --kinds letters,cut
python benchmarks/scans.py make 5000 OUT.jsonl      # a corpus of so many scans, for time and memory
python benchmarks/scans.py added STORIES.jsonl 40   # what --noisy adds to clean texts, to be read by eye
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import scans_damage
import scans_stories

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STORIES = 60  # of several scans each, in a corpus of the table
COPIES = (2, 2, 2, 3, 3, 4, 6)
OTHERS = 60  # scans of stories and reports that occur once
COLUMNS = ("words", "wrong letters", "damage", "pairs", "grouped", "false pairs", "listed", "false listed", "ARI")


def scans(count: int, words: int, how: scans_damage.Damage, rng: random.Random) -> Iterator[tuple[str, int]]:
    """Yield *count* scans with the numbers of their stories: of some several, of others, and of reports, one each."""
    writer = scans_stories.Writer(rng)
    story = made = 0
    while made < count:
        several = rng.random() < STORIES / (STORIES + OTHERS)
        text = writer.report(words) if not several and rng.random() < 0.6 else writer.story(words)
        for _ in range(min(rng.choice(COPIES) if several else 1, count - made)):
            yield scans_damage.scanned(text, how, rng), story
            made += 1
        story += 1


def write(path: Path, texts: Iterable[tuple[str, int]], rng: random.Random) -> dict[str, int]:
    """Write scans as records in random order, and return the story of each by its id."""
    rows = list(texts)
    rng.shuffle(rows)
    stories = {}
    with path.open("w", encoding="utf-8") as stream:
        for at, (text, story) in enumerate(rows):
            stories[f"scan-{at:06}"] = story
            stream.write(json.dumps({"id": f"scan-{at:06}", "text": text}, ensure_ascii=False) + "\n")
    return stories


def audit(path: Path, output: Path, *options: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of pairs.csv and groups.csv."""
    command = [sys.executable, "-m", "provenance", "audit", str(path), "--output", str(output), "--no-cache", "-q"]
    subprocess.run([*command, "--write", "pairs,groups", *options], check=True, stdout=subprocess.DEVNULL)
    with (output / "pairs.csv").open(newline="") as pairs, (output / "groups.csv").open(newline="") as groups:
        return list(csv.DictReader(pairs)), list(csv.DictReader(groups))


def two_of(counts: Iterable[int]) -> int:
    """Return how many pairs sets of so many members have."""
    return sum(count * (count - 1) // 2 for count in counts)


def scored(stories: dict[str, int], pairs: list[dict[str, str]], groups: list[dict[str, str]]) -> list[str]:
    """Return the columns of the table from the pairs of one story on."""
    group_of = {row["document"]: int(row["group"]) for row in groups}
    # A document in no group is a group by itself.
    alone = {document: group_of.get(document, -1 - at) for at, document in enumerate(stories)}
    both = two_of(Counter((story, alone[document]) for document, story in stories.items()).values())
    same, together = two_of(Counter(stories.values()).values()), two_of(Counter(alone.values()).values())
    everything = two_of([len(stories)])
    expected = same * together / everything
    index = (both - expected) / ((same + together) / 2 - expected)
    wrong = sum(stories[row["left"]] != stories[row["right"]] for row in pairs)
    return [
        str(same),
        f"{both / same:.4f}",
        f"{(together - both) / max(1, together):.4f}",
        f"{(len(pairs) - wrong) / same:.4f}",
        f"{wrong / max(1, len(pairs)):.4f}",
        f"{index:.4f}",
    ]


def table(given: argparse.Namespace) -> None:
    """Print a row for each length, share of wrong letters and kind of damage."""
    print("| " + " | ".join(COLUMNS) + " |\n|" + " --- |" * len(COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scans.jsonl")
        for words in map(int, given.words.split(",")):
            for letters in map(float, given.letters.split(",")):
                for kind in given.kinds.split(","):
                    rows: dict[str, int] = {}
                    pairs: list[dict[str, str]] = []
                    groups: list[dict[str, str]] = []
                    for seed in given.seeds.split(","):
                        rng = random.Random(f"{seed} {words} {letters} {kind}")
                        how = scans_damage.damage(kind, letters)
                        truth = write(path, scans(given.scans, words, how, rng), rng)
                        some, several = audit(path, Path(folder, "reports"), *given.option)
                        apart = 10**6 * int(seed)
                        rows |= {f"{seed} {name}": story + apart for name, story in truth.items()}
                        ends = ("left", "right")
                        pairs += [row | {side: f"{seed} {row[side]}" for side in ends} for row in some]
                        groups += [
                            {"document": f"{seed} {row['document']}", "group": str(int(row["group"]) + apart)}
                            for row in several
                        ]
                    cells = [str(words), f"{letters:.0%}", kind, *scored(rows, pairs, groups)]
                    print("| " + " | ".join(cells) + " |", flush=True)


def make(count: int, path: Path) -> None:
    """Write a corpus of scans of all lengths and kinds."""
    rng = random.Random(count)
    texts: list[tuple[str, int]] = []
    for part, words in enumerate((80, 300, 300, 1000)):
        how = scans_damage.damage("all", (0.03, 0.08, 0.15, 0.08)[part])
        some = scans(count // 4, words, how, rng)
        texts += [(text, story + part * count) for text, story in some]
    Path(f"{path}.truth").write_text(json.dumps(write(path, texts, rng)))


def added(path: Path, count: int) -> None:
    """Print some of the pairs that --noisy adds to those of a corpus, with the beginnings of both texts."""
    texts = {}
    with path.open() as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            texts[str(record.get("id") or f"{path.name}#{number}")] = record["text"]
    with tempfile.TemporaryDirectory() as folder:
        pairs, _ = audit(path, Path(folder), "--noisy")
    more = [row for row in pairs if row["measure"] == "aligned"]
    print(f"{len(texts):,} texts, {len(pairs) - len(more):,} pairs, and {len(more):,} with --noisy")
    for row in random.Random(1).sample(more, min(count, len(more))):
        shares = f"jaccard {row['jaccard']}, {row['left_in_right']} and {row['right_in_left']} of the letters"
        print(f"\n--- {row['left']}  {row['right']}: {shares}")
        print(*(texts[row[side]] for side in ("left", "right")), sep="\n- - -\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="make COUNT OUT, or added STORIES COUNT")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--scans", type=int, default=240, help="in the corpus of a row and a seed")
    parser.add_argument("--words", default="80,300,1000")
    parser.add_argument("--letters", default="0.03,0.08,0.15")
    parser.add_argument("--kinds", default=",".join(scans_damage.KINDS))
    parser.add_argument("--option", action="append", default=["--noisy"])
    given = parser.parse_args()
    if given.what[:1] == ["make"]:
        make(int(given.what[1]), Path(given.what[2]))
    elif given.what[:1] == ["added"]:
        added(Path(given.what[1]), int(given.what[2]))
    else:
        table(given)


if __name__ == "__main__":
    main()
