"""The pictures of the page in docs/, made from the sample articles by the real command and the real browser.

Each view is also shown at three widths, in light and in dark, on one sheet in docs/pictures/: to be looked at, one by
one, whenever the page changes.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run
    from playwright.sync_api import Browser, Page

# What each picture shows: its address, whether it is dark, and the window's height.
PICTURES = {
    "page-documents.png": ("#/documents", "light", 800),
    "page-pair.png": ("#/pair/caption-before-lead.txt/near-copy-new-lead.txt?passage=1", "light", 860),
    "page-dark.png": ("#/pair/crawl-header-sign-off.txt/reordered-copy.txt", "dark", 860),
}
# Every view and kind of place, by the name of its sheet.
SHEETS = {
    "plan": "", "groups": "#/groups", "group": "#/group/1", "copies": "#/copies", "documents": "#/documents",
    "document": "#/document/page-twice.txt", "pairs": "#/pairs",
    "pair": "#/pair/crawl-header-sign-off.txt/reordered-copy.txt", "passages": "#/passages", "passage": "#/passage/1",
    "findings": "#/findings", "rule": "#/rule/REP001", "timeline": "#/timeline", "matrix": "#/matrix",
    "missed": "#/missed", "method": "#/method",
}  # fmt: skip
SIZES = ((1400, 900), (820, 900), (390, 844))
SCHEMES = ("light", "dark")
# The places of text that is smaller than twelve pixels, of which there must be none.
SMALL = """() => {
    const small = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility()) continue;
        const scale = parent.getScreenCTM ? parent.getScreenCTM().a : 1;
        const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
        if (size < 11.95) small.push(`${size}: ${node.data.trim().slice(0, 40)}`);
    }
    return small;
}"""


@pytest.fixture(scope="module")
def report(run: Run, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    result = run("audit", seeds, "--output", folder / "reports", "--write", "html")
    assert result.returncode == 0, result.stderr.decode()
    return folder / "reports/report.html"


@pytest.mark.parametrize("name", PICTURES)
def test_pictures(name: str, report: Path, root: Path, browser: Browser, *, update_golden: bool) -> None:
    """Each picture of the page can be taken, and stands in docs/; typefaces differ, so that bytes are not compared."""
    address, scheme, height = PICTURES[name]
    context = browser.new_context(offline=True, color_scheme=scheme, viewport={"width": 1280, "height": height})
    taken = picture(context.new_page(), f"{report.as_uri()}{address}")
    context.close()
    file = root / "docs" / name
    if update_golden:
        file.write_bytes(taken)

    assert taken.startswith(b"\x89PNG")
    assert file.is_file(), "run: pytest --update-golden"


def show(page: Page, where: str) -> None:
    """Open the page anew at an address."""
    page.goto("about:blank")
    page.goto(where)
    page.wait_for_selector("body[data-ready]")


def picture(page: Page, where: str) -> bytes:
    show(page, where)
    page.wait_for_timeout(300)
    return page.screenshot()


@pytest.fixture(scope="module")
def pages(report: Path, browser: Browser) -> Iterator[list[Page]]:
    """The page in each scheme, open for all views: to open it anew for each would take a minute."""
    contexts = [browser.new_context(offline=True, color_scheme=scheme) for scheme in SCHEMES]
    opened = [context.new_page() for context in contexts]
    for page in opened:
        show(page, report.as_uri())
    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", SHEETS)
def test_every_view_at_every_width(
    name: str, pages: list[Page], root: Path, browser: Browser, *, update_golden: bool
) -> None:
    """Nothing has to be scrolled sideways, no text is smaller than twelve pixels, and the sheet stands in docs/."""
    taken = []
    for scheme, page in zip(SCHEMES, pages, strict=True):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("address => { location.hash = address; }", SHEETS[name] or "#/")
            page.wait_for_timeout(300 if update_golden else 40)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (scheme, width)
            assert page.evaluate(SMALL) == [], (scheme, width)
            if update_golden:
                taken.append(page.screenshot())
    file = root / "docs/pictures" / f"{name}.jpg"
    if update_golden:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(sheet(browser, taken))

    assert file.is_file(), "run: pytest --update-golden"


def sheet(browser: Browser, taken: list[bytes]) -> bytes:
    """Return all pictures on one, half as large: a row for each scheme."""
    shown = [f"<img src='data:image/png;base64,{base64.b64encode(one).decode()}'>" for one in taken]
    style = "body { display: grid; grid-template-columns: 1400px 820px 390px; gap: 20px; zoom: 0.5; margin: 20px }"
    context = browser.new_context(viewport={"width": 1345, "height": 940})
    page = context.new_page()
    page.set_content(f"<style>{style}</style>{''.join(shown)}")
    made = page.screenshot(type="jpeg", quality=60)
    context.close()
    return made
