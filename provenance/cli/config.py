"""``provenance config``: the settings in effect in this folder, where each was set, and the schema of all settings."""

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
  show    print the settings in effect in this folder, as TOML; with --origin, also where each was set
  schema  print the JSON Schema of the settings, for editors"""


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("config", "Print the settings in effect in this folder, or their schema.", epilog=_ACTIONS)
    made.add_argument("action", metavar="ACTION", choices=("show", "schema"), help="show or schema")
    made.add_argument("--origin", action="store_true", help="also print where each setting was set")
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

    from provenance.settings.written import schema

    return json.dumps(schema(), indent=1) + "\n"


def _shown(*, origin: bool) -> Iterator[str]:
    """Yield one line for each setting.  Raises ConfigError for settings that cannot be used."""
    from provenance.settings.derived import settings
    from provenance.settings.loading import layers, load, raw_of
    from provenance.settings.toml import toml
    from provenance.settings.written import plain

    config, found = load(), layers(None, None, None)
    for one in settings().values():
        if not one.in_files:
            continue
        raw = raw_of(one, found)
        # What a file says is shown as it is written there.
        value = plain(one.of(config), one.kind) if raw is None or not raw.layer.path else raw.value
        if raw is None:
            where = "the default"
        elif raw.layer.path:
            where = f"{os.path.relpath(raw.layer.path)}:{raw.layer.line(one.key)}"
            where += ", yours" * (raw.layer.kind == "user file")
        else:
            where = raw.layer.origin(one.key)
        unset = value is None or value == ""
        line = f"# {one.key} is not set" if unset else f"{one.key} = {toml(value)}"
        yield f"{line}  # {where}" if origin and not unset else line
