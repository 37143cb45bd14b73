"""From a command line to a command and its options: the table of commands, and the options that several share."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, NoReturn

from provenance.cli import examples
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.settings.setting import Command

COMMANDS = {
    "audit": ("provenance.cli.audit", "audit a corpus: print the table and write the reports"),
    "check": ("provenance.cli.check", "exit with 1 if there are new findings, for CI and commit hooks"),
    "dedup": ("provenance.cli.dedup", "plan what to drop, write the corpus without it, bring it back, verify"),
    "diff": ("provenance.cli.diff", "show what came, went and changed between two audits"),
    "verify": ("provenance.cli.verify", "check a sealed audit, and the texts it is about, without auditing again"),
    "compare": ("provenance.cli.compare", "show the passages that two texts share, side by side"),
    "index": ("provenance.cli.index", "make and maintain a folder that remembers a corpus"),
    "match": ("provenance.cli.match", "show what of some texts is in an index already, and what is new"),
    "where": ("provenance.cli.where", "show which documents of an index carry a sentence, and who had it first"),
    "contamination": ("provenance.cli.contamination", "show how much of a test set stands in a training corpus"),
    "mcp": ("provenance.cli.mcp", "serve an assistant: it asks about the texts below some folders"),
    "lsp": ("provenance.cli.lsp", "serve an editor: it shows findings in texts while they are written"),
    "review": ("provenance.cli.review", "show a report in the browser, and save decisions about its pairs"),
    "baseline": ("provenance.cli.baseline", "accept existing findings, so that check reports only new ones"),
    "init": ("provenance.cli.init", "write a settings file with every setting explained, and a job for CI"),
    "config": ("provenance.cli.config", "show the settings in effect in this folder, or the schema of all settings"),
    "completion": ("provenance.cli.completion", "print completions for bash, zsh or fish"),
    "rules": ("provenance.cli.rules", "list all rules"),
    "explain": ("provenance.cli.explain", "explain one rule"),
    "explain-document": (
        "provenance.cli.explain_document",
        "show the claims in one text, and why it got its source and date",
    ),
    "help": ("provenance.cli.help", "print the help of a command, or explain the words in reports: help words"),
}
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
            epilog="\n\n".join(part for part in (epilog, examples.shown(name)) if part) or None,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def format_help(self) -> str:
        """Return the help; its first line has the positional arguments only, as the options are listed below."""
        self.shorten_usage()
        return super().format_help()

    def shorten_usage(self) -> None:
        """Let the usage say [OPTIONS] where argparse would write out all of them."""
        self.usage = self.usage or f"{self.prog} [OPTIONS] {self.positionals()}".rstrip()

    def positionals(self) -> str:
        """Return the positional arguments as they are written on a command line."""
        places = [action for action in self._actions if not action.option_strings]
        return " ".join(map(_place, places))

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
        """Return the options in *arguments*, which may come before, between and after paths.  Raises UsageError."""
        self.shorten_usage()
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


def _place(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest)
    return {"+": f"{name}...", "?": f"[{name}]"}.get(str(action.nargs), name)


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


def add_settings(
    parser: Parser, command: Command, choices: Mapping[str, Sequence[str]], **texts: str
) -> dict[str, argparse._ArgumentGroup]:
    """Add the settings that *command* has flags for, and return the groups of the help by their titles.

    *choices* are the values that completions offer for a setting, by its key, where the setting itself names none;
    *texts* replace the help of settings, by their keys with underscores.
    """
    from provenance.settings.derived import help_of, settings

    groups: dict[str, argparse._ArgumentGroup] = {}
    for one in settings().values():
        flag = one.flag
        if flag is None or command not in flag.commands:
            continue
        if flag.group not in groups:
            groups[flag.group] = parser.add_argument_group(flag.group)
        names = [flag.short, f"--{one.key}"] if flag.short else [f"--{one.key}"]
        text = texts.get(one.key.replace("-", "_")) or help_of(one)
        if not flag.metavar:
            groups[flag.group].add_argument(*names, action="store_true", default=None, help=text)
        else:
            action = "append" if one.kind.repeatable else "store"
            known = choices.get(one.key, one.kind.choices) or None
            groups[flag.group].add_argument(*names, action=action, metavar=flag.metavar, choices=known, help=text)
    return groups


def add_paths(parser: Parser) -> None:
    """Add the inputs of a command that audits a corpus, and what it does with its cache."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument("--no-cache", action="store_true", help="do not use or write the cache of earlier runs")


def add_index(parser: Parser) -> None:
    """Add the index that new texts are compared with."""
    parser.add_argument(
        "--index",
        metavar="DIR",
        help="also compare the texts with those that this index remembers; findings are about the new ones only",
    )


def add_output(group: argparse._ActionsContainer) -> None:
    """Add what says how much is printed."""
    group.add_argument("--timings", action="store_true", help="print how long each stage took")
    group.add_argument("--profile", metavar="FILE", help="write to FILE, as JSON, what each stage took")
    group.add_argument("-q", "--quiet", action="store_true", help="print the summary only")
    group.add_argument("-v", "--verbose", action="store_true", help="print timings, and each input that was skipped")


def taken_format(given: dict[str, object], formats: Sequence[str]) -> str:
    """Take the format out of the *given* settings, or the first of *formats*.  Raises UsageError for another one."""
    form = str(given.pop("format", None) or formats[0])
    check_format(form, formats)
    return form


def check_format(form: str, formats: Sequence[str]) -> None:
    """Raise UsageError if *form* is none of *formats*."""
    if form not in formats:
        raise UsageError(f"--format: there is no format {form!r}; the formats are {', '.join(formats)}")


def overrides(options: argparse.Namespace) -> dict[str, object]:
    """Return the settings that *options* give, by their keys."""
    from provenance.settings.derived import settings

    given = {key: getattr(options, key.replace("-", "_"), None) for key, one in settings().items() if one.flag}
    return {key: value for key, value in given.items() if value is not None}
