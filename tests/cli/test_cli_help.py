"""``provenance help``: examples of each command, and the words of the reports."""

from __future__ import annotations

import shlex
from importlib import import_module

import pytest

from provenance.cli import main
from provenance.cli.examples import EXAMPLES
from provenance.cli.exits import OK, USAGE
from provenance.cli.glossary import WORDS
from provenance.cli.parser import COMMANDS

LINES = [(name, line) for name, rows in EXAMPLES.items() for line, _ in rows]


@pytest.mark.parametrize(("name", "line"), LINES, ids=[line for _, line in LINES])
def test_examples_are_command_lines(name: str, line: str) -> None:
    """The command reads its own examples."""
    program, command, *arguments = shlex.split(line.rpartition("|")[2].partition(" > ")[0])

    assert (program, command) == ("provenance", name)
    import_module(COMMANDS[name][0]).parser().options(arguments)


def test_examples_are_of_commands() -> None:
    """Every command with options that are not obvious has some."""
    assert set(EXAMPLES) <= set(COMMANDS)
    assert set(COMMANDS) - set(EXAMPLES) <= {"completion"}


def test_the_help_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Behind the options."""
    main(["check", "--help"])

    assert capsys.readouterr().out.partition("\nexamples:\n")[2].startswith("  provenance check texts\n")


def test_words_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a line of its own and a text of at most 80 columns."""
    assert main(["help", "words"]) == OK

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [word for word, _ in WORDS]
    assert max(map(len, lines)) <= 80


def test_an_unknown_topic(capsys: pytest.CaptureFixture[str]) -> None:
    """The closest one is suggested."""
    assert main(["help", "word"]) == USAGE
    assert "did you mean words?" in capsys.readouterr().err
