"""``provenance mcp DIR...``: a server that assistants ask about the texts below some folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.exits import OK
from provenance.cli.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.settings import Config


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser(
        "mcp",
        "Serve an assistant over standard input and output (Model Context Protocol): it can audit, compare, match,\n"
        "look up and explain texts below the folders that you name. Nothing else is read, and nothing is written.",
    )
    made.add_argument("folders", nargs="+", metavar="DIR", help="a folder that may be read; an index is one too")
    made.add_argument("--config", metavar="FILE", help="a file of settings [default: none, whatever the folders hold]")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command until its input ends, and return its exit status."""
    options = parser().options(arguments)
    from provenance.mcp.roots import Roots
    from provenance.mcp.server import server

    server(Roots(options.folders), _settings(options.config)).run()
    return OK


def _settings(path: str | None) -> Config:
    """Return the settings of the file at *path*, but with links out of the folders left alone."""
    import attrs

    from provenance.settings import Config
    from provenance.settings.loading import load

    config = Config() if path is None else load(path)
    return attrs.evolve(config, reading=attrs.evolve(config.reading, follow_links=False))
