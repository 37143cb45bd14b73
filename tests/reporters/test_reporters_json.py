"""JSON in one line: two encoders that write the same."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.reporters.audit_json.columns import shares, strings
from provenance.reporters.encode import MIN_DOCUMENTS, encode, encoder, share

encode_fast = encoder(MIN_DOCUMENTS)
LEAVES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text() | st.floats(0, 1).map(share)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner))


@given(VALUES)
@example('\ud800 \u2028 \x7f \x01 " \\ \b\f\n\r\t </script>')
@example([share(one) for one in (0.00005, 0.0001, 0.000001, 1e-9, 1.0)])
def test_both_encoders_write_the_same(value):
    """Any text, lone surrogates too, and any share with six decimals."""
    assert encode_fast(value) == encode(value)


@given(st.floats(0, 1))
@example(0.0000995)
@example(0.0000005)
def test_a_share_is_the_number_that_six_decimals_say(value):
    """However small it is."""
    assert share(value) == float(f"{value:.6f}")
    assert json.loads(encode_fast([share(value)])) == [round(value, 6)]


@given(st.lists(st.text() | st.text('",\\[]a\x7f\ud800\x01', max_size=6)))
@example(['",', ""])
@example(["\x7f", "a"])
@example(["\x7f\ud800"])
@example([])
@example(['","', "\\", '"', "", ",", '\\"', "\ud800"])
@pytest.mark.parametrize("one", [encode, encode_fast])
def test_strings_encoded_at_once_are_those_encoded_one_by_one(one, values):
    """Quotes, commas and backslashes in a string are never taken for the end of it."""
    assert [f'"{text}"' for text in strings(values, one)] == list(map(encode, values))


@given(st.lists(st.floats(0, 1) | st.integers(0, 300).map(lambda units: units / 2e6)))
@example([0.0, 1.0, 0.5, 0.00005, 0.0001, 0.000001, 1e-9, 0.9999999, 0.0000995])
def test_shares_in_a_column_are_those_encoded_one_by_one(values):
    """Whole, small and half-way numbers too."""
    assert shares(np.array(values, np.float64)) == [encode(share(value)) for value in values]


def test_what_is_no_json_is_an_error():
    """Neither encoder guesses."""
    for either in (encoder(1), encode_fast):
        with pytest.raises(TypeError):
            either({1, 2})
