"""Records: one JSON object a line, of whatever quality."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.documents import Documents
from provenance.errors import UsageError
from provenance.fields import conflicting, may_repeat
from provenance.readers import read, unique_ids
from provenance.readers.collect import MAX_NOTICES
from provenance.settings import Reading


def records(path, *lines, end="\n"):
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + end.encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def line(**fields):
    return json.dumps(fields, ensure_ascii=False)


LINES = [
    '{"text": ""}',
    '{"text": "The ferry runs again."}',
    '{"text": "The ferry runs.", "id": "a"}',
    '{"id": 7, "text": "The ferry.", "date": "2024-03-01", "source": {"name": "VNA"}, "title": ["One", "Two"]}',
    '{"id": "h", "text": "[Date: 2024-03-01]\\nThe ferry runs again."}',
    '{"text": "Caf\\u00e9 \\ud800"}',
    "{}",
    "not a record",
    "",
]


@given(st.lists(st.text(), min_size=1, max_size=5), st.booleans(), st.integers(1, 60))
def test_every_text_that_json_can_hold_comes_back(tmp_path_factory, gather, texts, escaped, batch_bytes):
    """Lone surrogates too, in batches of any size, and places that give the lines again."""
    path = tmp_path_factory.mktemp("records") / "a.jsonl"
    lines = [json.dumps({"text": text}, ensure_ascii=True).encode() for text in texts]
    if not escaped:
        lines = [json.dumps({"text": text}, ensure_ascii=False).encode("utf-8", "surrogatepass") for text in texts]
        texts = [text for text in texts if text.encode("utf-8", "replace") == text.encode("utf-8", "surrogatepass")]
    content = b"\r\n".join(lines)
    path.write_bytes(content)

    found = gather(path, batch_bytes=batch_bytes)

    if escaped:
        assert found.texts == texts
        assert [content[slice(*document.place)].rstrip(b"\r") for document in found.documents] == lines
        assert [document.line for document in found.documents] == list(range(1, len(texts) + 1))
    else:
        assert set(texts) <= set(found.texts)


def test_a_record_is_called_by_its_own_id_else_by_its_place(tmp_path, gather):
    """Strings and numbers as they stand; anything else is no id."""
    ids = ['"a/b c"', "17", "-0", "1.50", "123456789012345678901234567890", "1e400", '""', "null", "true", "[1]", "NaN"]
    path = records(tmp_path / "a.jsonl", *(f'{{"id": {own}, "text": "x"}}' for own in ids), '{"text": "x"}')

    assert gather(path).ids == [
        "a/b c", "17", "0", "1.50", "123456789012345678901234567890", "1e400",
        "a.jsonl#7", "a.jsonl#8", "a.jsonl#9", "a.jsonl#10", "NaN", "a.jsonl#12",
    ]  # fmt: skip


def test_blank_lines_count_as_lines_and_as_nothing_else(tmp_path, gather):
    """Numbers of lines are an editor's."""
    path = records(tmp_path / "a.jsonl", "", line(text="a"), " \t\r", "", line(text="b"))

    found = gather(path)

    assert [document.line for document in found.documents] == [2, 5]
    assert found.notices == []


