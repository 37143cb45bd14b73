"""Who wrote a text: names near its day, in the forms that sites have for them."""

import pytest

from provenance.attribution import attribute

STORY = (
    "The ferry over the lower river sails again from Monday on, the harbour master said, after a week without a rope."
)


def authors(*head):
    return [c.value for c in attribute("\n".join((*head, STORY, "It is free."))).claims if c.property == "author"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Jo Lind - Feb. 6, 2018",),
        ("Jo Lind · Thursday 25 April 2019",),
        ("Jo Lind", "4 min read"),
        ("Jo Lind", "Publiziert heute um 06:15 Uhr"),
        ("Jo Lind", "Pellworth", "5 March 2024"),
        ("par Jo Lind",),
        ("von Jo Lind", "5. März 2024"),
    ],
    ids=" / ".join,
)
def test_an_author_is_read(lines):
    """A person's name before the day, above it, or behind a small by."""
    assert authors("Ferry sails again after the storm", *lines) == ["Jo Lind"]


@pytest.mark.parametrize(
    "lines",
    [
        ("World News - Feb. 6, 2018",),
        ("Sport, 10. Dezember 2019",),
        ("Bad Lunden, 10. Dezember 2019",),
        ("Thứ Hai, 13/03/2023, 07:45",),
        ("Chủ Nhật | 12/03/2023",),
        ("Sunday Morning - Feb. 6, 2018",),
        ("Artikel von APA Red, 16.12.2022 | 11:29",),
        ("Pellworth Gazette", "5 March 2024"),
        ("von Hand", "5. März 2024"),
        ("par Quillon",),
        ("Jo Lind", "Where the harbour ends and the sea begins"),
    ],
    ids=" / ".join,
)
def test_no_author_is_read(lines):
    """Neither a section nor a paper nor a town nor a weekday nor a word behind a small by is one."""
    assert authors("Ferry sails again after the storm", *lines) == []


def test_a_chinese_reporter_is_an_author():
    """記者 before a name and a slash."""
    text = "山區道路中斷\n記者林某某／雲台報導\n一天降下兩百毫米雨量，三處道路中斷，鎮公所請民眾改道。"

    assert [c.value for c in attribute(text).claims if c.property == "author"] == ["林某某"]
