"""What the rules must and must not find in single texts: tests/cases/rules/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from rules_kit import findings_of

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "rules"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['what']}")
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_the_rules_find_what_they_must_and_nothing_that_they_must_not(case):
    """Each code of *find* speaks, each passage of *spans* is pointed at, each code of *silent* says nothing."""
    text = case["text"]

    findings = findings_of(text, case.get("header", 0))

    codes = {finding.code for finding in findings}
    assert set(case.get("find", [])) <= codes, sorted(codes)
    assert not set(case.get("silent", [])) & codes, [f for f in findings if f.code in case["silent"]]
    pointed = [[f.code, text[f.span.start : f.span.end]] for f in findings if f.span]
    for code, passage in case.get("spans", []):
        assert [code, passage] in pointed, [found for found in pointed if found[0] == code]
    if "keep" in case:
        (page,) = [finding for finding in findings if finding.code == "REP001"]
        kept = page.evidence[-1].span
        assert text[kept.start : kept.end].startswith(case["keep"])


@pytest.mark.parametrize("case", CASES)
def test_every_span_lies_in_the_text_and_every_message_on_one_line(case):
    """A finding's span is in its text, and its message has no character that a terminal would obey."""
    for finding in findings_of(case["text"], case.get("header", 0)):
        if finding.span:
            assert 0 <= finding.span.start < finding.span.end <= len(case["text"])
        assert finding.message.isprintable()
