"""Words: their boundaries, places and identities."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_twin import fold as slow_fold
from words_twin import locate as slow_locate
from words_twin import texts

from provenance import words
from provenance.kernels import COMPILED, plain
from provenance.kernels import kernels as active
from provenance.kernels.plain import words as pieced

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


@pytest.fixture(params=["compiled", "python"])
def kernels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Run the test with both implementations."""
    chosen = active if request.param == "compiled" else plain
    if request.param == "compiled" and not COMPILED:
        pytest.skip("the compiled kernels are not built, or PROVENANCE_KERNELS=python")
    monkeypatch.setattr(words, "kernels", chosen)
    return chosen


BOTH = [plain, *([active] if COMPILED else [])]


@given(texts())
def test_words_are_those_of_the_slow_twin(text: str) -> None:
    """Every implementation finds the same words at the same places."""
    wanted = [(start, end) for start, end, _ in slow_locate(text)]

    for kernels in BOTH:
        starts, ends, _ = kernels.locate(text, 0)
        assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == wanted


@given(texts(), texts())
def test_ids_are_equal_for_equal_words_only(one: str, other: str) -> None:
    """Two words have the same id if and only if they fold to the same characters, across texts."""
    known: dict[int, str] = {}
    for kernels in BOTH:
        for text in (one, other):
            for id_, (_, _, word) in zip(kernels.locate(text, 0)[2].tolist(), slow_locate(text), strict=True):
                assert known.setdefault(id_, word) == word
    assert len(set(known.values())) == len(known)


@given(texts())
def test_folded_columns_are_those_of_the_slow_twin(text: str) -> None:
    """The folded code points and the places that they come from are the slow twin's."""
    wanted = [(ord(character), place) for character, place in slow_fold(text)]

    for kernels in BOTH:
        points, classes, places = kernels.fold(text)
        assert list(zip(points.tolist(), places.tolist(), strict=True)) == wanted
        assert len(classes) == len(points)


@given(texts(), st.integers(0, 50))
def test_a_start_shifts_places_and_hides_what_is_before(text: str, start: int) -> None:
    """Words from an offset on are those of the rest of the text, with their places in the whole text."""
    wanted = [(begin + start, end + start) for begin, end, _ in slow_locate(text[start:])]

    for kernels in BOTH:
        starts, ends, _ = kernels.locate(text, start)
        assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hà Nội", ["ha", "noi"]),
        ("Ha\u0300 No\u0323\u0302i", ["ha", "noi"]),
        ("½ l", ["1", "2", "l"]),
        ("Straße ﬁne", ["strasse", "fine"]),
        ("漢字 kanji", ["漢", "字", "kanji"]),
        ("ก\u0e33ไทย", ["ก\u0e4d", "า", "ไ", "ท", "ย"]),
        ("a\u0e31b", ["a", "b"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("don't stop-me", ["don", "t", "stop", "me"]),
        ("a\ud800b", ["a", "b"]),
    ],
)
def test_words_of(text: str, found: list[str]) -> None:
    """Examples of texts and the words that they consist of, by their ids."""
    ids = words.locate(text).ids.tolist()

    assert ids == [int(words.locate(word).ids[0]) for word in found]


def test_the_place_of_a_word_ends_with_its_last_character() -> None:
    """Dropped characters within a word belong to its place; those after it do not."""
    found = words.locate("(e\u0301te\u0301) x")

    assert (found.starts.tolist(), found.ends.tolist()) == ([1, 8], [5, 9])


def test_nothing_has_no_words() -> None:
    """A text without letters has no words, and neither has an empty one."""
    assert len(words.locate("")) == len(words.locate(" .\n…\u200b")) == 0


def test_every_code_point_between_letters(kernels: ModuleType) -> None:
    """Every code point joins, separates or is a word by itself as in the slow twin."""
    step = 6 if kernels is not plain else 9
    for first in range(0, sys.maxunicode + 1, 4096):
        points = [chr(point) for point in range(first, first + 4096, 1 if first < 0x3000 else 16 * step)]
        text = " ".join(f"a{c}b{c}{c}漢{c}ก{c}" for c in points)
        starts, ends, _ = kernels.locate(text, 0)
        assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [w[:2] for w in slow_locate(text)]


@given(texts(max_size=8), st.integers(1, 3))
def test_long_texts_are_worked_on_in_pieces(text: str, times: int) -> None:
    """Cutting a text into pieces does not change its words."""
    whole = f"{text} " * 7 * times
    before = pieced.PIECE
    pieced.PIECE = 5
    try:
        starts, ends, ids = plain.locate(whole, 0)
    finally:
        pieced.PIECE = before

    assert [start for start, _, _ in slow_locate(whole)] == starts.tolist()
    assert [a.tolist() for a in plain.locate(whole, 0)] == [starts.tolist(), ends.tolist(), ids.tolist()]


def test_meaning_is_the_workplaces(shared: Path) -> None:
    """The slow twin follows the shared definition."""
    spec = importlib.util.spec_from_file_location("shared_words", shared / "eval" / "words.py")
    assert spec
    assert spec.loader
    definition = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(definition)
    for first in range(0, sys.maxunicode + 1, 1999):
        text = " ".join(f"a{chr(point)}b{chr(point)}漢" for point in range(first, min(first + 40, sys.maxunicode)))
        assert [word for _, _, word in slow_locate(text)] == definition.words(text)
