"""From the file beside a text, NAME.meta.toml, to what the operator states about the text.

NAME is the name of the text's file, or that name without its suffix: ``story.txt.meta.toml`` or ``story.meta.toml``.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from provenance.errors import ConfigError, UnreadableFileError
from provenance.files import contents
from provenance.model import Input, Notice, Statement
from provenance.readers.blocks import reason
from provenance.readers.source import FOLLOW, file_to_open, place, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading

ENDING = b".meta.toml"
KEYS = ("title", "date", "source", "url", "author")
_MAX_BYTES = 1 << 20
_FORM = f"a sidecar is a TOML file of {', '.join(KEYS)}"


class Sidecars:
    """The sidecars among the *entries* of the folder at *real*, and which of them belong to none of its files.

    The *settings* may leave some out, and replace others that are no longer there.
    """

    __slots__ = ("_folder", "_instead", "_paths", "_used")

    def __init__(self, entries: Iterable[os.DirEntry[bytes]], real: bytes, settings: Reading) -> None:
        self._folder = real
        self._instead = settings.extent.instead
        self._paths = {
            entry.name: entry.path
            for entry in entries
            if entry.name.endswith(ENDING)
            and not entry.name.startswith(b".")
            and not entry.is_dir()
            and os.path.join(real, entry.name) not in settings.extent.without
        }
        self._used: set[bytes] = set()

    def __contains__(self, name: bytes) -> bool:
        return name in self._paths

    def of(self, name: bytes) -> bytes | None:
        """Return the path of the sidecar of the file *name*, None where there is none."""
        if not self._paths and not self._instead:
            return None
        for each in names_for(name):
            if each in self._paths:
                self._used.add(each)
                return self._paths[each]
            gone = os.path.join(self._folder, each)
            if gone in self._instead:
                return gone
        return None

    @property
    def unused(self) -> list[tuple[bytes, bytes]]:
        """The names and the paths of those that belong to no file that was asked about."""
        return [(name, path) for name, path in self._paths.items() if name not in self._used]


def names_for(name: bytes) -> tuple[bytes, ...]:
    """Return what a sidecar of the file *name* may be called, the one that counts first."""
    bare = name[:-3] if name.lower().endswith(b".gz") else name
    return tuple(each + ENDING for each in dict.fromkeys((name, bare, os.path.splitext(bare)[0])))


def beside(file: bytes, settings: Reading) -> bytes | None:
    """Return the path of the sidecar that lies beside *file*, None where there is none."""
    folder, name = os.path.split(file)
    paths = (os.path.join(folder, each) for each in names_for(name))
    return next((path for path in paths if _is_read(path, settings)), None)


def _is_read(path: bytes, settings: Reading) -> bool:
    # A pipe or a device counts, so that a notice says that the sidecar cannot be read.
    there = os.path.lexists(path) and not os.path.isdir(path)
    if not settings.extent.instead and not settings.extent.without:
        return there
    real = place(path)
    return real in settings.extent.instead or (real not in settings.extent.without and there)


def has_text(sidecar: bytes, instead: Iterable[bytes]) -> bool:
    """Tell whether there is a file that *sidecar* may be about, beside it or among those that *instead* names."""
    folder, name = os.path.split(place(sidecar))
    base = name[: -len(ENDING)]
    try:
        others = os.listdir(folder)
    except OSError:
        others = []
    others += [os.path.basename(file) for file in instead if os.path.dirname(file) == folder]
    return any(name in names_for(other) for other in others if other.startswith(base) and other != name)


def stated_of(source: Source, settings: Reading, collector: Collector) -> tuple[Statement, ...]:
    """Return what the sidecar of *source* states; nothing, and a notice, where it cannot be read."""
    if source.sidecar is None:
        return ()
    name = _name(source, source.sidecar)
    try:
        stated = stated_by(source.sidecar, settings)
    except UnreadableFileError as error:
        collector.add_notice(Notice("unreadable", name, None, str(error), file=source.sidecar))
        collector.add_once(Input(name, None, "", "", 0, "unreadable", str(error)))
        return ()
    if settings.digests:
        collector.add_once(_input(name, source.sidecar, settings))
    return stated


def _input(name: str, sidecar: bytes, settings: Reading) -> Input:
    """Return the row of a *sidecar* that was read."""
    from hashlib import sha256

    content = contents(file_to_open(sidecar, settings.extent.instead), _MAX_BYTES + 1, follow=settings.follow_links)
    return Input(name, len(content), sha256(content).hexdigest(), "application/toml", 0, "read")


def _name(source: Source, sidecar: bytes) -> str:
    """Return the path to show for the *sidecar* of *source*: like that of its text, where it lies beside it."""
    folder, name = os.path.split(sidecar)
    beside = folder in (os.path.dirname(source.file), os.path.dirname(source.real))
    return source.path[: source.path.rfind("/") + 1] + shown(name) if beside else shown(sidecar)


def stated_by(sidecar: bytes, settings: Reading) -> tuple[Statement, ...]:
    """Return what the file *sidecar* states, or the one that the *settings* replace it with.

    A mistake is a ConfigError that names the file and the line.  Raises UnreadableFileError.
    """
    path = shown(sidecar)
    try:
        content = contents(file_to_open(sidecar, settings.extent.instead), _MAX_BYTES + 1, follow=settings.follow_links)
    except OSError as error:
        way = FOLLOW if error.errno == errno.ELOOP else "fix or remove it"
        raise UnreadableFileError(
            f"cannot be read, so nothing that it states counts: {reason(error)}; {way}"
        ) from error
    if len(content) > _MAX_BYTES:
        raise ConfigError(f"{path}: has more than {_MAX_BYTES} bytes; {_FORM}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}, line {line}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    return read_sidecar(text, path)


def read_sidecar(text: str, name: str) -> tuple[Statement, ...]:
    """Return what the *text* of a sidecar states; the operator asserts it.

    Known keys are title, date, source, url and author, each a string (date: also a TOML date).  A mistake is a
    ConfigError that names the file and the line.
    """
    import tomllib
    from datetime import date

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{name}: {error}; {_FORM}") from error
    lines = text.split("\n")
    statements = []
    for key, value in table.items():
        begins = (key, f'"{key}"', f"[{key}")
        number = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(begins)), 1)
        stated = value.isoformat() if key == "date" and isinstance(value, date) else value
        if key not in KEYS:
            raise ConfigError(f"{name}, line {number}: unknown key {key[:80]!r}; known are {', '.join(KEYS)}")
        if not isinstance(stated, str):
            kind = "a date as YYYY-MM-DD or a string" if key == "date" else "a string"
            raise ConfigError(f"{name}, line {number}: {key} must be {kind}")
        statements.append(Statement(key, stated, "operator"))
    return tuple(statements)
