"""The settings of a run: one small frozen class a stage, and where their values come from.

``Config()`` holds the defaults; ``provenance.settings.loading.load`` reads flags, the environment and files.
"""

from provenance.settings.declared import (
    TEXT_FIELDS,
    Acceptance,
    Aligning,
    Attributing,
    Config,
    Grouping,
    Judging,
    Reading,
    Reporting,
)

__all__ = [
    "TEXT_FIELDS", "Acceptance", "Aligning", "Attributing", "Config", "Grouping", "Judging", "Reading", "Reporting",
]  # fmt: skip