@given(
    st.lists(st.sampled_from(["record", "", "broken", "{}", "[]", "long"]), max_size=30), st.sampled_from([99, 10**9])
)
def test_lines_are_numbered_as_an_editor_does(tmp_path_factory, gather, kinds, limit):
    """Whatever stands in them: records and notices alike say where they stand."""
    contents = {"record": line(text="a"), "long": line(text="a" * 200)}
    path = records(tmp_path_factory.mktemp("lines") / "a.jsonl", line(text="first"), *map(contents.get, kinds, kinds))

    found = gather(path, max_document_bytes=limit)

    wanted = ("record", "long") if limit > 200 else ("record",)
    numbered = list(enumerate(kinds, 2))
    assert [document.line for document in found.documents] == [
        1,
        *(number for number, kind in numbered if kind in wanted),
    ]
    assert [notice.line for notice in found.notices] == [
        number for number, kind in numbered if kind not in ("", *wanted)
    ]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ('{"text": "cut', "broken record"),
        ("{'text': 'quotes'}", "broken record"),
        ("[1, 2]", "broken record"),
        ('"text"', "broken record"),
        ("null", "broken record"),
        ("17", "broken record"),
        ("NaN", "broken record"),
        ('{"text": "a"} {"text": "b"}', "broken record"),
        ('{"text": "raw \t tab"}', "broken record"),
        ("[" * 1_000_000, "broken record"),
        ('{"a":' * 1_000_000, "broken record"),
        ('{"text": "a", "deep": ' + "[" * 1_000_000 + "]" * 1_000_000 + "}", "broken record"),
        ("{}", "no text"),
        ('{"body": "a"}', "no text"),
        ('{"text": null}', "no text"),
        ('{"text": 17}', "no text"),
        ('{"text": 17, "x": NaN}', "no text"),
        ('{"text": ["a"]}', "no text"),
    ],
    ids=lambda value: value[:24],
)
def test_a_line_that_is_no_record_is_told_and_the_rest_goes_on(tmp_path, gather, broken, kind):
    """With the file and the line; even a million brackets crash nothing."""
    path = records(tmp_path / "a.jsonl", line(text="before"), broken, line(text="after"))

    found = gather(path)

    assert found.texts == ["before", "after"]
    assert [(notice.kind, notice.path, notice.line) for notice in found.notices] == [(kind, "a.jsonl", 2)]


@pytest.mark.parametrize(
    ("content", "hints"),
    [
        ('{\n "text": "a",\n "id": 1\n}', [True, True, False, False]),
        ('[\n{"text": "a"},\n]', [True, True, False]),
        ('[{"text": "a"}]', [True]),
        ("[1, 2]", [True]),
        ("not json", [False]),
        ("17", [False]),
        ("null", [False]),
        ('"text"', [False]),
        ('{"text": "cut', [False]),
    ],
)
def test_json_over_several_lines_is_told_how_records_stand(tmp_path, gather, content, hints):
    """Where a line looks so; any other broken one is not."""
    (tmp_path / "a.jsonl").write_text(content)

    assert ["jq -c" in notice.message for notice in gather(tmp_path / "a.jsonl").notices] == hints


@pytest.mark.parametrize("odd", ["NaN", "-Infinity", "1e999", "1" * 5000, '"\\ud800"'])
def test_what_strict_parsers_refuse_is_read_all_the_same(tmp_path, gather, odd):
    """Python writes such JSON; a number of any length is nobody's business here."""
    path = records(tmp_path / "a.jsonl", f'{{"text": "words", "x": {odd}}}')

    found = gather(path)

    assert found.texts == ["words"]
    assert found.notices == []


def test_no_id_or_statement_holds_a_lone_surrogate(tmp_path, gather):
    """No report could be written with one; a text may."""
    path = records(tmp_path / "a.jsonl", r'{"id": "a\ud800", "title": "\udfff", "text": "b\ud800"}')

    found = gather(path)

    assert found.ids == [r"a\ud800"]
    assert found.documents[0].statements[0].value == r"\udfff"
    assert found.texts == ["b\ud800"]


def test_a_nul_in_a_text_is_kept(tmp_path, gather):
    """JSON can hold one, so a record can."""
    assert gather(records(tmp_path / "a.jsonl", r'{"text": "a\u0000b"}')).texts == ["a\0b"]


def test_a_truncated_last_line_keeps_the_lines_before(tmp_path, gather):
    """And is named."""
    path = records(tmp_path / "a.jsonl", line(text="a"), line(text="b")[:-3], end="")

    found = gather(path)

    assert found.texts == ["a"]
    assert found.said("broken record") == [("a.jsonl", 2)]


