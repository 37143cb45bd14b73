"""From raw values in layers to values of the right kind: each method checks one and says what is wrong with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import ConfigError
from provenance.settings.declared import Acceptance
from provenance.settings.layers import Layer, suggestion, variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Severity

# Before the name of a package's entry point, where the path of a file may stand too.
PACKAGE = "package:"
# What the parts of a setting look like that is made of names and values.
_EQUATIONS = {
    "report": "FORMAT=PATH, such as sarif=out.sarif",
    "fields": "NAME=VALUE, such as text=body",
    "severity": "CODE=LEVEL, such as DATE001=info",
}
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Values:
    """Gives values by the names of settings: the first of the *layers* that has one decides."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self.known: list[str] = []

    def layer(self, key: str) -> Layer | None:
        """Return the layer that sets *key*; None: none does."""
        return next((layer for layer in self._layers if key in layer.table), None)

    def refuse_unknown(self, flags_only: Sequence[str]) -> None:
        """Raise ConfigError for the first key of a file that no method was asked for, or that is for flags only."""
        known = [key for key in self.known if key not in flags_only]
        for layer in self._layers:
            for key in layer.table if layer.path else ():
                if key in flags_only:
                    raise ConfigError(f"{layer.origin(key)} is set by a flag only; write --{key} on the command line")
                if key not in known:
                    hint = suggestion(key, known) or f"; the keys are {', '.join(sorted(known))}"
                    raise ConfigError(f"{layer.origin(key)} is not a setting{hint}")

    def choice(self, key: str, usual: str, choices: Sequence[str]) -> str:
        """Return one of *choices*."""
        value = self._value(key)
        if value is None:
            return usual
        if not isinstance(value, str) or value not in choices:
            raise self._wrong(key, value, f"give one of {', '.join(choices)}")
        return value

    def switch(self, key: str, *, usual: bool) -> bool:
        """Return whether it is on."""
        value = self._value(key)
        if value is None:
            return usual
        if isinstance(value, str) and value.lower() in {"true", "false", "1", "0"}:
            return value.lower() in {"true", "1"}
        if not isinstance(value, bool):
            raise self._wrong(key, value, "give true or false")
        return value

    def count(self, key: str, usual: int, *, least: int) -> int:
        """Return a whole number."""
        value = self._value(key)
        if value is None:
            return usual
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1_000_000_000:
            raise self._wrong(key, value, f"give a whole number from {least} up")
        return value

    def share(self, key: str, usual: float) -> float:
        """Return a similarity above 0 and at most 1."""
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
        """Return a date as YYYY-MM-DD."""
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
        """Return the name of an encoding of text."""
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
        """Return a path: in a file it starts at the file's folder, elsewhere where the user stands.

        What a run writes there may not lie outside of the folder of a project's file: that may be anybody's.
        """
        value = self._value(key)
        if value is None:
            return usual
        if not isinstance(value, str) or not value or "\0" in value:
            raise self._wrong(key, value, f"give the path of a {'file' if key == 'baseline' else 'folder'}")
        layer = self.layer(key)
        if layer is None or not layer.path:
            return value
        path = os.path.join(os.path.dirname(layer.path), value)
        # What the user wrote for all projects may lie anywhere.
        if layer.kind == "file" and not _within(path, os.path.dirname(layer.path)):
            way_out = f"it leads out of the folder of this file, where only --{key} or {variable(key)} may lead"
            raise self._wrong(key, value, way_out)
        return path

    def tables(self, key: str) -> tuple[str, ...]:
        """Return paths of files; in a file they start at its folder.  ``package:NAME`` is what a package gives."""
        found = []
        for name in self.names(key, comma=False):
            if name.startswith(PACKAGE):
                from provenance.settings.packages import file_of

                try:
                    found.append(file_of(name.removeprefix(PACKAGE)))
                except (LookupError, ValueError) as error:
                    raise self._wrong(key, name, str(error.args[0])) from error
                continue
            layer = self.layer(key)
            path = os.path.join(os.path.dirname(layer.path), name) if layer and layer.path else name
            if "\0" in path or not os.path.isfile(path):
                there = "\0" not in path and os.path.exists(path)
                wrong = "it is not a regular file" if there else "there is no such file"
                raise self._wrong(key, name, f"{wrong}, looked for at {path}")
            found.append(path)
        return tuple(found)

    def names(self, key: str, *, comma: bool = True) -> tuple[str, ...]:
        """Return the words of a list, or of a text that commas divide; a flag given several times adds up."""
        value = self._value(key)
        parts = [value] if isinstance(value, str) else [] if value is None else value
        if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
            raise self._wrong(key, value, "give a list of words")
        words = tuple(word.strip() for part in parts for word in (part.split(",") if comma else [part]))
        if not all(words):
            raise self._wrong(key, value, "give words with a comma between them")
        return words

    def patterns(self, key: str) -> tuple[str, ...]:
        """Return patterns as in .gitignore, each of which fits something."""
        from provenance.wildmatch import complaint

        value = self._value(key)
        parts = [value] if isinstance(value, str) else [] if value is None else value
        if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
            raise self._wrong(key, value, "give a list of patterns")
        for part in parts:
            if wrong := complaint(part):
                raise self._wrong(key, part, f"it fits no path: {wrong}")
        return tuple(parts)

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
                raise self._wrong(key, part, f"give {_EQUATIONS.get(key, 'NAME=VALUE')}")
            if choices and name not in choices:
                raise self._wrong(key, name, f"the names are {', '.join(choices)}")
            found.append((name, target))
        return tuple(found)

    def severities(self, key: str) -> tuple[tuple[str, Severity], ...]:
        """Return the pairs of a code, or the beginning of one, and a severity."""
        found: list[tuple[str, Severity]] = []
        for code, value in self.equations(key, comma=True):
            severity = next((known for known in SEVERITIES if known == value), None)
            if severity is None:
                raise self._wrong(key, f"{code}={value}", f"give one of {', '.join(SEVERITIES)}")
            found.append((code, severity))
        return tuple(found)

    def ignored_by_file(self, key: str) -> tuple[Acceptance, ...]:
        """Return what a table from patterns of paths to lists of codes passes over."""
        value = self._value(key)
        layer = self.layer(key)
        if value is None or layer is None:
            return ()
        if not isinstance(value, dict):
            raise self._wrong(key, value, 'give a table such as {"drafts/*.txt" = ["TXT"]}')
        from provenance.wildmatch import complaint

        found = []
        for pattern, codes in value.items():
            given = [codes] if isinstance(codes, str) else codes
            if not isinstance(given, list) or not given or not all(isinstance(code, str) and code for code in given):
                raise self._wrong(key, codes, f"give a list of codes for {pattern}")
            if wrong := complaint(pattern, alone=True):
                raise self._wrong(key, pattern, f"it fits no path: {wrong}")
            found.append(Acceptance(tuple(given), (pattern,), "", layer.path, layer.line(pattern) or layer.line(key)))
        return tuple(found)

    def accepted(self, key: str) -> tuple[Acceptance, ...]:
        """Return what the tables of an array accept: a code, what it is between, and the reason."""
        from provenance.wildmatch import complaint

        found = []
        for layer, number, table in self._tables(key, ("code", "between", "reason")):
            codes, between = table.get("code"), table.get("between")
            paths = [between] if isinstance(between, str) else between
            given = [codes] if isinstance(codes, str) else codes
            if not isinstance(given, list) or not given or not all(isinstance(code, str) and code for code in given):
                raise self._lacks(layer, key, number, "code", "the code of a rule, such as DUP003")
            if not isinstance(paths, list) or not 0 < len(paths) <= 2 or not all(isinstance(p, str) for p in paths):
                raise self._lacks(layer, key, number, "between", "one or two paths")
            for path in paths:
                if wrong := complaint(path, alone=True):
                    raise ConfigError(f"{layer.origin(key, number)}: {path[:80]!r} fits no path: {wrong}")
            reason = table.get("reason")
            if not isinstance(reason, str) or not reason.strip():
                raise self._lacks(layer, key, number, "reason", "why it is accepted")
            found.append(Acceptance(tuple(given), tuple(paths), reason, layer.path, layer.line(key, number)))
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the tables of an array."""
        found = []
        for layer, number, table in self._tables(key, ("text", "reason")):
            text = table.get("text")
            if not isinstance(text, str) or not text.strip():
                raise self._lacks(layer, key, number, "text", "the passage itself")
            found.append(text)
        return tuple(found)

    def _tables(self, key: str, names: Sequence[str]) -> Iterator[tuple[Layer, int, dict[str, object]]]:
        value = self._value(key)
        layer = self.layer(key)
        if value is None or layer is None:
            return
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise self._wrong(key, value, f"write [[{key}]] above each")
        for number, table in enumerate(value):
            for name in table:
                if name not in names:
                    hint = suggestion(name, names) or f"; its keys are {', '.join(names)}"
                    raise ConfigError(f"{layer.origin(key, number)}: {name} is no key of it{hint}")
            yield layer, number, table

    def _lacks(self, layer: Layer, key: str, number: int, name: str, what: str) -> ConfigError:
        return ConfigError(f"{layer.origin(key, number)}: {name} is missing or cannot be used; give {what}")

    def _value(self, key: str) -> object:
        self.known.append(key)
        layer = self.layer(key)
        return None if layer is None else layer.table[key]

    def _wrong(self, key: str, value: object, way_out: str) -> ConfigError:
        from provenance.settings.toml import toml

        shown = value if isinstance(value, str) else toml(value)
        layer = self.layer(key)
        origin = layer.origin(key) if layer is not None else key
        return ConfigError(f"{origin}: {shown[:80]!r} cannot be used; {way_out}")


def _within(path: str, folder: str) -> bool:
    """Return whether *path* lies in *folder*, or is it, wherever links lead."""
    top, real = os.path.realpath(folder), os.path.realpath(path)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)
