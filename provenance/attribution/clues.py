"""Clues to what a line can be about: words and signs without which none of an extractor's patterns matches.

A text is scanned once for all of them, and an extractor is called only with lines that have one of its clues, so that
most lines, which are sentences and nothing else, cost next to nothing.  A clue promises nothing: patterns decide.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.changes import HEADINGS, REVISING
from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE, LICENCE, RIGHTS, FIRST, REPORTERS, CUT, LABEL, ADDRESS, SLASH, DASH, OPENING, REVISED, MARKUP, NOTED, DIGIT = (
    1 << n for n in range(15)
)
# Notes that a text continues elsewhere.
NOTES = (
    "read full story", "read the full", "read more", "read the rest", "read the original", "continue reading",
    "full story", "click here to read", "click here for", "see full article", "keep reading", "subscribe to read",
    "đọc tiếp", "xem thêm", "xem tiếp", "lire la suite", "lire plus", "leer más", "seguir leyendo", "weiterlesen",
    "mehr lesen", "leggi tutto", "continua a leggere", "leia mais", "читать далее", "читать полностью", "続きを読む",
    "阅读全文", "閱讀全文", "查看全文", "baca selengkapnya", "baca juga", "devamını oku", "vollständigen artikel",
    "weiter lesen", "nota completa", "noticia completa", "ler mais", "подробнее", "детальніше", "читати далі",
    "citește mai mult", "läs mer", "les mer", "læs mere", "lue lisää", "διαβάστε περισσότερα", "और पढ़ें",
    "ادامه مطلب", "더 보기", "view original", "view full", "subscribe or log in", "czytaj więcej", "czytaj dalej",
    "celý článek", "lees verder", "اقرأ المزيد", "더보기",
)  # fmt: skip
# What a note has that says whose a text was, where it has no word of those that are clues anywhere.
NOTING = (
    "roduced by ", "rovided by ", "upplied by ", "istributed by ", "yndicated", "eprinted", "eposted", "eproduced",
    "ermission", "ourtesy of", "riter for ", "eporter for ", "orrespondent for ", "verscheen", "proviene da",
    "pochodzi z ", "apareceu", "apareci", "ertama kali", "vergenomen", "bernommen", "enehmigung", "utorisation",
    "rites for ", "eports for ", "he original", "rticle original", "rtículo original", "rtigo original",
    "rticolo originale", "riginalartikel", "riginele artikel",
)  # fmt: skip
# Notices of rights without a sign, from their second letter on where the first may be a capital.
UNSIGNED = (
    "ights reserved", "echte vorbehalten", "roits réservés", "erechos reservados", "ireitos reservados",
    "рава защищены", "рава застережен", "rawa zastrzeżone", "akları saklıdır", "版权所有", "無断転載", "전재",
    "الحقوق محفوظة",
)  # fmt: skip
_SIGNS = {
    "/": SLASH, "-": DASH, "—": DASH, "–": DASH, "―": DASH, "(": OPENING,
    "[": OPENING | MARKUP, "（": OPENING, "［": OPENING,
    "【": OPENING, ":": LABEL, "：": LABEL, "]": CUT, "…": CUT, "©": PICTURE | RIGHTS, "ⓒ": RIGHTS,
    "*": MARKUP, "#": MARKUP, "&": MARKUP, "<": MARKUP, **dict.fromkeys("0123456789", DIGIT),
}  # fmt: skip
_WORDS = {
    PICTURE: (
        "photo", "image", "picture", "credit:", "credit：", "handout", "courtesy", "foto", "ảnh", "bild", "zdjęcie",
        "crédit", "фото", "写真", "照片", "图片", "圖片", "사진", "صورة", "pic", "imagem",
        "immagine", "зображення", "изображени", "gambar", "görsel", "slike", "画像", "图像", "圖像", "摄", "攝",
    ),
    LICENCE: ("cc0", "cc by", "cc-by"),
    RIGHTS: ("copyright", "ttribution to", "(c) ", "(с) ", *UNSIGNED),
    # From their second letter on: what begins as many words do is compared too often.
    FIRST: (
        "ublished", "ppeared", "ublié", "ublicad", "ublicó", "ubblicat", "pparu ", "rschien", "eröffentlicht",
        "первые", "сначала на", "ервоначально", "ерепечат", "перше", "först ", "først ", "lần đầu", "đăng lại",
        "لأول مرة",
        "转载", "轉載", "转自",
        "轉自", "首发于", "首發於", "原载", "原載", "最初发表", "の記事は", "本記事は", "이 기사", "이 글",
    ),
    REPORTERS: ("eporting by ", "feed"),
    CUT: ("...", *NOTES),
    ADDRESS: ("://",),
    NOTED: NOTING,
    REVISED: sorted(HEADINGS | REVISING),
    MARKUP: ("'''",),
}  # fmt: skip


def clues() -> Iterator[tuple[str, int]]:
    """Yield each clue, in lower case, with the kind of line that it is a clue to."""
    yield from _SIGNS.items()
    for kind, words in _WORDS.items():
        yield from ((word, kind) for word in words)


@cache
def looker() -> kernels.Clues:
    """Return the scanner that finds all of them at once."""
    return kernels.Clues(clues())
