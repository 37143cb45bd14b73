"""From evidence to findings: the table of rules, which of them speak, and what they say.

A rule sees evidence only.  To add one, write its check in the module of its family and a line in ``RULES``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules import duplicate
from provenance.rules import input as inputs
from provenance.rules.choice import chosen
from provenance.rules.fold import distinct, fold, order
from provenance.rules.rule import Case, Find, Rule

if TYPE_CHECKING:
    from provenance.config import Aligning, Attributing, Judging
    from provenance.model import Evidence, Finding

__all__ = ["RULES", "Rule", "judge", "needs"]

_READ: frozenset[str] = frozenset()
_COPIES = frozenset({"digests", "sketch", "group"})

# A code never changes its meaning, and none is used twice.
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("DUP001", "identical-bytes", "error", duplicate.identical_bytes, _COPIES),
        Rule("DUP002", "identical-words", "error", duplicate.identical_words, _COPIES),
        Rule("DUP003", "near-duplicate", "warning", duplicate.near_duplicate, _COPIES),
        Rule("DUP004", "contained-document", "warning", duplicate.contained, _COPIES),
        Rule("DUP005", "reordered-copy", "warning", duplicate.reordered, _COPIES),
        Rule("ENC001", "undecodable-input", "error", inputs.undecodable, _READ),
        Rule("IO001", "unreadable-input", "error", inputs.unreadable_input, _READ),
        Rule("IO002", "curtailed-input", "warning", inputs.curtailed_input, _READ),
    )
}


def needs(judging: Judging) -> frozenset[str]:
    """Return the names of the stages whose evidence the selected rules read; what feeds those is not named."""
    return frozenset().union(*(rule.needs for rule in chosen(RULES, judging)))


def judge(
    evidence: Evidence, judging: Judging, attributing: Attributing, aligning: Aligning
) -> tuple[Finding, ...]:
    """Return what the selected rules hold against *evidence*, in the order of the places.

    More than 1,000 findings of one rule in one file are one, with their number.  Raises ConfigError for a choice that
    fits no rule.
    """
    case = Case(evidence, attributing, aligning)
    findings: list[Finding] = []
    for rule in chosen(RULES, judging):
        findings += fold(rule, rule.check(case, Find(rule, evidence.documents)))
    findings.sort(key=order)
    return distinct(findings)
