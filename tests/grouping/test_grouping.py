"""Grouping, compared with brute force over all pairs of small corpora."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_words import jaccard, locate, shingles

from provenance.grouping import bands, dense, group, prefix_filter
from provenance.grouping.bands import min_agreements, rows_per_band
from provenance.model import Batch, Grouping, Sketches
from provenance.settings import Grouping as Settings
from provenance.sketch import shingle_sets, sketch

THRESHOLDS = [0.04, 0.3, 0.5, 0.7, 0.8, 1.0]


def batch_of(found: list[str]) -> Batch:
    encoded = [text.encode() for text in found]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in encoded]))).astype(np.int64)
    return Batch((), b"".join(encoded), offsets, offsets[:-1])


def grouped(found: list[str], threshold: float, ids: list[str] | None = None, listed: int = 1000) -> Grouping:
    def some(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        batch = batch_of([found[i] for i in positions.tolist()])
        return shingle_sets(batch.buffer, batch.offsets, batch.starts)

    names = ids or [f"{i:06}" for i in range(len(found))]
    return group(sketch(batch_of(found)), some, names, Settings(threshold=threshold, listed_partners=listed))


def pairs_of(found: Grouping) -> dict[tuple[int, int], float]:
    pairs = found.pairs
    return dict(zip(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True), pairs.jaccard.tolist(), strict=True))


def all_pairs(found: list[str], threshold: float) -> dict[tuple[int, int], float]:
    values = {(i, j): jaccard(found[i], found[j]) for i, j in itertools.combinations(range(len(found)), 2)}
    return {pair: value for pair, value in values.items() if value >= threshold}


@st.composite
def corpora(draw: st.DrawFn, most: int = 24) -> list[str]:
    """Generate texts of few distinct words, and edited, cut and joined copies of them."""
    rng = random.Random(draw(st.integers(0, 10**6)))
    words = [*"abcdefghij"][: draw(st.integers(1, 10))]
    found = [" ".join(rng.choices(words, k=rng.choice((0, 1, 3, 5, 8, 20, 60)))) for _ in range(rng.randint(1, 5))]
    for _ in range(draw(st.integers(0, most))):
        copy = rng.choice(found).split()
        for _ in range(rng.choice((0, 0, 1, 1, 2, 5))):
            at = rng.randint(0, len(copy))
            new = [*words, "new", f"n{rng.randint(0, 99)}"]
            copy[at : at + rng.randint(0, 1)] = rng.choices(new, k=rng.randint(0, 1))
        copy = copy[rng.choice((0, 0, 0, 2)) :] + rng.choice(([], [], rng.choice(found).split()))
        found.append(" ".join(copy))
    rng.shuffle(found)
    return found


@given(corpora(), st.sampled_from(THRESHOLDS))
@settings(max_examples=60)
def test_pairs_are_true_and_exact(found: list[str], threshold: float) -> None:
    """Every listed pair reaches the threshold, with exactly the similarity of the slow twin."""
    truth = all_pairs(found, threshold)

    for pair, value in pairs_of(grouped(found, threshold)).items():
        assert truth[pair] == value


@given(corpora(), st.sampled_from(THRESHOLDS))
@settings(max_examples=60)
def test_no_pair_that_meets_is_missed(found: list[str], threshold: float) -> None:
    """Every true pair that meets in a band is listed; if no banding suffices, every true pair is."""
    rows, signatures = rows_per_band(threshold), sketch(batch_of(found)).signatures

    def meets(one: int, other: int) -> bool:
        same = signatures[one] == signatures[other]
        return not rows or same[: 128 // rows * rows].reshape(-1, rows).all(axis=1).any()

    missed = all_pairs(found, threshold).keys() - pairs_of(grouped(found, threshold)).keys()
    assert not [pair for pair in missed if meets(*pair)]


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the limits so that three documents are a crowd."""
    monkeypatch.setattr(bands, "CROWD", 2)
    monkeypatch.setattr(prefix_filter, "CROWD", 2)
    monkeypatch.setattr(dense, "STEP", 3)


