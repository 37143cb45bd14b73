"""ENC002 to ENC005: characters that are not what was meant.  (ENC001, bytes that are no text, is in ``input``.)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_traits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Find


def mojibake(case: Case, find: Find) -> Iterator[Finding]:
    """UTF-8 was read as Windows-1252 or Latin-1 on its way into this text: “Ã©” stands for “é”.

    Held against it: characters that, written back as bytes, are valid UTF-8, where no language writes them so.  The
    check is careful rather than complete: French, Portuguese, Spanish and Vietnamese spelling never fires it.  With
    the setting mojibake = "ftfy" (pip install 'provenance-audit[ftfy]'), ftfy's detector is asked beside it: it also
    knows UTF-8 that was read as Windows-1250, 1251, 1253, 1254 or 1257, ISO 8859-2, Mac Roman or code page 437.

    Why it hurts: the same article in two encodings shares few words, so copies are missed, and names are unreadable.

    What to do: mend the step that read the bytes; where the bytes are gone, convert the text back.  Nothing is ever
    mended in place by this tool.
    """
    yield from of_traits(case, find, "mojibake", "mojibake: {}")


def replacement_characters(case: Case, find: Find) -> Iterator[Finding]:
    """A replacement character (U+FFFD) stands where something could not be decoded.

    Held against it: every run of U+FFFD in the text.

    Why it hurts: the letter is lost for good, and the word that had it is another word now.

    What to do: fetch the document again and decode it as what it is.
    """
    yield from of_traits(case, find, "replacement", "replacement character in {}")


def invisible_characters(case: Case, find: Find) -> Iterator[Finding]:
    """Control, bidirectional or invisible characters stand in the text.

    Held against it: characters that no reader sees: control codes, soft hyphens, zero-width spaces, overrides of the
    writing direction, tags.  Joiners inside Indic and Arabic words and emoji, and direction marks in right-to-left
    text, are spelling and do not count.

    Why it hurts: searches and comparisons miss what looks equal; overrides of direction can hide what a text says.

    What to do: delete them, at the place where the text is extracted.
    """
    yield from of_traits(case, find, "invisible", "invisible characters: {}", quoting=False)


def mixed_normal_forms(case: Case, find: Find) -> Iterator[Finding]:
    """Some letters are composed (“é”) and others are a letter and a mark (“e” and U+0301) in one text.

    Held against it: a text that is neither in normal form C nor in D, and has a pair that C would compose.

    Why it hurts: equal words differ byte for byte, so searches and checksums miss them.  Comparisons by this tool do
    not.

    What to do: normalise to NFC where the text is extracted.
    """
    yield from of_traits(case, find, "mixed forms", "composed and decomposed letters are mixed, as in {}")
