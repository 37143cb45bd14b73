"""From the nearest configuration file and the flags of a command to the settings of a run, each value checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.config import TEXT_FIELDS, Config
from provenance.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILES = ("provenance.toml", "pyproject.toml")
SEVERITIES = ("error", "warning", "info")
COLORS = ("auto", "always", "never")
# They are about one run, not about a corpus: a configuration file that set them would surprise.
FLAGS_ONLY = ("format", "report")


def load(path: str | None = None, overrides: Mapping[str, object] | None = None) -> Config:
    """Return the settings of the configuration file at *path*, where *overrides* (flags, by name) say nothing else.

    None: the nearest file from the working directory upwards, ``provenance.toml`` or a ``pyproject.toml`` that has a
    table ``[tool.provenance]``; without one the usual values.  Raises ConfigError that names the file, line and key.
    """
    found = path if path is not None else nearest(os.getcwd())
    table, text = _table(found) if found is not None else ({}, "")
    values = _Values(table, overrides or {}, found or "", text)
    config = _settle(values)
    values.refuse_unknown()
    return config


def nearest(folder: str) -> str | None:
    """Return the path of the configuration file that holds for *folder*, None where there is none."""
    while True:
        for name in FILES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or b"tool.provenance" in _bytes(path)):
                return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return " (did you mean X?)" for the nearest of *known* words, "" when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1)
    return f" (did you mean {near[0]}?)" if near else ""


def _settle(values: _Values) -> Config:
    """Return *values* as the classes that the stages take."""
    usual = Config()
    return Config(
        reading=attrs.evolve(
            usual.reading,
            fields=usual.reading.fields | dict(values.equations("fields", tuple(TEXT_FIELDS), comma=True)),
            encoding=values.encoding("encoding"),
        ),
        grouping=attrs.evolve(
            usual.grouping,
            threshold=values.share("threshold", usual.grouping.threshold),
            jobs=values.count("jobs", usual.grouping.jobs, least=0),
        ),
        aligning=attrs.evolve(usual.aligning, min_words=values.count("min-words", usual.aligning.min_words, least=1)),
        attributing=attrs.evolve(usual.attributing, as_of=values.day("as-of")),
        judging=attrs.evolve(
            usual.judging,
            select=values.names("select"),
            ignore=values.names("ignore"),
            fail_level=values.choice("fail-level", usual.judging.fail_level, SEVERITIES),
            baseline=values.folder("baseline", usual.judging.baseline),
        ),
        reporting=attrs.evolve(
            usual.reporting,
            output=values.folder("output", usual.reporting.output),
            write=values.names("write"),
            formats=values.names("format"),
            files=values.equations("report"),
            color=values.choice("color", usual.reporting.color, COLORS),
            root=values.root,
        ),
    )


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; mend its permissions or remove it") from error


def _table(path: str) -> tuple[Mapping[str, object], str]:
    """Return the table of settings in the file at *path*, and the file's text."""
    import tomllib

    try:
        text = _bytes(path).decode("utf-8-sig")
        table: dict[str, object] = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: this is not TOML that can be read: {error}") from error
    if "tool" in table or os.path.basename(path) == "pyproject.toml":
        for name in ("tool", "provenance"):
            inner = table.get(name, {})
            if not isinstance(inner, dict):
                raise ConfigError(f"{path}: {name} is not a table; write [tool.provenance] above the settings")
            table = inner
    return table, text


