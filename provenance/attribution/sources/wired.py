"""From a line of an old paper to the agency whose telegram is under it: [By Telegraph.—Press Association.]"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set

if TYPE_CHECKING:
    from provenance.attribution.sources.agencies import Agencies

_LONGEST = 90  # characters of such a line
_SHORTEST = 4
_SIGNS = ("elegraph", "ELEGRAPH", "opyright", "OPYRIGHT", "Per ", "PER ")
# What is beside an agency's name in such a line, and is nobody's name.
_BESIDE = phrase_set(
    "by telegraph|by electric telegraph|by submarine telegraph|by cable|by special cable|by wire|by leased wire"
    "|by wireless|by radio|by mail|by air mail|by telephone|copyright|copyrighted|all rights reserved|special|per|by"
    "|received this day|received last night|this day|last night|night report|day report|exclusive"
)
_PATTERNS = {
    "part": r"[\[\](){}—–―;:]|--?(?!\w)|(?<![A-Z]\.)(?<=\.)-|(?<=\.)-(?=[A-Z])",
    # By Cable to the Associated Press; Per Press Association; from Reuter's Correspondent
    "before": r"""(?xi)
        (?: (?: by | per | via | from | through | special | received )
            (?: \s (?: electric | special | direct | leased | submarine ) )?
            (?: \s (?: telegraph | telegram | cable | wire | wireless | radio | dispatch | leased\swire ) )?
            (?: \s (?: to | from | of | by ) )? \s )?
        (?: the \s | our \s | own \s )?
    """,
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def wired(text: str, agencies: Agencies) -> str:
    """Return the agency of a line in brackets, or of one about telegraphs, if nothing else is in it; or ""."""
    if not may_be_wired(text):
        return ""
    keys = []
    for part in _pattern("part").split(text):
        said = part.strip(" .,\"'“”")
        if not said or said.lower() in _BESIDE:
            continue
        before = _pattern("before").match(said)
        name = said[before.end() :] if before else said
        keys.append(
            agencies.misread(name) or agencies.named(name) or (agencies.begun(name) if before and before[0] else "")
        )
    return keys[0] if keys and all(keys) else ""


def may_be_wired(text: str) -> bool:
    """Return whether a line is in brackets or about telegraphs, for all that a first look tells."""
    return _SHORTEST < len(text) <= _LONGEST and (text[0] in "([{" or any(map(text.__contains__, _SIGNS)))
