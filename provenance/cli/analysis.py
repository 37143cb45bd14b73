"""What ``audit`` and ``check`` share: from options to a report, and what standard error is told about it."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK, USAGE
from provenance.cli.parser import overrides
from provenance.cli.streams import complain, results
from provenance.errors import ConfigError, UnwritableFileError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.model import Notice, Report, Timing
    from provenance.settings import Config

# From so many bytes on it is worth a sentence that the compiled kernels are missing.
_LARGE = 20_000_000
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
# Of a folder full of unreadable files, so many are named where nobody asked for all.
_NAMED = 3


def configured(options: Namespace, **usual: object) -> Config:
    """Return the settings that *options* and the nearest configuration file give; *usual* ones give way to both.

    Raises UsageError for a setting, file or format that does not exist.
    """
    import attrs

    from provenance import reporters
    from provenance.settings.loading import load

    config = load(None, {**usual, **overrides(options)})
    name_unknown_variables(options)
    if config.judging.acceptances:
        config = attrs.evolve(config, extent=attrs.evolve(config.extent, whole=_whole(options)))
    if options.quiet:
        config = attrs.evolve(config, reporting=attrs.evolve(config.reporting, rows=0))
    reporters.check_names(config.reporting)
    _refuse_unknown_rules(config, options)
    if len(config.reporting.formats) > 1:
        raise UsageError("-f: standard output takes one format; write the others to files with -o FORMAT=PATH")
    return config


def _whole(options: Namespace) -> tuple[bytes, ...]:
    """Return the folders of which the run holds all: none where the options ask for a part of what lies in them."""
    partial = ("include", "exclude", "staged", "changed_since", "focus")
    if any(getattr(options, name, None) for name in partial):
        return ()
    folders = (path for path in options.paths if path != "-" and os.path.isdir(path))
    return tuple(sorted({os.path.realpath(os.fsencode(folder)) for folder in folders}))


def name_unknown_variables(options: Namespace) -> None:
    """Say on standard error which environment variables look like settings but are not."""
    from provenance.settings.loading import unknown_variables

    for name, key in unknown_variables():
        option = f"--{key}" if hasattr(options, key.replace("-", "_")) else ""
        way = f"use {option}" if option else "'provenance config show' lists all settings"
        complain(f"{name} is not a setting and was ignored: {way}")


def _refuse_unknown_rules(config: Config, options: Namespace) -> None:
    """Raise ConfigError for a choice of rules that fits none, with where it stands, before any work is done."""
    from provenance.rules import RULES
    from provenance.rules.choice import prefix

    judging = config.judging
    severities = [choice for choice, _ in judging.severity]
    chosen = {"select": judging.select, "ignore": judging.ignore, "extend-select": judging.extend}
    places = [(key, choice) for key, choices in (*chosen.items(), ("severity", severities)) for choice in choices]
    accepted = [(f"{one.file}:{one.line}", choice) for one in judging.acceptances for choice in one.codes]
    for place, choice in (*places, *accepted):
        try:
            prefix(choice, RULES)
        except ConfigError as error:
            raise ConfigError(f"{_origin(place, options)}: {error}") from error


def check_places(options: Namespace, config: Config, *, folder: bool) -> None:
    """Raise UsageError where a report cannot be written, or would replace an input, before any work is done."""
    from provenance import reporters

    profiles = [] if options.profile is None else [options.profile]
    if options.profile in ("", "-"):
        raise UsageError(f"--profile: {options.profile!r} is no file; name one")
    reporters.check_places(config.reporting, *profiles, folder=folder)
    places = [path for path in (*(path for _, path in config.reporting.files), *profiles) if os.path.isfile(path)]
    if not places:
        return
    import attrs

    from provenance.readers import first_read

    reading = attrs.evolve(config.reading, output=config.reporting.output, extent=config.extent)
    if (path := first_read(places, options.paths, reading)) is not None:
        raise UsageError(f"{path}: this is an input, which a report would replace; give another place")


def _origin(key: str, options: Namespace) -> str:
    """Return where the setting *key* stands; anything else is a place already."""
    from provenance.settings.loading import layers

    found = layers(None, overrides(options), None)
    return next((layer.origin(key) for layer in found if key in layer.table), key)


def analysed(options: Namespace, config: Config) -> Report:
    """Return the report of the paths in *options*, with progress and warnings on standard error."""
    from provenance.cli.progress import Progress
    from provenance.pipeline import audit

    cache = None
    if not options.no_cache and "-" not in options.paths:
        from provenance.cache import Cache

        cache = Cache(options.paths, config)
    # A run makes hundreds of thousands of values that stay to its end, and hardly a cycle: to look through all of them
    # again and again takes a third of a check that finds most things in its cache.
    gc.set_threshold(200_000, 20, 100)
    with Progress(sys.stderr, quiet=options.quiet) as progress:
        report = audit(options.paths, config, watch=progress.tell if progress.shown else None, cache=cache)
    if cache is not None and cache.trouble:
        complain(cache.trouble)
    warn_slow(report)
    if options.verbose:
        from provenance.reporters.display import one_line

        for notice in report.evidence.notices:
            complain(_told(notice))
            for line in notice.trace.splitlines():
                complain(one_line(line), prefix="")
    return report


def printed(report: Report, config: Config) -> None:
    """Print *report* in the format asked for."""
    from provenance.reporters import format_named

    (name,) = config.reporting.formats
    chosen = format_named(name)
    with results(utf8=not chosen.for_people) as stream:
        chosen.write(report, stream, config)


def summarised(report: Report, config: Config) -> None:
    """Add the findings to the summary of the step where GitHub Actions reads annotations from standard output."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or "github" not in config.reporting.formats:
        return
    from provenance.reporters.findings.github import SUMMARY_BYTES, summary

    try:
        # A named pipe that nobody reads is refused instead of waited for.
        with open(path, "ab", opener=lambda name, flags: os.open(name, flags | _NO_WAIT, 0o666)) as file:
            room = SUMMARY_BYTES - file.tell()
            file.write(summary(report, config, room).encode("utf-8", "backslashreplace"))
    except OSError as error:
        complain(f"{path}: the step's summary cannot be written: {error.strerror}")


