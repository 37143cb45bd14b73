"""The sources that texts were taken from, whichever text of them it was."""

import numpy as np
import pytest

from provenance.attribution import attribute
from provenance.derivation import derive
from provenance.derivation.releases import issuers, labelled, sent
from provenance.derivation.takes import same_lead
from provenance.model import DIRECTIONS, RELATIONS, Pairs

BODY = "The bridge was opened on Monday after nine years of work, and the first to cross it was a baker on her bicycle."


def pairs_of(count, share=0.95):
    left, right = np.triu_indices(count, 1)
    shares = np.full(len(left), share)
    zeros = np.zeros(len(left), np.int8)
    near = np.full(len(left), RELATIONS.index("near"), np.int8)
    return Pairs(left.astype(np.int32), right.astype(np.int32), shares, shares, shares, near, zeros, zeros)


def derived(*texts):
    return derive(pairs_of(len(texts)), [attribute(text) for text in texts], texts.__getitem__)


CREDITING = "Saltmere Post\n\nBridge opens\n\n" + BODY + "\n\nSource: VNA"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (CREDITING, ("VNA",)),
        ("Saltmere Post\n\nBridge opens\n\nHANOI (VNA) - " + BODY, ("VNA",)),
        ("Saltmere Post\n\nBridge opens\n\n" + BODY + "\n\nSource: AFP and dpa", ("AFP", "dpa")),
        ("Saltmere Post\n\nTop\n\n" + BODY + "\n\nAbout Norrvik AB\n\nNorrvik AB builds.", ("Norrvik AB",)),
        ("Saltmere Post\n\nBridge opens\n\n" + BODY + "\n\n— VNA/VNS", ("VNA",)),
        ("HANOI, March 5 (VNA) - " + BODY, ()),
        ("Saltmere Post\n\nBridge opens\n\n" + BODY, ()),
        ("Saltmere Post\n\nTop\n\n" + BODY + " The bill was nine million, VNA reported.", ()),
    ],
)
def test_a_text_says_whom_it_is_taken_from(text, sources):
    """In a credit, a dateline under another name, a company's notes; not in its own text, nor in a sentence."""
    found = derived(text, "Something else altogether.").taken[0]

    assert found.sources == sources
    assert bool(found.reasons) == bool(sources)


def test_it_needs_no_partner():
    """The text that was copied is nowhere in the corpus."""
    found = derive(pairs_of(0), [attribute(CREDITING)], str)

    assert found.taken[0].sources == ("VNA",)
    assert found.taken[0].confidence == "high"


def test_a_pair_has_the_source_that_both_credit():
    """Neither copied the other, as far as is known; what they share is the agency's."""
    found = derived(CREDITING, CREDITING.replace("Saltmere Post", "Harbour Gazette"))

    assert DIRECTIONS[found.pairs.direction[0]] == "undecided"
    assert found.pair_sources == ("VNA",)


def test_a_pair_of_an_agency_text_and_what_credits_it_has_the_agency():
    """Even where its text is too late to be the one that was copied."""
    copy = CREDITING.replace("Bridge opens", "Bridge opens\n\n5 March 2024")
    found = derived("UPDATE 1-Bridge opens\n\nHANOI, March 9 (VNA) - " + BODY, copy)

    assert DIRECTIONS[found.pairs.direction[0]] == "undecided"
    assert found.pair_sources == ("VNA",)


def test_a_pair_of_which_one_credits_nobody_has_none():
    """It may have its text from anyone."""
    found = derived(CREDITING, "Harbour Gazette\n\nBridge opens\n\n" + BODY)

    assert found.pair_sources == ("",)


def test_what_credits_nobody_is_taken_from_whose_own_text_it_derives_from():
    """By the evidence of that derivation, and no surer."""
    found = derived("HANOI (VNA) - " + BODY, "Harbour Gazette\n\nBridge opens\n\n" + BODY)

    assert found.taken[1].sources == ("VNA",)
    assert found.taken[1].confidence == "low"


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        ("About Norrvik Cranes\n\nNorrvik Cranes builds cranes.", ("Norrvik Cranes",)),
        ("About Norrvik Cranes: Norrvik builds cranes.", ("Norrvik Cranes",)),
        ("About Norrvik Cranes plc\nNorrvik Cranes plc builds cranes.", ("Norrvik Cranes plc",)),
        ("SOURCE Norrvik Cranes plc", ("Norrvik Cranes plc",)),
        ("About the author\n\nJane Doe writes on bridges.", ()),
        ("About Us\n\nWe write on bridges.", ()),
        ("About Norrvik Cranes there was much talk.", ()),
        ("All about Norrvik Cranes: Norrvik Cranes builds cranes.", ()),
        ("SOURCES SAY the bridge is closed.", ()),
    ],
)
def test_the_company_of_a_release(foot, names):
    """Whom the notes are about, where what follows begins with the name; or who signs."""
    assert issuers("Bridge opens\n\n" + BODY + "\n\n" + foot) == names


def test_a_release_itself_bears_the_mark_of_its_wire():
    """Not what says that it is one in a sentence."""
    assert sent("Bridge opens\n\nOSLO, March 5, 2024 /PRNewswire/ -- " + BODY)
    assert not sent("Bridge opens\n\n" + BODY + " A release was sent by PR Newswire.")


def test_a_label_names_nobody():
    """A last line that calls the text a press release."""
    assert labelled(BODY + "\n\n(Press release)")
    assert not labelled(BODY + " He read a press release.")


NOTE = (
    "(This story has not been edited by our staff and comes from a syndicated feed; the views in it are those of the"
    " agency, and the site takes no responsibility for what it says.)\nShare this: Click to share on the site (Opens in"
    " new window) Click to email a link to a friend (Opens in new window)"
)


@pytest.mark.parametrize(("head", "lead", "same"), [
    ("Dog wins prize of the town", "VARNHOLT, Mar 6 (PTI) A dog that found a ring in the sand won a prize.", False),
    ("Old bridge closed to all", "PELLWORTH, Mar 6 (PTI) The old bridge is closed to cars too after cracks.", True),
    ("Bridge closed to lorries", "The northern arch has more cracks than had been thought, the council said.", True),
], ids=["another story", "a later take", "a take under the same headline"])  # fmt: skip
def test_takes_have_headline_or_lead_in_common(head, lead, same):
    """What an agency's feed prints below each story makes no takes of two of them."""
    first = "Bridge closed to lorries\n\nPELLWORTH, Mar 5 (PTI) The old bridge is closed to lorries after cracks.\n\n"

    assert same_lead(first + NOTE, f"{head}\n\n{lead}\n\n{NOTE}") is same
