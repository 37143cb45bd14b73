"""The page in a real browser: it asks nobody, says nothing, and does what its keys and addresses promise."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import attrs
import html_reports as reports
import pytest

from provenance.reporters.formats import FORMATS
from provenance.reporters.html import page as pages
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from html_reader import Reader
    from playwright.sync_api import Browser, Page

    Opened = Callable[..., Reader]

VIEWS = ("groups", "documents", "pairs", "passages", "findings", "timeline", "matrix", "missed", "method")
PLACES = (
    "#/group/1", "#/document/vna.txt", "#/document/twice.txt", "#/pair/vna.txt/vns.txt", "#/pair/twice.txt/twice.txt",
    "#/passage/1", "#/rule/DUP003", f"#/finding/{'e' * 32}", f"#/finding/{'f' * 32}", "#/document/none", "#/nowhere",
)  # fmt: skip
AT = "location.hash"
SCROLL = "share => { const rows = document.querySelector('.rows'); rows.scrollTop = share * rows.scrollHeight }"


@pytest.fixture(scope="module")
def listing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page that stays open, for what is asked many times."""
    file = tmp_path_factory.mktemp("page") / "report.html"
    with file.open("w", encoding="utf-8") as stream:
        FORMATS["html"].write(reports.report(), stream, Config())
    page = browser.new_context(offline=True).new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    return page


def rows(page: Page) -> list[str]:
    """What the first cells of the table's rows are called: without the title that may stand behind a name."""
    cells = page.locator("main tbody tr:not(.space) td:first-child").all_inner_texts()
    return [cell.split(" · ")[0] for cell in cells]


@pytest.mark.parametrize("form", ["html", "html-dir"])
def test_no_request_and_no_message(opened: Opened, form: str) -> None:
    """Every view and every kind of place opens without a request to anybody and without a message."""
    reader = opened(reports.report(), form)

    page = reader.go()
    assert form == "html-dir" or len(reader.requests) == 1
    for address in (*(f"#/{view}" for view in VIEWS), *PLACES):
        page.evaluate("address => { location.hash = address; }", address)
        page.wait_for_timeout(60)
        assert reader.foreign() == [], address
        assert not {"null", "undefined", "NaN"} & set(page.locator("main").inner_text().split()), address
    assert reader.said == []


