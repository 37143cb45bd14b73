"""The five real articles, where they are at hand: every required row of the gold table, and each verdict."""

import json
import os
from pathlib import Path

import pytest

from provenance.attribution import attribute

SHARED = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).parents[3] / "shared"))
GOLD = SHARED / "seeds" / "gold.json"

if not GOLD.exists():
    pytest.skip("the shared articles are not here", allow_module_level=True)

FILES = json.loads(GOLD.read_text(encoding="utf-8"))["files"]


def attributed(name):
    return attribute((SHARED / "seeds" / name).read_bytes().decode("utf-8"))


def meaning(value):
    """Bring the spellings of one time to one: the gold rows give seconds and offsets, the verdicts do not."""
    return value.replace(":00+00:00", "Z").replace("+00:00", "Z")


ROWS = [
    (name, row)
    for name, gold in FILES.items()
    for row in gold["source"]["evidence"] + gold["dates"] + gold["rights"]
    if row.get("required")
]


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{n[:3]}-{r['start']}-{r['property']}" for n, r in ROWS])
def test_every_required_row_is_claimed(name, row):
    """Property, asserter, exact span, and the value or the agency."""
    here = [c for c in attributed(name).claims if c.span and (c.span.start, c.span.end) == (row["start"], row["end"])]

    assert (row["property"], row["asserter"]) in {(c.property, c.asserter) for c in here}
    assert row.get("confidence") in {None, *(c.confidence for c in here if c.property == row["property"])}
    wanted = row.get("value") or row.get("agency")
    if wanted:
        assert meaning(wanted) in {c.value for c in here if c.property == row["property"]}


@pytest.mark.parametrize("name", FILES)
def test_verdict(name):
    """Source, its confidence, the date, who asserts it, the event's dates, and no conflict."""
    gold, found = FILES[name]["verdict"], attributed(name)

    assert found.source == gold["source"]
    assert found.source_confidence == gold["source_confidence"]
    assert found.published == gold["published"]
    assert found.published_asserter == gold["published_asserter"]
    assert list(found.event_dates) == gold["event_dates"]
    assert found.published_standing != "conflict"
    assert found.source_standing != "conflict"


@pytest.mark.parametrize("name", FILES)
def test_title(name):
    """The title is found where there is one, and none is made up."""
    assert attributed(name).title == (FILES[name]["title"]["text"] or "")


@pytest.mark.parametrize("name", FILES)
def test_no_date_where_there_is_none(name):
    """Ordinals, widths, durations, names and treaties are no dates."""
    claims = [c for c in attributed(name).claims if c.span]
    dates = [c for c in claims if c.property.endswith("_date") or c.property in {"published", "updated"}]

    for row in FILES[name]["not_dates"]:
        assert not [c for c in dates if c.span.start < row["end"] and c.span.end > row["start"]]


@pytest.mark.parametrize("name", FILES)
def test_no_condition_of_a_silent_rule(name):
    """What the rules that must be silent would read."""
    flags = {flag for c in attributed(name).claims if c.property == "published" for flag in c.flags}

    assert not flags & {"implausible", "future", "ambiguous"}
