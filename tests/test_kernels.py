"""The compiled kernels return the same results as their numpy twins, for any input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_twin import texts

from provenance.kernels import COMPILED, kernels, plain
from provenance.sketch import permutations

pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
compiled = kernels
SEEDS = st.integers(0, 2**32 - 1)


def same(one: object, other: object) -> bool:
    """Return whether two results hold equal arrays."""
    columns = zip(one, other, strict=True) if isinstance(one, tuple) else [(one, other)]  # type: ignore[arg-type]
    return all(np.array_equal(left, right) for left, right in columns)


@st.composite
def buffers(draw: st.DrawFn) -> tuple[bytes, np.ndarray, np.ndarray]:
    """Generate texts in one buffer, cut anywhere: valid UTF-8, lone surrogates and invalid bytes."""
    whole = st.lists(texts(), max_size=4).map(lambda found: [t.encode("utf-8", "surrogatepass") for t in found])
    pieces = draw(st.lists(st.binary(max_size=30), max_size=5) | whole)
    offsets = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces]))).astype(np.int64)
    heads = [draw(st.integers(0, len(piece))) for piece in pieces]
    return b"".join(pieces), offsets, offsets[:-1] + np.array(heads, np.int64)


@given(buffers())
def test_sketches_are_equal(found: tuple[bytes, np.ndarray, np.ndarray]) -> None:
    """Word counts, digests and signatures are equal, invalid bytes and texts cut within a character included."""
    assert same(compiled.sketch(*found, *permutations()), plain.sketch(*found, *permutations()))


@given(buffers())
def test_shingle_sets_are_equal(found: tuple[bytes, np.ndarray, np.ndarray]) -> None:
    """Shingle sets and their bounds are equal."""
    assert same(compiled.shingle_sets(*found), plain.shingle_sets(*found))


@given(texts(), st.integers(0, 20))
def test_words_and_folded_columns_are_equal(text: str, start: int) -> None:
    """Places, hashes, folded code points and classes are equal."""
    assert same(compiled.locate(text, start), plain.locate(text, start))
    assert same(compiled.fold(text), plain.fold(text))


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 2047, 2048, 2049, 6000])
@pytest.mark.parametrize("piece", ["a", "ab ", "é", "word, ", "漢", "Éa b", "x" * 70 + " ", "\x00", "ﷺ "])
def test_long_texts_are_equal(piece: str, size: int) -> None:
    """The boundaries of the pieces in which texts are processed leave no trace."""
    text = (piece * size)[:size] + "é tail"
    assert same(compiled.locate(text, 0), plain.locate(text, 0))
    buffer = text.encode()
    bounds = np.array([0, len(buffer)])
    assert same(compiled.shingle_sets(buffer, bounds, bounds[:1]), plain.shingle_sets(buffer, bounds, bounds[:1]))


@given(SEEDS, st.integers(0, 40), st.sampled_from([1, 2, 4, 5, 16, 33, 128]), st.integers(1, 9))
def test_bands_are_joined_equally(seed: int, count: int, rows: int, crowd: int) -> None:
    """The same pairs meet and the same rows are crowded."""
    rng = np.random.default_rng(seed)
    signatures = rng.integers(0, 3, (count, 128)).astype(np.uint32)
    signatures[count // 2 :] = signatures[: count - count // 2]
    signatures[rng.random(signatures.shape) < 0.1] = 7

    for agreeing in (0, 60):
        assert same(
            compiled.band_pairs(signatures, rows, agreeing, crowd),
            plain.band_pairs(signatures, rows, agreeing, crowd),
        )


@given(SEEDS, st.integers(1, 30), st.integers(0, 60))
def test_graphs_are_worked_on_equally(seed: int, nodes: int, edges: int) -> None:
    """Components and representatives are equal."""
    rng = np.random.default_rng(seed)
    pairs = np.unique(np.sort(rng.integers(0, nodes, (edges, 2)), axis=1), axis=0)
    left, right = pairs[pairs[:, 0] != pairs[:, 1]].T
    similarity, weights = rng.random(len(left)), rng.integers(1, 4, nodes)

    assert same(compiled.components(nodes, left, right), plain.components(nodes, left, right))
    assert same(
        compiled.representatives(left, right, similarity, weights),
        plain.representatives(left, right, similarity, weights),
    )


@given(SEEDS, st.integers(1, 12), st.sampled_from([3, 40, 2**64]))
def test_sets_are_compared_equally(seed: int, number: int, most: int) -> None:
    """Shared values, counts of values and rarest values are equal, empty sets included."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(0, 80, number)
    sets = [np.unique(rng.integers(0, most, size, np.uint64, endpoint=False)) for size in sizes]
    values, offsets = np.concatenate(sets), np.concatenate(([0], np.cumsum([len(s) for s in sets])))
    left, right = rng.integers(0, number, (2, 20))
    tables = np.zeros((2, 64), np.uint32)
    compiled.tally(values, tables[0])
    plain.tally(values, tables[1])
    lengths = np.array([rng.integers(0, len(s) + 1) for s in sets])

    assert same(compiled.shared(values, offsets, left, right), plain.shared(values, offsets, left, right))
    assert same(tables[0], tables[1])
    assert same(compiled.rarest(values, offsets, tables[0], lengths), plain.rarest(values, offsets, tables[1], lengths))


WORDS = st.lists(st.lists(st.integers(0, 2), max_size=14), max_size=5)


@given(WORDS, WORDS)
def test_words_in_no_common_run_are_equal(texts: list[list[int]], others: list[list[int]]) -> None:
    """Short texts and such that repeat themselves included."""
    count = min(len(texts), len(others))
    columns = []
    for some in (texts[:count], others[:count]):
        columns += [np.array([word for text in some for word in text], np.uint64), np.cumsum([0, *map(len, some)])]

    assert same(compiled.alone(*columns), plain.alone(*columns))


def test_columns_that_do_not_fit_are_refused() -> None:
    """Offsets outside the buffer, indices outside the rows and wrong shapes raise errors and do not crash."""
    with pytest.raises(ValueError, match="not within its buffer"):
        compiled.sketch(b"abc", np.array([0, 4]), np.array([0]), *permutations())
    with pytest.raises(ValueError, match="not within its buffer"):
        compiled.shingle_sets(b"abc", np.array([0, 3]), np.array([-1]))
    with pytest.raises(IndexError):
        compiled.shared(np.zeros(1, np.uint64), np.array([0, 1]), np.array([0]), np.array([1]))
    with pytest.raises(ValueError, match="bounds"):
        compiled.alone(np.zeros(1, np.uint64), np.array([0, 2]), np.zeros(1, np.uint64), np.array([0, 1]))
    with pytest.raises(ValueError, match="signatures"):
        compiled.band_pairs(np.zeros((2, 64), np.uint32), 4, 0, 10)
