"""What documents belong to, so that what most of a site or a folder has is known as boilerplate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.alignment.frequency import Origins
from provenance.documents import lines, paths

if TYPE_CHECKING:
    from provenance.model import Attribution, Evidence


def origins(evidence: Evidence) -> Origins:
    """Return what the documents belong to: their sources, sites and folders, and the groups that are copies."""
    count = len(evidence.documents)
    stories = np.arange(count)
    for group in evidence.groups:
        stories[list(group.members)] = group.representative
    return Origins(
        [attribution.source for attribution in evidence.attributions] or [""] * count,
        lambda: (list(map(_site, evidence.attributions)) or [""] * count, _folders(evidence)),
        stories,
    )


def _site(attribution: Attribution) -> str:
    """Return the host of the address that a document names as its own, "" if it names none."""
    address = next((claim.value for claim in attribution.claims if claim.property == "url"), "")
    return address.partition("//")[2].partition("/")[0].casefold().removeprefix("www.")


def _folders(evidence: Evidence) -> list[str]:
    """Return the folder of each document; of a record the file."""
    places = zip(paths(evidence.documents), lines(evidence.documents), strict=True)
    return [path.rpartition("/")[0] or "." if line is None else path for path, line in places]
