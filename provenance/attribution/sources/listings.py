"""From days under several headlines in a row to the verdict that a page lists articles, and is none itself."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import find_dates
from provenance.attribution.layout import reads_on
from provenance.attribution.sources import chrome
from provenance.attribution.sources.timestamps import only_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.model import Claim

ENTRIES = 3  # articles that make a list
FEWEST = 2  # and where the page has no sentence at all
_APART = 6  # lines from one entry's day to the next one's
_TEASERS = 1  # sentences that an entry can have

_ENTRY = 80  # characters of an entry of a list of references
_BUTTONS = 4  # last lines, which the button of a list is among
_MORE = phrase_set(
    "load more|show more|more articles|older posts|next page|weitere laden|mehr laden|mehr anzeigen|weitere artikel"
    "|ältere beiträge|charger plus|voir plus|afficher plus|plus d'articles|cargar más|ver más|mostrar más|carregar mais"
    "|ver mais|mostrar mais|carica altri|mostra altro|carica altro|meer laden|toon meer|meer artikelen|visa fler"
    "|ladda fler|visa mer|vis flere|last inn flere|vis mere|näytä lisää|lataa lisää"
    "|pokaż więcej|załaduj więcej|načíst další"
    "|zobrazit další|načítať ďalšie|továbbiak|mutass többet|mai multe|učitaj još|prikaži više|показать ещё|показать еще"
    "|загрузить ещё|загрузить еще|показати ще|покажи още|δείτε περισσότερα|daha fazla|daha fazla göster|عرض المزيد"
    "|المزيد|بیشتر|muat lebih banyak|selengkapnya|xem thêm|加载更多|查看更多|もっと見る|더보기"
)

Listed = tuple[list[Pending], list["Claim"]]


def without_listed(
    pending: list[Pending], claims: list[Claim], lines: Sequence[Line], bare: AbstractSet[int]
) -> Listed:  # fmt: skip
    """Return *pending* and *claims* without what a list of articles says of those: their days, and whose they are.

    A list are several headlines, each with a day of its own that no label is beside (its start is among *bare*), and
    with no more than a sentence between them.  An article has its text between its day and the next one's.
    """
    days = _days(pending, lines, bare)
    first, last = _listed(days, lines)
    if first < 0:
        return pending, claims
    begin, end = lines[max(0, first - 2)].start, lines[min(last + 2, len(lines) - 1)].end
    return (
        [
            Pending(each.moment, "mentioned_date", each.asserter, each.confidence)
            if each.property == "published" and begin <= each.moment.start < end
            else each
            for each in pending
        ],
        [
            each
            for each in claims
            if each.property not in {"source", "author"} or not each.span or not begin <= each.span.start < end
        ],
    )


def referred(lines: Sequence[Line], place: int) -> bool:
    """Return whether the line at *place*, a name and a day behind the text, is one of a list of links or references:
    its heading is above, or the line beside it is of the same kind.
    """
    beside = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
    return chrome.in_list(lines, place) or any(_refers(line) for line in beside)


def _refers(line: Line) -> bool:
    """Whether a line is words and a day behind them, as an entry of a list of references is."""
    if not line.numbers or len(line.text) > _ENTRY or reads_on(line.text) or only_days(line):
        return False
    return line.text[0].isalpha() and any(each.month and each.day for each in find_dates(line.text, 0, len(line.text)))


def _days(pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int]) -> list[int]:
    """Return the places of the lines with a day of publication and no label."""
    starts = [line.start for line in lines]
    found = {
        bisect_right(starts, each.moment.start) - 1
        for each in pending
        if each.property == "published" and each.asserter == "masthead" and each.moment.start in bare
    }
    return sorted(found)


def _listed(days: Sequence[int], lines: Sequence[Line]) -> tuple[int, int]:
    """Return the first and the last of the *days* that are a list's, -1 where they are none's.

    A list that follows an article is passed over: what is behind an article does not speak for it.
    """
    run = days[:1]
    teasers = set()
    for one, two in pairwise(days):
        between = lines[one + 1 : two]
        if not _entries(between):
            break
        run = [*run, two]
        teasers.add(sum(reads_on(line.text) for line in between))
    # An article of one sentence with links below is none: those have no sentences.
    if len(run) < ENTRIES and not (len(run) == FEWEST and _lists(lines)):
        return -1, -1
    if len(teasers) > 1 or max(teasers) > _TEASERS or len({lines[at].text for at in run}) < 2:
        return -1, -1
    titles = {lines[place - 1].text for place in run if place}
    return (run[0], run[-1]) if len(titles) == len(run) else (-1, -1)


def _lists(lines: Sequence[Line]) -> bool:
    """Whether a page has no sentence at all, or a button below its entries that shows more of them."""
    more = any(line.text.strip(" .…▼").lower() in _MORE for line in lines[-_BUTTONS:])
    return more or not any(reads_on(line.text) for line in lines)


def _entries(between: Sequence[Line]) -> bool:
    """Whether the lines *between* two days part two entries: a headline is there, and no heading of other texts."""
    headed = any(chrome.titular(line.text) for line in between)
    return headed and len(between) < _APART and not any(chrome.listed_below(line.text) for line in between)