def test_packed_pages_open(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A packed page shows its tables and its texts."""
    monkeypatch.setattr(pages, "PLAIN", 100)
    reader = opened(reports.report())
    page = reader.go("#/pair/vna.txt/vns.txt")

    assert reports.SECOND in page.locator(".pane").first.inner_text().replace("\n", " ")
    assert reader.said == []


def test_passages_only(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with passages only shows them side by side, and says of a document that it holds no text of it."""
    monkeypatch.setattr(pages, "PLAIN", 100)
    whole = opened(reports.lengthy()).go().evaluate("byId('index').text.length + byId('texts-0').text.length")
    monkeypatch.setattr(pages, "MOST", whole - 1)
    reader = opened(reports.lengthy())

    assert "not in this page" in reader.go("#/pair/vna.txt/vns.txt").locator(".pane").nth(1).inner_text()
    assert "not in this page" in reader.go("#/document/empty.txt").locator("main").inner_text()
    assert reader.said == []


def test_every_view_by_keyboard(opened: Opened) -> None:
    """Digits reach every view; j and Enter open a row, Escape comes back to it, n and p go through the views."""
    reach_every_view(opened(reports.report()).go())


def reach_every_view(page: Page) -> None:
    """Go through all views of *page* by keys, open a row, and come back to it."""
    for at, view in enumerate(VIEWS, 1):
        page.keyboard.press(str(at))
        page.wait_for_function(
            "view => document.querySelector('#views [aria-current]').dataset.view === view", arg=view
        )
    page.keyboard.press("p")
    assert page.evaluate(AT) == "#/missed"
    page.keyboard.press("2")
    page.wait_for_selector("main table[aria-label=Documents]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .single")
    assert page.evaluate(AT) == "#/document/vns.txt"
    page.keyboard.press("Escape")
    page.wait_for_selector("main .listing")
    assert page.evaluate("document.activeElement.textContent") == "vns.txt"


def test_the_first_view_is_the_plan(opened: Opened) -> None:
    """The page opens with what to do, above the groups; any other view has one line of it, which leads back."""
    page = opened(reports.report()).go()

    assert page.locator(".plan").is_visible()
    assert page.locator("main h2").inner_text() == "Groups"
    page.locator("h1 a", has_text="near-copy").click()
    page.wait_for_selector("main table[aria-label=Copies]")
    assert rows(page) == ["vns.txt"]
    assert not page.locator(".plan").is_visible()
    assert page.locator(".top").bounding_box()["height"] < 50
    page.get_by_role("link", name="Provenance report").click()
    page.wait_for_selector(".plan")
    assert page.locator(".plan").is_visible()


def test_a_group_unfolds_in_place(opened: Opened) -> None:
    """A group shows its texts below it, the one to keep first, by a click or a key, and they lead to both texts."""
    page = opened(reports.report()).go("#/groups")

    page.keyboard.press("j")
    page.keyboard.press("o")
    assert [cell.lstrip("▾▸") for cell in rows(page)] == ["1", "keep", "drop"]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .pair")
    assert page.evaluate(AT) == "#/pair/vna.txt/vns.txt"
    page.keyboard.press("1")
    page.wait_for_selector("main .fold")
    page.locator("main .fold").click()
    assert len(rows(page)) == 1


def test_menus_count_and_filter(opened: Opened) -> None:
    """A menu beside the filter counts what the other terms leave, and a choice becomes a term; Escape closes it."""
    page = opened(reports.report()).go("#/documents?q=words:>1")

    page.locator("summary", has_text="Source").click()
    page.wait_for_selector("details[open] li")
    found = page.locator("details[open] li").all_inner_texts()
    assert [" ".join(line.split()) for line in found] == ["VNA 1", "VNS 1", "none 1"]
    page.locator("details[open] button", has_text="VNS").click()
    assert page.input_value("#query") == 'words:>1 src:"VNS"'
    assert rows(page) == ["vns.txt"]
    page.locator("summary", has_text="Year").click()
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    assert page.locator("main .listing").is_visible()


def test_rows_are_saved_and_copied(opened: Opened, tmp_path: Path) -> None:
    """The rows that the filter leaves are saved as CSV, with nothing that a spreadsheet would run, or copied."""
    whole = reports.report()
    first, second, *others = whole.evidence.attributions
    attributions = (first, attrs.evolve(second, title='=1+1, "so"'), *others)
    report = attrs.evolve(whole, evidence=attrs.evolve(whole.evidence, attributions=attributions))
    page = opened(report, permissions=["clipboard-read", "clipboard-write"]).go("#/copies")

    with page.expect_download() as download:
        page.get_by_role("button", name="Save CSV").click()
    file = tmp_path / "copies.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["Copy"], row["Keep instead"], row["Copy has"]) == ("vns.txt", "vna.txt", "other words")
    assert (row["Like"], row["Title"]) == ("0.8123", '\'=1+1, "so"')
    page.get_by_role("button", name="Copy list").click()
    page.get_by_text("1 line copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "vns.txt"


def test_a_rule_has_its_list_and_its_help(opened: Opened) -> None:
    """The findings begin with their numbers by rule; those of one rule have its help above them."""
    page = opened(reports.report()).go("#/findings")

    assert page.locator("main .strip dt").all_inner_texts() == ["2 errors", "1 warning"]
    assert "Fix first: REP001" in page.locator("main .help").inner_text()
    page.goto(page.url.partition("#")[0] + "#/findings?q=code:DUP003")
    page.locator("main .help b", has_text="DUP003").wait_for()
    assert "Two texts are alike." in page.locator("main .help").inner_text()
    assert page.locator("main .strip").count() == 0


def test_identical_texts_are_shown_once(opened: Opened) -> None:
    """Of two identical texts one is shown, and the page says so."""
    whole = reports.report()
    evidence = attrs.evolve(whole.evidence, text=lambda _: reports.ORIGINAL)
    page = opened(attrs.evolve(whole, evidence=evidence)).go("#/pair/vna.txt/vns.txt")

    assert page.locator(".pane").count() == 1
    assert "identical, character for character" in page.locator("main").inner_text()
    page.keyboard.press("x")
    assert page.locator("[data-decision=copy][aria-pressed=true]").count() == 1


def test_the_timeline_zooms_and_draws_arcs(opened: Opened) -> None:
    """Dragging shows the time between two days, a button all of it; arcs are those of the chosen source or group."""
    page = opened(reports.report()).go("#/timeline?arcs=group:1")

    assert page.locator("main .arc").count() == 1
    assert "2 texts by day" in page.locator("main .tray").inner_text()
    box = page.locator("main svg.timeline").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 60, steps=4)
    page.mouse.up()
    assert "from=2021-09" in page.evaluate(AT)
    assert "0 texts by day" in page.locator("main .tray").inner_text()
    page.get_by_role("button", name="Whole time").click()
    page.get_by_label("Arcs of").select_option("source:VNS")
    assert page.locator("main .arc").count() == 1
    page.get_by_label("Arcs of").select_option("")
    assert page.locator("main .arc").count() == 0


def test_one_source_copies_nobody(opened: Opened) -> None:
    """A corpus that names one source has no matrix."""
    whole = reports.report()
    first, _, *others = whole.evidence.attributions
    evidence = attrs.evolve(whole.evidence, attributions=(first, first, *others))

    page = opened(attrs.evolve(whole, evidence=evidence)).go()
    assert page.locator("#views [data-view=matrix]").count() == 0
    assert page.locator("#views [data-view=timeline]").count() == 1


def test_findings_of_a_text_are_folded_by_rule(opened: Opened) -> None:
    """Many findings of a rule are one line until it is opened; on a narrow screen the text stands before them."""
    whole = reports.report()
    more = tuple(
        attrs.evolve(whole.findings[1], code="TXT003", severity="warning", fingerprint=f"{at:032x}") for at in range(5)
    )
    report = attrs.evolve(whole, findings=(*whole.findings, *more))
    page = opened(report, viewport={"width": 390, "height": 844}).go("#/document/twice.txt")

    assert page.locator(".rules details").count() == 2
    assert page.locator(".rules details[open]").count() == 1
    assert page.locator(".pane").bounding_box()["y"] < page.locator(".aside").bounding_box()["y"]


def test_keys_are_listed(opened: Opened) -> None:
    """The question mark opens the list of keys, Escape closes it, t changes light and dark, / goes to the filter."""
    page = opened(reports.report()).go()

    page.keyboard.press("?")
    assert "next and previous row" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("t")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.keyboard.press("/")
    page.keyboard.type("vns")
    assert page.evaluate("document.activeElement.id") == "query"


def test_keys_are_listed_from_their_beginning(opened: Opened) -> None:
    """On a small screen the list opens at its beginning, and when it closes the focus is where it was."""
    page = opened(reports.report(), viewport={"width": 360, "height": 640}).go("#/documents")

    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.evaluate("byId('keys').scrollTop") == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "vna.txt"


def test_keys_go_on_from_the_focus(opened: Opened) -> None:
    """A row that was reached by Tab is the chosen one: j goes on from it, and Escape comes back to it."""
    page = opened(reports.report()).go("#/documents")

    page.locator("main tbody a", has_text="vns.txt").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("main .single")
    page.keyboard.press("Escape")
    page.wait_for_selector("main .listing")
    assert page.evaluate("document.activeElement.textContent") == "vns.txt"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "twice.txt"


def test_all_can_be_reached_by_tab(opened: Opened) -> None:
    """Tab reaches the links of the views, the filter, the columns' heads and the rows."""
    page = opened(reports.report()).go("#/documents")
    seen = set()

    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent || document.activeElement.id"))
    assert {"Skip to the tables", "Timeline", "query", "Source", "vna.txt", "empty.txt"} <= seen


def test_sorting(opened: Opened) -> None:
    """A column's head sorts by it, once more turns it round, and says so to screen readers; s takes the next column."""
    page = opened(reports.report()).go("#/documents")

    page.get_by_role("button", name="Words").click()
    assert rows(page) == ["vns.txt", "vna.txt", "twice.txt", "empty.txt"]
    assert page.get_by_role("columnheader", name="Words").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Words").click()
    assert rows(page) == ["empty.txt", "twice.txt", "vna.txt", "vns.txt"]
    page.get_by_role("button", name="Document").click()
    page.locator("main h2").click()
    page.keyboard.press("s")
    assert "sort=source" in page.evaluate(AT)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("src:VNA", ["vna.txt"]),
        ("src:vns", ["vns.txt"]),
        ("src:none", ["twice.txt", "empty.txt"]),
        ("date:2021-09", ["vna.txt"]),
        ("date:2021-09..2021-10", ["vna.txt", "vns.txt"]),
        ("date:>2021-09-05", ["vns.txt"]),
        ("date:none", ["twice.txt", "empty.txt"]),
        ("overlap:>0.8", ["vna.txt"]),
        ("overlap:70%", ["vna.txt", "vns.txt"]),
        ("repeated:>0", ["twice.txt"]),
        ("code:REP", ["twice.txt"]),
        ("-code:REP -date:none", ["vna.txt", "vns.txt"]),
        ("cau moi", ["vns.txt"]),
        ('"cầu mới"', ["vns.txt"]),
        ("words:0", ["empty.txt"]),
        ("src:VNA date:2021-10", []),
        ("12:30", []),
        ("(", []),
    ],
)
def test_filter(listing: Page, query: str, left: list[str]) -> None:
    """The filter leaves the documents that fit all of its terms."""
    listing.evaluate("location.hash = '#/documents'")
    listing.wait_for_selector("main table[aria-label=Documents]")

    listing.fill("#query", query)
    assert rows(listing) == left


