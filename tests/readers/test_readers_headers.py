"""Headers: what a container wrote before the article's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.readers.headers import HEAD, find_header

DATES = st.dates().map(str)


def stated(text, suffix=".txt"):
    header, statements = find_header(text, suffix)
    return text[header:], [
        (one.name, one.value, one.asserter) for one in statements if text[one.span.start : one.span.end] == one.value
    ]


@given(st.sampled_from(["", " "]), DATES, st.text())
def test_the_crawl_header_is_found_before_any_text(lead, date, text):
    """With and without its leading space; the date is stated, and its span is the date only."""
    assert stated(f"{lead}date {date} {text}") == (text, [("date", date, "crawl header")])


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_the_crawl_header_may_stand_alone(ending):
    """On a line of its own, or before nothing."""
    assert stated(f" date 2024-03-04{ending}") == ("", [("date", "2024-03-04", "crawl header")])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "date 2024 was a good year for dates",
        "date 2024-03-04, as the minister said",
        "  date 2024-03-04 two spaces",
        "\ndate 2024-03-04 after a line",
        "Date 2024-03-04 is a title",
        "date: 2024-03-04 is another",
        "date 2024-13-04 is no date",
        "date 2024-00-04 is no date",
        "date 2024-03-32 is no date",
        "date 24-03-04 is too short",
        "date 2024-03-0412 is too long",
        "date ٢٠٢٤-٠٣-٠٤ other digits",
        "update 2024-03-04 words",
        "The date 2024-03-04 words",
    ],
)
@pytest.mark.parametrize("suffix", ["", ".txt", ".md"])
def test_what_merely_begins_so_is_no_header(text, suffix):
    """All of it is the article's."""
    assert find_header(text, suffix) == (0, ())


YAML = """---
title: "Bridge: opened"
Date: 2024-03-04  # of the page
author: A. Writer
source: 'Harbour News'
tags:
  - date: 1999-01-01
url: https://example.org/a#b
summary: >
  folded
---
Bridge opened
"""


def test_front_matter_of_markdown_states_its_plain_values():
    """Unquoted, without comments; what is nested or folded is nobody's claim."""
    assert stated(YAML, ".md") == (
        "Bridge opened\n",
        [
            ("title", "Bridge: opened", "container"),
            ("date", "2024-03-04", "container"),
            ("author", "A. Writer", "container"),
            ("source", "Harbour News", "container"),
            ("url", "https://example.org/a#b", "container"),
        ],
    )


def test_front_matter_may_be_toml_and_have_any_newline():
    """As static sites write it."""
    text = '+++\r\ntitle = "Brücke"\r\ndate = 2024-03-04\r\n+++\r\nText'

    assert stated(text, ".md") == ("Text", [("title", "Brücke", "container"), ("date", "2024-03-04", "container")])


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("---\nspeaker: a\n---\nText", ".txt"),
        (YAML, ""),
        ("---\n\nA rule, then text\n\n---\nmore", ".md"),
        ("---\ntitle: never closed\n", ".md"),
        ("---\ntitle: closed too late\n" + "a: b\n" * 20000 + "---\n", ".md"),
        ("----\ntitle: a\n----\n", ".md"),
        (" ---\ntitle: a\n---\n", ".md"),
        ("+++\ntitle = a\n---\n", ".md"),
    ],
)
def test_what_is_no_front_matter_stays_text(text, suffix):
    """Another format, a rule, one without an end."""
    assert find_header(text, suffix) == (0, ())


@given(st.text(st.sampled_from("-+.:=# \n\r\"'[ab")), st.sampled_from([".md", ".txt", ""]))
def test_a_header_lies_within_its_text_and_spans_within_the_header(text, suffix):
    """Whatever the text."""
    text = "---\n" + text
    header, statements = find_header(text, suffix)

    assert 0 <= header <= len(text)
    for statement in statements:
        assert text[statement.span.start : statement.span.end] == statement.value
        assert statement.span.end <= header


def test_the_limit_of_a_header_counts_characters(tmp_path, gather):
    """Front matter of fewer characters than the limit is a header, though it has more bytes."""
    (tmp_path / "a.md").write_text(f"---\ntitle: {'é' * (HEAD - 100)}\n---\nText", encoding="utf-8")
    (tmp_path / "b.md").write_text(f"---\ntitle: {'é' * HEAD}\n---\nText", encoding="utf-8")

    short, long = gather(tmp_path).documents

    assert (len(short.statements), len(long.statements)) == (1, 0)


@given(DATES, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_starts_of_a_batch_are_where_the_article_s_words_begin(tmp_path_factory, gather, date, text):
    """In bytes of the buffer, for files and for records."""
    folder = tmp_path_factory.mktemp("header")
    (folder / "a.txt").write_bytes(f" date {date} {text}".encode())
    (folder / "b.md").write_bytes(f"---\ntitle: “{date}”\n---\n{text}".encode())

    found = gather(folder)
    (batch,) = found.batches

    for position, document in enumerate(found.documents):
        assert found.texts[position][document.header :] == text
        assert batch.buffer[batch.starts[position] : batch.offsets[position + 1]] == text.encode()
