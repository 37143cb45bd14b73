"""From the selected and ignored codes to the rules that run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.rules.rule import Rule
    from provenance.settings import Judging

ALL = "ALL"


def chosen(rules: Mapping[str, Rule], judging: Judging) -> list[Rule]:
    """Return the rules that run under *judging*, in the order of the table.

    A choice is a code, a prefix of codes, a rule's name or ALL.  The longest choice that matches a code decides, and
    *ignore* wins a tie.  Without *select*, every rule that is on by default runs, and those that *extend* matches.
    Raises ConfigError for a choice that matches no rule.
    """
    select = [prefix(choice, rules) for choice in judging.select]
    ignore = [prefix(choice, rules) for choice in judging.ignore]
    extend = [prefix(choice, rules) for choice in judging.extend]
    result = []
    for code, rule in rules.items():
        wanted = max(_longest(code, select) if select else (0 if rule.on else -1), _longest(code, extend))
        unwanted = _longest(code, ignore)
        if wanted > unwanted:
            result.append(rule)
    return result


def listed(rules: Mapping[str, Rule], judging: Judging) -> frozenset[str]:
    """Return the codes of the rules of which *judging* wants each finding, however many there are."""
    prefixes = tuple(prefix(choice, rules) for choice in judging.list_all)
    return frozenset(code for code in rules if prefixes and code.startswith(prefixes))


def _longest(code: str, prefixes: list[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def prefix(choice: str, rules: Mapping[str, Rule]) -> str:
    """Return the prefix of codes that *choice* stands for.  Raises ConfigError for a choice that matches no rule."""
    wanted = choice.strip()
    if wanted.upper() == ALL:
        return ""
    for code, rule in rules.items():
        if rule.name == wanted.lower():
            return code
    prefix = wanted.upper()
    if prefix and any(code.startswith(prefix) for code in rules):
        return prefix
    raise ConfigError(f"{choice!r} is no rule, family or name of a rule{_suggestion(wanted, rules)}")


def _suggestion(wanted: str, rules: Mapping[str, Rule]) -> str:
    from difflib import get_close_matches

    families = sorted({code.rstrip("0123456789") for code in rules})
    names = [rule.name for rule in rules.values()]
    near = get_close_matches(wanted.upper(), [*rules, *families], 1) or get_close_matches(wanted.lower(), names, 1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; the families are {', '.join(families)}, and `provenance rules` lists all"
