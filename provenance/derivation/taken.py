"""From what each document shows of itself to the sources that its text was taken from, whichever text of them it was.

Whom a copy credits is known where the text that it was made from is not: that may be missing, or one of several takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.derivation.profiles import SourceProfile, name_key
from provenance.model import CONFIDENCES, Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.model import Attribution, Claim, Derivation

NOTHING = Taken()
_NAMING = frozenset(("source", "via"))
# Asserters whose claims say whose a text is, and not only what it talks about; in words.
_SAYING = {
    "credit": "a credit names {}",
    "byline": "its byline names {}",
    "masthead": "a line at its head names {}",
    "dateline": "it keeps the dateline of {} under another name",
}


def taken(
    attributions: Sequence[Attribution],
    profiles: Mapping[int, SourceProfile],
    derivations: Iterable[Derivation],
) -> tuple[Taken, ...]:
    """Return for each document the sources that its text was taken from, with confidence and reasons.

    *profiles* are those of the documents that are in pairs, by position.  A document that credits nobody has its text
    from the source whose own text it derives from by a decided derivation.
    """
    found = [_stated(one, profiles.get(at)) for at, one in enumerate(attributions)]
    for derivation in derivations:
        if derivation.decided and derivation.copy < len(found) and not found[derivation.copy].sources:
            original, copy = profiles[derivation.original], profiles[derivation.copy]
            if original.own and original.own != copy.own:
                named = (original.spelled[original.own],)
                found[derivation.copy] = Taken(named, derivation.confidence, derivation.reasons)
    return tuple(found)


def _stated(attribution: Attribution, profile: SourceProfile | None) -> Taken:
    """Return the sources that a document says it has its text from."""
    if profile is None:
        # Most documents have no credit, and to look for one takes a tenth of a profile.
        if not any(c.property in _NAMING and c.asserter in ("credit", "byline") for c in attribution.claims):
            return NOTHING
        profile = SourceProfile(attribution, None)
    if not profile.taken:
        return NOTHING
    names = {name: _evidence(name, attribution.claims) for name in profile.taken}
    # In the order in which the text names them.
    order = sorted(names, key=lambda name: (names[name][0], name))
    worst = max(CONFIDENCES.index(names[name][1]) for name in order)
    reasons = tuple(names[name][2].format(profile.spelled[name]) for name in order)
    return Taken(tuple(profile.spelled[name] for name in order), CONFIDENCES[worst], reasons)


def _evidence(name: str, claims: Sequence[Claim]) -> tuple[int, str, str]:
    """Return where among *claims* the source is named, how sure that is, and the sentence that says so."""
    for at, claim in enumerate(claims):
        if claim.property in _NAMING and claim.asserter in _SAYING and name_key(claim.value) == name:
            return at, claim.confidence, _SAYING[claim.asserter]
    return len(claims), "medium", "its last lines name {}"
