"""Standard input: a text, or records when it looks so."""

from __future__ import annotations

import io
import os

import pytest

from provenance.errors import UsageError


def piped(gather, content, **settings):
    return gather("-", stdin=io.BytesIO(content), **settings)


@pytest.mark.parametrize(
    "content",
    [b"Some words.", b"", b"{ not a record }\nmore", b'[{"text": "a"}]', b'{"text": "cut', b'{\n"text": "spread"\n}'],
)
def test_what_does_not_begin_with_a_record_is_a_text(gather, content):
    """Whole, braces or not."""
    found = piped(gather, content)

    assert found.texts == [content.decode()]
    assert found.ids == ["-"]
    assert (found.documents[0].line, found.documents[0].place, found.documents[0].file) == (None, None, b"-")


@pytest.mark.parametrize("before", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\n" * 300_000])
def test_what_begins_with_a_record_is_records(gather, before):
    """White space and a mark may come first."""
    found = piped(gather, before + b'{"text": "a"}\n{"id": "own", "text": "b"}\nnone\n')

    line = before.count(b"\n") + 1
    assert found.texts == ["a", "b"]
    assert found.ids == [f"-#{line}", "own"]
    assert found.said("broken record") == [("-", line + 2)]
    assert all(document.place is None for document in found.documents)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_records_of_a_marked_encoding_are_seen(gather, encoding):
    """What is looked at is the text, not the bytes."""
    assert piped(gather, '{"text": "Hà Nội"}'.encode(encoding)).texts == ["Hà Nội"]


def test_a_record_that_only_a_lenient_parser_takes_is_one(gather):
    """As it would be in a file."""
    assert piped(gather, b'{"text": "a", "x": NaN}').texts == ["a"]


def test_a_long_first_line_is_waited_for(gather):
    """A record may span many blocks."""
    assert piped(gather, b'{"text": "' + b"a" * 1_000_000 + b'"}').texts == ["a" * 1_000_000]


def test_binary_input_is_unreadable(gather):
    """Standard input was named, so it is not passed over."""
    assert piped(gather, b"PK\x03\x04\0\0").said("unreadable") == [("-", None)]


def test_input_over_the_limit_is_told(gather):
    """A text, and a first line that never ends."""
    assert piped(gather, b"a\n" * 3000, max_document_bytes=4000).said("over limit") == [("-", None)]
    assert piped(gather, b"a" * 6000, max_document_bytes=4000).said("over limit") == [("-", None)]


def test_a_closed_input_is_unreadable(gather):
    """No traceback."""
    stream = io.BytesIO()
    stream.close()

    assert gather("-", stdin=stream).said("unreadable") == [("-", None)]


def test_a_pipe_is_read_to_its_end(gather):
    """A real one, in which bytes come when they come."""
    reading, writing = os.pipe()
    os.write(writing, b'{"text": "a"}\n')
    os.close(writing)

    with open(reading, "rb") as stream:
        assert gather("-", stdin=stream).texts == ["a"]


def test_a_file_called_so_must_be_spelled_otherwise(tmp_path, monkeypatch, gather):
    """ "./-" is a file, and one of an unknown suffix."""
    (tmp_path / "-").touch()
    monkeypatch.chdir(tmp_path)

    assert gather("./-").said("unreadable") == [("-", None)]
    with pytest.raises(UsageError, match="no such file"):
        gather("--")
