"""Fields of CSV files: they come back as they were, and no spreadsheet takes one for a formula."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.reporters.tables import cells
from provenance.reporters.tables.csv_file import write_table

# What a CSV file can hold as it is: no control characters but tab and line ends, no lone surrogates.
HARMLESS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\t\r\n",'))


def read(field: str) -> str:
    """The value of *field* as the csv module reads it between two others."""
    (row,) = csv.reader(io.StringIO(f"x,{field},y\n", newline=""))
    assert len(row) == 3
    return row[1]


@given(st.text())
def test_any_text_is_one_field_of_utf8(text: str) -> None:
    """Whatever a text holds, it is one field, and it can be encoded."""
    field = cells.text(text)

    read(field)
    field.encode("utf-8")


@given(HARMLESS)
def test_harmless_text_comes_back(text: str) -> None:
    """A text without control characters comes back as it was, with an apostrophe before what looks like a formula."""
    formula = text.lstrip()[:1] in set("=+-@＝＋－＠") - {""} or text[:1] in {"\t", "\r", "\n"}

    assert read(cells.text(text)) == ("'" if formula else "") + text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\n=", "＝", "\xa0+", '"='])
def test_formulas_are_neutralised(start: str) -> None:
    """A field that a spreadsheet could take for a formula begins with an apostrophe, or with what is no formula."""
    field = read(cells.text(f"{start}1+2"))

    assert field[0] == ("'" if start != '"=' else '"')


@pytest.mark.parametrize("text", ["1-2", "a=b", "x@y.org", "—VNA/VNS", "'quoted'", "Hà Nội", "2023-05-16", "a b"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    """Signs within a text are no formula, and nothing is quoted that needs no quotes."""
    assert cells.text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[31m", "a\\x1b[31m"), ("a\0b", "a\\x00b"), ("\x85", "\\x85"), ("\udce9", "\\udce9"), ("\x7f", "\\x7f")],
)
def test_control_characters_and_surrogates_are_escaped(text: str, shown: str) -> None:
    """What a terminal would obey, and what UTF-8 cannot hold, is written as a backslash escape."""
    assert cells.text(text) == shown


def test_numbers() -> None:
    """Shares have six decimals, numbers none, and what is not known is empty."""
    assert (cells.share(2 / 3), cells.number(7), cells.number(None)) == ("0.666667", "7", "")


@given(st.lists(st.tuples(st.floats(0, 1), st.fractions(0, 1, max_denominator=2000).map(float)), min_size=1))
def test_columns_of_shares_are_rounded_as_single_ones(rows: list[tuple[float, float]]) -> None:
    """A column is written with the very digits that each of its numbers gets alone."""
    columns = np.array(rows).T

    assert cells.shares(*columns) == [f"{cells.share(a)},{cells.share(b)}" for a, b in rows]


def test_halves_are_rounded_by_their_exact_value() -> None:
    """Every fraction that ends in a five at the seventh place is rounded as its exact binary value is."""
    halves = [n / 2_000_000 for n in range(1, 20_001, 2)]

    assert cells.shares(np.array(halves)) == [cells.share(half) for half in halves]
    assert cells.shares(np.zeros(0)) == []


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_tables_have_a_row_a_line(rows: list[tuple[str, str]]) -> None:
    """A table has its header and each row, read back by the csv module, with a line feed after each."""
    stream = io.StringIO()
    write_table(stream, (("left", "right"), [(cells.text(a), cells.text(b)) for a, b in rows]))

    assert stream.getvalue().endswith("\n")
    assert len(list(csv.reader(io.StringIO(stream.getvalue(), newline="")))) == len(rows) + 1


def test_long_tables_are_whole() -> None:
    """No row is lost where one block of rows ends and the next begins."""
    stream = io.StringIO()
    write_table(stream, (("n", "m"), ((str(n), "x") for n in range(20_000))))

    assert stream.getvalue().splitlines()[1:] == [f"{n},x" for n in range(20_000)]
