"""Which rules speak, in what order, under which fingerprints, and how many findings a reader gets."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_kit import document, evidence, findings_of, judged, pairs

from provenance import rules, settings
from provenance.errors import ConfigError
from provenance.model import Notice, Span, Trait
from provenance.rules import FAMILIES, RULES, needs
from provenance.rules.choice import chosen

IO_AND_SUP = {code for code in RULES if code.startswith(("IO", "SUP"))}
KINDS = ["chrome", "glued", "markup", "replacement", "mojibake", "invisible", "truncated"]
traits = st.builds(
    Trait,
    kind=st.sampled_from(KINDS),
    span=st.builds(lambda start, size: Span(start, start + size), st.integers(0, 50), st.integers(1, 20)),
    detail=st.text(max_size=8),
)


def choose(select=(), ignore=()):
    return [rule.code for rule in chosen(RULES, settings.Judging(select=tuple(select), ignore=tuple(ignore)))]


def with_traits(*lists, path=None):
    return evidence(
        [document(f"{at}.txt", path=path, line=at + 1 if path else None) for at in range(len(lists))],
        traits=tuple(map(tuple, lists)),
    )


def place(finding):
    return (
        finding.path,
        finding.line or 0,
        (finding.span.start, finding.span.end) if finding.span else (-1, -1),
        finding.code,
    )


@given(st.lists(st.lists(traits, max_size=6), max_size=4))
def test_findings_come_in_the_order_of_their_places(lists):
    """By path, line, place and code, whichever rule found them."""
    findings = judged(with_traits(*lists))

    assert [place(finding) for finding in findings] == sorted(place(finding) for finding in findings)


@given(st.lists(st.lists(traits, max_size=6), max_size=4))
def test_no_two_findings_have_one_fingerprint(lists):
    """Even findings that say the same of two places of one document are told apart."""
    findings = judged(with_traits(*lists))

    assert len({finding.fingerprint for finding in findings}) == len(findings)


@given(st.lists(st.lists(traits, max_size=6), max_size=4))
def test_equal_evidence_gives_equal_findings(lists):
    """Nothing but the evidence decides: not the clock, not the order of a set."""
    assert judged(with_traits(*lists)) == judged(with_traits(*lists))


@given(st.lists(traits, min_size=1, max_size=4, unique_by=lambda trait: trait.kind), st.integers(1, 1000))
def test_an_edit_elsewhere_keeps_the_fingerprint(some, shift):
    """A fingerprint is made of what stands at a place, not of where the place is."""
    moved = [attrs.evolve(trait, span=Span(trait.span.start + shift, trait.span.end + shift)) for trait in some]

    before = {finding.code: finding.fingerprint for finding in judged(with_traits(some))}
    after = {finding.code: finding.fingerprint for finding in judged(with_traits(moved))}

    assert before == after


def test_a_record_without_an_id_keeps_its_fingerprint_when_a_line_is_put_before_it():
    """Such a record is named by its line, which an edit above it changes; its fingerprint goes by its content."""
    one = [Trait("glued", Span(0, 9), "noted.The")]
    first = evidence([document("f.jsonl#1", path="f.jsonl", line=1, sha256="ab")], traits=(tuple(one),))
    second = evidence([document("f.jsonl#2", path="f.jsonl", line=2, sha256="ab")], traits=(tuple(one),))

    assert judged(first)[0].fingerprint == judged(second)[0].fingerprint


def test_two_documents_with_the_same_passage_have_two_fingerprints():
    """Which document has it is part of what a finding says."""
    one = [Trait("glued", Span(0, 9), "noted.The")]

    first, second = judged(with_traits(one, one))

    assert first.fingerprint != second.fingerprint


def test_a_thousand_findings_in_one_file_stay_and_one_more_makes_them_one():
    """More than 1,000 findings of one code in one container become one, with count, first and last place."""
    glued = [Trait("glued", Span(4, 13), "noted.The")]

    thousand = judged(with_traits(*[glued] * 1000, path="f.jsonl"))
    (crowd,) = judged(with_traits(*[glued] * 1001, path="f.jsonl"))

    assert len(thousand) == 1000
    assert crowd.count == 1001
    assert (crowd.path, crowd.line, crowd.span) == ("f.jsonl", 1, Span(4, 13))
    assert [at.document for at in crowd.evidence] == [0, 1000]
    assert "1,001" in crowd.message
    assert "line 1001" in crowd.message


def test_findings_of_several_files_are_counted_apart():
    """The limit is one of a container, not of the corpus."""
    glued = [Trait("glued", Span(4, 13), "noted.The")]

    findings = judged(with_traits(*[glued] * 1500))

    assert len(findings) == 1500


def test_a_trait_that_stands_for_many_places_says_how_many():
    """What inspection counted is counted in the finding, and not lost."""
    (finding,) = judged(with_traits([Trait("glued", Span(0, 900), "noted.The", 5000)]))

    assert finding.count == 5000
    assert "5,000 places" in finding.message


def test_every_rule_speaks_by_default_but_those_that_are_off():
    """Stock phrases are quiet until they are asked for."""
    assert set(RULES) - set(choose()) == {"OVL003"}


@pytest.mark.parametrize(
    ("select", "ignore", "found"),
    [
        (["DUP001"], [], {"DUP001"}),
        (["near-duplicate"], [], {"DUP003"}),
        (["dup"], ["DUP00"], set()),
        (["DUP003"], ["DUP"], {"DUP003"}),
        (["DUP"], ["near-duplicate", "DUP005"], {"DUP001", "DUP002", "DUP004"}),
        (["OVL003"], [], {"OVL003"}),
        (
            ["ALL"],
            ["DUP", "REP", "OVL", "SRC", "DATE", "ENC", "TXT", "FIX"],
            {code for code in RULES if code[:2] in {"IO", "SU"}},
        ),
        ([], ["ALL"], set()),
    ],
)
def test_the_longest_choice_decides_and_ignore_wins_a_draw(select, ignore, found):
    """Codes, beginnings of codes and names; a longer select beats a shorter ignore."""
    assert set(choose(select, ignore)) == found


@pytest.mark.parametrize(
    ("choice", "hint"),
    [("DUPE", "DUP"), ("near-duplicates", "near-duplicate"), ("DUP009", "DUP00"), ("quux", "families")],
)
def test_a_choice_that_fits_no_rule_is_an_error_with_a_way_out(choice, hint):
    """A typing error must not silence a gate."""
    with pytest.raises(ConfigError, match=hint):
        needs(settings.Judging(select=(choice,)))
    with pytest.raises(ConfigError, match=hint):
        needs(settings.Judging(ignore=(choice,)))


def test_only_the_stages_that_the_rules_need_are_named():
    """A check of the inputs alone needs no stage; one of near-duplicates does not look for passages."""
    assert needs(settings.Judging(select=("IO", "ENC001"))) == frozenset()
    assert needs(settings.Judging(select=("DUP002", "DUP003"))) == {"sketch", "group", "keep"}
    assert needs(settings.Judging(select=("DUP",))) == {"digests", "sketch", "group", "keep", "passages"}
    assert needs(settings.Judging(select=("TXT002",))) == {"inspect"}
    stages = {"digests", "sketch", "group", "keep", "repeats", "inspect", "attribute", "derive", "passages"}
    assert needs(settings.Judging()) <= stages


def test_every_rule_has_a_code_a_name_and_a_page():
    """The table is what the docs and ``explain`` are made of."""
    assert len(RULES) == sum(len(family.RULES) for family in FAMILIES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.name == rule.name.lower().strip()
        assert rule.severity in {"error", "warning", "info"}
        assert rule.summary
        labels = re.findall(r"^(What it does|Why it matters|What to do): \S", rule.page, re.MULTILINE)
        assert labels == ["What it does", "Why it matters", "What to do"], code
        assert not any(line.startswith(" ") for line in rule.page.splitlines()), code


@pytest.mark.parametrize(
    ("kind", "code", "severity"),
    [
        ("unreadable", "IO001", "error"),
        ("broken record", "IO001", "error"),
        ("no text", "IO001", "error"),
        ("not decodable", "ENC001", "error"),
        ("decoded by guess", "ENC001", "warning"),
        ("over limit", "IO002", "warning"),
        ("duplicate id", "IO002", "warning"),
        ("field twice", "IO002", "warning"),
        ("passed over", "IO002", "info"),
    ],
)
def test_what_a_reader_met_becomes_a_finding(kind, code, severity):
    """Every notice has a rule, and none is dropped."""
    notice = Notice(kind, "in/f.jsonl", 3, "line 3 is no JSON:\x1b[31m", 7)

    (finding,) = judged(evidence([], notices=(notice,)))

    assert (finding.code, finding.severity, finding.path, finding.line) == (code, severity, "in/f.jsonl", 3)
    assert finding.document is None
    assert finding.count == 7
    assert finding.message.isprintable()


def test_an_empty_corpus_gives_no_findings():
    """Nothing is wrong with nothing."""
    assert judged(evidence([])) == ()


def test_the_rules_of_derivations_are_silent_without_attributions():
    """What did not run is no evidence of anything."""
    assert rules.judge(evidence([document()]), settings.Judging(), settings.Attributing(), settings.Aligning()) == ()


@pytest.mark.parametrize("counts", [(1500, 0), (1500, 5), (1500, 1500), (5, 1500), (600, 600), (1, 999)])
def test_crowds_of_one_rule_in_one_file_are_one(counts):
    """Texts without words and texts of a few are one finding where both are many, and none of them is left out."""
    empty, short = [Trait("empty", None)], [Trait("short", None, "2 words")]
    lists = [[empty, short][at % 2 if at < 2 * min(counts) else counts[1] > counts[0]] for at in range(sum(counts))]

    findings = judged(with_traits(*lists, path="f.jsonl"), select=["TXT001"])

    assert sum(finding.count for finding in findings) == sum(counts)
    assert len(findings) == (1 if sum(counts) > 1000 else sum(counts))
    assert len(findings) > 1 or [at.document for at in findings[0].evidence] == [0, sum(counts) - 1]


def test_a_crowd_of_empty_texts_names_the_first_and_the_last():
    """It stands at the first line, and its message says how many there are and where the last one is."""
    (crowd,) = judged(with_traits(*[[Trait("empty", None)]] * 2000, path="f.jsonl"), select=["TXT001"])

    assert (crowd.line, crowd.count) == (1, 2000)
    assert crowd.message == (
        "2,000 findings of empty-text in this file; the first, line 1: the text has no words; "
        "the last, line 2000: the text has no words"
    )


def test_a_kind_of_invisible_characters_is_told_once():
    """However many there are in a text: the finding counts them, and is at the first."""
    text = "Nobody\u200b counted\u200b the\u2060 boats\u200b in the harbour.\n"

    found = [(one.message, one.count, one.span.start) for one in findings_of(text) if one.code == "ENC004"]

    assert found == [
        ("invisible characters: U+200B, at 3 places, of which this is the first", 3, 6),
        ("invisible characters: U+2060", 1, 20),
    ]


def test_two_names_of_one_file_are_no_copies():
    """A hard link is the same file: a note, where copies are an error."""
    digest = b"abc".hex()
    linked = [
        attrs.evolve(document(name, sha256=digest), stamp=stamp) for name, stamp in zip("abc", (7, 7, 8), strict=True)
    ]
    rows = [(one, other, 1.0, "identical") for one, other in ((0, 1), (0, 2), (1, 2))]
    what = evidence(linked, pairs=pairs(*rows))

    found = [(one.code, one.document, one.severity, one.message) for one in judged(what, ["DUP001", "IO002"])]

    assert found == [
        ("IO002", 1, "info", "the same file as a (hard link)"),
        ("DUP001", 2, "error", "same bytes as a (100 bytes)"),
    ]
