"""What the headers of a message say of other messages: which one it answers, and which came before."""

from __future__ import annotations

import pytest

from provenance.readers.messages import read_message


def stated(*headers: str) -> list[tuple[str, str]]:
    """Return what a message with these *headers* states of messages."""
    raw = "\r\n".join((*headers, "", "The ferry is late."))
    return [(one.name, one.value) for one in read_message(raw.encode()).statements]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (("Message-ID: <c@pier.example>",), [("message", "<c@pier.example>")]),
        (("In-Reply-To: <b@pier.example>",), [("answers", "<b@pier.example>")]),
        (("In-Reply-To: Your mail of Tuesday <b@pier.example>",), [("answers", "<b@pier.example>")]),
        (
            ("In-Reply-To: <b@pier.example>", "References: <a@pier.example>", "\t<b@pier.example>"),
            [("answers", "<b@pier.example>"), ("thread", "<a@pier.example>")],
        ),
        (
            ("References: <a@pier.example> <b@pier.example>",),
            [("answers", "<b@pier.example>"), ("thread", "<a@pier.example>")],
        ),
    ],
)
def test_a_message_states_what_it_answers(headers, found):
    """By In-Reply-To, or else by the last of its References; the others of these are its thread."""
    assert stated(*headers) == found


@pytest.mark.parametrize(
    "header",
    [
        "In-Reply-To: your mail of Tuesday",
        "References:",
        "In-Reply-To: <two words>",
        "X-References: <a@pier.example>",
    ],
)
def test_what_names_no_message_states_none(header):
    """Words, nothing at all, and headers of other names are passed over."""
    assert stated(header) == []


def test_a_message_does_not_answer_itself():
    """Its own id among its references is no message before it."""
    found = stated("Message-ID: <a@pier.example>", "References: <a@pier.example>", "In-Reply-To: <a@pier.example>")

    assert found == [("message", "<a@pier.example>")]


def test_the_parent_of_a_message_is_not_guessed_from_references_that_are_cut():
    """A thread of thousands states its first message and some others, and no answer."""
    found = stated("References: " + " ".join(f"<{number}@pier.example>" for number in range(5000)))

    assert found[0] == ("thread", "<0@pier.example>")
    assert {name for name, _ in found} == {"thread"}
    assert len(found) <= 20


@pytest.mark.parametrize(
    ("disposition", "text", "attached"),
    [("", "The ferry is late.", ()), ("Content-Disposition: attachment\r\n", "", ("message/rfc822",))],
)
def test_a_message_within_a_message_is_text_where_it_is_shown(disposition, text, attached):
    """In its place; one that is attached is counted."""
    raw = f"Content-Type: message/rfc822\r\n{disposition}\r\nSubject: Ferry\r\n\r\nThe ferry is late."

    found = read_message(raw.encode())

    assert (found.text, found.attached) == (text, attached)


def test_messages_within_messages_end():
    """More than some deep they are attachments."""
    found = read_message(b"Content-Type: message/rfc822\r\n\r\n" * 1000 + b"Deep.")

    assert (found.text, found.attached) == ("", ("message/rfc822",))


def test_each_message_is_shown_in_its_own_form():
    """A page beside a message of plain text is read too."""
    parts = (
        "Content-Type: text/html\r\n\r\n<p>See below.</p>",
        "Content-Type: message/rfc822\r\n\r\nSubject: Ferry\r\n\r\nThe ferry is late.",
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)

    found = read_message(f"Content-Type: multipart/mixed; boundary=b\r\n\r\n{body}--b--".encode())

    assert found.text.split("\n") == ["See below.", "The ferry is late."]
