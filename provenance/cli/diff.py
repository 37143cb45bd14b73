"""``provenance diff OLD NEW``: what came, went and changed between two audits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, OK
from provenance.cli.parser import Parser, add_settings, check_format, overrides, taken_format
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from provenance.diff.compare import Difference

FORMATS = ("table", "json", "html")


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("diff", "Compare two audits: documents, groups, claims and findings that came, went or changed.")
    made.add_argument("old", metavar="OLD", help="the reports folder of an audit, or its audit.json")
    made.add_argument("new", metavar="NEW", help="that of a later audit")
    add_settings(made, "diff", {"format": FORMATS}, format="table, json or html (a page) [default: table]")
    made.add_argument("--exit-code", action="store_true", help="exit with 1 if anything differs")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    from provenance.cli.configure import name_unknown_variables
    from provenance.diff import compared, opened
    from provenance.diff.shown import FORMATS as WRITERS
    from provenance.settings.loading import load

    given = overrides(options)
    form = taken_format(given, FORMATS)
    files = load(None, given).reporting.files
    name_unknown_variables(options)
    for name, path in files:
        check_format(name, FORMATS)
        _check_place(path, options.old, options.new)
    found = compared(opened(options.old), opened(options.new))
    for name, path in files:
        _write(name, path, found)
    with results(utf8=form != "table") as stream:
        stream.writelines(f"{line}\n" for line in WRITERS[form](found, stream))
    return FOUND if options.exit_code and found.changes else OK


def _check_place(path: str, *inputs: str) -> None:
    from provenance.reporters.folder import check_file

    check_file(path)
    taken = {os.path.realpath(os.path.join(one, "audit.json") if os.path.isdir(one) else one) for one in inputs}
    if os.path.realpath(path) in taken:
        raise UsageError(f"{path}: this is one of the audits; give another place")


def _write(name: str, path: str, found: Difference) -> None:
    from provenance.diff.shown import FORMATS as WRITERS
    from provenance.reporters.folder import write_file

    def write(stream: TextIO) -> None:
        stream.writelines(f"{line}\n" for line in WRITERS[name](found, stream))

    write_file(path, write)
