"""From a command line to a command and its options: the table of commands, and the options that several share."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, NoReturn

from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "audit": ("provenance.cli.audit", "audit a corpus: print the table and write the reports"),
    "check": ("provenance.cli.check", "exit with 1 if there are new findings, for CI and commit hooks"),
    "compare": ("provenance.cli.compare", "show the passages that two texts share, side by side"),
    "baseline": ("provenance.cli.baseline", "accept existing findings, so that check reports only new ones"),
    "config": ("provenance.cli.config", "show the settings in effect in this folder, or the schema of all settings"),
    "completion": ("provenance.cli.completion", "print completions for bash, zsh or fish"),
    "rules": ("provenance.cli.rules", "list all rules"),
    "explain": ("provenance.cli.explain", "explain one rule"),
    "explain-document": (
        "provenance.cli.explain_document",
        "show the claims in one text, and why it got its source and date",
    ),
}
# Options that are settings, by the names that configuration files use.
_SETTINGS = (
    "threshold", "min-words", "encoding", "fields", "as-of", "jobs", "select", "ignore", "fail-level", "output",
    "write", "format", "report", "color", "baseline",
    "extend-select", "include", "exclude", "agencies", "mojibake", "follow-links",
)  # fmt: skip
# The values that completions offer; the settings name them again, where they are checked.
_COLORS = ("auto", "always", "never")
_SEVERITIES = ("error", "warning", "info")
_STATUSES = """\
exit status:
  0    success; check: no new finding of the fail level or above
  1    check: there is such a finding
  2    wrong usage, a setting that cannot be used, or nothing to read
  3    incomplete: an input could not be read, or a report could not be written
  70   a bug in provenance
  130  interrupted; 143 and 129: ended by SIGTERM and SIGHUP"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence with the way out, and which accepts no abbreviated options."""

    def __init__(self, name: str, description: str, *, usage: str | None = None, epilog: str | None = None) -> None:
        super().__init__(
            prog=f"provenance {name}".rstrip(),
            usage=usage,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def takes_paths(self) -> bool:
        """Return whether the command takes any number of paths."""
        return any(action.dest == "paths" for action in self._actions)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"{message}; see '{self.prog} --help'")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Accept any value.  The settings check it, and their error says where it was set.

        The choices of an action are only for help and completions.
        """

    def options(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options in *arguments*, which may stand before, between and after paths.  Raises UsageError."""
        found, unknown = self.parse_known_intermixed_args(_guarded(arguments))
        if unknown:
            from provenance.settings.layers import suggestion

            word = unknown[0].partition("=")[0]
            if word.startswith("\0-"):
                self.error(f"unknown argument {word[1:]}: after --, nothing is read as an option")
            word = word.removeprefix("\0")
            kind = "option" if word.startswith("-") else "argument"
            hint = suggestion(word, [option for action in self._actions for option in action.option_strings])
            self.error(f"unknown {kind} {word}{hint}")
        for name, value in vars(found).items():
            if isinstance(value, str | list):
                setattr(found, name, _unguarded(value))
        return found


def _guarded(arguments: Sequence[str]) -> list[str]:
    """Return *arguments* with a NUL, which no argument can contain, before each one after "--".

    argparse then takes these for paths.  By itself it cannot handle options between paths together with "--".
    """
    if "--" not in arguments:
        return list(arguments)
    at = list(arguments).index("--")
    return [*arguments[:at], *(f"\0{argument}" for argument in arguments[at + 1 :])]


def _unguarded(value: str | list[str]) -> str | list[str]:
    return value.removeprefix("\0") if isinstance(value, str) else [part.removeprefix("\0") for part in value]


