"""From what a container states in so many words (fields of a record, front matter, a sidecar) to claims."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import attrs

from provenance.attribution.dates.columns import NO_ORDERS, in_order
from provenance.attribution.dates.machine import machine_date, mail_date
from provenance.attribution.dates.numeric import glued
from provenance.attribution.dates.scan import find_dates
from provenance.attribution.layout import Line
from provenance.attribution.sources.bylines import byline_claims
from provenance.attribution.sources.containers import day_in_path, out_of_time, site
from provenance.attribution.sources.nobody import nameless
from provenance.fields import says_nothing
from provenance.model import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.attribution.dates.columns import Orders
    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag, Confidence, Statement

_WHEN = {"date": "published", "updated": "updated", "crawled": "crawled"}
_PATTERNS = {
    "address": r"(https?)://(?:[^/?#\s@]{1,80}@)?([^/?#\s:]{4,253})",
    "host": r"(?:www\.)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24})(?:/\S{0,400})?$",
    # s3://news/a.gz, /data/a.txt, C:\news, news/2024/a.jsonl, news@courier.example
    "path": r"""(?xi)
        [a-z][a-z0-9+.-]{1,9}:// | [a-z]:[\\/] | [.~]{0,2}[\\/] | <? [^\s@]{1,80} @ [^\s@]{3,80} $
        | \S{1,300} \. (?: jsonl? | ndjson | txt | md | csv | tsv | xml | html? | pdf | docx? | epub | warc | wet | wat
                         | parquet | arrow | gz | zst | bz2 | xz | zip | tar ) $
    """,
    "link": r"\[\[(?:[^\[\]|]{0,200}[|/])?([^\[\]|/]{1,200})\]\]",
    "listed": r"'([^'\n]{1,200})'|\"([^\"\n]{1,200})\"",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def container_claims(
    statements: Iterable[Statement], agencies: Agencies, as_of: str | None = None, orders: Orders = NO_ORDERS
) -> Iterator[Claim]:
    """Yield the claims that *statements* make; a date that no form fits is marked unread.

    Dates after the day *as_of* (YYYY-MM-DD) are marked too.  *orders* say which of day and month comes first in
    a field, where that is known.  A publisher is the source where no other is named, and else hands on what that one
    wrote; an address speaks only where no name does.
    """
    naming: list[tuple[bool, int, Statement]] = []
    sources: list[Claim] = []
    addressed = False
    for statement in statements:
        if not statement.value.strip() or says_nothing(statement.value, statement.name):
            continue
        if statement.name in _NAMES and nameless(statement.value):
            continue
        if statement.name in _WHEN:
            yield from _dated(statement, as_of, orders.get(statement.name, ""))
        elif statement.name in _NAMING:
            naming.append((_kind(statement.value)[0] == "host", _NAMING.index(statement.name), statement))
        elif statement.name == "url":
            addressed = True
            yield from _address_claims(statement, agencies, as_of)
        elif statement.name == "author":
            found = list(_authors(statement, agencies))
            sources += [claim for claim in found if claim.property == "source"]
            yield from found
        else:
            value = " ".join(statement.value.split())
            yield Claim(statement.name, value, statement.span, statement.asserter, _form(statement), "high")
    if naming:
        yield from _named([each for _, _, each in sorted(naming, key=_first)], agencies, sources, addressed=addressed)


_NAMES = frozenset(("source", "publisher", "author"))
_NAMING = ("source", "publisher", "host")  # the one to believe first comes first


def _first(named: tuple[bool, int, Statement]) -> tuple[bool, int]:
    return named[:2]  # names before addresses


def _named(
    statements: Iterable[Statement], agencies: Agencies, sources: list[Claim], *, addressed: bool
) -> Iterator[Claim]:
    """Yield who published a text, as *statements* name them; *sources* are the agencies that its authors write for."""
    agents = [claim.value for claim in sources]
    outlets: list[str] = []
    for statement in statements:
        kind, name = _kind(statement.value)
        if kind == "host" and statement.asserter == "operator" and "://" not in statement.value:
            kind, name = "name", site(name, agencies) or statement.value.strip()  # the operator's word is a name
        if kind == "host":
            value = statement.value.strip()
            if not addressed and "://" in value:
                yield Claim("url", value, statement.span, statement.asserter, _form(statement), "high")
            if not outlets:
                key = site(name, agencies)
                flags: tuple[ClaimFlag, ...] = ("site",) if key else ("site", "unknown-agency")
                outlets.append(key or name)
                said = "distributor" if agents else "source"
                yield Claim(said, outlets[0], statement.span, "address", "host", "medium" if key else "low", flags)
        elif kind == "name" and statement.name != "host":
            agency = _agency(name, agencies)
            name, flags = agency or name, () if agency else ("unknown-agency",)
            if statement.name == "source" or not (agents or outlets):
                yield Claim("source", name, statement.span, statement.asserter, _form(statement), "medium", flags)
            elif name not in agents and name not in outlets:
                yield Claim("distributor", name, statement.span, statement.asserter, _form(statement), "medium", flags)
            outlets.append(name)


@lru_cache(256)  # a corpus has few sources, and many texts of each
def _kind(value: str) -> tuple[str, str]:
    """Return what the value of a source is: a host with its name, a path, or a name as it is to be shown."""
    value = " ".join(value.split())
    address = _pattern("address").match(value)
    host = _pattern("host").match(address[2].lower() if address else value)
    if host and (address or not host[1].endswith(_FILES)):
        return "host", host[1]
    if address or _pattern("path").match(value):
        return "path", ""
    return "name", _unlinked(value)


_FILES = (".txt", ".md", ".json", ".jsonl", ".csv", ".xml", ".html", ".htm", ".gz", ".zip", ".pdf", ".warc", ".parquet")


@lru_cache(256)
def _agency(name: str, agencies: Agencies) -> str:
    return next(iter(agencies.chain(name)), "")


def _address_claims(statement: Statement, agencies: Agencies, as_of: str | None) -> Iterator[Claim]:
    value = statement.value.strip()
    if not _pattern("address").match(value) and (_pattern("path").match(value) or "." not in value):
        return  # a path within a site or a bucket leads nobody to the page
    yield Claim("url", value, statement.span, statement.asserter, _form(statement), "high")
    day = day_in_path(value)
    if day:
        flags: tuple[ClaimFlag, ...] = ("address", *out_of_time(day, as_of))
        yield Claim("published", day, statement.span, statement.asserter, _form(statement), "medium", flags)
    key = site(value, agencies)
    if key:
        yield Claim("distributor", key, statement.span, statement.asserter, _form(statement), "medium", ("site",))


def _authors(statement: Statement, agencies: Agencies) -> Iterator[Claim]:
    """Yield the people that an author's field or a byline names, and the agencies among them."""
    value = " ".join(statement.value.split())
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        names = [one or other for one, other in _pattern("listed").findall(value)]
    else:
        names = [value]
    for name in map(_unlinked, names):
        if not name or says_nothing(name, "author"):
            continue
        yield from _author(name, statement, agencies)