class _Values:
    """The raw values of a file and of flags by their names; each method checks one and says what is wrong with it."""

    def __init__(self, table: Mapping[str, object], flags: Mapping[str, object], path: str, text: str) -> None:
        self._table = table
        self._flags = flags
        self._path = path
        self._text = text
        self._known: list[str] = []

    @property
    def root(self) -> str:
        """The folder of the file; "" where no file sets anything."""
        ours = self._table or os.path.basename(self._path) == FILES[0]
        return os.path.dirname(os.path.abspath(self._path)) if self._path and ours else ""

    def refuse_unknown(self) -> None:
        """Raise ConfigError for the first key of the file that no method was asked for."""
        known = [key for key in self._known if key not in FLAGS_ONLY]
        for key in self._table:
            if key in FLAGS_ONLY:
                raise ConfigError(f"{self._origin(key)} is set by a flag only; write --{key} on the command line")
            if key not in known:
                hint = suggestion(key, known) or f"; the keys are {', '.join(sorted(known))}"
                raise ConfigError(f"{self._origin(key)} is not a setting{hint}")

    def choice(self, key: str, usual: str, choices: Sequence[str]) -> str:
        value = self._value(key)
        if value is None:
            return usual
        if not isinstance(value, str) or value not in choices:
            raise self._wrong(key, value, f"give one of {', '.join(choices)}")
        return value

    def count(self, key: str, usual: int, *, least: int) -> int:
        value = self._value(key)
        if value is None:
            return usual
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1_000_000_000:
            raise self._wrong(key, value, f"give a whole number from {least} up")
        return value

    def share(self, key: str, usual: float) -> float:
        value = self._value(key)
        if value is None:
            return usual
        try:
            number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0.0
        except (ValueError, OverflowError):
            number = 0.0
        if not 0 < number <= 1:
            raise self._wrong(key, value, "give a similarity above 0 and at most 1, such as 0.7")
        return number

    def day(self, key: str) -> str | None:
        value = self._value(key)
        if value is None:
            return None
        from datetime import date

        day = value if isinstance(value, str) else value.isoformat() if isinstance(value, date) else ""
        try:
            return date.fromisoformat(day if len(day) == 10 else "").isoformat()
        except ValueError:
            raise self._wrong(key, value, "give a date as YYYY-MM-DD") from None

    def encoding(self, key: str) -> str | None:
        value = self._value(key)
        if value is None:
            return None
        try:
            # Encoding is what tells codecs of text from others, such as base64.
            "a".encode(value if isinstance(value, str) else "")
        except (LookupError, ValueError):
            raise self._wrong(key, value, "give the name of an encoding, such as utf-8 or windows-1252") from None
        return str(value)

    def folder(self, key: str, usual: str) -> str:
        value = self._value(key)
        if value is None:
            return usual
        if not isinstance(value, str) or not value or "\0" in value:
            raise self._wrong(key, value, "give the path of a folder")
        return value if key in self._flags else os.path.join(os.path.dirname(self._path), value)

    def names(self, key: str) -> tuple[str, ...]:
        """Return the words of a list, or of a text that commas divide; a flag given several times adds up."""
        value = self._value(key)
        parts = [value] if isinstance(value, str) else [] if value is None else value
        if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
            raise self._wrong(key, value, "give a list of words")
        words = tuple(word.strip() for part in parts for word in part.split(","))
        if not all(words):
            raise self._wrong(key, value, "give words with a comma between them")
        return words

    def equations(self, key: str, choices: Sequence[str] = (), *, comma: bool = False) -> tuple[tuple[str, str], ...]:
        """Return the (name, value) pairs of a table, or of texts such as "name=value"; *comma* may divide these."""
        value = self._value(key)
        if isinstance(value, dict):
            value = [f"{name}={target}" if isinstance(target, str) else name for name, target in value.items()]
        parts: list[object] = [] if value is None else list(value) if isinstance(value, list | tuple) else [value]
        if comma:
            parts = [piece for part in parts for piece in (part.split(",") if isinstance(part, str) else [part])]
        found = []
        for part in parts:
            name, _, target = part.partition("=") if isinstance(part, str) else ("", "", "")
            if not name or not target:
                raise self._wrong(key, part, "give NAME=VALUE")
            if choices and name not in choices:
                raise self._wrong(key, name, f"the names are {', '.join(choices)}")
            found.append((name, target))
        return tuple(found)

    def _value(self, key: str) -> object:
        self._known.append(key)
        return self._flags.get(key, self._table.get(key))

    def _wrong(self, key: str, value: object, way_out: str) -> ConfigError:
        shown = value if isinstance(value, str) else repr(value)
        origin = f"--{key}" if key in self._flags else self._origin(key)
        return ConfigError(f"{origin}: {shown[:80]!r} cannot be used; {way_out}")

    def _origin(self, key: str) -> str:
        """Return where the file sets *key*: its path and, where it can be seen, the line."""
        # Other tools' tables of a pyproject.toml have keys of the same names.
        ours = "[tool.provenance" not in self._text
        for number, line in enumerate(self._text.splitlines(), 1):
            ours = ours or line.lstrip().startswith("[tool.provenance")
            name = line.partition("=")[0].strip().strip("[]").strip().rpartition(".")[2].strip("\"' ")
            if ours and name == key:
                return f"{self._path}:{number}: {key}"
        return f"{self._path}: {key}"
