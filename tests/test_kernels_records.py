"""The compiled loop over lines of records agrees with a complete JSON parser."""

from __future__ import annotations

import itertools
import json

import numpy as np
import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.kernels import COMPILED, kernels, plain

NAMES = (b"text", b"id", b"title", b"date")
ROOM = np.array([1 << 20, 1 << 20, 1 << 16])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["text", "id", "title", "date", "url", "texts", ""]) | st.text(max_size=3)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Generate a line that is a record, almost one, or none."""
    record = draw(st.dictionaries(KEYS, VALUES, max_size=5) | VALUES)
    if isinstance(record, dict) and draw(st.booleans()):
        record["text"] = draw(st.text())
    spaced = draw(st.sampled_from([None, (", ", ": "), (" , ", "\t:  "), (",", ":")]))
    line = json.dumps(record, ensure_ascii=draw(st.booleans()), separators=spaced).encode("utf-8", "surrogatepass")
    kind = draw(st.sampled_from(["whole", "whole", "whole", "cut", "changed", "spaced", "blank", "bytes"]))
    if kind == "cut":
        return line[: draw(st.integers(0, len(line)))]
    if kind == "changed" and line:
        place = draw(st.integers(0, len(line) - 1))
        return line[:place] + draw(st.binary(max_size=2)) + line[place + 1 :]
    return {"spaced": b" \t" + line + b"\r ", "blank": b" \r", "bytes": draw(st.binary(max_size=8))}.get(kind, line)


def taken(kernel: object, block: bytes, start: int, room: np.ndarray = ROOM) -> tuple[int, int, int, list[object]]:
    """Return where a kernel stopped, after how many lines and why, and the records before as plain values."""
    found = kernel.records(block, start, len(block), room, NAMES)  # type: ignore[attr-defined]
    (stop, passed, why), (numbers, begins, lengths), *columns = found
    texts, ids, values = (
        [column[a:b] for a, b in zip([0, *ends.tolist()], ends.tolist(), strict=False)] for column, ends in columns
    )
    stated = [[orjson.loads(v) if v else None for v in values[2 * at : 2 * at + 2]] for at in range(len(texts))]
    rows = list(zip(numbers.tolist(), begins.tolist(), lengths.tolist(), texts, ids, stated, strict=True))
    return stop, passed, why, rows


@pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
@given(st.lists(lines().map(lambda line: line.replace(b"\n", b"")), max_size=6))
@example(
    [
        b'{"text": "\\ud83d\\ude00", "id": -0}',
        b'{"text":"a","text":"b"}',
        b'{"te\\u0078t": "a"}',
        b'{"text": "\\ud800"}',
    ]
)
@example([b'{"text": "a", "id": 1.0}', b'{"text": "a", "id": 12345678901234567890}', b'{"text": "a", "x": 1e999}'])
def test_what_is_taken_is_what_a_parser_takes(found: list[bytes]) -> None:
    """The compiled loop may refuse lines that the plain one reads, never the reverse, and the records are equal."""
    block, start = b"\n".join(found), 0
    while start <= len(block):
        stop, passed, why, rows = taken(kernels, block, start)
        plain_stop, plain_passed, _, plain_rows = taken(plain, block, start)

        assert (why == 0) == (stop == len(block) + 1)
        assert stop <= plain_stop
        assert passed <= plain_passed
        assert rows == plain_rows[: len(rows)]
        assert passed == block.count(b"\n", start, stop) + (why == 0)
        start = block.find(b"\n", stop) + 1 or len(block) + 1 if why else stop


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8), st.integers(1, 40), st.integers(1, 3))
def test_there_is_never_more_than_there_is_room_for(found: list[str], size: int, many: int) -> None:
    """Beyond the first record, reading stops when there is no more room, and can resume there."""
    block = b"\n".join(json.dumps({"text": text}).encode() for text in found)
    start, texts = 0, []
    while start <= len(block):
        stop, _, why, rows = taken(kernels, block, start, np.array([1 << 20, size, many]))

        if why == 1:
            stop, _, why, rows = taken(plain, block, start, np.array([1 << 20, size, many]))
        if not rows:
            break
        assert len(rows) <= many
        assert len(rows) == 1 or sum(len(row[3]) for row in rows) <= size
        texts += [row[3].decode() for row in rows]
        start = stop

    assert texts == found


@pytest.mark.parametrize("depth", [1, 30, 1_000_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_no_nesting_is_too_deep_to_come_back_from(depth: int, opening: str) -> None:
    """Values that are nested too deeply are refused."""
    line = f'{{"text": "a", "x": {opening * depth}1{("]" if opening == "[" else "}") * depth}}}'.encode()

    _, _, why, rows = taken(kernels, line, 0, np.array([1 << 30, 1 << 30, 1]))

    assert len(rows) == 1 if depth <= 30 else why == 1


@given(st.lists(st.text()))
def test_strings_come_back_and_different_ones_have_different_hashes(found: list[str]) -> None:
    """Strings are returned in any order, also repeatedly; and both kernels return the same hashes."""
    pieces = [text.encode() for text in found if text == text.encode("utf-8", "replace").decode()]
    whole, ends = b"".join(pieces), np.cumsum([len(piece) for piece in pieces]).astype(np.uint32)
    places = np.array([*range(len(pieces)), *range(len(pieces))][::-1], np.int64)

    assert kernels.strings(whole, ends, places) == [pieces[at].decode() for at in places.tolist()]
    hashes = kernels.hashes(whole, ends)
    assert len(set(hashes.tolist())) == len(set(pieces))
    assert np.array_equal(hashes, plain.hashes(whole, ends))


PIECES = st.lists(
    st.sampled_from(
        [b"[", b"]", b"{", b"}", b",", b":", b'"', b"\\", b"\n", b"\r", b" ", b"a", b"\xc3\xa9", b'"a\\"b"']
    )
).map(b"".join)


@pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
@given(PIECES, st.lists(st.integers(0, 60), max_size=3), st.integers(0, 2))
@example(b'{"a": [{}, {}], "b": [1]}\n', [], 2)
@example(b'["\\', [3, 4], 1)
def test_both_make_the_same_lines_of_a_document(document: bytes, cuts: list[int], base: int) -> None:
    """In pieces of any size, whatever is wrong with it, with the same state after each."""
    bounds = [0, *sorted(min(cut, len(document)) for cut in cuts), len(document)]
    states = [np.array((base, 0, 0, 0), np.int64) for _ in range(2)]
    for begin, end in itertools.pairwise(bounds):
        made, plainly = (k.relined(document[begin:end], s) for k, s in zip((kernels, plain), states, strict=True))

        assert made == plainly
        assert states[0].tolist() == states[1].tolist()


@given(
    st.lists(VALUES.filter(lambda value: not isinstance(value, str) or "\n" not in value)), st.sampled_from([None, 1])
)
def test_the_lines_of_an_array_are_its_elements(elements: list[object], indent: int | None) -> None:
    """Each once, with as many bytes before it, and as many ends of lines, as in the document."""
    document = json.dumps(elements, indent=indent).encode()

    made = kernels.relined(document, np.array((1, 0, 0, 0), np.int64))

    lines = [line for line in made.split(b"\n") if line.strip()]
    assert [orjson.loads(line) for line in lines] == [orjson.loads(json.dumps(element)) for element in elements]
    assert len(made) == len(document)
    assert made.count(b"\r") == document.count(b"\n")


@pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
@given(st.lists(st.text('ab",\r\n\t\x01\\é').map(str.encode)), st.sampled_from([0, 34]))
def test_both_give_the_same_values_of_cells(cells: list[bytes], quote: int) -> None:
    """As they are and as JSON, wherever they lie in the block and whatever marks they have."""
    ends = np.cumsum([len(cell) for cell in cells], dtype=np.int64)
    begins = ends - [len(cell) for cell in cells]

    values, bounds = kernels.cell_values(b"".join(cells), begins[::-1], ends[::-1], quote)
    plainly, plain_bounds = plain.cell_values(b"".join(cells), begins[::-1], ends[::-1], quote)
    strings, places = kernels.json_strings(values, bounds)
    plain_strings, plain_places = plain.json_strings(values, bounds)

    assert (values, bounds.tolist()) == (plainly, plain_bounds.tolist())
    assert (strings, places.tolist()) == (plain_strings, plain_places.tolist())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_values_as_json_are_what_a_parser_reads(values: list[str]) -> None:
    """Each string is that of its value, and an empty value has none."""
    pieces = [value.encode() for value in values]

    strings, bounds = kernels.json_strings(b"".join(pieces), np.cumsum([len(one) for one in pieces], dtype=np.int64))

    ends = bounds.tolist()
    assert [strings[a:b] for a, b in zip([0, *ends], ends, strict=False)] == [
        orjson.dumps(value) if value else b"" for value in values
    ]
