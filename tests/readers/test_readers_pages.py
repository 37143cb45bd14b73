"""Pages: what of one is its article, what above that belongs to it, and which day is its own."""

from __future__ import annotations

import os
import sys
from statistics import mean

import pytest

from provenance.readers.pages.extraction import extract

BENCHMARKS = os.path.join(os.path.dirname(__file__), "..", "..", "benchmarks")
FERRY = "The ferry to the island runs again since Monday, and it carries forty people and eight carts."
ROPE = "The new rope was laid by hand, and the pilot tried it on Sunday evening with an empty boat."


@pytest.fixture(scope="module")
def benchmark():
    sys.path.insert(0, BENCHMARKS)
    try:
        import pages
    finally:
        sys.path.remove(BENCHMARKS)
    return pages


@pytest.fixture(scope="module")
def made(benchmark):
    return benchmark.pages(7, 1)


def page(body, head=""):
    return (
        f"<!doctype html><html><head><title>Ferry runs again | The Quay</title>{head}</head><body>{body}</body></html>"
    )


def said(content, role):
    return [one.value for one in extract(content).statements if one.name == role]


def test_the_texts_of_all_layouts_are_found(benchmark, made):
    """The bar of the benchmark, of other articles than the reported ones; no layout falls through."""
    scores = [benchmark.f1(benchmark.ours(one.content), one) for one in made]

    assert len(made) >= 40
    assert mean(scores) >= 0.97
    assert min(scores) >= 0.8


def test_the_days_of_all_layouts_are_found(benchmark, made):
    """Hardly one is wrong: what is not sure is unknown."""
    right, wrong, _ = benchmark.judged([benchmark.our_day(one.content) for one in made], made)

    assert right >= 0.97
    assert wrong <= 0.01


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<h1>Ferry runs again</h1>", "Ferry runs again\n\n"),
        ("<h1>Ferry runs again</h1><span>5 March 2024</span>", "Ferry runs again\n\n5 March 2024\n\n"),
        ("<h1>Ferry runs again</h1><div>By Ann, 05.03.2024</div>", "Ferry runs again\n\nBy Ann, 05.03.2024\n\n"),
        (
            "<h1>Ferry runs again</h1><div class=x>2024年3月5日 10:00</div>",
            "Ferry runs again\n\n2024年3月5日 10:00\n\n",
        ),
        (f"<h2>Ferry runs again</h2><p>{ROPE * 2}</p>", f"Ferry runs again\n\n{ROPE * 2}\n\n"),
        ("<h1>The Quay of Norrick, since 1871</h1>", ""),
        ("<h1>Ferry runs again</h1><div class=share>Share on 5 March 2024</div>", "Ferry runs again\n\n"),
        ("<h1>Ferry runs again</h1><p>Subscribe</p>", "Ferry runs again\n\n"),
        ("<h1>Ferry runs again</h1><nav>5 March 2024</nav>", "Ferry runs again\n\n"),
        ("<h2>Weather</h2><p>5 March 2024</p>", ""),
    ],
)
def test_what_stands_above_an_article_belongs_to_it(above, expected):
    """The headline, the day and the lead, wherever they stand; not the name of the site, nor what is chrome."""
    content = page(f"{above}<div id=text><div><p>{FERRY}</p><p>{ROPE}</p></div></div>")

    assert extract(content).text == f"{expected}{FERRY}\n\n{ROPE}"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("<time datetime='2024-03-05'>x</time>", ["2024-03-05"]),
        ("<abbr class='published' title='2024-03-05T08:00:00Z'>x</abbr>", ["2024-03-05T08:00:00Z"]),
        ("<abbr class='week' title='2024-03-05'>x</abbr>", []),
        ("<div class='comments'><p>I saw it. <time datetime='2024-03-09'>x</time></p></div>", []),
        ("<aside><time datetime='2024-03-09'>x</time></aside>", []),
        ("<time datetime='2024-03-05'>x</time><time datetime='2024-03-06'>y</time>", []),
        ("<time datetime='2024-03-05'>x</time><aside><time datetime='2024-03-06'>y</time></aside>", ["2024-03-05"]),
    ],
)
def test_a_time_counts_where_it_is_the_article_s_own(times, expected):
    """One of a comment or of another article says nothing of it; of several, none is known to be its own."""
    assert said(page(f"<main><h1>Ferry runs again</h1><p>{FERRY}</p>{times}<p>{ROPE}</p></main>"), "date") == expected
