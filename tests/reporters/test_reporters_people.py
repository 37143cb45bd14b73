"""What people read: the printed table, report.md and the concise lines, from a report made by hand."""

from __future__ import annotations

import io
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_report import bare, evidence, report

from provenance.model import Document, Finding, Report, Timing
from provenance.reporters.display import escaped, one_line, percent, quantity, shorten, shorten_inside, width
from provenance.reporters.formats import FORMATS
from provenance.reporters.overview.rows import Rows, summary, worst
from provenance.settings import Config, Reporting

SIMPLE_MARKDOWN = re.compile(r"\\([!-/:-@\[-`{-~])")


class Terminal(io.StringIO):
    """A terminal that keeps what is written on it."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def shown(form: str, made: Report | None = None, stream: io.StringIO | None = None, **reporting: object) -> str:
    stream = stream or io.StringIO()
    FORMATS[form].write(made or report(), stream, Config(reporting=attrs.evolve(Reporting(), **reporting)))
    return stream.getvalue()


def many(number: int) -> Report:
    """A report of many documents, the last three of which have findings."""
    whole = evidence()
    documents = tuple(Document(f"{n}.txt", f"{n}.txt", b"", None, 1) for n in range(number))
    found = [("info", number - 3), ("warning", number - 2), ("error", number - 1)]
    findings = tuple(Finding("TXT001", severity, at, f"{at}.txt", None, None, "") for severity, at in found)
    return Report(attrs.evolve(bare().evidence, documents=documents, words=whole.words), findings)


@given(st.text(), st.integers(1, 40))
def test_shortened_text_fits(text: str, columns: int) -> None:
    """A shortened text is one line, takes no more columns than it may, and has nothing that a terminal obeys."""
    short = shorten(text, columns)

    assert width(short) <= columns
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", short)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30))
def test_short_text_is_left_alone(text: str) -> None:
    """A printable text that fits is shown as it is."""
    assert shorten(text, 100) == text


def test_direction_marks_are_shown_and_joiners_kept() -> None:
    """A character that turns a line round is escaped; one that belongs to words is not."""
    assert one_line("a\u202eb\u200dc\x1b[2J\n d") == "a\\u202eb\u200dc\\x1b[2J d"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%"), (0.01, "1%")]
)
def test_percent_never_rounds_to_all_or_nothing(value: float, text: str) -> None:
    """0 % and 100 % mean exactly that."""
    assert percent(value) == text


@given(st.text(), st.integers(1, 40))
def test_a_text_that_is_cut_inside_keeps_both_ends(text: str, columns: int) -> None:
    """It fits, and where there is room for both its first and its last character remain."""
    short, whole = shorten_inside(text, columns), one_line(text)

    assert width(short) <= columns
    if columns >= 12 and whole.isascii() and whole:
        assert (short[0], short[-1]) == (whole[0], whole[-1])


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9950, "10 kB"),
     (999_499, "999 kB"), (999_500, "1.0 MB"), (2_140_000, "2.1 MB"), (10**15, "1,000 TB")],
)  # fmt: skip
def test_quantities_have_two_or_three_digits(size: int, said: str) -> None:
    """Whole numbers from ten on, one decimal below."""
    assert quantity(size) == said


def test_summary_counts() -> None:
    """The summary counts documents, groups, copies and findings, and says what was not analysed."""
    text = "\n".join(summary(report()))

    assert "4 documents" in text
    assert "1 group with 1 copy" in text
    assert "2 errors, 1 warning, 1 note" in text
    assert "1 broken record, 3 passed over" in text


def test_summary_is_silent_about_nothing() -> None:
    """Where all was analysed, no sentence says otherwise."""
    assert not any("not analysed" in sentence for sentence in summary(bare()))


def test_what_no_stage_was_asked_for_is_not_shown() -> None:
    """A run without claims, groups and repeats has no columns for them, and says nothing of their number."""
    text = shown("table", bare())

    assert text.startswith("4 documents\nfindings: none\n")
    assert re.search("^document +findings$", text, re.MULTILINE)
    assert "0 groups with 0 copies" in shown("table", attrs.evolve(bare(), timings=(Timing("group", 0, 0, 0),)))


def test_worst_come_first() -> None:
    """Errors come before warnings, warnings before the rest, the rest in their order."""
    assert worst(many(10), 4) == [9, 8, 0, 1]


def test_table_shows_the_worst_and_counts_the_rest() -> None:
    """Of many documents 50 are shown, and how many more stand in documents.csv."""
    text = shown("table", many(120))

    assert len(re.findall(r"^\d+\.txt", text, re.MULTILINE)) == 50
    assert "70 more documents in documents.csv" in text


def test_table_does_not_name_a_file_that_is_not_written() -> None:
    """Where documents.csv was not asked for, nobody is sent there."""
    assert "documents.csv" not in shown("table", many(120), write=("pairs",))


def test_quiet_table_is_the_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rows, the summary stands alone."""
    monkeypatch.setenv("COLUMNS", "200")

    assert shown("table", rows=0) == "".join(f"{sentence}\n" for sentence in summary(report()))