@pytest.mark.parametrize(
    ("view", "query", "left"),
    [
        ("pairs", "from:VNA by:VNS", 1),
        ("pairs", "by:VNA", 0),
        ("pairs", "relation:near copied:right", 1),
        ("pairs", "overlap:>0.95", 0),
        ("passages", "bread", 1),
        ("passages", "kind:near src:VNA", 2),
        ("findings", "severity:error", 2),
        ("findings", "denied", 1),
        ("groups", "group:1", 1),
        ("missed", "locked", 1),
    ],
)
def test_filter_of_other_tables(listing: Page, view: str, query: str, left: int) -> None:
    """Each table is filtered by its documents and by what it has of its own."""
    listing.evaluate("view => { location.hash = `#/${view}`; }", view)
    listing.wait_for_selector(f"#views [data-view={view}][aria-current]")

    listing.fill("#query", query)
    assert len(rows(listing)) == left


def test_nothing_to_show(opened: Opened) -> None:
    """Without groups the documents come first; an empty table and an empty filter say so, and the filter is cleared."""
    page = opened(reports.nothing()).go()

    assert page.locator("main h2").inner_text() == "Documents"
    page.keyboard.press("1")
    page.wait_for_selector("main table[aria-label=Groups]", state="attached")
    assert "No two documents are similar enough to form a group." in page.locator("main").inner_text()
    page.keyboard.press("2")
    page.wait_for_selector("main table[aria-label=Documents]")
    page.fill("#query", "unheard of")
    assert "No row matches the filter." in page.locator("main").inner_text()
    page.get_by_role("button", name="Clear the filter").click()
    assert len(rows(page)) == 4
    assert page.evaluate("document.activeElement.id") == "query"


