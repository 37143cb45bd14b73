"""From the blocks of a page to those of its article: chrome is left out, and the part of the page that says most stays.

Every block has a value: much for sentences, less than nothing for lists of links and scraps.  The article is the
element whose blocks are worth most together, so that it may be one element or many beside each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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
_DATELINE = 160  # characters of a line that gives the day, at most
_LEAD = 1500  # characters of a paragraph above the article, at most
_MOST_BETWEEN = 4
_FEW_WORDS = 2
_DAY = re.compile(
    r"""(?<!\d)(?:
      (?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}
    | \d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d
    | \d{1,2}\W{0,3}\w{0,3}\W{0,2}[^\W\d_]{2,14}\W{1,3}(?:de\s)?(?:19|20)\d\d
    | [^\W\d_]{2,14}\W{1,2}\d{1,2}(?:st|nd|rd|th)?\W{1,3}(?:19|20)\d\d
    )(?!\d)""",
    re.VERBOSE,
)
_NEAR = 0.8  # a marked element stays the article if it is worth so much of the best one


class Article(NamedTuple):
    """The *blocks* of an article in their order, those that stand *above* it, and what the page has of *times*.

    *times* are those of the page that are no chrome's: a day in a comment says nothing of the article.
    """

    blocks: list[Block]
    above: list[Block]
    times: list[str]


def article(tree: Tree, title: str) -> Article:
    """Return the article of a page; *title* is what the markup calls the page."""
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
    times = [time for element, time in tree.times if not chrome[element.index]]
    return Article(_trimmed(chosen), _above(tree, chrome, inside, chosen, title), times)


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


def _above(
    tree: Tree, chrome: Sequence[bool], inside: Sequence[bool], chosen: Sequence[Block], title: str
) -> list[Block]:
    """Return the headline where it stands above the article, and what is between them: a lead, a line with a day."""
    shown = [block for block in tree.blocks if not block.element.silent]
    first = next((at for at, block in enumerate(shown) if chosen and block is chosen[0]), len(shown))
    at = _headline(shown[:first], inside, title)
    if at < 0:
        return []
    around = _outermost(shown[at].element, chrome)
    between = [
        block for block in shown[at + 1 : first]
        if not inside[block.element.index] and _outermost(block.element, chrome) in {None, around} and _belongs(block)
    ]  # fmt: skip
    return [shown[at], *between[:_MOST_BETWEEN]]


def _headline(shown: Sequence[Block], inside: Sequence[bool], title: str) -> int:
    """Return which block is the headline of the article that follows, -1 where none is or it stands in the article.

    A first heading that *title* does not have names the site; another one has to be in it as a whole.
    """
    words, letters = set(title.casefold().split()), _letters(title)
    found = -1
    for at, block in enumerate(shown):
        name = block.element.name
        if name not in _HEADING:
            continue
        own = set(block.text.casefold().split())
        whole = _letters(block.text) in letters and len(own) > _FEW_WORDS
        alike = not words or 2 * len(own & words) >= len(own) or _letters(block.text) in letters
        if (name == "h1" and alike) or whole:
            if inside[block.element.index]:
                return -1
            found = at if found < 0 or name == "h1" else found
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _outermost(element: Element, chrome: Sequence[bool]) -> Element | None:
    """Return the outermost element of the chrome around *element*, None where it is no chrome."""
    found: Element | None = None
    one: Element | None = element
    while one is not None:
        found = one if chrome[one.index] else found
        one = one.parent
    return found


def _belongs(block: Block) -> bool:
    """Tell whether what stands between a headline and its article is a lead or a line with a day."""
    text = block.text
    if block.linked >= _LINKED * len(text):
        return False
    if len(text) <= _DATELINE and _DAY.search(text):
        return True
    return block.element.name in _PROSE and 4 * _SHORT <= len(text) <= _LEAD and bool(_SENTENCE.search(text))


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Return *blocks* without headings at the end, under which nothing stands."""
    end = len(blocks)
    while end and blocks[end - 1].element.name in _HEADING and end > 1:
        end -= 1
    return blocks[:end]
