"""A corpus of invented records with copies of every kind, in files that are not all alike."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TALE = (
    "harbour lamp rope ferry island market bridge canal hill orchard winter letter clock tower bread river stone mill "
    "song garden window road village teacher boat lantern school copper field station wagon paper ocean valley"
)
WORDS = TALE.split()


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def story(chance: random.Random, sentences: int = 6) -> str:
    return " ".join(sentence(chance, 12) for _ in range(sentences))


def edited(chance: random.Random, text: str, edits: int) -> str:
    words = text.split(" ")
    for _ in range(edits):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def texts(chance: random.Random, count: int) -> list[str]:
    """Return stories, copies of some in other letters, near copies, chains of these, and texts without words."""
    found = [story(chance) for _ in range(count)]
    for text in found[: count // 3]:
        found += [text, text.upper(), edited(chance, text, 2)]
    chain = story(chance, 10)
    for _ in range(8):
        found.append(chain := edited(chance, chain, 3))
    price = story(chance) + " The rope costs 12 coins, and 3 boats came."
    found += [price, price.replace("12", "17").replace("3 boats", "9 boats"), "", "...", "short text"]
    chance.shuffle(found)
    return found


def records(chance: random.Random, count: int) -> list[dict[str, object]]:
    """Return the texts as records; some have the id of another one, and some have none.

    Their dates can be read because one of them proves that the day comes first, and some have a line that says more.
    """
    found: list[dict[str, object]] = []
    for at, body in enumerate(texts(chance, count)):
        text = body
        if at % 5 == 2:
            text = f'Ánna Lám, "the keeper"\nFERRYTOWN, March 4 (Harbour Wire) — {body}'
        day = f"{1 + at % 9:02}/03/2024" if at % 10 else "23/03/2024"
        record: dict[str, object] = {"id": f"r{at}", "text": text, "date": day, "source": "The Lamp, daily"}
        if at % 11 == 0:
            record["id"] = "shared"
        elif at % 7 == 0:
            del record["id"]
        found.append(record)
    return found


def write(path: Path, some: list[dict[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in some), encoding="utf-8")


def corpus(folder: Path, count: int = 24, seed: int = 4) -> Path:
    """Write a corpus of three files into *folder* and return it: blank lines, broken ones, records without texts."""
    chance = random.Random(seed)
    some = records(chance, count)
    third = len(some) // 3
    write(folder / "b.jsonl", some[:third])
    write(folder / "inner" / "a.jsonl", some[third : 2 * third])
    lines = [json.dumps(record, ensure_ascii=False) for record in some[2 * third :]]
    lines[3:3] = ["", "{broken", '{"id": "x"}', '{"id": "y", "text": null}', "  "]
    (folder / "c.ndjson").write_text("\n".join(lines), encoding="utf-8")
    return folder
