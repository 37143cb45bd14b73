"""From a report to what fails a check: findings that the baseline accepts are removed, its stale entries are added."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from provenance.baseline import Entry, Judgement
    from provenance.model import Notice, Report
    from provenance.scope import Scope
    from provenance.settings import Config


class Gate:
    """*report* has the new findings and the unused acceptances, *failing* those of them that fail the check.

    *shown* are those of the fail level or above, and the unused acceptances.  *accepted* is the number of findings that
    the baseline removed.
    """

    __slots__ = ("accepted", "failing", "report", "shown")

    def __init__(self, report: Report, config: Config, accepted: int, *, ratchet: bool) -> None:
        fatal = config.judging.fatal
        self.report = report
        self.accepted = accepted
        self.shown = attrs.evolve(
            report,
            findings=tuple(
                finding for finding in report.findings if finding.severity in fatal or finding.code.startswith("SUP")
            ),
        )
        self.failing = attrs.evolve(
            report,
            findings=tuple(finding for finding in self.shown.findings if ratchet or not finding.code.startswith("SUP")),
        )


def baseline_path(config: Config) -> str:
    """Return the path of the baseline: the file that was named, else the default one in the project's folder."""
    from provenance.baseline import NAME

    return config.judging.baseline or os.path.join(config.extent.root or os.curdir, NAME)


def scope_of(options: Namespace) -> Scope | None:
    """Return what the findings must be about; None: anything.

    Raises UsageError if there is no git repository, no such commit or no such path.
    """
    # An empty reference counts as given: a script passed an empty variable, and must not check everything.
    if not (options.changed_since is not None or options.staged or options.focus):
        return None
    from provenance.scope import changed_since, focused, staged

    scope = focused(options.focus or ())
    if options.staged:
        scope = scope.both(staged(options.paths))
    if options.changed_since is not None:
        scope = scope.both(changed_since(options.changed_since, options.paths))
    return scope


def nothing(paths: Sequence[str]) -> Report:
    """Return the report of a check with nothing in scope.  Raises UsageError for a path that does not exist."""
    import numpy as np

    from provenance.model import Evidence, Report
    from provenance.pipeline import no_pairs

    for path in paths:
        if path != "-" and not os.path.lexists(path):
            raise UsageError(f"{path!r}: there is no such file or folder")
    return Report(Evidence((), np.zeros(0, np.int64), str, no_pairs()), ())


def gated(report: Report, config: Config, options: Namespace, scope: Scope | None) -> Gate:
    """Return the findings of *report* that are new and in *scope*.

    The baseline is compared with all findings first: so no entry is used twice, and none out of scope looks stale.
    Raises ConfigError for a baseline that cannot be read, UsageError for a named one that does not exist.
    """
    path = baseline_path(config)
    there = not options.no_baseline and _has_baseline(path, config)
    if not options.no_baseline and config.judging.baseline and not there and not os.path.exists(path):
        raise UsageError(f"{path}: this baseline does not exist; to create it, run: provenance baseline create")
    accepted = 0
    if there:
        from provenance.rules import suppressions

        judgement = judged(report, config, path)
        # After a fault, a finding may be missing because of a bug; its entry is not stale then.
        whole = report.evidence.documents and not any(one.kind == "fault" for one in report.evidence.notices)
        notices = stale_notices(judgement, config, options, path) if whole else []
        evidence = attrs.evolve(report.evidence, notices=(*report.evidence.notices, *notices))
        accepted = judgement.accepted
        report = attrs.evolve(
            report, evidence=evidence, findings=judgement.new + suppressions(evidence, config.judging)
        )
    if scope is not None:
        from provenance.scope import narrowed

        report = attrs.evolve(report, findings=narrowed(report, scope))
    from provenance.rules import gathered

    report = attrs.evolve(report, findings=gathered(report, config.judging))
    return Gate(report, config, accepted, ratchet=options.ratchet)


def _has_baseline(path: str, config: Config) -> bool:
    """Return whether there is a baseline at *path*; with --staged, whether the next commit will have one."""
    from provenance.readers.source import place

    real = place(os.path.abspath(os.fsencode(path)))
    if real in config.extent.without:
        from provenance.cli.streams import complain

        complain(f"{path}: this baseline is not staged, so it accepts nothing; run git add on it")
        return False
    return real in config.extent.instead or os.path.exists(path)


def judged(report: Report, config: Config, path: str) -> Judgement:
    """Return which findings of *report* the baseline at *path* accepts."""
    from provenance.baseline import judge, load
    from provenance.readers.source import file_to_open

    # With --staged, the baseline is read as it is staged, like the texts.
    entries = load(path, file_to_open(os.path.abspath(os.fsencode(path)), config.extent.instead))
    return judge(report.findings, report.evidence, entries, config.extent.root)


def stale_notices(judgement: Judgement, config: Config, options: Namespace, path: str) -> list[Notice]:
    """Return a notice for each stale entry: its documents were part of this run, or its rule does not exist."""
    from provenance.model import Notice
    from provenance.paths import relative
    from provenance.rules import RULES

    file = os.path.abspath(os.fsencode(path))
    shown = relative(file, os.path.abspath(os.fsencode(config.extent.root or os.curdir)))
    return [
        Notice("stale entry", shown.decode("utf-8", "backslashreplace"), entry.line, _stale(entry), file=file)
        for entry in (
            *in_question(judgement.stale, config, options),
            *(entry for entry in judgement.stale if entry.code not in RULES),
        )
    ]


def in_question(entries: Sequence[Entry], config: Config, options: Namespace) -> list[Entry]:
    """Return the *entries* whose rule ran and whose documents were or would have been read.

    An entry for an unknown rule is left out: it may come from a later version.
    """
    from provenance.rules import RULES, chosen

    codes = {rule.code for rule in chosen(RULES, config.judging)}
    roots = ["-" if path == "-" else os.path.abspath(path) for path in options.paths]
    top = os.path.abspath(config.extent.root or os.curdir)
    left_out = _left_out(config, options)
    return [
        entry
        for entry in entries
        if entry.code in codes
        and all(any(_lies_in(name, root, top) for root in roots) and not left_out(name) for name in _places(entry))
    ]


def _places(entry: Entry) -> Sequence[str]:
    """Return the paths of an entry; of a pattern the folder that all its matches are in."""
    from provenance.paths import literal_prefix

    return (literal_prefix(entry.glob),) if entry.glob else entry.paths


def _lies_in(name: str, root: str, top: str) -> bool:
    place = name if root == "-" else os.path.normpath(os.path.join(top, name))
    return place == root or place.startswith((root.rstrip(os.sep) + os.sep, f"{root}#"))


def _left_out(config: Config, options: Namespace) -> Callable[[str], bool]:
    """Return a function that says whether options kept a path out of this run.

    What the settings exclude does not belong to the corpus at all.
    """
    if not (options.include or options.exclude):
        return lambda _: False
    from provenance.paths import Patterns

    include, exclude = Patterns(config.reading.include), Patterns(config.reading.exclude)

    def left_out(name: str) -> bool:
        # The name of a record continues with its id.
        names = {name, name.partition("#")[0]}
        return any(map(exclude.covers, names)) or (bool(include) and not any(map(include.covers, names)))

    return left_out


def _stale(entry: Entry) -> str:
    from provenance.rules import RULES

    what = "is no longer found" if entry.code in RULES else "accepts nothing: there is no such rule"
    return f"{entry.code} of {entry.where} {what}" + (f" ({entry.why})" if entry.why else "")