def test_addresses_come_back(opened: Opened) -> None:
    """An address copied after filtering and sorting shows the same rows again, and one of a passage the passage."""
    reader = opened(reports.report())
    page = reader.go("#/documents")
    page.fill("#query", "date:2021")
    page.get_by_role("button", name="Words").click()
    address, before = page.evaluate(AT), rows(page)

    assert rows(reader.go(address)) == before == ["vns.txt", "vna.txt"]
    page = reader.go("#/pair/vns.txt/vna.txt?passage=2")
    assert "Passage 2 of 2" in page.locator(".toolbar").inner_text()
    page.keyboard.press("p")
    assert page.evaluate(AT) == "#/pair/vna.txt/vns.txt?passage=1"


def test_only_rows_in_sight_exist(opened: Opened) -> None:
    """A table of thousands of rows never has more than 500 nodes, and the last row can be reached."""
    page = opened(reports.many(), viewport={"width": 1900, "height": 2000}).go("#/documents")

    for view in ("documents", "pairs", "passages", "findings"):
        page.evaluate("view => { location.hash = `#/${view}`; }", view)
        page.wait_for_selector(f"main table[aria-label={view.capitalize()}]")
        for share in (0, 0.5, 1):
            page.evaluate(
                SCROLL,
                share,
            )
            page.wait_for_timeout(50)
            assert page.evaluate("nodes(document.querySelector('main table'))") <= 500
        assert page.locator("main tbody tr[aria-rowindex='3000'], main tbody tr[aria-rowindex='3001']").count()


