"""``provenance explain CODE``: the page of one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.parser import Parser
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.rules import Rule


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("explain", "Say what a rule holds against a text, why that hurts and what to do.")
    made.add_argument("rule", metavar="CODE", help="the code of a rule, or its name")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    from provenance.rules import RULES

    rule = found(options.rule, RULES)
    with results(utf8=False) as stream:
        stream.write(f"{rule.code} {rule.name} ({rule.severity}{'' if rule.on else ', off by default'})\n\n{rule.page}")
    return 0


def found(word: str, rules: Mapping[str, Rule]) -> Rule:
    """Return the rule whose code or name is *word*, in any case.  Raises UsageError where there is none."""
    for rule in rules.values():
        if word.lower() in (rule.code.lower(), rule.name):
            return rule
    from provenance.settings.layers import suggestion

    near = suggestion(word.upper(), list(rules)) or suggestion(word.lower(), [rule.name for rule in rules.values()])
    raise UsageError(f"there is no rule {word}{near}{'' if near else '; provenance rules lists them'}")
