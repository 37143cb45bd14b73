"""From pairs of documents and their claims to who copied whom, which member of a group to keep, and how many sources.

Order in the corpus and ids prove nothing here and decide nothing: where the evidence does not say, neither does this.

Evidence, strongest first: the take numbers of one agency; a credit to the outlet that published the other text, or to
the agency whose own text the other is; prose that the other has in quotation marks; a text cut short that sends its
readers to the full story; the outlets' own dates, where they can be compared and no credit points elsewhere; a
crawler's date, which bounds when a text was there and never says when it appeared.  A date or an agency's name does not
name the text that was copied, so that ``siblings`` takes back what may as well be two versions of one original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.derivation.keep import settle
from provenance.derivation.sources import independent_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.derivation.direction import Recall
    from provenance.model import Attribution, Derivation, Pairs, Taken

__all__ = ["Derived", "derive", "independent_sources", "settle"]


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
) -> Derived:
    """Return who copied whom among *pairs*, and from which sources.

    A pair that nothing decides is "undecided"; a derivation says so only where there is something to say (a source that
    both credit, an original that both derive from).  *text* gives a document's text by position.  *recall* may know
    what the lines of a document name, and is given the work that finds it out.
    """
    from provenance.derivation.taken import taken

    if not len(pairs):
        return Derived(pairs, (), taken(attributions, {}, ()), ())
    # What decides is imported where there is something to decide: a small corpus has no pairs as a rule.
    from provenance.derivation.direction import directed

    decided, derivations, sources, profiles = directed(pairs, attributions, text, recall)
    return Derived(decided, derivations, taken(attributions, profiles, derivations), sources)
