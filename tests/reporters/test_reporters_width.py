"""Text in columns: letters with marks, joined emoji and flags are as wide as terminals draw them, and stay whole."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth

from provenance.cli.sides import beside
from provenance.reporters.display import clusters, folded, one_line, shorten, width
from provenance.reporters.display.width import NARROW
from provenance.reporters.document.marking import Marks, rows

if TYPE_CHECKING:
    from pathlib import Path

FAMILY, FLAG, THUMB = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fb\U0001f1f3", "\U0001f44d\U0001f3fd"
WATER = "น้ำ"
SAMPLES = [
    "a",
    " ",
    "é",
    "e\u0301",
    "\u1ea7",
    "新",
    "한",
    WATER,
    "ที่",
    "का",
    FAMILY,
    FLAG,
    THUMB,
    "\u2764\ufe0f",
    "\u200d",
]
TEXTS = st.lists(st.sampled_from(SAMPLES)).map("".join) | st.text()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("cầu", 3),
        ("e\u0301", 1),
        ("新华社", 6),
        ("한국", 4),
        ("ที่", 1),
        (WATER, 2),
        ("ประเทศไทย", 9),
        (FAMILY, 2),
        (FLAG, 2),
        (THUMB, 2),
        ("\u2764\ufe0f", 2),
        ("a\u200db", 2),
        ("é\tb", 3),
    ],
)
def test_columns_of_a_text(text: str, columns: int) -> None:
    """Marks above and below take none, East Asian letters two, an emoji two whatever it is joined of."""
    assert width(text) == columns


@given(TEXTS.map(one_line))
def test_clusters_are_the_text_and_as_wide(text: str) -> None:
    """Nothing is lost between them, nor counted twice."""
    parts = list(clusters(text))

    assert "".join(parts) == text
    assert sum(map(width, parts)) == width(text)


@pytest.mark.parametrize("whole", [FAMILY, FLAG, THUMB, WATER, "e\u0301"])
@pytest.mark.parametrize("columns", range(1, 9))
def test_a_cut_is_between_clusters(whole: str, columns: int) -> None:
    """What is left of a shortened text is as many wholes as have room."""
    short = shorten(whole * 9, columns)
    room = (columns - 1) // width(whole)

    assert short == whole * room + "…"


@given(TEXTS.map(one_line), st.integers(8, 40))
def test_folded_lines_fit_and_hold_the_text(text: str, screen: int) -> None:
    """No line is too wide, no cluster is torn, and nothing but spaces is lost."""
    lines = folded(text, screen, "", "")

    assert all(width(line) <= screen for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert "".join(part for line in lines for part in clusters(line)) == "".join(lines)


@given(TEXTS.map(lambda text: one_line(text.replace("\u200d", ""))).filter(bool), st.integers(8, 20), st.data())
def test_rows_of_marked_text_fit(text: str, room: int, data: st.DataObject) -> None:
    """No row of a text, nor of its marks, is wider than its room."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    shown = list(rows(text, 0, len(text), Marks([(1, start, end, "")]), room))

    lines = [line for row, below in shown for line in (row, *below)]
    assert all(width("".join(piece for piece, _ in line)) <= room for line in lines)


def test_a_family_is_marked_as_two_columns() -> None:
    """The marks of what follows stand below it."""
    text = f"{FAMILY} {WATER} x"
    at = len(text) - 1

    ((line, below),) = rows(text, 0, len(text), Marks([(1, at, at + 1, "")]), 40)

    assert "".join(piece for piece, _ in line) == text
    assert "".join(piece for piece, _ in below[0]) == " " * 6 + "~"


def test_sides_stay_level() -> None:
    """The gutter stands in the same column of each line of a comparison."""
    lines = list(beside([(f"{FAMILY} {WATER} 新华社 " * 8, "plain words " * 12)], 60, color=False))

    assert len(lines) > 2
    assert {width(line.partition(" | ")[0]) for line in lines} == {28}


@given(st.text(st.sampled_from(sorted(NARROW)), min_size=1))
def test_narrow_characters(text: str) -> None:
    """wcwidth says the same of each character that is taken for one column and a cluster of its own."""
    assert wcswidth(text) == len(text)
    assert list(iter_graphemes(text)) == list(text)


@pytest.mark.parametrize(
    ("text", "imported"), [("plain words of ASCII", "False"), ("cầu – “é”…", "False"), ("新", "True")]
)
def test_wcwidth_is_imported_for_what_it_measures(text: str, imported: str, environment: dict, tmp_path: Path) -> None:
    """Letters of the Latin alphabet and the usual signs are as wide as they are many."""
    code = (
        "import sys; from provenance.reporters.display import *; shorten(sys.argv[1] * 9, 20); folded(sys.argv[1], 9)"
    )
    command = [sys.executable, "-c", f"{code}; print('wcwidth' in sys.modules)", text]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == imported
