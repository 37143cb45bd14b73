"""The kinds of settings: how a raw value is checked and converted, and what JSON Schema says about it.

Each function returns a ``Kind``; ``tables`` has the kinds that only configuration files can hold.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Generic, TypeVar

from provenance.settings.layers import variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from provenance.settings.layers import Raw

    Schema = dict[str, object]

T_co = TypeVar("T_co", covariant=True)

# Prefix of the name of an entry point, in settings that otherwise take the path of a file.
PACKAGE = "package:"
_MAX_COUNT = 999_999_999
WORDS: Schema = {"type": ["array", "string"], "items": {"type": "string"}}


class Kind(Generic[T_co]):
    """What a value of a setting may be.

    *read* checks and converts a raw value, and raises ConfigError.  *schema* is its JSON Schema.  *choices* are all
    values there are, where they are few.  *repeatable*: its flag may be given several times.  *names_files*: the value
    is paths of files whose content matters, not the path.
    """

    __slots__ = ("choices", "names_files", "read", "repeatable", "schema")

    def __init__(
        self,
        read: Callable[[Raw], T_co],
        schema: Schema,
        *,
        choices: tuple[str, ...] = (),
        repeatable: bool = False,
        names_files: bool = False,
    ) -> None:
        self.read = read
        self.schema = schema
        self.choices = choices
        self.repeatable = repeatable
        self.names_files = names_files


def choice(*choices: str) -> Kind[str]:
    """Return the kind of one of several words."""

    def read(raw: Raw) -> str:
        if not isinstance(raw.value, str) or raw.value not in choices:
            raise raw.wrong(f"give one of {', '.join(choices)}")
        return raw.value

    return Kind(read, {"type": "string", "enum": list(choices)}, choices=choices)


def switch() -> Kind[bool]:
    """Return the kind of true and false."""

    def read(raw: Raw) -> bool:
        if isinstance(raw.value, str) and raw.value.lower() in {"true", "false", "1", "0"}:
            return raw.value.lower() in {"true", "1"}
        if not isinstance(raw.value, bool):
            raise raw.wrong("give true or false")
        return raw.value

    return Kind(read, {"type": "boolean"})


def count(*, least: int) -> Kind[int]:
    """Return the kind of whole numbers from *least* up."""

    def read(raw: Raw) -> int:
        value = raw.value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(_MAX_COUNT)):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MAX_COUNT:
            raise raw.wrong(f"give a whole number from {least} up")
        return value

    return Kind(read, {"type": "integer", "minimum": least})


def similarity() -> Kind[float]:
    """Return the kind of similarities: above 0 and at most 1."""

    def read(raw: Raw) -> float:
        value = raw.value
        try:
            number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0.0
        except (ValueError, OverflowError):
            number = 0.0
        if not 0 < number <= 1:
            raise raw.wrong("give a similarity above 0 and at most 1, such as 0.7")
        return number

    return Kind(read, {"type": "number", "exclusiveMinimum": 0, "maximum": 1})


def day() -> Kind[str | None]:
    """Return the kind of dates, as YYYY-MM-DD."""

    def read(raw: Raw) -> str:
        from datetime import date

        value = raw.value
        day = value if isinstance(value, str) else value.isoformat() if isinstance(value, date) else ""
        try:
            return date.fromisoformat(day if len(day) == 10 else "").isoformat()
        except ValueError:
            raise raw.wrong("give a date as YYYY-MM-DD") from None

    return Kind(read, {"type": "string"})


def encoding() -> Kind[str | None]:
    """Return the kind of names of text encodings."""

    def read(raw: Raw) -> str:
        try:
            # Only codecs of text can encode a string; others, such as base64, fail.
            "a".encode(raw.value if isinstance(raw.value, str) else "")
        except (LookupError, ValueError):
            raise raw.wrong("give the name of an encoding, such as utf-8 or windows-1252") from None
        return str(raw.value)

    return Kind(read, {"type": "string"})


def path(what: str) -> Kind[str]:
    """Return the kind of paths of a *what* ("file" or "folder") that a run writes.

    In a file, paths are relative to the file's folder; elsewhere to the working directory.  Anyone may have written a
    project's file, so its paths must stay inside its folder.
    """

    def read(raw: Raw) -> str:
        value, layer = raw.value, raw.layer
        if not isinstance(value, str) or not value or "\0" in value:
            raise raw.wrong(f"give the path of a {what}")
        if not layer.path:
            return value
        folder = os.path.dirname(layer.path)
        full = os.path.join(folder, value)
        # The user's own file holds for all projects, and may point anywhere.
        if layer.kind == "file" and not _is_within(full, folder):
            raise raw.wrong(
                f"it leads out of the folder of this file; only --{raw.key} or {variable(raw.key)} may do that"
            )
        return full

    return Kind(read, {"type": "string"})


def words(*, repeatable: bool = True) -> Kind[tuple[str, ...]]:
    """Return the kind of lists of words; commas may separate the words of a text."""

    def read(raw: Raw) -> tuple[str, ...]:
        found = tuple(word.strip() for part in texts_of(raw, "words") for word in part.split(","))
        if not all(found):
            raise raw.wrong("give words with a comma between them")
        return found

    return Kind(read, WORDS, repeatable=repeatable)


def patterns() -> Kind[tuple[str, ...]]:
    """Return the kind of lists of patterns as in .gitignore, each of which can match something."""

    def read(raw: Raw) -> tuple[str, ...]:
        from provenance.wildmatch import complaint

        found = texts_of(raw, "patterns")
        for pattern in found:
            if wrong := complaint(pattern):
                raise raw.wrong(f"it matches no path: {wrong}", pattern)
        return found

    return Kind(read, WORDS, repeatable=True)


def files() -> Kind[tuple[str, ...]]:
    """Return the kind of lists of files, each a path or ``package:NAME`` for what an installed package provides.

    In a configuration file, paths are relative to its folder.
    """

    def read(raw: Raw) -> tuple[str, ...]:
        return tuple(_file(raw, name) for name in texts_of(raw, "files"))

    return Kind(read, WORDS, repeatable=True, names_files=True)


def names(known: Iterable[str]) -> Kind[dict[str, str]]:
    """Return the kind of tables from some of the *known* names to others."""

    def read(raw: Raw) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, target in equations(raw, "NAME=VALUE, such as text=body", comma=True):
            if name not in known:
                raise raw.wrong(f"the names are {', '.join(known)}", name)
            found[name] = target
        return found

    properties = {name: {"type": "string"} for name in known}
    return Kind(read, {"type": "object", "properties": properties, "additionalProperties": False}, repeatable=True)


def outputs() -> Kind[tuple[tuple[str, str], ...]]:
    """Return the kind of lists of FORMAT=PATH; paths may hold commas and equals signs."""
    return Kind(lambda raw: equations(raw, "FORMAT=PATH, such as sarif=out.sarif"), WORDS, repeatable=True)


def equations(raw: Raw, form: str, *, comma: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the (name, value) pairs of a table, or of texts such as "name=value"; *comma* may separate these.

    *form* is what error messages ask for.
    """
    value = raw.value
    if isinstance(value, dict):
        value = [f"{name}={target}" if isinstance(target, str) else name for name, target in value.items()]
    parts: list[object] = list(value) if isinstance(value, list | tuple) else [value]
    if comma:
        parts = [piece for part in parts for piece in (part.split(",") if isinstance(part, str) else [part])]
    found = []
    for part in parts:
        name, _, target = part.partition("=") if isinstance(part, str) else ("", "", "")
        if not name or not target:
            raise raw.wrong(f"give {form}", part)
        found.append((name, target))
    return tuple(found)


def texts_of(raw: Raw, what: str) -> tuple[str, ...]:
    """Return the texts of a list, or the one text."""
    parts: Sequence[object] = raw.value if isinstance(raw.value, list | tuple) else (raw.value,)
    found = tuple(part for part in parts if isinstance(part, str))
    if len(found) != len(parts):
        raise raw.wrong(f"give a list of {what}")
    return found


def _file(raw: Raw, name: str) -> str:
    """Return the path of the file that *name* stands for."""
    if name.startswith(PACKAGE):
        from provenance.settings.packages import file_of

        try:
            return file_of(name.removeprefix(PACKAGE))
        except (LookupError, ValueError) as error:
            raise raw.wrong(str(error.args[0]), name) from error
    path = os.path.join(os.path.dirname(raw.layer.path), name) if raw.layer.path else name
    if "\0" in path or not os.path.isfile(path):
        exists = "\0" not in path and os.path.exists(path)
        wrong = "it is not a regular file" if exists else "there is no such file"
        raise raw.wrong(f"{wrong}, looked for at {path}", name)
    return path


def _is_within(path: str, folder: str) -> bool:
    """Return whether *path* is *folder* or lies in it, wherever links lead."""
    top, real = os.path.realpath(folder), os.path.realpath(path)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)