def test_a_truncated_gzip_keeps_the_whole_lines_before(tmp_path, gather):
    """The place where it ends is named by its line."""
    path = tmp_path / "a.jsonl.gz"
    lines = [line(text=f"Story number {number}.", n=number * 7919 % 10007) for number in range(5000)]
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed[: len(packed) // 2])

    found = gather(path)

    assert 1000 < len(found.texts) < 4000
    assert found.texts == [f"Story number {number}." for number in range(len(found.texts))]
    assert found.said("unreadable") == [("a.jsonl.gz", len(found.texts) + 1)]
    assert all(document.place is None for document in found.documents)


@pytest.mark.parametrize("content", ["", "\n", " \n\n"])
def test_a_file_without_any_record_is_told(tmp_path, gather, content):
    """It is an input that gave nothing."""
    (tmp_path / "a.jsonl").write_text(content)

    assert gather(tmp_path).said("no text") == [("a.jsonl", None)]


def test_fields_say_where_the_text_and_the_rest_stand(tmp_path, gather):
    """The operator's names come first, and the others are found."""
    path = records(tmp_path / "a.jsonl", line(body="a", key="k1", text="b", title="c", when="2024-03-04"))

    found = gather(path, fields={"text": "body", "id": "key", "date": "when"})

    assert found.ids == ["k1"]
    assert found.texts == ["a"]
    assert [(one.name, one.value) for one in found.documents[0].statements] == [
        ("date", "2024-03-04"),
        ("title", "c"),
    ]


def test_a_field_without_a_name_is_a_usage_error(tmp_path, gather):
    """Nothing could be read."""
    with pytest.raises(UsageError, match="text=NAME"):
        gather(records(tmp_path / "a.jsonl", line(text="a")), fields={"text": ""})


def test_statements_are_the_container_s_and_have_no_span(tmp_path, gather):
    """Strings and numbers, those in lists one by one, the name of an object; nothing empty."""
    path = records(
        tmp_path / "a.jsonl",
        line(
            text=" date 2024-03-04 Words", title="T", date=20240305, url="", source=["A", {"name": "B"}, None, True, {}]
        ),
    )

    (document,) = gather(path).documents

    assert [(one.name, one.value, one.asserter, one.span is None) for one in document.statements] == [
        ("date", "20240305", "container", True),
        ("title", "T", "container", True),
        ("source", "A", "container", True),
        ("source", "B", "container", True),
        ("date", "2024-03-04", "crawl header", False),
    ]
    assert document.header == 17


@given(st.lists(st.sampled_from(LINES), max_size=12), st.integers(1, 200), st.booleans())
def test_all_documents_are_the_ones_that_are_asked_for_one_by_one(tmp_path_factory, lines, batch_bytes, digests):
    """Whatever lines are records, and whatever names they have: also where several have the same one."""
    path = records(tmp_path_factory.mktemp("records") / "a.jsonl", *lines)

    batches = list(read([path], Reading(batch_bytes=batch_bytes, digests=digests)))
    documents, _ = unique_ids(Documents(batch.documents for batch in batches))

    assert list(documents) == [documents[at] for at in range(len(documents))]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson.gz"])
def test_size_and_digest_are_of_the_text_as_utf_8(tmp_path, gather, name):
    """For a record; a digest only when asked for."""
    path = records(tmp_path / name, line(text="Hà Nội"))

    (document,) = gather(path).documents

    assert (document.size, document.sha256) == (9, hashlib.sha256("Hà Nội".encode()).hexdigest())
    assert gather(path, digests=False).documents[0].sha256 == ""


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz"])
def test_size_and_digest_of_a_text_file_are_of_the_file(tmp_path, gather, name):
    """As it lies there, which other tools can check."""
    raw = b"\xef\xbb\xbfWords."
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    raw = (tmp_path / name).read_bytes()

    found = gather(tmp_path)

    assert found.texts == ["Words."]
    assert (found.documents[0].size, found.documents[0].sha256) == (len(raw), hashlib.sha256(raw).hexdigest())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_records_in_an_encoding_that_is_marked_are_read(tmp_path, gather, encoding):
    """Their places are not the file's, unless it is UTF-8."""
    path = tmp_path / "a.jsonl"
    path.write_bytes("\n".join([line(text="Hà"), line(text="Nội")]).encode(encoding))

    found = gather(path)

    assert found.texts == ["Hà", "Nội"]
    assert [document.place is not None for document in found.documents] == [encoding == "utf-8-sig"] * 2


def test_records_in_a_marked_encoding_are_kept_up_to_the_byte_that_is_none(tmp_path, gather):
    """And the line is told."""
    path = tmp_path / "a.jsonl"
    path.write_bytes("\n".join([line(text="a"), line(text="b")]).encode("utf-16") + b"\0")

    found = gather(path)

    assert found.texts == ["a"]
    assert found.said("not decodable") == [("a.jsonl", 2)]


def test_lines_in_another_encoding_are_guessed_and_told(tmp_path, gather):
    """Line by line, beside others that are UTF-8."""
    text = "Le ministre des Affaires étrangères a reçu à Hanoï le vice-ministre. L’été était là."
    path = records(tmp_path / "a.jsonl", line(text=text), line(text=text).encode("cp1252"), line(text=text))

    found = gather(path)

    assert found.texts == [text] * 3
    assert found.said("decoded by guess") == [("a.jsonl", 2)]
    assert [document.encoding for document in found.documents] == ["utf-8", "cp1252", "utf-8"]


def test_a_line_over_the_limit_is_told_and_the_rest_goes_on(tmp_path, gather):
    """Without being held."""
    path = records(tmp_path / "a.jsonl", line(text="a"), line(text="b" * 5000), line(text="c"))

    found = gather(path, max_document_bytes=4000)

    assert found.texts == ["a", "c"]
    assert found.said("over limit") == [("a.jsonl", 2)]
    assert [document.line for document in found.documents] == [1, 3]


def test_a_nul_concerns_its_line_only(tmp_path, gather):
    """A raw one makes its record broken, an escaped one is a character like others, and the rest goes on."""
    path = records(tmp_path / "a.jsonl", '{"text": "a"}', '{"text": "b\0"}', '{"text": "c\\u0000"}', '{"text": "d"}')

    found = gather(path)

    assert found.texts == ["a", "c\0", "d"]
    assert found.said("broken record") == [(path.name, 2)]


@pytest.mark.parametrize("content", ['{"text": ""}'.encode("utf-16-le"), '{"text": ""}'.encode("utf-16-be"), b"PK\0{"])
def test_a_file_of_records_with_other_nuls_is_binary(tmp_path, gather, content):
    """Two bytes a character, and nothing that says so: each of its lines would be broken."""
    (tmp_path / "a.jsonl").write_bytes(content)

    found = gather(tmp_path / "a.jsonl")

    assert found.said("unreadable") == [("a.jsonl", None)]


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz"])
def test_a_text_over_the_limit_is_told(tmp_path, gather, name):
    """Also one that is only large when unpacked."""
    raw = b"a" * 5000
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)

    assert gather(tmp_path, max_document_bytes=4000).said("over limit") == [(name, None)]


