"""From a configuration file, the environment and flags to layers of raw values, each with its place for messages."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from provenance.errors import ConfigError
from provenance.files import contents as contents_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILES = ("provenance.toml", "pyproject.toml")
PREFIX = "PROVENANCE_"
# Variables of the kernels, of their build and of the tests, which are not settings.
_OTHERS = ("kernels", "sanitize", "axe", "browser", "shared")


class Layer:
    """Raw values by the keys of settings, from one source: *kind* is flag, environment, file or user file.

    *path* and *text* are those of the file.
    """

    __slots__ = ("kind", "path", "table", "text")

    def __init__(self, kind: str, table: Mapping[str, object], path: str = "", text: str = "") -> None:
        self.kind = kind
        self.table = table
        self.path = path
        self.text = text

    def origin(self, key: str, nth: int = 0) -> str:
        """Return where *key* is set, as error messages say it: a flag, a variable, or a file with the line."""
        if self.kind == "flag":
            return f"--{key}"
        if self.kind == "environment":
            return variable(key)
        line = self.line(key, nth)
        return f"{self.path}:{line}: {key}" if line else f"{self.path}: {key}"

    def line(self, key: str, nth: int = 0) -> int:
        """Return the line of the file that sets *key*, of several tables the *nth* (from 0); 0 if it is not found."""
        # Other tools' tables of a pyproject.toml have keys of the same names.
        ours = "[tool.provenance" not in self.text and "[[tool.provenance" not in self.text
        for number, line in enumerate(self.text.splitlines(), 1):
            ours = ours or line.lstrip().startswith(("[tool.provenance", "[[tool.provenance"))
            if ours and key in _names(line):
                if not nth:
                    return number
                nth -= 1
        return 0


class Raw:
    """One raw *value*, and the *layer* that sets *key* to it."""

    __slots__ = ("key", "layer", "value")

    def __init__(self, key: str, value: object, layer: Layer) -> None:
        self.key = key
        self.value = value
        self.layer = layer

    def wrong(self, way_out: str, part: object = None) -> ConfigError:
        """Return the error for a value that cannot be used, or for the *part* of it that cannot."""
        from provenance.settings.toml import toml

        value = self.value if part is None else part
        shown = value if isinstance(value, str) else toml(value)
        return ConfigError(f"{self.layer.origin(self.key)}: {shown[:80]!r} cannot be used; {way_out}")


def of_file(path: str, kind: str = "file") -> Layer:
    """Return the values of the file at *path*.  Raises ConfigError for one that cannot be read."""
    import tomllib

    try:
        text = contents(path).decode("utf-8-sig")
        table: dict[str, object] = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = contents(path)[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    if "tool" in table or os.path.basename(path) == "pyproject.toml":
        for name in ("tool", "provenance"):
            inner = table.get(name, {})
            if not isinstance(inner, dict):
                raise ConfigError(f"{path}: {name} is not a table; write [tool.provenance] above the settings")
            table = inner
    return Layer(kind, table, path, text)


def of_environment(environment: Mapping[str, str], known: Sequence[str]) -> Layer:
    """Return the values of variables that are named PROVENANCE_ and a *known* key, such as PROVENANCE_FAIL_LEVEL.

    Raises ConfigError for names that look like misspelled ones.
    """
    table: dict[str, object] = {}
    errors = []
    for name, key in _variables(environment):
        if key in known:
            table[key] = environment[name]
        elif near := _closest(key, known):
            errors.append(f"{name} is not a setting (did you mean {variable(near)}?)")
    if errors:
        raise ConfigError("\n".join(errors))
    return Layer("environment", table)


def strangers(environment: Mapping[str, str], known: Sequence[str]) -> list[tuple[str, str]]:
    """Return the variables that begin with PROVENANCE_ and set none of the *known* keys, each with its would-be key."""
    return [(name, key) for name, key in _variables(environment) if key not in (*known, *_OTHERS)]


def _variables(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the variables that begin with PROVENANCE_, sorted, each with the key that its name stands for."""
    for name in sorted(environment):
        if name.startswith(PREFIX):
            yield name, name.removeprefix(PREFIX).lower().replace("_", "-")


def variable(key: str) -> str:
    """Return the environment variable that sets *key*."""
    return PREFIX + key.upper().replace("-", "_")


def nearest(folder: str) -> str | None:
    """Return the path of the configuration file that applies to *folder*, None if there is none."""
    while True:
        for name in FILES:
            path = os.path.join(folder, name)
            if _exists(path) and (name != "pyproject.toml" or b"tool.provenance" in contents(path)):
                return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def user_file(environment: Mapping[str, str]) -> str | None:
    """Return the path of the user's file provenance/provenance.toml below XDG_CONFIG_HOME; None if there is none."""
    folder = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(os.path.expanduser("~"), ".config")
    path = os.path.join(folder, "provenance", FILES[0])
    return path if _exists(path) else None


def _exists(path: str) -> bool:
    """Return whether there is anything but a folder at *path*: a named pipe is an error later, and not ignored."""
    return os.path.exists(path) and not os.path.isdir(path)


def contents(path: str) -> bytes:
    """Return the bytes of a configuration file.  Raises ConfigError."""
    try:
        return contents_of(path)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; fix or remove it") from error


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return " (did you mean X?)" for the closest of *known* words, "" if none is close."""
    near = _closest(word, known)
    return f" (did you mean {near}?)" if near else ""


def _closest(word: str, known: Sequence[str]) -> str:
    """Return the *known* word that is most like *word*, "" if none is close."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, 1)), "")


def _names(line: str) -> list[str]:
    """Return the names that a line of TOML sets: its table or key, also in "table.key", and keys of inline tables."""
    head = line.partition("#")[0] if '"' not in line and "'" not in line else line
    first = head.partition("=")[0].strip().strip("[]").strip()
    names = [first.strip("\"' "), first.partition(".")[0].rstrip(), first.rpartition(".")[2].strip("\"' ")]
    return names + re.findall(r'[{,]\s*"?([\w-]+)"?\s*=', head)
