"""``provenance config``: the settings that hold here, where each comes from, and what there is to set."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.parser import Parser
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ACTIONS = """\
actions:
  show    print the settings that hold in this folder, as TOML; --origin says where each was set
  schema  print the JSON Schema of the settings, for editors"""


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("config", "Print the settings that hold here.", epilog=_ACTIONS)
    made.add_argument("action", metavar="ACTION", choices=("show", "schema"), help="show or schema")
    made.add_argument("--origin", action="store_true", help="say where each setting comes from")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    if options.action not in {"show", "schema"}:
        raise UsageError(f"config {options.action}: unknown action; the actions are show, schema")
    if options.action == "show":
        from provenance.cli.configure import name_unknown_variables

        name_unknown_variables(options)
    text = _schema() if options.action == "schema" else "".join(f"{line}\n" for line in _shown(origin=options.origin))
    with results(utf8=True) as stream:
        stream.write(text)
    return 0


def _schema() -> str:
    import json

    from provenance.settings.keys import schema

    return json.dumps(schema(), indent=1) + "\n"


def _shown(*, origin: bool) -> Iterator[str]:
    """Yield a line a setting.  Raises ConfigError for a setting that cannot be used."""
    from provenance.settings.keys import FLAGS_ONLY, KEYS, schema
    from provenance.settings.loading import layers, load
    from provenance.settings.toml import toml
    from provenance.settings.values import Values

    load()
    values = Values(layers(None, None, None))
    properties = schema()["properties"]
    for key in KEYS:
        if key in FLAGS_ONLY:
            continue
        layer = values.layer(key)
        usual = properties[key].get("default") if isinstance(properties, dict) else None
        value = usual if layer is None else layer.table[key]
        if layer is None:
            where = "the usual"
        elif layer.kind == "environment":
            where = layer.origin(key)
            value = _typed(str(value), KEYS[key]["type"])
        else:
            where = f"{os.path.relpath(layer.path)}:{layer.line(key)}" + ", yours" * (layer.kind == "user file")
        line = f"# {key} is not set" if value is None else f"{key} = {toml(value)}"
        yield f"{line}  # {where}" if origin and value is not None else line


def _typed(text: str, kind: object) -> object:
    """Return what a variable of the environment says as a value of the setting's *kind*."""
    if kind in {"number", "integer"}:
        return float(text) if kind == "number" else int(text)
    if kind == "boolean":
        return text.lower() in {"true", "1"}
    if kind == "object":
        return dict(part.strip().partition("=")[::2] for part in text.split(","))
    return [part.strip() for part in text.split(",")] if isinstance(kind, list) else text
