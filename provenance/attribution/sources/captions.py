"""From a line to what it says about a picture: its source, its licence, its date; never about the text itself."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import LICENCE, PICTURE, SLASH
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import find_dates
from provenance.attribution.sources.nobody import incorporated
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.dates.pending import Found
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag

_PATTERNS = {
    # Photo: Ann Example/AFP; (Image credit: DPA); not a word without a sign or "by" behind it: photo exhibition
    "photo": r"""(?x)
        [(\[（]? \s? \b
        (?: (?: file\s )? (?: photo | image | picture ) s? (?: \s (?: credits? | source | courtesy (?: \sof )? ) )?
          | (?<= \.\s ) credit (?=[:：]) | ^ credit (?= :\s [^\n/:]{2,40} / )
          | handout | courtesy | foto (?: s | grafía )? | ảnh (?: \sminh\shọa )? | bild | zdjęcie | imagem
          | crédits? (?: \sphoto )? | фото | 写真 | 照片 | 图片 | 圖片 | 사진 | صورة | pic )
        (?: \s? [:：] \s? | \s (?= by\s ) | \s? / \s? | \s? © \s? ) (?: by\s )?
        ( [^\n()\[\]（）|]{2,60}? )                                    # whose it is
        \s? (?: [)\]）|] | $ )
    """,
    # Photo source, Reuters; Fuente de la imagen, Reuters; not a headline: Photo, fame and fortune
    "sourced": r"""(?xi)
        (?: (?: photo | image | picture ) s? \s (?: source | credits? ) | fuente \s de \s la \s (?: imagen | foto )
          | (?: crédito | fonte ) \s d[ae] \s (?: imagem | foto )
          | (?: source | crédits? ) \s (?: de \s l['’]image | photo ) | fonte \s (?: dell['’]immagine | foto )
          | (?: bild | foto ) (?: quelle | nachweis | kreditt? | kilde | källa | bron )
          | источник \s (?: фото | изображения ) | автор \s фото | (?: джерело | автор \s) \s? (?: фото | зображення )
          | sumber \s (?: gambar | foto ) | nguồn \s (?: hình \s )? ảnh | (?: görsel | fotoğraf ) \s kaynağı
          | źródło \s (?: zdjęcia | obrazu ) | zdroj \s (?: fotografie | fota ) | izvor \s (?: fotografije | slike )
          | 图[像片]来源 | 圖[像片]來源 | 写真出典 | 画像提供 | 사진\s?출처 | صدر\sالصورة | مصدر\sالصورة )
        \s? [,，،|] \s? ( [^\n()|]{2,60}? ) \.? $
    """,
    "bracket": r"[(\[（]([^()\[\]（）\n/]{2,40})/([^()\[\]（）\n]{2,40})[)\]）]$",
    # REUTERS/Ann Example, AFP-POOL/Ann Example/File Photo; not one word behind the slash: AFP/Getty
    "agency and name": r"""(?x)
        (?<!\w) ( [A-Z]{2,8} (?: -[A-Z]{2,5} )? | [A-Z][a-z]{3,9} )        # the agency
        / [A-Z][\w'’.-]+ (?: \s [A-Z][\w'’.-]+ ){1,2}                     # the photographer
        (?: / (?: File | Pool | FILE | POOL | Handout ) (?: \s (?: Photo | PHOTO ) )? )? $
    """,
    "credited": r"(?:[—–-]{1,2}\s?|[(\[])([^\W\d_a-z][\w.'’ ]{1,24}?)\s"
    r"(?:file\s)?(?:photos?|pics?|filepics?|images?|picture)[)\]]?\.?$",
    "licence": r"\bCC(?:0(?:\s1\.0)?|[ -]BY(?:-(?:SA|NC|ND)){0,2}(?:\s\d\.\d)?)(?!\w)",
    "width": r"([^\n,]{2,60}),\s\d{3,4},\s$",
    "owner": r"©\s?([^\W\d_][^\n]{1,60})$",
}
# A line about a picture has at least one of these clues.
CLUES = PICTURE | LICENCE | SLASH
_SIGNS = (":", " by ", "：", "©")  # behind a label
_YEAR = 4  # digits
_SOURCED = 90  # characters of a line that is a picture's label and its source
_LONGEST = 40  # characters of an agency's name before its picture's label
# Agencies that sign their stories as others sign pictures: WAM/Nour Salman.
_SIGNING = frozenset(("WAM",))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name == "photo" else 0)


def photo_claims(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a line credits for its picture, and under which licence."""
    text = line.text
    slashed = line.clues & SLASH and len(text) < 400
    if line.clues & LICENCE:
        for found in _pattern("licence").finditer(text):
            yield Claim("photo_rights", found[0], _span(line, found), "caption", "licence", "high")
    paired = list(_pair(line, agencies)) if slashed and text[-1] in ")]）" and "/" in text[-80:] else []
    yield from paired
    if line.clues & PICTURE:
        yield from _ended(line, agencies)
        if len(text) < _SOURCED and (sourced := _named(_pattern("sourced").match(text))):
            yield _credited(sourced[1], _span(line, sourced), agencies, "photo-credit")
        elif not paired and (line.clues & SLASH or any(map(text.__contains__, _SIGNS))):
            yield from _labelled(line, agencies)
    if slashed and text[-1].isalpha() and "/" in text[-50:]:
        named = _pattern("agency and name").search(text, max(0, len(text) - 60))
        key = _first(named[1], agencies) if named and not (named.start() == 0 and named[1] in _SIGNING) else ""
        if named and key:
            yield Claim("photo_source", key, _span(line, named), "caption", "photo-credit", "medium", ("name",))
    if text.startswith("©") and len(text) < 80 and not (text[1:].strip().isupper() or _dated(text)):
        owned = None if "infocom" in text or "istribu" in text else _pattern("owner").match(text)
        if owned:
            yield _credited(owned[1], _span(line, owned), agencies, "notice", "photo")


