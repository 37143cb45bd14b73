"""The kernels of an index: compiled and plain ones agree, what is packed is found again, and damage has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_texts import refusing

from provenance.index.keys import print_keys
from provenance.index.postings import Segment, directory_bits, merge, write_segment
from provenance.kernels import COMPILED, kernels, plain

if TYPE_CHECKING:
    from pathlib import Path

Columns = tuple[np.ndarray, np.ndarray, np.ndarray]
KEYS = st.integers(0, 2**36 - 1) | st.sampled_from([0, 1, 2**35, 2**36 - 1])
POSTINGS = st.lists(st.tuples(KEYS, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), max_size=60)
TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=30).map(" ".join), max_size=4)


def columns_of(postings: list[tuple[int, int, int]]) -> Columns:
    """Postings in columns, by document."""
    ordered = sorted(postings, key=lambda one: one[1:])
    keys, documents, places = zip(*ordered, strict=True) if ordered else ((), (), ())
    return np.array(keys, np.uint64), np.array(documents, np.uint32), np.array(places, np.uint32)


def rows(columns: Columns) -> list[tuple[int, ...]]:
    """Columns as rows, by key and document, each with its first place."""
    found: dict[tuple[int, int], int] = {}
    for key, document, place in sorted(zip(*(column.tolist() for column in columns), strict=True)):
        found.setdefault((key, document), place)
    return [(*key, place) for key, place in found.items()]


@pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
@given(TEXTS, st.integers(1, 6), st.integers(1, 12))
def test_prints_are_equal(texts: list[str], run: int, window: int) -> None:
    """The compiled fingerprints are those of the plain kernel, whatever the run and the window are."""
    pieces = [text.encode() for text in texts]
    offsets = np.append(0, np.cumsum([len(piece) for piece in pieces])).astype(np.int64)
    one, other = (way.prints(b"".join(pieces), offsets, run, window) for way in (kernels, plain))

    assert all(np.array_equal(left, right) for left, right in zip(one, other, strict=True))


@given(st.lists(st.integers(0, 3), max_size=25), st.integers(1, 4), st.integers(1, 8), st.data())
def test_common_runs_leave_a_common_print(words: list[int], run: int, window: int, data: st.DataObject) -> None:
    """Two texts that have run + window - 1 words in a row in common have a fingerprint of these words in common."""
    common = [f"w{word}" for word in words] + [f"c{at}" for at in range(run + window - 1)]
    common = common[-(run + window - 1) :]
    texts = []
    for name in "xy":
        around = data.draw(st.lists(st.integers(0, 9), min_size=2, max_size=2))
        texts.append(" ".join([name] * around[0] + common + [name * 2] * around[1]))
    pieces = [text.encode() for text in texts]
    offsets = np.append(0, np.cumsum([len(piece) for piece in pieces])).astype(np.int64)
    hashes, _, counts = kernels.prints(b"".join(pieces), offsets, run, window)

    assert set(hashes[: counts[0]].tolist()) & set(hashes[counts[0] :].tolist())


def test_the_passages_stage_has_the_same_runs() -> None:
    """Of windows of three, an index keeps just the runs that the passages stage keeps."""
    text = " ".join(f"word{at * at % 37}" for at in range(300))
    bounds = np.array([0, len(text)], np.int64)
    (traced,) = kernels.traces([text], (8,))

    found = kernels.prints(text.encode(), bounds, 8, 3)

    assert all(np.array_equal(left, right) for left, right in zip(traced, found, strict=True))


@given(POSTINGS, st.integers(0, 5))
def test_packed_postings_come_back(postings: list[tuple[int, int, int]], bits: int) -> None:
    """What is packed is unpacked, by both kernels, from the same bytes."""
    columns = columns_of(postings)
    packed, ends = kernels.pack_postings(*columns, bits, 0, 1 << bits)
    again, bounds = plain.pack_postings(*columns, bits, 0, 1 << bits)

    assert packed.tobytes() == again.tobytes()
    assert np.array_equal(ends, bounds)
    for way in (kernels, plain):
        assert rows(way.unpack_postings(packed.tobytes(), bits, 0, 1 << bits)) == rows(columns)


@given(POSTINGS, st.integers(0, 4), st.data())
def test_a_flipped_bit_is_an_error(postings: list[tuple[int, int, int]], bits: int, data: st.DataObject) -> None:
    """A bucket of which one bit is another is never unpacked."""
    packed, _ = kernels.pack_postings(*columns_of(postings), bits, 0, 1 << bits)
    place, bit = data.draw(st.integers(0, len(packed) - 1)), data.draw(st.integers(0, 7))
    raw = bytearray(packed.tobytes())
    raw[place] ^= 1 << bit

    for way in (kernels, plain):
        with pytest.raises(ValueError, match="damaged"):
            way.unpack_postings(bytes(raw), bits, 0, 1 << bits)


@pytest.fixture(scope="module")
def known() -> Columns:
    """Postings as an index has them: some keys are in many documents, most in one."""
    draw = np.random.default_rng(7)
    documents = np.sort(draw.integers(1, 900, 6000)).astype(np.uint32)
    places = np.arange(6000, dtype=np.uint32)
    keys = print_keys(draw.integers(0, 2**63, 6000).astype(np.uint64))
    keys[::5] = keys[0]
    return keys, documents, places


@pytest.fixture(scope="module")
def written(known: Columns, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """These postings as a segment."""
    path = tmp_path_factory.mktemp("written") / "segment"
    write_segment(str(path), known)
    return path.read_bytes()


def expected(columns: Columns, keys: np.ndarray) -> list[tuple[int, ...]]:
    """What a search for *keys* finds: the key's position, the document, the place."""
    known = rows(columns)
    return [(at, *rest) for at, wanted in enumerate(keys.tolist()) for key, *rest in known if key == wanted]


