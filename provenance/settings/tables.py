"""The kinds of settings that are tables of a configuration file: severities, accepted findings, boilerplate."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import attrs

from provenance.errors import ConfigError
from provenance.model import SEVERITIES, Value
from provenance.settings.kinds import Kind, equations
from provenance.settings.layers import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Severity
    from provenance.settings.layers import Raw

_CODES = {"type": ["array", "string"], "items": {"type": "string", "minLength": 1}, "minItems": 1}
_PATHS = {"type": ["array", "string"], "items": {"type": "string"}, "minItems": 1, "maxItems": 2}
_TEXT = {"type": "string", "minLength": 1}


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Acceptance(Value):
    """Accepted findings: of rules whose codes begin with one of *codes*, between files that *paths* match.

    One path accepts what is found in the files that it matches, whatever the findings point to.  *file* and *line* are
    where the setting is written.
    """

    codes: tuple[str, ...]
    paths: tuple[str, ...]
    reason: str
    file: str = ""
    line: int = 0


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Stated(Value):
    """What the operator states of the texts whose paths match *pattern*, from the folder of the setting's *file* on."""

    pattern: str
    text: str
    file: str = ""


def severities() -> Kind[tuple[tuple[str, Severity], ...]]:
    """Return the kind of tables from a code, or the beginning of one, to a severity."""

    def read(raw: Raw) -> tuple[tuple[str, Severity], ...]:
        found: list[tuple[str, Severity]] = []
        for code, value in equations(raw, "CODE=LEVEL, such as DATE001=info", comma=True):
            severity = next((known for known in SEVERITIES if known == value), None)
            if severity is None:
                raise raw.wrong(f"give one of {', '.join(SEVERITIES)}", f"{code}={value}")
            found.append((code, severity))
        return tuple(found)

    levels = {"type": "string", "enum": list(SEVERITIES)}
    return Kind(read, {"type": "object", "additionalProperties": levels}, repeatable=True)


def ignores_by_file() -> Kind[tuple[Acceptance, ...]]:
    """Return the kind of tables from patterns of paths to lists of codes."""

    def read(raw: Raw) -> tuple[Acceptance, ...]:
        from provenance.wildmatch import complaint

        if not isinstance(raw.value, dict):
            raise raw.wrong('give a table such as {"drafts/*.txt" = ["TXT"]}')
        found = []
        for pattern, value in raw.value.items():
            codes = _codes(value)
            if not codes:
                raise raw.wrong(f"give a list of codes for {pattern}", value)
            if wrong := complaint(pattern, alone=True):
                raise raw.wrong(f"it matches no path: {wrong}", pattern)
            line = raw.layer.line(pattern) or raw.layer.line(raw.key)
            found.append(Acceptance(codes, (pattern,), "", raw.layer.path, line))
        return tuple(found)

    return Kind(read, {"type": "object", "additionalProperties": _CODES})


def acceptances() -> Kind[tuple[Acceptance, ...]]:
    """Return the kind of arrays of tables that accept findings: the code, the paths and the reason."""

    def read(raw: Raw) -> tuple[Acceptance, ...]:
        return tuple(_acceptance(raw, number, table) for number, table in _tables(raw, tuple(properties)))

    properties = {"code": _CODES, "between": _PATHS, "reason": _TEXT}
    return Kind(read, _array(properties, list(properties)))


def stated(what: str, form: str = "") -> Kind[tuple[Stated, ...]]:
    """Return the kind of what the operator states of all texts: a *what*, or a table from patterns of paths to one.

    *form* is a pattern that the whole text must match.
    """

    def read(raw: Raw) -> tuple[Stated, ...]:
        from provenance.wildmatch import complaint

        table = raw.value if isinstance(raw.value, dict) else {"**": raw.value}
        found = []
        for pattern, value in table.items():
            text = value if isinstance(value, str) else str(value) if isinstance(value, date | int) else ""
            if not text.strip() or isinstance(value, bool) or not re.fullmatch(form or ".+", text, re.DOTALL):
                raise raw.wrong(f"give {what}", value)
            if wrong := complaint(pattern, alone=True):
                raise raw.wrong(f"it matches no path: {wrong}", pattern)
            found.append(Stated(pattern, text.strip(), raw.layer.path))
        return tuple(found)

    return Kind(read, {"type": ["object", "string"], "additionalProperties": _TEXT})


def passages() -> Kind[tuple[str, ...]]:
    """Return the kind of arrays of tables with a text and, if wanted, the reason."""

    def read(raw: Raw) -> tuple[str, ...]:
        found = []
        for number, table in _tables(raw, tuple(properties)):
            text = table.get("text")
            if not isinstance(text, str) or not text.strip():
                raise _lacks(raw, number, "text", "the passage itself")
            found.append(text)
        return tuple(found)

    properties = {"text": _TEXT, "reason": {"type": "string"}}
    return Kind(read, _array(properties, ["text"]))


def _acceptance(raw: Raw, number: int, table: dict[str, object]) -> Acceptance:
    """Return what the *table* at position *number* of the array accepts."""
    from provenance.wildmatch import complaint

    codes, between, reason = _codes(table.get("code")), table.get("between"), table.get("reason")
    if not codes:
        raise _lacks(raw, number, "code", "the code of a rule, such as DUP003")
    given = [between] if isinstance(between, str) else between if isinstance(between, list) else []
    paths = tuple(path for path in given if isinstance(path, str))
    if not 0 < len(given) <= 2 or len(paths) != len(given):
        raise _lacks(raw, number, "between", "one or two paths")
    for path in paths:
        if wrong := complaint(path, alone=True):
            raise ConfigError(f"{raw.layer.origin(raw.key, number)}: {path[:80]!r} matches no path: {wrong}")
    if not isinstance(reason, str) or not reason.strip():
        raise _lacks(raw, number, "reason", "why it is accepted")
    return Acceptance(codes, paths, reason, raw.layer.path, raw.layer.line(raw.key, number))


def _codes(value: object) -> tuple[str, ...]:
    """Return the codes of a list, or the one code; none if any item cannot be a code."""
    given = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    codes = tuple(code for code in given if isinstance(code, str) and code)
    return codes if len(codes) == len(given) else ()


def _tables(raw: Raw, names: Sequence[str]) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the tables of an array with their positions.  Raises ConfigError for a key that is none of *names*."""
    if not isinstance(raw.value, list) or not all(isinstance(table, dict) for table in raw.value):
        raise raw.wrong(f"write [[{raw.key}]] above each")
    for number, table in enumerate(raw.value):
        for name in table:
            if name not in names:
                hint = suggestion(name, names) or f"; its keys are {', '.join(names)}"
                raise ConfigError(f"{raw.layer.origin(raw.key, number)}: {name} is not a key of it{hint}")
        yield number, table


def _lacks(raw: Raw, number: int, name: str, what: str) -> ConfigError:
    origin = raw.layer.origin(raw.key, number)
    return ConfigError(f"{origin}: {name} is missing or cannot be used; give {what}")


def _array(properties: Mapping[str, object], required: list[str]) -> dict[str, object]:
    """Return the JSON Schema of an array of tables."""
    items = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"type": "array", "items": items}