def chosen(arguments: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the name of the command in *arguments*, and the arguments after it.

    Raises UsageError if there is none, and SystemExit after --help and --version.
    """
    if arguments and arguments[0] in COMMANDS:
        return arguments[0], arguments[1:]
    if arguments and arguments[0] == "help":
        # Like git: "help COMMAND" is "COMMAND --help".
        return chosen([*(word for word in arguments[1:2] if word in COMMANDS), "--help"])
    word = next((argument for argument in arguments if not argument.startswith("-")), None)
    if word is None:
        main_parser().options(arguments)
        raise UsageError(f"no command given; choose one of {', '.join(COMMANDS)} (see 'provenance --help')")
    from provenance.settings.layers import suggestion

    hint = suggestion(word, list(COMMANDS))
    if word in COMMANDS:
        hint = f"; put options after the command: provenance {word} ..."
    elif not hint and os.path.exists(word):
        hint = f"; to audit this path, run: provenance audit {word}"
    raise UsageError(f"unknown command {word}{hint or '; the commands are ' + ', '.join(COMMANDS)}")


def main_parser() -> Parser:
    """Return the parser of a command line without a command."""
    from provenance.version import __version__

    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:<{width}}  {sentence}" for name, (_, sentence) in COMMANDS.items())
    parser = Parser(
        "",
        "Finds the duplicates in a folder of texts, and where each text came from.",
        usage="provenance COMMAND [OPTIONS] ...",
        epilog=f"commands:\n{commands}\n\n'provenance COMMAND --help' lists the options of a command.\n\n{_STATUSES}",
    )
    parser.add_argument("--version", action="version", version=f"provenance {__version__}")
    return parser


def add_analysis(parser: Parser) -> None:
    """Add what says which inputs are analysed, and how."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    group = parser.add_argument_group("what is analysed")
    group.add_argument("--select", action="append", metavar="CODES", help="run only these rules: codes or prefixes")
    group.add_argument("--extend-select", action="append", metavar="CODES", help="run these rules as well")
    group.add_argument("--ignore", action="append", metavar="CODES", help="do not run these rules")
    group.add_argument("--include", action="append", metavar="PATTERN", help="only audit files matching PATTERN")
    group.add_argument("--exclude", action="append", metavar="PATTERN", help="skip files and folders matching PATTERN")
    group.add_argument(
        "--follow-links",
        action="store_true",
        default=None,
        help="also follow links that leave the paths given, or lead to hidden or excluded files",
    )
    group.add_argument("--threshold", metavar="SHARE", help="least similarity of two documents that are a pair (0.7)")
    group.add_argument("--min-words", metavar="N", help="least length of a reported passage in words (10)")
    group.add_argument("--encoding", metavar="NAME", help="read every file in this encoding")
    group.add_argument(
        "--fields",
        action="append",
        metavar="text=NAME,id=NAME",
        help="fields of records to read the text and the id from",
    )
    group.add_argument("--as-of", metavar="DATE", help="treat dates after DATE (YYYY-MM-DD) as in the future")
    add_agencies(group)
    group.add_argument(
        "--mojibake",
        metavar="CHECK",
        choices=("own", "ftfy"),
        help="how to find mojibake: own, or ftfy to run its detector as well (own)",
    )
    group.add_argument("--jobs", metavar="N", help="number of threads; 0 for one per processor (0)")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache of earlier runs")


def add_results(parser: Parser, usual: str) -> argparse._ArgumentGroup:
    """Add what says where the results go, and return the group; *usual* is the format of standard output."""
    from provenance.reporters.formats import FORMATS, printable

    group = parser.add_argument_group("results")
    group.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        choices=printable(),
        help=f"print this format: {', '.join(printable())} ({usual})",
    )
    folders = [name for name, row in FORMATS.items() if row.folder]
    group.add_argument(
        "-o",
        "--report",
        action="append",
        metavar="FORMAT=PATH",
        help=f"also write a format to a file ({', '.join(folders)}: to a folder); can be repeated",
    )
    add_color(group)
    group.add_argument("--timings", action="store_true", help="print the time that each stage took")
    group.add_argument("-q", "--quiet", action="store_true", help="print the summary only")
    group.add_argument("-v", "--verbose", action="store_true", help="print timings and every input that was skipped")
    return group


def add_color(group: argparse._ActionsContainer) -> None:
    """Add the option that every command with colors has."""
    group.add_argument("--color", metavar="WHEN", choices=_COLORS, help="auto, always or never (auto)")


def add_fail_level(group: argparse._ActionsContainer, use: str) -> None:
    """Add the option that names a severity; *use* says what it decides."""
    group.add_argument(
        "--fail-level", metavar="LEVEL", choices=_SEVERITIES, help=f"{use}: error, warning or info (warning)"
    )


def add_agencies(group: argparse._ActionsContainer) -> None:
    """Add the option that every command which reads claims has."""
    group.add_argument(
        "--agencies", action="append", metavar="FILE", help="add a table of news agencies; can be repeated"
    )


def overrides(options: argparse.Namespace) -> dict[str, object]:
    """Return the settings that *options* give, by their names in configuration files."""
    given: dict[str, object] = {}
    for name in _SETTINGS:
        value: object = getattr(options, name.replace("-", "_"), None)
        if value is not None:
            given[name] = value
    return given
