"""What many texts of a corpus have is one finding, unless each is wanted."""

from __future__ import annotations

import attrs
import pytest
from rules_kit import document, evidence

from provenance import rules
from provenance.model import Attribution, Finding, Report, Span
from provenance.settings import Aligning, Attributing, Judging

USUAL = Attributing(), Aligning()


def finding(at, code="SRC001", severity="warning", **more):
    return Finding(code, severity, at, f"{at:03}.txt", None, None, f"message {at}", fingerprint=f"{code} {at}", **more)


def report(texts, findings):
    """The report on a corpus of so many *texts* with *findings*."""
    return Report(evidence([document(f"{at:03}.txt") for at in range(texts)]), tuple(findings), rule=rules.described)


def gathered(texts, findings, every=()):
    return rules.gathered(report(texts, findings), Judging(list_all=every))


@pytest.mark.parametrize(
    ("texts", "number", "shown"), [(50, 6, 1), (50, 5, 5), (49, 40, 40), (5000, 101, 1), (5000, 100, 100)]
)
def test_more_than_a_tenth(texts, number, shown):
    """What more than a tenth of fifty or more texts have is one finding, and so is what more than 100 texts have."""
    assert len(gathered(texts, map(finding, range(number)))) == shown


def test_one_finding_for_many():
    """It counts all, names the first and the last place, says what to do, and keeps its fingerprint as texts join."""
    (one,), (other,) = (gathered(60, map(finding, range(number))) for number in (20, 30))

    assert (one.code, one.severity, one.count, one.document) == ("SRC001", "warning", 20, 0)
    assert "20 findings of no-source in 20 of 60 texts" in one.message
    assert "000.txt: message 0" in one.message
    assert "019.txt: message 19" in one.message
    assert "set `source` in provenance.toml" in one.message
    assert "--list SRC001" in one.message
    assert [place.document for place in one.evidence] == [0, 19]
    assert one.fingerprint == other.fingerprint


def test_rules_and_severities_are_apart():
    """Each rule has a finding of its own, as has each severity; what few texts have is left as it is."""
    many = [
        finding(at, code, severity)
        for at in range(20)
        for code, severity in (("SRC001", "warning"), ("TXT006", "info"))
    ]
    some = [finding(at, "DUP003", "info" if at % 2 else "warning") for at in range(20)]
    few = [finding(at, "DATE003", "error") for at in range(3)]

    found = gathered(60, [*many, *some, *few])

    assert sorted((one.code, one.severity, one.count) for one in found) == [
        ("DATE003", "error", 1), ("DATE003", "error", 1), ("DATE003", "error", 1),
        ("DUP003", "info", 10), ("DUP003", "warning", 10), ("SRC001", "warning", 20), ("TXT006", "info", 20),
    ]  # fmt: skip


def test_many_places_of_one_text():
    """Findings count by their texts: a text with a hundred of them is no tenth of a corpus."""
    many = [attrs.evolve(finding(0, "ENC002"), span=Span(at, at + 1), fingerprint=str(at)) for at in range(100)]

    assert len(gathered(60, many)) == 100


@pytest.mark.parametrize(("every", "shown"), [(("SRC001",), 20), (("no-source",), 20), (("ALL",), 20), (("DUP",), 1)])
def test_each_can_be_listed(every, shown):
    """By the code of the rule, its name, or all."""
    assert len(gathered(60, map(finding, range(20)), every)) == shown


def test_records_can_be_listed():
    """More than a thousand findings of one rule in one file are one, unless each is wanted."""
    documents = [document(f"r{at}", path="a.jsonl", line=at + 1) for at in range(1200)]
    what = evidence(documents, attributions=(Attribution(()),) * 1200)
    each = [rules.judge(what, Judging(select=("SRC001",), list_all=some), *USUAL) for some in ((), ("SRC001",))]

    assert [len(found) for found in each] == [1, 1200]
    assert each[0][0].count == 1200
