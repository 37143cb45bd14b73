"""``provenance check``: the gate for CI."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, INCOMPLETE, OK
from provenance.cli.parser import Parser, add_analysis, add_results
from provenance.cli.streams import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Report


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("check", "Print the findings, and exit with 1 when there are any of the fail level.")
    add_analysis(made)
    group = add_results(made, "full on a terminal, github in GitHub Actions, else concise")
    group.add_argument("--fail-level", metavar="LEVEL", help="error, warning or info: what fails the check (warning)")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    # After the options: numpy is not needed to say that one is wrong.
    from provenance.cli.analysis import analysed, completeness, configured, printed, saved, summarised

    # No folder is written, so nothing is computed but what the findings rest on.
    config = configured(options, format=_usual_format(), write="findings")
    report = analysed(options, config)
    failing = _failing(report, config.judging.fail_level)
    written = saved(report, config, options, folder=False)
    if options.format or not options.quiet:
        printed(report if options.format or options.verbose else failing, config)
    summarised(report if options.verbose else failing, config)
    complain(_verdict(report, failing), prefix="")
    incomplete = INCOMPLETE if written is None else completeness(report)
    return incomplete or (FOUND if failing.findings else OK)


def _usual_format() -> str:
    """Return the format for where standard output goes."""
    if sys.stdout.isatty():
        return "full"
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "concise"


def _failing(report: Report, level: str) -> Report:
    """Return *report* with the findings only that are of *level* or above."""
    import attrs

    from provenance.settings import SEVERITIES

    fatal = SEVERITIES[: SEVERITIES.index(level) + 1]
    return attrs.evolve(report, findings=tuple(finding for finding in report.findings if finding.severity in fatal))


def _verdict(report: Report, failing: Report) -> str:
    """Return how the check ended, in one sentence."""
    from provenance.reporters.display import count
    from provenance.reporters.overview import severities

    checked = count(len(report.evidence.documents), "document")
    below = len(report.findings) - len(failing.findings)
    rest = f"; {count(below, 'finding')} below the fail level" if below else ""
    return f"{checked} checked: {severities(failing) if failing.findings else 'nothing that fails'}{rest}"
