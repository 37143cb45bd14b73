"""``provenance lsp``: a server for editors, which show findings in texts while these are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.exits import OK
from provenance.cli.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Sequence


def parser() -> Parser:
    """Return the parser of the command's options."""
    return Parser(
        "lsp",
        "Serve an editor over standard input and output (Language Server Protocol): findings appear in the texts of\n"
        "its workspace while you write. The editor starts this command; it changes no file by itself.",
    )


def run(arguments: Sequence[str]) -> int:
    """Run the command until its input ends, and return its exit status."""
    parser().options(arguments)
    from provenance.lsp.server import server

    server().start_io()
    return OK
