"""From a finding to what a reader does about it, and to who wrote the texts that it is about, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import Evidence

_TO_DO = "What to do: "


def help_of(page: str) -> str:
    """Return what the page of a rule says is to be done, on one line; "" if it says nothing."""
    return " ".join(page.partition(_TO_DO)[2].partition("\n\n")[0].split())


def origin(evidence: Evidence, document: int) -> str:
    """Return the source and the date of a document as " (VNA, 2023-05-12)", as far as they are known; else ""."""
    if not evidence.attributions:
        return ""
    found = evidence.attributions[document]
    known = ", ".join(filter(None, (found.source, found.published)))
    return f" ({known})" if known else ""
