"""What a plan drops by each rule, and what it never drops."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_corpus import article, command, write_plan

from provenance.plan.canonical import canonical, preserves, searchable
from provenance.plan.written import read

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.plan.values import Line

WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=12).map(" ".join)
# Texts that have much in common: some sentences of a few, in any order.
SENTENCES = [
    "the ferry to the island sails again",
    "the company said so on friday morning",
    "nobody was hurt in the storm of the night",
    "the mayor did not answer any question at all",
    "tickets cost as much as they did before",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7).map(". ".join)


def planned(folder: Path, texts: list[str], **wanted: object) -> dict[int, Line]:
    """The lines of the plan for *texts* as records, by the number of the text."""
    path = folder / "texts.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    plan = read(str(write_plan(folder / "plan.jsonl", path, **wanted)))
    return {(line.line or 0) - 1: line for line in plan.lines}


def dropped(lines: dict[int, Line]) -> dict[int, int]:
    """The number of the text that is kept in the place of each dropped one."""
    return {at: (line.kept.line or 0) - 1 for at, line in lines.items() if line.kept is not None}


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.replace(".", "").split()
    return {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))}


def similarity(one: str, other: str) -> float:
    left, right = shingles(one), shingles(other)
    return len(left & right) / len(left | right)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=2, max_size=9))
def test_near_leaves_no_pair(texts: list[str], tmp_path: Path) -> None:
    """No two kept texts are at the threshold, and each dropped one is to the text that is kept in its place."""
    lines = planned(tmp_path, texts, rule="near")
    gone = dropped(lines)

    kept = [at for at in range(len(texts)) if at not in gone]
    assert not [(a, b) for a in kept for b in kept if a < b and similarity(texts[a], texts[b]) >= 0.7]
    for at, other in gone.items():
        assert other in kept
        assert lines[at].similarity == pytest.approx(similarity(texts[at], texts[other]), abs=1e-6)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=2, max_size=9))
def test_preserves_loses_nothing(texts: list[str], tmp_path: Path) -> None:
    """Each dropped text stands in the one kept in its place; copies never stay beside each other."""
    gone = dropped(planned(tmp_path, texts))

    kept = [at for at in range(len(texts)) if at not in gone]
    for at, other in gone.items():
        assert other in kept
        assert preserves(searchable(canonical(texts[other])), canonical(texts[at]))
    assert len({canonical(texts[at]) for at in kept}) == len(kept)


def test_contained_drops_what_is_mostly_in_a_longer_text(tmp_path: Path) -> None:
    """Below the threshold of similarity too, if the share is reached, and says what is lost."""
    long = " ".join(article(at) for at in range(1, 6))
    part = f"{article(3)} Nobody else said so."
    lines = planned(tmp_path, [long, part, article(7)], rule="contained", minimum=0.8)

    assert dropped(lines) == {1: 0}
    assert (lines[1].lost, lines[1].loses) == (4, "Nobody else said so")
    assert dropped(planned(tmp_path, [part, long, article(7)], rule="contained", minimum=0.99)) == {}


TEMPLATE = "The price of gold rose to {} dollars in the morning, dealers in the harbour town said on the first day."


@pytest.mark.parametrize("rule", ["preserves", "identical"])
def test_templates_are_not_dropped_by_rules_that_lose_nothing(rule: str, tmp_path: Path) -> None:
    """Texts that differ in figures only are no copies."""
    prices = [TEMPLATE.format(price) * 3 for price in ("412.6", "398.2")]

    assert dropped(planned(tmp_path, prices, rule=rule, minimum=0.5)) == {}


@pytest.mark.parametrize("rule", ["near", "contained"])
def test_templates_are_dropped_by_rules_about_similarity(rule: str, tmp_path: Path) -> None:
    """They are pairs like others, unless they are to be spared."""
    text = " ".join(article(at) for at in (1, 2))
    prices = [f"{text} {TEMPLATE.format(price)}" for price in ("412.6", "398.2")]

    assert dropped(planned(tmp_path, prices, rule=rule, minimum=0.5)) == {1: 0}
    assert dropped(planned(tmp_path, prices, rule=rule, minimum=0.5, templates=False)) == {}


@pytest.mark.parametrize("rule", ["preserves", "identical", "near", "contained"])
def test_marks_and_texts_without_words_stay(rule: str, tmp_path: Path) -> None:
    """A text without words is a copy of nothing, and its file stays."""
    assert dropped(planned(tmp_path, ["", "...", "", article(1)], rule=rule)) == {}


def test_copies_with_other_marks_are_not_identical(tmp_path: Path) -> None:
    """Folded words say that they are; marks say that they are other words."""
    one, other = (f"Con {word} của tôi đi ra chợ sớm mỗi ngày với bà" for word in ("ma", "má"))

    assert dropped(planned(tmp_path, [one, other], rule="identical")) == {}
    assert dropped(planned(tmp_path, [one, other.replace("má", "ma").upper()], rule="identical")) == {1: 0}


def test_a_crowd_of_copies_leaves_one(tmp_path: Path) -> None:
    """Also where more pairs are left out of the list than in it."""
    texts = [f"{article(1)} {article(2)} {NAMES[at % 37]} {NAMES[at // 37]}" for at in range(1200)]
    gone = dropped(planned(tmp_path, [*texts, *texts[:50]], rule="near"))

    assert len(gone) == 1249


NAMES = [f"{a}{b}" for a in "bcdfgh" for b in ("an", "en", "in", "on", "un", "ar", "er")][:37]


def test_the_same_corpus_gives_the_same_plan(original: Path, tmp_path: Path) -> None:
    """Byte for byte, whatever the order of the roots."""
    north, more = original / "corpus/north", original / "corpus/records.jsonl"

    one = write_plan(tmp_path / "one.jsonl", north, more).read_bytes()
    other = write_plan(tmp_path / "other.jsonl", more, north).read_bytes()

    assert one == other
    assert write_plan(tmp_path / "again.jsonl", original / "corpus").read_bytes().count(b'"drop"') == 7


def test_scans_of_one_page_are_undecided(tmp_path: Path) -> None:
    """With --noisy two scans are a pair, and neither is dropped; the plan says so, to be made again in the same way."""
    said = " ".join(
        f"The keeper of mill {at} counted the lanterns of the harbour before the ferry sailed." for at in range(12)
    )
    folder = tmp_path / "scans"
    folder.mkdir()
    for number, wrong in enumerate((str.maketrans("eo", "c0"), str.maketrans("nt", "uf"))):
        (folder / f"{number}.txt").write_text(said.translate(wrong), "utf-8")

    heads = []
    for options in ((), ("--noisy",)):
        assert command("plan", folder, "--no-cache", "-q", *options, "-o", tmp_path / "plan.jsonl") == 0
        heads.append(read(str(tmp_path / "plan.jsonl")).head)

    assert [(head.settings.noisy, head.undecided.pairs, head.before == head.after) for head in heads] == [
        (False, 0, True),
        (True, 1, True),
    ]
