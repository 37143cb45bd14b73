"""From evidence to findings: the table of rules, and the findings of those that are selected.

A rule sees evidence only.  To add one, write its check and its ``Rule`` in the module of its family, and list it in
that module's ``RULES``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules import date, duplicate, encoding, inputs, overlap, repeat, source, suppression, text
from provenance.rules.case import Case
from provenance.rules.choice import chosen, prefix
from provenance.rules.find import Find
from provenance.rules.fold import distinct, fold, order
from provenance.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.config import Aligning, Attributing, Judging
    from provenance.model import Evidence, Finding

__all__ = ["FAMILIES", "RULES", "Rule", "chosen", "described", "judge", "needs", "suppressions"]

# In the order in which rules are listed.
FAMILIES = (duplicate, repeat, overlap, source, date, encoding, text, inputs, suppression)
RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}


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
    watch: Callable[[int, int], None] | None = None,
) -> tuple[Finding, ...]:
    """Return what the selected rules hold against *evidence*, in the order of the places.

    More than 1,000 findings of one rule in one file are one, with their number.  *watch* is called with the rules that
    have spoken, and with how many there are.  Raises ConfigError for a choice that
    fits no rule.
    """
    case = Case(evidence, attributing, aligning)
    findings: list[Finding] = []
    speaking = chosen(RULES, judging)
    for done, rule in enumerate(speaking):
        if watch is not None:
            watch(done, len(speaking))
        findings += fold(rule, rule.check(case, Find(rule, evidence.documents)))
    findings.sort(key=order)
    return _settled(distinct(findings), evidence, judging)


def _settled(findings: tuple[Finding, ...], evidence: Evidence, judging: Judging) -> tuple[Finding, ...]:
    """Return *findings* with the severities of the settings, without what these accept, and SUP001 for vain ones."""
    if not judging.severity and not judging.accept:
        return findings
    import attrs

    from provenance.rules.acceptance import accepted, severe

    severities = tuple((prefix(choice, RULES), severity) for choice, severity in judging.severity)
    accept = tuple(
        attrs.evolve(one, codes=tuple(prefix(choice, RULES) for choice in one.codes)) for one in judging.accept
    )
    judging = attrs.evolve(judging, severity=severities, accept=accept)
    speaking = [rule.code for rule in chosen(RULES, judging)]
    left, notices = accepted(severe(findings, judging), evidence, judging, speaking)
    vain = suppressions(attrs.evolve(evidence, notices=tuple(notices)), judging)
    return tuple(sorted((*left, *severe(vain, judging)), key=order))


def suppressions(evidence: Evidence, judging: Judging) -> tuple[Finding, ...]:
    """Return what SUP rules hold against the notices of *evidence*, in the order of the places.

    They speak whatever is selected, unless they are ignored: who selects DUP still wants to know of stale entries.
    """
    from provenance.config import Aligning, Attributing, Judging

    case = Case(evidence, Attributing(), Aligning())
    speaking = chosen(RULES, Judging(ignore=judging.ignore))
    rules = [rule for rule in speaking if rule.code.startswith("SUP")]
    findings = [finding for rule in rules for finding in fold(rule, rule.check(case, Find(rule, evidence.documents)))]
    return distinct(sorted(findings, key=order))
