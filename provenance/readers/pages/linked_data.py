"""From the JSON-LD of a page to what it states of the page's article (schema.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLES = ("article", "posting", "report", "newsarticle", "review", "analysis", "opinion")
_PAGES = ("webpage", "itempage", "aboutpage")
# What properties state, by their roles; the first that says something counts for a role, but for people and sources.
_PROPERTIES = (
    ("date", "datePublished"),
    ("updated", "dateModified"),
    ("title", "headline"),
    ("author", "author"),
    ("publisher", "publisher"),
    ("source", "isBasedOn"),
    ("source", "sourceOrganization"),
    ("rights", "copyrightHolder"),
    ("rights", "license"),
)
_NAMES = ("name", "url", "@id")
_MOST_NODES = 2000
_MOST_VALUES = 20  # of a property


def linked_data(scripts: Iterable[str], title: str) -> Iterator[tuple[str, str, str]]:
    """Yield roles and values, each with its field, of the article among the nodes in *scripts*.

    A page may list other articles too: of several the one counts whose headline the *title* of the page has.
    """
    nodes = [node for script in scripts for node in _nodes(script)]
    node = _article(nodes, title)
    for role, name in _PROPERTIES if node else ():
        for value in _values(node.get(name), role):
            yield role, value, f"json-ld {name}"


def _article(nodes: list[dict[str, object]], title: str) -> dict[str, object]:
    articles = [node for node in nodes if _is(node, _ARTICLES)]
    if len(articles) > 1:
        bare = _letters(title)
        named = [node for node in articles if (own := _letters(str(node.get("headline") or ""))) and own in bare]
        dates = {str(node.get("datePublished")) for node in named}
        articles = named[:1] if len(dates) == 1 else []
    elif not articles:
        articles = [node for node in nodes if _is(node, _PAGES)]
        articles = articles if len(articles) == 1 else []
    return articles[0] if articles else {}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is(node: dict[str, object], kinds: tuple[str, ...]) -> bool:
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return any(isinstance(name, str) and name.lower().endswith(kinds) for name in names)


def _nodes(script: str) -> list[dict[str, object]]:
    """Return the objects of a script, with those of its graph; nothing where it is no JSON."""
    waiting, found = [_parsed(script)], list[dict[str, object]]()
    while waiting and len(found) < _MOST_NODES:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value[:_MOST_NODES]
        elif isinstance(value, dict):
            found.append(value)
            waiting += [inner for key in ("@graph", "mainEntity", "mainEntityOfPage") if (inner := value.get(key))]
    return found


def _parsed(script: str) -> object:
    import json

    bare = script.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        parsed: object = json.loads(bare.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None
    return parsed


def _values(value: object, role: str) -> Iterator[str]:
    """Yield the strings of a property: its own, or the name or else the address of what it holds."""
    for one in (value if isinstance(value, list) else [value])[:_MOST_VALUES]:
        if isinstance(one, dict):
            keys = ("url", "@id", "name") if role == "source" else _NAMES
            one = next((one[key] for key in keys if isinstance(one.get(key), str)), None)  # noqa: PLW2901
        if isinstance(one, str) and one.strip() and not (role == "author" and one.startswith("http")):
            yield one