def test_of_one_day_the_text_to_keep_comes_first(opened: Opened) -> None:
    """A group is told from its original on where both texts have the same date."""
    whole = reports.report()
    first, second, *others = whole.evidence.attributions
    attributions = (first, attrs.evolve(second, published=first.published), *others)
    groups = (attrs.evolve(whole.evidence.groups[0], keep=1),)
    evidence = attrs.evolve(whole.evidence, attributions=attributions, groups=groups)
    page = opened(attrs.evolve(whole, evidence=evidence)).go("#/groups")

    assert "Cầu mới, giá mới" in page.locator("main tbody tr:not(.space)").inner_text()
    page.evaluate("location.hash = '#/group/1'")
    assert "Cầu mới, giá mới" in page.locator("main .chain li").first.inner_text()


def test_side_by_side(opened: Opened) -> None:
    """The later text stands right; passages are numbered, the words that differ marked, and a moved passage is told."""
    page = opened(reports.report()).go("#/pair/vns.txt/vna.txt")
    left, right = page.locator(".pane").all()

    assert page.locator(".side h3").all_inner_texts() == ["The ferry runs", "Cầu mới, giá mới"]
    assert left.locator(".gone").all_inner_texts() == ["northern"]
    assert right.locator(".come").all_inner_texts() == ["southern"]
    assert left.locator(".n").all_inner_texts() == ["1", "2"]
    assert right.locator(".n").all_inner_texts() == ["2", "1"]
    assert right.locator(".n.moved").count() == 1
    said = page.locator("main .sentence").inner_text()
    assert "90.0% of the original is also in the copy, and 70.0% of the copy is also in the original." in said
    assert "The copy derives from the original (near, high confidence)." in said
    assert [name.lower() for name in page.locator(".which").all_inner_texts()] == ["original", "copy"]


def test_differences_that_are_not_marked_are_told(opened: Opened) -> None:
    """Where two passages differ in thousands of words, the page says that it does not mark them."""
    whole = reports.report()
    texts = [" ".join(f"{side}{word}" for word in range(2000)) for side in ("left", "right")]
    spans = [reports.Span(0, len(text)) for text in texts]
    passage = reports.carried((0, spans[0], 1.0), (1, spans[1], 0.1))
    evidence = attrs.evolve(whole.evidence, text=lambda at: texts[at % 2], passages=(passage,))
    page = opened(attrs.evolve(whole, evidence=evidence)).go("#/pair/vna.txt/vns.txt")

    assert "too many differences to mark them" in page.locator(".toolbar").inner_text()
    page.evaluate("location.hash = '#/passage/1'")
    page.wait_for_selector("main .quote")
    assert "too many differences to mark them." in page.locator("main").inner_text()


def test_places_beyond_the_basic_plane(opened: Opened) -> None:
    """Passages after characters that JavaScript counts twice are marked where they stand."""
    page = opened(reports.report()).go("#/pair/vna.txt/vns.txt")

    marked = page.locator(".pane").nth(1).locator("[data-p='2'].p").all_inner_texts()
    assert "".join(marked) == reports.SECOND


def test_scrolling_together(opened: Opened) -> None:
    """Scrolling one text scrolls the other until s switches that off."""
    page = opened(reports.lengthy(), viewport={"width": 700, "height": 500}).go("#/pair/vna.txt/vns.txt")
    top = "document.querySelectorAll('.pane')[{}].scrollTop"
    page.wait_for_timeout(300)

    page.evaluate("document.querySelectorAll('.pane')[0].scrollTop = 900")
    page.wait_for_timeout(300)
    together = page.evaluate(top.format(1))
    assert together > 0
    page.keyboard.press("s")
    page.evaluate("document.querySelectorAll('.pane')[0].scrollTop = 0")
    page.wait_for_timeout(300)
    assert page.evaluate(top.format(1)) == together


