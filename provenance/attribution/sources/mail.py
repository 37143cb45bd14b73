"""From the header of a mail or a news post, above a text or above what was forwarded, to who wrote it and when."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.attribution.clues import DASH, LABEL
from provenance.attribution.dates.machine import mail_date
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import find_dates
from provenance.attribution.sources.papers import named_outlet
from provenance.fields import says_nothing
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.dates.pending import Found
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag

_MAX_LINES = 80  # of headers, with those of the mails that hold a forwarded one
_NAMES: dict[str, tuple[str, ...]] = {
    "from": (
        "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "feladó", "от", "від", "kimden", "dari",
        "từ", "发件人", "寄件者", "差出人", "보낸 사람", "من",
    ),
    "date": (
        "date", "sent", "datum", "gesendet", "envoyé", "envoyé le", "fecha", "enviado", "enviado el", "enviada em",
        "data", "inviato", "verzonden", "skickat", "sendt", "dato", "lähetetty", "wysłano", "odesláno", "дата",
        "отправлено", "надіслано", "tarih", "gönderildi", "tanggal", "ngày", "日期", "发送时间", "寄件日期", "日付",
        "送信日時", "보낸 날짜", "التاريخ",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "aihe", "temat",
        "předmět", "tárgy", "тема", "konu", "subjek", "chủ đề", "主题", "主旨", "件名", "제목", "الموضوع",
    ),
    "organization": ("organization", "organisation"),
    "": (
        "to", "an", "à", "para", "a", "aan", "till", "til", "do", "komu", "кому", "kime", "kepada", "tới", "收件人",
        "收件者", "宛先", "받는 사람", "إلى", "cc", "bcc", "kopie", "copie", "cópia", "копия", "reply-to", "sender",
        "path", "newsgroups", "message-id", "references", "in-reply-to", "lines", "xref", "distribution", "followup-to",
        "keywords", "summary", "approved", "expires", "received", "return-path", "delivered-to", "mime-version",
        "content-type", "content-transfer-encoding", "content-disposition", "content-length", "content-language",
        "nntp-posting-host", "nntp-posting-date", "article-i.d.", "posted-date", "received-date", "originator",
        "priority", "importance", "user-agent", "list-id", "precedence", "errors-to", "status", "supersedes",
        "mail-followup-to", "thread-topic", "thread-index", "attachments", "reply to", "resent-from", "resent-date",
        "dkim-signature", "authentication-results", "list-unsubscribe", "list-post", "list-help", "organizaton",
    ),
}  # fmt: skip
# How the lines above a forwarded mail begin, where no dash is in front.
_FORWARDED = frozenset(("begin", "anfan", "début", "inici", "inizi"))
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
_PATTERNS = {
    "header": r"\*?([^\W\d_][\w.' -]{0,39}?)\*?\s?[:：]\*?(?=\s|$)\s{0,20}",
    "box": r"From \S{1,120} {1,3}[A-Z][a-z]{2} {1,2}[A-Z][a-z]{2} ",  # what a mailbox puts before each mail
    "forwarded": r"""(?xi)
        -{2,20} \s? (?: forwarded\ message | original\ message | forwarded\ by\b [^\n]{0,80}
          | (?: weitergeleitete | ursprüngliche | original ) \ ?- ?nachricht | weitergeleitete\ nachricht
          | ursprüngliche\ nachricht | message\ (?: transféré | d['’]origine | original )
          | mensaje\ (?: reenviado | original ) | mensagem\ (?: encaminhada | original )
          | messaggio\ (?: inoltrato | originale ) | doorgestuurd\ bericht
          | oorspronkelijk\ bericht | vidarebefordrat\ meddelande | videresendt\ (?: melding | meddelelse | besked )
          | пересылаемое\ сообщение | пересланное\ сообщение | исходное\ сообщение
          | 转发邮件信息 | 转发的邮件 | 原始邮件
        ) \s? -{0,20} $
        | begin\ forwarded\ message:? $ | anfang\ der\ weitergeleiteten\ (?: e-mail | nachricht ):? $
        | début\ du\ message\ (?: réexpédié | transféré )\ ?:? $ | inicio\ del\ mensaje\ reenviado:? $
        | inizio\ messaggio\ inoltrato:? $
    """,
    "name": r"\"?([^\"<>\[\]\n@]{2,80}?)\"?\s{0,4}[<\[](?:mailto:)?[^<>\s]{1,200}[>\]]",
    "comment": r"<?[^\s<>()]{1,200}@[^\s<>()]{1,200}>?\s{1,4}\(([^()\n@]{2,80})\)",
    "via": r"\s(?:via|through|über)\s.{0,80}$",
    "prefix": r"(?:(?:re|fwd?|aw|wg|sv|vs|tr|rv|enc|rif|antw|odp|ynt|回复|转发|답장)(?:\[\d{1,3}\])?\s?[:：]\s{0,4}"
    r"|\[[^\[\]\n]{1,40}\]\s{1,4})",
}


class Mail(NamedTuple):
    """What the header of a mail says: *found* are its claims and dates, *length* is the number of its lines."""

    found: list[Found]
    length: int


class _Field(NamedTuple):
    role: str
    line: Line
    start: int  # of its value


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name == "prefix" else 0)


def mail_of(text: str, lines: Sequence[Line], agencies: Agencies) -> Mail | None:
    """Return what the header says that *text* begins with, None where it begins with none.

    Of mails within mails, the innermost speaks for the text: the others say who handed it on.
    """
    if not lines or not _can_begin(lines[0]):
        return None
    at, fields = 0, list[_Field]()
    while at < min(len(lines), _MAX_LINES):
        begun = at + _is_marker(lines[at])
        inner, end = _header(text, lines, begun)
        if not inner:
            break
        at, fields = end, inner
        if at >= len(lines) or not _is_marker(lines[at]):
            break
    return Mail(list(_said(text, fields, agencies)), at) if fields else None


def _can_begin(line: Line) -> bool:
    """Whether a line can be the first of a header: most first lines with a dash are of a story."""
    if line.clues & LABEL or line.text.startswith(("--", "From ", "Begin ")):
        return True
    return bool(line.clues & DASH) and line.text[:5].lower() in _FORWARDED


def _is_marker(line: Line) -> bool:
    return bool(line.clues & (LABEL | DASH)) and _pattern("forwarded").match(line.text) is not None


def _header(text: str, lines: Sequence[Line], at: int) -> tuple[list[_Field], int]:
    """Return the fields of the header that begins with the line *at*, none where there is none, and where it ends."""
    fields: list[_Field] = []
    first = at
    while at < min(len(lines), first + _MAX_LINES):
        line = lines[at]
        if at > first and text.count("\n", lines[at - 1].end, line.start) > 1:
            break
        found = _pattern("header").match(line.text)
        name = found[1].lower().strip() if found else ""
        if found and (name in _ROLE_OF or name.startswith("x-")):
            fields.append(_Field(_ROLE_OF.get(name, ""), line, line.start + found.end()))
        elif not (at == first and _pattern("box").match(line.text)) and not _goes_on(text, line, fields):
            break
        at += 1
    roles = {field.role for field in fields}
    sent = any(field.role == "from" and "@" in field.line.text for field in fields)
    whole = "from" in roles and ({"date", "subject"} <= roles or (sent and not roles.isdisjoint(("date", "subject"))))
    return (fields, at) if whole else ([], first)


def _goes_on(text: str, line: Line, fields: Sequence[_Field]) -> bool:
    """Return whether a line continues the field before it: it is indented (RFC 5322, section 2.2.3)."""
    return bool(fields) and text[line.start - 1 : line.start] in {" ", "\t"}


def _said(text: str, fields: Sequence[_Field], agencies: Agencies) -> Iterator[Found]:
    """Yield who wrote a mail, when, under which title and for which outlet, each from the first field that says so."""
    for role, read in (("from", _writer), ("organization", _organization), ("subject", _title)):
        field = next((field for field in fields if field.role == role), None)
        if field:
            yield from read(text[field.start : field.line.end], Span(field.start, field.line.end), agencies)
    field = next((field for field in fields if field.role == "date"), None)
    if field:
        place = field.start, field.line.end
        moment = mail_date(text, *place) or next(find_dates(text, *place), None)
        if moment:
            yield Pending(moment, "published", "masthead")


def _writer(value: str, span: Span, agencies: Agencies) -> Iterator[Claim]:
    found = _pattern("name").match(value) or _pattern("comment").match(value)
    name = _pattern("via").sub("", found[1] if found else "" if "@" in value else value).strip(" '\"")
    key = agencies.printed(name) or agencies.named(name) if name else ""
    if key:
        yield Claim("source", key, span, "masthead", "mail", "medium", ("agency",))
    elif named_outlet(name):
        yield Claim("source", name, span, "masthead", "mail", "medium", ("unknown-agency",))
    elif " " in name and not says_nothing(name, "author") and not any(c.isdigit() for c in name):
        yield Claim("author", name, span, "masthead", "mail", "high")


def _organization(value: str, span: Span, agencies: Agencies) -> Iterator[Claim]:
    """Yield the agency or the outlet that a post comes from; where its writer studies or works is no source."""
    name = value.strip()
    key = agencies.printed(name) or agencies.named(name)
    if key or named_outlet(name):
        flag: ClaimFlag = "agency" if key else "unknown-agency"
        yield Claim("source", key or name, span, "masthead", "mail", "medium", (flag,))


def _title(value: str, span: Span, _: Agencies) -> Iterator[Claim]:
    start = 0
    while found := _pattern("prefix").match(value, start):
        start = found.end()
    title = value[start:].strip()
    if title and not says_nothing(title, "title"):
        yield Claim("title", title, Span(span.start + start, span.end), "masthead", "mail", "high")
