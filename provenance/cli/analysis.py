"""From the settings of a run to its report, and from the report to standard output, files and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK, USAGE
from provenance.cli.notices import missing, name_all, warn_slow
from provenance.cli.streams import complain, results
from provenance.errors import UnwritableFileError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from provenance.index.memory import Memory
    from provenance.model import Report, Timing
    from provenance.settings import Config

# Opening a named pipe that nobody reads then fails instead of waiting.  Windows has no such flag.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


def analysed(options: Namespace, config: Config) -> Report:
    """Return the report on the paths in *options*, with progress and warnings on standard error."""
    from provenance.cli.progress import Progress
    from provenance.pipeline import audit

    memory = remembered(options, config)
    cache = None
    if not options.no_cache and "-" not in options.paths:
        from provenance.cache import Cache

        cache = Cache(options.paths, config)
    # A run makes hundreds of thousands of values that live to its end, and hardly any cycles.  Collecting garbage as
    # often as usual takes a third of the time of a check that finds most things in its cache.
    gc.set_threshold(200_000, 20, 100)
    with Progress(sys.stderr, quiet=options.quiet) as progress:
        report = audit(
            options.paths, config, watch=progress.tell if progress.shown else None, cache=cache, memory=memory
        )
    if memory is not None:
        report = about_new(report, options.paths)
        memory.close()
    if cache is not None and cache.trouble:
        complain(cache.trouble)
    warn_slow(report)
    if options.verbose:
        name_all(report)
    return report


def remembered(options: Namespace, config: Config) -> Memory | None:
    """Return the index that *options* name, None without one."""
    if getattr(options, "index", None) is None:
        return None
    from provenance.index.memory import Memory

    return Memory(options.index, config)


def about_new(report: Report, paths: Sequence[str]) -> Report:
    """Return *report* with the findings about the texts below *paths* only."""
    import attrs

    from provenance.scope import narrowed, new_among

    return attrs.evolve(report, findings=narrowed(report, new_among(paths)))


def printed(report: Report, config: Config) -> None:
    """Print *report* in the format asked for."""
    from provenance.reporters import format_named

    (name,) = config.reporting.formats
    chosen = format_named(name)
    with results(utf8=not chosen.for_people) as stream:
        chosen.write(report, stream, config)


def summarised(report: Report, config: Config) -> None:
    """Add the findings to the step's summary, if GitHub Actions reads annotations from standard output."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or "github" not in config.reporting.formats:
        return
    from provenance.reporters.findings.github import SUMMARY_BYTES, summary

    try:
        with open(path, "ab", opener=lambda name, flags: os.open(name, flags | _NO_WAIT, 0o666)) as file:
            room = SUMMARY_BYTES - file.tell()
            file.write(summary(report, config, room).encode("utf-8", "backslashreplace"))
    except OSError as error:
        complain(f"{path}: the step's summary cannot be written: {error.strerror}")


def saved(report: Report, config: Config, options: Namespace, *, folder: bool) -> list[str] | None:
    """Write the files that were asked for, with *folder* also those of the output folder, and return their paths.

    If one cannot be written, say so on standard error and return None: the results can still be printed.  If no
    document could be read, write no report.  The costs of the run are printed and written if *options* ask for them.
    """
    from provenance import reporters
    from provenance.cli.costs import with_writing
    from provenance.cli.progress import Progress
    from provenance.pipeline.run import Stopwatch

    stopwatch = Stopwatch()
    written = None
    try:
        if unread(report):
            written = list[str]()
            if folder or config.reporting.files:
                complain("no document could be read, so no report was written; earlier reports are unchanged")
        else:
            with Progress(sys.stderr, quiet=options.quiet) as progress:
                watch = progress.tell if progress.shown else None
                in_folder = reporters.write(report, config, watch) if folder else ()
                written = [*in_folder, *reporters.emit(report, config, watch)]
    except UnwritableFileError as error:
        complain(str(error))
    costs = with_writing(report, stopwatch.cost())
    return written if _report_costs(costs, config, options, folder=folder) else None


def _report_costs(costs: Sequence[Timing], config: Config, options: Namespace, *, folder: bool) -> bool:
    """Print and write the *costs* of the stages as *options* ask; return False if a file could not be written."""
    from provenance.cli.costs import costly, timings, write_profile

    if options.verbose or options.timings:
        complain(timings(costs), prefix="")
    if not options.quiet and (sentence := costly(costs, config, folder=folder)):
        complain(sentence)
    try:
        if options.profile is not None:
            write_profile(options.profile, costs, config)
    except UnwritableFileError as error:
        complain(str(error))
        return False
    return True


def unread(report: Report) -> bool:
    """Return whether there were inputs but no document came of them, so that reports would say nothing.

    A check with nothing in scope reads no input, and its empty report is correct.
    """
    return not report.evidence.documents and bool(report.evidence.notices)


def completeness(report: Report) -> int:
    """Return INCOMPLETE if an input was not fully read or examined, USAGE if there was nothing to read, else OK."""
    if any(missing(report)):
        return INCOMPLETE
    return USAGE if unread(report) else OK
