"""From an explanation to the sentences of its page, the same on a screen and in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import count, percent
from provenance.reporters.overview.rows import size
from provenance.reporters.places import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Claim, Group
    from provenance.reporters.document.explanation import Explanation, Related

MOST_CLAIMS = 200  # claims marked and listed, those that decided first
MOST_RELATED = 20  # related documents
TOPICS = {
    "source": "Source", "published": "Date of publication", "title": "Title", "events": "Events",
    "left aside": "Left aside",
}  # fmt: skip
HEADER = ("#", "property", "value", "asserter", "strength", "line:column", "characters")
_STANDINGS = {
    "agree": "nothing contradicts it", "conflict": "its claims contradict each other",
    "inferred": "only who collected it says so", "missing": "nothing says so",
}  # fmt: skip

# What each step of a policy says of the member that is kept.
_KEPT = {
    "original: the others derive from it": "it alone derives from no other, as the related documents below show",
    "derives from no other member": "it is one of those that derive from no other",
    "an agency's own page": "it is an agency's own page, and others are not",
    "published by the agency by its record": "its record says that the agency published it, and others only look so",
    "credits nobody": "it credits nobody else, and others do",
    "the day in the agency's dateline": "its dateline has the day, which copies drop",
    "earliest by the members' own dates": "it is the earliest by their own dates",
    "representative": "nothing decides, so the one that is most like the others is kept",
    "the first id": "nothing decides, so the one whose id is first is kept",
    "longest": "it has the most words",
    "others derive from it": "another member derives from it, and from others none",
    "no later take by its mark": "its mark is of an earlier take than the others' marks",
    "the earlier date, though too close to prove the order":
    "it has the earlier date, though the dates are too close to prove the order",
    "the others have additions amid the text that they share with it":
    "the others have additions amid the text that they share with it, as copies do",
    "the fullest wording": "its wording is the fullest, and copies shorten",
    "the shortest take of a story that grows": "it is the shortest of an agency's takes, which grow",
    "longest, which is all that tells them apart":
    "it has the most words, and nothing else tells them apart: this does not show that it was the first",
    "without repeats, chrome, truncation and damaged characters":
    "it has no repeats, chrome, truncation and damaged characters, and others do",
    "fewest kinds of repeats, chrome, truncation and damaged characters":
    "it has the fewest kinds of repeats, chrome, truncation and damaged characters",
    "first of the input": "it comes first in the input",
}  # fmt: skip


def facts(page: Explanation) -> Iterator[tuple[str, str]]:
    """Yield what the verdict is, by name."""
    found, document = page.attribution, page.document
    yield "document", document.id
    place = document.path + ("" if document.line is None else f", line {document.line}")
    if place != document.id:
        yield "location", place
    sure = f"{found.source_confidence}; " if found.source else ""
    yield "source", f"{found.source or '-'} ({sure}{_STANDINGS[found.source_standing]})"
    if len(found.chain) > 1:
        yield "came by way of", ", then ".join(found.chain)
    said = ", ".join(filter(None, (found.published_asserter.replace("+", " + "), "")))
    by = f"{said}; " if said else ""
    yield "published", f"{found.published or '-'} ({by}{_STANDINGS[found.published_standing]})"
    yield "title", found.title or "-"
    sizes = count(len(page.text), "character"), count(page.words, "word"), count(len(found.claims), "claim")
    yield "size", ", ".join(sizes)
    if page.group:
        yield "group", _group(page, *page.group)


def _group(page: Explanation, number: int, group: Group) -> str:
    return f"{number}: {size(group)}; keep {page.ids[group.keep]} ({group.why})"


def chosen(page: Explanation, *, full: bool) -> list[int]:
    """Return the numbers of the claims that the page shows, in order: those that decide, then by their place."""
    total = len(page.attribution.claims)
    if full or total <= MOST_CLAIMS:
        return list(range(1, total + 1))
    deciding = [number for topic, _, numbers in page.steps if topic in ("source", "published") for number in numbers]
    first = dict.fromkeys([*deciding, *range(1, total + 1)])
    return sorted(list(first)[:MOST_CLAIMS])


def left_out(page: Explanation, shown: Sequence[int], option: str = "--full") -> str:
    """Return the sentence that says how many claims the page does not show, "" where it shows all."""
    rest = len(page.attribution.claims) - len(shown)
    return f"{count(rest, 'more claim')}; {option} shows all" if rest else ""


def outside(page: Explanation, shown: Sequence[int]) -> str:
    """Return the sentence that names the claims which stand outside the text, "" where none does."""
    numbers = [number for number in shown if page.attribution.claims[number - 1].span is None]
    said = [f"{number} ({page.attribution.claims[number - 1].asserter})" for number in numbers]
    return f"outside the text: {', '.join(said)}" if said else ""


def claim_rows(page: Explanation, shown: Sequence[int]) -> list[tuple[str, ...]]:
    """Return a row for each of the claims *shown*, in the columns of HEADER."""
    lines = Lines(page.text)
    return [_row(lines, number, page.attribution.claims[number - 1]) for number in shown]


def _row(lines: Lines, number: int, claim: Claim) -> tuple[str, ...]:
    place = "-", "-"
    if claim.span is not None:
        line, column = lines.place(claim.span.start)
        place = f"{line}:{column}", f"{claim.span.start}-{claim.span.end}"
    return str(number), claim.property, claim.value or "(not readable)", claim.asserter, claim.confidence, *place


def verdicts(page: Explanation) -> Iterator[tuple[str, list[str]]]:
    """Yield the steps by what they are about: a heading and sentences."""
    for topic, heading in TOPICS.items():
        said = [sentence for about, sentence, _ in page.steps if about == topic]
        if said:
            yield heading, said
    if page.group:
        yield "Which copy to keep", list(_kept(page, *page.group))
    yield "Findings", list(_findings(page)) or ["The rules asked for find nothing."]
    unread = list(_not_considered(page))
    if unread:
        yield "Not considered", unread


def _kept(page: Explanation, number: int, group: Group) -> Iterator[str]:
    """Yield which member of its group is kept, and what decided it, a sentence for each step of the policy."""
    kept = page.ids[group.keep]
    others = "instead of this document" if kept != page.document.id else "which is this document"
    yield f"Group {number} has {size(group)}. {kept} is kept, {others}."
    for step, why in enumerate(group.why.split(", then ")):
        said = _KEPT.get(why, f"what decided is: {why}")
        yield f"{'Then, of' if step else 'Of'} the members{' that were left' if step else ''}, {said}."


def _findings(page: Explanation) -> Iterator[str]:
    lines = Lines(page.text)
    for finding, name in page.findings[:MOST_CLAIMS]:
        place = ""
        if finding.span is not None:
            line, column = lines.place(finding.span.start)
            place = f" (at {line}:{column})"
        yield f"{finding.code} {name}, {finding.severity}: {finding.message}{place}"
    if len(page.findings) > MOST_CLAIMS:
        yield f"{count(len(page.findings) - MOST_CLAIMS, 'more finding')}; the format json has all"


def _not_considered(page: Explanation) -> Iterator[str]:
    for notice in page.notices:
        yield f"{notice.kind}: {notice.message}"
    if page.document.header:
        yield f"The first {page.document.header:,} characters are the container's header, no words of the article."
    if page.alone:
        yield "Other documents were not read, so nothing is said about copies: provenance audit PATH... --why ID does."


def related(page: Explanation, *, full: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield for each related document what it is to this one, and the evidence."""
    shown = page.related if full else page.related[:MOST_RELATED]
    for other in shown:
        words, letters = (" of the words", " the letters of") if other.measure == "aligned" else ("", "")
        alike = f"{other.relation}, {percent(other.jaccard)}{words} similar"
        shares = f"{percent(other.own)} of{letters} this text is in it, and {percent(other.others)} of it is here"
        yield f"{other.id}: {alike}; {shares}", [_direction(other), *_evidence(other), _shown(other)]
    rest = page.more + len(page.related) - len(shown)
    if rest:
        yield f"{count(rest, 'more related document')}; pairs.csv has all", []


def own(page: Explanation) -> str:
    """Return what this document shows of itself that bears on who copied whom."""
    return "This document shows: " + (_listed(page.shown) or "nothing that tells which came first") + "."


def _direction(other: Related) -> str:
    if other.role == "copy":
        return f"It came first, and this document is its copy ({other.kind}, confidence {other.confidence})."
    if other.role == "original":
        return f"This document came first, and it is the copy ({other.kind}, confidence {other.confidence})."
    kind = f" ({other.kind})" if other.kind else ""
    return f"Which came first is undecided{kind}."


def _evidence(other: Related) -> Iterator[str]:
    if other.reasons:
        yield f"{'Because' if other.role in ('copy', 'original') else 'Since'} {'; '.join(other.reasons)}."


def _shown(other: Related) -> str:
    return "It shows: " + (_listed(other.shown) or "nothing that tells which came first") + "."


def _listed(shown: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{what}: {value}" for what, value in shown)
