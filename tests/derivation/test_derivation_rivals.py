"""What a third text takes from the evidence of two: cases of a few texts, of which not every pair is listed."""

import os
import tomllib

import numpy as np
import pytest

from provenance.attribution import attribute
from provenance.derivation import derive
from provenance.model import DIRECTIONS, RELATIONS, Pairs

BODIES = {
    "BODY": "The bridge across the delta was opened after nine years of work, and the first lorries crossed it. "
    "The harbour board put the cost at 90 million, of which a third was lent by banks abroad.",
    "LONGER": "A second bridge is planned further up the river, where the two provinces meet. "
    "Traders on the northern bank had waited for the crossing since the ferry sank.",
}

with open(os.path.join(os.path.dirname(__file__), "cases", "families.toml"), "rb") as file:
    CASES = tomllib.load(file)["case"]


def written(template):
    for name, body in BODIES.items():
        template = template.replace(name, body)
    return template


def listed(shares, order):
    """Return the pairs {"left right": shares} of documents that stand in another *order*, and each one's direction."""
    rows = []
    for number, (ends, (jaccard, forth, back)) in enumerate(shares.items()):
        left, right = (order.index(int(end)) for end in ends.split())
        row = (left, right, jaccard, forth, back, number, 1)
        rows.append(row if left < right else (right, left, jaccard, back, forth, number, -1))
    left, right, jaccard, forth, back, numbers, turns = zip(*sorted(rows), strict=True)
    zeros = np.zeros(len(rows), np.int8)
    near = np.full(len(rows), RELATIONS.index("near"), np.int8)
    columns = (np.array(side, np.int32) for side in (left, right))
    return Pairs(*columns, *map(np.array, (jaccard, forth, back)), near, zeros, zeros), numbers, turns


@pytest.mark.parametrize("place", ["first", "last", "between"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_family(case, place):
    """Each listed pair has the copy that the case says, in whatever order the documents stand."""
    numbered = list(range(len(case["texts"])))
    order = {"first": numbered, "last": numbered[::-1], "between": [*numbered[1:], 0]}[place]
    texts = [written(case["texts"][number]) for number in order]
    pairs, numbers, turns = listed(case["pairs"], order)

    found, *_ = derive(pairs, [attribute(text) for text in texts], texts.__getitem__)

    said = {}
    for direction, number, turn in zip(found.direction.tolist(), numbers, turns, strict=True):
        name = DIRECTIONS[direction]
        said[number] = name if turn > 0 else {"left": "right", "right": "left"}.get(name, name)
    assert [said[number] for number in sorted(said)] == case["copies"]
