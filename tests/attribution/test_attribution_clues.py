"""Clues only save work: a room that is entered with every line finds what it finds in those that have its clues."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution import attribute, layout
from provenance.attribution.clues import clues, looker
from provenance.kernels.plain.dates import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "cases" / "attribution"
MARKS = (
    "Photo: Ann Example/AFP", "IMAGE: DPA", "(AP Photo/Ann Example)", "bridge. Credit: Example", "Credit by banks",
    "CC BY-SA 4.0", "© Example 2024. All rights reserved.", "Все права защищены", "(c) AFP", "Read full story on VGP",
    "READ MORE", "đọc tiếp", "https://example.org/2024/03/05/x", "— VNA/VNS", "(Reuters)", "[AP]", "/VNA",
    "Originally published by Harbour Gazette", "Source: VGP", "新华社记者 李四 摄", "ảnh: TTXVN", "Bild: dpa",
    "Reporting by Ann Example; editing by Bo Example", "from an AFP feed.", "Autor: Ann Example", "-0- AP", "[...]",
    "…", "Sydney AAP jk/lm", "dpa ab/(SE)", "\n", ". ", " ", "Five of the boats came back on 5 March 2024",
    "HANOI, March 5 (VNA) -", "28.09.2021 12:14", "Baku, March 5, AZERTAC", "ROMA = ANSA", "HANOI {VNA} The boats",
    "Quito. 5 March. EFE. Rain",
    "fell on Tuesday. 28.09.2021, Reuters", "2nd LD", "UPDATE 1-",
)  # fmt: skip


class Everything:
    """A look that finds every clue in every line."""

    def lines(self, text: str, start: int) -> list[tuple[int, int, int]]:
        """Return the lines of *text*, each of every kind."""
        return [(first, end, -1) for first, end, _ in looker().lines(text, start)]


def texts() -> Iterator[str]:
    """Yield whatever text stands in the case files."""
    for path in sorted(CASES.glob("*.toml")):
        yield from strings(tomllib.loads(path.read_text(encoding="utf-8")))


def strings(value: object) -> Iterator[str]:
    """Yield the strings in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


@pytest.mark.parametrize("ending", ["", "\n\nA line that follows."], ids=["last", "followed"])
def test_the_cases_are_found_with_clues_alone(ending: str) -> None:
    """Every text of the case files claims the same when no room is left out."""
    found = [attribute(text + ending).claims for text in texts()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "looker", Everything)
        assert found == [attribute(text + ending).claims for text in texts()]
    assert len(found) > 500


@given(st.lists(st.sampled_from(MARKS), max_size=8).map("".join))
def test_any_text_claims_the_same_with_clues_alone(text: str) -> None:
    """Marks of all rooms in any order: the rooms that are left out have nothing to say."""
    found = attribute(text).claims
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "looker", Everything)
        assert found == attribute(text).claims


def test_clues_are_in_lower_case() -> None:
    """They are compared with folded letters, so that one in capitals would never be found."""
    assert [word for word, _ in clues() if word != folded(word) or not word] == []
