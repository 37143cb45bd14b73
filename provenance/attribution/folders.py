"""From what the settings state of all texts of a folder to claims of the texts that say nothing of the kind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.attribution.dates.columns import NO_ORDERS
from provenance.attribution.reconcile import reconcile
from provenance.attribution.sources.agencies import load
from provenance.attribution.sources.stated import container_claims
from provenance.model import Statement
from provenance.paths import Patterns, relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Attribution, Document
    from provenance.settings import Attributing
    from provenance.settings.tables import Stated


def with_folder(attribution: Attribution, document: Document, settings: Attributing) -> Attribution:
    """Return *attribution* with the source, date and address that the settings give the folder, where it has none."""
    roles = (
        ("source", settings.source, attribution.source_standing == "missing"),
        ("date", settings.published, attribution.published_standing == "missing"),
        ("url", settings.url, all(claim.property != "url" for claim in attribution.claims)),
    )
    found = [
        Statement(role, text, "operator")
        for role, stated, wanted in roles
        if wanted and (text := _stated(stated, document.file))
    ]
    if not found:
        return attribution
    agencies = load(settings.agencies)
    more = container_claims(tuple(found), agencies, settings.as_of, NO_ORDERS)
    return reconcile((*more, *attribution.claims), agencies)


def _stated(stated: Sequence[Stated], file: bytes) -> str:
    """Return what is stated of *file*: the last pattern that matches it decides; "" if none does."""
    for one in reversed(stated):
        folder = os.path.abspath(os.fsencode(os.path.dirname(one.file) or os.curdir))
        if Patterns((one.pattern,)).covers(relative(os.path.abspath(file), folder)):
            return one.text
    return ""