def _labelled(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Photo: Ann Example/AFP; AFP PHOTO / ANN EXAMPLE"""
    text = line.text
    for found in _pattern("photo").finditer(text):
        if "/" in found[1] and _pattern("agency and name").search(found[1]):
            continue  # "FILE PHOTO: what it shows. REUTERS/Ann Example": the end says whose it is
        before = text[max(0, found.start() - _LONGEST) : found.start() + 1].rstrip(" (").rpartition(" ")[2]
        key = agencies.printed(before) if "/" in found[0] else ""
        if key:  # AFP PHOTO / JANE ROE
            span = Span(line.start + found.start() - len(before), line.start + found.end())
            yield Claim("photo_source", key, span, "caption", "photo-credit", "medium", ("name",))
            continue
        if _named(found):
            yield _credited(found[1], _span(line, found), agencies, "photo-credit")


def _named(found: re.Match[str] | None) -> re.Match[str] | None:
    """Return a match whose group is a name, and no day or clock: Last picture: 04.03.2024 10:15"""
    return found if found and any(map(str.isalpha, found[1])) else None


def _dated(text: str) -> bool:
    """Whether a notice of rights is a page's, with its year or the word: © Newscorner 2011"""
    return (
        "opyright" in text
        or incorporated(text)
        or any(len(word) == _YEAR and word.isdigit() for word in text.replace("-", " ").split())
    )


def _ended(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Workers on the bridge. — AFP photo; 新华社记者 李四 摄"""
    text = line.text
    if text[-1] in "摄攝" and len(text) < 60 and (key := agencies.begun(text.lstrip("（("))):
        yield Claim("photo_source", key, Span(line.start, line.end), "caption", "photo-credit", "medium", ("name",))
    tail = text[-10:]
    if ("hoto" in tail or "pic" in tail or "mage" in tail) and "/" not in tail:
        found = _pattern("credited").search(text, max(0, len(text) - 46))
        chain = agencies.chain(found[1]) if found else ()
        if found and chain:
            yield Claim("photo_source", chain[0], _span(line, found), "caption", "photo-credit", "medium", ("name",))


def _pair(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """(Ann Example/AFP), (AP Photo/Ann Example): a person and an agency."""
    pair = _pattern("bracket").search(line.text, max(0, len(line.text) - 84))
    if not pair or ":" in pair[1]:  # (Quelle: APA/dpa)
        return
    if "hoto" in pair[1]:
        key = agencies.begun(pair[1])
    else:
        key = agencies.named(pair[2]) if " " in pair[1] and not agencies.chain(pair[1]) else ""
        if not key and " " in pair[2] and pair[2].istitle() and not agencies.chain(pair[2]):
            key = agencies.printed(pair[1])  # (Xinhua/Li Si)
    if key:
        yield Claim("photo_source", key, _span(line, pair), "caption", "photo-credit", "medium", ("name",))


def _credited(printed: str, span: Span, agencies: Agencies, pattern: str, *flags: ClaimFlag) -> Claim:
    printed = printed.strip(" .")
    chain = agencies.chain(printed) or agencies.chain(printed.rpartition(" via ")[2])
    return Claim("photo_source", chain[0] if chain else printed, span, "caption", pattern, "medium", flags)


def _span(line: Line, found: re.Match[str]) -> Span:
    return Span(line.start + found.start(), line.start + found.end())


def image_claims(line: Line, text: str, agencies: Agencies) -> list[Found]:
    """Return date and agency of a picture's line: "West Hanoi - Sputnik International, 1920, 28.09.2021"."""
    if not line.text[-1].isdigit() or len(line.text) > 200:
        return []
    for moment in find_dates(text, max(line.start, line.end - 24), line.end):
        if moment.end == line.end:
            found = _pattern("width").search(text, max(line.start, moment.start - 80), moment.start)
            return _image(moment, text[line.start : found.end(1)], found.end(1), agencies) if found else []
    return []


def _image(moment: Moment, before: str, end: int, agencies: Agencies) -> list[Found]:
    """Return the claims of a picture's line whose agency's name is the last of the words *before* its width."""
    name = before.rpartition(" - ")[2]
    key = agencies.named(name)
    dated: list[Found] = [Pending(moment, "photo_date", "caption")]
    if key:
        dated.append(Claim("photo_source", key, Span(end - len(name), end), "caption", "image-line", "medium"))
    return dated


def _first(printed: str, agencies: Agencies) -> str:
    return agencies.printed(printed) or next(iter(agencies.chain(printed)), "")
