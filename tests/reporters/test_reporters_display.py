"""Tables on terminals and in Markdown: columns are as wide as what stands in them, in any script and any encoding."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from provenance.reporters.display import aligned, encodable, one_line, piped, width

# Also marks that take no column, letters that take two, and the letter that stands for others while columns are made.
LETTERS = st.text(st.sampled_from("ab x渡船é\u0301\u0302ẹ한\u200d"), min_size=1, max_size=8).map(one_line)
CELLS = LETTERS.filter(lambda text: text.strip() == text and width(text) > 0)
TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=1, max_size=5)
)
ASCII = st.lists(
    st.lists(st.text("ab x-1", min_size=1).map(str.strip).filter(bool), min_size=3, max_size=3), min_size=1
)


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding)


@given(TABLES)
def test_columns_begin_below_each_other(rows: list[list[str]]) -> None:
    """As many terminal columns from the left in each line."""
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]

    for row, line in zip(rows, aligned(rows), strict=True):
        padded = [cell + " " * (most - width(cell)) for cell, most in zip(row, widest, strict=True)]
        assert line == "  ".join(padded).rstrip()


def test_cells_of_several_lines_and_colors_keep_their_columns() -> None:
    """Each line of a cell stands in the cell's column; colors take none."""
    rows = [["渡船", "a\nbb", "z"], ["é", "\x1b[31mc\x1b[0m", ""]]

    assert aligned(rows) == ["渡船  a   z", "      bb", "é     \x1b[31mc\x1b[0m"]


def test_numbers_may_stand_right() -> None:
    """Where a side is given for a column."""
    assert aligned([["#", "x"], ["10", "船"]], ("right",)) == [" #  x", "10  船"]


@given(TABLES)
def test_lines_of_markdown_are_equally_wide(rows: list[list[str]]) -> None:
    """And hold their cells, in order."""
    header = [f"h{number}" for number in range(len(rows[0]))]
    first, rule, *lines = piped(header, rows).split("\n")

    assert len({width(line) for line in (first, rule, *lines)}) == 1
    for row, line in zip(rows, lines, strict=True):
        assert [cell.strip(" ") for cell in line[1:-1].split("|")] == row


@given(ASCII)
def test_plain_letters_are_as_tabulate_has_them(rows: list[list[str]]) -> None:
    """Which is slower to load than a table is to make."""
    plain = tabulate(rows, tablefmt="plain", disable_numparse=True).splitlines()

    assert aligned(rows) == [line.rstrip() for line in plain]
    assert piped(["a", "b", "c"], rows) == tabulate(rows, "abc", tablefmt="pipe", disable_numparse=True)


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "cầu “x”"), ("ascii", r"c\u1ea7u \u201cx\u201d"), ("cp1252", r"c\u1ea7u “x”")]
)
def test_what_a_stream_cannot_say_is_measured_as_it_will_be_written(encoding: str, said: str) -> None:
    """What it can say stays."""
    assert encodable("cầu “x”", stream(encoding)) == said


def test_a_stream_without_an_encoding_says_everything() -> None:
    """As in memory."""
    assert encodable("cầu", io.StringIO()) == "cầu"
