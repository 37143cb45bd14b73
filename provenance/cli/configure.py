"""From the options of a command to the settings of its run, checked before any work is done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.parser import overrides
from provenance.cli.streams import complain
from provenance.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from provenance.settings import Config

# Options that leave out a part of what is in the paths given.
_PARTIAL = ("include", "exclude", "staged", "changed_since", "focus")


def configured(options: Namespace, **usual: object) -> Config:
    """Return the settings that *options* and the nearest configuration file give; *usual* are defaults of the command.

    Raises UsageError for a setting, file or format that does not exist.
    """
    import attrs

    from provenance import reporters
    from provenance.settings.loading import load

    config = load(None, {**usual, **overrides(options)})
    name_unknown_variables(options)
    if config.judging.acceptances:
        config = attrs.evolve(config, extent=attrs.evolve(config.extent, whole=_whole(options)))
    if options.quiet:
        config = attrs.evolve(config, reporting=attrs.evolve(config.reporting, rows=0))
    reporters.check_names(config.reporting)
    _refuse_unknown_rules(config, options)
    if len(config.reporting.formats) > 1:
        raise UsageError("-f: only one format can be printed; write the others to files with -o FORMAT=PATH")
    return config


def name_unknown_variables(options: Namespace) -> None:
    """Say on standard error which environment variables look like settings but are not."""
    from provenance.settings.loading import unknown_variables

    for name, key in unknown_variables():
        option = f"--{key}" if hasattr(options, key.replace("-", "_")) else ""
        way = f"use {option}" if option else "'provenance config show' lists all settings"
        complain(f"{name} is not a setting and was ignored: {way}")


def check_places(options: Namespace, config: Config, *, folder: bool) -> None:
    """Raise UsageError if a report cannot be written, or would overwrite an input.

    *folder*: the files of the output folder are written too.
    """
    from provenance import reporters

    reporters.check_places(config.reporting, folder=folder)
    places = [path for _, path in config.reporting.files if os.path.isfile(path)]
    if not places:
        return
    import attrs

    from provenance.readers import first_read

    reading = attrs.evolve(config.reading, output=config.reporting.output, extent=config.extent)
    if (path := first_read(places, options.paths, reading)) is not None:
        raise UsageError(f"{path}: a report would overwrite this input; give another place")


def _whole(options: Namespace) -> tuple[bytes, ...]:
    """Return the folders that the run reads completely: none if the options leave out a part of them."""
    if any(getattr(options, name, None) for name in _PARTIAL):
        return ()
    folders = (path for path in options.paths if path != "-" and os.path.isdir(path))
    return tuple(sorted({os.path.realpath(os.fsencode(folder)) for folder in folders}))


def _refuse_unknown_rules(config: Config, options: Namespace) -> None:
    """Raise ConfigError, with the place of the setting, for a code that matches no rule."""
    from provenance.rules import RULES
    from provenance.rules.choice import prefix

    judging = config.judging
    severities = [choice for choice, _ in judging.severity]
    chosen = {"select": judging.select, "ignore": judging.ignore, "extend-select": judging.extend}
    places = [(key, choice) for key, choices in (*chosen.items(), ("severity", severities)) for choice in choices]
    accepted = [(f"{one.file}:{one.line}", choice) for one in judging.acceptances for choice in one.codes]
    for place, choice in (*places, *accepted):
        try:
            prefix(choice, RULES)
        except ConfigError as error:
            raise ConfigError(f"{_origin(place, options)}: {error}") from error


def _origin(key: str, options: Namespace) -> str:
    """Return where the setting *key* was set.  Anything that is not a key is a place already."""
    from provenance.settings.loading import layers

    found = layers(None, overrides(options), None)
    return next((layer.origin(key) for layer in found if key in layer.table), key)