def test_claims_are_marked(opened: Opened) -> None:
    """A document's text has its claims marked, with who asserts them."""
    page = opened(reports.report()).go("#/document/vna.txt")

    assert page.locator(".pane .claim").all_inner_texts() == ["VNA"]
    assert page.locator(".pane .tag").all_inner_texts() == ["dateline: source"]
    assert "file name · iso date · medium" in page.locator(".aside").inner_text()


def test_a_page_that_repeats_itself(opened: Opened) -> None:
    """A text that repeats itself stands beside itself, the earlier place left."""
    page = opened(reports.report()).go("#/pair/twice.txt/twice.txt")

    starts = [pane.locator(".text").inner_text().index(reports.FIRST) for pane in page.locator(".pane").all()]
    assert page.locator(".pane .n").count() == 2
    assert starts[0] < 5
    assert "42.0% of this text repeats" in page.locator("main .sentence").inner_text()


def test_decisions_come_back(opened: Opened, tmp_path: Path) -> None:
    """Decisions with notes are written as lines, one a pair, and read again by another page."""
    report = reports.report()
    page = opened(report).go("#/pair/vna.txt/vns.txt")
    page.get_by_role("button", name="boilerplate").click()
    page.get_by_label("Note").fill('seen "twice"')
    page.get_by_label("Note").press("Enter")
    with page.expect_download() as download:
        page.locator("#export").click()
    file = tmp_path / "decisions.jsonl"
    download.value.save_as(file)
    (line,) = file.read_text(encoding="utf-8").splitlines()

    assert json.loads(line) == {
        "left": "vna.txt", "right": "vns.txt", "decision": "boilerplate", "note": 'seen "twice"',
        "left_sha256": f"{0:064x}", "right_sha256": f"{1:064x}",
    }  # fmt: skip
    file.write_text(f'{line}\nnonsense\n{{"left": "x"}}\n', encoding="utf-8")
    other = opened(report).go("#/pair/vna.txt/vns.txt")
    assert other.locator("[data-decision][aria-pressed=true]").count() == 0
    other.locator("#decisions-file").set_input_files(file)
    other.wait_for_selector("[data-decision=boilerplate][aria-pressed=true]")
    assert "1 decision read, 2 lines skipped" in other.locator(".review").inner_text()
    other.evaluate("location.hash = '#/pairs?q=decision:boilerplate'")
    other.wait_for_selector("main .listing")
    assert rows(other) == ["vna.txt"]


def test_decisions_by_key(opened: Opened) -> None:
    """x marks a pair, beside its texts and in the table."""
    page = opened(reports.report()).go("#/pairs")

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("x")
    assert page.locator("main tbody tr.on td").last.inner_text() == "independent"
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-decision=independent][aria-pressed=true]")


def test_hostile_texts_stay_text(opened: Opened) -> None:
    """Texts, titles, ids, sources and messages that attack the page are shown and never run, in any view."""
    report = reports.hostile()
    reader = opened(report)
    addresses = [f"#/{view}" for view in VIEWS]
    page = reader.go()
    page.evaluate("() => { window.open = () => console.log('opened'); }")
    ids = page.evaluate("data.documents.id")
    addresses += page.evaluate("data.documents.id.map((id, at) => documentAddress(at))")
    addresses += page.evaluate("data.documents.id.map((id, at) => pairAddress(0, at))")
    addresses += ["#/passage/1", "#/group/1", "#/rule/DUP003", f"#/finding/{0:032x}"]

    assert len(set(ids)) == len(reports.ATTACKS)
    for address in addresses:
        page.evaluate("address => { location.hash = address; }", address)
        page.wait_for_timeout(60)
        assert "could not be opened" not in page.locator("main").inner_text(), address
        assert page.evaluate("[...document.querySelectorAll('a')].every(a => a.getAttribute('href').startsWith('#'))")
        assert page.locator("main img, main script, main iframe").count() == 0
        assert "\u202e" not in page.locator("main").inner_text()
    assert reader.said == []
    assert reader.foreign() == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#pair=<img src=x onerror=alert(1)>", "1 group"),
        ("#/pair/<img src=x onerror=alert(1)>/x", "There is no such pair"),
        ("#/constructor", "1 group"),
        ("#/__proto__/x", "1 group"),
        ("#/rule/constructor", "There is no such rule"),
        ("#/document/%E0%A4%A", "There is no such document"),
        ("#/group/-1", "There is no such group"),
        ("#/documents?sort=constructor&__proto__=1", "4 documents"),
        ("#/documents?q=constructor:x", "0 of 4 documents"),
        ("#/documents?q=overlap:%22%0A5%22+date:%22%0Aa%22", "0 of 4 documents"),
        ("#/pairs?q=%22", "1 pair"),
    ],
)
def test_hostile_addresses(opened: Opened, address: str, said: str) -> None:
    """An address that names what is not there, or what only the language has, opens a page that says so."""
    reader = opened(reports.report())

    assert said in reader.go(address).locator("main").inner_text()
    assert reader.said == []
    assert reader.foreign() == []


