"""``provenance check``: print the findings that are new, and fail if there are any."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, INCOMPLETE, OK
from provenance.cli.parser import Parser, add_index, add_output, add_paths, add_settings
from provenance.cli.streams import complain

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from provenance.cli.gate import Gate
    from provenance.scope import Scope
    from provenance.settings import Config

_UNREAD = ("IO001", "ENC001")  # rules that name what could not be read


def parser() -> Parser:
    """Return the parser of the command's options."""
    from provenance.reporters.formats import printable

    made = Parser("check", "Print the findings, and exit with 1 if there is a new one of the fail level or above.")
    add_paths(made)
    add_index(made)
    made.add_argument(
        "--against",
        action="append",
        metavar="PATH",
        help="also compare the texts with those at PATH (repeatable); findings are about the new ones only",
    )
    usual = "full on a terminal, github in GitHub Actions, else concise"
    text = f"print this format: {', '.join(printable())} [default: {usual}]"
    groups = add_settings(made, "check", {"format": printable()}, format=text)
    add_output(groups["output"])
    group = groups["accepted findings"]
    group.add_argument("--no-baseline", action="store_true", help="ignore the baseline, and accept nothing")
    group.add_argument("--ratchet", action="store_true", help="also fail on settings and entries that accept nothing")
    group = made.add_argument_group("scope", "only report findings about these files, compared with all files")
    group.add_argument("--changed-since", metavar="REF", help="files changed since this git branch, tag or commit")
    group.add_argument("--staged", action="store_true", help="files staged for the next commit")
    group.add_argument("--focus", action="append", metavar="PATH", help="this file or folder (repeatable)")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.configure import check_places, configured
    from provenance.cli.gate import scope_of

    # No folder is written, so only the stages that findings need run.
    config = configured(options, format=_usual_format(), write="findings")
    check_places(options, config, folder=False)
    scope = scope_of(options)
    if options.against:
        from provenance.scope import new_among

        scope = new_among(options.paths) if scope is None else scope
        options.paths = [*options.paths, *options.against]
    idle = scope is not None and not any(path == "-" or scope.below(path) for path in options.paths)
    for note in scope.notes if scope is not None and not idle else ():
        complain(note)
    if scope is not None and scope.git is not None and not idle:
        from provenance.scope.unseen import unseen

        for sentence in unseen(scope.git, options.paths, scope, gitignore=config.reading.gitignore):
            complain(sentence)
        if options.staged:
            from provenance.scope.index import next_commit

            with next_commit(config, scope.git, options.paths) as config:
                return _checked(options, config, scope, idle=False)
    return _checked(options, config, scope, idle=idle)


def _checked(options: Namespace, config: Config, scope: Scope | None, *, idle: bool) -> int:
    """Check the paths in *options*, print the findings, and return the exit status; *idle*: nothing is in scope."""
    from provenance.cli.analysis import analysed, completeness, printed, saved, summarised
    from provenance.cli.gate import gated, nothing
    from provenance.cli.notices import name_missed

    report = nothing(options.paths) if idle else analysed(options, config)
    gate = gated(report, config, options, scope)
    written = saved(gate.report, config, options, folder=False)
    if options.format or not options.quiet:
        printed(gate.report if options.format or options.verbose else gate.shown, config)
    summarised(gate.report if options.verbose else gate.shown, config)
    complain("nothing in scope, so nothing was checked" if idle else _verdict(gate), prefix="")
    if options.quiet or not any(finding.code in _UNREAD for finding in gate.shown.findings):
        name_missed(report, options)
    incomplete = INCOMPLETE if written is None else completeness(report)
    return incomplete or (FOUND if gate.failing.findings else OK)


def _usual_format() -> str:
    """Return the default format: it depends on where standard output goes."""
    if sys.stdout.isatty():
        return "full"
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "concise"


def _verdict(gate: Gate) -> str:
    """Return how the check ended, in one sentence."""
    from provenance.reporters.display import count
    from provenance.reporters.overview.rows import severities

    checked = count(len(gate.report.evidence.documents), "document")
    new = severities(gate.failing) if gate.failing.findings else "no finding fails"
    unused = sum(finding.code.startswith("SUP") for finding in gate.shown.findings)
    below = len(gate.report.findings) - len(gate.shown.findings)
    rest = (
        (gate.accepted, f"{gate.accepted:,} accepted"),
        (unused, count(unused, "unused acceptance")),
        (below, f"{count(below, 'finding')} below the fail level"),
    )
    return "; ".join((f"{checked} checked: {new}", *(said for number, said in rest if number)))
