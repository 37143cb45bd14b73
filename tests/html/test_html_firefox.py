"""The page in Firefox: what its other engine could do in another way, by the browser that is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import html_reports as reports
import pytest
from html_reader import opening
from test_html_browser import PLACES, VIEWS, reach_every_view
from test_html_people import axe, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from html_reader import Reader
    from playwright.sync_api import Browser

__all__ = ["axe"]


@pytest.fixture
def opened(firefox: Browser, written: Callable[..., Path]) -> Iterator[Callable[..., Reader]]:
    """Open the page of a report in Firefox."""
    with opening(firefox, written) as call:
        yield call


@pytest.mark.parametrize("form", ["html", "html-dir"])
def test_no_request_and_no_message(opened: Callable[..., Reader], form: str) -> None:
    """Every view and every kind of place opens without a message; a request would be one, as the page forbids all."""
    reader = opened(reports.report(), form)
    page = reader.go()

    for address in (*(f"#/{view}" for view in VIEWS), *PLACES):
        page.evaluate("address => { location.hash = address; }", address)
        page.wait_for_timeout(60)
        assert not {"null", "undefined", "NaN"} & set(page.locator("main").inner_text().split()), address
    assert reader.said == []
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.wait_for_timeout(60)
    assert len(reader.said) == 1


def test_every_view_by_keyboard(opened: Callable[..., Reader]) -> None:
    """Digits reach every view; j and Enter open a row, Escape comes back to it."""
    reach_every_view(opened(reports.report()).go())


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390)])
def test_axe_finds_nothing(
    request: pytest.FixtureRequest, written: Callable[..., Path], axe: str, scheme: str, width: int
) -> None:
    """axe-core finds no violation on any view, in light and in dark, on a wide and on a narrow screen."""
    started = request.getfixturevalue("firefox" if scheme == "light" else "dark_firefox")
    with opening(started, written) as opened:
        page = opened(reports.report(), viewport={"width": width, "height": 900}).go()

        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        violations(page, axe)