@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize("pivots", [0, 64])
@pytest.mark.usefixtures("crowded")
def test_crowds_lose_nothing(monkeypatch: pytest.MonkeyPatch, threshold: float, pivots: int) -> None:
    """Prefix filtering and scanning find the same pairs as pairing up."""
    monkeypatch.setattr(dense, "PIVOTS", pivots)
    rng = random.Random(7)
    for _ in range(12):
        stock = [" ".join(rng.choices("abcdefgh", k=9)) for _ in range(4)]
        tails = [rng.choices("xyzuvw", k=rng.randint(0, 6)) for _ in range(30)]
        found = [" ".join([*rng.sample(stock, rng.randint(1, 3)), *tail]) for tail in tails]
        truth = all_pairs(found, threshold)
        listed = pairs_of(grouped(found, threshold))
        assert {pair: truth.get(pair) for pair in listed} == listed
        assert len(listed) >= len(truth) * 0.99


@pytest.mark.parametrize("threshold", [0.4, 0.7, 0.9])
@pytest.mark.parametrize("pivots", [0, 1, 64])
@pytest.mark.parametrize("limit", [0, 2, 6])
@pytest.mark.usefixtures("crowded")
def test_only_pairs_of_two_crowded_documents_are_left_out(
    monkeypatch: pytest.MonkeyPatch, threshold: float, pivots: int, limit: int
) -> None:
    """A pair that is not listed has two documents with too many partners, each listed with its representative."""
    monkeypatch.setattr(dense, "PIVOTS", pivots)
    rng = random.Random(3)
    stock = [f"w{i}" for i in range(40)]
    found = [" ".join(w if rng.random() > 0.03 else rng.choice("xyz") for w in stock) for _ in range(50)]
    found += [" ".join(rng.choices("abcdefgh", k=30)) for _ in range(5)] + found[:4]
    truth = all_pairs(found, threshold)
    outcome = grouped(found, threshold, listed=limit)
    listed = pairs_of(outcome)
    partners = [sum(i in pair for pair in truth) for i in range(len(found))]

    assert {pair: truth.get(pair) for pair in listed} == listed
    for pair in truth.keys() - listed.keys():
        assert min(partners[i] for i in pair) > limit
    for each in outcome.groups:
        for member, value in zip(each.members, each.similarity, strict=True):
            pair = tuple(sorted((member, each.representative)))
            assert member == each.representative or listed[pair] == value
    assert bool(outcome.notices) == (len(listed) < len(truth))


def test_the_notice_counts_what_is_left_out() -> None:
    """Among many equal documents each pair with the representative is listed, and the notice counts the rest."""
    outcome = grouped(["Blah blah blah."] * 1604 + ["something else"], 0.7)

    assert len(outcome.pairs) == 1603
    assert outcome.pairs.relation.tolist() == [0] * 1603
    assert [each.members for each in outcome.groups] == [tuple(range(1604))]
    assert [(notice.kind, notice.message.split()[0]) for notice in outcome.notices] == [
        ("over limit", f"{1604 * 1603 // 2 - 1603:,}")
    ]


def test_nothing_is_left_out_up_to_the_limit() -> None:
    """Copies of one text with exactly as many partners as are listed are all paired."""
    outcome = grouped(["same words in all of them"] * 31, 0.7, listed=30)

    assert len(outcome.pairs) == 31 * 30 // 2
    assert not outcome.notices


def slow_groups(found: list[str], pairs: dict[tuple[int, int], float], ids: list[str]) -> list[tuple]:
    """Return the groups by the greedy rule, document by document."""
    partners: dict[int, set[int]] = {i: set() for i in range(len(found))}
    for one, other in pairs:
        partners[one].add(other)
        partners[other].add(one)
    lengths = [len(locate(text)) for text in found]
    free, groups = set(partners), []
    while any(partners[i] & free for i in free):
        best = min(free, key=lambda i: (-len(partners[i] & free), -lengths[i], ids[i]))
        members = tuple(sorted({best} | partners[best] & free))
        groups.append((members, best, tuple(1.0 if i == best else pairs[min(i, best), max(i, best)] for i in members)))
        free -= set(members)
    return sorted(groups)


