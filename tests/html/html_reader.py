"""A page that is open in a browser, and what it asks and says."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from provenance.model import Report


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


@contextmanager
def opening(browser: Browser, written: Callable[..., Path]) -> Iterator[Callable[..., Reader]]:
    """Give a function that opens the page of a report in *browser*."""
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
