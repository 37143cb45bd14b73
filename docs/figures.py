"""Draw the figures of docs/how.md, one a stage, from small examples: python docs/figures.py."""

from __future__ import annotations

from html import escape
from pathlib import Path

from provenance import align, attribute
from provenance.words import locate

FOLDER = Path(__file__).resolve().parent / "figures"
WIDTH, ADVANCE, LEADING = 720, 7.8, 22
STYLE = """<style>
text { font: 13px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328; white-space: pre }
.faint { fill: #59636e } .mark { fill: #ffd8a8 } .other { fill: #a5d8ff } .line { stroke: #59636e; fill: none }
.dot { fill: #1971c2 } .first { fill: #e8590c }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .faint { fill: #9198a1 } .mark { fill: #7c4a03 }
.other { fill: #0b4f79 } .line { stroke: #9198a1 } .dot { fill: #4dabf7 } .first { fill: #ff922b } }
</style>"""


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Return *words* at a place, of one width whichever typeface there is."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" textLength="{ADVANCE * len(words):.1f}" xml:space="preserve">'
        f"{escape(words, quote=False)}</text>"
    )


def bar(x: float, y: float, letters: int, kind: str) -> str:
    """Return the background of some letters of a line at *y*."""
    return f'<rect x="{x:.1f}" y="{y - 14:.1f}" width="{ADVANCE * letters:.1f}" height="18" rx="3" class="{kind}"/>'


def picture(rows: int, label: str, *parts: str) -> str:
    """Return a figure of some *rows* of text."""
    height = LEADING * rows + 16
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{escape(label)}">'
    )
    return "\n".join([head, STYLE, *parts, "</svg>", ""])


def row(number: int) -> float:
    """Return the base line of a row of text."""
    return 24 + LEADING * number


def words() -> str:
    """Two ways to write the same words."""
    ways = ("The LIGHTHOUSE\ncafé rings", "the lighthouse cafÃ© Rings")
    first, second = (locate(way) for way in ways)
    if first.ids.tolist() != second.ids.tolist():
        raise ValueError("the two ways to write the words are not the same words")
    parts = [text(16, row(at), repr(way)) for at, way in enumerate(ways)]
    parts += [
        text(360, row(0), "the | lighthouse | cafe | rings"),
        text(360, row(1), "the | lighthouse | cafe | rings"),
    ]
    parts += [text(300, row(at), "\u2192", "faint") for at in range(2)]
    return picture(2, "Two ways to write the same words", *parts)


def similar() -> str:
    """The five-word sequences of two texts."""
    one, two = ("the boat left at nine from the pier", "the boat left at noon from the pier")
    sets = [{tuple(line.split()[at : at + 3]) for at in range(len(line.split()) - 2)} for line in (one, two)]
    both = sets[0] & sets[1]
    parts = []
    for column, line in enumerate((one, two)):
        x, said = 16 + 350 * column, line.split()
        parts.append(text(x, row(0), line))
        for at in range(len(said) - 2):
            shingle = said[at : at + 3]
            if tuple(shingle) in both:
                parts.append(bar(x, row(at + 1), len(" ".join(shingle)), "mark"))
            parts.append(text(x, row(at + 1), " ".join(shingle)))
    share = f"{len(both)} of {len(sets[0] | sets[1])} in both: similarity {len(both) / len(sets[0] | sets[1]):.2f}"
    return picture(8, "Word sequences of two texts", *parts, text(16, row(7), share, "faint"))


def groups() -> str:
    """A group around its representative, and a chain that is none."""
    parts = [
        text(16, row(0), "a group: each is similar to one of them"),
        text(390, row(0), "a chain: its ends are not alike"),
    ]
    around = [(60, 70), (60, 150), (240, 70), (240, 150)]
    parts += [f'<path class="line" d="M150 110L{x} {y}"/>' for x, y in around]
    parts += [f'<circle class="dot" cx="{x}" cy="{y}" r="8"/>' for x, y in around]
    parts.append('<circle class="first" cx="150" cy="110" r="10"/>')
    chain = [(410 + 60 * at, 110) for at in range(5)]
    parts.append(f'<path class="line" d="M{chain[0][0]} 110L{chain[-1][0]} 110"/>')
    parts += [f'<circle class="dot" cx="{x}" cy="{y}" r="8"/>' for x, y in chain]
    return picture(7, "A group, and a chain", *parts)


def passages() -> str:
    """What two lines share, as the tool aligns them."""
    one = "Desk note. It carried nine thousand people across the bay to the market last year."
    two = "In all, it took nine thousand people across the bay to the market last year, they said."
    (found,) = align(one, two)
    parts = [
        bar(16 + ADVANCE * found.left.start, row(0), found.left.end - found.left.start, "mark"),
        bar(16 + ADVANCE * found.right.start, row(2), found.right.end - found.right.start, "mark"),
        text(16, row(0), one),
        text(16, row(2), two),
    ]
    ends = [(found.left.start, found.right.start), (found.left.end, found.right.end)]
    parts += [
        f'<path class="line" d="M{16 + ADVANCE * a:.1f} {row(0) + 5}L{16 + ADVANCE * b:.1f} {row(2) - 15}"/>'
        for a, b in ends
    ]
    said = f"{found.words} words, {found.similarity:.0%} alike"
    return picture(4, "A passage that two texts share", *parts, text(16, row(3), said, "faint"))


def claims() -> str:
    """Where a line says who wrote it, where and when."""
    line = "HANOI, May 16, 2023 (VNA) - The ferry runs again. (Photo: Reuters)"
    found = attribute(line)
    spans = [claim.span for claim in found.claims if claim.span is not None]
    parts = [bar(16 + ADVANCE * span.start, row(0), span.end - span.start, "other") for span in spans]
    parts.append(text(16, row(0), line))
    said = f"source {found.source}, published 2023-05-16; a photo credit says nothing about the text"
    return picture(2, "Claims in a dateline", *parts, text(16, row(1), said, "faint"))


FIGURES = {"words": words, "similar": similar, "groups": groups, "passages": passages, "claims": claims}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, draw in FIGURES.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8")
