"""From the tags of a page to what its markup states: meta tags, JSON-LD, times, links, and archives' marks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.fields import role_of, says_nothing, simplified
from provenance.model import Statement
from provenance.readers.pages.linked_data import linked_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Asserter
    from provenance.readers.pages.tokens import Token

_HEAD = 1 << 14  # characters at the begin of a page, and at its end, where archives leave their marks
_MAX_LINKED_DATA = 1 << 20  # characters
# Names of meta tags beside those that fields of records have, as `simplified` gives them.
_META = {
    "articlepublished": "date", "articlepublishedtime": "date", "parselypubdate": "date", "sailthrudate": "date",
    "citationpublicationdate": "date", "citationdate": "date", "citationonlinedate": "date",
    "cxenseparserecspublishtime": "date", "dcdatecreated": "date", "articlemodified": "updated",
    "citationauthor": "author", "parselyauthor": "author", "sailthruauthor": "author", "twittertitle": "title",
    "parselytitle": "title", "sailthrutitle": "title", "citationtitle": "title", "citationjournaltitle": "publisher",
    "applicationname": "", "copyright": "rights", "dcrights": "rights", "dctermsrights": "rights",
    "dcrightsholder": "rights", "rights": "rights", "originalsource": "source", "syndicationsource": "source",
    "dcsource": "source", "dctermssource": "source", "citationpublisher": "publisher", "articleauthor": "author",
    "articlepublisher": "",
}  # fmt: skip
# Roles that a page's markup has.
_ROLES = frozenset(("date", "updated", "title", "author", "publisher", "url", "source", "rights"))
_PROPERTIES = {
    "datepublished": "date", "datemodified": "updated", "headline": "title", "isbasedon": "source",
    "copyrightholder": "rights", "license": "rights",
}  # fmt: skip
_RELATIONS = {
    "canonical": "url", "syndication-source": "source", "original-source": "source", "author": "author",
    "license": "rights",
}  # fmt: skip
_DATED = frozenset(("abbr", "span", "data"))
_CLASSES = {"date": frozenset(("published", "dt-published")), "updated": frozenset(("updated", "dt-updated"))}
_PUBLISHED = re.compile(r"(?<![a-z])(?:published|pubdate|entry-date|post-date|dateline|date-published|dt-published)")
_UPDATED = re.compile(r"(?<![a-z])(?:updated|modified|dt-updated)(?![a-z])")
_PATTERNS = {
    "saved": r"<!-- saved from url=\(\d+\)(\S{4,2000}) -->",
    "single file": r"Page saved with SingleFile\s+url: (\S{4,2000})\s+saved date: ([^\n]{6,80})",
    "wayback": r"""__wm\.wombat\("([^"\s]{4,2000})","(\d{14})\"""",
    "filed": r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) ([A-Z][a-z]{2} \d\d, \d{4}) AND RETRIEVED",
    "archived": r"(?:https?://web\.archive\.org)?/web/(\d{14})[a-z_]{0,4}/(https?:/{1,2}\S{4,2000})",
    "host": r"https?://(?:www\.)?([^/?#:\s]+)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


class Markup:
    """What the markup of one page states, gathered from its tags as they pass by."""

    def __init__(self) -> None:
        self.title = ""
        self._said: dict[tuple[str, str], Statement] = {}
        self._data: list[str] = []
        self._script = ""

    def watch(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """Yield *tokens*, and take note of what they state."""
        for token in tokens:
            if token.kind == "start":
                self._start(token)
            elif token.kind == "text":
                if token.name == "title" and not self.title:
                    self.title = " ".join(token.text.split())[:500]
                elif token.name == "script" and self._script:
                    self._data.append(token.text[:_MAX_LINKED_DATA])
                    self._script = ""
            yield token

    def _start(self, token: Token) -> None:
        attributes = token.attributes
        if token.name == "meta":
            self._meta(attributes)
        elif token.name == "link" or (token.name == "a" and "rel" in attributes):
            for relation in attributes.get("rel", "").lower().split():
                role = _RELATIONS.get(relation, "")
                if role and role != "author" and (token.name == "link" or role == "rights"):
                    self._say(role, attributes.get("href", ""), f"{token.name}[rel={relation}]")
        elif token.name == "time":
            self._time(attributes)
        elif token.name in _DATED and "class" in attributes:
            self._microformat(token.name, attributes)
        elif token.name == "script":
            self._script = "json" if "ld+json" in attributes.get("type", "").lower() else ""

    def _meta(self, attributes: dict[str, str]) -> None:
        value = attributes.get("content", "")
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key, "").strip()
            if not name or not value.strip():
                continue
            bare = simplified(name)
            role = _PROPERTIES.get(bare, "") if key == "itemprop" else _META.get(bare, role_of(bare))
            if key == "http-equiv":
                role = "updated" if bare == "lastmodified" else ""
            if role in _ROLES and not (role == "author" and value.startswith("http")):
                self._say(role, value, f"meta[{key}={name[:80]}]")
            return

    def _time(self, attributes: dict[str, str]) -> None:
        value = attributes.get("datetime", "")
        if not value[:1].isdigit():
            return
        item = attributes.get("itemprop", "").lower()
        said = f"{attributes.get('class', '')} {item}".lower().replace("_", "-")[:200]
        if item == "datepublished" or "pubdate" in attributes or _PUBLISHED.search(said):
            self._say("date", value, "time[datetime]")
        elif item == "datemodified" or _UPDATED.search(said):
            self._say("updated", value, "time[datetime]")

    def _microformat(self, name: str, attributes: dict[str, str]) -> None:
        """Take a time in a class of hAtom or h-entry."""
        said = attributes["class"].lower()[:200].split()
        value = attributes.get("title", "") or attributes.get("datetime", "")
        for role, classes in _CLASSES.items():
            if value[:1].isdigit() and not classes.isdisjoint(said):
                self._say(role, value, f"{name}.{next(one for one in said if one in classes)}")

    def _say(self, role: str, value: str, field: str, asserter: Asserter = "markup") -> None:
        """Take a statement; of those in one kind of tag, the first one counts."""
        value = " ".join(value.split())[:2000]
        if value and not says_nothing(value, role):
            self._said.setdefault((role, field), Statement(role, value, asserter, None, field))

    @property
    def headline(self) -> str:
        """What a tag names as the title of the article, "" where none does."""
        return next((one.value for (role, _), one in self._said.items() if role == "title"), "")

    def statements(self, page: str, address: str = "", times: Sequence[str] = ()) -> tuple[Statement, ...]:
        """Return all that the markup of *page* states, which was fetched from *address* where that is known.

        *times* are those of the article that are marked as such; one alone is when it was published.
        """
        for role, value, field in linked_data(self._data, self.title):
            self._say(role, value, field)
        if len(set(times)) == 1 and not any(role in {"date", "updated"} for role, _ in self._said):
            self._say("date", times[0], "time[datetime]")
        if self.title and not any(role == "title" for role, _ in self._said):
            self._say("title", self.title, "title")
        kept = [_unarchived(one) for one in self._said.values()]
        found = [*_marks(page), *_best_titles(kept)]
        return (*found, *_republished(found, address))


def _best_titles(statements: list[Statement]) -> list[Statement]:
    """Return *statements* with the title first that says the most of the article: a headline, not a page's."""
    titles = sorted((one for one in statements if one.name == "title"), key=_title_rank)
    return [*titles[:1], *(one for one in statements if one.name != "title")]


