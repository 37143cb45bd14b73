"""The page of one document: every claim in its place, nothing wider than the screen, nothing that a terminal obeys."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution import reconcile
from provenance.attribution.explain import why
from provenance.model import Claim, Document, Finding, Group, Span
from provenance.reporters.display import width
from provenance.reporters.document import FORMATS, Explanation, Related
from provenance.reporters.document.annotated import annotated
from provenance.reporters.document.marking import Marks, rows
from provenance.reporters.document.sections import MOST_CLAIMS, verdicts
from provenance.reporters.document.windows import CONTEXT, GAP, windows
from provenance.reporters.places import Lines, line_and_column
from provenance.settings import Reporting

PIECES = st.sampled_from(
    [
        "The port ",
        "reopened\n",
        "đã mở ",
        "新华社北京",
        "\r\n",
        "\t",
        "a\u0301",
        "x" * 50,
        "\u202e",
        "\x1b[31m",
        "```",
        "|*<b>",
        "\ud800",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
RIGHT_TO_LEFT = "القاهرة (أ ف ب) - افتتح المرفأ"
PROPERTIES = st.sampled_from(("source", "published", "event_date", "title", "photo_source"))


@st.composite
def pages(draw: st.DrawFn) -> Explanation:
    """A page of any text with any claims."""
    text = draw(TEXTS)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).filter(lambda p: p[0] < p[1])
    claims = []
    for property_, place in draw(st.lists(st.tuples(PROPERTIES, places), max_size=8)) if text else ():
        claims.append(Claim(property_, "2024-03-05", Span(*place), "credit", "m", "high"))
    claims.append(Claim("published", "2024-03-05", None, "file name", "file-name", "medium"))
    return page(text, claims)


def page(text: str, claims: list[Claim], **more: object) -> Explanation:
    document = Document("a\u202e.txt", "a\u202e.txt", b"a.txt", None, len(text))
    found = reconcile(claims)
    finding = Finding("SRC001", "warning", 0, "a.txt", None, None, "nothing says where this text comes from")
    return Explanation(document, text, 3, found, why(found), ((finding, "no-source"),), alone=not more, **more)


def printed(what: Explanation, form: str, *, full: bool = False, color: str = "never") -> str:
    stream = io.StringIO()
    FORMATS[form](what, stream, Reporting(color=color), full)
    return stream.getvalue()


@given(pages(), st.booleans())
def test_nothing_of_a_text_reaches_a_terminal_raw(what: Explanation, full: bool) -> None:
    """Control and bidirectional characters, and lone surrogates, are escapes in every format."""
    for form in FORMATS:
        shown = printed(what, form, full=full)

        assert shown.replace("\n", "").isprintable()


@given(pages(), st.integers(40, 130))
def test_no_line_of_the_text_is_wider_than_the_screen(what: Explanation, screen: int) -> None:
    """Text, marks and numbers fit, whatever the script."""
    for line in annotated(what, range(1, len(what.attribution.claims) + 1), screen, full=True):
        assert width("".join(text for text, _ in line)) <= screen


@given(TEXTS.filter(lambda text: "\n" not in text), st.integers(20, 60))
def test_rows_say_what_the_text_says(text: str, room: int) -> None:
    """All rows of a line, one after another, are the line, but for white space and escapes."""
    shown = "".join(part for row, _ in rows(text, 0, len(text), Marks(()), room) for part, _ in row)
    told = "".join(c for c in text if c.isprintable())

    assert [c for c in told if not c.isspace()] == [c for c in _unescaped(shown) if not c.isspace()]


def _unescaped(shown: str) -> str:
    return re.sub(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4})", "", shown)


@given(pages())
def test_each_claim_is_marked_once_where_it_stands(what: Explanation) -> None:
    """In the whole text each number stands under the character that its claim begins with."""
    marks = sorted((c.span.start, -c.span.end, n) for n, c in enumerate(what.attribution.claims, 1) if c.span)
    numbers = [
        number
        for line in annotated(what, range(1, len(what.attribution.claims) + 1), 200, full=True)
        for label, _ in line[1:]
        if re.fullmatch(r"\d+(,\d+)*", label) and line[0][0].strip() == "|"
        for number in map(int, label.split(","))
    ]

    hidden = {n for _, _, n in marks if not _visible(what.text, what.attribution.claims[n - 1])}
    assert set(numbers) >= {n for _, _, n in marks} - hidden


def _visible(text: str, claim: Claim) -> bool:
    """Whether the first character of a claim is one that a row shows: no end of a line, no space at a row's end."""
    return claim.span is not None and not text[claim.span.start].isspace()


