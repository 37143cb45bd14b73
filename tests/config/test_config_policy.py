"""How a policy is written, and what is said of one that cannot be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import ConfigError
from provenance.settings.layers import Layer, Raw
from provenance.settings.policy import PLAIN, VALUED, named, policy


def read(value: object) -> tuple[str, ...]:
    """The parts of the policy that ``--keep`` gives."""
    return policy().read(Raw("keep", value, Layer("flag", {})))


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("best", ("best",)),
        ("path=gold/*,longest", ("path=gold/*", "longest")),
        ("source=VNA,Reuters,longest", ("source=VNA,Reuters", "longest")),
        (" source=VNA , Quay Post , first ", ("source=VNA,Quay Post", "first")),
        ("source=VNA,path=gold/,silver/,best", ("source=VNA", "path=gold/,silver/", "best")),
        ("path=lang=en/*,lang=vi/*", ("path=lang=en/*,lang=vi/*",)),
        ("source=longest,source=First", ("source=longest", "source=First")),
        ("path=first/*,longest.txt", ("path=first/*,longest.txt",)),
        (["path=gold/*", "longest"], ("path=gold/*", "longest")),
        (["source=VNA,VNS", "earliest,longest"], ("source=VNA,VNS", "earliest", "longest")),
    ],
)
def test_commas_separate_parts_and_values(value: object, parts: tuple[str, ...]) -> None:
    """A piece that is a policy, or begins with a key, is a part of its own; any other is a value of the part before."""
    assert read(value) == parts


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("longst", "(did you mean longest?)"),
        ("Best", "(did you mean best?)"),
        ("sorce=VNA", "(did you mean source?)"),
        ("newest", "the policies are best, earliest, longest, first, source=A,B, path=GLOB,GLOB"),
        ("best,VNA", "'VNA' cannot be used; the policies are best"),
        ("source=VNA,longset", "did you mean longest? If it is a source, write source=longset"),
        ("source=VNA,Longest", "did you mean longest? If it is a source, write source=Longest"),
        ("source=VNA,sources=VNS", "did you mean source? If it is a source, write source=sources=VNS"),
        ("longest=3", "longest takes no values"),
        ("source=VNA,best=2", "best takes no values"),
        ("source=", "or several with a comma between them"),
        ("best,", "or several with a comma between them"),
        ("", "or several with a comma between them"),
        ("path=!gold/*", "it matches no path"),
        ("path=gold//a", "it matches no path"),
        (["source=VNA", "VNS"], "'VNS' cannot be used"),
        (3, "give a list of policies"),
    ],
)
def test_what_is_no_policy_is_refused_with_a_way_out(value: object, said: str) -> None:
    """A misspelled policy is not taken for one more value, either."""
    with pytest.raises(ConfigError) as raised:
        read(value)

    assert str(raised.value).startswith("--keep: ")
    assert said in str(raised.value)


VALUES = st.lists(st.from_regex(r"[A-Z]{3}[0-9]{1,3}", fullmatch=True), min_size=1, max_size=3)
PARTS = st.one_of(
    st.sampled_from(PLAIN), st.builds(lambda key, values: f"{key}={','.join(values)}", st.sampled_from(VALUED), VALUES)
)


@given(st.lists(PARTS, min_size=1, max_size=5))
def test_parts_are_read_as_they_were_joined(parts: list[str]) -> None:
    """Joining parts with commas loses nothing, and what is read can be read again."""
    joined = read(",".join(parts))

    assert joined == tuple(parts) == read(list(joined))
    assert [f"{name}={','.join(values)}" if values else name for name, values in map(named, joined)] == parts
