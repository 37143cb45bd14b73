"""Edits that are planted in a bundle or in the texts that it is about, one at a time, and what `verify` must name.

An edit is either made behind the seal's back, or by somebody who seals the bundle again: then only the texts can tell.
"""

from __future__ import annotations

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from provenance.cli import main
from provenance.reporters.archives import seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

SPANNED = ("claims.csv", "passages.csv", "findings.csv")


class Case(NamedTuple):
    """An untouched bundle and its texts, and a folder in which they are changed."""

    bundle: Path
    texts: Path
    scratch: Path


def named(bundle: Path, texts: Path) -> tuple[int, set[str]]:
    """The status of `verify`, and the places that it names."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        status = main(["verify", str(bundle), str(texts), "-q"])
    return status, {line.partition(": ")[0] for line in said.getvalue().splitlines()}


def contents(bundle: Path) -> dict[str, bytes]:
    with ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(files: dict[str, bytes], path: Path, *, again: bool) -> Path:
    """The bundle with *files*, sealed *again* or with the seal that it had."""
    if again:
        files = {name: content for name, content in files.items() if name != seal.NAME}
        files[seal.NAME] = seal.seal(files)
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def edit_of_a_text(case: Case, random: Random) -> tuple[set[str], Path, Path]:
    """One letter of one text is another one."""
    texts = case.scratch / "texts"
    shutil.rmtree(texts, ignore_errors=True)
    shutil.copytree(case.texts, texts)
    path = random.choice(sorted(one for one in texts.rglob("*.txt")))
    raw = bytearray(path.read_bytes())
    letters = [at for at, byte in enumerate(raw) if chr(byte).isascii() and chr(byte).isalpha()]
    at = random.choice(letters)
    raw[at] = raw[at] + 1 if chr(raw[at]) not in "zZ" else raw[at] - 1
    path.write_bytes(raw)
    return {str(path.relative_to(texts))}, case.bundle, texts


def edit_of_a_line(case: Case, random: Random) -> tuple[set[str], Path, Path]:
    """One sign in a line of one file of the bundle is another one."""
    files = contents(case.bundle)
    name = random.choice(sorted(name for name in files if name not in {seal.NAME, "audit.sqlite"}))
    lines = files[name].split(b"\n")
    number = random.choice([number for number, line in enumerate(lines, 1) if line])
    line = bytearray(lines[number - 1])
    at = random.randrange(len(line))
    line[at] = ord("x") if line[at] != ord("x") else ord("y")
    lines[number - 1] = bytes(line)
    files[name] = b"\n".join(lines)
    return {f"{name}:{number}"}, written(files, case.scratch / "b.zip", again=False), case.texts


def edit_of_the_database(case: Case, random: Random) -> tuple[set[str], Path, Path]:
    """One byte of the database is another one."""
    files = contents(case.bundle)
    raw = bytearray(files["audit.sqlite"])
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    files["audit.sqlite"] = bytes(raw)
    return {"audit.sqlite"}, written(files, case.scratch / "b.zip", again=False), case.texts


def edit_of_a_span(case: Case, random: Random) -> tuple[set[str], Path, Path]:
    """One place in a table is moved by some characters, and the bundle is sealed again."""
    files = contents(case.bundle)
    name = random.choice(SPANNED)
    lines = files[name].decode().split("\n")
    header = lines[0].split(",")
    start = header.index("start")
    spanned = [number for number, line in enumerate(lines[1:], 2) if _has_span(line, header, start)]
    number = random.choice(spanned)
    cells = lines[number - 1].split(",")
    which = start + random.randrange(2)
    cells[which] = str(int(cells[which]) + random.choice((1, 2, 7)) * (1 if which > start else -1))
    if int(cells[start]) < 0:
        cells[start] = "1" if cells[start] != "1" else "2"
    lines[number - 1] = ",".join(cells)
    files[name] = "\n".join(lines).encode()
    return {f"{name}:{number}"}, written(files, case.scratch / "b.zip", again=True), case.texts


def _has_span(line: str, header: list[str], start: int) -> bool:
    cells = line.split(",")
    simple = '"' not in line and len(cells) == len(header)
    return simple and cells[start].isdigit() and cells[start] != "0" and cells[start + 1].isdigit()


def loss_of_a_file(case: Case, random: Random) -> tuple[set[str], Path, Path]:
    """One file of the bundle is gone."""
    files = contents(case.bundle)
    name = random.choice(sorted(set(files) - {seal.NAME}))
    del files[name]
    return {name}, written(files, case.scratch / "b.zip", again=False), case.texts


EDITS: tuple[Callable[[Case, Random], tuple[set[str], Path, Path]], ...] = (
    edit_of_a_text,
    edit_of_a_line,
    edit_of_the_database,
    edit_of_a_span,
    loss_of_a_file,
)
