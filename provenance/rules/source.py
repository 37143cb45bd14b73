"""SRC: where a document says that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import UNCREDITED
from provenance.rules.checks import first_span, of_attributions
from provenance.rules.find import place
from provenance.rules.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Attribution, Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

# Ways of deriving in which a text owes its source a credit.  A quotation names its speaker instead.
_OWES_CREDIT = frozenset({"verbatim", "near", "abridged", "expanded", "excerpt"})


def no_source(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """Nothing in the document or its container says where the text comes from.

    Held against it: no dateline with an agency, no credit, sign-off, byline or masthead that names one, no source
    field.  Credits of photos do not count: they speak for the photo.

    Why it hurts: a text of unknown origin can be neither weighed, nor licensed, nor told from its copies' source.

    What to do: find the page it came from and record its source, in the container or beside the file.
    """
    yield from of_attributions(
        case, find, lambda one: one.source_standing == "missing", "nothing says where this text comes from"
    )


def weak_source(case: Case, find: Find) -> Iterator[Finding]:
    """Only a weak mark says where the text comes from.

    Held against it: all that names the source is of low confidence, such as the sign-off “./.”, which several agencies
    use.

    Why it hurts: it is probably right, and probably is not good enough for a citation or a licence.

    What to do: look for the same article with a dateline or a credit.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.source_standing != "missing" and attribution.source_confidence == "low":
            says = [claim for claim in attribution.claims if claim.property == "source"]
            yield find(
                position,
                f"source {listed(says)} rests on weak evidence only",
                attribution.source,
                span=first_span(says),
            )


def source_conflict(case: Case, find: Find) -> Iterator[Finding]:
    """The document names different sources for itself.

    Held against it: two claims of at least medium confidence that name sources of which neither hands on the other.

    Why it hurts: at most one of them can be cited, and whichever is taken by default may be wrong.

    What to do: look at both passages (claims.csv has their places) and correct the one that is about something else.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.source_standing == "conflict":
            says = [claim for claim in attribution.claims if claim.property == "source" and claim.confidence != "low"]
            yield find(
                position,
                f"sources conflict: {listed(says)}",
                *sorted({claim.value for claim in says}),
                span=first_span(says),
                others=tuple(place(position, claim.span)[0] for claim in says if claim.span),
            )


def outlet_not_named(case: Case, find: Find) -> Iterator[Finding]:
    """The text is republished: a credit names its source, and nothing names the outlet that published it here.

    Held against it: every claim of the source is a credit (“Source: VGP”), and there is no masthead, dateline, URL or
    distributor beside it.

    Why it hurts: the page that the text was taken from may have cut or changed it, and cannot be found again.

    What to do: record the page's address when it is fetched.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.source_standing != "missing" and _credit_only(attribution):
            says = [claim for claim in attribution.claims if claim.property == "source" and claim.confidence != "low"]
            yield find(
                position,
                f"republished from {listed(says)}, and the outlet is not named",
                attribution.source,
                span=first_span(says),
            )


def _credit_only(attribution: Attribution) -> bool:
    if len(attribution.chain) > 1 or attribution.source_confidence == "low":
        return False
    source = [claim for claim in attribution.claims if claim.property in {"source", "via", "distributor", "url"}]
    return all(claim.property == "source" and claim.asserter == "credit" for claim in source)


def uncredited_copy(case: Case, find: Find) -> Iterator[Finding]:
    """The text derives from an earlier text of another source, and does not credit it.

    Held against it: a derivation that the evidence decides, from a document whose source this one does not name.

    Why it hurts: one report is counted as two independent ones, and the rights of its source are passed over.

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
                f"derives from {find.name(derivation.original)} ({derivation.kind}), and does not credit {source}",
                find.stable_name(derivation.original),
                others=place(derivation.original),
            )
