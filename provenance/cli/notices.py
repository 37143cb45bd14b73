"""From a report to what standard error says about the run: inputs that were skipped, times, what made it slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.streams import complain

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.model import Notice, Report
    from provenance.settings import Config

_SLOW_BYTES = 20_000_000  # a smaller corpus takes seconds without the compiled kernels too
_NAMED_INPUTS = 3  # inputs that could not be read and are named without -v


def name_all(report: Report) -> None:
    """Say on standard error everything that the readers noticed, with the traceback of a bug, and name every input."""
    from provenance.reporters.display import count, one_line

    for notice in report.evidence.notices:
        complain(_sentence(notice))
        for line in notice.trace.splitlines():
            complain(one_line(line), prefix="")
    named = {notice.path for notice in report.evidence.notices if notice.misses}
    for one in report.evidence.inputs:
        if one.path in named:
            continue
        if one.fate != "read":
            complain(one_line(f"{one.path}: {one.fate}{': ' * bool(one.why)}{one.why}"), prefix="")
        else:
            complain(one_line(f"{one.path}: read as {count(one.documents, 'document')}"), prefix="")


def name_missed(report: Report, options: Namespace) -> None:
    """Say on standard error which inputs could not be read: the first few, unless -v has named all of them."""
    if not options.verbose:
        name_notices(report.evidence.notices, every=False)


def name_notices(notices: Sequence[Notice], *, every: bool) -> bool:
    """Say on standard error which inputs could not be read, or with *every* all that the readers noticed; return
    whether some could not be read."""
    missed = [notice for notice in notices if notice.misses]
    for notice in notices if every else missed[:_NAMED_INPUTS]:
        complain(_sentence(notice))
    if not every and len(missed) > _NAMED_INPUTS:
        complain(f"{len(missed) - _NAMED_INPUTS:,} more could not be read or examined; -v lists all of them")
    return bool(missed)


def name_convertible(report: Report, options: Namespace) -> None:
    """Say on standard error which files were passed over and could be converted to text, a line for each folder."""
    passed = [notice for notice in report.evidence.notices if notice.kind == "passed over"]
    if options.quiet or options.verbose or not passed:
        return
    from provenance.readers.foreign import TO_READ

    for notice in passed:
        if TO_READ in notice.message:
            complain(_sentence(notice))


def name_misread(report: Report, options: Namespace) -> None:
    """Say on standard error that many words look misread, and what would help; -v has said it already."""
    if not options.quiet and not options.verbose:
        for notice in report.evidence.notices:
            if notice.kind == "misread words":
                complain(_sentence(notice))


def name_left_out(report: Report, config: Config, options: Namespace) -> None:
    """Say on standard error that pairs were asked for and not all are listed, since nothing needs the passages."""
    reporting = config.reporting
    asked = {*reporting.write, *reporting.formats, *(name for name, _ in reporting.files)}
    if "pairs" in asked and "passages" in report.left_out and not options.quiet:
        complain(
            f"only pairs of at least {config.grouping.threshold:g} are listed, without direction; "
            f"--write {','.join((*reporting.write, 'passages'))} also lists those below it"
        )


def missing(report: Report) -> Iterator[Notice]:
    """Return the notices about inputs that the report lacks in whole or in part."""
    return (notice for notice in report.evidence.notices if notice.misses)


def warn_slow(report: Report) -> None:
    """Say on standard error that the compiled kernels are missing, if the corpus is large enough to notice."""
    from provenance.documents import sizes
    from provenance.kernels import COMPILED

    if not COMPILED and int(sizes(report.evidence.documents).sum()) > _SLOW_BYTES:
        complain("this was slow because the compiled kernels are missing; install a C compiler, then reinstall")


def _sentence(notice: Notice) -> str:
    from provenance.reporters.display import one_line

    place = notice.path if notice.line is None else f"{notice.path}:{notice.line}"
    kind = "" if notice.message.startswith(notice.kind) else f"{notice.kind}: "
    return one_line(f"{place}: {kind}{notice.message}".removeprefix(": "))
