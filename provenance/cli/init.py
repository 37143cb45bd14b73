"""``provenance init``: write a settings file that explains every setting, and a job for continuous integration."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from provenance.cli.exits import OK
from provenance.cli.parser import Parser
from provenance.cli.streams import complain
from provenance.errors import UnwritableFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

_SETTINGS = "provenance.toml"
# Values of settings whose default is empty and so shows nothing.
_SAMPLES: dict[str, object] = {
    "include": ["articles/**"],
    "exclude": ["drafts/"],
    "encoding": "cp1252",
    "fields": {"text": "body", "id": "key"},
    "boilerplate": [{"text": "All rights reserved by the paper and its agencies.", "reason": "footer"}],
    "as-of": "2024-12-31",
    "agencies": ["our-agencies.toml"],
    "select": ["DUP", "REP"],
    "extend-select": ["OVL003"],
    "ignore": ["TXT006"],
    "severity": {"SRC001": "info"},
    "per-file-ignores": {"drafts/*": ["SRC", "DATE"]},
    "accept": [{"code": ["DUP003"], "between": ["a.txt", "b.txt"], "reason": "two editions"}],
    "baseline": "accepted.jsonl",
    "manifest": "SHA256SUMS",
    "write": ["documents", "groups", "html"],
}
_HEAD = """\
# Settings of provenance for the texts below this folder. Each line shows a setting's default, or an example where the
# default is empty: remove the "#" to change it. "provenance config show --origin" lists what is in effect.
"""


class _Job(NamedTuple):
    """A job for continuous integration: where its file goes, which line paths replace, and what is left to do."""

    path: str
    marked: str
    then: str


_JOBS = {
    "github": _Job(".github/workflows/provenance.yml", "            .\n", "commit it, and it runs on each push"),
    "gitlab": _Job(
        "provenance.gitlab-ci.yml",
        '    CORPUS_PATHS: "."\n',
        "add it to .gitlab-ci.yml: include: [{ local: provenance.gitlab-ci.yml }]",
    ),
}


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("init", f"Write {_SETTINGS} into this folder, with every setting explained, and a job for CI.")
    made.add_argument("--ci", metavar="NAME", choices=tuple(_JOBS), help="also write a job for github or gitlab")
    made.add_argument(
        "--paths", action="append", metavar="PATH", help="what the job checks (repeatable) [default: this folder]"
    )
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status.

    Files that exist are never changed.  Raises UsageError if another one is in the way, before anything is written.
    """
    options = parser().options(arguments)
    if options.ci is not None and options.ci not in _JOBS:
        raise UsageError(f"--ci: there is no job for {options.ci!r}; there is one for {', '.join(_JOBS)}")
    if options.paths and options.ci is None:
        raise UsageError("--paths says what the job for CI checks, so it needs --ci")
    files = {_SETTINGS: _settings()}
    if options.ci is not None:
        job = _JOBS[options.ci]
        files[job.path] = _workflow(options.ci, options.paths or ["."])
    _check_free(files)
    for path, text in files.items():
        if os.path.lexists(path):
            _sweep(os.path.dirname(path))
        else:
            _write(path, text)
            complain(f"wrote {path}", prefix="")
    if options.ci is not None:
        complain(f"{_JOBS[options.ci].path}: {_JOBS[options.ci].then}", prefix="")
    return OK


def _check_free(files: dict[str, str]) -> None:
    """Raise UsageError where one of *files* exists with another text, or would hide settings that are there."""
    for path, text in files.items():
        if os.path.lexists(path) and not _holds(path, text):
            raise UsageError(f"{path} is here already, and init changes no file; move it away to get a new one")
    from provenance.settings.layers import nearest

    found = nearest(os.getcwd())
    if found is not None and os.path.dirname(found) == os.getcwd() and os.path.basename(found) != _SETTINGS:
        raise UsageError(f"{os.path.basename(found)} has settings of provenance already; {_SETTINGS} would hide them")


def _holds(path: str, text: str) -> bool:
    """Return whether there is a file at *path* that holds *text*: what an earlier run has written."""
    from provenance.files import contents

    try:
        return contents(path, len(text) * 4 + 1) == text.encode("utf-8")
    except OSError:
        return False


def _sweep(folder: str) -> None:
    """Remove what a run has left in *folder* that was killed when all was written."""
    from contextlib import suppress

    from provenance.unfinished import unfinished

    with suppress(OSError), unfinished(folder):
        pass


def _write(path: str, text: str) -> None:
    from provenance.reporters.folder import write_file

    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(f"{path}: cannot be written: {error.strerror}") from error

    def writer(stream: TextIO) -> None:
        stream.write(text)

    write_file(path, writer)


def _settings() -> str:
    return "\n".join([_HEAD, *_lines()])


def _lines() -> Iterator[str]:
    """Yield the lines of the settings file: of each setting its meaning and its default, as comments."""
    from textwrap import wrap

    from provenance.settings.derived import settings
    from provenance.settings.toml import toml
    from provenance.settings.written import plain

    for one in settings().values():
        if not one.in_files:
            continue
        value = _SAMPLES.get(one.key, plain(one.default, one.kind))
        yield from wrap(one.help, 118, initial_indent="# ", subsequent_indent="# ")
        yield f"#{one.key} = {toml(value)}"
        yield ""


def _workflow(name: str, paths: list[str]) -> str:
    """Return the job called *name*, which checks *paths*."""
    from importlib.resources import files

    job = _JOBS[name]
    text = files("provenance.cli").joinpath("workflows", f"{name}.yml").read_text(encoding="utf-8")
    assert job.marked in text
    return text.replace(job.marked, _paths(name, paths))


def _paths(name: str, paths: list[str]) -> str:
    """Return the lines of the job *name* that say what is checked."""
    for path in paths:
        if not path.isprintable() or "${{" in path:
            raise UsageError(f"--paths: {path!r} has characters that mean something else in the job's file")
    if name == "gitlab":
        return "".join(["    CORPUS_PATHS: |\n", *(f"      {path}\n" for path in paths)])
    from shlex import quote

    return " \\\n".join(f"            {quote(path)}" for path in paths) + "\n"
