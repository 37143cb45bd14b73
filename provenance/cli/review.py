"""``provenance review``: the page of a report in the browser, where decisions about pairs are saved at once."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from provenance.cli.exits import OK
from provenance.cli.parser import Parser, add_settings
from provenance.cli.streams import complain
from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from provenance.review.pages import Pages
    from provenance.review.server import Server

_USUAL = "decisions.jsonl"
_KEYS = """\
keys, side by side or in the table of pairs:
  j, k        next and previous pair
  d, i, b, u  copy, independent, boilerplate, unsure, and on to the next pair
  l, r        copy: keep the left or the right text
  ?           all others

The server listens on this machine only, and its address is secret.  Stop it with Ctrl-C."""


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser(
        "review",
        "Show a report in the browser, and save what you decide about its pairs as you decide.",
        epilog=_KEYS,
    )
    made.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file or folder to audit, or the folder or the report.html of an earlier audit",
    )
    group = made.add_argument_group("review")
    group.add_argument("--decisions", metavar="FILE", default=_USUAL, help=f"file of decisions [default: {_USUAL}]")
    group.add_argument("--no-browser", action="store_true", help="print the address, and open no browser")
    group.add_argument("--port", metavar="NUMBER", default="0", help="port to listen on [default: any that is free]")
    add_settings(made, "review", {})
    group = made.add_argument_group("output")
    group.add_argument("--no-cache", action="store_true", help="do not use or write the cache of earlier runs")
    group.add_argument("-q", "--quiet", action="store_true", help="print the address only")
    group.add_argument("-v", "--verbose", action="store_true", help="print each input that was skipped")
    return made


def run(arguments: Sequence[str]) -> int:
    """Serve the page until the user stops it, and return the exit status."""
    options = parser().options(arguments)
    if not (options.port.isascii() and options.port.isdigit() and int(options.port) < 2**16):
        raise UsageError(f"--port {options.port}: give a number up to 65535, or leave it out for a free port")
    _check_place(options)
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.review.pages import Listed
    from provenance.review.record import Record
    from provenance.review.server import Server

    pages = _pages(options)
    if pages is None:
        from provenance.cli.exits import USAGE

        return USAGE
    record = Record(options.decisions, Listed(pages))
    if record.mended:
        complain(record.mended)
    try:
        with Server(pages, record, int(options.port)) as server:
            _serve(server, options)
    finally:
        record.close()
    if not options.quiet:
        _say_next(record.count(), options)
    return OK


def _check_place(options: Namespace) -> None:
    """Raise UsageError where the decisions would be read as a part of the corpus."""
    real = os.path.realpath(options.decisions)
    for path in map(os.path.realpath, options.paths):
        held = os.path.isdir(path) and real.startswith(os.path.join(path, ""))
        if real == path or (held and not os.path.exists(os.path.join(path, "audit.json"))):
            raise UsageError(
                f"{options.decisions}: this is in the corpus, and would be read as a text of it; "
                "name a file outside of it with --decisions FILE"
            )


def _pages(options: Namespace) -> Pages | None:
    """Return what is to be served; None if no document could be read."""
    from provenance.review.pages import of_report, written

    found = [written(path) for path in options.paths if path != "-"]
    if any(found):
        if len(options.paths) > 1:
            raise UsageError("give one report, or the paths of texts; not both")
        return found[0]
    if "-" in options.paths:
        raise UsageError("-: a review reads texts again; write standard input to a file first")
    from provenance.cli.analysis import analysed, unread
    from provenance.cli.configure import configured
    from provenance.cli.notices import name_missed

    config = configured(options, format="summary", write="html")
    report = analysed(options, config)
    name_missed(report, options)
    return None if unread(report) else of_report(report, config)


def _serve(server: Server, options: Namespace) -> None:
    """Print the address, open the browser, and answer until Ctrl-C."""
    from threading import Thread

    from provenance.cli.streams import results

    address = f"{server.address}#/pairs"
    with results(utf8=False) as stream:
        stream.write(f"{address}\n")
    if not options.quiet:
        complain(f"decisions are saved in {options.decisions} as you make them; stop with Ctrl-C", prefix="")
    if not options.no_browser:
        # Some browsers run in this terminal, and return when they are closed.
        Thread(target=_open_browser, args=(address,), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        complain("stopped", prefix="\n")


def _open_browser(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        complain("no browser could be opened; open the address above yourself")


def _say_next(decisions: int, options: Namespace) -> None:
    """Say how many decisions there are, and how they are applied."""
    from provenance.reporters.display import count

    if not decisions:
        complain("no decision was made", prefix="")
        return
    report = len(options.paths) == 1 and (options.paths[0].endswith((".html", ".htm")) or _is_report(options.paths[0]))
    paths = "PATH" if report else shlex.join(options.paths)
    file = shlex.quote(options.decisions)
    complain(f"{count(decisions, 'decision')} in {options.decisions}; to apply them, run:", prefix="")
    complain(f"provenance baseline update {paths} --decisions {file}", prefix="  ")
    complain(f"provenance dedup plan {paths} --decisions {file} -o plan.jsonl", prefix="  ")


def _is_report(path: str) -> bool:
    return any(os.path.exists(os.path.join(path, name)) for name in ("audit.json", "index.js"))
