"""The page as bytes: what is in it, what is not, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import attrs
import html_reports as reports
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Finding, Notice
from provenance.reporters.html import limits, markup, plan, story, summary, texts, timeline
from provenance.reporters.html import page as pages
from provenance.reporters.overview.to_do import to_do

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from conftest import Run

    from provenance.model import Report

    Written = Callable[..., Path]


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inner: dict[str, str] = {}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))
        if tag in ("script", "style"):
            self._open = dict(attributes).get("id") or tag

    def handle_data(self, content: str) -> None:
        if self._open:
            self.inner[self._open] = self.inner.get(self._open, "") + content

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def text_of(report: Report, written: Written) -> str:
    return written(report).read_text(encoding="utf-8")


@pytest.mark.parametrize("report", [reports.report(), reports.hostile()], ids=["plain", "hostile"])
def test_bytes_are_equal_run_to_run(report: Report, written: Written) -> None:
    """The same report gives the same page."""
    assert written(report).read_bytes() == written(report).read_bytes()


def test_no_clock(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only SOURCE_DATE_EPOCH puts a day on the page."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "<dt>made</dt>" not in text_of(reports.report(), written)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert "<dt>made</dt><dd>1970-01-02</dd>" in text_of(reports.report(), written)


def test_policy_allows_the_pages_own_parts_only(written: Written, root: Path, *, update_golden: bool) -> None:
    """The policy names the hashes of the one script and the one style, and allows nothing else."""
    if update_golden:
        hashed(root / "provenance/reporters/html/page.html")
    elements = Elements(text_of(reports.report(), written))
    policy = next(found["content"] for tag, found in elements.found if found.get("http-equiv"))
    hashes = [
        base64.b64encode(hashlib.sha256(elements.inner[name].encode()).digest()).decode()
        for name in ("script", "style")
    ]

    assert policy == (
        f"default-src 'none'; img-src data:; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    ), "a script or the style changed: pytest --update-golden tests/html/test_html_page.py"


def hashed(template: Path) -> None:
    """Put the hashes of the scripts and the style into the policy of the template."""
    text = template.read_text(encoding="utf-8")
    for kind, content in (("script", "".join(pages.script())), ("style", pages.asset("page.css"))):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        text = re.sub(f"(?<={kind}-src 'sha256-)[^']*", digest, text)
    template.write_text(text, encoding="utf-8", newline="\n")


@pytest.mark.parametrize("report", [reports.report(), reports.hostile()], ids=["plain", "hostile"])
def test_nothing_that_a_browser_would_fetch_or_run(report: Report, written: Written) -> None:
    """No element of the page has an address beside those within it, a handler, or a style of its own."""
    elements = Elements(text_of(report, written))

    for tag, found in elements.found:
        if found.get("rel") == "icon":
            # The page's own, without which a browser asks the server of a review for one.
            assert found["href"].startswith("data:image/svg+xml,")
            continue
        assert tag not in ("img", "iframe", "object", "embed", "base", "form", "link")
        assert not [name for name in found if name.startswith("on") or name in ("src", "style", "srcdoc", "action")]
        assert (found.get("href") or "#").startswith("#")


def test_tables_hold_the_evidence(written: Written) -> None:
    """The page's tables name the documents, and its texts are whole."""
    elements = Elements(text_of(reports.report(), written))
    index, chunk = (json.loads(elements.inner[name]) for name in ("index", "texts-0"))

    assert index["documents"]["id"] == ["vna.txt", "vns.txt", "twice.txt", "empty.txt"]
    assert {record[0]: record[2] for record in chunk}[1] == [[0, reports.COPY]]


def test_shares_are_never_rounded_to_all(written: Written) -> None:
    """99.999 % is not said to be all, and a little is not nothing."""
    whole = reports.report()
    pairs = attrs.evolve(whole.evidence.pairs, jaccard=whole.evidence.pairs.jaccard * 0 + 0.99999)
    evidence = attrs.evolve(whole.evidence, pairs=pairs, ledgers=())
    index = json.loads(Elements(text_of(attrs.evolve(whole, evidence=evidence), written)).inner["index"])

    assert index["pairs"]["like"] == [9999]
    assert index["documents"]["ledger"] == []


