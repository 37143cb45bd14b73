"""Score what is taken out of pages: the text against the paragraphs of the article, and the day of publication.

    python benchmarks/pages.py [--seed 1] [--copies 6] [--worst] [--held]

Each extractor gets the same pages of all layouts in ``pages_layouts``.  F1 is of runs of four words (of signs in a
script without blanks), as other benchmarks count it, the mean over all pages.  Lines that a page may show or not, its
headline and its author, are left out on both sides.  What is not installed is left out:
pip install trafilatura lxml_html_clean htmldate resiliparse selectolax
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable
from statistics import mean

from pages_layouts import LAYOUTS, Page, pages
from pages_layouts_held import HELD

from provenance.attribution import attribute
from provenance.model import Document, Origin
from provenance.readers.pages.decode import decode_page
from provenance.readers.pages.extraction import extract

Extractor = Callable[[bytes], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--worst", action="store_true", help="list the layouts that each does worst on")
    parser.add_argument("--held", action="store_true", help="use the layouts that the rules were not made with")
    given = parser.parse_args()
    made = pages(given.seed, given.copies, HELD if given.held else LAYOUTS)
    size = sum(len(one.content) for one in made) / len(made)
    print(f"{len(made)} pages in {len({one.name for one in made})} layouts, {size:,.0f} bytes each")
    for name, extractor in extractors().items():
        found, seconds = timed(extractor, made)
        scores = [f1(text, page) for text, page in zip(found, made, strict=True)]
        print(f"{name:24} F1 {mean(scores):.3f}  {len(made) / seconds:6.0f} pages/s")
        if given.worst:
            print("   ", ", ".join(f"{layout} {score:.2f}" for layout, score in worst(scores, made)))
    for name, finder in finders().items():
        days, seconds = timed(finder, made)
        right, wrong, unknown = judged(days, made)
        figures = f"right {right:.3f}, wrong {wrong:.3f}, unknown or in conflict {unknown:.3f}"
        print(f"{name:24} days: {figures}  {len(made) / seconds:6.0f} pages/s")
        if given.worst:
            for layout, (day, wanted) in {
                one.name: (day, one.day) for day, one in zip(days, made, strict=True) if day != one.day
            }.items():
                print(f"    {layout}: {day or 'nothing'} for {wanted or 'nothing'}")


def worst(scores: list[float], made: list[Page]) -> list[tuple[str, float]]:
    """Return the layouts below .97 with their scores, the worst first."""
    by: dict[str, list[float]] = {}
    for score, one in zip(scores, made, strict=True):
        by.setdefault(one.name, []).append(score)
    means = {layout: mean(some) for layout, some in by.items()}
    return sorted(((layout, score) for layout, score in means.items() if score < 0.97), key=lambda pair: pair[1])


def timed(function: Extractor, made: list[Page]) -> tuple[list[str], float]:
    """Return what *function* gives for each page, and its CPU time in seconds."""
    function(made[0].content)
    begin = time.process_time()
    found = [function(one.content) for one in made]
    return found, time.process_time() - begin


def extractors() -> dict[str, Extractor]:
    """Return the extractors that are installed."""
    found: dict[str, Extractor] = {"provenance": ours}
    for name, maker in {
        "selectolax, our rules": by_selectolax,
        "resiliparse": by_resiliparse,
        "trafilatura": by_trafilatura,
    }.items():
        try:
            found[name] = maker()
        except ImportError:
            continue
    return found


def ours(raw: bytes) -> str:
    return extract(decode_page(raw, None)[0]).text


def by_selectolax() -> Extractor:
    """Return our rules over the tree of a parser of HTML5 in C."""
    from selectolax.lexbor import LexborHTMLParser

    from provenance.readers.pages.article import article
    from provenance.readers.pages.markup import Markup
    from provenance.readers.pages.tokens import Token
    from provenance.readers.pages.tree import VOID, Tree

    def tokens(raw: bytes) -> list[Token]:
        found: list[Token] = []
        root = LexborHTMLParser(decode_page(raw, None)[0]).root
        waiting: list[object] = [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                found.append(Token("end", node, "", {}, 0))
                continue
            if node.tag == "-text":
                above = node.parent.tag if node.parent else ""
                found.append(
                    Token(
                        "text",
                        above if above in {"script", "style", "title", "textarea"} else "",
                        node.text_content or "",
                        {},
                        0,
                    )
                )
            elif node.tag[:1] not in "_-!":
                found.append(
                    Token("start", node.tag, "", {key: value or "" for key, value in node.attributes.items()}, 0)
                )
                if node.tag not in VOID:
                    waiting.append(node.tag)
                waiting += reversed(list(node.iter(include_text=True)))
        return found

    def extracted(raw: bytes) -> str:
        markup = Markup()
        tree = Tree(markup.watch(iter(tokens(raw))))
        found = article(tree, markup.title)
        return "\n\n".join(block.text for block in (*found.above, *found.blocks))

    return extracted


def by_resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return lambda raw: extract_plain_text(bytes_to_str(raw, detect_encoding(raw)), main_content=True, alt_texts=False)


def by_trafilatura() -> Extractor:
    import trafilatura

    return lambda raw: trafilatura.extract(raw, include_comments=False) or ""


def finders() -> dict[str, Extractor]:
    """Return what finds the day of publication and is installed; "" for none, or for several in conflict."""
    found: dict[str, Extractor] = {"provenance": our_day}
    try:
        from htmldate import find_date

        found["htmldate"] = lambda raw: find_date(raw, original_date=True) or ""
    except ImportError:
        pass
    return found


def our_day(raw: bytes) -> str:
    page = extract(decode_page(raw, None)[0])
    document = Document(
        "a.html", "a.html", b"a.html", None, len(raw), statements=page.statements, origin=Origin("text/html")
    )
    found = attribute(page.text, document)
    return found.published[:10] if found.published and found.published_standing != "conflict" else ""


def f1(text: str, page: Page) -> float:
    wanted = Counter(runs(page.paragraphs))
    lines = [line for line in text.split("\n") if " ".join(line.split()) not in page.neutral]
    found = Counter(runs(lines))
    same = (wanted & found).total()
    return 2 * same / (wanted.total() + found.total()) if same else 0.0


def runs(lines: list[str]) -> list[tuple[str, ...]]:
    words = re.findall(r"[^\W\u3040-\u9fff]+|[\u3040-\u9fff]", " ".join(lines))
    return [tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))]


def judged(days: list[str], made: list[Page]) -> tuple[float, float, float]:
    """Return the shares of the pages whose day is right, wrong, and unknown; nothing is right where there is none."""
    right = sum(day == one.day for day, one in zip(days, made, strict=True))
    wrong = sum(day not in {"", one.day} for day, one in zip(days, made, strict=True))
    return right / len(made), wrong / len(made), (len(made) - right - wrong) / len(made)


if __name__ == "__main__":
    main()
