"""The manual page of the program, made from the parsers: completions/provenance.1, which the wheel installs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from provenance.cli.examples import EXAMPLES
from provenance.cli.parser import COMMANDS, main_parser
from provenance.cli.shells import options, parsers
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.cli.parser import Parser


def man_page() -> str:
    """Return the page in the man(7) macros of troff."""
    return "\n".join([*_head(), *(line for name, parser in parsers().items() for line in _command(name, parser)), ""])


def _head() -> Iterator[str]:
    yield f'.TH PROVENANCE 1 "" "provenance {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"provenance \- find the duplicates in a folder of texts, and where each text came from"
    yield ".SH SYNOPSIS"
    yield r".B provenance"
    yield r"\fICOMMAND\fR [\fIOPTIONS\fR] ..."
    yield ".SH COMMANDS"
    for name, (_, sentence) in COMMANDS.items():
        yield from (".TP", rf".B {_text(name)}", _text(sentence))
    yield ".SH EXIT STATUS"
    for line in (main_parser().epilog or "").partition("exit status:\n")[2].splitlines():
        status, _, meaning = line.strip().partition(" ")
        yield from (".TP", f".B {status}", _text(meaning.strip()))


def _command(name: str, parser: Parser) -> Iterator[str]:
    yield f'.SH "PROVENANCE {_text(name.upper())}"'
    yield rf".B provenance {_text(name)}"
    yield rf"[\fIOPTIONS\fR] {_text(parser.positionals())}".rstrip()
    yield ".PP"
    yield from (_text(line) for line in str(parser.description).splitlines())
    for option in options(parser):
        value = rf" \fI{_text(option.takes)}\fR" if option.takes else ""
        yield from (".TP", ", ".join(rf"\fB{_text(one)}\fR{value}" for one in option.names), _text(option.help))
    for line, text in EXAMPLES.get(name, ()):
        yield from (".PP", f"{_text(text[:1].upper() + text[1:])}:", ".PP", ".nf", f"    {_text(line)}", ".fi")


def _text(text: str) -> str:
    """Return *text* with what troff would take as its own written as characters."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", r"\(ga").replace("…", "...")
    return rf"\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    path = Path(__file__).resolve().parent.parent / "completions" / "provenance.1"
    path.write_text(man_page(), encoding="utf-8")
