"""From the parsers of all commands to completions for bash, zsh and fish: plain files that run nothing of ours."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from provenance.cli.parser import COMMANDS
from provenance.settings.derived import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.cli.parser import Parser

# What stands first after a command, where it is one of a few words.
_ACTIONS = {
    "baseline": ("create", "update", "prune", "audit"),
    "config": ("show", "schema"),
    "completion": ("bash", "zsh", "fish"),
}
# What an option takes, where it is one of a few words.
_CHOICES = {f"--{key}": setting.kind.choices for key, setting in settings().items() if setting.kind.choices}
_FORMATS = (
    "table", "json", "jsonl", "csv", "markdown", "concise", "full", "github", "gitlab", "junit", "rdjson", "sarif",
    "html",
)  # fmt: skip
_FORMATS_OF = {
    "audit": _FORMATS, "check": _FORMATS, "rules": ("table", "json"), "compare": ("table", "json"),
    "explain-document": ("table", "markdown", "json"),
}  # fmt: skip


class Option:
    """An option of a command: its *names*, whether it takes a value, its *help*, and the *choices* of the value."""

    __slots__ = ("choices", "help", "names", "takes")

    def __init__(self, names: tuple[str, ...], takes: str, text: str, choices: tuple[str, ...]) -> None:
        self.names = names
        self.takes = takes
        self.help = text
        self.choices = choices


def parsers() -> dict[str, Parser]:
    """Return the parser of each command."""
    return {name: import_module(module).parser() for name, (module, _) in COMMANDS.items()}


def options(command: str, parser: Parser) -> list[Option]:
    """Return the options of *command*, in the order of its help."""
    found = []
    for action in parser._actions:
        if action.option_strings:
            names = tuple(action.option_strings)
            choices: tuple[str, ...] = next((_CHOICES[name] for name in names if name in _CHOICES), ())
            if "--format" in names:
                choices = _FORMATS_OF.get(command, ())
            takes = str(action.metavar or action.dest.upper()) if action.nargs != 0 else ""
            found.append(Option(names, takes, action.help or "", choices))
    return found


def bash() -> str:
    """Return completions for bash."""
    lines = [
        "# bash completion for provenance, made from its parsers: provenance completion bash",
        "_provenance() {",
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}",
        "    COMPREPLY=()",
        "    if [[ $COMP_CWORD == 1 ]]; then",
        f'        mapfile -t COMPREPLY < <(compgen -W "{" ".join((*COMMANDS, "--help", "--version"))}" -- "$word")',
        "        return",
        "    fi",
        "    case $command:$before in",
    ]
    for command, parser in parsers().items():
        for option in options(command, parser):
            if option.choices:
                names = "|".join(f"{command}:{name}" for name in option.names)
                reply = f'mapfile -t COMPREPLY < <(compgen -W "{" ".join(option.choices)}" -- "$word"); return'
                lines.append(f"        {names}) {reply} ;;")
        if command in _ACTIONS:
            reply = f'mapfile -t COMPREPLY < <(compgen -W "{" ".join(_ACTIONS[command])}" -- "$word"); return'
            lines.append(f"        {command}:{command}) {reply} ;;")
    lines += ["    esac", "    if [[ $word == -* ]]; then", "        case $command in"]
    for command, parser in parsers().items():
        words = " ".join(name for option in options(command, parser) for name in option.names)
        lines.append(f'            {command}) mapfile -t COMPREPLY < <(compgen -W "{words}" -- "$word") ;;')
    lines += ["        esac", "        return", "    fi", '    mapfile -t COMPREPLY < <(compgen -f -- "$word")', "}"]
    return "\n".join([*lines, "complete -o filenames -F _provenance provenance", ""])


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
        "    return",
        "fi",
        "local command=${words[2]}",
        "shift words",
        "(( CURRENT -= 1 ))",
        "case $command in",
    ]
    for command, parser in parsers().items():
        specs = [spec for option in options(command, parser) for spec in _zsh_option(option)]
        if command in _ACTIONS:
            specs.append(_quoted(f"1:action:({' '.join(_ACTIONS[command])})"))
        lines += [f"    {command})", "        _arguments \\"]
        lines += [f"            {spec} \\" for spec in specs]
        lines += ["            '*:path:_files'", "        ;;"]
    return "\n".join([*lines, "esac", ""])


def _zsh_option(option: Option) -> Iterator[str]:
    said = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    value = ""
    if option.takes:
        value = f":value:({' '.join(option.choices)})" if option.choices else ":value:_files"
    for name in option.names:
        yield _quoted(f"*{name}[{said}]{value}")


def fish() -> str:
    """Return completions for fish."""
    lines = ["# fish completion for provenance, made from its parsers: provenance completion fish"]
    for name, (_, sentence) in COMMANDS.items():
        lines.append(f"complete -c provenance -n __fish_use_subcommand -f -a {name} -d {_quoted(sentence)}")
    for command, parser in parsers().items():
        seen = f"-n '__fish_seen_subcommand_from {command}'"
        for option in options(command, parser):
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in sorted(option.names)
            )
            value = " -r" if option.takes else ""
            value += f" -f -a {_quoted(' '.join(option.choices))}" if option.choices else ""
            lines.append(f"complete -c provenance {seen} {names}{value} -d {_quoted(option.help)}")
        if command in _ACTIONS:
            lines.append(f"complete -c provenance {seen} -a {_quoted(' '.join(_ACTIONS[command]))}")
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """Return *text* in single quotation marks, as all three shells read it."""
    return "'" + text.replace("'", "'\\''") + "'"


SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
