"""From flags, the environment and configuration files to the settings of a run, each value checked.

What comes first in this list decides: flags, variables of the environment, the nearest file, the user's own file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.settings.declared import TEXT_FIELDS, Config
from provenance.settings.keys import FLAGS_ONLY, KEYS
from provenance.settings.layers import FILES, Layer, nearest, of_environment, of_file, strangers, suggestion, user_file
from provenance.settings.values import SEVERITIES, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COLORS", "FILES", "FLAGS_ONLY", "KEYS", "SEVERITIES", "layers", "load", "nearest", "root_of", "suggestion",
    "unknown_variables",
]  # fmt: skip

COLORS = ("auto", "always", "never")
CHECKS = ("own", "ftfy")


def load(
    path: str | None = None,
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Config:
    """Return the settings of the configuration file at *path*, where *overrides* (flags, by name) say nothing else.

    None: the nearest file from the working directory upwards, ``provenance.toml`` or a ``pyproject.toml`` that has a
    table ``[tool.provenance]``; without one the usual values.  *environment* is that of the process, unless given.
    Raises ConfigError that names the file, line and key.
    """
    found = layers(path, overrides, environment)
    values = Values(found)
    config = _settle(values, root_of(found))
    values.refuse_unknown(FLAGS_ONLY)
    return config


def layers(
    path: str | None, overrides: Mapping[str, object] | None, environment: Mapping[str, str] | None
) -> list[Layer]:
    """Return the raw values that there are, those first that decide."""
    environment = os.environ if environment is None else environment
    made = [Layer("flag", overrides or {}), of_environment(environment, _of_files())]
    found = path if path is not None else nearest(os.getcwd())
    if found is not None:
        made.append(of_file(found))
    own = user_file(environment)
    return made if own is None or own == found else [*made, of_file(own, "user file")]


def unknown_variables(environment: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return the variables that look like settings and are none, each with the name that the setting would have."""
    return strangers(os.environ if environment is None else environment, _of_files())


def _of_files() -> list[str]:
    """Return the settings that files and the environment may hold."""
    return [key for key in KEYS if key not in FLAGS_ONLY]


def root_of(found: list[Layer]) -> str:
    """Return the folder of the project: that of its configuration file; "" where no file sets anything."""
    for layer in found:
        if layer.kind == "file" and (layer.table or os.path.basename(layer.path) == FILES[0]):
            return os.path.dirname(os.path.abspath(layer.path))
    return ""


def _settle(values: Values, root: str) -> Config:
    """Return *values* as the classes that the stages take."""
    usual = Config()
    return Config(
        reading=attrs.evolve(
            usual.reading,
            fields=usual.reading.fields | dict(values.equations("fields", tuple(TEXT_FIELDS), comma=True)),
            encoding=values.encoding("encoding"),
            include=values.patterns("include"),
            exclude=values.patterns("exclude"),
            gitignore=values.switch("respect-gitignore", usual=usual.reading.gitignore),
            follow_links=values.switch("follow-links", usual=usual.reading.follow_links),
            root=root,
        ),
        grouping=attrs.evolve(
            usual.grouping,
            threshold=values.share("threshold", usual.grouping.threshold),
            jobs=values.count("jobs", usual.grouping.jobs, least=0),
        ),
        aligning=attrs.evolve(
            usual.aligning,
            min_words=values.count("min-words", usual.aligning.min_words, least=1),
            boilerplate=values.texts("boilerplate"),
        ),
        attributing=attrs.evolve(usual.attributing, as_of=values.day("as-of"), agencies=values.tables("agencies")),
        judging=attrs.evolve(
            usual.judging,
            select=values.names("select"),
            ignore=values.names("ignore"),
            extend=values.names("extend-select"),
            severity=values.severities("severity"),
            accept=(*values.accepted("accept"), *values.ignored_by_file("per-file-ignores")),
            fail_level=values.choice("fail-level", usual.judging.fail_level, SEVERITIES),
            baseline=values.folder("baseline", usual.judging.baseline),
            root=root,
            mojibake=values.choice("mojibake", usual.judging.mojibake, CHECKS),
        ),
        reporting=attrs.evolve(
            usual.reporting,
            output=values.folder("output", usual.reporting.output),
            write=values.names("write"),
            formats=values.names("format"),
            files=values.equations("report"),
            color=values.choice("color", usual.reporting.color, COLORS),
            root=root,
        ),
    )
