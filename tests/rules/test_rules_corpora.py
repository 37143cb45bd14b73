"""What the rules about source and date must and must not find in small corpora: tests/cases/corpora/*.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.pipeline import audit
from provenance.settings import Config

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "corpora"
CASES = [
    pytest.param(case, id=case["what"])
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
FAMILIES = ("SRC", "DATE")


def found(folder, documents, as_of=None):
    """The codes and documents of what is found, and the codes alone."""
    path = folder / "corpus.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in documents), encoding="utf-8")
    config = Config()
    config = attrs.evolve(
        config,
        judging=attrs.evolve(config.judging, select=FAMILIES),
        attributing=attrs.evolve(config.attributing, as_of=as_of),
    )
    report = audit([path], config)
    ids = [document.id for document in report.evidence.documents]
    return {(one.code, ids[one.document]) for one in report.findings if one.document is not None}


@pytest.mark.parametrize("case", CASES)
def test_the_rules_find_what_they_must_and_nothing_that_they_must_not(case, tmp_path):
    """Each of *find* is found, none of *silent* is."""
    told = found(tmp_path, case["documents"], case.get("as_of"))

    assert {tuple(pair) for pair in case.get("find", [])} <= told
    for silent in case.get("silent", ()):
        assert not {one for one in told if silent in (one[0], list(one))}


DATES = st.one_of(
    st.text("0123456789-/:. TZ+", max_size=25),
    st.text(max_size=20),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds("{}-{:02}-{:02}".format, st.integers(0, 99999), st.integers(0, 99), st.integers(0, 99)),
    st.builds(
        "{} {} {}".format, st.integers(0, 40), st.sampled_from(["February", "March", "Smarch"]), st.integers(0, 9999)
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DATES, min_size=1, max_size=8), st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_no_date_is_an_exception(tmp_path, dates, as_of):
    """Whatever a container, a header or a dateline gives, it is a claim or a finding."""
    documents = [
        {"id": str(number), "date": date, "text": f" date {date} Hanoi, {date} (VNA) - The ferry {number}, {date}."}
        for number, date in enumerate(dates)
    ]

    assert found(tmp_path, documents, as_of) is not None
