"""``provenance rules``: list all rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from provenance.cli.parser import Parser
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.rules import Rule

FORMATS = ("table", "json")


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("rules", "List all rules: code, severity, name and what each reports.")
    made.add_argument(
        "-f", "--format", default="table", metavar="FORMAT", choices=FORMATS, help="table or json [default: table]"
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    if options.format not in FORMATS:
        raise UsageError(f"--format: there is no format {options.format!r}; the formats are {', '.join(FORMATS)}")
    from provenance.rules import RULES

    text = as_json(RULES) if options.format == "json" else as_table(RULES)
    with results(utf8=options.format == "json") as stream:
        stream.write(text)
    return 0


def as_json(rules: Mapping[str, Rule]) -> str:
    """Return a JSON array with one object for each rule."""
    records = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "on": rule.on,
            "summary": rule.summary,
            "page": rule.page,
        }
        for rule in rules.values()
    ]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def as_table(rules: Mapping[str, Rule]) -> str:
    """Return a table with one line for each rule."""
    from tabulate import tabulate

    rows = [(rule.code, rule.severity if rule.on else "off", rule.name, rule.summary) for rule in rules.values()]
    return tabulate(rows, ("code", "severity", "name", "what it reports"), tablefmt="plain") + "\n"
