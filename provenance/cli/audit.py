"""``provenance audit``: analyse a corpus, print the table, write the reports."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE
from provenance.cli.parser import Parser, add_analysis, add_results
from provenance.cli.streams import complain

if TYPE_CHECKING:
    from collections.abc import Sequence


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("audit", "Analyse a corpus, print source, date and overlap, and write the reports.")
    add_analysis(made)
    group = add_results(made, "table")
    group.add_argument("--output", metavar="DIR", help="folder for the reports (reports)")
    group.add_argument(
        "--write",
        action="append",
        metavar="FILES",
        help="only these reports: documents, claims, pairs, passages, groups, findings, report, html, audit; what else "
        "is in the folder stays as it is",
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    # After the options: numpy is not needed to say that one is wrong.
    from provenance.cli.analysis import analysed, completeness, configured, printed, saved

    config = configured(options, format="table")
    report = analysed(options, config)
    written = saved(report, config, options, folder=True)
    printed(report, config)
    if written is None:
        return INCOMPLETE
    if not options.quiet:
        complain(f"written: {', '.join(map(os.path.basename, written))} in {config.reporting.output}", prefix="")
    return completeness(report)
