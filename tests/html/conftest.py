"""A real browser for the page: Chromium driven by Playwright, offline, that reports all that it requests and says."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import attrs
import pytest
from html_needs import WANTED, missing

from provenance.reporters import emit
from provenance.settings import Config, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from provenance.model import Report

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, which most contributors' machines have no Playwright for."""
    if WANTED == "none":
        missing("the page is not tested: PROVENANCE_BROWSER=none")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        missing("the page is not tested: install '.[browser]' and Chromium")
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None:
        missing("the page is not tested: there is no Chromium (CHROMIUM names it)")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        except Error as error:
            missing(f"the page is not tested: {error}")
        yield started
        started.close()


class Reader:
    """A page that is open in the browser, with everything that it requested, said or wanted to ask."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.file = file
        self.requests: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))

    def go(self, address: str = "") -> Page:
        """Open the page anew at *address* ("#/pairs") and return it when it is ready."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(self.file.as_uri() + address)
        self.page.wait_for_selector("body[data-ready]")
        return self.page

    def foreign(self) -> list[str]:
        """The requests for anything but the page itself."""
        own = self.file.parent.as_uri()
        return [url for url in self.requests if not url.startswith((own, "about:", "blob:", "data:"))]


@pytest.fixture
def opened(browser: Browser, written: Callable[..., Path]) -> Iterator[Callable[..., Reader]]:
    """Open the page of a report; options are those of a browser's context (color_scheme, viewport)."""
    contexts = []

    def call(report: Report, form: str = "html", **options: object) -> Reader:
        file = written(report, form)
        context = browser.new_context(offline=True, **({"viewport": {"width": 1280, "height": 900}} | options))
        context.set_default_timeout(8000)
        contexts.append(context)
        return Reader(context.new_page(), file)

    yield call
    for context in contexts:
        context.close()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write the page of a report and return its path."""

    def call(report: Report, form: str = "html") -> Path:
        target = tmp_path / ("report.html" if form == "html" else "pages")
        emit(report, attrs.evolve(Config(), reporting=Reporting(files=((form, str(target)),))))
        return target if form == "html" else target / "index.html"

    return call
