"""What the pages of a news site say twice on purpose, and what they print twice by mistake."""

from __future__ import annotations

import random

import pytest
from form_phrases import PHRASES
from lawful_texts import paragraph, sentence

from provenance.alignment import repeats
from provenance.form import inspect, repetition
from provenance.model import Document

MARKS = {"“": "”", '"': '"', "„": "“", "« ": " »", "‘": "’"}


def pages(text):
    return repetition(text, 0, repeats(text), inspect(text, Document("a", "a", b"", None, 1))).pages


def live(phrases, rng):
    """Return key points, and below them the entries that begin with the same sentences."""
    mark = rng.choice(("• ", "- ", "– ", ""))
    points = [
        " ".join(sentence(phrases, rng, 14, 24) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(3, 7))
    ]
    entries = [
        f"{8 + at}:{rng.randrange(10, 59)}\n{point}{rng.choice((' ', chr(10) * 2))}{paragraph(phrases, rng, 2)}"
        for at, point in enumerate(points)
    ]
    if rng.random() < 0.5:
        entries.reverse()
    listed = "\n".join(mark + point for point in points)
    return f"{phrases.title}\n\nKey points\n{listed}\n\n" + "\n\n".join(entries) + "\n"


def short(phrases, rng):
    """Return key points with bullets, and below them entries, of which most say no more, with their times and links."""
    points = [sentence(phrases, rng, 14, 24) for _ in range(rng.randint(4, 6))]
    more = [paragraph(phrases, rng, 4) for _ in range(7)]
    entries = [f"{8 + at}:{rng.randrange(10, 59)}\n{said}\nLink to {at}" for at, said in enumerate([*points, *more])]
    listed = "\n".join(rng.choice(("• ", "- ", "– ", "* ")) + point for point in points)
    return f"{phrases.title}\n\nKey points\n{listed}\n\n" + "\n\n".join(entries) + "\n"


def comments(phrases, rng):
    """Return an article and comments, the last of which quotes the first one."""
    article = "\n\n".join(paragraph(phrases, rng, 3) for _ in range(4))
    one, two = paragraph(phrases, rng, rng.randint(5, 8)), paragraph(phrases, rng, 4)
    opening, closing = rng.choice(list(MARKS.items()))
    name, other = rng.sample(list(phrases.names), 2)
    answer = f"{opening}{one}{closing}{rng.choice((' ', chr(10) * 2))}{paragraph(phrases, rng, 2)}"
    said = f"{name}, 10:15\n{one}\n\n{other}, 10:40\n{two}\n\n{rng.choice((name, other))}, 11:02\n{answer}"
    return f"{phrases.title}\n\n{article}\n\n{said}\n"


def teasers(phrases, rng):
    """Return an article, and below it two lists of links that share most headlines."""
    links = [f"{sentence(phrases, rng, 6, 9)[:-1]}\n{sentence(phrases, rng, 16, 26)}" for _ in range(5)]
    article = "\n\n".join(paragraph(phrases, rng, 4) for _ in range(7))
    return (
        f"{phrases.title}\n\n{article}\n\nRead also\n"
        + "\n".join(links)
        + "\n\nMost read\n"
        + "\n".join(links[1:4])
        + "\n"
    )


def cut(phrases, rng):
    """Return an article, and below it two lists of the same links, whose texts are cut off behind the headlines."""
    ends = ("… Read more", "...", "…")
    said = [f"{sentence(phrases, rng, 6, 9)} {sentence(phrases, rng, 16, 26)[:-1]}" for _ in range(4)]
    links = [f"{one} {rng.choice(ends)}" for one in said]
    article = "\n\n".join(paragraph(phrases, rng, 4) for _ in range(7))
    listed = "\n\n".join(links)
    return f"{phrases.title}\n\n{article}\n\nRead also\n\n{listed}\n\nMost read\n\n{listed}\n"


LAWFUL = {"live": live, "short": short, "comments": comments, "teasers": teasers, "cut": cut}


@pytest.mark.parametrize("kind", LAWFUL)
def test_what_sums_up_announces_or_quotes_is_no_page(kind):
    """Key points, lists of links and quoted comments say again what they are about."""
    found = [
        (language, seed)
        for language, phrases in PHRASES.items()
        for seed in range(3)
        if pages(LAWFUL[kind](phrases, random.Random(f"{kind} {language} {seed}")))
    ]

    assert found == []


@pytest.mark.parametrize("kind", LAWFUL)
def test_a_page_of_a_news_site_that_is_printed_twice_is_found(kind):
    """The whole page, with its key points, links and comments, is a copy."""
    silent = []
    for language, phrases in PHRASES.items():
        text = LAWFUL[kind](phrases, random.Random(f"{kind} {language}"))
        if not pages(f"{text}\n{text}"):
            silent.append(language)

    assert silent == []


def test_paragraphs_printed_again_without_quotation_marks_are_a_page():
    """A comment that stands twice is a copy where nothing quotes it, and so are quoted paragraphs that stand twice."""
    phrases = PHRASES["en"]
    rng = random.Random(5)
    one, two, three, four = (paragraph(phrases, rng, 4) for _ in range(4))
    own = f"{three}\n\n{one}\n\n{two}\n\n{one}\n\n{four}\n"
    quoting = f"{three}\n\n“{one[:-1]}”, she said.\n{two}\n\n{four}\n\n“{one[:-1]}”, she said.\n{two}\n"

    assert pages(own)
    assert pages(quoting)
