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
