"""Words: their boundaries, places and identities."""

from __future__ import annotations

import functools
import importlib.util
import sys
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pytest
import reference_words as reference
from hypothesis import given
from hypothesis import strategies as st
from reference_words import fold as slow_fold
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


def _raw(text: str) -> list[reference.Word]:
    """The words of a text that needs no reading: what the kernels find."""
    return reference.split(reference.fold(text))


BOTH = [plain, *([active] if COMPILED else [])]


@given(texts())
def test_words_are_those_of_the_slow_twin(text: str) -> None:
    """Every implementation finds the same words at the same places."""
    wanted = [(start, end) for start, end, _ in _raw(text)]

    for kernels in BOTH:
        starts, ends, _ = kernels.locate(text, 0)
        assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == wanted


@given(texts(), texts())
def test_ids_are_equal_for_equal_words_only(one: str, other: str) -> None:
    """Two words have the same id if and only if they fold to the same characters, across texts."""
    known: dict[int, str] = {}
    for kernels in BOTH:
        for text in (one, other):
            for id_, (_, _, word) in zip(kernels.locate(text, 0)[2].tolist(), _raw(text), strict=True):
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
    wanted = [(begin + start, end + start) for begin, end, _ in _raw(text[start:])]

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
        assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [w[:2] for w in _raw(text)]


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

    assert [start for start, _, _ in _raw(whole)] == starts.tolist()
    assert [a.tolist() for a in plain.locate(whole, 0)] == [starts.tolist(), ends.tolist(), ids.tolist()]


@given(texts())
def test_a_text_is_read_as_the_reference_reads_it(text: str) -> None:
    """Mojibake is undone, words divided at line ends are closed, and no place moves."""
    wanted = reference.readable(text)

    assert words.readable(text) == wanted
    assert len(wanted) == len(text)
    found = words.locate(text)
    assert list(zip(found.starts.tolist(), found.ends.tolist(), strict=True)) == [w[:2] for w in reference.locate(text)]


@given(texts())
def test_doubtful_texts_are_equal(text: str) -> None:
    """Both implementations doubt the same texts, and every text that reads otherwise than it looks."""
    buffer = text.encode("utf-8", "surrogatepass")
    doubts = {bool(kernels.doubtful(text)) for kernels in BOTH}
    doubts |= {bool(kernels.doubtful_texts(buffer, np.array([0, len(buffer)]))[0]) for kernels in BOTH}

    assert len(doubts) == 1
    assert doubts == {True} or reference.readable(text) == text


@given(texts(), st.integers(0, 20), st.integers(0, 40))
def test_words_of_a_part_are_read_in_the_whole_text(text: str, start: int, end: int) -> None:
    """A part has the words that the whole text has there, though only the whole shows what is divided."""
    found = words.locate_within(text, start, end)

    wanted = [(a + start, b + start) for a, b, _ in _raw(reference.readable(text)[start:end])]
    assert list(zip(found.starts.tolist(), found.ends.tolist(), strict=True)) == wanted


FOLDED = [
    ("Łódź đã Ærø İzmir ISPARTA", "lodz da aero izmir isparta"),
    ("ısparta Þór Œuvre Өтүнүч", "isparta thor oeuvre өтүнүч"),
    ("қазақ ґанок", "казак ганок"),
    ("كتـــاب ﻛﺘﺎﺏ", "كتاب كتاب"),
    ("ﻛَﺘﹷﺐ", "كتب"),
    ("یک ٱلله", "يك الله"),
]


@pytest.mark.parametrize(("text", "plain_text"), FOLDED)
def test_letters_without_decomposition_fold(text: str, plain_text: str) -> None:
    """Strokes, ligatures, dotless letters, stretched and presentation forms are written in plain letters."""
    assert words.locate(text).ids.tolist() == words.locate(plain_text).ids.tolist()


@pytest.mark.parametrize(("one", "other"), [("щ", "ш"), ("ט", "ת"), ("ß", "s"), ("ى", "ي"), ("þ", "p"), ("æ", "a")])
def test_letters_that_differ_stay_apart(one: str, other: str) -> None:
    """Letters that nobody writes for each other do not fold to one."""
    assert words.locate(one).ids[0] != words.locate(other).ids[0]


READ = [
    ("The ferry is late. The fer-\nry waits.", "the ferry is late the ferry waits"),  # it is written out elsewhere
    ("A well-known fer-\nry waits.", "a well known fer ry waits"),  # nothing shows that it is one word
    ("fol\u00ad\nlow", "follow"),
    ("fol\u00ad \r\n  Low", "follow"),
    ("an engi-\nneer can-\ncelled it", "an engineer cancelled it"),  # a habit of the text
    (
        "an engi-\nneer cancel-\nled a well-\nknown trip, well-known",
        "an engineer cancelled a well known trip well known",
    ),
    (
        "long-term, mid-term, short-term and up-\nper and low-\ner",
        "long term mid term short term and up per and low er",
    ),
    ("1990-\n1995 and 2001-\n2005", "1990 1995 and 2001 2005"),
    ("from Paris-\nNord to Lyon-\nPerrache", "from paris nord to lyon perrache"),
    ("FERRY: the FER-\nRY", "ferry the ferry"),
    ("--\nyes --\nno", "yes no"),
    ("reestablished, re-\nestab-\nlished", "reestablished reestablished"),
    ("cafÃ© itâ€™s", "cafe it s"),
    ("LIBERTÉ» AMANHÃ”", "liberte amanha"),  # no mojibake: languages write this
    ("fo\u2010\nlow and so-\nme", "folow and some"),
]


@pytest.mark.parametrize(("text", "read"), READ)
def test_divided_and_misread_words(text: str, read: str) -> None:
    """Examples of texts, and how their words are read."""
    assert reference.words(text) == read.split()
    assert words.locate(text).ids.tolist() == words.locate(read).ids.tolist()


def test_a_chain_of_mojibake_keeps_its_places() -> None:
    """The word that was misread is found where its mojibake is, first character to last."""
    found = words.locate("(dÃ©cidÃ©) x")

    assert (found.starts.tolist(), found.ends.tolist()) == ([1, 11], [9, 12])


@given(texts())
def test_words_are_those_of_version_one_where_no_new_rule_applies(shared: Path, text: str) -> None:
    """In texts without divided words, mojibake or letters that fold anew, the reference has the shared words."""
    definition = _definition(str(shared / "eval" / "words.py"))
    kept = "".join(one for one in text if reference.folded(one) == "".join(definition.fold(one)))
    if reference.readable(kept) == kept:
        assert reference.words(kept) == definition.words(kept)


def test_every_code_point_folds_as_in_version_one_or_by_a_new_rule(shared: Path) -> None:
    """What folds anew are Latin, Cyrillic and Arabic letters, modifiers of such, and no others."""
    definition = _definition(str(shared / "eval" / "words.py"))
    # What is not assigned, surrogates and private ones have no other form.
    assigned = [one for one in map(chr, range(0x110000)) if unicodedata.category(one) not in {"Cn", "Co", "Cs"}]
    changed = [one for one in assigned if reference.folded(one) != definition.fold(one)]

    named = {unicodedata.name(one).split()[0] for one in changed}
    assert named <= {"LATIN", "CYRILLIC", "ARABIC", "MODIFIER", "NKO", "PLANCK", "RIAL", "MATHEMATICAL"}
    assert 400 < len(changed) < 600


@functools.cache
def _definition(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_words", path)
    assert spec
    assert spec.loader
    definition = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(definition)
    return definition
