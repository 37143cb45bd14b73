"""Files that are UTF-8 in some lines and in another encoding in the others, and files that only look so."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.readers.decode import decode, decode_again
from provenance.readers.encodings import UndecodableError

VIETNAMESE = "Hà Nội (TTXVN) - Cầu mới ở bến cũ mở cửa hôm thứ hai.\nNgười lái đò nói dây mới dày hơn.\n"
FRENCH = "Le ministre des Affaires étrangères a reçu à Hanoï le vice-ministre russe.\nL’été était là, déjà.\n"
GERMAN = "Die Straße über den Fluß wird für Fußgänger geöffnet.\nDie Züge fahren später.\n"
ENGLISH = "“The ferry runs again,” he said.\nIt’s the rope’s turn – again.\n"
RUSSIAN = "Паром снова ходит у старой пристани.\n«Хорошо», — сказал капитан.\n"
POLISH = "Zażółć gęślą jaźń.\nPrzewoźnik mówi, że lina śpiewa.\n"
CHINESE = "新华社北京电 记者今天\n渡船又开了。\n"
THAI = "ฉันรักกรุงเทพมหานคร เรือข้ามฟาก\nเรือ\n"
JAPANESE = "ひらがなと漢字の文章。\n渡し船\n"
KOREAN = "나룻배가 다시 운행된다.\n배\n"
ARABIC = "العبارة تعمل من جديد، اليوم.\nنهر\n"
GREEK = "Η Ελλάδα και ο ποταμός.\nΆρα\n"

TWO = [
    (FRENCH, FRENCH, "cp1252"),
    (GERMAN, GERMAN, "cp1252"),
    (GERMAN, GERMAN, "mac_roman"),
    (VIETNAMESE, ENGLISH, "cp1252"),
    (VIETNAMESE, RUSSIAN, "cp1251"),
    (ENGLISH, ENGLISH, "cp1252"),
    (FRENCH, ENGLISH, "cp1252"),
    (RUSSIAN, RUSSIAN, "cp1251"),
    (POLISH, POLISH, "cp1250"),
    (CHINESE, CHINESE, "gb18030"),
    ("un café\n", "naïve\n", "cp1252"),
]
ONE = [
    (FRENCH, "cp1252"),
    (FRENCH, "mac_roman"),
    (GERMAN, "mac_roman"),
    (ENGLISH, "mac_roman"),
    (ENGLISH, "cp1252"),
    ("L’État\nl’école\n" + FRENCH, "mac_roman"),
    (RUSSIAN, "cp1251"),
    ("СССР»\nТАСС»\n" + RUSSIAN, "cp1251"),
    (RUSSIAN.translate(dict.fromkeys(map(ord, "«»—"))), "koi8-r"),
    (POLISH, "cp1250"),
    (POLISH, "iso8859-2"),
    (CHINESE, "gb18030"),
    (THAI, "cp874"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (KOREAN, "euc_kr"),
    (ARABIC, "cp1256"),
    (GREEK, "cp1253"),
]


@pytest.mark.parametrize("times", [1, 8])
@pytest.mark.parametrize("foreign_first", [False, True])
@pytest.mark.parametrize(("whole", "foreign", "encoding"), TWO)
def test_lines_of_two_encodings_are_each_read_in_their_own(whole, foreign, encoding, foreign_first, times):
    """Whichever comes first, and the second pass gives the same text."""
    parts = [(whole * times).encode(), (foreign * times).encode(encoding)]
    texts = [whole * times, foreign * times]
    order = [1, 0] if foreign_first else [0, 1]
    raw = b"".join(parts[at] for at in order)

    text, chosen, note = decode(raw, None)

    assert text.decode() == "".join(texts[at] for at in order)
    assert decode_again(raw, chosen) == text.decode()
    assert "the others as UTF-8" in note


def test_the_lines_that_are_not_utf_8_are_named():
    """From 1, as runs, the first few of many."""
    accent, foreign = "Voilà l’été déjà.\n".encode(), "Voilà, c'était déjà l'été.\n".encode("cp1252")

    note = decode(accent + foreign + accent + foreign * 3 + b"plain\n" + foreign, None)[2]
    long = decode((accent + foreign) * 9, None)[2]

    assert ": lines 2, 4-6, 8 read as cp1252, " in note
    assert ": lines 2, 4, 6, 8, 10 and 4 more runs of lines read as cp1252, " in long
    assert ": line 2 read as cp1252, " in decode(accent + foreign, None)[2]


@pytest.mark.parametrize("times", [1, 4, 30])
@pytest.mark.parametrize(("text", "encoding"), ONE)
def test_a_file_of_one_encoding_is_not_taken_for_two(text, encoding, times):
    """Though bytes of some of its lines are UTF-8 by chance."""
    try:
        chosen = decode((text * times).encode(encoding), None)[1]
    except UndecodableError:
        return

    assert not chosen.startswith("utf-8")


@pytest.mark.parametrize("text", [FRENCH, VIETNAMESE, CHINESE, RUSSIAN])
def test_utf_8_stays_utf_8(text):
    """Whole, with a mark, and with a broken byte."""
    assert decode(text.encode(), None)[1:] == ("utf-8", "")
    assert decode(text.encode("utf-8-sig"), None)[1:] == ("utf-8-sig", "")
    assert decode((text * 9).encode() + b"\xff\n", None)[1] == "utf-8"


@given(st.lists(st.text(max_size=9).map(str.encode) | st.binary(max_size=9), max_size=9).map(b"\n".join))
@example(b"%\x80\n\xc2\x80")
def test_whatever_is_read_is_read_alike_again(raw):
    """And no line is lost."""
    try:
        text, chosen, _ = decode(raw, None)
    except UndecodableError:
        return

    assert decode_again(raw, chosen) == text.decode()
    if " and " in chosen:
        assert text.count(b"\n") == raw.count(b"\n")


def test_records_of_two_encodings_are_told_apart_alike(tmp_path, gather):
    """By the letters that the lines around have in UTF-8."""
    text = "L’été était là, déjà."
    lines = [f'{{"text": "{text} {number}"}}\n' for number in range(40)]
    encoded = [line.encode("cp1252" if number % 2 else "utf-8") for number, line in enumerate(lines)]
    (tmp_path / "a.jsonl").write_bytes(b"".join(encoded))

    found = gather(tmp_path)

    assert found.texts == [f"{text} {number}" for number in range(40)]
    assert found.said("decoded by guess") == [("a.jsonl", number) for number in range(2, 41, 2)]


def test_a_file_of_two_encodings_is_a_document_with_a_notice(tmp_path, gather):
    """Its text is there, and what was done with it is told."""
    (tmp_path / "a.txt").write_bytes(FRENCH.encode() + FRENCH.encode("cp1252"))

    found = gather(tmp_path)

    assert found.texts == [FRENCH * 2]
    assert found.said("decoded by guess") == [("a.txt", None)]