@pytest.mark.parametrize(("stage", "repeated"), [("repeats", -1), ("passages", 4200)])
def test_what_a_fault_kept_away_is_no_share(stage: str, repeated: int, written: Written) -> None:
    """A document that a stage could not examine has no share from it, and the others have theirs."""
    whole = reports.report()
    gaps = attrs.evolve(whole.evidence, gaps={stage: {2}})
    before, after = (
        json.loads(Elements(text_of(attrs.evolve(whole, evidence=evidence), written)).inner["index"])["documents"]
        for evidence in (whole.evidence, gaps)
    )

    assert before["repeated"][2] == 4200
    assert after["repeated"] == [*before["repeated"][:2], repeated, *before["repeated"][3:]]
    assert all(before["ledger"])
    assert after["ledger"] == [*before["ledger"][:2], [], *before["ledger"][3:]]


def test_what_nobody_asked_for_is_not_invented(written: Written) -> None:
    """A report of next to nothing has a page, with empty columns."""
    whole = reports.report().evidence
    bare = attrs.evolve(
        whole, groups=(), passages=(), repeats=(), attributions=(), derivations=(), ledgers=(), notices=(),
        pairs=type(whole.pairs)(*(column[:0] for column in attrs.astuple(whole.pairs))),
    )  # fmt: skip
    page = text_of(attrs.evolve(reports.report(), evidence=bare, findings=()), written)

    assert "No copies were found in 4 documents." in page
    assert "No document has a date." in page


def test_the_verdict_says_what_there_is() -> None:
    """Copies, repeats, passages that others share, inputs that were not analysed, and texts without a word."""
    whole = reports.report().evidence
    alone = attrs.evolve(whole, groups=(), repeats=(), notices=())

    assert summary.verdict(whole) == (
        "1 of 4 documents is a copy of another; 1 repeats its own text. 1 input was not analysed."
    )
    assert summary.verdict(alone) == "No copies were found in 4 documents; 2 share passages."
    assert summary.verdict(attrs.evolve(alone, passages=())) == "No copies were found in 4 documents."
    twice = attrs.evolve(whole, groups=(), passages=(), notices=())
    assert summary.verdict(twice) == "1 of 4 documents repeats its own text; no other copies were found."
    silent = attrs.evolve(alone, words=alone.words * 0)
    assert summary.verdict(silent) == "Nothing could be compared: 4 documents without words."


def test_a_limit_of_listed_pairs_is_no_input_that_was_not_analysed() -> None:
    """A notice without a file is not counted, as in report.md; the same notice about a file is."""
    whole = reports.report()
    limit = Notice("over limit", "", None, "4 pairs are not listed")
    listed, cut = (
        attrs.evolve(whole, evidence=attrs.evolve(whole.evidence, notices=(notice,)))
        for notice in (limit, attrs.evolve(limit, path="a.txt"))
    )

    assert "not analysed" not in summary.verdict(listed.evidence)
    assert "1 input was not analysed" in summary.verdict(cut.evidence)
    steps = ["".join(plan.plan(report, to_do(report))) for report in (listed, cut)]
    assert ["1 over limit" in said.replace("\N{NO-BREAK SPACE}", " ") for said in steps] == [False, True]


def test_timeline_counts_texts_by_source_and_week() -> None:
    """Texts of one source and one week are one bar, and a source beyond the largest stands with the others."""
    whole = reports.many(60)
    first = whole.evidence.attributions[0]
    days = [attrs.evolve(first, source=f"S{at // 4:02}", published=f"2021-{1 + at % 4 * 3:02}-05") for at in range(60)]
    drawing = timeline.timeline(attrs.evolve(whole.evidence, attributions=tuple(days)))

    assert "60 documents from 2021-01-05 to 2021-10-05, by week" in drawing
    assert drawing.count('class="source"') == timeline.LANES + 1
    assert drawing.count("<title>2021-01-04: 1</title>") == timeline.LANES
    assert drawing.count("<title>2021-01-04: 3</title>") == 1


@pytest.mark.parametrize(
    ("last", "period"),
    [
        ("2021-01-01", "day"),
        ("2021-03-30", "day"),
        ("2021-12-31", "week"),
        ("2029-01-01", "month"),
        ("2200-01-01", "year"),
    ],
)
def test_timeline_has_few_bars(last: str, period: str) -> None:
    """The longer the time, the longer the period of a bar."""
    whole = reports.report().evidence
    days = ("2021-01-01", last, "2021-01-02", "")
    attributions = tuple(attrs.evolve(whole.attributions[0], published=day) for day in days)

    assert f"Texts by {period}, from 2021-01-01 to {max(last, days[2])}." in timeline.timeline(
        attrs.evolve(whole, attributions=attributions)
    )


@given(st.dates(), st.sampled_from(["day", "week", "month", "year"]))
def test_a_period_holds_its_days(day: date, period: str) -> None:
    """The period of a day begins on it or before, and the day before it is of another period."""
    begins = timeline.begin(day.toordinal(), period)
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[period]

    assert day.toordinal() - longest < begins <= day.toordinal()
    assert begins == 1 or timeline.begin(begins - 1, period) < begins == timeline.begin(begins, period)


