"""``provenance explain-document FILE``: one text with every claim in its place, and how its source was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK
from provenance.cli.parser import Parser, add_settings, overrides
from provenance.cli.streams import complain, results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.model import Report
    from provenance.reporters.document import Explanation
    from provenance.settings import Config

FORMATS = ("table", "markdown", "json")


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser(
        "explain-document",
        "Show a text with every claim about its source and dates, and explain step by step what was decided.\n"
        "To see how it relates to other documents too, run: provenance audit PATH... --why DOC",
    )
    made.add_argument(
        "document", metavar="FILE", help="a text file, - for standard input, or FILE.jsonl#LINE or #ID for a record"
    )
    groups = add_settings(
        made, "explain-document", {"format": FORMATS}, format="table, markdown or json [default: table]"
    )
    groups["output"].add_argument("--full", action="store_true", help="print the whole text and every claim")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    given = overrides(options)
    form = known_format(given.pop("format", "table"))
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.configure import name_unknown_variables
    from provenance.model import MISSED
    from provenance.pipeline.explain import audit_text, explain
    from provenance.readers.single import open_text
    from provenance.settings.loading import load

    config = load(None, given)
    name_unknown_variables(options)
    document, text, notices = open_text(options.document, config.reading)
    report = audit_text(document, text, notices, config)
    show(explain(report, 0, config, alone=True), config, form, full=options.full)
    for notice in notices:
        if notice.kind in MISSED:
            complain(f"{notice.path}: {notice.message}")
    return INCOMPLETE if any(notice.kind in MISSED for notice in report.evidence.notices) else OK


def known_format(form: object) -> str:
    """Return *form* if the page can be written in it.  Raises UsageError otherwise."""
    if form not in FORMATS:
        raise UsageError(f"--format: there is no format {form!r}; the formats of this page are {', '.join(FORMATS)}")
    return str(form)


def show(page: Explanation, config: Config, form: str, *, full: bool) -> None:
    """Print *page* in the format *form*."""
    from provenance.reporters import document

    with results(utf8=form != "table") as stream:
        document.FORMATS[form](page, stream, config.reporting, full)


def position_of(name: str, report: Report) -> int:
    """Return the position of the document *name*: an id, a path with a line, or a file as typed on the command line.

    Raises UsageError, with similar ids, if there is none or more than one.
    """
    import os

    from provenance.documents import Ids, lines, openers, paths

    documents = report.evidence.documents
    ids = Ids(documents)
    file, _, part = name.partition("#")
    real = os.path.realpath(os.fsencode(file))
    ways: tuple[Callable[[str, str, int | None, bytes], bool], ...] = (
        lambda own, path, line, opener: own == name,
        lambda own, path, line, opener: (path if line is None else f"{path}#{line}") == name,
        lambda own, path, line, opener: path == name,
        lambda own, path, line, opener: os.path.realpath(opener) == real and (not part or part in (own, str(line))),
    )
    for fits in ways:
        columns = zip(ids, paths(documents), lines(documents), openers(documents), strict=True)
        found = [position for position, row in enumerate(columns) if fits(*row)]
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(ids[position] for position in found[:3])
            raise UsageError(f"--why: {name!r} matches {len(found):,} documents; give the id of one: {some}, ...")
    from provenance.readers.single import nearest

    near = nearest(name, ids[:])
    raise UsageError(f"--why: there is no document {name!r} among {len(documents):,}{near}")
