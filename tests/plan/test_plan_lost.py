"""The words that a dropped text loses: those in no run of five that the kept text has too."""

from hypothesis import given
from hypothesis import strategies as st

from provenance.kernels.plain.group import RUN
from provenance.plan.lost import lost, lost_words

TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=14).map(" ".join)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_lost_words_are_those_of_the_plain_count(pairs: list[tuple[str, str]]) -> None:
    """Whatever other texts are counted together with a pair."""
    dropped, kept = [one for one, _ in pairs], [other for _, other in pairs]

    assert lost_words(dropped, kept).tolist() == [plainly_lost(one.split(), other.split()) for one, other in pairs]


def plainly_lost(dropped: list[str], kept: list[str]) -> int:
    if len(dropped) < RUN:
        return 0 if dropped == kept else len(dropped)
    runs = {tuple(kept[at : at + RUN]) for at in range(len(kept) - RUN + 1)}
    found = set[int]()
    for at in range(len(dropped) - RUN + 1):
        if tuple(dropped[at : at + RUN]) in runs:
            found |= set(range(at, at + RUN))
    return len(dropped) - len(found)


def test_the_sample_is_the_first_words_lost() -> None:
    """As they are written, on one line; nothing is shown of a text that loses nothing."""
    kept = "the ferry to the island will sail four times a day from June"
    dropped = "the ferry to the island will sail four times a day, unless\n it STORMS, from June"

    (first, second) = lost([dropped, kept], [kept, kept])

    assert (first.words, first.sample) == (5, "unless it STORMS, from June")
    assert (second.words, second.sample) == (0, "")