def test_records_before_a_bomb_are_kept(tmp_path, gather):
    """The rest is over a limit, and the line where it begins is named."""
    lines = b'{"text": "a"}\n' * 300_000
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(lines))

    found = gather(tmp_path)

    assert 0 < len(found.documents) <= 1 << 20
    assert found.said("over limit") == [("a.jsonl.gz", len(found.documents) + 1), ("b.txt.gz", None)]
    assert all("200 times its size; unpack it" in notice.message for notice in found.notices)


def test_a_text_of_a_damaged_gzip_is_unreadable(tmp_path, gather):
    """Half a text would be another text."""
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Some words.")[:-6])

    found = gather(tmp_path)

    assert found.documents == []
    assert found.said("unreadable") == [("a.txt.gz", None)]


def test_too_many_notices_of_a_kind_and_file_become_one(tmp_path, gather):
    """A thousand stand for themselves, the last counts the rest and says where they lie."""
    many = MAX_NOTICES + 30
    records(tmp_path / "a.jsonl", *["{}"] * many, "[]")
    records(tmp_path / "b.jsonl", "{}")

    notices = gather(tmp_path).notices

    last = [notice for notice in notices if notice.kind == "no text" and notice.path == "a.jsonl"][-1]
    assert len(notices) == MAX_NOTICES + 3
    assert (last.count, last.line) == (30, MAX_NOTICES + 1)
    assert f"from line {MAX_NOTICES + 1} to line {many}" in last.message


def test_a_large_line_has_a_batch_of_its_own(tmp_path, gather):
    """However many blocks it spans; its neighbours are not held up by it."""
    big = "Wörter " * 4_000_000
    path = records(tmp_path / "a.jsonl", line(text="a"), line(text="b"), line(text=big), line(text="c"))

    found = gather(path)

    assert [len(batch.documents) for batch in found.batches] == [2, 1, 1]
    assert found.texts[2] == big


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20), st.integers(1, 50))
def test_batches_hold_about_as_many_bytes_as_they_should(tmp_path_factory, gather, sizes, batch_bytes):
    """Never more, but for one document alone; offsets and starts fit the buffer."""
    folder = tmp_path_factory.mktemp("batches")
    for number, size in enumerate(sizes):
        (folder / f"{number:03}.txt").write_text("a" * size)

    batches = gather(folder, batch_bytes=batch_bytes).batches

    assert [document.size for batch in batches for document in batch.documents] == sizes
    for batch in batches:
        assert len(batch.buffer) <= batch_bytes or len(batch.documents) == 1
        assert batch.offsets.tolist()[0] == 0
        assert batch.offsets.tolist()[-1] == len(batch.buffer)
        assert batch.starts.tolist() == batch.offsets.tolist()[:-1]


