"""Each pattern that is longer than a line: a text that it must match, and a near miss that it must not."""

from __future__ import annotations

import importlib

import pytest

# Module, pattern, what must match, what must not.
SAMPLES = [
    ("attribution.datelines.scan", "upper place", "PORT ELLIS, Minn. — The ferry", "Port Ellis — The ferry"),
    ("attribution.datelines.scan", "upper place", "HANOI - The port", "HANOI -The port"),
    ("attribution.datelines.scan", "place", "Nairobi, Kenya — The port", "Nairobi, Kenya — the port"),
    ("attribution.datelines.telegrams", "telegram", "新华社北京3月5日电", "北京3月5日的天气"),
    ("attribution.dates.calendars", "brahmic", " मार्च 2024", " March 2024"),
    ("attribution.dates.clocks", "after", ", 10:15", ", 10:15:20:30"),
    ("attribution.dates.clocks", "after", " um 10.15", " um 10.15,5"),
    ("attribution.dates.clocks", "eastern", "（火）10時32分", "（火）10時325"),
    ("attribution.dates.numeric", "glued", "05March2024", "05March202"),
    ("attribution.dates.numeric", "glued", "March5, 2024", "march5, 2024"),
    ("attribution.sources.labelled", "byline", "By Jane Doe, Reuters", "By 2030 all"),
    ("attribution.sources.labelled", "byline", "Text: Jane Doe | Harbour Gazette", "Texture: Jane Doe"),
    ("attribution.sources.takes", "take", "UPDATE 1-Bridge opens", "UPDATE your phone"),
    ("attribution.sources.takes", "take", "(LEAD) Bridge opens", "LEAD paint found"),
    ("attribution.sources.captions", "photo", "Photo: Ann Example/AFP", "A photo exhibition of boats"),
    ("attribution.sources.captions", "agency and name", "REUTERS/Ann Example/File Photo", "AFP/Getty"),
    ("attribution.sources.notes", "first", "first published by Harbour Gazette.", "first published in the spring."),
    ("attribution.sources.notes", "report", "story by The Press was first published", "story by The Press was read"),
    ("attribution.sources.credited", "label", "(According to VNA)", "Source: photo: VGP"),
    ("attribution.sources.credited", "only label", "source: VGP", "sourced"),
    ("attribution.sources.credited", "inputs", "(With inputs from PTI)", "with AFP; more follows"),
    ("attribution.sources.signatures", "joint", "Le Quai, avec des informations de AFP", "Lequai.AFP"),
    ("derivation.mastheads", "note", "Read the full story at Harbour Gazette »", "Read the story to her son"),
]  # fmt: skip
CREDITING = [
    ("before", "according to the Harbour Gazette", "according to police"),
    ("after", "the Harbour Gazette reported", "the Harbour Gazette closed"),
]


@pytest.mark.parametrize(("module", "name", "fits", "near"), SAMPLES, ids=[f"{s[1]}: {s[2]}" for s in SAMPLES])
def test_a_long_pattern_matches_its_sample_and_not_its_near_miss(module: str, name: str, fits: str, near: str) -> None:
    """Dates and datelines where they begin, all else wherever it is in the text."""
    pattern = importlib.import_module(f"provenance.{module}")._pattern(name)
    find = pattern.match if ".date" in module else pattern.search

    assert find(fits)
    assert not find(near)


@pytest.mark.parametrize(("name", "fits", "near"), CREDITING, ids=[each[0] for each in CREDITING])
def test_a_credit_in_a_sentence_names_somebody(name: str, fits: str, near: str) -> None:
    """A name in capitals beside the words that credit it."""
    pattern = importlib.import_module("provenance.derivation.mastheads")._crediting(name)

    assert pattern.search(fits)
    assert not pattern.search(near)


def test_a_notice_of_rights_has_a_sign_or_its_word() -> None:
    """The word copyright by itself, and none that goes on."""
    pattern = importlib.import_module("provenance.attribution.sources.rights")._pattern("notice")

    assert pattern.search("© 2024 AFP. All rights reserved")
    assert not pattern.search("copyrighted works of art")
