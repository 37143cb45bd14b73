"""What mkdocs needs to know of these pages, which are read in the repository too (mkdocs.yml)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# docs/index.md is about the index that remembers a corpus; the first page of the site is docs/home.md.
PLACES = {"home.md": "index.html", "index.md": "corpus-index.html"}
OUTSIDE = re.compile(r"\[([^\[\]]*)\]\(((?:\.\./)+[^)]*)\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give the two pages their places."""
    for name, place in PLACES.items():
        file = files.get_file_from_path(name)
        if file is not None:
            file.dest_uri = file.url = place
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return the page without links to what the site does not have: files of the repository."""

    def linked(match: re.Match[str]) -> str:
        inside = page.file.src_uri.startswith("rules/") and match[2].count("../") == 1
        return match[0] if inside else match[1]

    return OUTSIDE.sub(linked, markdown)
