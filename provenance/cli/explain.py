"""``provenance explain CODE``: the page of one rule, with samples of what it reports and what it does not."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from provenance.cli.parser import Parser
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.rules import Rule
    from provenance.rules.rule import Corpus

_WIDTH = 100  # columns; longer lines of a sample are wrapped


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("explain", "Explain a rule: what it does, why it matters and what to do, with two examples.")
    made.add_argument("rule", metavar="CODE", help="code or name of a rule")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    from provenance.rules import RULES

    rule = found(options.rule, RULES)
    with results(utf8=False) as stream:
        stream.write(as_text(rule))
    return 0


def found(word: str, rules: Mapping[str, Rule]) -> Rule:
    """Return the rule whose code or name is *word*, in upper or lower case.  Raises UsageError if there is none."""
    for rule in rules.values():
        if word.lower() in (rule.code.lower(), rule.name):
            return rule
    from provenance.settings.layers import suggestion

    near = suggestion(word.upper(), list(rules)) or suggestion(word.lower(), [rule.name for rule in rules.values()])
    hint = near or "; 'provenance rules' lists all rules"
    raise UsageError(f"there is no rule {word}{hint}")


def as_text(rule: Rule) -> str:
    """Return the page of *rule* with its samples, for a terminal."""
    lines = [
        f"{rule.code} {rule.name} ({rule.severity}{'' if rule.on else ', off by default'})",
        "",
        *rule.page.split("\n"),
    ]
    for heading, corpus in (("Reported:", rule.samples.found), ("Not reported:", rule.samples.silent)):
        lines += [heading, "", *_indented(corpus), ""]
    return "\n".join(lines)


def _indented(corpus: Corpus) -> Iterator[str]:
    """Yield the lines of the files of *corpus*, each after a bar; the rest of a wrapped line has no bar."""
    for name, lines in visible(corpus):
        yield f"  {name}"
        for line in lines:
            yield from wrap(line, _WIDTH, initial_indent="  | ", subsequent_indent="    ") or ["  |"]


def visible(corpus: Corpus) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the lines of each file of *corpus*.

    Bytes that are not UTF-8, invisible characters and combining marks are written as escapes, such as ``\\xe9``.
    """
    from unicodedata import combining

    for name, content in corpus.items():
        text = content if isinstance(content, str) else content.decode("ascii", "backslashreplace")
        shown = (
            character
            if character == "\n" or (character.isprintable() and not combining(character))
            else character.encode("unicode_escape").decode("ascii")
            for character in text
        )
        yield name, "".join(shown).removesuffix("\n").split("\n")