def _title_rank(statement: Statement) -> tuple[bool, bool]:
    return "headline" not in statement.field and "og:title" not in statement.field, "twitter" in statement.field


def _unarchived(statement: Statement) -> Statement:
    """Return *statement* with the address of the page itself where it names an archive's copy."""
    found = _pattern("archived").match(statement.value) if statement.name in {"url", "source"} else None
    return Statement(statement.name, found[2], statement.asserter, None, statement.field) if found else statement


def _marks(page: str) -> Iterator[Statement]:
    """Yield what a browser or an archive wrote into a copy of the page: where it came from, and when it was fetched."""
    ends = page[:_HEAD], page[-_HEAD:]
    if found := _pattern("saved").search(ends[0]):
        yield Statement("url", found[1], "crawl header", None, "saved from url")
    elif found := _pattern("single file").search(ends[0]):
        yield Statement("url", found[1], "crawl header", None, "SingleFile url")
        yield Statement("crawled", found[2].strip(), "crawl header", None, "SingleFile saved date")
    if found := _pattern("wayback").search(ends[0]):
        stamp = found[2]
        yield Statement("url", found[1], "crawl header", None, "Wayback Machine")
        day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"
        yield Statement("crawled", day, "crawl header", None, "Wayback Machine")
    elif found := _pattern("filed").search(ends[1]):
        yield Statement("crawled", f"{found[2]} {found[1]}", "crawl header", None, "Wayback Machine")


def _republished(statements: list[Statement], address: str) -> Iterator[Statement]:
    """Yield the source that a canonical address on another site names."""
    fetched = address or next((one.value for one in statements if one.name == "url" and one.asserter != "markup"), "")
    own = _host(fetched)
    for one in statements:
        if own and one.field == "link[rel=canonical]" and _host(one.value) not in {"", own}:
            yield Statement("source", one.value, "markup", None, one.field)


def _host(address: str) -> str:
    found = _pattern("host").match(address.lower())
    return found[1] if found else ""
