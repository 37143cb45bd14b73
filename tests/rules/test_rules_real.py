"""What the rules say about the five real articles, against what a careful reader says."""

from __future__ import annotations

import json

import pytest
from rules_kit import findings_of

NAMES = [
    "000_b256ea982524543a",
    "001_7942ff67c0d0b653",
    "002_2647f6c503896a72",
    "003_4dad1ff692e08fcf",
    "004_5635f593582db64a",
]


@pytest.fixture(scope="module")
def gold(shared):
    return json.loads((shared / "seeds" / "gold.json").read_text(encoding="utf-8"))["files"]


@pytest.fixture(scope="module")
def said(shared):
    texts = {name: (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES}
    return {name: findings_of(text, 17 if text.startswith(" date ") else 0) for name, text in texts.items()}


def spans(findings, code):
    return [(finding.span.start, finding.span.end) for finding in findings if finding.code == code]


@pytest.mark.parametrize("name", NAMES)
def test_what_must_be_silent_is_silent(name, gold, said):
    """Each row of must_not_fire."""
    assert not {finding.code for finding in said[name]} & set(gold[f"{name}.txt"]["must_not_fire"])


@pytest.mark.parametrize("name", NAMES)
def test_only_the_page_that_stands_twice_is_a_repeat(name, said):
    """Stock phrases of diplomats are no repeats."""
    repeats = {finding.code for finding in said[name] if finding.code.startswith("REP")}

    assert repeats == ({"REP001", "REP002"} if name.startswith("002") else set())


def test_the_repeated_page_is_found_whole_and_its_clean_copy_named(gold, said):
    """The first copy goes, from its lead or its body on; the second stays, from its lead on."""
    (page,) = [finding for finding in said[NAMES[2]] if finding.code == "REP001"]
    clean = gold[f"{NAMES[2]}.txt"]["repeat_summary"]["clean_body"]

    assert abs(page.span.end - 1657) <= 5
    assert min(abs(page.span.start - start) for start in (61, 150, 239, 455)) <= 5
    kept = page.evidence[-1].span
    assert abs(kept.start - clean["start"]) <= 5
    assert abs(kept.end - clean["end"]) <= 5
    assert "46." in page.message


def test_every_glued_joint_is_found_and_nothing_else(gold, said):
    """The five joints of the flattened copy."""
    joints = [row["joint"] for row in gold[f"{NAMES[2]}.txt"]["glued_sentences"]]

    found = spans(said[NAMES[2]], "TXT003")

    assert len(found) == len(joints)
    assert all(start < joint < end for (start, end), joint in zip(found, joints, strict=True))
    assert not any(spans(said[name], "TXT003") for name in NAMES if not name.startswith("002"))


def test_the_chrome_of_the_page_is_what_a_reader_takes_for_chrome(gold, said):
    """Every block of 002 but the crawl header, which is read as such."""
    blocks = [
        (row["start"], row["end"]) for row in gold[f"{NAMES[2]}.txt"]["boilerplate"] if row["what"] != "crawl header"
    ]

    assert spans(said[NAMES[2]], "TXT002") == blocks


def test_titles_are_missing_where_a_reader_finds_none(gold, said):
    """001 and 003 begin with a dateline and with a caption."""
    for name in NAMES:
        codes = {finding.code for finding in said[name]}
        assert ("TXT006" in codes) == (not gold[f"{name}.txt"]["title"]["present"]), name


def test_a_republished_text_without_outlet_is_told_so(said):
    """004 names VGP in a credit and nothing else; the others name theirs, or only sign off."""
    assert [name[:3] for name in NAMES if any(finding.code == "SRC004" for finding in said[name])] == ["004"]
