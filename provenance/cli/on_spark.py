"""``provenance audit --engine spark``: audit a corpus on a cluster, and write its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK
from provenance.cli.notices import name_notices
from provenance.cli.streams import complain, results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from provenance.settings import Config

# Options of the command that a run on a cluster does not have, by their names in the options.
_ELSEWHERE = {"why": "--why", "bundle": "--bundle", "index": "--index", "profile": "--profile"}


def run(options: Namespace, config: Config) -> int:
    """Audit the paths in *options* on Spark, and return the exit status."""
    csv = _checked(options, config)
    from provenance.spark import audit
    from provenance.spark.audited import check
    from provenance.spark.starting import started

    check(config)

    session = started(options.master or "local[*]", dict(map(_setting, options.spark_conf or ())))
    try:
        found = audit(session, options.paths, config.reporting.output or "", config, csv=csv)
        incomplete = name_notices(found.notices, every=options.verbose)
        if not options.quiet:
            with results(utf8=True) as stream:
                for name, count in found.counts.items():
                    stream.write(f"{name}: {count:,}\n")
            complain(f"written: {', '.join(found.tables)} in {config.reporting.output}", prefix="")
    finally:
        session.stop()
    return INCOMPLETE if incomplete else OK


def _checked(options: Namespace, config: Config) -> str | None:
    """Return the folder for CSV files, None where nobody wants them.  Raises UsageError for what Spark does not do."""
    for name, flag in _ELSEWHERE.items():
        if getattr(options, name) is not None:
            raise UsageError(f"{flag} is not for --engine spark; run it on one machine")
    if "-" in options.paths:
        raise UsageError("-: standard input is not for --engine spark; give files and folders")
    others = [name for name, _ in config.reporting.files if name != "csv"]
    if others or options.format:
        form = f"-o {others[0]}" if others else f"-f {config.reporting.formats[0]}"
        raise UsageError(f"{form}: --engine spark writes its tables as Parquet, and with -o csv=URI as CSV")
    return next((path for _, path in config.reporting.files), None)


def _setting(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not equals or not key:
        raise UsageError(f"--spark-conf {given}: give a setting of Spark as KEY=VALUE")
    return key, value
