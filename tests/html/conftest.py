"""Real browsers for the page: Chromium and Firefox driven by Playwright, offline, that report what they ask and say."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs
import pytest
from html_needs import WANTED, missing
from html_reader import opening

from provenance.reporters import emit
from provenance.settings import Config, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from html_reader import Reader
    from playwright.sync_api import Browser, Playwright

    from provenance.model import Report

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The library that drives browsers."""
    if WANTED == "none":
        missing("the page is not tested: PROVENANCE_BROWSER=none")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the page is not tested: install '.[browser]' and Chromium")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, which most contributors' machines have no Playwright for."""
    found = _program("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
    with _started(lambda: playwright.chromium.launch(executable_path=found, args=list(FLAGS))) as started:
        yield started


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Firefox as it is installed: Playwright speaks WebDriver BiDi with it, which knows no color schemes."""
    found = _program("FIREFOX", "firefox-esr", "firefox")
    with _started(lambda: playwright.firefox.launch(executable_path=found, channel="moz-firefox")) as started:
        yield started


@pytest.fixture(scope="session")
def dark_firefox(playwright: Playwright) -> Iterator[Browser]:
    """Firefox on a system with dark windows."""
    found, dark = _program("FIREFOX", "firefox-esr", "firefox"), {"ui.systemUsesDarkTheme": 1}
    with _started(
        lambda: playwright.firefox.launch(executable_path=found, channel="moz-firefox", firefox_user_prefs=dark)
    ) as started:
        yield started


def _program(variable: str, *names: str) -> str:
    """Return the path of a browser: what *variable* names, else the first of *names* that is installed."""
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing(f"the page is not tested: there is no {names[0]} ({variable} names it)")
    return found


@contextmanager
def _started(start: Callable[[], Browser]) -> Iterator[Browser]:
    from playwright.sync_api import Error

    try:
        browser = start()
    except Error as error:
        missing(f"the page is not tested: {error}")
    yield browser
    browser.close()


@pytest.fixture
def opened(browser: Browser, written: Callable[..., Path]) -> Iterator[Callable[..., Reader]]:
    """Open the page of a report; options are those of a browser's context (color_scheme, viewport)."""
    with opening(browser, written) as call:
        yield call


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write the page of a report and return its path."""

    def call(report: Report, form: str = "html") -> Path:
        target = tmp_path / ("report.html" if form == "html" else "pages")
        emit(report, attrs.evolve(Config(), reporting=Reporting(files=((form, str(target)),))))
        return target if form == "html" else target / "index.html"

    return call
