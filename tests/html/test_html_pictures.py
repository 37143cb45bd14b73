"""The pictures of the page in docs/, made from the sample articles by the real command and the real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from playwright.sync_api import Browser, Page

# What each picture shows: its address, whether it is dark, and the window's height.
PICTURES = {
    "page-documents.png": ("#/documents", "light", 800),
    "page-pair.png": ("#/pair/caption-before-lead.txt/near-copy-new-lead.txt?passage=1", "light", 860),
    "page-dark.png": ("#/pair/crawl-header-sign-off.txt/reordered-copy.txt", "dark", 860),
}


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


def picture(page: Page, where: str) -> bytes:
    page.goto(where)
    page.wait_for_selector("body[data-ready]")
    page.wait_for_timeout(300)
    return page.screenshot()
