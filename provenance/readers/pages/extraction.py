"""From the source of a page to its text and to what its markup states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.readers.pages.article import article
from provenance.readers.pages.markup import Markup
from provenance.readers.pages.tokens import tokens
from provenance.readers.pages.tree import Tree

if TYPE_CHECKING:
    from provenance.model import Statement


class Extraction(NamedTuple):
    """The *text* of a page's article, a block a paragraph, and the *statements* of its markup."""

    text: str
    statements: tuple[Statement, ...]


def extract(page: str, address: str = "") -> Extraction:
    """Return what the source of a *page* holds, which was fetched from *address* where that is known.

    Raises OverLimitError for a page with too many elements.
    """
    markup = Markup()
    tree = Tree(markup.watch(tokens(page)))
    found = article(tree, f"{markup.headline} {markup.title}")
    lines = [block.text for block in (*found.above, *found.blocks)]
    return Extraction("\n\n".join(lines), markup.statements(page, address, found.times))