def _author(name: str, statement: Statement, agencies: Agencies) -> Iterator[Claim]:
    key = agencies.printed(name) or agencies.named(name)
    if key:
        yield Claim("source", key, statement.span, statement.asserter, _form(statement), "medium", ("agency",))
        return
    if _pattern("address").match(name) or _pattern("path").match(name):
        return
    found = [
        attrs.evolve(claim, span=statement.span, asserter=statement.asserter, pattern=_form(statement))
        for claim in byline_claims([Line(0, len(name), name, 0)], 0, agencies)
        if claim.property in {"author", "source"}
    ]
    yield from found or (Claim("author", name, statement.span, statement.asserter, _form(statement), "high"),)


def _form(statement: Statement) -> str:
    """Return the pattern of a claim that a statement makes: which part of its container says so, if that is known."""
    return statement.field or ("crawl-header" if statement.asserter == "crawl header" else "field")


def _unlinked(name: str) -> str:
    """Return a name without the brackets of a link between notes: [[People/Jane Roe|Jane Roe]]."""
    return _pattern("link").sub(r"\1", name).strip() if "[[" in name else name


def dated(statement: Statement, as_of: str | None = None, order: str = "") -> Claim:
    """Return the claim that a date field makes."""
    value = statement.value.strip()[:80]
    name = _WHEN[statement.name]
    pattern = "crawl-header" if statement.asserter == "crawl header" and not statement.field else _form(statement)
    moment = moment_of(value)
    if moment is None:
        return Claim(name, "", statement.span, statement.asserter, pattern, "low", ("unread",))
    moment = in_order(moment, order)
    read = moment.value
    flags = tuple(dict.fromkeys((*moment.flags_shown, *out_of_time(read, as_of))))
    confidence: Confidence = "low" if {"implausible", "ambiguous"}.intersection(flags) else "high"
    return Claim(name, read, statement.span, statement.asserter, pattern, confidence, flags)


def moment_of(value: str) -> Moment | None:
    """Return the date that a field's *value* gives, in any of the forms that people and machines write."""
    return (
        machine_date(value)
        or mail_date(value, 0, len(value))
        or next(find_dates(value, 0, len(value)), None)
        or next(glued(value, 0, len(value)), None)
    )


def _dated(statement: Statement, as_of: str | None, order: str) -> Iterator[Claim]:
    claim = dated(statement, as_of, order)
    # A field that was taken for the day of the crawl, and holds none, says nothing of the text.
    if claim.value or claim.property != "crawled":
        yield claim
