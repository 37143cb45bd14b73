"""Write docs/commands.md from the parsers, and the table of formats in docs/reports.md: python docs/manual.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from provenance.cli.parser import COMMANDS, main_parser
from provenance.cli.shells import options, parsers
from provenance.reporters.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.cli.parser import Parser
    from provenance.reporters.formats import Format

ENVIRONMENT = (
    (
        "PROVENANCE_*",
        "a setting, such as PROVENANCE_FAIL_LEVEL; overrides configuration files, and options override it",
    ),
    ("XDG_CONFIG_HOME", "folder of your own provenance/provenance.toml (~/.config)"),
    ("XDG_CACHE_HOME", "folder of provenance/, the cache of earlier runs (~/.cache)"),
    ("NO_COLOR", "turns colors off if it is not empty"),
    ("COLUMNS", "width of the screen, if the terminal does not report it"),
    ("GITHUB_ACTIONS, GITHUB_STEP_SUMMARY", "set by GitHub: check prints annotations and adds to the step's summary"),
)
FILES = (
    ("provenance.toml, pyproject.toml", "settings; the nearest one upwards counts, and its folder is the project's"),
    (".provenance-baseline.jsonl", "accepted findings, in the project's folder"),
)


def manual() -> str:
    """Return the manual."""
    return "\n".join([*_head(), *(line for name, parser in parsers().items() for line in _command(name, parser)), ""])


def with_formats(page: str) -> str:
    """Return *page*, docs/reports.md, with the table of formats as it is now."""
    before, start, rest = page.partition("<!-- formats -->\n")
    _, end, after = rest.partition("<!-- /formats -->\n")
    rows = [f"| `{row.name}` | {row.help} | {_places(row)} |\n" for row in FORMATS.values()]
    return f"{before}{start}| format | what it is | where |\n|---|---|---|\n{''.join(rows)}{end}{after}"


def _places(row: Format) -> str:
    if row.folder:
        return f"`-o {row.name}=DIR`"
    file = f", `{row.file}` (`--write {row.key or row.name}`)" if row.file else ""
    return f"`-f {row.name}`, `-o {row.name}=PATH`{file}"


def _head() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Generated from the parsers by `python docs/manual.py`. `provenance COMMAND --help` prints the same."
    yield ""
    for name, (_, sentence) in COMMANDS.items():
        yield f"- [`provenance {name}`](#provenance-{name}): {sentence}"
    yield from _section("Exit status", [f"    {line}" for line in _statuses()])
    for title, rows in (("Environment", ENVIRONMENT), ("Files", FILES)):
        yield from _section(title, [f"- `{name}`: {text}" for name, text in rows])


def _statuses() -> list[str]:
    """Return what `provenance --help` says of exit statuses, a line each."""
    return (main_parser().epilog or "").partition("exit status:\n")[2].splitlines()


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
    for option in options(parser):
        names = ", ".join(f"{one} {option.takes}".rstrip() for one in option.names)
        yield f"- `{names}`: {option.help}"
    if parser.epilog:
        yield ""
        yield from ("    " + line if line else "" for line in parser.epilog.splitlines())


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent
    (folder / "commands.md").write_text(manual(), encoding="utf-8")
    reports = folder / "reports.md"
    reports.write_text(with_formats(reports.read_text(encoding="utf-8")), encoding="utf-8")
