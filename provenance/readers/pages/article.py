"""From the blocks of a page to those of its article: chrome is left out, and the part of the page that says most stays.

Every block has a value: much for sentences, less than nothing for lists of links and scraps.  The article is the
element whose blocks are worth most together, so that it may be one element or many beside each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.readers.pages.tree import Block, Element, Tree

# Words of classes, ids and roles that page chrome goes by, each between signs that part words.
_CHROME_WORDS = (
    "ad", "ads", "advert", "advertisement", "advertising", "adslot", "banner", "bottom-bar", "breadcrumb",
    "breadcrumbs", "comment", "comments", "consent", "contentinfo", "cookie", "cookies", "disqus", "email-signup",
    "footer", "gdpr", "latest", "login", "masthead", "menu", "modal", "more-news", "most-popular", "most-read", "nav",
    "navbar", "navigation", "newsletter", "outbrain", "overlay", "pager", "pagination", "paywall", "popular", "popup",
    "print-only", "privacy", "promo", "promotion", "recirc", "recommend", "recommendations", "recommended", "related",
    "respond", "search", "see-also", "share", "sharedaddy", "sharing", "sidebar", "signup", "site-footer",
    "site-header", "skip", "skip-link", "social", "sponsor", "sponsored", "subscribe", "subscription", "taboola",
    "tags", "tag-list", "toolbar", "trending", "widget", "wm-ipp-base", "wm-ipp", "author-bio", "author-box",
    "read-more", "readmore", "teaser", "teasers", "toc", "noprint", "printfriendly", "back-to-top", "topbar",
)  # fmt: skip
_CHROME = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, _CHROME_WORDS))})(?![a-z0-9])")
_CHROME_ELEMENTS = frozenset(("nav", "aside", "footer", "form", "menu", "search"))
_WHOLE = frozenset(("", "html", "body", "main", "article"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*(?:\s|$)")
_PROSE = frozenset(
    ("p", "blockquote", "pre", "li", "dd", "td", "div", "section", "article", "main", "body", "figcaption")
)
_HEADING = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHORT = 25  # characters; a block without more says nothing by itself
_LINKED = 0.5  # a block is a list of links from this share on
_SCRAP = -12.0
_NEAR = 0.8  # a marked element stays the article if it is worth so much of the best one


def article(tree: Tree, title: str) -> tuple[list[Block], str]:
    """Return the blocks of the article, in their order, and its headline where that stands outside of it, else "".

    *title* is what the markup calls the page.
    """
    chrome = _chrome(tree)
    blocks = [block for block in tree.blocks if not chrome[block.element.index] and not block.element.silent]
    if not blocks:
        blocks = [block for block in tree.blocks if not block.element.silent]
    values = [_value(block) for block in blocks]
    best = _best(tree, blocks, values)
    inside = _inside(tree, best)
    chosen = [
        block for block in blocks
        if inside[block.element.index] and (block.linked < _LINKED * len(block.text) or block.element.name in _HEADING)
    ]  # fmt: skip
    return _trimmed(chosen), _headline(tree, inside, title)


def _chrome(tree: Tree) -> list[bool]:
    """Return for each element whether it is chrome, or lies in such."""
    found: list[bool] = []
    inner: list[bool] = []  # whether an element lies in an article or is one
    for element in tree.elements:
        above = element.parent
        up = above.index if above is not None else -1
        inner.append((up >= 0 and inner[up]) or element.name in {"article", "main"})
        found.append((up >= 0 and found[up]) or _is_chrome(element, within=up >= 0 and inner[up]))
    return found


def _is_chrome(element: Element, *, within: bool) -> bool:
    if element.name in _WHOLE:
        return False
    if element.name in _CHROME_ELEMENTS:
        return element.name != "form" or element.attributes.get("method", "").lower() != "post" or within
    if element.name == "header" and not within:
        return True
    attributes = element.attributes
    if not attributes:
        return False
    if attributes.get("role", "").lower() in {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
    }:
        return True
    said = " ".join(filter(None, (attributes.get("class"), attributes.get("id"))))[:300]
    if not said:
        return False
    words = _CAMEL.sub("-", said).lower().replace("_", "-")
    return bool(_CHROME.search(words)) and "articlebody" not in attributes.get("itemprop", "").lower()


def _value(block: Block) -> float:
    """Return how much a block speaks for the element that it lies in."""
    size = len(block.text)
    share = block.linked / size
    if share >= _LINKED:
        return _SCRAP
    if block.element.name in _HEADING:
        return 0.0
    if size < _SHORT or (size < 4 * _SHORT and not _SENTENCE.search(block.text)):
        return 0.0 if block.element.name == "p" else _SCRAP / 4
    return (size if block.element.name in _PROSE else size / 2) * (1 - share)


def _best(tree: Tree, blocks: Sequence[Block], values: Sequence[float]) -> Element:
    """Return the element whose blocks are worth most together, the innermost of equal ones."""
    for element in tree.elements:
        element.weight = 0.0
    for block, value in zip(blocks, values, strict=True):
        block.element.weight += value
    # Children come behind their parents, so that one pass adds up everything.
    for element in reversed(tree.elements):
        above = element.parent
        if above is not None:
            above.weight += element.weight
    best = max(tree.elements, key=lambda element: (element.weight, element.depth))
    if best.weight <= 0:  # no sentence: all that is not chrome
        return tree.root
    marked = [element for element in tree.elements if _is_marked(element) and element.weight >= _NEAR * best.weight]
    return max(marked, key=lambda element: (element.weight, element.depth), default=best)


def _is_marked(element: Element) -> bool:
    """Tell whether markup says that an element is the article."""
    return "articlebody" in element.attributes.get("itemprop", "").lower() or element.name == "article"


def _inside(tree: Tree, best: Element) -> list[bool]:
    found: list[bool] = []
    for element in tree.elements:
        above = element.parent
        found.append(element is best or (above is not None and found[above.index]))
    return found


def _headline(tree: Tree, inside: Sequence[bool], title: str) -> str:
    """Return the heading that the page has above the article; one that *title* does not have names the site."""
    words = set(title.casefold().split())
    headings = [block for block in tree.blocks if block.element.name == "h1" and not block.element.silent]
    if any(inside[block.element.index] for block in headings):
        return ""
    for block in headings:
        own = set(block.text.casefold().split())
        if not words or 2 * len(own & words) >= len(own):
            return block.text
    return ""


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Return *blocks* without headings at the end, under which nothing stands."""
    end = len(blocks)
    while end and blocks[end - 1].element.name in _HEADING and end > 1:
        end -= 1
    return blocks[:end]
