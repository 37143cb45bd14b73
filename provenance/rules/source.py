"""SRC: where a document says that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import UNCREDITED
from provenance.rules.checks import first_span, of_attributions, of_conflict
from provenance.rules.find import place
from provenance.rules.rule import Rule, Samples
from provenance.rules.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Attribution, Claim, Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

# Kinds of derivation in which a text must credit its source.  A quotation names its speaker instead.
_OWES_CREDIT = frozenset({"verbatim", "near", "abridged", "expanded", "excerpt"})

_FERRY = "The ferry to the island runs again after its rope was changed, the ferryman said on Monday."
_STORY = (
    "The old bridge over the canal was opened again on Monday after nine months of repairs, and the mayor thanked the "
    "forty workers who had laid every one of its stones by hand. Traders on the east bank said that they had lost half "
    "of their customers while it was closed, and two of them have moved to the market hall for good."
)
_AGENCY = f"The bridge over the canal is open again\n\nHANOI, 12 May 2023 (VNA) - {_STORY}\n"
_GAZETTE = f"Harbour Gazette\n\nThe bridge over the canal is open again\n\n14 May 2023\n\n{_STORY}\n"


def no_source(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """Nothing in the document or in its container says where the text comes from.

    What it does: reports documents without a dateline, credit, sign-off, byline or masthead that names a source, and
    without a source field in their container.  Photo credits are ignored: they are about the photo only.

    Why it matters: nobody can judge or license a text whose origin is unknown, or know whether it is an
    original or a copy.

    What to do: find the page that the text was taken from, and record its source in the container or beside the file.
    """
    yield from of_attributions(
        case, find, lambda one: one.source_standing == "missing", "nothing says where this text comes from"
    )


NO_SOURCE = Rule(
    "SRC001",
    "no-source",
    "warning",
    no_source,
    needs=("attribute",),
    samples=Samples(found={"ferry.txt": f"{_FERRY}\n"}, silent={"ferry.txt": f"Hanoi (VNA) - {_FERRY}\n"}),
)


def weak_source(case: Case, find: Find) -> Iterator[Finding]:
    """The source of the document rests on weak evidence only.

    What it does: reports documents where every claim of a source has low confidence, such as the sign-off “./.”, which
    several agencies use.

    Why it matters: the source is probably right, but not certain enough for a citation or a license.

    What to do: look for the same article with a dateline or a credit.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.source_standing != "missing" and attribution.source_confidence == "low":
            claims = [claim for claim in attribution.claims if claim.property == "source"]
            yield find(
                position,
                f"source {listed(claims)} rests on weak evidence only",
                attribution.source,
                span=first_span(claims),
            )


WEAK_SOURCE = Rule(
    "SRC002",
    "weak-source",
    "info",
    weak_source,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f"{_FERRY}/.\n"},
        silent={"ferry.txt": f"Hanoi (VNA) - {_FERRY}/.\n"},
    ),
)


def source_conflict(case: Case, find: Find) -> Iterator[Finding]:
    """The document names different sources for itself.

    What it does: reports documents with two claims of at least medium confidence that name different sources, where
    neither source is known to distribute the other.

    Why it matters: at most one of the sources can be cited, and the one that is taken by default may be wrong.

    What to do: look at both passages (claims.csv has their places), and correct the one that is about something else.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.source_standing == "conflict":
            yield of_conflict(find, position, _sure(attribution), "sources")


SOURCE_CONFLICT = Rule(
    "SRC003",
    "source-conflict",
    "warning",
    source_conflict,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f"Hanoi (VNA) - {_FERRY}\n\nSource: AFP\n"},
        silent={"ferry.txt": f"Hanoi (VNA) - {_FERRY}\n\nThe ferry at noon. (Photo: AFP)\n"},
    ),
)


def outlet_not_named(case: Case, find: Find) -> Iterator[Finding]:
    """The text is republished: a credit names its source, but nothing names the outlet that published it here.

    What it does: reports documents where every claim of a source is a credit (“Source: VGP”), without a masthead, a
    dateline, a URL or a distributor.

    Why it matters: the outlet may have cut or changed the text, and its page cannot be found again.

    What to do: record the page's address when it is fetched.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.source_standing != "missing" and _credit_only(attribution):
            claims = _sure(attribution)
            yield find(
                position,
                f"republished from {listed(claims)}, but the outlet is not named",
                attribution.source,
                span=first_span(claims),
            )


def _credit_only(attribution: Attribution) -> bool:
    if len(attribution.chain) > 1 or attribution.source_confidence == "low":
        return False
    source = [claim for claim in attribution.claims if claim.property in {"source", "via", "distributor", "url"}]
    return all(claim.property == "source" and claim.asserter == "credit" for claim in source)


OUTLET_NOT_NAMED = Rule(
    "SRC004",
    "outlet-not-named",
    "info",
    outlet_not_named,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f"{_FERRY}\n\nSource: VNA\n"},
        silent={"ferry.txt": f"Hanoi (VNA) - {_FERRY}\n\nSource: VNA\n"},
    ),
)


def uncredited_copy(case: Case, find: Find) -> Iterator[Finding]:
    """The text derives from an earlier text of another source and does not credit it.

    What it does: reports documents that, as far as the evidence decides it, were copied, cut or expanded from a
    document whose source they do not name.

    Why it matters: one report is counted as two independent ones, and the rights of its source are ignored.

    What to do: credit the source, or leave the copy out.
    """
    evidence = case.evidence
    for derivation in evidence.derivations:
        if not derivation.decided or derivation.kind not in _OWES_CREDIT or not evidence.attributions:
            continue
        source = evidence.attributions[derivation.original].source
        copy = evidence.attributions[derivation.copy]
        if source and source != copy.source and UNCREDITED in derivation.reasons:
            yield find(
                derivation.copy,
                f"derived from {find.name(derivation.original)} ({derivation.kind}), but does not credit {source}",
                find.stable_name(derivation.original),
                others=place(derivation.original),
            )


UNCREDITED_COPY = Rule(
    "SRC005",
    "uncredited-copy",
    "warning",
    uncredited_copy,
    needs=("attribute", "derive"),
    samples=Samples(
        found={"agency.txt": _AGENCY, "gazette.txt": _GAZETTE},
        silent={"agency.txt": _AGENCY, "gazette.txt": f"{_GAZETTE}\nSource: VNA\n"},
    ),
)


def _sure(attribution: Attribution) -> list[Claim]:
    """Return the claims of a source that are of at least medium confidence."""
    return [one for one in attribution.claims if one.property == "source" and one.confidence != "low"]


RULES = (NO_SOURCE, WEAK_SOURCE, SOURCE_CONFLICT, OUTLET_NOT_NAMED, UNCREDITED_COPY)
