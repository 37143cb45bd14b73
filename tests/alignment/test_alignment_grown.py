"""Two fragments that were each grown into the other, as around a line that one text lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.alignment import align

if TYPE_CHECKING:
    from pathlib import Path


def test_a_paragraph_before_an_inserted_caption(seeds: Path) -> None:
    """The paragraph before a caption that only one text has is part of the passage, however long what follows is."""
    left = (seeds / "caption-before-lead.txt").read_text(encoding="utf-8")
    right = (seeds / "near-copy-new-lead.txt").read_text(encoding="utf-8", errors="replace")
    paragraph = "Each village was given forty metres"

    (passage,) = align(left, right)
    assert passage.left.start == left.index(paragraph)
    assert passage.right.start == right.index(paragraph)
