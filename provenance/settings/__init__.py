"""The settings of a run: one small frozen class a stage, and where their values come from.

``Config()`` holds the defaults; ``provenance.settings.loading.load`` reads flags, the environment and files.
"""

from provenance.settings.declared import (
    TEXT_FIELDS,
    Aligning,
    Attributing,
    Config,
    Grouping,
    Judging,
    Reading,
    Reporting,
)
from provenance.settings.extent import Extent
from provenance.settings.tables import Acceptance

__all__ = [
    "TEXT_FIELDS", "Acceptance", "Aligning", "Attributing", "Config", "Extent", "Grouping", "Judging", "Reading",
    "Reporting",
]  # fmt: skip