def test_marks_stand_under_the_letters() -> None:
    """Wide letters take two columns, a claim within another one a sign of its own."""
    text = "新华社 (VNA, March 5) -"
    marks = [(1, 0, 22, ""), (2, 5, 8, ""), (3, 10, 17, "")]

    ((row, below),) = rows(text, 0, len(text), Marks(marks), 60)

    assert "".join(part for part, _ in row) == text
    lines = ["".join(part for part, _ in line) for line in below]
    assert lines[0] == "~~~~~~~~===~~=======~~~~~"[: len(lines[0])]
    assert [lines[1].index(number) for number in "123"] == [0, 8, 13]


def test_text_from_right_to_left_has_its_marks_inside() -> None:
    """What stands below a letter cannot be told there."""
    ((row, below),) = rows(RIGHT_TO_LEFT, 0, len(RIGHT_TO_LEFT), Marks([(1, 0, 17, ""), (2, 9, 14, "")]), 90)

    assert "".join(part for part, _ in row) == "{1:القاهرة ({2:أ ف ب:2}) -:1} افتتح المرفأ"
    assert below == []


@given(st.integers(0, 5000), st.lists(st.tuples(st.integers(0, 4990), st.integers(1, 1500)), max_size=6))
def test_windows_hold_both_ends_of_every_place(size: int, places: list[tuple[int, int]]) -> None:
    """Windows are in order and apart, and what is cut out is worth a line and holds no end of a place."""
    text = ("word " * 1000)[:size]
    spans = [(start, min(size, start + length)) for start, length in places if start < size]

    found = windows(text, spans, full=False)

    assert all(one[1] + GAP / 2 < two[0] for one, two in pairwise(found))
    assert found[0][0] == 0
    assert found[-1][1] == size
    for start, end in spans:
        assert any(one <= start < two for one, two in found)
        assert any(one < end <= two for one, two in found)


@given(TEXTS)
def test_lines_are_counted_alike(text: str) -> None:
    """The quick count of many places is that of one."""
    lines = Lines(text)

    assert [lines.place(at) for at in range(len(text))] == [line_and_column(text, at) for at in range(len(text))]


def test_a_long_text_is_cut_between_claims_and_says_how_much() -> None:
    """The gap is told in characters; --full leaves none."""
    text = "VNA " + "words without a claim " * 100 + "VNA"
    what = page(text, [Claim("source", "VNA", Span(at, at + 3), "credit", "m", "high") for at in (0, len(text) - 3)])

    cut, whole = printed(what, "table"), printed(what, "table", full=True)

    (gap,) = re.findall(r"\[([\d,]+) characters without a claim\]", cut)
    rest = len(text) - int(gap.replace(",", ""))
    assert 2 * CONTEXT < rest < 4 * CONTEXT
    assert cut.count("claim") < whole.count("claim")
    assert "without a claim]" not in whole


def test_of_too_many_claims_those_that_decide_are_shown() -> None:
    """What is left out is counted, in the table and in Markdown, and JSON has all."""
    many = [Claim("event_date", "2024-03-05", Span(at, at + 1), "body", "m", "high") for at in range(300)]
    what = page("x" * 400, [*many, Claim("source", "VNA", Span(399, 400), "credit", "m", "high")])

    for form in ("table", "markdown"):
        assert "101 more claims; " in printed(what, form)
        assert re.search(r"301\W+source", printed(what, form))
        assert "more claims" not in printed(what, form, full=True)
    assert len(json.loads(printed(what, "json"))["claims"]) == 301 > MOST_CLAIMS


