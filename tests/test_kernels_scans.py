"""The compiled kernels of scans return the same results as their plain twins, for any input."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernels import buffers, same

from provenance.kernels import COMPILED, kernels, plain
from provenance.kernels.plain.scans import ADDED, CHANGED, LOST, SAME, Measured, fewest_changes

compiled = kernels
both = pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
SEEDS = st.integers(0, 2**32 - 1)
LETTERS = st.lists(st.sampled_from([97, 98, 99, 49, 97 | 0x8000, 98 | 0x8000, 50 | 0x8000]), max_size=60)


def misread(letters: list[int], rng: random.Random, rate: float) -> list[int]:
    """Return *letters* with some lost, doubled, changed, and words broken and glued."""
    found: list[int] = []
    for one in letters:
        chance = rng.random()
        if chance < rate / 3:
            continue
        found += [one, one & 0x7FFF] if chance < rate / 2 else [rng.randint(97, 122) if chance < rate else one]
    return [one ^ 0x8000 if rng.random() < rate / 5 else one for one in found]


@st.composite
def scans(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Generate the letters of texts of which some are copies of others: misread, cut, and with passages put in."""
    rng = random.Random(draw(SEEDS))
    size, texts = rng.choice([30, 200, 900]), []
    for _ in range(draw(st.integers(1, 4))):
        letters = [rng.randint(97, 122) | (0x8000 if rng.random() < 0.2 else 0) for _ in range(size)]
        if rng.random() < 0.3:
            letters = [48 + one % 10 | (one & 0x8000) for one in letters]
        if texts and rng.random() < 0.8:
            copied = misread(rng.choice(texts), rng, rng.choice([0, 0.02, 0.1, 0.3]))
            begin = rng.choice([0, 0, rng.randrange(len(copied) + 1)])
            letters = copied[begin:] + (letters if rng.random() < 0.3 else [])
            if rng.random() < 0.3:
                at = rng.randrange(len(letters) + 1)
                letters = letters[:at] + [97, 98] * rng.choice([20, 300]) + letters[at:]
        texts.append(letters)
    bounds = np.concatenate(([0], np.cumsum([len(text) for text in texts]))).astype(np.int64)
    return np.array([one for text in texts for one in text], np.uint16), bounds


@both
@given(buffers())
def test_letters_are_equal(found: tuple[bytes, np.ndarray, np.ndarray]) -> None:
    """Letters and their bounds are equal, invalid bytes and texts cut within a character included."""
    assert same(compiled.scanned_letters(*found), plain.scanned_letters(*found))


@both
@given(scans(), st.integers(1, 8), SEEDS)
def test_grams_and_candidates_are_equal(found: tuple[np.ndarray, np.ndarray], run: int, seed: int) -> None:
    """Grams, candidates and what they share are equal, at any levels and limits."""
    rng = random.Random(seed)
    levels = np.array([rng.randint(0, 3) for _ in found[1][1:]], np.int64)
    limits = rng.randint(1, 4), rng.choice([1, 100, 1000]), rng.randint(1, 3)
    hashes = compiled.letter_grams(*found, levels, run)

    assert same(hashes, plain.letter_grams(*found, levels, run))
    assert same(compiled.letter_candidates(*hashes, levels, limits), plain.letter_candidates(*hashes, levels, limits))


@both
@settings(max_examples=60)
@given(scans())
def test_measures_are_equal(found: tuple[np.ndarray, np.ndarray]) -> None:
    """What is measured of each two texts, in both orders and with themselves, is equal."""
    left, right = (side.ravel() for side in np.indices((len(found[1]) - 1,) * 2))

    assert same(compiled.measured_letters(*found, left, right), plain.measured_letters(*found, left, right))


@given(LETTERS, LETTERS)
def test_the_fewest_changes_are_the_edit_distance(left: list[int], right: list[int]) -> None:
    """An alignment leads from one text to the other, by as many changes as their edit distance."""
    from rapidfuzz.distance import Levenshtein

    columns = fewest_changes(left, right)

    assert sum(column != ADDED for column in columns) == len(left)
    assert sum(column != LOST for column in columns) == len(right)
    assert sum(column in {CHANGED, LOST, ADDED} for column in columns) == Levenshtein.distance(left, right)


@given(SEEDS, st.integers(24, 1500))
def test_a_text_is_aligned_with_itself(seed: int, size: int) -> None:
    """All letters of a text agree with themselves, and no word differs."""
    rng = random.Random(seed)
    codes = np.array([rng.randint(97, 122) | (0x8000 if rng.random() < 0.2 else 0) for _ in range(size)], np.uint16)

    one = Measured(
        *kernels.measured_letters(codes, np.array([0, size]), np.zeros(1, np.int64), np.zeros(1, np.int64))[0].tolist()
    )

    assert one.left == one.right == one.left_aligned == one.right_aligned == one.agreeing == one.columns == size
    assert one.differing == one.misread == one.lost == one.replaced == 0


@pytest.mark.parametrize(
    ("codes", "bounds", "left"), [([1], [0, 2], [0]), ([1], [1, 1], [0]), ([1, 2], [0, 2, 1], [0]), ([1], [0, 1], [1])]
)
def test_columns_that_do_not_fit_are_refused(codes: list[int], bounds: list[int], left: list[int]) -> None:
    """Bounds that do not divide the letters, and texts that do not exist, are errors, not reads beyond memory."""
    if not COMPILED:
        pytest.skip("the compiled kernels are not built, or not wanted")
    with pytest.raises((ValueError, IndexError)):
        compiled.measured_letters(np.array(codes, np.uint16), np.array(bounds), np.array(left), np.array(left))


def test_columns_are_named() -> None:
    """The columns that agree are the first of four kinds, as in C."""
    assert (SAME, CHANGED, LOST, ADDED) == (0, 1, 2, 3)
