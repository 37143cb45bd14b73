"""How long the page of a large report takes to make, to open and to filter: ``python benchmarks/page.py``.

The report is made up: near-copies of invented stories, with claims, pairs, passages, derivations and findings.  Opening
and filtering are measured in Chromium where Playwright and a browser are installed (``CHROMIUM`` names it).
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import tempfile
import time
from pathlib import Path

import attrs
import numpy as np

from provenance import reporters
from provenance.model import (
    Attribution,
    Carrier,
    Claim,
    Derivation,
    Document,
    Evidence,
    Finding,
    Group,
    Ledger,
    Pairs,
    Passage,
    Place,
    Repeats,
    Report,
    Span,
)
from provenance.settings import Config, Reporting

SOURCES = ("VNA", "VNS", "VGP", "Sputnik", "TASS", "Xinhua", "Kyodo", "AFP", "Reuters", "AP", "Yonhap", "Antara")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def made(documents: int, members: int, words: int, seed: int = 1) -> Report:
    """Return a report of *documents* texts of *words* words each, in groups of *members* near-copies."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices("abcdefghiklmnoprstuvy", k=chance.randint(2, 10))) for _ in range(8000)]
    texts, attributions, groups, passages, derivations, findings = [], [], [], [], [], []
    for first in range(0, documents, members):
        story = chance.choices(vocabulary, k=words)
        those = range(first, min(first + members, documents))
        for position in those:
            own = list(story)
            for _ in range(words // 40):
                own[chance.randrange(words)] = chance.choice(vocabulary)
            day = 1 + (first // members + position - first) % 28
            source = SOURCES[(first // members + chance.randrange(5)) % len(SOURCES)]
            text = f"Hanoi ({source}) - {' '.join(own)}."
            texts.append(text)
            date = f"2021-{1 + first // members % 12:02}-{day:02}"
            attributions.append(attributed(source, date, " ".join(own[:8]), len(source)))
            if position > first:
                findings.append(finding(position, first, source))
        groups.append(Group(those[0], tuple(those), (1.0, *(0.8 for _ in those[1:])), those[0], "earliest", 1))
        starts = [9 + len(attributions[at].source) for at in those]
        carriers = (
            Carrier(at, Span(start, len(texts[at])), words, 1.0 if at == first else 0.9, "near")
            for at, start in zip(those, starts, strict=True)
        )
        passages.append(Passage(tuple(carriers)))
        derivations += [
            Derivation(first, at, "near", chance.random() < 0.7, "medium", ("the copy is dated later",))
            for at in those[1:]
        ]
    named = tuple(
        Document(f"news/{at:06}.txt", f"news/{at:06}.txt", b"", None, len(text), sha256=f"{at:064x}")
        for at, text in enumerate(texts)
    )
    evidence = Evidence(
        documents=named,
        words=np.full(len(texts), words + 2),
        text=texts.__getitem__,
        pairs=paired(groups, chance),
        groups=tuple(groups),
        passages=tuple(passages),
        repeats=(Repeats(),) * len(texts),
        attributions=tuple(attributions),
        derivations=tuple(derivations),
        ledgers=(Ledger(0.4, 0.6, 0, 0),) * len(texts),
    )
    return Report(evidence, tuple(findings), (), lambda _: ("near-duplicate", "Two texts are alike.\n"))


def attributed(source: str, date: str, title: str, length: int) -> Attribution:
    claims = (
        Claim("source", source, Span(7, 7 + length), "dateline", "dateline-place-agency", "high"),
        Claim("place", "Hanoi", Span(0, 5), "dateline", "dateline-place-agency", "high"),
        Claim("published", date, None, "file name", "iso-date", "medium"),
    )
    return Attribution(claims, source, "high", "agree", (source,), date, ("file name",), "agree", (), title)


def finding(position: int, first: int, source: str) -> Finding:
    name = f"news/{position:06}.txt"
    message = f"near-duplicate of news/{first:06}.txt, which {source} printed first: 80% of the shingles are the same"
    return Finding("DUP003", "warning", position, name, None, None, message, (Place(first),), f"{position:032x}")


def paired(groups: list[Group], chance: random.Random) -> Pairs:
    """Return all pairs within the groups."""
    sides = [(a, b) for group in groups for a in group.members for b in group.members if a < b]
    left, right = (np.array(side, np.int32) for side in zip(*sides, strict=True))
    share = np.array([0.7 + chance.random() * 0.3 for _ in sides])
    ones = np.ones(len(sides), np.int8)
    direction = np.array([chance.randint(1, 3) for _ in sides], np.int8)
    return Pairs(left, right, share * 0.9, share, share, ones, direction, ones)


def browsed(page: Path) -> None:
    """Print how long the page takes to open, and the slowest of a few filters."""
    from playwright.sync_api import sync_playwright

    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        tab = chromium.new_context(offline=True).new_page()
        tab.goto("about:blank")
        started = time.perf_counter()
        tab.goto(page.as_uri() + "#/pairs")
        tab.wait_for_selector("body[data-ready]", timeout=60_000)
        print(f"open: {time.perf_counter() - started:.2f} s")
        tab.wait_for_timeout(1500)
        for view in ("pairs", "documents", "findings", "passages", "groups"):
            tab.evaluate("view => { location.hash = '#/' + view }", view)
            tab.wait_for_selector(f"main table[aria-label^={view.capitalize()}]")
            took = [tab.evaluate(FILTER, query) for query in QUERIES]
            work, frame = (max(figures) for figures in zip(*took, strict=True))
            print(f"filter {view}: {work:.0f} ms, drawn after {frame:.0f} ms, {tab.evaluate(NODES)} nodes")
        chromium.close()


QUERIES = ("src:VNA", "overlap:>0.9 date:2021-03..2021-07", "ab", "code:DUP -src:TASS a")
# What the filter itself takes, and when its rows are on the screen.
FILTER = """query => new Promise(done => {
  const box = document.getElementById('query');
  const started = performance.now();
  box.value = query;
  box.dispatchEvent(new Event('input'));
  const work = performance.now() - started;
  requestAnimationFrame(() => setTimeout(() => done([work, performance.now() - started])));
})"""
NODES = "nodes(document.querySelector('main table'))"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=20_000)
    options.add_argument("--members", type=int, default=11, help="near-copies in a group")
    options.add_argument("--words", type=int, default=300)
    options.add_argument("--keep", metavar="FILE", help="keep the page there")
    given = options.parse_args()
    report = made(given.documents, given.members, given.words)
    print(f"{len(report.evidence.documents):,} documents, {len(report.evidence.pairs):,} pairs")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(given.keep or Path(folder) / "report.html").resolve()
        config = attrs.evolve(Config(), reporting=Reporting(files=(("html", str(page)),)))
        # As the command does it, which keeps what it made to its end.
        gc.set_threshold(200_000, 20, 100)
        started = time.process_time()
        reporters.emit(report, config)
        spent, size = time.process_time() - started, page.stat().st_size / 1e6
        print(f"make: {spent:.2f} s of CPU, {size:.1f} MB, {spent / size * 5:.2f} s per 5 MB")
        try:
            browsed(page)
        except ImportError:
            print("open, filter: Playwright is not installed")


if __name__ == "__main__":
    main()