def saved(report: Report, config: Config, options: Namespace, *, folder: bool) -> list[str] | None:
    """Write the files that were asked for, those of the output folder too if *folder*, and return their paths.

    None where one cannot be written; then standard error says which, and the results can still be printed.  What the
    run cost is told as *options* ask for it.  Where nothing could be read, no report is written.
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
                complain("no document could be read, so no report was written; what an earlier run wrote is as it was")
        else:
            with Progress(sys.stderr, quiet=options.quiet) as progress:
                watch = progress.tell if progress.shown else None
                in_folder = reporters.write(report, config, watch) if folder else ()
                written = [*in_folder, *reporters.emit(report, config, watch)]
    except UnwritableFileError as error:
        complain(str(error))
    costs = with_writing(report, stopwatch.cost())
    return written if _costs_told(costs, config, options, folder=folder) else None


def _costs_told(costs: Sequence[Timing], config: Config, options: Namespace, *, folder: bool) -> bool:
    """Say and write the *costs* of the stages as *options* ask for it, and return whether that went well."""
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
    """Return whether there were inputs, and no document came of them: reports of that would say nothing.

    A check with nothing in scope looks at no input, and what it says is true.
    """
    return not report.evidence.documents and bool(report.evidence.notices)


def completeness(report: Report) -> int:
    """Return INCOMPLETE where an input was not wholly read or examined, USAGE where there was none to read, else OK."""
    if any(_missed(report)):
        return INCOMPLETE
    return USAGE if unread(report) else OK


def name_missed(report: Report, options: Namespace) -> None:
    """Say on standard error which inputs could not be read: the first few, unless -v has named them all."""
    missed = [] if options.verbose else list(_missed(report))
    for notice in missed[:_NAMED]:
        complain(_told(notice))
    if len(missed) > _NAMED:
        complain(f"{len(missed) - _NAMED:,} more could not be read or examined; -v names all")


def name_convertible(report: Report, options: Namespace) -> None:
    """Say on standard error, a line a folder, what was passed over of which something can be made into texts."""
    passed = [notice for notice in report.evidence.notices if notice.kind == "passed over"]
    if options.quiet or options.verbose or not passed:
        return
    from provenance.readers.foreign import TO_READ

    for notice in passed:
        if TO_READ in notice.message:
            complain(_told(notice))


def _missed(report: Report) -> Iterator[Notice]:
    return (notice for notice in report.evidence.notices if notice.misses)


def _told(notice: Notice) -> str:
    from provenance.reporters.display import one_line

    place = notice.path if notice.line is None else f"{notice.path}:{notice.line}"
    kind = "" if notice.message.startswith(notice.kind) else f"{notice.kind}: "
    return one_line(f"{place}: {kind}{notice.message}".removeprefix(": "))


def warn_slow(report: Report) -> None:
    """Say on standard error that a large corpus would have been quicker with the compiled kernels, where it would."""
    from provenance.documents import sizes
    from provenance.kernels import COMPILED

    if not COMPILED and int(sizes(report.evidence.documents).sum()) > _LARGE:
        complain("the compiled kernels are missing, so this was slow: install a C compiler and the package once more")
