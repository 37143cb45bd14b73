"""Blocks of bytes, gzip streams and lines."""

from __future__ import annotations

import gzip
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import BLOCK, OverLimitError, open_file, whole_lines
from provenance.readers.gzipped import HARMLESS, MAX_RATIO, inflated

BROKEN_INTO_BLOCKS = st.lists(st.text("ab\n", min_size=1, max_size=9).map(str.encode), max_size=12)


@given(BROKEN_INTO_BLOCKS, st.integers(1, 12), st.integers(0, 3))
def test_lines_are_those_of_the_whole_however_it_is_broken_into_blocks(blocks, limit, start):
    """Every line comes once, with its offset, and as None when it is over the limit."""
    whole = b"".join(blocks)
    expected, offset = [], start
    for line in whole.split(b"\n")[: None if whole and not whole.endswith(b"\n") else -1]:
        expected.append((offset, line if len(line) <= limit else None))
        offset += len(line) + 1

    found = []
    for begin, run in whole_lines(blocks, limit, start):
        if run is None:
            found.append((begin, None))
            continue
        places = itertools.accumulate((len(line) + 1 for line in run), initial=begin)
        found += zip(places, run, strict=False)

    assert found == expected


def test_lines_of_large_blocks_come_in_one_run():
    """A block costs one step, not one a line."""
    runs = list(whole_lines([b"a\nb\nc", b"d\ne\n"], BLOCK))

    assert runs == [(0, [b"a", b"b"]), (4, [b"cd"]), (7, [b"e"])]


def test_what_had_begun_when_the_blocks_failed_is_dropped():
    """Half a line is not a line."""

    def failing():
        yield b"a\nb"
        raise UnreadableFileError("x")

    runs = whole_lines(failing(), BLOCK)

    assert next(runs) == (0, [b"a"])
    with pytest.raises(UnreadableFileError):
        next(runs)


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4), st.integers(1, 50), st.integers(0, 40))
def test_inflating_gives_what_was_packed(members, size, padding):
    """Any number of members, in blocks of any size, and zeros after the last."""
    packed = b"".join(map(gzip.compress, members)) + bytes(padding)

    blocks = inflated(packed[place : place + size] for place in range(0, len(packed), size))

    assert b"".join(blocks) == b"".join(members)


@given(st.integers(0, 10**6))
def test_a_truncated_stream_gives_what_it_has_and_then_fails(cut):
    """What can be had comes out before the error."""
    content = b"".join(b"%d\n" % number for number in range(20000))
    packed = gzip.compress(content)
    packed = packed[: cut % len(packed)]
    got = []

    with pytest.raises(UnreadableFileError, match="truncated"):
        got.extend(inflated(packed[place : place + 999] for place in range(0, len(packed), 999)))

    assert content.startswith(b"".join(got))
    assert len(b"".join(got)) >= len(content) * (len(packed) - 40000) // len(gzip.compress(content))


@pytest.mark.parametrize("size", [999, 1 << 20])
def test_a_bomb_is_not_unpacked(size):
    """What it has more than its share is not kept, and no block is larger than BLOCK."""
    packed = gzip.compress(bytes(30_000_000))
    got = []

    with pytest.raises(OverLimitError, match="200 times its size"):
        got.extend(inflated(packed[place : place + size] for place in range(0, len(packed), size)))

    assert max(map(len, got)) <= BLOCK
    assert sum(map(len, got)) <= HARMLESS


@pytest.mark.parametrize(
    "content", [bytes(HARMLESS), b"".join(b"%d " % (at // 50) for at in range(500_000))], ids=["small", "large"]
)
def test_what_packs_well_is_unpacked(content):
    """A small file of any ratio, and a large one of less than is allowed."""
    packed = gzip.compress(content)

    assert len(content) < len(packed) * MAX_RATIO or len(content) <= HARMLESS
    assert b"".join(inflated([packed])) == content


def test_damage_in_a_stream_is_told():
    """Bytes changed in the middle fail by their structure or by their checksum."""
    packed = bytearray(gzip.compress(b"".join(b"%d\n" % number for number in range(5000))))
    packed[len(packed) // 2] ^= 0xFF

    with pytest.raises(UnreadableFileError, match="gzip"):
        list(inflated([bytes(packed)]))


def test_what_is_not_gzip_is_told():
    """A text that is called .gz is damaged gzip."""
    with pytest.raises(UnreadableFileError, match="damaged gzip"):
        list(inflated([b"Hanoi (VNA) - Russia"]))


def test_a_pipe_is_not_opened_for_good(tmp_path, mkfifo):
    """A pipe without a writer does not block."""
    mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(UnreadableFileError, match="not a regular file"):
        open_file(str(tmp_path / "pipe.txt").encode())
