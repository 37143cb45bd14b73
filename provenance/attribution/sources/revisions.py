"""From the last lines of a text to the day on which it was changed: Correction (7 March 2024): …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.changes import HEADINGS, REVISING
from provenance.attribution.clues import REVISED
from provenance.attribution.dates.months import word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import dates_in
from provenance.attribution.layout import LAST_LINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line

_LONGEST = 700  # characters of a note
_HEADED = 24  # characters between a note's heading and its day
# What a note says of its text: this page, an earlier version, a note of the editors.
_SELF = word_set(
    "page article story post version note entry piece column blog editor's editors' editor’s seite artikels artikel"
    " beitrag beitrags meldung fassung anmerkung redaktion textes texts contribution page: articles página artículo"
    " nota noticia versión entrada redacción artigo matéria notícia versão redação articolo pagina notizia versione"
    " redazione pagine bericht pagina's versie redactie noot artikeln sidan texten redaktionen siden artiklen saken"
    " sivua artikkelia juttua artykuł strona stronę tekst wpis redakcji stránka stránku článek článku článok textu"
    " cikket oldal oldalt articolul știrea статья статью статьи страница страницу текст материал новость заметка"
    " редакции сторінка сторінку стаття статтю матеріал новину σελίδα άρθρο κείμενο sayfa sayfayı haber yazı makale"
    " الصفحة المقال الخبر صفحه مقاله خبر הדף הכתבה लेख पृष्ठ খবর বানান artikel ini halaman berita bài viết trang"
)
# The same where words are not parted.
_JOINED_SELF = (
    "页面", "頁面", "条目", "條目", "本文", "記事", "ページ", "문서", "기사", "此文", "文章", "บทความ", "หน้านี้",
)  # fmt: skip
_JOINED_CHANGES = (
    "最后编辑", "最後編輯", "修改", "修订", "修訂", "更新", "更正", "訂正", "修正", "編集", "편집", "수정", "정정",
    "แก้ไข",
)  # fmt: skip
_SIGNS = frozenset(":(,–—-[：（")
_JOINTS = word_set("vom am du del de dal di of from on van op den av från fra z ze dne от від от")
_EDGES = str.maketrans(dict.fromkeys('.,:;()[]*_–—"“”»«（）：', " "))


def revision_claims(text: str, lines: Sequence[Line], pending: Sequence[Pending]) -> Iterator[Pending]:
    """Yield the days on which the last of *lines* say that the text was changed, but for those that are *pending*."""
    taken = {each.moment.start for each in pending}
    for line in lines[-LAST_LINES:]:
        if not (line.numbers and line.clues & REVISED) or len(line.text) > _LONGEST:
            continue
        words = line.text.lower().translate(_EDGES).split() or [""]
        if _headed(line, words[0]):
            within = line.text[:_LONGEST].find(" ") + len(words[0]) + _HEADED
        elif _speaks_of_itself(line.text, words):
            within = _LONGEST
        else:
            continue
        for moment in dates_in(text, line):
            if moment.year and moment.day and moment.start - line.start <= within:
                if moment.start not in taken:
                    yield Pending(moment, "updated", "credit", "medium")
                break


def _headed(line: Line, word: str) -> bool:
    """Whether the *word* at the start of a line is the heading of a note: a sign or a day follows it."""
    if word not in HEADINGS:
        return False
    behind = line.text.lower().partition(word)[2].lstrip("*_ ")
    joint, _, rest = behind.partition(" ")
    return behind[:1] in _SIGNS or behind[:1].isdigit() or (joint in _JOINTS and rest[:1].isdigit())


def _speaks_of_itself(text: str, words: Sequence[str]) -> bool:
    """Whether a line says that its page, its article or an earlier version was changed."""
    if not (REVISING.isdisjoint(words) or _SELF.isdisjoint(words)):
        return True
    return (
        not text.isascii()
        and any(map(text.__contains__, _JOINED_SELF))
        and any(map(text.__contains__, _JOINED_CHANGES))
    )
