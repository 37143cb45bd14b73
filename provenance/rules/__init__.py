"""From evidence to findings: the table of rules, and the findings of those that are selected.

A rule sees evidence only.  To add one, write its check and its ``Rule`` in the module of its family, and list it in
that module's ``RULES``.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from provenance.faults import Faults
from provenance.rules import date, duplicate, encoding, fixity, inputs, overlap, repeat, source, suppression, text
from provenance.rules.case import Case
from provenance.rules.choice import chosen, listed, prefix
from provenance.rules.find import Crowd, Find
from provenance.rules.fold import distinct, fold, order
from provenance.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.model import Evidence, Finding, Report
    from provenance.settings import Aligning, Attributing, Extent, Judging

__all__ = ["FAMILIES", "RULES", "Rule", "chosen", "described", "gathered", "judge", "needs", "suppressions"]

# In the order in which rules are listed and run: inputs comes after the rules whose faults it reports.
FAMILIES = (duplicate, repeat, overlap, source, date, encoding, text, fixity, inputs, suppression)
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
    extent: Extent | None = None,
    watch: Callable[[int, int], None] | None = None,
    faults: Faults | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of the selected rules on *evidence*, in the order of their places.

    More than 1,000 findings of one rule in one file become one, unless the settings list them all.  *extent* is what
    the run covers.  *watch* is called before each rule, with the number of rules that are done and the number of all.
    *faults* are those of the stages, and take those of rules: a rule that fails stops there, and no rule judges a text
    that a stage it needs could not examine.  Raises ConfigError for a choice that matches no rule.
    """
    faults = faults or Faults()
    case = Case(evidence, attributing, aligning, faults.notices)
    findings: list[Finding] = []
    selected, every = chosen(RULES, judging), listed(RULES, judging)
    for done, rule in enumerate(selected):
        if watch is not None:
            watch(done, len(selected))
        if rule.code in every:
            findings += fold(rule, _checked(rule, case, faults, inf), inf)
        else:
            findings += fold(rule, _checked(rule, case, faults))
    findings.sort(key=order)
    return _settled(distinct(findings), faults.added_to(evidence), judging, extent)


def gathered(report: Report, judging: Judging) -> tuple[Finding, ...]:
    """Return the findings of *report*, those that many texts have as one; see ``provenance.rules.widespread``."""
    from provenance.rules.widespread import gathered as run

    return run(report, listed(RULES, judging))


def _checked(rule: Rule, case: Case, faults: Faults, limit: float | None = None) -> Iterator[Finding | Crowd]:
    """Yield the findings of *rule* on the texts that the stages it needs could examine, up to a fault of its own."""
    gaps = frozenset[int]().union(*(faults.gaps.get(stage, ()) for stage in rule.needs))
    with faults.caught(f"rule {rule.code}"):
        for finding in rule.check(case, Find(rule.code, rule.severity, case.evidence.documents, gaps, limit=limit)):
            # A crowd leaves these documents out where it is made.
            if isinstance(finding, Crowd) or finding.document not in gaps:
                yield finding


def _settled(
    findings: tuple[Finding, ...], evidence: Evidence, judging: Judging, extent: Extent | None
) -> tuple[Finding, ...]:
    """Return *findings* with the severities of the settings, without accepted ones, and with SUP001 findings."""
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
    # A fault may have kept a rule from the finding that an acceptance is for, so none counts as unused then.
    faulty = any(notice.kind == "fault" for notice in evidence.notices)
    selected = [] if faulty else [rule.code for rule in chosen(RULES, judging)]
    remaining, notices = accepted(severe(findings, judging), evidence, judging, extent or Extent(), selected)
    unused = suppressions(attrs.evolve(evidence, notices=tuple(notices)), judging)
    return tuple(sorted((*remaining, *severe(unused, judging)), key=order))


def suppressions(evidence: Evidence, judging: Judging) -> tuple[Finding, ...]:
    """Return the findings of the SUP rules on the notices of *evidence*, in the order of their places.

    These rules run whatever is selected, unless they are ignored: a run with --select DUP still reports stale entries.
    """
    from provenance.settings import Aligning, Attributing, Judging

    case = Case(evidence, Attributing(), Aligning())
    selected = chosen(RULES, Judging(ignore=judging.ignore))
    rules = [rule for rule in selected if rule.code.startswith("SUP")]
    findings = [finding for rule in rules for finding in fold(rule, _checked(rule, case, Faults()))]
    return distinct(sorted(findings, key=order))
