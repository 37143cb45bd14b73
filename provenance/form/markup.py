"""From a text to the markup that an extraction left in: tags, entities, shortcodes, templates."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator


def markup(text: str) -> Iterator[Trait]:
    """Yield a trait for each run of leftover markup in *text*: tags, entities, shortcodes, templates."""
    if "<" in text:
        closed = "</" in text
        # Agencies write companies as <GM> or <Video Superstore Inc>: capitals count only if some tag is closed.
        yield from (trait for trait in _matches(_tags(), text) if closed or not trait.detail.isupper())
    if "&" in text:
        yield from _matches(_entities(), text)
    if "[" in text:
        yield from _matches(_shortcodes(), text)
    if "{{" in text or "{%" in text:
        yield from _matches(_templates(), text)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Trait]:
    for match in pattern.finditer(text):
        yield Trait("markup", Span(*match.span()), match.group())


@cache
def _tags() -> re.Pattern[str]:
    names = (
        "a|abbr|article|aside|b|blockquote|body|br|button|center|cite|code|div|em|embed|figcaption|figure|font|footer|form"
        "|h[1-6]|head|header|hr|html|i|iframe|img|input|li|link|main|meta|nav|ol|option|p|param|picture|pre|script|section"
        "|small|source|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|tr|u|ul|video|wbr"
    )
    return re.compile(
        rf"<(?:/?(?:{names})(?:\s+[\w:-]{{1,40}}\s?=[^<>]{{0,400}}|\s?/)?>|!--|!\[CDATA\[|!DOCTYPE\b)", re.IGNORECASE
    )


@cache
def _entities() -> re.Pattern[str]:
    names = (
        "amp|lt|gt|quot|apos|nbsp|ndash|mdash|lsquo|rsquo|ldquo|rdquo|sbquo|bdquo|hellip|bull|middot|laquo|raquo|copy|reg"
        "|trade|euro|pound|yen|cent|deg|shy|zwnj|zwj|ensp|emsp|thinsp|times|[aeiouyncAEIOUYNC](?:acute|grave|circ|uml|tilde|cedil)"
        "|szlig|aring|Aring|oslash|Oslash|aelig|AElig"
    )
    return re.compile(rf"&(?:{names}|#\d{{1,6}}|#[xX][0-9a-fA-F]{{1,5}});")


@cache
def _shortcodes() -> re.Pattern[str]:
    names = (
        r"caption|gallery|embed|video|audio|playlist|youtube|twitter|tweet|vc_\w+|et_pb_\w+|contact-form-7|shortcode"
        "|img|url|quote"
    )
    return re.compile(rf"\[(?:/(?:{names})|(?:{names})(?:[ =][^\[\]\n]{{0,400}})?)\]", re.IGNORECASE)


@cache
def _templates() -> re.Pattern[str]:
    return re.compile(r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}")
