"""From a text to its page chrome: lines that a site put around the article and that an extraction left in.

Chrome is recognised by its wording (``phrases``) or by its shape: tags, bare time stamps, licence lines of photos, and
metadata glued to the end of a lead.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.form.phrases import LABELS, MESSAGES, OPENINGS
from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.form.lines import Line

MAX_CHROME_LENGTH = 240  # characters of a line; cookie notices are the longest
_MIN_TAGS = 3  # in a list of tags
_MAX_TAG_WORDS = 3
_MAX_TAG_LENGTH = 32  # characters
_ENDS = " .!…»›>|-–—•·*"

SITE, LABEL, TAGS, STAMP, CAPTION, SUFFIX = (
    "site message", "section label", "tag list", "time stamp", "photo credit and licence", "metadata suffix",
)  # fmt: skip


def chrome(text: str, rows: Sequence[Line]) -> Iterator[Trait]:
    """Yield a trait for each block of chrome in *text*, whose lines are *rows*, in order.

    A block is a run of lines of one kind; the trait's detail is "kind: first line".
    """
    kinds = [_kind(line) if len(line) <= MAX_CHROME_LENGTH else "" for _, _, line in rows]
    # Tag columns and labels are recognised by their neighbours, which a single line does not have.
    if len(rows) > 1 and any(len(line) <= _MAX_TAG_LENGTH for _, _, line in rows):
        _tag_columns(rows, kinds)
        _labels(rows, kinds)
    # Most lines end in a full stop, whereas a metadata suffix ends in a name.
    ends = [row for row, kind in zip(rows, kinds, strict=True) if row[2][-1].isalpha() and not kind]
    blocks = [(*place, SUFFIX) for row in ends for place in _suffix(row)]
    if any(kinds):
        blocks = sorted([*_blocks(text, rows, kinds), *blocks])
    for start, end, kind in blocks:
        first = text[start:end].strip().partition("\n")[0]
        yield Trait("chrome", Span(start, end), f"{kind}: {first}")


def _blocks(text: str, rows: Sequence[Line], kinds: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) for runs of chrome lines of one kind without a blank line between them."""
    block: tuple[int, int, str] | None = None
    for (start, end, _), kind in zip(rows, kinds, strict=True):
        if block is not None and kind == block[2] and text.count("\n", block[1], start) == 1:
            block = block[0], end, kind
            continue
        if block is not None:
            yield block
        block = (start, end, kind) if kind else None
    if block is not None:
        yield block


def _kind(line: str) -> str:
    """Return the kind of chrome that *line* is by itself, "" for none."""
    wording = line.rstrip(_ENDS).lower().replace("’", "'")
    if wording in MESSAGES:
        return SITE
    openings = OPENINGS.get(wording.partition(" ")[0])
    if openings is not None and wording.startswith(openings):
        return CAPTION if wording.startswith("cc") else TAGS if "tag" in wording[:6] else SITE
    if line[0].isdigit() or line[-1].isdigit():
        return _numbered(line)
    if "," in line and _is_tag_row(line):
        return TAGS
    return ""


def _numbered(line: str) -> str:
    """Return the kind of a line that starts or ends with a digit."""
    # Cheap tests come first: most corpora have no line for which the patterns must be compiled.
    if len(line) <= 64 and line[0].isdigit() and (":" in line or "." in line) and _stamp().fullmatch(line):
        return STAMP
    return CAPTION if ", " in line and line[-4:].isdigit() and _image_width().search(line) else ""


def _is_tag_row(line: str) -> bool:
    """Return whether *line* is a comma-separated list of tags: short, in lower case, without sentence punctuation."""
    tags = line.split(",")
    return len(tags) >= _MIN_TAGS and all(map(_is_tag, tags))


def _is_tag(tag: str) -> bool:
    tag = tag.strip()
    if not 1 < len(tag) <= _MAX_TAG_LENGTH or tag.count(" ") >= _MAX_TAG_WORDS:
        return False
    return tag.islower() and tag.replace(" ", "").replace("-", "").replace("_", "").replace("#", "").isalnum()


def _tag_columns(rows: Sequence[Line], kinds: list[str]) -> None:
    """Mark runs of lines with one tag each in *kinds*."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and not kinds[end] and len(rows[end][2]) <= _MAX_TAG_LENGTH and _is_tag(rows[end][2]):
            end += 1
        if end - start >= _MIN_TAGS and _stands_apart(rows, start, end):
            kinds[start:end] = [TAGS] * (end - start)
        start = max(end, start + 1)


def _stands_apart(rows: Sequence[Line], start: int, end: int) -> bool:
    """Return whether the neighbouring rows differ: a poem, or text wrapped at every word, is not a list of tags."""
    around = [rows[at][2] for at in (start - 1, end) if 0 <= at < len(rows)]
    return all(len(line) > _MAX_TAG_LENGTH or not line[:1].islower() for line in around)


def _labels(rows: Sequence[Line], kinds: list[str]) -> None:
    """Mark labels next to other chrome in *kinds*: "Share" under "Facebook", a section's name under a message."""
    known = [
        bool(kind) or (len(row[2]) <= _MAX_TAG_LENGTH and row[2].lower() in LABELS)
        for row, kind in zip(rows, kinds, strict=True)
    ]
    for at, (start, end, line) in enumerate(rows):
        if kinds[at] or len(line) > _MAX_TAG_LENGTH:
            continue
        above = at > 0 and start - rows[at - 1][1] == 1 and known[at - 1]
        below = at + 1 < len(rows) and rows[at + 1][0] - end == 1 and known[at + 1]
        if (above or below) and (known[at] or (above and kinds[at - 1] == SITE and _is_name(line))):
            kinds[at] = LABEL


def _is_name(line: str) -> bool:
    """Return whether *line* may be the name of a section: one or two capitalised words without punctuation."""
    words = line.split()
    return len(words) <= 2 and all(word.isalpha() and word[0].isupper() for word in words)


def _suffix(row: Line) -> Iterator[tuple[int, int]]:
    """Yield the place of metadata glued to the end of a sentence: " 28.09.2021, Name of the Outlet"."""
    _, end, line = row
    tail = line[-80:]
    if ", " in tail:
        match = _dated_name().search(tail)
        if match is not None and tail[match.start() - 1] in '.!?"”’»':
            yield end - len(tail) + match.start(), end


@cache
def _stamp() -> re.Pattern[str]:
    """Return the pattern of a line with nothing but a time of day and a date, which no author writes."""
    zone = r"(?: ?\(?(?:GMT|UTC|Z|[A-Z]{2,4}T)(?: ?[+-]\d{1,2}(?::?\d\d)?)?\)?)?"
    time = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?{zone}"
    date = r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
    between = r"(?: ?[^\w\s] ?| )"
    return re.compile(f"{time}{between}{date}|{date}{between}{time}")


@cache
def _image_width() -> re.Pattern[str]:
    # The remains of a picture on Sputnik's pages: "caption, width in pixels, date".
    return re.compile(r", \d{3,4}, \d{1,2}[./-]\d{1,2}[./-]\d{4}$")


@cache
def _dated_name() -> re.Pattern[str]:
    return re.compile(r"(?<=\S) \d{1,2}[./-]\d{1,2}[./-]\d{4}, [^\W\d_][^\n,.!?]{2,48}$")
