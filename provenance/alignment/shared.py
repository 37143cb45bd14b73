"""From the texts of a corpus to the passages that its documents share, each with all documents that carry it."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from provenance.alignment.blocks import blocks
from provenance.alignment.carried import Carriers
from provenance.alignment.carriers import gathered, repeated
from provenance.alignment.cut import Cut
from provenance.alignment.declared import declared
from provenance.alignment.formulas import are_common, with_formulas
from provenance.alignment.frequency import Origins
from provenance.alignment.labels import labelled, ledgers, spread
from provenance.alignment.meetings import meetings
from provenance.alignment.slots import with_forms
from provenance.alignment.teasers import with_teasers
from provenance.kernels.rows import rows_of
from provenance.model.passages import Overlaps
from provenance.sets import packed
from provenance.threads import cores, map_ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.formulas import Texts
    from provenance.alignment.meetings import Met
    from provenance.kernels.rows import Rows
    from provenance.model import Ledger, Overlap
    from provenance.model.passages import Passages
    from provenance.settings import Aligning

    # The documents on the right of overlaps, and the overlaps.
    Found = tuple[NDArray[np.int32], Rows]

Made = TypeVar("Made")

_DOCUMENTS_AT_ONCE = 4096  # whose overlaps are put into one array
TOGETHER = 32  # documents that a thread takes at once: most are done in a tenth of a millisecond


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Shared:
    """What the documents of a corpus share.

    *passages* are in a total order, their first carrier in the earliest document that has them; *ledgers* are in the
    order of documents.  Overlap *i* of *overlaps* has its left side in document ``earlier[i]`` and its right side in
    ``later[i]``; ordered by (later, earlier, place).  A document has overlaps with the earliest carriers of what it
    has, not with all others: a passage in n documents is n - 1 overlaps.  *common* says which are no more than stock
    phrases and boilerplate.
    """

    passages: Passages
    ledgers: tuple[Ledger, ...]
    earlier: NDArray[np.int32]
    later: NDArray[np.int32]
    overlaps: Overlaps
    common: NDArray[np.bool_]


def find_overlaps(
    texts: Iterable[str],
    text: Callable[[int], str],
    settings: Aligning,
    *,
    ranks: Sequence[int] | NDArray[np.int64] | None = None,
    sources: Sequence[str] | None = None,
    repeats: Sequence[Sequence[Overlap]] = (),
) -> Shared:
    """Return what the documents of a corpus share, and what each repeats in itself.

    *texts* are read once, in order; *text* gives one by its position, on any thread.  *ranks* holds all positions, the
    earliest document first (None: as they come); *sources* each document's source ("": unknown), by which stock phrases
    and boilerplate are recognised; *repeats* each document's overlaps with itself.

    Of twelve or more equal words in a row at least eight are found, with rare exceptions where neighbouring passages
    have changed places or are beside a block of many documents; of edited passages those that keep runs of eight.
    """
    met = meetings(texts, None if ranks is None else np.asarray(ranks, np.int64))
    origins = Origins(sources or [""] * len(met.lengths))
    common = blocks(met, origins, partial(map, text), settings.min_words)
    found = ((one.document, rows) for one, rows in carried(met, Carriers(text, settings)))
    return shared(collected(found), met.lengths, text, settings, origins=origins, repeats=repeats, common=common)


def carried(met: Iterable[Met], work: Callable[[Met], Made]) -> Iterator[tuple[Met, Made]]:
    """Yield the meetings of each document, in order, with what *work* makes of them, on several threads."""
    for some, found in map_ahead(lambda some: list(map(work, some)), _batches(met), cores()):
        yield from zip(some, found, strict=True)


def _batches(met: Iterable[Met]) -> Iterator[list[Met]]:
    waiting = iter(met)
    while some := list(islice(waiting, TOGETHER)):
        yield some


def shared(
    overlaps: Found,
    lengths: Sequence[int],
    text: Callable[[int], str],
    settings: Aligning,
    *,
    origins: Origins | None = None,
    repeats: Sequence[Sequence[Overlap]] = (),
    texts: Texts | None = None,
    common: Passages | None = None,
) -> Shared:
    """Return what documents share, from what each carries, as `collected`; *lengths* count their code points.

    *texts* gives the texts of many documents faster than *text* does one by one.  *common* are the blocks that many
    documents have, which are passages of their own.
    """
    texts = texts or partial(map, text)
    later, rows = overlaps[0], with_teasers(overlaps, texts)
    origins = origins or Origins([""] * len(lengths))
    if common is not None and len(common):
        cut = Cut(common, lengths, text, settings.min_words)
        found, (later, rows) = _beside(cut, (later, rows))
        passages = labelled(gathered(*found), origins, lengths).joined(common)
    else:
        passages = labelled(gathered(later, rows), origins, lengths)
    stories = np.arange(len(lengths)) if origins.stories is None else origins.stories
    before = declared(spread(passages, lengths), text, settings.boilerplate)
    passages = with_forms(with_formulas(before, texts, stories, (later, rows)), texts)
    form = are_common(before, passages, (later, rows), lengths)
    passages = passages.joined(repeated(repeats, text))
    ends, starts = (packed(rows[f"right_{side}"], rows[f"left_{side}"]) for side in ("end", "start"))
    order = np.lexsort((ends, starts, packed(later, rows["document"])))
    later, rows = later[order], rows[order]
    return Shared(
        passages=passages,
        ledgers=ledgers(passages, lengths),
        earlier=rows["document"].copy(),
        later=later,
        overlaps=Overlaps(rows),
        common=form[order],
    )


def _beside(cut: Cut, overlaps: Found) -> tuple[Found, Found]:
    """Return what is left of *overlaps* beside blocks, for passages, and for pairs of documents.

    Two texts that are one form as a whole are alike all the same.
    """
    later, rows = overlaps
    whole = cut.are_texts(later, rows)
    forms = later[whole], rows[whole]
    rest = cut.beside(later[~whole], rows[~whole])
    return _joined(rest, cut.beside(*forms)), _joined(rest, forms)


def _joined(one: Found, other: Found) -> Found:
    return np.concatenate((one[0], other[0])), np.concatenate((one[1], other[1]))


def collected(found: Iterable[tuple[int, Rows]]) -> Found:
    """Return the documents on the right of all overlaps that are *found*, and the overlaps."""
    owners, parts = [np.zeros(0, np.int32)], [rows_of(())]
    waiting = iter(found)
    # In blocks: an array of its own for each document would take as much memory again.
    while some := list(islice(waiting, _DOCUMENTS_AT_ONCE)):
        documents, rows = zip(*some, strict=True)
        owners.append(np.repeat(np.array(documents, np.int32), list(map(len, rows))))
        # As bytes: to join many arrays with fields, numpy compares the fields of each pair of them.
        parts.append(np.frombuffer(b"".join(rows), parts[0].dtype))
    return np.concatenate(owners), np.concatenate(parts)
