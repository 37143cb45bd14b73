"""The page for everybody: axe-core in light and dark, and on paper."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import html_reports as reports
import pytest
from html_needs import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PLACES = (
    "#/groups", "#/documents", "#/pairs", "#/passages", "#/findings", "#/timeline", "#/matrix", "#/missed", "#/method",
    "#/group/1", "#/document/twice.txt", "#/pair/vna.txt/vns.txt", "#/passage/1", "#/rule/DUP003",
)  # fmt: skip


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The script of axe-core, from PROVENANCE_AXE or from the node_modules of this folder."""
    path = Path(os.environ.get("PROVENANCE_AXE") or root / "node_modules/axe-core/axe.min.js")
    if not path.is_file():
        missing("accessibility is not tested: npm install --no-save axe-core, or let PROVENANCE_AXE name axe.min.js")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_axe_finds_nothing(opened: Callable[..., object], axe: str, scheme: str, width: int) -> None:
    """axe-core finds no violation on any view, in light and in dark, on a wide and on a narrow screen."""
    reader = opened(reports.report(), color_scheme=scheme, viewport={"width": width, "height": 900})

    violations(reader.go(), axe)


def violations(page: Page, axe: str) -> None:
    """Fail where axe-core finds a violation on any view of *page*."""
    page.evaluate(axe)
    for place in PLACES:
        page.evaluate("place => { location.hash = place; }", place)
        page.wait_for_timeout(100)
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        told = [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
        assert told == [], place


def test_axe_finds_nothing_where_there_is_nothing(opened: Callable[..., object], axe: str) -> None:
    """axe-core finds no violation on tables without a row, nor where the filter leaves none."""
    page = opened(reports.nothing()).go()
    page.evaluate(axe)
    for place in ("#/groups", "#/pairs", "#/documents?q=unheard", "#/timeline", "#/matrix"):
        page.evaluate("place => { location.hash = place; }", place)
        page.wait_for_timeout(100)
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        assert [one["id"] for one in found] == [], place


@pytest.fixture
def printed(tmp_path: Path) -> Callable[..., str]:
    """Print a page to PDF and return its text."""
    if shutil.which("pdftotext") is None:
        missing("printing is not tested: there is no pdftotext (poppler-utils)")

    def call(page: object) -> str:
        file = tmp_path / "page.pdf"
        page.pdf(path=file)
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
        return " ".join(text.split())

    return call


def test_print_has_every_passage(opened: Callable[..., object], printed: Callable[..., str]) -> None:
    """Printed, the page has the text of every passage, the rows of the tables, and says that it is complete."""
    page = opened(reports.report()).go()
    text = printed(page)

    for wanted in (
        reports.FIRST,
        reports.SECOND,
        "Passage 3",
        "All passages are printed: 3.",
        "near-duplicate of vna.txt",
        "vns.txt",
    ):
        assert wanted in text
    assert page.locator("#print").inner_html() == ""


def test_print_says_what_it_leaves_out(opened: Callable[..., object]) -> None:
    """Beyond 2,000 passages the print says so above, and names the file that has all."""
    page = opened(reports.many(2100)).go()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    text = page.locator("#print").text_content()

    assert text.startswith("The first 2,000 of 2,099 passages are printed; passages.csv has all of them.")
    assert "Passage 2000," in text
    assert "Passage 2001," not in text


def test_print_of_a_pair(opened: Callable[..., object], printed: Callable[..., str]) -> None:
    """A pair is printed with both its texts and without the tables."""
    page = opened(reports.report()).go("#/pair/vna.txt/vns.txt")
    text = printed(page)

    assert "New lead." in text
    assert not [other for other in ("All passages are printed", "Timeline", "Settings") if other in text]
    page.emulate_media(media="print")
    left, right = (page.locator(f".pane.{side}").bounding_box() for side in ("left", "right"))
    assert left["width"] == pytest.approx(right["width"], abs=2)
    assert left["y"] == right["y"]