def test_the_headline_counts_what_the_terminal_counts() -> None:
    """What to remove, review and mend is counted once for both, and each number is a link to its list."""
    whole = reports.report()
    mended = Finding("TXT001", "error", 3, "empty.txt", None, None, "no text", count=3)
    report = attrs.evolve(whole, findings=(*whole.findings, mended))
    todo = to_do(report)
    said = plan.headline(report, todo).replace("\N{NO-BREAK SPACE}", " ")

    assert (todo.same, todo.differing, todo.repeated) == (0, 1, 1)
    assert said == (
        'Review <a href="#/copies?q=-copy%3Asame">1 near-copy</a>, '
        'mend <a href="#/findings?q=mend%3Aerror">4 errors</a>.'
    )
    assert plan.headline(reports.nothing(), to_do(reports.nothing())) == "No copies were found in 4 documents."


def test_the_plan_names_the_severest_rule_first() -> None:
    """Errors are named before warnings, however many these are, with what the rule's page says to do."""
    whole = reports.report()
    found = [
        Finding(code, severity, 3, "empty.txt", None, None, "", count=times)
        for code, severity, times in (("TXT005", "warning", 900), ("DATE002", "error", 2), ("DUP001", "error", 50))
    ]
    page = "What it is.\n\nWhat to do: look\nclosely.\n\nReported:\n"
    report = attrs.evolve(whole, findings=tuple(found), rule=lambda code: (code.lower(), page))
    *_, mend, _ = plan.plan(report, to_do(report))

    assert mend.index("date002") < mend.index("txt005")
    assert "dup001" not in mend
    assert "Fix first: date002: look closely.<" in mend


