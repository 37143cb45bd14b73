"""From the page to the gate: pairs marked in the browser, exported, taken into the baseline, and checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from playwright.sync_api import Browser, Page

DUP = ("--select", "DUP")


def text(topic: str, word: str) -> str:
    """A text that is a near-copy of another on its topic."""
    return " ".join(f"{topic} report number {number} names {number * 7} cases" for number in range(30)) + f" {word}"


def mark(page: Page, left: str, right: str, decision: str, note: str) -> None:
    """Mark a pair and leave a note, as a reader does."""
    page.evaluate("where => { location.hash = where; }", f"#/pair/{left}/{right}")
    page.wait_for_selector(".review")
    page.get_by_role("button", name=decision).click()
    page.get_by_label("Note").fill(note)
    page.get_by_label("Note").press("Enter")


def test_marked_exported_accepted_checked(browser: Browser, run: Run, tmp_path: Path) -> None:
    """A pair marked as independent passes the check after the update, one marked a copy fails until it is gone."""
    (tmp_path / "texts").mkdir()
    for name, topic in (("a", "harbour"), ("b", "harbour"), ("c", "library"), ("d", "library")):
        (tmp_path / "texts" / f"{name}.txt").write_text(text(topic, name), encoding="utf-8")
    assert run("audit", "texts", "--output", "out", "--write", "html", cwd=tmp_path).returncode == 0
    page = browser.new_context(offline=True).new_page()
    page.goto((tmp_path / "out" / "report.html").as_uri())
    page.wait_for_selector("body[data-ready]")

    mark(page, "a.txt", "b.txt", "independent", "two desks, “one” form")
    mark(page, "c.txt", "d.txt", "copy", "")
    with page.expect_download() as download:
        page.locator("#export").click()
    download.value.save_as(tmp_path / "decisions.jsonl")
    page.context.close()

    def failing() -> tuple[int, list[str]]:
        result = run("check", "texts", "-f", "jsonl", *DUP, cwd=tmp_path)
        return result.returncode, [json.loads(line)["document"] for line in result.stdout.splitlines()]

    assert failing() == (1, ["b.txt", "d.txt"])
    updated = run("baseline", "update", "texts", "--decisions", "decisions.jsonl", *DUP, cwd=tmp_path)
    assert updated.returncode == 0, updated.stderr.decode()
    assert failing() == (1, ["d.txt"])
    assert "two desks, “one” form" in (tmp_path / ".provenance-baseline.jsonl").read_text(encoding="utf-8")
    (tmp_path / "texts" / "d.txt").unlink()
    assert failing() == (0, [])
