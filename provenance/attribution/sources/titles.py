"""From the lines before the lead to the article's title, and to the outlet that a page's title ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.attribution.dates.scan import dates_in
from provenance.attribution.layout import reads_on
from provenance.attribution.sources import chrome, menus, papers
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import Confidence

_HEAD = 40  # lines before the lead among which the title is: a menu can have thirty
_SHORT = 30  # characters of a title of one or two words
_BESIDE = 26  # characters that a line of a day has beside it
_WORDS = 9  # and words in all
_SITE_SIGNS = (" | ", " - ", " – ", " — ", " :: ", " » ", " « ")
_LETTERS = 8  # of the shortest title
_IDEOGRAPHS = 5
_FIELD = 10  # characters of the label of a field
_SENTENCE = 12  # characters of the shortest sentence
_FOOT = 12  # last lines, among which the notice of rights is
_NOTICE = 200  # characters of a notice
_NAME = 60  # characters of the name of a site
_COUNTED = 12  # candidates that are looked for in the text
_COMPARED = 5000  # lines of a text that is searched for the title's repetition


class Title(NamedTuple):
    """The line that is an article's title, and how sure that is: nothing confirms one that is *low*."""

    line: Line
    confidence: Confidence


class _Section(NamedTuple):
    """Lines without anything of the page between: which of them can be a title, and where days or bylines are.

    One that is *listed* is below the heading of a list: Most read.
    """

    candidates: list[int]
    signed: list[int]
    listed: bool


def title_of(text: str, lines: Sequence[Line], furniture: AbstractSet[int], lead: int) -> Title | None:
    """Return the title of the article in *text*, or None.

    *furniture* are starts of lines that are something else; *lead* is where the lead begins.  A line that comes again
    in the text is the best candidate (pages print their title twice), then the first of the lines with the byline and
    the day; of several such blocks the last, which is next to the story.
    """
    if len(lines) < 2 or lines[0].start >= lead:
        return None
    head = [line for line in lines[:_HEAD] if line.start < lead]
    sections = _sections(text, head, furniture, _sites(lines))
    if not sections:
        return _short(text, lines, furniture, lead)
    if repeated := _repeated(head, sections, lines):
        return Title(repeated, "medium")
    section = _chosen(sections, len(head), led=lead < lines[-1].end)
    place = _last_of(section) if _lists(section) else _first_of(section, head)
    return Title(head[place], _confidence(place, section, sections, head))


def _chosen(sections: Sequence[_Section], length: int, *, led: bool) -> _Section:
    """Return the section of the title in a head of *length*: with a day or a byline, and no list; the last of them if
    the text is *led* by a story.
    """
    own = [each for each in sections if not _lists(each)]
    signed = [each for each in own if _is_signed(each)]
    if not led:
        return (signed or own or sections)[0]
    if signed:
        return signed[-1]
    beside = sections[-1].candidates[-1] + 1 == length  # the story follows right behind it
    return sections[-1] if beside or _is_signed(sections[-1]) or not own else own[-1]


def _confidence(place: int, section: _Section, sections: Sequence[_Section], head: Sequence[Line]) -> Confidence:
    """Return how sure it is that the line at *place* is the title: low where nothing near it confirms it."""
    if _is_signed(section):
        return "low" if _lists(section) and place + 1 not in section.signed else "medium"
    if menus.row(head[place].text) and place + 1 < len(head):
        return "low"
    single = len(sections) == 1 and len(section.candidates) < 3 and not _lists(section)
    return "medium" if not place or single else "low"


def _is_signed(section: _Section) -> bool:
    """Whether a day or a byline is behind a candidate."""
    return bool(section.signed) and section.signed[-1] > section.candidates[0]


def _sections(
    text: str, head: Sequence[Line], furniture: AbstractSet[int], sites: AbstractSet[str]
) -> list[_Section]:  # fmt: skip
    """Return the sections of the *head* that have a candidate."""
    sections = [_Section([], [], listed=False)]
    for place, line in enumerate(head):
        if line.start in furniture:
            sections[-1].signed.append(place)
        elif menus.around(line.text) or line.text in sites:
            sections.append(_Section([], [], listed=chrome.heading(line.text) and not chrome.button(line.text)))
        elif _dated(text, line):
            sections[-1].signed.append(place)
        elif _entry(head, place):
            continue
        elif (_titular(line.text) and not (place and _sentences(line.text))) or (
            sections[1:] and _labels(text, head, place, furniture)
        ):
            sections[-1].candidates.append(place)
    return [each for each in sections if each.candidates]


def _labels(text: str, head: Sequence[Line], place: int, furniture: AbstractSet[int]) -> bool:
    """Whether the one or two words at *place* are a title, behind a menu: the story, its day or its byline follow."""
    label = head[place].text
    if not 5 < len(label) <= _SHORT or not label[0].isupper() or not label[-1].isalnum():
        return False
    if not menus.around(head[place - 1].text):
        return False
    return place + 1 == len(head) or head[place + 1].start in furniture or _dated(text, head[place + 1])


def _first_of(section: _Section, head: Sequence[Line]) -> int:
    """Return the first candidate of four words, or the first; a row of labels only where there is no other."""
    rows = {at for at in section.candidates if menus.row(head[at].text)}
    places = [at for at in section.candidates if at not in rows] or section.candidates
    return next((at for at in places if head[at].text.count(" ") >= 3), places[0])


