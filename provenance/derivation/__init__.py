"""From pairs of documents and their claims to who copied whom, which member of a group to keep, and how many sources.

Order in the corpus and ids prove nothing here and decide nothing: where the evidence does not say, neither does this.

Evidence, strongest first: the marks of one agency's takes and its own clock; a credit to the outlet that published the
other text, or to the agency or company whose own text the other is; prose that the other has in quotation marks; a text
cut short that sends its readers to the full story; that the other is an agency's own text; the outlets' own dates,
where they can be compared and no credit points elsewhere; a crawler's date, which bounds when a text was there and
never says when it appeared.  A date or an agency's name does not name the text that was copied, so that ``which_take``
looks for the take among several, and ``siblings`` takes back what may as well be two versions of one original.  The
source that a text was taken from is known more often than the text: ``taken`` says it beside.

Confidence: of 100 directions at least 99 are right where it is high, 95 where it is medium, 85 where it is low (in the
simulated corpora of benchmarks/); what is less sure stays undecided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.derivation.sources import independent_sources
from provenance.derivation.spread import alone
from provenance.model import RELATIONS, Pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.derivation.direction import Recall
    from provenance.derivation.spread import Map
    from provenance.model import Attribution, Derivation, Taken

TEMPLATE = RELATIONS.index("template")

__all__ = ["Derived", "derive", "independent_sources"]


class Derived(NamedTuple):
    """What was derived: *pairs* with direction and confidence, and the *derivations* behind them in their order.

    *taken* says for each document which sources its text was taken from, *pair_sources* for each pair which source both
    have their common text from ("": unknown).
    """

    pairs: Pairs
    derivations: tuple[Derivation, ...]
    taken: tuple[Taken, ...]
    pair_sources: tuple[str, ...]


def derive(
    pairs: Pairs,
    attributions: Sequence[Attribution],
    text: Callable[[int], str],
    recall: Recall | None = None,
    parts: Sequence[int] | None = None,
    *,
    spread: Map = alone,
) -> Derived:
    """Return who copied whom among *pairs*, and from which sources.

    A pair that nothing decides is "undecided"; a derivation says so only where there is something to say (a source that
    both credit, an original that both derive from).  Two uses of one template derive from neither, and have no
    direction.  *text* gives a document's text by position.  *recall* may know what the lines of a document name, and is
    given the work that finds it out.  *parts* may number, by document, the parts of a corpus that are judged apart, and
    have no pair between them: a source that only one part names is none to the others.  *spread* is the map with which
    texts are worked on.
    """
    from provenance.derivation.taken import taken

    related = np.flatnonzero(pairs.relation != TEMPLATE)
    if not len(related):
        return Derived(pairs, (), taken(attributions, {}, ()), ("",) * len(pairs))
    # What decides is imported where there is something to decide: a small corpus has no pairs as a rule.
    from provenance.derivation.direction import directed

    whole = len(related) == len(pairs)
    some = pairs if whole else Pairs(*(getattr(pairs, field.name)[related] for field in attrs.fields(Pairs)))
    decided, derivations, sources, profiles = directed(some, attributions, text, recall, parts, spread=spread)
    found = taken(attributions, profiles, derivations)
    if whole:
        return Derived(decided, derivations, found, sources)
    direction, confidence = pairs.direction.copy(), pairs.confidence.copy()
    direction[related], confidence[related] = decided.direction, decided.confidence
    named = np.full(len(pairs), "", object)
    named[related] = sources
    return Derived(
        attrs.evolve(pairs, direction=direction, confidence=confidence), derivations, found, tuple(named.tolist())
    )
