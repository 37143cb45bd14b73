"""From the lines that a command printed to a picture of them: ``provenance audit seeds | python docs/picture.py``."""

from __future__ import annotations

import sys
import unicodedata
from html import escape

PROMPT = "$ provenance audit seeds"
ADVANCE, LEADING, MARGIN = 7.8, 18, 16


def svg(lines: list[str]) -> str:
    """Return an SVG picture of *lines* in a typeface of fixed width, under the command that printed them."""
    shown = [PROMPT, "", *(unicodedata.normalize("NFC", line.rstrip()) for line in lines)]
    width = 2 * MARGIN + ADVANCE * max(map(len, shown))
    height = 2 * MARGIN + LEADING * len(shown)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}" role="img" aria-label="What {escape(PROMPT[2:])} prints">'
    )
    style = (
        "<style>text { font: 13px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328; "
        "white-space: pre } rect { fill: #f6f8fa; stroke: #d1d9e0 } "
        "@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #0d1117; stroke: #3d444d } }</style>"
    )
    frame = f'<rect x="0.5" y="0.5" width="{width - 1:.0f}" height="{height - 1}" rx="6"/>'
    texts = [_line(text, MARGIN + LEADING * (row + 1) - 5) for row, text in enumerate(shown) if text]
    return "\n".join([head, style, frame, *texts, "</svg>", ""])


def _line(text: str, y: int) -> str:
    # The length is fixed, so that columns meet whichever typeface the viewer has.
    width = f"{ADVANCE * len(text):.1f}"
    return f'<text x="{MARGIN}" y="{y}" textLength="{width}" xml:space="preserve">{escape(text, quote=False)}</text>'


if __name__ == "__main__":
    sys.stdout.buffer.write(svg(sys.stdin.buffer.read().decode("utf-8").splitlines()).encode("utf-8"))
