"""From settings to JSON and TOML: the schema of configuration files, and what audit.json says about settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.settings.derived import settings
from provenance.settings.setting import EVIDENCE
from provenance.settings.tables import Acceptance, Stated

if TYPE_CHECKING:
    from provenance.settings import Config
    from provenance.settings.derived import Setting
    from provenance.settings.kinds import Kind

# audit.json names these also where they have their defaults.
_ALWAYS = ("threshold", "keep", "min-words", "select", "ignore", "as-of", "encoding", "fields")


def recorded(config: Config) -> dict[str, object]:
    """Return what audit.json says about settings: those that decide what is found, where they are not the default."""
    rows = settings()
    shaping = [key for key, one in rows.items() if _shapes(one) and one.of(config) != one.default]
    return {key: _shown(rows[key], config) for key in (*_ALWAYS, *(key for key in shaping if key not in _ALWAYS))}


def schema_of_recorded() -> dict[str, object]:
    """Return the JSON Schema of what ``recorded`` returns."""
    properties = {key: _as_recorded(one) for key, one in settings().items() if _shapes(one)}
    return {"type": "object", "required": list(_ALWAYS), "properties": properties, "additionalProperties": False}


def schema() -> dict[str, object]:
    """Return the JSON Schema of ``provenance.toml`` and of ``[tool.provenance]``."""
    properties: dict[str, object] = {}
    for one in settings().values():
        if one.in_files:
            usual = plain(one.default, one.kind)
            default = {} if usual is None or usual == "" else {"default": usual}
            properties[one.key] = {"description": one.help, **one.kind.schema, **default}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of provenance",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def plain(value: object, kind: Kind[object]) -> object:
    """Return a *value* of *kind* as JSON and TOML have it."""
    types = kind.schema["type"]
    if (types[0] if isinstance(types, list) else types) == "object" and isinstance(value, dict | tuple):
        return dict(map(_pair, value)) if isinstance(value, tuple) else dict(sorted(value.items()))
    return [_item(item) for item in value] if isinstance(value, tuple) else value


def _pair(item: object) -> tuple[object, object]:
    if isinstance(item, Acceptance):
        return item.paths[0], list(item.codes)
    if isinstance(item, Stated):
        return item.pattern, item.text
    assert isinstance(item, tuple)  # of a name and a value
    return item[0], item[1]


def _item(item: object) -> object:
    if isinstance(item, Acceptance):
        return {"code": list(item.codes), "between": list(item.paths), "reason": item.reason}
    return item


def _shapes(setting: Setting) -> bool:
    """Return whether what is found depends on *setting*."""
    return not set(setting.touches).isdisjoint(EVIDENCE)


def _shown(setting: Setting, config: Config) -> object:
    """Return the value of *setting*; of files their names, as the folders differ from one machine to the next."""
    value = plain(setting.of(config), setting.kind)
    if setting.kind.names_files and isinstance(value, list):
        return [str(path).replace("\\", "/").rpartition("/")[2] for path in value]
    return value


def _as_recorded(setting: Setting) -> dict[str, object]:
    """Return the JSON Schema of the one form that *setting* is recorded in, of those that files may use."""
    kinds = setting.kind.schema["type"]
    kind = kinds[0] if isinstance(kinds, list) else kinds
    return {**setting.kind.schema, "type": [kind, "null"] if setting.default is None else kind}