def test_colors_are_an_addition() -> None:
    """Without its colors the page says the same."""
    what = page("Hanoi (VNA) - The port.", [Claim("source", "VNA", Span(0, 13), "dateline", "m", "high")])

    assert "\x1b[" in printed(what, "table", color="always")
    assert re.sub("\x1b\\[[0-9;]*m", "", printed(what, "table", color="always")) == printed(what, "table")


@given(pages())
def test_markdown_is_closed(what: Explanation) -> None:
    """No text ends the block that shows it."""
    shown = printed(what, "markdown").splitlines()
    fence = next(line for line in shown if line.endswith("text") and line.startswith("```")).removesuffix("text")

    assert shown.count(fence) == 1
    assert not any(fence in line for line in shown if line not in (fence, f"{fence}text"))


ROLES = [
    ("copy", "high", "It came first, and this document is its copy (abridged, confidence high)."),
    ("original", "low", "This document came first, and it is the copy (abridged, confidence low)."),
    ("undecided", None, "Which came first is undecided (abridged)."),
]


@pytest.mark.parametrize(("role", "confidence", "says"), ROLES)
def test_related_documents(role: str, confidence: str, says: str) -> None:
    """Which came first, on which evidence, and what the other shows."""
    shown = (("credits", "VNA"),)
    other = Related("b.txt", "near", 0.8, "jaccard", 0.9, 0.85, role, "abridged", confidence, ("it says so",), shown)
    what = page("Text.", [], related=(other,), shown=(("published under", "VNS"),), more=3)

    for form in ("table", "markdown"):
        told = " ".join(printed(what, form).split())
        assert says in told.replace("\\", "")
        assert "b.txt: near, 80% similar; 90% of this text is in it, and 85% of it is here" in told
        assert "it says so." in told
        assert "It shows: credits: VNA." in told
        assert "3 more related documents; pairs.csv has all" in told
    assert json.loads(printed(what, "json"))["related"][0]["this_is"] == role


def test_a_misread_document_says_what_its_shares_are_of() -> None:
    """The shares of a pair that is measured by its letters are said to be of letters."""
    other = Related("b.txt", "misread", 0.1, "aligned", 0.9, 0.85, "undecided", "", None, (), ())

    told = " ".join(printed(page("Text.", [], related=(other,)), "table").split())

    assert "b.txt: misread, 10% of the words similar; 90% of the letters of this text is in it" in told


@pytest.mark.parametrize(
    ("own", "says"), [(0, "b is kept, instead of this document."), (1, "b is kept, which is this document.")]
)
def test_a_page_says_which_copy_is_kept_and_why(own: int, says: str) -> None:
    """A sentence for each step of the policy."""
    group = Group(0, (0, 1), (1.0, 0.9), 1, "derives from no other member, then credits nobody")
    document = Document("ab"[own], "ab"[own], b"", None, 0)
    page = Explanation(document, "", 0, reconcile(()), (), (), alone=False, group=(3, group), ids=("a", "b"))
    sentences = dict(verdicts(page))["Which copy to keep"]

    assert sentences == [
        f"Group 3 has 2 documents. {says}",
        "Of the members, it is one of those that derive from no other.",
        "Then, of the members that were left, it credits nobody else, and others do.",
    ]


def test_every_step_of_a_policy_has_a_sentence() -> None:
    """What decides in words that no sentence has is shown as it is."""
    group = Group(0, (0, 1), (1.0, 0.9), 1, "source VNA")
    page = Explanation(
        Document("a", "a", b"", None, 0), "", 0, reconcile(()), (), (), alone=False, group=(1, group), ids=("a", "b")
    )

    assert dict(verdicts(page))["Which copy to keep"][1] == "Of the members, what decided is: source VNA."
