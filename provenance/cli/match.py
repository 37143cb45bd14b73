"""``provenance match TEXT... --index DIR``: what of some texts is in an index already, and what is new."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, INCOMPLETE, OK, USAGE
from provenance.cli.parser import Parser, add_settings, check_format, overrides
from provenance.cli.streams import complain, results
from provenance.errors import UnwritableFileError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from provenance.index.answers import Answer
    from provenance.index.matching import Matches
    from provenance.index.reader import Snapshot
    from provenance.index.server import Server
    from provenance.model import Batch, Notice, Severity
    from provenance.settings import Config

FORMATS = ("table", "json", "jsonl")
# As the rules DUP001 to DUP004, OVL001 and OVL002 have them.
SEVERITIES: dict[str, Severity] = {
    "identical": "error",
    "near": "warning",
    "contained": "warning",
    "excerpt": "warning",
    "shared": "warning",
    "quotation": "info",
}


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("match", "Show which documents of an index some texts are copies of or share passages with.")
    made.add_argument("paths", nargs="+", metavar="TEXT", help="a file, a folder, or - for standard input")
    made.add_argument(
        "--index", metavar="DIR", required=True, help="the folder of the index, or redis://HOST:PORT/NAME"
    )
    groups = add_settings(
        made,
        "match",
        {"format": FORMATS},
        format="table, json or jsonl [default: table]",
        report="also write table, json or jsonl to PATH",
        fail_level="exit with 1 from this severity on: error (identical texts), warning (near ones, parts, shared "
        "passages) or info (quotations) [default: warning]",
    )
    groups["output"].add_argument("-q", "--quiet", action="store_true", help="print nothing where nothing is found")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    given = overrides(options)
    form = str(given.pop("format", None) or "table")
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.configure import name_unknown_variables
    from provenance.index.reader import Snapshot
    from provenance.index.server import Server, is_server
    from provenance.settings.loading import load

    config = load(None, given)
    name_unknown_variables(options)
    for name in (form, *(name for name, _ in config.reporting.files)):
        check_format(name, FORMATS)
    source = Server(options.index) if is_server(options.index) else Snapshot(options.index, config.reading)
    try:
        answers, notices = _answers(source, options, config)
    finally:
        source.close()
    return _shown(answers, notices, options, config, form)


def _matching(source: Snapshot | Server, config: Config) -> Callable[[Batch], list[Matches]]:
    """Return what finds the matches of the texts in a batch.  UsageError: more is asked than promised."""
    from provenance.index.matching import bounds_at, bounds_of, match, match_at
    from provenance.index.server import Server

    if isinstance(source, Server):
        server, bounds = source, bounds_at(source, config.grouping, config.aligning)
        return lambda batch: match_at(server, batch, bounds)
    snapshot, bounds = source, bounds_of(source, config.grouping, config.aligning)
    return lambda batch: match(snapshot, batch, bounds)


def _answers(source: Snapshot | Server, options: Namespace, config: Config) -> tuple[list[Answer], list[Notice]]:
    import attrs

    from provenance.documents import Documents
    from provenance.index.answers import Answers
    from provenance.readers import read, unique_ids

    reading = attrs.evolve(config.reading, output=options.index, extent=config.extent, batch_bytes=1 << 20)
    matches = _matching(source, config)
    made, documents = Answers(source, config.attributing), Documents()
    answers: list[Answer] = []
    notices: list[Notice] = []
    for batch in read(options.paths, reading):
        notices.extend(batch.notices)
        if batch.documents:
            documents.extend(Documents.of(batch.documents))
            answers.extend(made.of(batch, matches(batch)))
    named, more = unique_ids(documents)
    answers = [attrs.evolve(answer, document=document) for answer, document in zip(answers, named, strict=True)]
    return answers, [*notices, *more]


def _shown(answers: Sequence[Answer], notices: Sequence[Notice], options: Namespace, config: Config, form: str) -> int:
    """Print and write the answers, and return the exit status."""
    from provenance.cli.matched import WRITERS
    from provenance.model import MISSED

    failing = any(
        SEVERITIES[known.match.relation] in config.judging.fatal for answer in answers for known in answer.matches
    )
    if failing or not options.quiet:
        with results(utf8=form != "table") as stream:
            stream.writelines(WRITERS[form](answers, options.index, stream, config))
    written = True
    for name, path in config.reporting.files:
        written &= _written(answers, name, path, options, config)
    for notice in notices:
        if notice.kind in MISSED:
            complain(f"{notice.path}: {notice.message}")
    if not written or any(notice.misses for notice in notices):
        return INCOMPLETE
    if not answers:
        complain("no text could be read")
        return USAGE
    return FOUND if failing else OK


def _written(answers: Sequence[Answer], form: str, path: str, options: Namespace, config: Config) -> bool:
    """Write a report to *path*, whole or not at all; return whether that succeeded."""
    from io import StringIO

    from provenance.cli.matched import WRITERS
    from provenance.unfinished import unfinished

    stream = StringIO()
    stream.writelines(WRITERS[form](answers, options.index, stream, config))
    try:
        with unfinished(os.path.dirname(path)) as new_path:
            part = new_path()
            with open(part, "xb") as file:
                file.write(stream.getvalue().encode("utf-8", "backslashreplace"))
            os.replace(part, path)
    except OSError as error:
        complain(str(UnwritableFileError(f"{path}: cannot be written: {error.strerror}")))
        return False
    return True