@given(corpora(), st.sampled_from(THRESHOLDS), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_groups_follow_the_greedy_rule(found: list[str], threshold: float, rng: random.Random) -> None:
    """The document with the most ungrouped partners, then the longest, then the first id, represents them."""
    ids = [f"{i}" for i in range(len(found))]
    rng.shuffle(ids)
    outcome = grouped(found, threshold, ids)

    assert [(g.members, g.representative, g.similarity) for g in outcome.groups] == slow_groups(
        found, pairs_of(outcome), ids
    )


@given(corpora(), st.sampled_from(THRESHOLDS), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_order_does_not_matter(found: list[str], threshold: float, rng: random.Random) -> None:
    """Permuting the corpus permutes the result."""
    ids = [f"d{i}" for i in range(len(found))]
    order = list(range(len(found)))
    rng.shuffle(order)
    one = grouped(found, threshold, ids)
    other = grouped([found[i] for i in order], threshold, [ids[i] for i in order])

    assert pairs_of(one) == {tuple(sorted((order[i], order[j]))): v for (i, j), v in pairs_of(other).items()}
    assert {(g.representative, g.members) for g in one.groups} == {
        (order[g.representative], tuple(sorted(order[i] for i in g.members))) for g in other.groups
    }


@given(corpora())
@settings(max_examples=40)
def test_containments_and_relations(found: list[str]) -> None:
    """Containments are shares of the left's and the right's shingles; identical means the same words in one order."""
    pairs = grouped(found, 0.5).pairs
    for i, (left, right) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        one, other = shingles(found[left]), shingles(found[right])
        assert left < right
        assert pairs.left_in_right[i] == len(one & other) / len(one)
        assert pairs.right_in_left[i] == len(one & other) / len(other)
        same = [w for *_, w in locate(found[left])] == [w for *_, w in locate(found[right])]
        assert pairs.relation[i] == (0 if same else 1)


def test_a_chain_is_not_one_group() -> None:
    """A chain of documents, each similar to the next, is not one group."""
    words = [f"w{i}" for i in range(400)]
    found = [" ".join(words[i : i + 60]) for i in range(0, 300, 8)]
    outcome = grouped(found, 0.7)

    assert len(outcome.pairs) == len(found) - 1
    assert max(len(each.members) for each in outcome.groups) == 3


def test_texts_without_words_pair_with_nothing() -> None:
    """Texts without words, however alike, are in no pair and no group."""
    outcome = grouped(["", "", " … ", "a", "a"], 0.7)

    assert pairs_of(outcome) == {(3, 4): 1.0}
    assert [each.members for each in outcome.groups] == [(3, 4)]


def test_an_empty_corpus() -> None:
    """A corpus of no document or one has no pairs and no groups."""
    for found in ([], ["only one text here"], [""]):
        outcome = grouped(found, 0.7)
        assert (len(outcome.pairs), outcome.groups, outcome.notices) == (0, (), ())


@pytest.mark.parametrize(("threshold", "rows"), [(0.7, 4), (0.5, 2), (0.8, 5), (1.0, 128), (0.06, 1), (0.05, 0)])
def test_banding(threshold: float, rows: int) -> None:
    """A known threshold gives the known number of rows."""
    assert rows_per_band(threshold) == rows


@given(st.floats(0.05, 1.0))
def test_banding_reaches_its_chance_and_no_wider_band_does(threshold: float) -> None:
    """The chosen rows reach a chance of 0.999, and one row more does not."""

    def chance(rows: int) -> float:
        return 1 - (1 - threshold**rows) ** (128 // rows)

    rows = rows_per_band(threshold)
    assert not rows or chance(rows) >= 0.999
    assert all(chance(more) < 0.999 for more in range(rows + 1, 129))


def test_min_agreements_is_far_below_what_true_pairs_have() -> None:
    """The required agreements are far below the mean at the threshold."""
    for threshold in (0.3, 0.5, 0.7, 0.9):
        assert 128 * threshold - min_agreements(threshold) > 3.5 * (128 * threshold * (1 - threshold)) ** 0.5
    assert min_agreements(1.0) == 128
    assert min_agreements(0.01) == 0


def test_signatures_of_one_class_suffice() -> None:
    """Equal digests with different word counts are not identical texts."""
    words, digests = np.array([5, 6, 5]), np.array([7, 7, 7], np.uint64)
    signatures = np.zeros((3, 128), np.uint32)
    sets = (np.array([1, 2, 1], np.uint64), np.array([0, 1, 2, 3]))

    def some(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return sets[0][positions], np.arange(len(positions) + 1)

    outcome = group(Sketches(words, digests, signatures), some, ["a", "b", "c"], Settings())
    assert pairs_of(outcome) == {(0, 2): 1.0}
