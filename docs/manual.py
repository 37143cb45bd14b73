"""Write docs/commands.md, the manual of all commands, from their parsers: python docs/manual.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from provenance.cli.parser import COMMANDS, main_parser
from provenance.cli.shells import options, parsers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.cli.parser import Parser

ENVIRONMENT = (
    (
        "PROVENANCE_*",
        "a setting, such as PROVENANCE_FAIL_LEVEL; flags win over it, it wins over files; what is none is told",
    ),
    ("XDG_CONFIG_HOME", "where your own provenance/provenance.toml is (~/.config)"),
    ("XDG_CACHE_HOME", "where provenance/ keeps what earlier runs found (~/.cache)"),
    ("NO_COLOR", "set and not empty: no colors"),
    ("COLUMNS", "how wide the screen is, where the terminal does not say"),
    ("GITHUB_ACTIONS, GITHUB_STEP_SUMMARY", "check prints annotations and adds its table to the step's summary"),
)
FILES = (
    ("provenance.toml, pyproject.toml", "settings; the nearest file upwards holds, and its folder is the project's"),
    (".provenance-baseline.jsonl", "accepted findings, in the project's folder"),
)


def manual() -> str:
    """Return the manual."""
    return "\n".join([*_head(), *(line for name, parser in parsers().items() for line in _command(name, parser)), ""])


def _head() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Made from the parsers (`python docs/manual.py`); `provenance COMMAND --help` says the same."
    yield ""
    for name, (_, sentence) in COMMANDS.items():
        yield f"- [`provenance {name}`](#provenance-{name}): {sentence}"
    yield from _section("Exit status", [line.strip() for line in (main_parser().epilog or "").splitlines()[-2:]])
    for title, rows in (("Environment", ENVIRONMENT), ("Files", FILES)):
        yield from _section(title, [f"- `{name}`: {text}" for name, text in rows])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield from lines


def _command(name: str, parser: Parser) -> Iterator[str]:
    places = [action for action in parser._actions if not action.option_strings]
    words = " ".join(f"{action.metavar or action.dest}{'...' if action.nargs == '+' else ''}" for action in places)
    yield from _section(f"provenance {name}", [f"    provenance {name} [OPTIONS] {words}".rstrip(), ""])
    yield str(parser.description)
    if places:
        yield ""
        yield from (f"- `{action.metavar or action.dest}`: {action.help}" for action in places)
    yield ""
    for option in options(name, parser):
        names = ", ".join(f"{one} {option.takes}".rstrip() for one in option.names)
        yield f"- `{names}`: {option.help}"
    if parser.epilog:
        yield ""
        yield from ("    " + line if line else "" for line in parser.epilog.splitlines())


if __name__ == "__main__":
    (Path(__file__).resolve().parent / "commands.md").write_text(manual(), encoding="utf-8")
