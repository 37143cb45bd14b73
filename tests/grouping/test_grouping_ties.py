"""Pairs below the threshold that share passages: exact similarities and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance.corpus import batch_of
from provenance.grouping.ties import tie
from provenance.kernels.rows import rows_of
from provenance.model import NEAR_BELOW, RELATIONS
from provenance.model.passages import Overlaps
from provenance.pipeline import no_pairs
from provenance.sketch import shingle_sets

if TYPE_CHECKING:
    from provenance.kernels.rows import Row


def words(start: int, count: int) -> str:
    return " ".join(f"word{number}" for number in range(start, start + count))


def related(texts: list[str], overlaps: list[Row], ends: list[tuple[int, int]] | None = None):
    """Return the pairs of *texts* that *overlaps* connect; overlaps are between the first two texts by default."""

    def shingles(positions):
        some = batch_of([texts[position] for position in positions.tolist()])
        return shingle_sets(some.buffer, some.offsets, some.starts)

    left, right = np.array(ends or [(0, 1)] * len(overlaps), np.int32).reshape(-1, 2).T
    counts = np.array([len(text.split()) for text in texts])
    rows = rows_of([(document, row) for document, row in zip(left.tolist(), overlaps, strict=True)])
    return tie(no_pairs(), (left, right), Overlaps(rows), counts, shingles, texts.__getitem__)[0]


def edited(text: str, every: int) -> str:
    """Return *text* with one word of *every* few changed."""
    return " ".join(word + "x" * (at % every == 0) for at, word in enumerate(text.split()))


def overlap(left: int, right: int, count: int, *, quoted: bool = False) -> Row:
    return left, left + count, right, right + count, count, 1.0, 0, quoted, count, count


CASES = {
    "contained": ([words(0, 100), words(0, 100) + " " + words(500, 300)], [overlap(0, 0, 100)]),
    "excerpt": ([words(0, 100), edited(words(0, 92), 20) + " " + words(500, 300)], [overlap(0, 0, 92)]),
    "near": ([words(0, 100), edited(words(0, 100), 5)], [overlap(0, 0, 95)]),
    "shared": ([words(0, 200), words(0, 20) + " " + words(500, 300)], [overlap(0, 0, 20)]),
    "quotation": ([words(0, 200), words(0, 20) + " " + words(500, 300)], [overlap(0, 0, 20, quoted=True)]),
    "reordered": (
        [words(0, 50) + " " + words(100, 50), words(100, 50) + " " + words(0, 50)],
        [overlap(0, 500, 50), overlap(500, 0, 50)],
    ),
}


def test_texts_of_which_one_does_not_lie_in_the_other_share_passages():
    """Each has a story of its own besides, however much they share."""
    pairs = related([words(0, 100), words(30, 70) + " " + words(500, 30)], [overlap(210, 0, 70)])

    assert [RELATIONS[code] for code in pairs.relation] == ["shared"]


def test_most_of_a_text_is_no_excerpt():
    """A sixth of the shorter text, and not its masthead only, is not in the longer one."""
    pairs = related([words(0, 100), edited(words(0, 84), 12) + " " + words(500, 300)], [overlap(0, 0, 84)])

    assert [RELATIONS[code] for code in pairs.relation] == ["shared"]


def test_passages_found_across_do_not_part_texts_of_one_order():
    """Items that resemble each other are found across; the words of both texts are in the same order."""
    texts = [words(0, 100), edited(words(0, 100), 5)]

    pairs = related(texts, [overlap(0, 400, 50), overlap(400, 0, 50)])

    assert pairs.relation.tolist() == [NEAR_BELOW]


def test_texts_of_one_length_are_no_excerpts():
    """Nine tenths of the one are aligned and less of the other, which is hardly longer: neither lies in the other."""
    pairs = related([words(0, 100), edited(words(0, 92), 9) + " " + words(500, 14)], [overlap(0, 0, 92)])

    assert [RELATIONS[code] for code in pairs.relation] == ["shared"]


def test_a_text_that_says_another_twice_is_not_near():
    """All of both is aligned, but half of the longer one is there for the second time."""
    texts = [words(0, 60), edited(words(0, 60), 5) + " " + edited(words(0, 60), 6)]

    pairs = related(texts, [overlap(0, 0, 60), overlap(0, 450, 60)])

    assert [RELATIONS[code] for code in pairs.relation] == ["excerpt"]


def test_a_pair_below_the_threshold_is_not_told_from_near_ones_by_its_name():
    """Rules know it by its number: no near-duplicate is reported below the threshold."""
    pairs = related(*CASES["near"])

    assert pairs.relation.tolist() == [NEAR_BELOW]


def test_the_words_of_each_side_count():
    """A passage that one text tells in more words covers no more of the text that has fewer."""
    row = (0, 70, 0, 70, 100, 0.7, 2, False, 70, 100)

    pairs = related([words(0, 100), edited(words(0, 80), 3) + " " + words(500, 20)], [row])

    assert [RELATIONS[code] for code in pairs.relation] == ["shared"]


@pytest.mark.parametrize("relation", CASES)
def test_overlaps_tell_the_relation(relation):
    """The relation follows from which passages are shared, their share of each document, and their order."""
    texts, overlaps = CASES[relation]

    pairs = related(texts, overlaps)

    assert [RELATIONS[code] for code in pairs.relation] == [relation]


def test_similarities_are_exact():
    """The similarity and containments of a new pair are those of its shingle sets."""
    pairs = related([words(0, 104), words(0, 54) + " " + words(900, 50)], [overlap(0, 0, 54)])

    assert pairs.jaccard.tolist() == [50 / 150]
    assert pairs.left_in_right.tolist() == pairs.right_in_left.tolist() == [0.5]


def test_each_pair_is_told_once_in_order():
    """Several passages of two documents make one pair; pairs are ordered by their documents."""
    texts = [words(0, 60), words(30, 60), words(0, 30) + " " + words(700, 60)]

    pairs = related(texts, [overlap(300, 0, 30), overlap(0, 0, 15), overlap(90, 90, 15)], [(0, 1), (0, 2), (0, 2)])

    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(0, 1), (0, 2)]
    assert pairs.jaccard[0] == 26 / (56 + 56 - 26)


def test_nothing_shared_ties_nobody():
    """Without overlaps the pairs are unchanged."""
    assert len(related([words(0, 20), words(50, 20)], [])) == 0


def test_items_that_resemble_each_other_are_in_order():
    """Passages found across are no other order where the words are in the same one: a form's items are much alike."""
    one, two = words(0, 50), words(100, 50)
    across = [overlap(0, 500, 50), overlap(500, 0, 50), overlap(0, 0, 50), overlap(500, 500, 50)]

    pairs = related([f"{one} {two}", f"{one} {two} {words(900, 1)}"], across)

    assert [RELATIONS[code] for code in pairs.relation] == ["contained"]


def test_texts_that_hold_less_than_half_of_each_other_are_not_reordered():
    """Loose passages in another order, with few runs of five words in common, share passages and nothing more."""
    loose = [" ".join(f"{word}{'x' * (at % 3 == 0)}" for at, word in enumerate(words(0, 60).split())), words(0, 60)]
    text = f"{loose[1][200:]} {loose[1][:199]}"

    pairs = related([loose[0], text], [overlap(0, 300, 30), overlap(300, 0, 30)])

    assert [RELATIONS[code] for code in pairs.relation] == ["shared"]
