"""Write docs/commands.md from the parsers, docs/settings.md from the settings, docs/words.md from the glossary, and
the formats in docs/reports.md.

Run it: python docs/manual.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from provenance.cli.glossary import WORDS
from provenance.cli.parser import COMMANDS, main_parser
from provenance.cli.shells import options, parsers
from provenance.reporters.formats import FORMATS
from provenance.settings.derived import settings
from provenance.settings.toml import toml
from provenance.settings.written import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.cli.parser import Parser
    from provenance.reporters.format import Format
    from provenance.settings.derived import Setting


SETTINGS = """\
# Settings

Made from the declarations in `provenance/settings/declared.py` (`python docs/manual.py`).

The first of these that sets a key wins: the command line, the environment, the nearest `provenance.toml` or
`pyproject.toml` (table `[tool.provenance]`) from the working directory upwards, your own `provenance/provenance.toml`
below `XDG_CONFIG_HOME`. Flags and variables are named after the key: `--min-words 8`, `PROVENANCE_MIN_WORDS=8` and
`min-words = 8` say the same. `provenance config show --origin` prints the settings in effect and where each was set;
`provenance config schema` prints the JSON Schema for editors.

From Python:

    from provenance import audit
    from provenance.settings import Config, Grouping

    report = audit("texts", Config(grouping=Grouping(threshold=0.8)))

| key | in Python | flag of | default | meaning |
|---|---|---|---|---|"""
ENVIRONMENT = (
    (
        "PROVENANCE_*",
        "a setting, such as PROVENANCE_FAIL_LEVEL (see settings.md); a warning names variables that are not settings",
    ),
    ("XDG_CONFIG_HOME", "the folder of your own provenance/provenance.toml [default: ~/.config]"),
    ("XDG_CACHE_HOME", "the folder of the cache, provenance/ [default: ~/.cache]"),
    ("NO_COLOR", "if set and not empty, no colors are used"),
    ("COLUMNS", "the width of the screen, if the terminal does not report it"),
    ("GITHUB_ACTIONS, GITHUB_STEP_SUMMARY", "check prints annotations and adds its table to the step's summary"),
)
FILES = (
    ("provenance.toml, pyproject.toml", "settings; the nearest file upwards is used, and its folder is the project's"),
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
    if row.binary:
        return f"`-o {row.name}=PATH`"
    file = f", `{row.file}` (`--write {row.key or row.name}`)" if row.file else ""
    return f"`-f {row.name}`, `-o {row.name}=PATH`{file}"


def settings_page() -> str:
    """Return the page of settings."""
    return "\n".join([SETTINGS, *map(_row, settings().values()), ""])


def words_page() -> str:
    """Return the page of words."""
    head = "# Words\n\nWhat the words in reports and messages mean. `provenance help words` prints the same.\n\n"
    return head + "".join(f"- **{word}**: {text}\n" for word, text in WORDS)


def _row(setting: Setting) -> str:
    commands = ", ".join(setting.flag.commands) if setting.flag else "none"
    key = f"`{setting.key}`" if setting.in_files else f"`--{setting.key}` only"
    default = plain(setting.default, setting.kind)
    shown = "" if default is None or default == "" else f"`{toml(default)}`"
    return f"| {key} | `{setting.section}.{setting.field}` | {commands} | {shown} | {setting.help} |"


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
    yield from _section(f"provenance {name}", [f"    provenance {name} [OPTIONS] {parser.positionals()}".rstrip(), ""])
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
    (folder / "settings.md").write_text(settings_page(), encoding="utf-8")
    (folder / "words.md").write_text(words_page(), encoding="utf-8")
