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
    """Return the stages whose evidence the selected rules read, without the stages that these depend on."""
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
    """Return the findings of the selected rules on *evidence*, in the order of their places.

    More than 1,000 findings of one rule in one file become one, with their count.  *watch* is called before each rule,
    with the number of rules that are done and the number of all.  Raises ConfigError for a choice that matches no rule.
    """
    case = Case(evidence, attributing, aligning)
    findings: list[Finding] = []
    selected = chosen(RULES, judging)
    for done, rule in enumerate(selected):
        if watch is not None:
            watch(done, len(selected))
        findings += fold(rule, rule.check(case, Find(rule, evidence.documents)))
    findings.sort(key=order)
    return _settled(distinct(findings), evidence, judging)


def _settled(findings: tuple[Finding, ...], evidence: Evidence, judging: Judging) -> tuple[Finding, ...]:
    """Return *findings* with the severities of the settings, without accepted ones, and with SUP001 findings."""
    if not judging.severity and not judging.accept:
        return findings
    import attrs

    from provenance.rules.acceptance import accepted, severe

    severities = tuple((prefix(choice, RULES), severity) for choice, severity in judging.severity)
    accept = tuple(
        attrs.evolve(one, codes=tuple(prefix(choice, RULES) for choice in one.codes)) for one in judging.accept
    )
    judging = attrs.evolve(judging, severity=severities, accept=accept)
    selected = [rule.code for rule in chosen(RULES, judging)]
    remaining, notices = accepted(severe(findings, judging), evidence, judging, selected)
    unused = suppressions(attrs.evolve(evidence, notices=tuple(notices)), judging)
    return tuple(sorted((*remaining, *severe(unused, judging)), key=order))


def suppressions(evidence: Evidence, judging: Judging) -> tuple[Finding, ...]:
    """Return the findings of the SUP rules on the notices of *evidence*, in the order of their places.

    These rules run whatever is selected, unless they are ignored: a run with --select DUP still reports stale entries.
    """
    from provenance.config import Aligning, Attributing, Judging

    case = Case(evidence, Attributing(), Aligning())
    selected = chosen(RULES, Judging(ignore=judging.ignore))
    rules = [rule for rule in selected if rule.code.startswith("SUP")]
    findings = [finding for rule in rules for finding in fold(rule, rule.check(case, Find(rule, evidence.documents)))]
    return distinct(sorted(findings, key=order))