def _last_of(section: _Section) -> int:
    """Return the last candidate above the byline and the day, or the last: behind a list of other texts."""
    above = [at for at in section.candidates if section.signed and at < section.signed[0]]
    return (above or section.candidates)[-1]


def _lists(section: _Section) -> bool:
    """Whether the title is behind a list of other texts: below a heading, or with a day each."""
    return section.listed or len([at for at in section.candidates if at + 1 in section.signed]) > 2


def _repeated(head: Sequence[Line], sections: Sequence[_Section], lines: Sequence[Line]) -> Line | None:
    """Return the candidate of four words that comes again, as a whole line or before the name of the site."""
    if len(lines) > _COMPARED:
        return None
    texts = [line.text for line in lines]
    for place in [at for section in sections if not _lists(section) for at in section.candidates][:_COUNTED]:
        title = head[place].text
        same = (
            [text for text in texts if text.startswith(title)] if title.count(" ") >= 3 or not title.isascii() else ()
        )
        if sum(len(text) == len(title) or text[len(title) :].startswith(_SITE_SIGNS) for text in same) > 1:
            return head[place]
    return None


def _sites(lines: Sequence[Line]) -> set[str]:
    """Return the lines of the page's first that name the site itself: a notice of rights at the foot has them too."""
    notices = [line.text for line in lines[-_FOOT:] if len(line.text) < _NOTICE and _noticed(line.text)]
    titles = [line.text for line in lines[:_HEAD] if any(sign in line.text for sign in _SITE_SIGNS)]
    return {
        line.text
        for line in lines[:_HEAD]
        if 2 < len(line.text) < _NAME
        and (
            _paper(line.text)
            or any(line.text in notice and line.text != notice for notice in notices)
            or any(title.endswith(tuple(sign + line.text for sign in _SITE_SIGNS)) for title in titles)
        )
    }


def _short(text: str, lines: Sequence[Line], furniture: AbstractSet[int], lead: int) -> Title | None:
    """Return the one label before the lead, which is then its title: of one or two words, as "Fogbound"."""
    heads = [line for line in lines[:6] if line.start < lead and line.start not in furniture]
    if len(heads) == 1 and heads[0] is lines[0] and _titular(heads[0].text) and lines[1].start >= lead:
        return Title(heads[0], "low")  # alone above the story, though a day is in it: Minutes of the meeting of 6 May
    heads = [line for line in heads if not chrome.button(line.text) and not _dated(text, line)]
    if not heads or heads[0] is not lines[0] or len(lines) < 2:
        return None
    name = heads[0].text
    labels = [line for line in heads if line.text.count(" ") < 2 and not line.text.endswith((".", ":"))]
    named = 2 < len(name) <= _SHORT and name[0].isupper() and name[-1].isalnum() and name.count(" ") < 2
    if not named or len(labels) != 1:
        return None
    return Title(heads[0], "medium" if lines[1].start >= lead or lines[1].start in furniture else "low")


def _dated(text: str, line: Line) -> bool:
    """Whether a line is a day and little else: Erschienen am 04.03.2024, Posted by: Ed Roe on March 4, 2024"""
    if not line.numbers or line.text.count(" ") >= _WORDS:
        return False
    moment = next(dates_in(text, line), None)
    if moment is None or not (moment.year and moment.day):
        return False
    return len(line.text) - (moment.end - moment.start) <= _BESIDE


def titled_outlet(title: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield the outlet that a page's title ends with: "Market opens again - BBC News"."""
    for sign in (" | ", " - ", " – ", " — "):
        before, found, name = title.text.rpartition(sign)
        key = agencies.printed(name) if found and before.count(" ") > 1 else ""
        if key:
            yield Claim("source", key, Span(title.end - len(name), title.end), "masthead", "title-end", "medium")
            return


def _titular(text: str) -> bool:
    shortest = _IDEOGRAPHS if text[0] >= "\u2e80" else _LETTERS
    if not shortest <= len(text) <= 250 or text[-1] in ".。:：;,，>" or (len(text) > 160 and reads_on(text)):
        return False
    if text.islower() and text.count(",") * 2 >= text.count(" ") > 0:
        return False
    # Scripts without spaces have no words to count: Thai, Khmer, Chinese.
    return text.count(" ") >= 2 or (not text.isascii() and (" " in text or text[0] >= "\u0e00"))


def _noticed(text: str) -> bool:
    """Whether a line is a notice of rights."""
    return "©" in text or "copyright" in text.lower()


def _entry(head: Sequence[Line], place: int) -> bool:
    """Whether a line and the one beside it are a label and what it is of: 地点：港口会议室; AP: access point"""
    beside = (*head[max(0, place - 1) : place], *head[place + 1 : place + 2])
    return _field(head[place].text) and any(_field(line.text) for line in beside)


def _field(text: str) -> bool:
    label, colon, _ = text[:_FIELD].replace("：", ":").partition(":")
    return bool(colon) and label.replace(" ", "").isalpha()


def _sentences(text: str) -> bool:
    """Whether a line has the end of a sentence in it: a story's first paragraph, and whom it credits."""
    at = max(text.rfind(f"{stop} ") for stop in ".!?»”")
    return at > _SENTENCE and text[at - 2 : at].isalpha() and text[at - 3 : at].islower()


def _paper(text: str) -> bool:
    """Whether a line is the name of a paper, rather than a title about one."""
    return papers.named_outlet(text) and text.rpartition(" ")[2] in papers.PAPERS
