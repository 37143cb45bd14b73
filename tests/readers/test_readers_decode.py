"""Bytes to text: every encoding that announces itself, guesses that are told, and what fits nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.readers.decode import decode, decode_again
from provenance.readers.encodings import UndecodableError, first_wrong_byte, is_binary

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FRENCH = "Le ministre des Affaires étrangères a reçu à Hanoï le vice-ministre russe. L’été était là. " * 4
MARKED = ["utf-8-sig", "utf-16", "utf-32"]
BOMS = {"utf-16-be": b"\xfe\xff", "utf-32-be": b"\x00\x00\xfe\xff", "utf-16-le": b"\xff\xfe"}


@given(TEXTS.filter(lambda text: not text.startswith("\ufeff")), st.sampled_from(MARKED))
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(text, encoding):
    """What was encoded comes back, in both passes, and nothing was guessed."""
    if encoding == "utf-16":
        text = text.lstrip("\0")  # FF FE 00 00 is the mark of UTF-32
    raw = text.encode(encoding)

    assert decode(raw, None) == (text.encode(), encoding, "")
    assert decode_again(raw, encoding) == text


@pytest.mark.parametrize("order", BOMS)
def test_both_byte_orders_are_known(order):
    """As the mark says."""
    assert decode(BOMS[order] + "Hà Nội".encode(order), None)[0] == "Hà Nội".encode()


@given(TEXTS)
def test_utf_8_is_taken_as_it_is(text):
    """No newline is translated, no character composed; only a mark is taken off."""
    raw = text.encode()

    assert decode(raw, None)[0] == raw.removeprefix(b"\xef\xbb\xbf")


def test_newlines_stay_as_they_are():
    """All kinds of them, since spans count them."""
    assert decode(b"a\r\nb\rc\n", None)[0] == b"a\r\nb\rc\n"


@given(st.binary() | st.tuples(TEXTS.map(str.encode), st.binary(max_size=3), TEXTS.map(str.encode)).map(b"".join))
def test_the_first_wrong_byte_is_where_python_finds_it(raw):
    """None for UTF-8."""
    try:
        raw.decode()
        expected = None
    except UnicodeDecodeError as error:
        expected = error.start

    assert first_wrong_byte(raw) == expected


@pytest.mark.parametrize("before", [(1 << 20) - 1, 1 << 20, (1 << 21) - 2])
def test_characters_and_errors_across_slices_of_the_check_are_seen(before):
    """The check goes slice by slice, and characters lie across their borders."""
    sound = b"a" * before + "€😀".encode() + b"b" * 5

    assert first_wrong_byte(sound) is None
    assert first_wrong_byte(sound[: before + 2]) == before
    assert first_wrong_byte(sound + b"\xff") == len(sound)


@given(st.binary(min_size=1, max_size=400), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "cp1258", "gb18030"]))
def test_any_bytes_are_decoded_alike_twice_or_said_not_to_be(raw, encoding):
    """The second pass gives the text of the first; nothing else is ever raised."""
    try:
        text, chosen, _ = decode(raw, encoding)
    except UndecodableError:
        return

    assert decode_again(raw, chosen) == text.decode()


@pytest.mark.parametrize(("encoding", "text"), [("cp1252", FRENCH), ("cp1251", "Министр принял посла России. " * 8)])
def test_another_encoding_is_guessed_and_told(encoding, text):
    """With its name and the first byte that was not UTF-8."""
    raw = text.encode(encoding)

    found, chosen, note = decode(raw, None)

    assert found.decode() == text
    assert chosen in note
    assert f"byte {first_wrong_byte(raw)} " in note


def test_utf_8_with_a_broken_byte_stays_utf_8():
    """One broken byte must not turn all the others into mojibake."""
    raw = FRENCH.encode() + b"\xff" + FRENCH.encode()

    text, encoding, note = decode(raw, None)

    assert text.decode() == FRENCH + "\ufffd" + FRENCH
    assert encoding == "utf-8"
    assert f"byte {len(FRENCH.encode())} (0xff)" in note


def test_utf_8_cut_within_its_last_character_stays_utf_8():
    """As cut files are."""
    assert decode((FRENCH + "…").encode()[:-1], None)[0].decode() == FRENCH + "\ufffd"


def test_a_short_text_cut_within_its_last_character_stays_utf_8():
    """Another whole character beyond ASCII is enough to know it by."""
    assert decode("Đà Nẵng, café…".encode()[:-1], None)[0].decode() == "Đà Nẵng, café\ufffd"


def test_one_last_byte_of_another_encoding_is_no_cut_utf_8():
    """Where nothing else is UTF-8 beyond ASCII, the last byte is a character of its own."""
    assert decode("they met in the café".encode("cp1252"), None)[1] != "utf-8"


def test_what_fits_no_encoding_says_where():
    """The first byte that is wrong, and the way out."""
    noise = random.Random(1).randbytes(5000).replace(b"\0", b"") + b"\xff\x81"

    with pytest.raises(UndecodableError, match=r"byte \d+ .*--encoding"):
        decode(noise, None)


@pytest.mark.parametrize("raw", [b"\xff\xfea", b"\xff\xfe\x00\xd8", b"\xfe\xff\xdc\x00a\x00", b"\xff\xfe\x00\x00abc"])
def test_a_marked_text_that_breaks_its_word_is_not_guessed(raw):
    """Half a character, half a surrogate pair."""
    with pytest.raises(UndecodableError, match="byte"):
        decode(raw, None)


def test_the_operator_s_word_overrides_detection():
    """Also against a byte order mark."""
    assert decode("été".encode("latin-1"), "latin-1")[0] == "été".encode()
    assert decode(b"\xff\xfeA\x00", "latin-1")[0] == "ÿþA\0".encode()
    with pytest.raises(UndecodableError):
        decode("été".encode("latin-1"), "utf-8")


@pytest.mark.parametrize("encoding", ["utf-99", "base64", "rot13", "hex", "", "a\0b", "é"])
def test_an_encoding_that_is_none_is_told_before_anything_is_read(tmp_path, gather, encoding):
    """Also codecs that do not give text."""
    (tmp_path / "a.txt").write_text("Words.")

    with pytest.raises(UsageError, match="--encoding"):
        gather(tmp_path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["UTF8", "Latin1", "utf_16", "idna", "unicode_escape", "undefined"])
def test_an_encoding_by_any_of_its_names_never_crashes(tmp_path, gather, encoding):
    """A strange one may not fit, which is a notice."""
    (tmp_path / "a.txt").write_text("Words..\n")
    (tmp_path / "b.jsonl").write_text('{"text": "Words.."}\n')

    found = gather(tmp_path, encoding=encoding)

    assert found.documents or found.said("not decodable")


@pytest.mark.parametrize(
    ("first", "binary"),
    [
        (b"a\0", True),
        (b"", False),
        (b"\xff\xfea\0", False),
        (b"\0\0\xfe\xff\0\0\0a", False),
        (b"\xef\xbb\xbfa\0", True),
    ],
)
def test_a_nul_makes_a_file_binary_unless_its_mark_explains_it(first, binary):
    """UTF-16 and UTF-32 are full of them."""
    assert is_binary(first) == binary


def test_notices_about_encodings_name_the_file(tmp_path, gather):
    """What was guessed is a document, what could not be is none."""
    (tmp_path / "a.txt").write_bytes(FRENCH.encode("cp1252"))
    (tmp_path / "b.txt").write_bytes(b"\xff\xfea")
    (tmp_path / "c.txt").write_bytes(b"sound")

    found = gather(tmp_path)

    assert found.texts == [FRENCH, "sound"]
    assert found.said("decoded by guess") == [("a.txt", None)]
    assert found.said("not decodable") == [("b.txt", None)]