TWICE = [
    '{"text": "a", "text": "b"}',
    '{"text": "a", "te\\u0078t": "b"}',
    '{"text": null, "text": "b"}',
    '{"id": 1, "text": "b", "id": 2}',
    '{"text": "b", "date": "2024-03-01", "title": "x", "date" : "2024-03-02"}',
    '{"source": {"name": "VNA"}, "text": "b", "source": {"name": "AFP"}}',
    '{"text": "a", "x": NaN, "text": "b"}',
    '{"text": "a", "n": 1.5, "text": "\\ud800 b"}',
]
ONCE = [
    '{"text": "b", "id": "text"}',
    '{"text": "b", "other": {"text": "a"}, "more": [{"text": "c"}, {"text": "d"}]}',
    '{"other": {"text": "a", "text": "c"}, "text": "b"}',
    '{"text": "b", "other": 1, "other": 2}',
    '{"text": "b", "text": "b"}',
    '{"text": "\\"text\\": b, \\"text\\": c"}',
    '{"te\\u0078t": "b"}',
    '{"text": "b", "texts": "c", "TEXT": "d"}',
]


@pytest.mark.parametrize("sidecar", [False, True], ids=["columns", "line by line"])
@pytest.mark.parametrize("odd", TWICE)
def test_a_field_that_stands_twice_is_told(tmp_path, gather, odd, sidecar):
    """The record is read, by its last value as any parser reads it, and a notice names the line and the field."""
    path = records(tmp_path / "a.jsonl", line(text="before"), odd, line(text="after"))
    if sidecar:
        (tmp_path / "a.jsonl.meta.toml").write_text('source = "VNA"\n')

    found = gather(path)

    assert [text[-1] for text in found.texts] == ["e", "b", "r"]
    (notice,) = found.notices
    assert (notice.kind, notice.path, notice.line) == ("field twice", "a.jsonl", 2)
    name = next(
        name for name in ("text", "id", "date", "source") if notice.message.startswith(f"has the field '{name}'")
    )
    assert odd.count(name) >= 1


@pytest.mark.parametrize("sidecar", [False, True], ids=["columns", "line by line"])
@pytest.mark.parametrize("plain", ONCE)
def test_a_field_that_nothing_is_lost_of_is_no_notice(tmp_path, gather, plain, sidecar):
    """Inside of other values, in texts, of no interest here, or twice the same."""
    path = records(tmp_path / "a.jsonl", plain)
    if sidecar:
        (tmp_path / "a.jsonl.meta.toml").write_text('source = "VNA"\n')

    assert gather(path).notices == []


@given(
    st.lists(st.tuples(st.sampled_from(["text", "id", 'a"b', "tëxt", "\\"]), st.text(max_size=3)), max_size=4),
    st.booleans(),
    st.data(),
)
def test_every_field_that_stands_twice_is_seen(pairs, escaped, drawn):
    """However its name is written: a line that is no clear one holds it."""
    pieces = []
    for name, value in pairs:
        written = json.dumps(name, ensure_ascii=escaped)
        if drawn.draw(st.booleans()):
            written = '"' + "".join(f"\\u{ord(letter):04x}" for letter in name) + '"'
        pieces.append(f"{written}: {json.dumps(value, ensure_ascii=escaped)}")
    content = ("{" + ", ".join(pieces) + "}").encode()
    wanted = [name for name, _ in pairs]
    names = [name.encode() for name in dict.fromkeys(wanted)]

    lost = [name for name in dict.fromkeys(wanted) if len({value for key, value in pairs if key == name}) > 1]
    assert list(conflicting(content, names)) == lost
    assert may_repeat(content, names) or not lost
