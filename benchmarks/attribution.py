"""How well and how fast documents are attributed: python benchmarks/attribution.py NAME… [STORIES.jsonl]

gold    the rows and verdicts of the shared articles' gold table (needs the shared folder)
wire    printed datelines of wire stories (records with text and date)
speed   documents and characters per second over the same records
growth  time for 1 MB of every pattern's near-misses, as a multiple of the time for 100 kB (or those of modules named)
squares the same for 24 kB and 1.5 kB, in half a minute; exits 1 where one takes over 80 times as long (a square: 256)
start   CPU milliseconds for import, tables, patterns and the first five documents
"""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PROVENANCE_SHARED", ROOT.parent / "shared"))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATELINE = re.compile(
    r"^\s*(\S.{0,70}?)[,.]*\s+(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.,]?\s+(\d{1,2})\s*-",
    re.IGNORECASE,
)


def records(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def document(record):
    from provenance.model import Document, Statement

    stated = tuple(Statement(name, record[name], "container") for name in ("title", "date") if record.get(name))
    return Document(str(record["id"]), "stories.jsonl", b"", 1, 0, statements=stated)


def gold():
    """Rows that are claimed, of those required; verdicts that agree in every part."""
    from provenance.attribution import attribute

    files = json.loads((SHARED / "seeds" / "gold.json").read_text(encoding="utf-8"))["files"]
    rows = right = verdicts = 0
    for name, wanted in files.items():
        found = attribute((SHARED / "seeds" / name).read_bytes().decode("utf-8"))
        claimed = {(c.property, c.asserter, c.span.start, c.span.end) for c in found.claims if c.span}
        for row in wanted["source"]["evidence"] + wanted["dates"] + wanted["rights"]:
            if row["required"]:
                rows += 1
                right += (row["property"], row["asserter"], row["start"], row["end"]) in claimed
        verdict = wanted["verdict"]
        verdicts += all(
            getattr(found, key) == verdict[key]
            for key in ("source", "source_confidence", "published", "published_asserter")
        )
    print(f"gold: {right} of {rows} required rows, {verdicts} of {len(files)} verdicts")


def wire(path):
    """Printed month, day and place, over the stories whose dateline has a month's name and a valid day."""
    from provenance.attribution import attribute

    stories = claimed = wrong = placed = 0
    for record in records(path):
        printed = DATELINE.match(record["text"])
        if not printed or not 1 <= int(printed[3]) <= 31:
            continue
        stories += 1
        day = f"{MONTHS.index(printed[2][:3].lower()) + 1:02d}-{int(printed[3]):02d}"
        claims = [c for c in attribute(record["text"], document(record)).claims if c.asserter == "dateline"]
        days = {c.value[5:10] for c in claims if c.property == "published"}
        claimed += day in days
        wrong += bool(days - {day})
        place = printed[1].strip(" ,").rstrip(".")
        placed += place in {c.value.rstrip(".") for c in claims if c.property == "place"}
    print(
        f"wire: {stories} stories, day claimed {claimed / stories:.4%}, wrong {wrong / stories:.4%}, "
        f"place {placed / stories:.4%}"
    )


def speed(path):
    from provenance.attribution import attribute

    stories = [(record["text"], document(record)) for record in records(path)]
    for text, story in stories[:200]:
        attribute(text, story)
    start = time.process_time()
    for text, story in stories:
        attribute(text, story)
    spent = time.process_time() - start
    characters = sum(len(text) for text, _ in stories)
    print(f"speed: {len(stories) / spent:,.0f} documents/s, {characters / spent / 1e6:.1f} M characters/s")


def growth(*modules):
    """Every pattern of the package, in the modules named or in all: its near-misses through all that reads texts."""
    grown(modules, 100_000, 1_000_000, 12)


def squares(*modules):
    """The same for short texts, which is quick enough for every change, and shows a square though not a logarithm."""
    if grown(modules, 1_500, 24_000, 80) > 80:
        sys.exit(1)


def grown(modules, small, large, most):
    """Print each near-miss that takes more than *most* times as long in the larger size; return the worst ratio."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "attribution")]
    from patterns import near_misses, patterns, read_through
    from test_attribution_hostile import NEAR_MISSES

    pieces = {} if modules else {piece: f"by hand: {name}" for name, piece in NEAR_MISSES.items()}
    for name, pattern in patterns().items():
        if not modules or name.partition(":")[0] in modules:
            for piece in near_misses(pattern):
                pieces.setdefault(piece, name)
    ratios = []
    for piece, name in pieces.items():
        few, many = seconds(read_through, piece, small), seconds(read_through, piece, large)
        if many > most * few:  # a machine is quick at one moment and slow at the next: both for as long, by turns
            times = large // small
            rounds = [
                (sum(seconds(read_through, piece, small) for _ in range(times)), seconds(read_through, piece, large))
                for _ in range(3)
            ]
            few, many = sum(one for one, _ in rounds) / times / 3, sum(other for _, other in rounds) / 3
        ratios.append((many / few, name, piece))
        if many > most * few:
            print(f"growth: {name}: {piece[:40]!r} x {many / few:.1f} ({few:.3f} s, {many:.3f} s)")
    ratio, name, piece = max(ratios)
    print(f"growth: {len(ratios)} near-misses, worst x {ratio:.1f} ({name}: {piece[:40]!r})")
    return ratio


def seconds(read, piece, size):
    text = piece * max(1, size // len(piece))
    gc.collect()
    gc.disable()
    start = time.process_time()
    read(text)
    spent = time.process_time() - start
    gc.enable()
    return spent


def start():
    program = (
        "import sys, time, attrs, provenance.model, provenance.settings\n"
        "texts = [open(path, encoding='utf-8').read() for path in sys.argv[1:]]\n"
        "begin = time.process_time()\n"
        "from provenance.attribution import attribute\n"
        "for text in texts: attribute(text)\n"
        "print(f'start: {(time.process_time() - begin) * 1e3:.1f} ms')"
    )
    paths = sorted((SHARED / "seeds").glob("*.txt"))[:5] or sorted((ROOT / "seeds").glob("*.txt"))[:5]
    for _ in range(3):
        subprocess.run([sys.executable, "-c", program, *map(str, paths)], check=True, cwd=ROOT)


BENCHMARKS = {"gold": gold, "wire": wire, "speed": speed, "growth": growth, "squares": squares, "start": start}

if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name in BENCHMARKS] or ["gold", "start"]
    paths = [name for name in sys.argv[1:] if name not in BENCHMARKS]
    sys.path.insert(0, str(ROOT))
    for chosen in names:
        BENCHMARKS[chosen](*(paths if chosen in {"wire", "speed", "growth", "squares"} else ()))
