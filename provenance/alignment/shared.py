"""From the texts of a corpus to the passages that its documents share, each told once with everyone who carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.alignment.carried import carried
from provenance.alignment.carriers import Share, gathered, order, repeated
from provenance.alignment.declared import declared
from provenance.alignment.labels import labelled, ledgers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.carried import Recall
    from provenance.model import Ledger, Overlap, Passage
    from provenance.settings import Aligning


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Shared:
    """What the documents of a corpus share.

    *passages* are in a total order, their first carrier in the earliest document that has them; *ledgers* are in the
    order of documents.  Overlap *i* of *overlaps* has its left side in document ``earlier[i]`` and its right side in
    ``later[i]``; ordered by (later, earlier, place).  A document has overlaps with the earliest carriers of what it
    has, not with all others: a passage in n documents is n - 1 overlaps.
    """

    passages: tuple[Passage, ...]
    ledgers: tuple[Ledger, ...]
    earlier: NDArray[np.int32]
    later: NDArray[np.int32]
    overlaps: tuple[Overlap, ...]


def find_overlaps(
    texts: Iterable[str],
    text: Callable[[int], str],
    settings: Aligning,
    *,
    ranks: Sequence[int] | NDArray[np.int64] | None = None,
    sources: Sequence[str] | None = None,
    repeats: Sequence[Sequence[Overlap]] = (),
    recall: Recall | None = None,
) -> Shared:
    """Return what the documents of a corpus share, and what each repeats in itself.

    *texts* are read once, in order; *text* gives one by its position.  *ranks* holds all positions, the earliest
    document first (None: as they come); *sources* each document's source ("": unknown), by which stock phrases and
    boilerplate are told; *repeats* each document's overlaps with itself.  *recall* may know the overlaps of two texts
    about some places, and is handed the work that finds them out.

    Of twelve equal words or more at least eight are found, wherever they stand; of edited passages those that keep
    runs of eight.
    """
    lengths: list[int] = []
    earliest = None if ranks is None else np.asarray(ranks, np.int64)
    found = carried(_counted(texts, lengths), text, settings, earliest, recall)
    shares: dict[int, list[Share]] = {}
    for at, head in enumerate(found.heads):
        shares.setdefault(head, []).append(Share(found.documents[at], found.overlaps[at], found.words[at]))
    passages = [passage for head in sorted(shares) for passage in gathered(head, shares[head])]
    passages = declared(labelled(passages, sources or [""] * len(lengths)), text, settings.boilerplate)
    passages = sorted([*passages, *repeated(repeats, text)], key=order)
    rows = sorted(
        range(len(found.heads)), key=lambda at: (found.documents[at], found.heads[at], _place(found.overlaps[at]))
    )
    return Shared(
        passages=tuple(passages),
        ledgers=ledgers(passages, lengths),
        earlier=np.array([found.heads[at] for at in rows], np.int32),
        later=np.array([found.documents[at] for at in rows], np.int32),
        overlaps=tuple(found.overlaps[at] for at in rows),
    )


def _counted(texts: Iterable[str], lengths: list[int]) -> Iterator[str]:
    for text in texts:
        lengths.append(len(text))
        yield text


def _place(overlap: Overlap) -> tuple[int, int, int, int]:
    return overlap.right.start, overlap.left.start, overlap.right.end, overlap.left.end
