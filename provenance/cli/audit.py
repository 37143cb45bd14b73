"""``provenance audit``: audit a corpus, print the table, write the reports."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE
from provenance.cli.parser import Parser, add_index, add_output, add_paths, add_settings
from provenance.cli.streams import complain
from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from provenance.model import Report
    from provenance.settings import Config


def parser() -> Parser:
    """Return the parser of the command's options."""
    from provenance.reporters.formats import files, printable

    made = Parser("audit", "Audit a corpus: print the source, date and overlap of each text, and write the reports.")
    add_paths(made)
    add_index(made)
    group = add_settings(
        made,
        "audit",
        {"format": printable(), "write": list(files())},
        format=f"print this format: {', '.join(printable())} [default: table, or summary where nothing that --write "
        "names needs the findings]",
    )["output"]
    group.add_argument(
        "--why",
        metavar="DOC",
        help="instead of the table, print the page of this document (its id, or its file): its claims, how the verdict "
        "came about, and which of the related documents came first; -f table, markdown or json",
    )
    group.add_argument(
        "--bundle",
        metavar="FILE",
        help="also write all that an archive keeps into one sealed zip, which 'provenance verify' checks",
    )
    group.add_argument("--full", action="store_true", help="with --why: print the whole text and every claim")
    add_output(group)
    cluster = made.add_argument_group("many machines")
    cluster.add_argument(
        "--engine",
        choices=("here", "spark"),
        default="here",
        help="where to work: in this process, or on Apache Spark, which writes its tables as Parquet below --output "
        "[default: here]",
    )
    cluster.add_argument("--master", metavar="URL", help="the cluster for --engine spark [default: local[*]]")
    cluster.add_argument(
        "--spark-conf", metavar="KEY=VALUE", action="append", help="a setting of Spark for --engine spark (repeatable)"
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    # Imported after the options are checked: a wrong option needs no numpy.
    import attrs

    from provenance.cli.analysis import analysed, completeness, printed, saved
    from provenance.cli.configure import check_places, configured
    from provenance.cli.notices import name_convertible, name_left_out, name_misread, name_missed

    config = _with_usual_format(configured(options, format="table"), options)
    if options.engine == "spark":
        from provenance.cli.on_spark import run as run_on_spark

        return run_on_spark(options, config)
    if options.master is not None or options.spark_conf:
        raise UsageError("--master and --spark-conf are for --engine spark")
    if options.bundle is not None:
        reporting = config.reporting
        files = (*reporting.files, ("bundle", options.bundle))
        config = attrs.evolve(config, reporting=attrs.evolve(reporting, files=files))
    check_places(options, config, folder=True)
    if options.why is None:
        report = analysed(options, config)
        written = saved(report, config, options, folder=True)
        printed(report, config)
    else:
        report, written = _explained(options, config)
    name_missed(report, options)
    name_convertible(report, options)
    name_misread(report, options)
    name_left_out(report, config, options)
    if written is None:
        return INCOMPLETE
    if written and not options.quiet:
        complain(f"written: {', '.join(map(os.path.basename, written))} in {config.reporting.output}", prefix="")
    if written and options.bundle is not None:
        from provenance.verify import opened

        complain(f"sealed: {options.bundle} with the root {opened(options.bundle).root}", prefix="")
    return completeness(report)


def _with_usual_format(config: Config, options: Namespace) -> Config:
    """Return *config* without the table if nobody asks for it: its findings may cost far more than what is written."""
    import attrs

    from provenance import reporters

    files = attrs.evolve(config.reporting, formats=())
    if options.format or options.why is not None or "rules" in reporters.needs(files):
        return config
    return attrs.evolve(config, reporting=attrs.evolve(files, formats=("summary",)))


def _explained(options: Namespace, config: Config) -> tuple[Report, list[str] | None]:
    """Print the page of one document, and return the report and the files that were written."""
    import attrs

    from provenance.cli.analysis import analysed, saved
    from provenance.cli.explain_document import known_format, position_of, show
    from provenance.pipeline.explain import explain

    form = known_format(config.reporting.formats[0])
    # The page shows the results of all stages, like the format json.  The selected rules may need fewer.
    whole = attrs.evolve(config, reporting=attrs.evolve(config.reporting, formats=("json",)))
    report = analysed(options, whole)
    position = position_of(options.why, report)
    written = saved(report, whole, options, folder=True)
    show(explain(report, position, config, alone=False), config, form, full=options.full)
    return report, written
