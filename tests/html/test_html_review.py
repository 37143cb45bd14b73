"""A review in a real browser: decided by keys, saved at once, merged between tabs, and kept over a kill."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import html_reports as reports
import pytest
from serving import served

import provenance
from provenance.baseline.decisions import read
from provenance.review.pages import Listed, of_report
from provenance.review.record import Record
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from provenance.review.server import Server

PAIRS = 8


@pytest.fixture(params=["browser", "firefox"])
def tabs(request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    browser: Browser = request.getfixturevalue(request.param)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of a report with some pairs of one text."""
    pages = of_report(reports.many(PAIRS + 1), Config())
    record = Record(str(tmp_path / "decisions.jsonl"), Listed(pages))
    with served(pages, record) as made:
        yield made
    record.close()


def opened(tabs: BrowserContext, address: str) -> Page:
    """A new tab at *address*, with all that it says and all that it asks others."""
    page = tabs.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    page.said = said  # type: ignore[attr-defined]
    return page


def says(page: Page, text: str) -> None:
    """Wait until the page says *text* about what is saved."""
    page.wait_for_function("text => document.getElementById('saved').textContent.includes(text)", arg=text)


def decide(page: Page, key: str) -> None:
    """Press a key that decides, and wait for the server's answer."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press(key)


def test_keys_alone_decide_about_all_pairs(tabs: BrowserContext, server: Server) -> None:
    """Each key decides about the pair in sight, and goes on to the next one; nothing but the server is asked."""
    page = opened(tabs, f"{server.address}#/pairs")
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    for key in ("i", "b", "u", "l", "r", "d", "i"):
        page.wait_for_function(
            "() => document.querySelector('.review') && !document.querySelector('.review [aria-pressed=true]')"
        )
        decide(page, key)
    says(page, "Saved in decisions.jsonl")

    found = [(one.kind, one.keep) for one in read(server.record.path)]
    assert found == [
        ("copy", None), ("independent", None), ("boilerplate", None), ("unsure", None), ("copy", 0), ("copy", 1),
        ("copy", None), ("independent", None),
    ]  # fmt: skip
    assert len({one.ids for one in read(server.record.path)}) == PAIRS
    assert [said for said in page.said if not said.startswith(server.address)] == []  # type: ignore[attr-defined]


def test_two_tabs(tabs: BrowserContext, server: Server) -> None:
    """A tab that missed a decision says so, takes it in, and may then change it."""
    address = f"{server.address}#/pair/00000.txt/00001.txt"
    first, stale = opened(tabs, address), opened(tabs, address)
    decide(first, "x")
    assert read(server.record.path)[-1].kind == "copy"

    decide(stale, "i")
    says(stale, "Not saved, since another tab had decided otherwise: 00000.txt and 00001.txt are copy")
    assert [one.kind for one in read(server.record.path)] == ["copy"]
    stale.evaluate("address => { location.hash = address; }", address.partition("#")[2])
    stale.wait_for_selector(".review [data-decision=copy][aria-pressed=true]")
    decide(stale, "u")
    assert read(server.record.path)[-1].kind == "unsure"
    opened(tabs, address).wait_for_selector(".review [data-decision=unsure][aria-pressed=true]")


def test_a_killed_server_loses_nothing(tabs: BrowserContext, tmp_path: Path) -> None:
    """What was confirmed is in the file, which is free again; what was not is said to be not saved."""
    (tmp_path / "texts").mkdir()
    for name in "abc":
        text = " ".join(f"harbour report number {number} names {number * 7} cases" for number in range(30))
        (tmp_path / "texts" / f"{name}.txt").write_text(f"{text} {name}", encoding="utf-8")
    command = [sys.executable, "-m", "provenance", "review", "texts", "--no-browser", "-q", "--no-cache"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        page = opened(tabs, server.stdout.readline().strip())
        page.keyboard.press("j")
        decide(page, "d")
        server.kill()
    page.keyboard.press("i")
    says(page, "1 decision not saved: provenance review does not answer")

    record = Record(
        str(tmp_path / "decisions.jsonl"), Listed(of_report(provenance.audit([tmp_path / "texts"]), Config()))
    )
    assert [one.choice.kind for one in record.changes(0)[1]] == ["copy"]
    record.close()