def test_hostile_decisions(opened: Opened, tmp_path: Path) -> None:
    """Of a file of anything only decisions about two texts of the report are taken, and a note stays text."""
    note = "<img src=x onerror=alert(1)>\u202e"
    good = {"left": "vna.txt", "right": "vns.txt", "decision": "copy", "note": note}
    lines = ["null", "1", "[]", "{", "\x00", "x" * 1_000_000]
    lines += [
        json.dumps(good | other)
        for other in ({"left": None}, {"left": "__proto__"}, {"right": "vna.txt"}, {"decision": "constructor"}, {})
    ]
    file = tmp_path / "decisions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    reader = opened(reports.report())
    page = reader.go("#/pair/vna.txt/vns.txt")

    assert page.locator("#export").is_disabled()
    page.locator("#decisions-file").set_input_files(file)
    page.wait_for_selector("[data-decision=copy][aria-pressed=true]")
    assert "1 decision read, 10 lines skipped" in page.locator(".review").inner_text()
    page.reload()
    page.wait_for_selector("[data-decision=copy][aria-pressed=true]")
    assert page.get_by_label("Note").input_value() == note
    assert reader.said == []


def test_titles_run_as_their_script_does(opened: Opened) -> None:
    """A title from right to left is cut at its end, as one from left to right is."""
    report = reports.report()
    arabic = attrs.evolve(report.evidence.attributions[3], title="افتتاح المتحف الوطني الجديد")
    attributions = (*report.evidence.attributions[:3], arabic)
    report = attrs.evolve(report, evidence=attrs.evolve(report.evidence, attributions=attributions))
    page = opened(report).go("#/documents")

    title = page.locator("main td", has_text="افتتاح")
    assert title.evaluate("cell => getComputedStyle(cell).direction") == "rtl"


def test_without_javascript(opened: Opened) -> None:
    """Without JavaScript the verdict, the tables, the timeline, the matrix and the method stand on the page."""
    reader = opened(reports.report(), java_script_enabled=False)
    reader.page.goto(reader.file.as_uri())

    seen = reader.page.locator("body").inner_text()
    for wanted in (
        "1 of 4 documents is a copy of another",
        "All rows are in pairs.csv.",
        "vns.txt",
        "Timeline",
        "Settings",
    ):
        assert wanted in seen
    assert reader.page.locator("svg.timeline rect").count() == 2
    assert not reader.page.locator("#query").is_visible()


def test_lanes_and_matrix_lead_to_their_rows(opened: Opened) -> None:
    """A bar of the timeline leads to its documents, a number of the matrix to its pairs."""
    page = opened(reports.report()).go("#/timeline")

    page.locator("main svg.timeline a rect").first.click()
    page.wait_for_selector("main .listing")
    assert rows(page) == ["vna.txt"]
    page.keyboard.press("7")
    page.locator("table.matrix td a").click()
    page.wait_for_selector("main table[aria-label=Pairs]")
    assert rows(page) == ["vna.txt"]


@pytest.mark.parametrize(
    "address", ["", "#/documents", "#/pair/vna.txt/vns.txt", "#/document/twice.txt", "#/timeline", "#/method"]
)
def test_narrow_screens(opened: Opened, address: str) -> None:
    """On a screen of 360 pixels nothing makes the page itself wider than the screen."""
    page = opened(reports.report(), viewport={"width": 360, "height": 740}).go(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
