"""From a value as tomllib reads it to TOML on one line."""

from __future__ import annotations

import json
from datetime import date, time


def toml(value: object) -> str:
    """Return *value* as TOML: dates and times in ISO 8601, types that TOML lacks as strings."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(str(name))} = {toml(inner)}" for name, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat().replace("+00:00", "Z")
    return _string(str(value))


def _key(name: str) -> str:
    """Return *name* as a key, in quotes unless it may stand bare."""
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else _string(name)


def _string(text: str) -> str:
    """Return *text* in quotes: a string of JSON is one of TOML, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
