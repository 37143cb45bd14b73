"""Columns that outgrow their share of memory, and what of the places where documents meet is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment import meetings as stage
from provenance.alignment.meetings import Traces, meetings
from provenance.alignment.outgrown import Column


@given(st.lists(st.lists(st.integers(0, 99), max_size=5), max_size=9), st.integers(0, 12))
def test_a_column_holds_its_pieces_wherever_they_are(pieces, most):
    """What is taken is what was appended, in order, in memory or in a file."""
    column = Column(np.int32, most)
    for piece in pieces:
        column.append(np.array(piece, np.int32))

    found = [value for piece in column.take() for value in piece.tolist()]

    assert found == [value for piece in pieces for value in piece]
    assert column.take() == []


def test_a_column_stays_in_memory_where_no_file_can_be_made(monkeypatch, tmp_path):
    """A folder for temporary files that is missing costs memory and nothing else."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    column = Column(np.uint64, 1)
    for value in range(4):
        column.append(np.array([value, value], np.uint64))

    assert np.concatenate(column.take()).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_traces_that_meet_nobody_are_dropped():
    """Of a document's traces those remain that meet another one, with their places, in their order."""
    counts, places = np.array([2, 0, 3], np.int32), np.array([0, 4, 1, 5, 7], np.int32)
    others, there = np.array([-1, -1, 0, -1, 0], np.int32), np.array([-1, -1, 4, -1, 0], np.int32)

    found = Traces.meeting(counts, places, others, there)

    assert found.meets().tolist() == [False, False, True]
    assert [column.tolist() for column in found.of(np.arange(3))] == [[0, 0, 2], [1, 7], [0, 0], [4, 0]]


@pytest.mark.parametrize("most", [1, 40])
def test_meetings_are_the_same_from_files(monkeypatch, most):
    """Documents meet at the same places where their runs of words were kept in files."""
    words = [f"word{number * number % 97}x{number}" for number in range(120)]
    texts = [" ".join(words[first : first + 40]) for first in (0, 60, 20, 0, 95)] + ["", "few words"]

    def found():
        return [(met.document, *(column.tolist() for column in met.columns)) for met in meetings(texts)]

    before = found()
    monkeypatch.setattr(stage, "KEPT", most)
    monkeypatch.setattr(stage, "MANY", 1)

    assert before
    assert found() == before
