"""Traits of characters and form: properties that hold for any text."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus import batch_of
from provenance.form import inspect
from provenance.form.characters import characters
from provenance.form.lines import lines
from provenance.form.mojibake import mojibake
from provenance.model import Document, Span
from provenance.sketch import sketch
from provenance.words import locate

PIECES = st.sampled_from(
    ["\n", "\n\n", " ", "Share", "Facebook", "Read more", "noted.The", "<p>", "&amp;", "{{x}}", "[caption]", "\ufffd",
     "\u200b", "\u00ad", "Ã©", "â€™", "é", "e\u0301", "date 2024-03-04 ", "HANOI (VNA) - ", "river, floods, fish",
     "river", "12:14 GMT 28.09.2021", "CC BY 4.0", "The river rose again overnight.", "\x00", "\r\n", "…", "1 of 2"]
)  # fmt: skip
texts = st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join)
# As people write them; none of these is mojibake, and each is when UTF-8 is read as Windows-1252.
LANGUAGES = {
    "French": "Où est l’élève ? « À l’école, dit-il, ça va… » Noël, cœur, façade à côté.",
    "Vietnamese": "Bộ trưởng Nguyễn Minh Vũ định hướng đất nước; “Hà Nội” – Đà Nẵng, THƯ VIỆN HẠT GIỐNG.",
    "Portuguese": "“A manhã já não é a mesma”, disse o cidadão de São Paulo — IRMÃO, CORAÇÃO.",
    "Spanish": "«¿Dónde está el niño?» —dijo la señora—. ¡Allá! ESPAÑA, año 2021…",
    "German": "„Schöne Grüße“, sagte er – und größer wurde der Spaß in Österreich, ÄRZTE.",
    "Turkish": "İstanbul'da güneşli bir gün, çocuklar ağaçların altında.",
    "Polish": "Zażółć gęślą jaźń — „łódź” i ŻÓŁW.",
    "Swedish": "Å, vilken å! Ängen är grön; 10 Å’s längd.",
    "Russian": "Привет, мир! Сегодня — хорошая погода…",
    "Greek": "Καλημέρα κόσμε, τι κάνεις;",
    "Chinese": "河水昨夜再次上涨，桥梁关闭。",
    "Japanese": "日本語の文章です。「はい」と言った。",
}


def document(header=0):
    return Document("a", "a", b"", None, 1, header=header)


def is_strange(character):
    return not ("\x20" <= character < "\x7f" or character in "\t\n\r")


@given(texts)
def test_every_trait_lies_in_the_text(text):
    """A span is a non-empty range of the text's own characters; only traits of the whole text have none."""
    for trait in inspect(text, document()):
        if trait.span is None:
            assert trait.kind in {"empty", "short"}
        else:
            assert 0 <= trait.span.start < trait.span.end <= len(text)


@given(texts)
def test_traits_of_a_kind_are_in_order_and_apart(text):
    """Traits of one kind are in order and do not overlap."""
    ends = {}
    for trait in inspect(text, document()):
        if trait.span:
            assert trait.span.start >= ends.get(trait.kind, 0) or trait.kind == "markup"
            ends[trait.kind] = trait.span.end


@given(texts)
def test_lines_are_the_texts_own(text):
    """Each line is the stripped text at its place, and only white space is left out."""
    found = list(lines(text))

    assert all(text[start:end] == line == line.strip() for start, end, line in found)
    assert "".join("".join(line.split()) for _, _, line in found) == "".join(text.split())


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_strange_characters_are_looked_at_and_plain_ones_skipped(text):
    """Skipping plain ASCII changes no trait."""
    strange = "".join(filter(is_strange, text))
    whole = [trait for traits in characters(text, text) for trait in traits]

    assert [trait for traits in characters(text, strange) for trait in traits] == whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_mojibake_as_it_is_written(language):
    """Text in any language, correctly decoded, is not mojibake."""
    assert list(mojibake(LANGUAGES[language])) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_every_language_is_mojibake_when_its_bytes_are_misread(language, encoding):
    """Text in any language is detected if its UTF-8 is read as Windows-1252 or as Latin-1."""
    text = LANGUAGES[language]
    misread = "".join(
        bytes([byte]).decode(encoding) if encoding == "latin-1" or byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in text.encode()
    )

    found = list(mojibake(misread))

    assert found
    for trait in found:
        run, _, original = trait.detail.partition(" for ")
        assert misread[trait.span.start : trait.span.end] == run
        assert original in text


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x24F), max_size=20))
def test_mojibake_is_undone_exactly(text):
    """The original of a run, encoded as UTF-8 and misread, gives the run."""
    misread = "".join(bytes([byte]).decode("latin-1") for byte in text.encode())

    for trait in mojibake(misread):
        run, _, original = trait.detail.partition(" for ")
        assert original.encode().decode("latin-1") == run


@given(texts, st.integers(0, 20))
def test_the_words_of_a_text_need_not_be_counted_where_they_are_known(text, header):
    """A given word count, as sketches provide it, leaves the traits the same."""
    header = min(header, len(text))
    starts = np.array([len(text[:header].encode("utf-8", "surrogatepass"))], np.int64)
    words = int(sketch(attrs.evolve(batch_of([text]), starts=starts)).words[0])

    assert inspect(text, document(header), words=words) == inspect(text, document(header))


def test_known_words_are_not_counted_again(calls):
    """If the number of words is given, neither the pattern nor the kernel counts them."""
    counted, _ = calls(locate, lambda: inspect("The ferry.", document()))
    known, traits = calls(locate, lambda: inspect("The ferry.", document(), words=2))

    assert (counted, known) == (1, 0)
    assert [trait.detail for trait in traits] == ["2 words"]


@given(st.integers(0, 40))
def test_the_header_has_no_traits(size):
    """A crawl header before the article has no traits."""
    text = "Share\nShare this article\n" * 2

    for trait in inspect(text, document(min(size, len(text)))):
        assert trait.kind in {"empty", "short"} or trait.span.start >= min(size, len(text)) or trait.kind != "chrome"


def test_more_than_a_thousand_places_are_one_trait_that_counts_them():
    """More than a thousand traits of a kind become one that counts and spans them."""
    (trait,) = [trait for trait in inspect("noted.The " * 1500 + "end.", document()) if trait.kind == "glued"]

    assert trait.count == 1500
    assert (trait.span.start, trait.span.end) == (0, 14999)


def test_lone_surrogates_are_looked_at_like_other_characters():
    """Lone surrogates, which JSON may hold, do not stop the inspection: they stand for a lost character."""
    (trait,) = inspect("The river \ud800 rose again overnight.", document())

    assert (trait.kind, trait.span) == ("replacement", Span(10, 11))


def test_a_text_of_one_long_line_is_inspected():
    """A very long line causes neither recursion nor backtracking."""
    kinds = {trait.kind for trait in inspect("The river rose again overnight. " * 20000, document())}

    assert kinds == set()