def test_the_page_says_what_it_is_about(run: Run, tmp_path: Path) -> None:
    """The page names the corpus, the days of its texts and the command, however the path was typed."""
    (tmp_path / "press").mkdir()
    (tmp_path / "press/2021-09-05-a.txt").write_text(f"Hanoi, Sept. 5, 2021 (VNA) - {reports.FIRST}.", encoding="utf-8")
    pages_of = []
    for typed in ("press", str(tmp_path / "press")):
        result = run("audit", typed, "--write", "html", "--threshold", "0.5", "--output", "out", cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        pages_of.append((tmp_path / "out/report.html").read_text(encoding="utf-8"))

    assert "<li><b>press</b></li>" in pages_of[0]
    assert "<code>provenance audit press --threshold 0.5</code>" in pages_of[0]
    assert 'dated <a href="#/timeline">2021-09-05</a>' in pages_of[0]
    assert pages_of[0] == pages_of[1]


def test_many_findings_of_a_file_are_not_about_its_first_text(written: Written) -> None:
    """A finding that stands for many of one file is of the file: no text of it has it, and others stay with theirs."""
    whole = reports.report()
    many = attrs.evolve(whole.findings[0], document=0, path="a.jsonl", line=1, subject="many", count=2000)
    report = attrs.evolve(whole, findings=(*whole.findings, many))
    index = json.loads(Elements(text_of(report, written)).inner["index"])

    assert index["findings"]["document"] == [1, 2, -1, -1]
    assert index["findings"]["path"][3] == "a.jsonl"
    assert index["documents"]["found"] == [[], [0], [1], []]


def test_no_name_fills_the_page(written: Written) -> None:
    """A source of 100,000 characters is cut wherever the page names it."""
    whole = reports.report()
    name = "S" * 100_000
    long = attrs.evolve(whole.evidence.attributions[0], source=name, chain=(name, name), claims=())
    attributions = (long, *whole.evidence.attributions[1:])
    page = text_of(attrs.evolve(whole, evidence=attrs.evolve(whole.evidence, attributions=attributions)), written)

    assert "S" * 299 + "…" in page
    assert "S" * 301 not in page


def test_tables_without_javascript(written: Written) -> None:
    """The first 500 rows of each table stand in the page for browsers without JavaScript, with the name of the file."""
    page = text_of(reports.many(), written)
    fallback = page.partition("<noscript>")[2].partition("</noscript>")[0]

    for file in ("documents.csv", "pairs.csv", "passages.csv", "groups.csv", "findings.csv"):
        assert f"in {file}." in fallback
    assert [part.count("<tr>") for part in fallback.split("<table>")[1:]] == [501, 501, 501, 501, 501, 3]


def test_sizes(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is plain while it is small, packed above, and holds only passages where even that is too large."""
    report = reports.many()
    assert 'data-form="plain"' in text_of(report, written)

    monkeypatch.setattr(pages, "PLAIN", 1000)
    packed = text_of(report, written)
    elements = Elements(packed)
    chunks = json.loads(zlib.decompress(base64.b64decode(elements.inner["chunks"]), 31))
    assert 'data-form="packed"' in packed
    assert set(chunks) == {0}
    assert "too large for one page" not in packed

    monkeypatch.setattr(pages, "MOST", sum(len(elements.inner[name]) for name in ("index", "texts-0")) - 1)
    monkeypatch.setattr(texts, "AROUND", 5)
    few = text_of(report, written)
    chunk = json.loads(zlib.decompress(base64.b64decode(Elements(few).inner["texts-0"]), 31))
    assert "too large for one page" in few
    assert chunk[1][2] == [[0, reports.ORIGINAL[: 30 + 5]]]


def test_settings_and_digest_stand_on_the_page(written: Written) -> None:
    """The page names its settings and a digest of its inputs, and no path as it was typed."""
    written_page = written(reports.report())
    page = written_page.read_text(encoding="utf-8")
    lines = "".join(f"{at:064x}  {name}\n" for at, name in enumerate(("vna.txt", "vns.txt", "twice.txt", "empty.txt")))

    assert hashlib.sha256(lines.encode()).hexdigest() in page
    assert "<dt>shortest passage, in words</dt><dd>10</dd>" in page
    assert str(written_page.parent) not in page


def test_folder(written: Written) -> None:
    """A folder has the page, its tables, and its texts in scripts that hold JSON and one call."""
    folder = written(reports.report(), "html-dir").parent

    assert sorted(path.name for path in folder.iterdir()) == ["chunks.js", "index.html", "index.js", "texts-0.js"]
    content = (folder / "texts-0.js").read_text(encoding="utf-8")
    call = re.fullmatch(r'receive\("texts-0",(.*)\);\n', content)
    assert call
    assert len(json.loads(call[1])) == 4


def test_tables_have_limits_that_are_told(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a report too large for a browser the page holds the first rows, says so, and counts all above."""
    for name, most in (("DOCUMENTS", 500), ("PAIRS", 100), ("PASSAGES", 50), ("FINDINGS", 40)):
        monkeypatch.setattr(limits, name, most)
    many = reports.many()
    gaps = attrs.evolve(many.evidence, gaps={"repeats": {7, 2500}})
    page = text_of(attrs.evolve(many, evidence=gaps), written)
    index = json.loads(Elements(page).inner["index"])

    assert [at for at, share in enumerate(index["documents"]["repeated"]) if share < 0] == [7]
    assert "500 of 3,000 documents, 100 of 2,999 pairs, 50 of 2,999 passages, 40 of 2,999 findings" in page
    assert "2,999 of 3,000 documents are copies of another." in page
    assert index["pairs"]["right"] == list(range(400, 500))
    assert index["groups"]["members"] == [list(range(500))]
    assert max(index["passages"]["document"]) < 500
    assert len(index["findings"]["message"]) == 40


@given(st.lists(st.text(st.characters(codec="utf-8")) | st.integers(0, 2**31) | st.none()))
def test_large_reports_are_encoded_alike(values: list[object]) -> None:
    """The quicker encoder of large reports writes what the usual one does."""
    assert markup.json(values, 1) == markup.json(values, 10_000)


@given(st.text())
def test_any_text_is_inert_json(text: str) -> None:
    """Whatever a text holds, no sign in its JSON can end its element, and what is read back is the text."""
    content = markup.inert(json.dumps([text], ensure_ascii=False))

    assert json.loads(content) == [text]
    assert not set("<\u2028\u2029") & set(content)


@given(st.text())
def test_any_text_is_inert_markup(text: str) -> None:
    """Whatever a text holds, between tags and in attributes it is text."""
    assert not set("<>\"'") & set(markup.shown(text))
    assert re.sub("&(amp|lt|gt|quot|#39);", "", markup.escape(text)).count("&") == 0


@given(st.text("0123-[,T~?X", max_size=14) | st.dates().map(str))
def test_days_are_the_first_date_named(published: str) -> None:
    """A day, month or year is what a pattern finds first in what a date says."""
    found = re.search(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", published)

    assert story.day(published) == ("-".join(part for part in found.groups() if part) if found else "")


@given(st.text())
def test_any_text_stands_in_an_address(text: str) -> None:
    """What is put into an address is what the standard library's quote makes of it."""
    assert markup.in_address(text) == quote(text, safe="", errors="replace")
