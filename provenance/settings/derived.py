"""From the declarations on the settings classes to settings by key, values by area, and texts for the help."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs

from provenance.settings.declared import Config
from provenance.settings.setting import Declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.settings.kinds import Kind
    from provenance.settings.setting import Area, Flag


class Setting:
    """A declared setting, and the *section* and *field* of ``Config`` that hold it; see ``setting`` for the rest."""

    __slots__ = ("default", "field", "flag", "help", "in_files", "key", "kind", "section", "touches")

    def __init__(self, declared: Declared, section: str, field: str, default: object) -> None:
        self.key = declared.key
        self.help = declared.help
        self.kind: Kind[object] = declared.kind
        self.touches = declared.touches
        self.flag: Flag | None = declared.flag
        self.in_files = declared.in_files
        self.section = section
        self.field = field
        self.default = default

    def of(self, config: Config) -> object:
        """Return the setting's value in *config*."""
        value: object = getattr(getattr(config, self.section), self.field)
        return value


@cache
def settings() -> dict[str, Setting]:
    """Return all settings by their keys, in the order of their declaration."""
    usual = Config()
    found = [
        Setting(declared, section, field, getattr(getattr(usual, section), field))
        for section, field, declared in _declarations()
        if isinstance(declared, Declared)
    ]
    return {one.key: one for one in found}


def keys_of_files() -> list[str]:
    """Return the keys that configuration files and the environment may set."""
    return [one.key for one in settings().values() if one.in_files]


def touching(config: Config, *areas: Area) -> Iterator[tuple[str, object]]:
    """Yield all values of *config* that results of *areas* depend on, each with its key, or its field if it has none.

    For settings that name files, the files' content matters too; see ``Kind.names_files``.
    """
    for section, field, declared in _declarations():
        touched = declared.touches if isinstance(declared, Declared) else declared
        if not set(touched).isdisjoint(areas):
            name = declared.key if isinstance(declared, Declared) else field
            yield name, getattr(getattr(config, section), field)


def help_of(setting: Setting) -> str:
    """Return the help of a setting for ``--help``, with its default and whether its flag can be repeated."""
    repeatable = " (repeatable)" if setting.kind.repeatable else ""
    # The default of a switch is off, and that of most lists is empty.
    default = setting.default if type(setting.default) in {str, int, float} else ""
    if isinstance(setting.default, tuple):
        default = ",".join(map(str, setting.default))
    shown = "" if default == "" else f" [default: {default}]"
    return setting.help + repeatable + shown


def _declarations() -> Iterator[tuple[str, str, Declared | tuple[Area, ...]]]:
    """Yield each field of the settings classes that is a setting or a limit: its section, its name, its declaration."""
    usual = Config()
    for section in attrs.fields(Config):
        for field in getattr(usual, section.name).__attrs_attrs__:
            declared: Declared | tuple[Area, ...] | None = field.metadata.get(Declared)
            if declared is not None:
                yield section.name, field.name, declared
