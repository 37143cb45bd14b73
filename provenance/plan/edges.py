"""From pairs of documents to those of which one may be dropped for the other, by each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.kernels import kernels
from provenance.model import RELATIONS
from provenance.plan.canonical import canonical, preserves, searchable
from provenance.plan.contained import contained
from provenance.plan.lost import lost_words
from provenance.plan.walk import Edges
from provenance.processes import can_fork, map_forked
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.model import Pairs
    from provenance.plan.contained import Shingles

    Articles = Callable[[Sequence[int]], Iterable[str]]
    # From two columns of documents to whether each two are the same but for figures.
    AreTemplates = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]

_TEMPLATE = RELATIONS.index("template")
# Of two texts whose words stand in each other in runs, the runs that go over an end of a run may be missing.
_MIN_SHARE = 0.8
_TOGETHER = 512  # pairs that a process compares at once
_MIN_FORKED = 2000  # pairs from which several processes are worth starting
NO_EDGES = Edges(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def near_edges(pairs: Pairs, winners: NDArray[np.int64], *, templates: bool) -> Edges:
    """Return *pairs* both ways, between the *winners* of their copies; without *templates*, no uses of a template."""
    rows = np.flatnonzero((pairs.relation != _TEMPLATE) | templates)
    left, right = winners[pairs.left[rows]], winners[pairs.right[rows]]
    both = np.concatenate((pairs.jaccard[rows], pairs.jaccard[rows]))
    return _once(Edges(np.concatenate((left, right)), np.concatenate((right, left)), both))


def contained_edges(
    pairs: Pairs,
    winners: NDArray[np.int64],
    nodes: NDArray[np.int64],
    words: NDArray[np.int64],
    shingles: Shingles,
    least: float,
) -> tuple[Edges, int]:
    """Return the pairs among *nodes* of which the one has *least* of its shingles in the other, and what is capped."""
    found = contained(nodes, words, least, shingles)
    listed = _shares(pairs, winners, least)
    return _once(joined(listed, Edges(found.inner, found.outer, found.share))), found.capped


def preserving_edges(
    pairs: Pairs,
    winners: NDArray[np.int64],
    nodes: NDArray[np.int64],
    words: NDArray[np.int64],
    shingles: Shingles,
    articles: Articles,
    processes: int,
) -> tuple[Edges, int]:
    """Return the pairs among *nodes* of which every word of the one stands in the other, in runs."""
    found = contained(nodes, words, 1.0, shingles)
    listed = _shares(pairs, winners, _MIN_SHARE)
    asked = _once(joined(listed, Edges(found.inner, found.outer, found.share)))
    # Texts that resemble each other come together, so that each of them is folded once.
    asked = _rows(asked, np.lexsort((asked.lesser, asked.better, _components(asked))))
    return _rows(asked, _preserved(asked, articles, processes)), found.capped


def _components(edges: Edges) -> NDArray[np.int64]:
    """Return a number for each of *edges*, equal for those that are tied by others."""
    nodes = distinct(np.concatenate((edges.lesser, edges.better)))
    lesser, better = np.searchsorted(nodes, edges.lesser), np.searchsorted(nodes, edges.better)
    return kernels.components(len(nodes), lesser, better)[lesser]


def _preserved(asked: Edges, articles: Articles, processes: int) -> NDArray[np.bool_]:
    """Return for each of the pairs *asked* about whether every word of the lesser text stands in the better one."""
    count = len(asked.lesser)
    parts = [range(first, min(first + _TOGETHER, count)) for first in range(0, count, _TOGETHER)]

    def work(part: range) -> bytes:
        lesser, better = asked.lesser[part.start : part.stop].tolist(), asked.better[part.start : part.stop].tolist()
        nodes = sorted({*lesser, *better})
        texts = dict(zip(nodes, articles(nodes), strict=True))
        answers = np.zeros(len(part), np.bool_)
        # Most pairs fail in that already, and words without marks and signs are found much faster.
        lose = lost_words([texts[one] for one in lesser], [texts[other] for other in better])
        rows = np.flatnonzero(lose == 0).tolist()
        answers[rows] = list(_compared([(lesser[row], better[row]) for row in rows], texts))
        return answers.tobytes()

    several = processes > 1 and count >= _MIN_FORKED and can_fork()
    answers = map_forked(work, parts, processes) if several else (None for _ in parts)
    found = [work(part) if answer is None else answer for part, answer in zip(parts, answers, strict=True)]
    return np.frombuffer(b"".join(found), np.bool_)


def _compared(pairs: Sequence[tuple[int, int]], texts: Mapping[int, str]) -> Iterator[bool]:
    """Yield whether the first text of each of *pairs* stands in the second."""
    forms: dict[int, str] = {}
    known, text = -1, ""
    for one, other in pairs:
        for node in (one, other):
            if node not in forms:
                forms[node] = canonical(texts[node])
        if other != known:
            known, text = other, searchable(forms[other])
        yield preserves(text, forms[one])


def _shares(pairs: Pairs, winners: NDArray[np.int64], least: float) -> Edges:
    """Return those of *pairs* of which the one has *least* of its shingles in the other, between winners."""
    pairs = _by_shingles(pairs)
    left, right = winners[pairs.left], winners[pairs.right]
    forth, back = pairs.left_in_right >= least, pairs.right_in_left >= least
    return Edges(
        np.concatenate((left[forth], right[back])),
        np.concatenate((right[forth], left[back])),
        np.concatenate((pairs.left_in_right[forth], pairs.right_in_left[back])),
    )


def _by_shingles(pairs: Pairs) -> Pairs:
    """Return those of *pairs* whose shares are of shingles."""
    if not pairs.measure.any():
        return pairs
    columns = {field.name: getattr(pairs, field.name)[pairs.measure == 0] for field in attrs.fields(type(pairs))}
    return attrs.evolve(pairs, **columns)


def _once(edges: Edges) -> Edges:
    """Return each of *edges* once, ordered, without those between copies."""
    order = np.lexsort((edges.better, edges.lesser))
    edges = _rows(edges, order[(edges.lesser != edges.better)[order]])
    new = np.ones(len(edges.lesser), np.bool_)
    new[1:] = (edges.lesser[1:] != edges.lesser[:-1]) | (edges.better[1:] != edges.better[:-1])
    return _rows(edges, new)


def without_templates(edges: Edges, are_templates: AreTemplates) -> Edges:
    """Return *edges* without those between uses of one template."""
    return _rows(edges, ~are_templates(edges.lesser, edges.better)) if len(edges.lesser) else edges


def _rows(edges: Edges, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
    return Edges(edges.lesser[rows], edges.better[rows], edges.similarity[rows])


def joined(edges: Edges, more: Edges) -> Edges:
    """Return *edges* and *more*."""
    return Edges(
        np.concatenate((edges.lesser, more.lesser)),
        np.concatenate((edges.better, more.better)),
        np.concatenate((edges.similarity, more.similarity)),
    )
