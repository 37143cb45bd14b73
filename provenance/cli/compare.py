"""``provenance compare A B``: the passages that two texts share, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK
from provenance.cli.parser import Parser, add_settings, overrides, taken_format
from provenance.cli.streams import complain, results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.model import Document, Overlap, Span
    from provenance.settings import Config

    Side = tuple[Document, str]

FORMATS = ("table", "json")


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("compare", "Show the passages that two texts share, and mark the words that differ.")
    made.add_argument(
        "left", metavar="A", help="a text file, - for standard input, or FILE.jsonl#LINE or #ID for a record"
    )
    made.add_argument("right", metavar="B", help="the other text")
    add_settings(made, "compare", {"format": FORMATS}, format="table or json [default: table]")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    given = overrides(options)
    form = taken_format(given, FORMATS)
    if options.left == options.right == "-":
        raise UsageError("standard input can hold only one of the two texts; name a file for the other one")
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.alignment import align
    from provenance.cli.configure import name_unknown_variables
    from provenance.settings.loading import load

    config = load(None, given)
    name_unknown_variables(options)
    sides, status = _opened((options.left, options.right), config)
    overlaps = align(sides[0][1], sides[1][1], config.aligning)
    with results(utf8=form == "json") as stream:
        if form == "json":
            stream.write(as_json(sides, overlaps))
        else:
            stream.writelines(f"{line}\n" for line in as_text(sides, overlaps, stream, config))
    return status


def as_text(sides: tuple[Side, Side], overlaps: Sequence[Overlap], stream: TextIO, config: Config) -> Iterator[str]:
    """Yield the lines of the comparison, wrapped to the width of *stream*'s screen."""
    from provenance.cli.sides import WIDE, below, beside, rows
    from provenance.reporters.display import colored, count, encodable, one_line, percent, screen_width

    room, color = screen_width(stream), colored(stream, config.reporting.color)
    (left, left_text), (right, right_text) = sides
    names = encodable(one_line(left.path), stream), encodable(one_line(right.path), stream)
    shares = shared(sides, overlaps)
    for letter, name, (covered, words) in zip("AB", names, shares, strict=True):
        yield f"{letter}  {name}: {percent(covered / words if words else 0.0)} of {count(words, 'word')} shared"
    yield ""
    yield sentence(left_text, right_text, overlaps, config.aligning.min_words)
    for number, overlap in enumerate(overlaps, 1):
        yield ""
        quoted = ", quoted" if overlap.quoted else ""
        yield f"{number}. {overlap.kind}{quoted}: {count(overlap.words, 'word')}, {percent(overlap.similarity)} alike"
        parts = [
            (encodable(one, stream), encodable(other, stream))
            for one, other in rows(left_text, right_text, overlap, differences(left_text, right_text, overlap))
        ]
        places = f"A {overlap.left.start}-{overlap.left.end}", f"B {overlap.right.start}-{overlap.right.end}"
        if room >= WIDE:
            yield from beside([places, *parts], room, color=color)
        else:
            yield from below(parts, places, room, color=color)


def as_json(sides: tuple[Side, Side], overlaps: Sequence[Overlap]) -> str:
    """Return the comparison as a JSON object; places count code points of each side's own text."""
    from provenance.reporters.encode import encode

    texts = sides[0][1], sides[1][1]
    measured = zip(("left", "right"), sides, shared(sides, overlaps), strict=True)
    record = {
        name: {
            "path": document.path,
            "line": document.line,
            "words": words,
            "shared": round(covered / words, 6) if words else 0.0,
        }
        for name, (document, _), (covered, words) in measured
    }
    passages = [_passage(texts, overlap) for overlap in overlaps]
    return encode({"tool": "provenance", **record, "overlaps": passages}) + "\n"


def shared(sides: tuple[Side, Side], overlaps: Sequence[Overlap]) -> list[tuple[int, int]]:
    """Return for each side the number of its words in shared passages, and the number of all its words."""
    from provenance.words import locate

    found = []
    spans = [overlap.left for overlap in overlaps], [overlap.right for overlap in overlaps]
    for (document, text), places in zip(sides, spans, strict=True):
        words = locate(text, document.header)
        found.append((words.covered(places), len(words)))
    return found


def sentence(left: str, right: str, overlaps: Sequence[Overlap], least: int) -> str:
    """Return one plain sentence about how the two texts are related; *least* is the shortest passage in words."""
    from provenance.reporters.display import count

    if left == right:
        return "The texts are the same, character by character."
    if not overlaps:
        return f"They share no passage of {count(least, 'word')} or more."
    kinds: dict[str, int] = {}
    for overlap in overlaps:
        kinds[overlap.kind] = kinds.get(overlap.kind, 0) + 1
    if len(kinds) == 1:
        return f"They share {count(len(overlaps), f'{overlaps[0].kind} passage')}."
    named = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return f"They share {count(len(overlaps), 'passage')}: {named}."


def differences(left: str, right: str, overlap: Overlap) -> list[tuple[Span, Span]]:
    """Return the pairs of places in which the two passages differ, in order."""
    from provenance.alignment import edits

    return [(edit.left, edit.right) for edit in edits(left, right, overlap)]


def _opened(paths: tuple[str, str], config: Config) -> tuple[tuple[Side, Side], int]:
    """Return both documents with their texts, and INCOMPLETE if one could not be read completely, else OK."""
    from provenance.model import MISSED
    from provenance.readers.single import open_text

    status, sides = OK, []
    for path in paths:
        document, text, notices = open_text(path, config.reading)
        sides.append((document, text))
        for notice in notices:
            complain(f"{notice.path}: {notice.message}")
            status = INCOMPLETE if notice.kind in MISSED else status
    return (sides[0], sides[1]), status


def _passage(texts: tuple[str, str], overlap: Overlap) -> dict[str, object]:
    changes = differences(*texts, overlap)
    return {
        "left": _place(texts[0], overlap.left),
        "right": _place(texts[1], overlap.right),
        "words": overlap.words,
        "similarity": round(overlap.similarity, 6),
        "kind": overlap.kind,
        "quoted": overlap.quoted,
        "edits": [{"left": _place(texts[0], gone), "right": _place(texts[1], come)} for gone, come in changes],
    }


def _place(text: str, span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