def test_row_of_a_document() -> None:
    """A row says source, date, title, what repeats, the similarity to the one to keep, and the codes."""
    rows = Rows(report())

    assert rows.row(0) == (
        "a.txt", "VNA", "2023-05-16?", "Cầu | mới", "33% repeated; group 1: 67%", "DUP003 REP001",
    )  # fmt: skip
    assert rows.row(1)[4] == "group 1: keep"


def test_numbers_are_shown_as_they_stand() -> None:
    """An id of digits keeps its zeros."""
    documents = (attrs.evolve(report().evidence.documents[0], id="0012"),)
    made = Report(attrs.evolve(bare().evidence, documents=documents), ())

    assert re.search(r"^0012\b", shown("table", made), re.MULTILINE)


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2023-05-16", "2023-05-16?"),
        ("2023-05-16T14:05:00Z", "2023-05-16?"),
        ("[2024-05-08,2024-08-05]", "2024-05-08 or 2024-08-05?"),
        ("", "-"),
    ],
)
def test_dates_for_people(edtf: str, said: str) -> None:
    """A date is shown without its time, and a choice of dates in words; what is doubtful has a question mark."""
    first = attrs.evolve(report().evidence.attributions[0], published=edtf)
    made = attrs.evolve(report().evidence, attributions=(first, *report().evidence.attributions[1:]))

    assert Rows(Report(made, ())).row(0)[2] == said


@pytest.mark.parametrize("columns", [24, 40, 60, 75, 76, 80, 100, 200])
def test_no_line_is_wider_than_the_screen(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the width, no line of the table is wider, and every code is whole."""
    monkeypatch.setenv("COLUMNS", str(columns))

    text = shown("table", stream=Terminal(), color="never")

    assert max(map(width, text.splitlines())) <= columns
    assert {"DUP003", "REP001", "SRC001"} <= set(text.split())


def test_color_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets colors, a pipe does not, NO_COLOR turns them off, and a flag decides over both."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" in shown("table", stream=Terminal())
    assert "\x1b" not in shown("table")
    assert "\x1b" in shown("table", color="always")
    assert "\x1b" not in shown("table", stream=Terminal(), color="never")

    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown("table", stream=Terminal())
    assert "\x1b" in shown("table", stream=Terminal(), color="always")


def test_concise_lines_lead_to_the_place() -> None:
    """A line has path, line and column; a finding in a record has the record's line."""
    assert shown("concise").splitlines() == [
        "a.txt:2:1: REP001 repeated here",
        "a.txt:1:1: DUP003 like another",
        "records.jsonl:7:4: SRC001 no source",
        "records.jsonl:9:1: IO001 line 9 is not JSON",
    ]


@given(st.text(max_size=40))
def test_markdown_shows_text_as_it_stands(text: str) -> None:
    """Undone, the escapes give the text back; no markup, tag, link or end of a cell is left in it."""
    safe = escaped(text)

    bare_signs = SIMPLE_MARKDOWN.sub("", safe)
    assert not re.search(r"[|*`<>\[\]~@]|://|www\.", bare_signs)
    undone = SIMPLE_MARKDOWN.sub(r"\1", safe).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert undone == one_line(text)


def test_markdown_is_not_as_wide_as_a_title() -> None:
    """One title of a million characters does not make each row of the page as wide."""
    whole = report()
    long = attrs.evolve(whole.evidence.attributions[0], title="T" * 1_000_000)
    attributions = (long, *whole.evidence.attributions[1:])

    text = shown("markdown", attrs.evolve(whole, evidence=attrs.evolve(whole.evidence, attributions=attributions)))
    assert max(map(len, text.splitlines())) < 2000
    assert "T" * 299 + "…" in text


def test_markdown_has_all_parts() -> None:
    """The page has the table, the groups with reasons, the repeats with their places, findings and settings."""
    text = shown("markdown")

    for wanted in ("## Documents", "keep **b, c.txt** (earliest)", "| 15-30 ", "| 31-46 ", "## Findings", ": 0.7"):
        assert wanted in text
    assert "<b>" not in text


def test_markdown_of_a_bare_report_has_no_empty_parts() -> None:
    """Where nothing was found, the page has no heading for it."""
    assert re.findall(r"^## (.*)$", shown("markdown", bare()), re.MULTILINE) == ["Documents", "Settings"]


def test_markdown_says_what_it_leaves_out() -> None:
    """A page of many documents says how many there are and where all of them stand."""
    assert "1,000 of 1,200 rows; all are in documents.csv." in shown("markdown", many(1200))