def test_a_segment_finds_its_postings(known: Columns, tmp_path: Path) -> None:
    """Each key is found with all its postings, in both kernels, and a key that is not there has none."""
    path = str(tmp_path / "segment")
    write_segment(path, known)
    keys = np.append(known[0][:30], np.uint64(12345))
    segment = Segment(path)

    for way in (kernels, plain):
        directory = (segment._directory, segment.bits)
        counts, documents, places = way.find_postings(segment._file.mapped(), directory, keys, 1 << 40)
        found = list(zip(np.repeat(np.arange(31), counts).tolist(), documents.tolist(), places.tolist(), strict=True))
        assert found == expected(known, keys)
        few = way.find_postings(segment._file.mapped(), directory, keys, 2)
        assert np.array_equal(few[0], counts)
        assert len(few[1]) == np.minimum(counts, 2).sum()
    segment.close()


def test_merged_segments_are_one_that_was_written_at_once(known: Columns, tmp_path: Path) -> None:
    """Segments of documents that follow each other merge into the bytes of one of all; removed ones are left out."""
    keys, documents, places = known
    bounds = [0, *np.searchsorted(documents, (100, 101, 700)).tolist(), len(documents)]
    parts = []
    for at in range(len(bounds) - 1):
        some = slice(bounds[at], bounds[at + 1])
        write_segment(str(tmp_path / f"part{at}"), (keys[some], documents[some], places[some]))
        parts.append(Segment(str(tmp_path / f"part{at}")))
    kept = documents % 7 != 3

    merge(str(tmp_path / "merged"), parts, lambda some: np.ones(len(some), np.bool_))
    write_segment(str(tmp_path / "whole"), known)
    merge(str(tmp_path / "fewer"), parts, lambda some: some % 7 != 3)

    assert (tmp_path / "merged").read_bytes() == (tmp_path / "whole").read_bytes()
    fewer = Segment(str(tmp_path / "fewer"))
    assert rows(fewer.part(0, 1 << fewer.bits)) == rows((keys[kept], documents[kept], places[kept]))
    for segment in (*parts, fewer):
        segment.verify()
        segment.close()


@settings(max_examples=40)
@given(st.data())
def test_no_flipped_byte_of_a_segment_changes_an_answer(
    known: Columns, written: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A segment with one flipped byte is refused, or gives the answers of the sound one."""
    path = tmp_path_factory.getbasetemp() / "flipped"
    raw = bytearray(written)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    keys = known[0][:60]

    with refusing(str(path)):
        segment = Segment(str(path))
        counts, documents, places = segment.find(keys)
        segment.close()
        found = list(zip(np.repeat(np.arange(60), counts).tolist(), documents.tolist(), places.tolist(), strict=True))
        assert found == expected(known, keys)


def test_buckets_grow_with_the_postings() -> None:
    """A bucket has 128 to 256 postings on average; a small segment is one bucket."""
    assert [directory_bits(count) for count in (0, 255, 256, 1 << 20)] == [0, 0, 1, 13]
