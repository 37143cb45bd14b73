"""From pairs of documents and their claims to who copied whom, which member of a group to keep, and how many sources.

Order in the corpus and ids prove nothing here and decide nothing: where the evidence does not say, neither does this.

Evidence, strongest first: the take numbers of one agency; a credit to the outlet that published the other text, or to
the agency whose own text the other is; prose that the other has in quotation marks; a text cut short that sends its
readers to the full story; the outlets' own dates, where they can be compared and no credit points elsewhere; a
crawler's date, which bounds when a text was there and never says when it appeared.  A date or an agency's name does not
name the text that was copied, so that ``siblings`` takes back what may as well be two versions of one original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.derivation.sources import independent_sources
from provenance.model import RELATIONS, Pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.derivation.direction import Recall
    from provenance.model import Attribution, Derivation

TEMPLATE = RELATIONS.index("template")

__all__ = ["derive", "independent_sources"]


def derive(
    pairs: Pairs,
    attributions: Sequence[Attribution],
    text: Callable[[int], str],
    recall: Recall | None = None,
    parts: Sequence[int] | None = None,
) -> tuple[Pairs, tuple[Derivation, ...]]:
    """Return *pairs* with direction and confidence, and the derivations behind them in the order of the pairs.

    A pair that nothing decides is "undecided"; a derivation says so only where there is something to say (a source that
    both credit, an original that both derive from).  Two uses of one template derive from neither, and have no
    direction.  *text* gives a document's text by position.  *recall* may know what the lines of a document name, and is
    given the work that finds it out.  *parts* may number, by document, the parts of a corpus that are judged apart, and
    have no pair between them: a source that only one part names is none to the others.
    """
    related = np.flatnonzero(pairs.relation != TEMPLATE)
    if not len(related):
        return pairs, ()
    # What decides is imported where there is something to decide: a small corpus has no pairs as a rule.
    from provenance.derivation.direction import directed

    if len(related) == len(pairs):
        return directed(pairs, attributions, text, recall, parts)
    some = Pairs(*(getattr(pairs, field.name)[related] for field in attrs.fields(Pairs)))
    decided, derivations = directed(some, attributions, text, recall, parts)
    direction, confidence = pairs.direction.copy(), pairs.confidence.copy()
    direction[related], confidence[related] = decided.direction, decided.confidence
    return attrs.evolve(pairs, direction=direction, confidence=confidence), derivations
