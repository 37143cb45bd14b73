"""From evidence to findings: the table of rules, which of them speak, and what they say.

A rule sees evidence only.  To add one, write its check in the module of its family and a line in ``RULES``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.faults import Faults
from provenance.rules import date, duplicate, encoding, overlap, repeat, source, suppression, text
from provenance.rules import input as inputs
from provenance.rules.choice import chosen, prefix
from provenance.rules.fold import distinct, fold, order
from provenance.rules.rule import Case, Crowd, Find, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.model import Evidence, Finding
    from provenance.settings import Aligning, Attributing, Extent, Judging

__all__ = ["RULES", "Rule", "chosen", "described", "judge", "needs", "suppressions"]

_READ: frozenset[str] = frozenset()
_COPIES = frozenset({"sketch", "group"})
_REPEATS = frozenset({"repeats"})
_PASSAGES = frozenset({"group", "passages"})
_CLAIMS = frozenset({"attribute"})
_DERIVED = frozenset({"attribute", "derive"})
_FORM = frozenset({"inspect"})

# A code never changes its meaning, and none is used twice.
_TABLE = (
    Rule("DUP001", "identical-bytes", "error", duplicate.identical_bytes, _COPIES | {"digests"}),
    Rule("DUP002", "identical-words", "error", duplicate.identical_words, _COPIES),
    Rule("DUP003", "near-duplicate", "warning", duplicate.near_duplicate, _COPIES),
    Rule("DUP004", "contained-document", "warning", duplicate.contained, _COPIES),
    Rule("DUP005", "reordered-copy", "warning", duplicate.reordered, _COPIES),
    Rule("REP001", "repeated-page", "error", repeat.repeated_page, _REPEATS),
    Rule("REP002", "repeated-lead", "warning", repeat.repeated_lead, _REPEATS),
    Rule("OVL001", "shared-passage", "warning", overlap.shared_passage, _PASSAGES),
    Rule("OVL002", "shared-quotation", "info", overlap.shared_quotation, _PASSAGES),
    Rule("OVL003", "stock-phrase", "info", overlap.stock_phrase, _PASSAGES, on=False),
    Rule("SRC001", "no-source", "warning", source.no_source, _CLAIMS),
    Rule("SRC002", "weak-source", "info", source.weak_source, _CLAIMS),
    Rule("SRC003", "source-conflict", "warning", source.source_conflict, _CLAIMS),
    Rule("SRC004", "outlet-not-named", "info", source.outlet_not_named, _CLAIMS),
    Rule("SRC005", "uncredited-copy", "warning", source.uncredited_copy, _DERIVED),
    Rule("DATE001", "no-date", "warning", date.no_date, _CLAIMS),
    Rule("DATE002", "date-conflict", "error", date.date_conflict, _CLAIMS),
    Rule("DATE003", "implausible-date", "error", date.implausible_date, _CLAIMS),
    Rule("DATE004", "ambiguous-date", "warning", date.ambiguous_date, _CLAIMS),
    Rule("DATE005", "only-crawler-date", "info", date.only_crawler_date, _CLAIMS),
    Rule("DATE006", "no-time-zone", "info", date.no_time_zone, _CLAIMS),
    Rule("DATE007", "copy-before-original", "warning", date.copy_before_original, _DERIVED),
    Rule("ENC001", "undecodable-input", "error", inputs.undecodable, _READ),
    Rule("ENC002", "mojibake", "warning", encoding.mojibake, _FORM),
    Rule("ENC003", "replacement-characters", "warning", encoding.replacement_characters, _FORM),
    Rule("ENC004", "invisible-characters", "warning", encoding.invisible_characters, _FORM),
    Rule("ENC005", "mixed-normal-forms", "info", encoding.mixed_normal_forms, _FORM),
    Rule("TXT001", "empty-text", "warning", text.empty_text, _FORM),
    Rule("TXT002", "page-chrome", "warning", text.page_chrome, _FORM),
    Rule("TXT003", "glued-sentences", "warning", text.glued_sentences, _FORM),
    Rule("TXT004", "markup-residue", "warning", text.markup_residue, _FORM),
    Rule("TXT005", "truncated-text", "warning", text.truncated_text, _FORM),
    Rule("TXT006", "no-title", "info", text.no_title, _CLAIMS),
    Rule("TXT007", "several-articles", "warning", text.several_articles, _FORM),
    Rule("IO001", "unreadable-input", "error", inputs.unreadable_input, _READ),
    Rule("IO002", "curtailed-input", "warning", inputs.curtailed_input, _READ),
    Rule("SUP001", "unused-suppression", "warning", suppression.unused_suppression, _READ),
    Rule("SUP002", "stale-baseline-entry", "warning", suppression.stale_entry, _READ),
)
RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}


def needs(judging: Judging) -> frozenset[str]:
    """Return the names of the stages whose evidence the selected rules read; what feeds those is not named."""
    return frozenset().union(*(rule.needs for rule in chosen(RULES, judging)))


def described(code: str) -> tuple[str, str]:
    """Return the name and the page of the rule with *code*."""
    rule = RULES[code]
    return rule.name, rule.page


def judge(
    evidence: Evidence,
    judging: Judging,
    attributing: Attributing,
    aligning: Aligning,
    *,
    extent: Extent | None = None,
    watch: Callable[[int, int], None] | None = None,
    faults: Faults | None = None,
) -> tuple[Finding, ...]:
    """Return what the selected rules hold against *evidence*, in the order of the places.

    More than 1,000 findings of one rule in one file are one, with their number.  *extent* is what the run covers.
    *watch* is called with the rules that
    have spoken, and with how many there are.  *faults* are those of the stages, and take those of rules: such a rule
    says no more, and none speaks of a text that its stages said nothing of.  Raises ConfigError for a choice that fits
    no rule.
    """
    faults = faults or Faults()
    case = Case(evidence, attributing, aligning, faults.notices)
    findings: list[Finding] = []
    speaking = chosen(RULES, judging)
    for done, rule in enumerate(speaking):
        if watch is not None:
            watch(done, len(speaking))
        findings += fold(rule, _spoken(rule, case, faults))
    findings.sort(key=order)
    return _settled(distinct(findings), faults.told(evidence), judging, extent)


def _spoken(rule: Rule, case: Case, faults: Faults) -> Iterator[Finding | Crowd]:
    """Yield what *rule* finds in the texts that the stages it needs could look into, up to a fault of its own."""
    gaps = frozenset[int]().union(*(faults.gaps.get(stage, ()) for stage in rule.needs))
    with faults.sparing(f"rule {rule.code}"):
        for finding in rule.check(case, Find(rule, case.evidence.documents, gaps)):
            # Of a crowd the gaps are left out where it is made.
            if isinstance(finding, Crowd) or finding.document not in gaps:
                yield finding


def _settled(
    findings: tuple[Finding, ...], evidence: Evidence, judging: Judging, extent: Extent | None
) -> tuple[Finding, ...]:
    """Return *findings* with the severities of the settings, without what these accept, and SUP001 for vain ones."""
    if not judging.severity and not judging.acceptances:
        return findings
    import attrs

    from provenance.rules.acceptance import accepted, severe
    from provenance.settings import Extent

    severities = tuple((prefix(choice, RULES), severity) for choice, severity in judging.severity)
    accept = tuple(
        attrs.evolve(one, codes=tuple(prefix(choice, RULES) for choice in one.codes)) for one in judging.acceptances
    )
    judging = attrs.evolve(judging, severity=severities, accept=accept, per_file_ignores=())
    # Nothing is in vain that a fault of ours may have kept from its finding.
    faulty = any(notice.kind == "fault" for notice in evidence.notices)
    speaking = [] if faulty else [rule.code for rule in chosen(RULES, judging)]
    left, notices = accepted(severe(findings, judging), evidence, judging, extent or Extent(), speaking)
    vain = suppressions(attrs.evolve(evidence, notices=tuple(notices)), judging)
    return tuple(sorted((*left, *severe(vain, judging)), key=order))


def suppressions(evidence: Evidence, judging: Judging) -> tuple[Finding, ...]:
    """Return what SUP rules hold against the notices of *evidence*, in the order of the places.

    They speak whatever is selected, unless they are ignored: who selects DUP still wants to know of stale entries.
    """
    from provenance.settings import Aligning, Attributing, Judging

    case = Case(evidence, Attributing(), Aligning())
    speaking = chosen(RULES, Judging(ignore=judging.ignore))
    rules = [rule for rule in speaking if rule.code.startswith("SUP")]
    findings = [finding for rule in rules for finding in fold(rule, rule.check(case, Find(rule, evidence.documents)))]
    return distinct(sorted(findings, key=order))
