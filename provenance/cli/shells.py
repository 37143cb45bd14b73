"""From the parsers of all commands to completions for bash, zsh and fish: plain files that do not run our code.

shtab 1.13 was tried instead.  In zsh it completes only the first of several PATHs and none after "--", and each new
release of it could change the files that we ship.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import attrs

from provenance.cli.parser import COMMANDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from typing import Literal

    from provenance.cli.parser import Parser

    Kind = Literal["choices", "file", "folder", "other"]

# The kind of a value, by its name in the help.
_KINDS: dict[str, Kind] = {
    "FILE": "file", "PATH": "file", "FORMAT=PATH": "file", "DOC": "file", "A": "file", "B": "file", "DIR": "folder",
}  # fmt: skip
_TOP = {"--help": "show this help message and exit", "--version": "show the version and exit"}


@attrs.frozen
class Option:
    """An option of a command, or a positional argument if it has no *names*.

    *takes* is the name of its value, "" for a switch.
    """

    names: tuple[str, ...]
    takes: str
    help: str
    choices: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What completes the value."""
        return "choices" if self.choices else _KINDS.get(self.takes, "other")


def parsers() -> dict[str, Parser]:
    """Return the parser of each command."""
    return {name: import_module(module).parser() for name, (module, _) in COMMANDS.items()}


def options(parser: Parser) -> list[Option]:
    """Return the options of *parser*, in the order of its help."""
    return [_option(action) for action in parser._actions if action.option_strings]


def first(parser: Parser) -> Option | None:
    """Return the first positional of *parser*; None for a command without one."""
    return next((_option(action) for action in parser._actions if not action.option_strings), None)


def _option(action: argparse.Action) -> Option:
    takes = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    return Option(tuple(action.option_strings), takes, action.help or "", tuple(map(str, action.choices or ())))


def bash() -> str:
    """Return completions for bash."""
    lines = [
        "# bash completion for provenance, made from its parsers: provenance completion bash",
        "_provenance() {",
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}",
        "    COMPREPLY=()",
        "    if [[ $COMP_CWORD == 1 ]]; then",
        f"        {_bash_words((*COMMANDS, *_TOP))}",
        "        return",
        "    fi",
        "    # readline splits --option=value into three words",
        "    [[ $word == = ]] && word=",
        "    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}",
        "    case $command:$before in",
    ]
    for command, parser in parsers().items():
        for option in options(parser):
            if option.takes and option.kind != "file":
                names = "|".join(f"{command}:{name}" for name in option.names)
                lines.append(f"        {names}) {_bash_value(option)}return ;;")
        positional = first(parser)
        if positional is not None and positional.choices:
            lines.append(f"        {command}:{command}) {_bash_value(positional)}return ;;")
    lines += ["    esac", "    if [[ $word == -* ]]; then", "        case $command in"]
    for command, parser in parsers().items():
        words = tuple(name for option in options(parser) for name in option.names)
        lines.append(f"            {command}) {_bash_words(words)} ;;")
    lines += ["        esac", "        return", "    fi", '    mapfile -t COMPREPLY < <(compgen -f -- "$word")', "}"]
    return "\n".join([*lines, "complete -o filenames -F _provenance provenance", ""])


def _bash_words(words: tuple[str, ...]) -> str:
    return f'mapfile -t COMPREPLY < <(compgen -W "{" ".join(words)}" -- "$word")'


def _bash_value(option: Option) -> str:
    if option.kind == "folder":
        return 'mapfile -t COMPREPLY < <(compgen -d -- "$word"); '
    return f"{_bash_words(option.choices)}; " if option.choices else ""


def zsh() -> str:
    """Return completions for zsh."""
    lines = [
        "#compdef provenance",
        "# zsh completion for provenance, made from its parsers: provenance completion zsh",
        "local -a commands",
        "commands=(",
        *(f"    {_quoted(f'{name}:{sentence}')}" for name, (_, sentence) in COMMANDS.items()),
        ")",
        "if (( CURRENT == 2 )); then",
        "    _describe -t commands command commands",
        f"    compadd -- {' '.join(_TOP)}",
        "    return",
        "fi",
        "local command=${words[2]}",
        "shift words",
        "(( CURRENT -= 1 ))",
        "case $command in",
    ]
    for command, parser in parsers().items():
        specs = [spec for option in options(parser) for spec in _zsh_option(option)]
        positional = first(parser)
        if positional is not None and positional.choices:
            specs.append(_quoted(f"1:{positional.takes.lower()}:({' '.join(positional.choices)})"))
        lines += [f"    {command})", "        _arguments \\"]
        lines += [f"            {spec} \\" for spec in specs]
        lines += ["            '*:path:_files'", "        ;;"]
    return "\n".join([*lines, "esac", ""])


def _zsh_option(option: Option) -> Iterator[str]:
    text = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    action = {"choices": f"({' '.join(option.choices)})", "file": "_files", "folder": "_files -/", "other": " "}
    value = f":{option.takes.replace(':', '')}:{action[option.kind]}" if option.takes else ""
    for name in option.names:
        # "=": also as --option=value
        joined = "=" if option.takes and name.startswith("--") else ""
        yield _quoted(f"*{name}{joined}[{text}]{value}")


def fish() -> str:
    """Return completions for fish."""
    lines = ["# fish completion for provenance, made from its parsers: provenance completion fish"]
    for name, (_, sentence) in COMMANDS.items():
        lines.append(f"complete -c provenance -n __fish_use_subcommand -f -a {name} -d {_quoted(sentence)}")
    for name, sentence in _TOP.items():
        lines.append(f"complete -c provenance -n __fish_use_subcommand -f -l {name[2:]} -d {_quoted(sentence)}")
    for command, parser in parsers().items():
        seen = f"-n '__fish_seen_subcommand_from {command}'"
        for option in options(parser):
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in sorted(option.names)
            )
            lines.append(f"complete -c provenance {seen} {names}{_fish_value(option)} -d {_quoted(option.help)}")
        positional = first(parser)
        if positional is not None and positional.choices:
            # -f would hold for the paths after it, too.
            only = "" if parser.takes_paths() else " -f"
            lines.append(f"complete -c provenance {seen}{only} -a {_quoted(' '.join(positional.choices))}")
    return "\n".join([*lines, ""])


def _fish_value(option: Option) -> str:
    if not option.takes:
        return ""
    values = {
        "choices": f" -f -a {_quoted(' '.join(option.choices))}",
        "file": "",
        "folder": " -f -a '(__fish_complete_directories)'",
        "other": " -f",
    }
    return f" -r{values[option.kind]}"


def _quoted(text: str) -> str:
    """Return *text* in single quotation marks, as all three shells read it."""
    return "'" + text.replace("'", "'\\''") + "'"


SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
