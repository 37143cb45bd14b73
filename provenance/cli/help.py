"""``provenance help``: the help of a command, and the words that reports and messages use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from provenance.cli.parser import COMMANDS, Parser, main_parser
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = "words"


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("help", "Print the help of a command, or explain the words in reports and messages.")
    topics = (*COMMANDS, _WORDS)
    made.add_argument(
        "topic",
        nargs="?",
        default="",
        metavar="TOPIC",
        choices=topics,
        help="a command, or words [default: all commands]",
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status.  Raises UsageError for an unknown topic."""
    topic = parser().options(arguments).topic
    with results(utf8=False) as stream:
        stream.write(_text(topic))
    return 0


def _text(topic: str) -> str:
    if topic == _WORDS:
        from provenance.cli.glossary import page

        return page()
    if not topic:
        return main_parser().format_help()
    if topic not in COMMANDS:
        from provenance.settings.layers import suggestion

        hint = suggestion(topic, [*COMMANDS, _WORDS])
        raise UsageError(f"help: there is no topic {topic}{hint}; 'provenance help' lists the commands")
    made: Parser = import_module(COMMANDS[topic][0]).parser()
    return made.format_help()
