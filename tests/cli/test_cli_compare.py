"""How a comparison is shown: both passages whole, what differs marked, nothing wider than the screen."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.cli.compare import sentence, shared
from provenance.cli.sides import below, beside, rows
from provenance.model import Document, Overlap, Span
from provenance.reporters.display import one_line, width
from provenance.settings import Aligning

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WORDS = st.lists(st.sampled_from(["the", "ferry", "runs,", "thông", "中文句子", "[-", "+}", "x" * 30, "\u202e"]))
COLOR = re.compile("\x1b\\[[0-9]*m")
STORY = (
    "The ferry at the old landing runs again after its rope was changed on Monday. "
    "The ferryman says that the new rope is thicker than the old one and sings when the wind is from the north."
)


def differing(left: str, right: str) -> list[tuple[Span, Span]]:
    """The places where two texts differ, by words, as difflib finds them."""
    places = [[(match.start(), match.end()) for match in re.finditer(r"\S+", text)] for text in (left, right)]
    words = [[text[start:end] for start, end in found] for text, found in zip((left, right), places, strict=True)]
    ends = [len(left), len(right)]

    def span(side: int, first: int, last: int) -> Span:
        found = places[side]
        start = found[first][0] if first < len(found) else ends[side]
        return Span(start, found[last - 1][1] if last > first else start)

    opcodes = SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    return [(span(0, a, b), span(1, c, d)) for tag, a, b, c, d in opcodes if tag != "equal"]


def whole(left: str, right: str) -> Overlap:
    return Overlap(Span(0, len(left)), Span(0, len(right)), 1, 0.5, "near")


@given(WORDS, WORDS)
def test_both_passages_are_shown_whole(some: list[str], others: list[str]) -> None:
    """Without their marks, the parts of each side are the passage, with single spaces."""
    left, right = " ".join(some), "\n".join(others)

    parts = list(rows(left, right, whole(left, right), differing(left, right)))

    for side, text in enumerate((left, right)):
        said = " ".join(part[side] for part in parts).replace("\x01", "").replace("\x02", "")
        assert one_line(said.replace(" ", "")) == one_line(text).replace(" ", "")


@given(WORDS, WORDS, st.integers(10, 120))
def test_lines_fit_the_screen(some: list[str], others: list[str], columns: int) -> None:
    """Beside or below each other, with or without color, no line is wider than the screen."""
    left, right = " ".join(some), " ".join(others)
    parts = list(rows(left, right, whole(left, right), differing(left, right)))

    for color in (False, True):
        lines = [*beside(parts, columns, color=color), *below(parts, ("A", "B"), columns, color=color)]

        assert max(width(COLOR.sub("", line)) for line in lines) <= columns
        assert all(len(COLOR.findall(line)) % 2 == 0 for line in lines)


@given(WORDS, WORDS)
def test_color_adds_nothing_but_color(some: list[str], others: list[str]) -> None:
    """Without the escape codes, a colored comparison is the plain one."""
    left, right = " ".join(some), " ".join(others)
    parts = list(rows(left, right, whole(left, right), differing(left, right)))

    assert [COLOR.sub("", line) for line in beside(parts, 40, color=True)] == list(beside(parts, 40, color=False))


def test_what_differs_is_marked_by_signs() -> None:
    """A word that only one side has stands between signs, the rest does not."""
    left, right = "the old ferry runs", "the new ferry runs again"
    parts = list(rows(left, right, whole(left, right), differing(left, right)))

    assert list(beside(parts, 100, color=False)) == [
        "the [-old-] ferry runs                           | the {+new+} ferry runs {+again+}"
    ]
    assert list(below(parts, ("A", "B"), 40, color=False)) == [
        "A", "  the [-old-] ferry runs", "B", "  the {+new+} ferry runs {+again+}",
    ]  # fmt: skip


def test_equal_passages_have_no_signs() -> None:
    """A passage without differences is shown without marks."""
    parts = list(rows(STORY, STORY, whole(STORY, STORY), []))

    assert not re.search(r"\[-|-\]|\{\+|\+\}|\x1b", "\n".join(beside(parts, 80, color=True)))


def test_sides_stay_level() -> None:
    """If one side has much more text, the words that follow it on both sides share a line again."""
    left = f"{STORY} And then? {STORY}"
    right = f"{STORY} {'extra ' * 60}then? {STORY}"
    parts = list(rows(left, right, whole(left, right), differing(left, right)))

    assert len(parts) > 1
    line = next(line for line in beside(parts, 120, color=False) if line.count("The ferry at the old") == 2)
    assert line.index("The") < 60 < line.rindex("The")


def test_shares_count_words() -> None:
    """The share of a side is of its words that begin in a passage; passages may touch; a header counts for nothing."""
    document = Document("a", "a", b"a", None, 0, header=5)
    sides = (document, "date one two three four"), (document, "date five")
    overlaps = [
        Overlap(Span(5, 12), Span(5, 9), 2, 1.0, "near"),
        Overlap(Span(9, 18), Span(0, 0), 2, 1.0, "near"),
    ]

    assert shared(sides, overlaps) == [(3, 4), (1, 1)]
    assert shared(((document, ""), (document, "")), []) == [(0, 0), (0, 0)]


def test_sentence() -> None:
    """One sentence says how the texts are related."""
    near = Overlap(Span(0, 1), Span(0, 1), 1, 1.0, "near")
    loose = Overlap(Span(0, 1), Span(0, 1), 1, 1.0, "loose")

    assert sentence("a", "a", [near], 12) == "The texts are the same, character by character."
    assert sentence("a", "b", [], 12) == "They share no passage of 12 words or more."
    assert sentence("a", "b", [near, near], 12) == "They share 2 near passages."
    assert sentence("a", "b", [near, loose, near], 12) == "They share 3 passages: 1 loose, 2 near."


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with a story, an edited copy of it, the copy as a record, and something else."""
    copy = STORY.replace("thicker", "longer").replace("Monday", "Tuesday")
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"A word before.\n\n{copy}", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": "no"}) + "\n" + json.dumps({"text": copy}), encoding="utf-8")
    (tmp_path / "d.txt").write_text("Nothing of all that stands in this one.", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("other", ["b.txt", "c.jsonl#2"])
def test_compare_shows_the_passage(other: str, run: Run, two: Path) -> None:
    """The shared passage is shown with what differs, and how much of each text it is."""
    result = run("compare", "a.txt", other, cwd=two)

    text = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    assert "100% of 37 words shared" in text
    assert "[-Monday-]" in text
    assert "{+longer+}" in text
    assert "\x1b" not in text


def test_compare_on_a_narrow_screen(run: Run, two: Path) -> None:
    """In 40 columns one passage stands below the other."""
    lines = run("compare", "a.txt", "b.txt", cwd=two, COLUMNS="40").stdout.decode().splitlines()

    assert max(map(width, lines)) <= 40
    assert not any(" | " in line for line in lines)


def test_compare_finds_nothing_where_nothing_is(run: Run, two: Path) -> None:
    """Texts that share nothing are said to; that is no error."""
    result = run("compare", "a.txt", "d.txt", cwd=two)

    assert result.returncode == 0
    assert f"They share no passage of {Aligning().min_words} words or more." in result.stdout.decode()


def test_compare_for_programs(run: Run, two: Path) -> None:
    """As JSON, each passage has its places, its texts and the places that differ."""
    found = json.loads(run("compare", "a.txt", "b.txt", "--format", "json", cwd=two).stdout)

    (passage,) = found["overlaps"]
    text = (two / "b.txt").read_text(encoding="utf-8")
    assert text[passage["right"]["start"] : passage["right"]["end"]] == passage["right"]["text"]
    assert {edit["left"]["text"].strip(".") for edit in passage["edits"]} == {"Monday", "thicker"}
    assert found["left"]["shared"] == 1.0


def test_compare_reads_standard_input(run: Run, two: Path) -> None:
    """One of the two may come from standard input."""
    result = run("compare", "-", "a.txt", cwd=two, stdin=STORY.encode())

    assert "The texts are the same" in result.stdout.decode()
