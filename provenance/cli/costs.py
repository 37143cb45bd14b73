"""What the stages of a run cost: a table and a sentence for people, JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Timing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from provenance.model import Report
    from provenance.pipeline.run import Cost
    from provenance.settings import Config

_MIN_SECONDS = 10.0  # of a run; the stages of a shorter one are not worth a message
# The stages that a run can leave out, by the name under which they are timed.
_OPTIONAL = {
    "group": "group", "keep": "keep", "inspect": "inspect", "repeats": "repeats", "attribute": "attribute",
    "passages": "passages", "tie": "passages", "derive": "derive", "rules": "rules",
}  # fmt: skip


def with_writing(report: Report, writing: Cost) -> tuple[Timing, ...]:
    """Return what each stage of *report* cost, and last the *writing* of the files."""
    read = report.timings[0].bytes if report.timings else 0
    documents = len(report.evidence.documents)
    return *report.timings, Timing("reports", writing.seconds, documents, read, writing.cpu_seconds)


def timings(costs: Sequence[Timing]) -> str:
    """Return the seconds and rates of each stage as a table."""
    from tabulate import tabulate

    rows = [
        (
            timing.stage,
            f"{timing.seconds:.3f}",
            f"{timing.documents / timing.seconds:,.0f}" if timing.seconds else "-",
            f"{timing.bytes / timing.seconds / 1e6:,.1f}" if timing.seconds else "-",
        )
        for timing in costs
    ]
    header = ("stage", "seconds", "documents/s", "MB/s")
    return tabulate(rows, header, tablefmt="plain", disable_numparse=True, colalign=("left", "right", "right", "right"))


def costly(costs: Sequence[Timing], config: Config, *, folder: bool) -> str:
    """Return a sentence about the stage that took most of a long run, and how to do without it; else "".

    *folder*: the output folder is written, so ``--write`` applies.
    """
    whole = sum(timing.seconds for timing in costs)
    longest = max(costs, key=lambda timing: timing.seconds)
    if whole <= _MIN_SECONDS or longest.seconds <= whole / 2:
        return ""
    cost = f"{longest.stage}: {longest.seconds:,.0f} s of {whole:,.0f} s"
    without = _files_without(_OPTIONAL.get(longest.stage, ""), config) if folder else []
    ways = [f"--write {','.join(without)}"] * bool(without) + ["--keep longest"] * (longest.stage == "keep")
    return f"{cost}; {' or '.join(ways)} leaves that out" if ways else cost


def write_profile(path: str, costs: Sequence[Timing], config: Config) -> None:
    """Write the *costs* and the machine's figures to the file at *path* as JSON.  Raises UnwritableFileError."""
    from provenance.reporters.folder import write_file

    def write(stream: TextIO) -> None:
        from json import dump

        dump(profile(costs, config), stream, indent=1)
        stream.write("\n")

    write_file(path, write)


def profile(costs: Sequence[Timing], config: Config) -> dict[str, object]:
    """Return what the run cost by stage, in seconds and in megabytes of a million bytes, and where it ran."""
    import platform

    from provenance.pipeline.run import cpu_seconds
    from provenance.threads import cores
    from provenance.version import __version__

    stages = [
        {
            "name": timing.stage,
            "seconds": round(timing.seconds, 6),
            "cpu_seconds": round(timing.cpu_seconds, 6),
            "documents": timing.documents,
            "megabytes": round(timing.bytes / 1e6, 6),
        }
        for timing in costs
    ]
    return {
        "version": __version__,
        "platform": platform.platform(),
        "python": platform.python_version(),
        "cores": config.grouping.jobs or cores(),
        "seconds": round(sum(timing.seconds for timing in costs), 6),
        "cpu_seconds": round(cpu_seconds(), 6),
        "peak_megabytes": _peak_megabytes(),
        "stages": stages,
    }


def _peak_megabytes() -> float | None:
    """Return the most memory that this process has held; None on Windows, which has no such figure."""
    import sys

    if sys.platform == "win32":
        return None
    from resource import RUSAGE_SELF, getrusage

    unit = 1 if sys.platform == "darwin" else 1024
    return getrusage(RUSAGE_SELF).ru_maxrss * unit / 1e6


def _files_without(stage: str, config: Config) -> list[str]:
    """Return the keys of the files of the output folder that could be written in this run without *stage*."""
    import attrs

    from provenance.pipeline.run import needed
    from provenance.reporters.formats import files

    if not stage:
        return []
    writing = {key: attrs.evolve(config.reporting, write=(key,)) for key in files()}
    return [key for key, one in writing.items() if stage not in needed(attrs.evolve(config, reporting=one))]
