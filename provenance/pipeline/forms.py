"""Stock phrases, boilerplate and forms with other figures: which of them relate the documents that share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.alignment.labels import COVERED
from provenance.alignment.slots import is_form
from provenance.model import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.shared import Shared
    from provenance.model import Pairs


def without_boilerplate(
    shared: Shared, lengths: Sequence[int], text: Callable[[int], str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the indices of overlaps that are neither stock phrases nor boilerplate, which relate no documents.

    A form with other figures that two texts consist of relates them all the same; such overlaps are returned as well,
    and by themselves.
    """
    rows = shared.overlaps.rows
    if not shared.common.any():
        return np.arange(len(rows)), np.zeros(0, np.int64)
    sizes = np.asarray(lengths, np.int64)
    whole = rows["left_end"] - rows["left_start"] >= COVERED * sizes[shared.earlier]
    whole &= rows["right_end"] - rows["right_start"] >= COVERED * sizes[shared.later]
    forms = []
    for at in np.flatnonzero(shared.common & whole & (rows["similarity"] < 1)).tolist():
        _, a, b, c, d, *_ = rows[at].item()
        if is_form(text(int(shared.earlier[at]))[a:b], text(int(shared.later[at]))[c:d]):
            forms.append(at)
    found = np.array(forms, np.int64)
    return np.sort(np.concatenate((np.flatnonzero(~shared.common), found))), found


def with_forms(pairs: Pairs, known: Pairs, ends: tuple[NDArray[np.int32], NDArray[np.int32]], count: int) -> Pairs:
    """Return *pairs* with the relation "template" for those that are not *known* and have a form in common, at *ends*.

    Pairs go by their documents, left × *count* + right.
    """
    low, high = np.minimum(*ends).astype(np.int64), np.maximum(*ends).astype(np.int64)
    keys = _keys(pairs, count)
    relation = pairs.relation.copy()
    relation[np.isin(keys, low * count + high) & ~np.isin(keys, _keys(known, count))] = RELATIONS.index("template")
    return attrs.evolve(pairs, relation=relation)


def _keys(pairs: Pairs, count: int) -> NDArray[np.int64]:
    return pairs.left.astype(np.int64) * count + pairs.right
