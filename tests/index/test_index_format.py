"""docs/format.md is complete and right: a reader written from it reads an index and finds the known answers."""

from __future__ import annotations

import re
from pathlib import Path

import plain_reader
import pytest
from index_texts import SENTENCES
from reference_words import locate

from provenance.index.opened import Index
from provenance.index.parameters import Parameters
from provenance.index.writer import create
from provenance.sketch import permutations

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
TEXT = "The quick brown fox jumps over the lazy dog while the cat sleeps."


def answers(what: str) -> list[int]:
    """The known answers of the page in the row *what*."""
    row = re.search(rf"^\| {re.escape(what)} \| ([0-9a-f ]+) \|$", PAGE, re.MULTILINE)
    assert row, what
    return [int(one, 16) for one in row[1].split()]


def hashed(text: str) -> list[int]:
    """The hashes of the words of *text*, by the reader."""
    return [plain_reader.word(folded) for _, _, folded in locate(text)]


def test_known_answers() -> None:
    """The definitions of the page give its known answers."""
    words = hashed(TEXT)
    shingles = plain_reader.shingles(words)
    factors, addends = (column.tolist() for column in permutations())
    signature = plain_reader.signature(shingles, factors, addends)
    prints = plain_reader.print_keys(words, "passages")

    assert words[:3] == answers("hashes of the first three words")
    assert sorted(shingles) == answers("its shingles, ascending")
    assert [plain_reader.digest(words)] == answers("digest")
    assert [factors[0], addends[0]] == answers("factor 0 and addend 0")
    assert signature[:4] == answers("the first four numbers of the signature")
    assert plain_reader.band_keys(signature, 0.7)[:3] == answers("keys of bands 0, 1 and 2 at 0.7")
    assert [one for pair in prints for one in pair] == answers("keys of fingerprints (`passages`), with places")


@pytest.mark.parametrize(("tier", "threshold", "codec"), [("passages", 0.7, "zstd"), ("sparse", 0.5, "zlib")])
def test_a_reader_of_150_lines(tmp_path: Path, tier: str, threshold: float, codec: str) -> None:
    """All postings, texts and documents of an index are what the page says, in segments and in the tail."""
    lines = (Path(__file__).parent / "plain_reader.py").read_text(encoding="utf-8").splitlines()
    corpus = {f"d{at}": f"{SENTENCES[at % 8]} own{at} {SENTENCES[at % 5]}" for at in range(260)}
    create(str(tmp_path / "index"), Parameters(tier, threshold, codec))
    with Index.open(tmp_path / "index") as index:
        index.add(list(corpus.values())[:250], list(corpus)[:250])
        index.add(list(corpus.values())[250:], list(corpus)[250:])
        index.remove(["d7", "d255"])
    del corpus["d7"], corpus["d255"]

    reader = plain_reader.Reader(tmp_path / "index")
    numbers = {id_: number for number, id_ in reader.ids.items()}
    bands, prints = set(), set()
    factors, addends = (column.tolist() for column in permutations())
    for id_, text in corpus.items():
        words = hashed(text)
        signature = plain_reader.signature(plain_reader.shingles(words), factors, addends)
        bands.update((key, numbers[id_], 0) for key in plain_reader.band_keys(signature, threshold))
        first: dict[int, int] = {}
        for key, place in plain_reader.print_keys(words, tier):
            first.setdefault(key, place)
        prints.update((key, numbers[id_], place) for key, place in first.items())

    assert sum(bool(line.strip()) for line in lines) <= 150
    assert {reader.ids[number]: text for number, text in reader.texts().items() if number in reader.ids} == corpus
    assert reader.postings("bands") == bands
    assert reader.postings("prints") == prints
    reader.database.close()
