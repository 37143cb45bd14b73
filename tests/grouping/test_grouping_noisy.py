"""Scans: the same texts with letters misread, words broken and glued, and parts cut off are grouped, others are not."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from provenance.corpus import batch_of
from provenance.grouping import group
from provenance.model import MEASURES, RELATIONS, Grouping
from provenance.settings import Grouping as Settings
from provenance.sketch import shingle_sets, sketch

if TYPE_CHECKING:
    import numpy as np

NOUNS = [
    "ferry",
    "island",
    "mill",
    "engine",
    "lantern",
    "harbour",
    "orchard",
    "bridge",
    "keeper",
    "baker",
    "widow",
    "meadow",
    "tunnel",
    "chapel",
    "market",
    "anchor",
]
VERBS = [
    "carried",
    "mended",
    "painted",
    "crossed",
    "counted",
    "warned",
    "followed",
    "measured",
    "sheltered",
    "welcomed",
    "traded",
    "watched",
]
WRONG = {"e": "c", "c": "e", "m": "rn", "h": "b", "l": "1", "i": "l", "o": "0", "a": "u", "t": "f", "n": "u"}


def story(seed: int, sentences: int = 14) -> str:
    """Return prose that no other seed gives."""
    rng = random.Random(seed)
    rows = (
        f"The {rng.choice(NOUNS)} of {rng.choice(NOUNS)} {rng.choice(NOUNS)} {rng.choice(VERBS)} the "
        f"{rng.choice(NOUNS)} before a {rng.choice(NOUNS)} {rng.choice(VERBS)} it."
        for _ in range(sentences)
    )
    return " ".join(rows)


def scanned(text: str, seed: int, rate: float = 0.12) -> str:
    """Return *text* with a share of its letters misread or lost, and some words broken, glued and divided."""
    rng = random.Random(seed)
    letters = []
    for one in text:
        chance = rng.random()
        wrong = WRONG.get(one, rng.choice("abcdefghijklmnopqrstuvwxyz")) if chance < rate else one
        letters.append("" if chance < rate / 6 else wrong if one.isalpha() else one)
    words = "".join(letters).split(" ")
    return "".join(word + rng.choice([" "] * 9 + ["", "-\n", "\n"]) for word in words)


def grouped(texts: list[str], *, noisy: bool = True, **more: float) -> Grouping:
    """Return the pairs and groups of *texts*."""
    corpus = batch_of(texts)

    def columns(positions: np.ndarray) -> tuple[bytes, np.ndarray, np.ndarray]:
        batch = batch_of([texts[at] for at in positions.tolist()])
        return batch.buffer, batch.offsets, batch.starts

    ids = [f"{at:04}" for at in range(len(texts))]
    settings = Settings(noisy=noisy, **more)  # type: ignore[arg-type]
    return group(sketch(corpus), lambda positions: shingle_sets(*columns(positions)), ids, settings, columns)


def members(found: Grouping) -> list[tuple[int, ...]]:
    """Return the members of each group."""
    return [one.members for one in found.groups]


@pytest.mark.parametrize("rate", [0.03, 0.08, 0.15])
def test_scans_of_one_story_are_one_group(rate: float) -> None:
    """Scans with up to 15 % of their letters wrong on both sides are grouped by story, and none with another."""
    texts = [scanned(story(at // 3), at, rate) for at in range(30)]

    found = grouped(texts)

    assert members(found) == [(at, at + 1, at + 2) for at in range(0, 30, 3)]
    assert not members(grouped(texts, noisy=False))


def test_a_misread_pair_says_what_it_is_measured_by() -> None:
    """Relation and measure of the pair are misread and aligned, its Jaccard similarity is that of its words."""
    texts = [scanned(story(1), 1), scanned(story(1), 2), story(2), story(2) + " So it is."]

    pairs = grouped(texts).pairs

    assert [RELATIONS[one] for one in pairs.relation] == ["misread", "near"]
    assert [MEASURES[one] for one in pairs.measure] == ["aligned", "jaccard"]
    assert pairs.jaccard[0] < 0.2 < 0.9 < pairs.left_in_right[0]
    assert pairs.similarity.tolist() == [max(pairs.left_in_right[0], pairs.right_in_left[0]), pairs.jaccard[1]]


def test_a_group_says_what_each_similarity_is_of() -> None:
    """In a group of near copies and a scan only the scan is measured by its letters."""
    texts = [story(1, 30), story(1, 30) + " The end.", scanned(story(1, 30), 3)]

    (one,) = grouped(texts).groups

    assert one.measured()[2] == "aligned"
    assert one.measured().count("jaccard") == 2


def test_clean_texts_are_grouped_as_without_it() -> None:
    """Copies, edited copies and strangers without misread letters give the same pairs and groups, and no measure."""
    texts = [story(at // 2) + f" Printed {at % 2} times." * (at % 3) for at in range(12)]

    without, found = grouped(texts, noisy=False), grouped(texts)

    assert members(found) == members(without)
    assert found.pairs.jaccard.tolist() == without.pairs.jaccard.tolist()
    assert not found.pairs.measure.any()
    assert not any(one.measures for one in found.groups)


def test_a_cut_scan_joins_the_whole_one() -> None:
    """A scan that lacks the end of the story, and one that lacks its head, are grouped with one that has all."""
    text = scanned(story(4, 30), 1, 0.06)
    head, end = scanned(story(4, 30), 2, 0.06), scanned(story(4, 30), 3, 0.06)

    found = grouped([text, head[: len(head) * 3 // 5], end[len(end) * 2 // 5 :], scanned(story(5, 30), 4, 0.06)])

    assert members(found) == [(0, 1, 2)]


def test_an_excerpt_is_not_grouped_with_a_page_that_is_much_longer() -> None:
    """A scan of one story is no copy of a page that has it among many others."""
    page = " ".join(scanned(story(at, 14), at, 0.05) for at in range(8))

    assert not grouped([page, scanned(story(3, 14), 99, 0.05)]).groups


def test_a_form_with_other_figures_is_no_copy() -> None:
    """Scans of two market reports agree in all but their figures and names, and are not paired."""

    def report(seed: int) -> str:
        rng = random.Random(seed)
        rows = (
            f"wheat sold at {rng.randint(100, 999)} and barley at {rng.randint(100, 999)} in the market of "
            f"{rng.choice(NOUNS)} on a slow day with {rng.randint(100, 999)} buyers present."
            for _ in range(6)
        )
        return " ".join(rows)

    texts = [scanned(report(at // 2), at, 0.08) for at in range(8)]

    assert members(grouped(texts)) == [(0, 1), (2, 3), (4, 5), (6, 7)]


def test_a_story_that_was_rewritten_is_not_misread() -> None:
    """Where other words stand in the place of words, a text is an edited one and no scan."""
    rng = random.Random(1)
    words = story(6, 30).split(" ")
    edited = " ".join(rng.choice(NOUNS) if rng.random() < 0.12 else word for word in words)

    assert not grouped([" ".join(words), edited]).groups


def test_a_story_of_many_scans_is_one_group() -> None:
    """All scans of a story are one group also where they are more than each is compared with."""
    texts = [scanned(story(7), at) for at in range(70)] + [scanned(story(8 + at), at) for at in range(10)]

    assert members(grouped(texts)) == [tuple(range(70))]


def test_the_order_of_the_corpus_does_not_matter() -> None:
    """The same scans in another order are grouped alike."""
    texts = [scanned(story(at // 4), at, 0.15) for at in range(24)]
    order = random.Random(2).sample(range(24), 24)

    whole = {frozenset(group) for group in members(grouped(texts))}
    turned = {frozenset(order[at] for at in group) for group in members(grouped([texts[at] for at in order]))}

    assert whole == turned


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["one"], ["...", "a b"], ["a" * 3000, "a" * 3000 + "b"]])
def test_texts_without_much_to_compare_are_no_error(texts: list[str]) -> None:
    """Empty, short and monotonous texts are grouped as without it."""
    assert members(grouped(texts)) == members(grouped(texts, noisy=False))


def test_texts_that_are_too_large_are_named() -> None:
    """A text of more words than an alignment takes is not compared by its letters, and a notice says so."""
    large = " ".join(["word"] * (1 << 18)) + " more"

    (notice,) = grouped([large, scanned(story(1), 1), scanned(story(1), 2)]).notices

    assert notice.kind == "over limit"
    assert "1 texts of more than 262,144 words" in notice.message
