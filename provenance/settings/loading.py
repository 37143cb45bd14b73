"""From flags, the environment and configuration files to the settings of a run, each value checked.

The first of these that sets a key decides: flags, environment variables, the nearest file, the user's own file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import ConfigError
from provenance.settings.declared import Config
from provenance.settings.derived import keys_of_files, settings
from provenance.settings.extent import Extent
from provenance.settings.layers import (
    FILES,
    Layer,
    Raw,
    nearest,
    of_environment,
    of_file,
    strangers,
    suggestion,
    user_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from provenance.settings.derived import Setting


def load(
    path: str | None = None,
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Config:
    """Return the settings of the configuration file at *path*, as changed by *overrides* (flags, by key).

    None: the nearest file from the working directory upwards, ``provenance.toml`` or a ``pyproject.toml`` that has a
    table ``[tool.provenance]``; without one the defaults.  *environment* is that of the process, unless given.
    Raises ConfigError with a line for each mistake: the file, the line, the key and the way out.
    """
    found = layers(path, overrides, environment)
    errors: list[str] = []
    sections: dict[str, dict[str, object]] = {}
    for one in settings().values():
        raw = raw_of(one, found)
        if raw is not None:
            try:
                sections.setdefault(one.section, {})[one.field] = one.kind.read(raw)
            except ConfigError as error:
                errors.append(str(error))
    errors += _unknown(found)
    if errors:
        raise ConfigError("\n".join(errors))
    return _config(sections, Extent(root_of(found)))


def raw_of(setting: Setting, found: list[Layer]) -> Raw | None:
    """Return the value of *setting* in the first layer that sets it; None: none does."""
    key = setting.key
    return next((Raw(key, layer.table[key], layer) for layer in found if key in layer.table), None)


def layers(
    path: str | None, overrides: Mapping[str, object] | None, environment: Mapping[str, str] | None
) -> list[Layer]:
    """Return the layers of raw values, in order of precedence."""
    environment = os.environ if environment is None else environment
    made = [Layer("flag", overrides or {}), of_environment(environment, keys_of_files())]
    found = path if path is not None else nearest(os.getcwd())
    if found is not None:
        made.append(of_file(found))
    own = user_file(environment)
    return made if own is None or own == found else [*made, of_file(own, "user file")]


def unknown_variables(environment: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return the variables that look like settings but are none, each with the key that the setting would have."""
    return strangers(os.environ if environment is None else environment, keys_of_files())


def root_of(found: list[Layer]) -> str:
    """Return the folder of the project: that of its configuration file; "" where no file sets anything."""
    for layer in found:
        if layer.kind == "file" and (layer.table or os.path.basename(layer.path) == FILES[0]):
            return os.path.dirname(os.path.abspath(layer.path))
    return ""


def _unknown(found: list[Layer]) -> Iterator[str]:
    """Yield an error for each key of a file that is not a setting, or that only a flag may set."""
    known = keys_of_files()
    for layer in found:
        for key in layer.table if layer.path else ():
            if key in settings() and key not in known:
                yield f"{layer.origin(key)} can only be set by a flag; write --{key} on the command line"
            elif key not in known:
                hint = suggestion(key, known) or f"; the keys are {', '.join(sorted(known))}"
                yield f"{layer.origin(key)} is not a setting{hint}"


def _config(sections: Mapping[str, Mapping[str, object]], extent: Extent) -> Config:
    """Return *sections* (values by field, which their kinds have checked) as the classes that the stages take."""
    usual = Config()
    made: dict[str, object] = {}
    for name, values in sections.items():
        section: Callable[..., object] = type(getattr(usual, name))
        made[name] = section(**values)
    config: Callable[..., Config] = Config
    return config(**made, extent=extent)
