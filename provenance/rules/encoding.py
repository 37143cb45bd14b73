"""ENC: bytes and characters that are not what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_notices, of_traits
from provenance.rules.rule import Rule, Samples
from provenance.rules.wording import QUOTED, escaped, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding, Trait
    from provenance.rules.case import Case
    from provenance.rules.find import Find

_CASTLE = (
    "La porte du château était ouverte, et les élèves de l'école ont été conduits près de la rivière où les pêcheurs "
    "réparaient leurs filets. Après la fête, le maire a remercié les ouvriers.\n"
)


def undecodable_input(case: Case, find: Find) -> Iterator[Finding]:
    """The bytes of an input are not text in the encoding that they should have.

    What it does: reports inputs that no encoding fits (as errors; they are not part of the audit), and inputs that are
    not UTF-8 and were decoded with a guessed encoding (as warnings).  A file may be UTF-8 in some lines and have
    another encoding in others: then each line is decoded with its own, and the message names those lines.

    Why it matters: a wrong guess gives wrong letters, so that copies are missed and names are misspelled.  The words
    are nearly always right, but single letters may not be.

    What to do: convert the file to UTF-8, or name its encoding with `--encoding`.
    """
    yield from of_notices(case, find, {"not decodable": "error", "decoded by guess": "warning"})


UNDECODABLE_INPUT = Rule(
    "ENC001",
    "undecodable-input",
    "error",
    undecodable_input,
    samples=Samples(found={"castle.txt": _CASTLE.encode("latin-1")}, silent={"castle.txt": _CASTLE}),
)


def mojibake(case: Case, find: Find) -> Iterator[Finding]:
    """The text contains UTF-8 that was decoded as Windows-1252 or Latin-1: “Ã©” in place of “é”.

    What it does: looks for characters that give valid UTF-8 when they are encoded back to bytes, where no language
    writes them so.  The check prefers to miss some: correct French, Portuguese, Spanish and Vietnamese is never
    reported.  With the setting mojibake = "ftfy" (pip install 'provenance-audit[ftfy]'), ftfy's detector is used as
    well: it also knows UTF-8 decoded as Windows-1250, 1251, 1253, 1254 or 1257, ISO 8859-2, Mac Roman or code page 437.

    Why it matters: the same article in two encodings shares few words, so copies are missed, and names cannot be read.

    What to do: fix the step that decoded the bytes.  If the original bytes are lost, convert the text back.  This tool
    never changes a text.
    """
    yield from of_traits(case, find, "mojibake", "mojibake: {}")


MOJIBAKE = Rule(
    "ENC002",
    "mojibake",
    "warning",
    mojibake,
    needs=("inspect",),
    samples=Samples(
        found={"castle.txt": _CASTLE.replace("é", "Ã©")},
        silent={"castle.txt": _CASTLE},
    ),
)


def replacement_characters(case: Case, find: Find) -> Iterator[Finding]:
    """The text contains replacement characters (U+FFFD), left where something could not be decoded.

    What it does: reports every run of U+FFFD, and of lone surrogates: "\\ud83d" is what a JSON writer leaves of
    an emoji that was cut in half.

    Why it matters: the letter is lost, and the word that contained it has become another word.

    What to do: fetch the document again and decode it with the right encoding.
    """
    yield from of_traits(case, find, "replacement", "replacement character in {}")


REPLACEMENT_CHARACTERS = Rule(
    "ENC003",
    "replacement-characters",
    "warning",
    replacement_characters,
    needs=("inspect",),
    samples=Samples(
        found={"ferry.txt": "The ferry\ufffds rope was changed on Monday, the ferryman said.\n"},
        silent={"ferry.txt": "The ferry’s rope was changed on Monday, the ferryman said.\n"},
    ),
)


def invisible_characters(case: Case, find: Find) -> Iterator[Finding]:
    """The text contains control, bidirectional or invisible characters.

    What it does: looks for characters that no reader sees: control codes, soft hyphens, zero-width spaces, overrides
    of the writing direction, tag characters.  Each kind is reported once in a text, with the number of its places.
    Joiners in Indic and Arabic words and in emoji, and direction marks in right-to-left text, are correct spelling and
    are ignored.

    Why it matters: searches and comparisons miss what looks equal, and overrides of the direction can hide what a text
    says.

    What to do: remove the characters where the text is extracted.
    """
    seen: dict[tuple[int, str], list[Trait]] = {}
    for position, trait in zip(*case.traits("invisible"), strict=True):
        seen.setdefault((position, trait.detail), []).append(trait)
    for (position, detail), traits in seen.items():
        count = sum(trait.count for trait in traits)
        message = f"invisible characters: {escaped(detail, QUOTED)}"
        places = f", at {count:,} places, of which this is the first" if count > 1 else ""
        yield find(position, message + places, folded(detail), span=traits[0].span, count=count)


INVISIBLE_CHARACTERS = Rule(
    "ENC004",
    "invisible-characters",
    "warning",
    invisible_characters,
    needs=("inspect",),
    samples=Samples(
        found={"ferry.txt": "The ferry\u200bman changed the rope of the ferry on Mon\u00adday.\n"},
        silent={"ferry.txt": "The ferryman changed the rope of the ferry on Monday.\n"},
    ),
)


def mixed_normal_forms(case: Case, find: Find) -> Iterator[Finding]:
    """The text mixes composed letters (“é”) with letters followed by a combining mark (“e” and U+0301).

    What it does: reports texts that are neither in normal form C nor in D, and contain a pair that C would compose.

    Why it matters: equal words differ byte for byte, so searches and checksums miss them.  This tool's own comparisons
    do not.

    What to do: normalize to NFC where the text is extracted.
    """
    yield from of_traits(case, find, "mixed forms", "mix of composed and decomposed letters, as in {}")


MIXED_NORMAL_FORMS = Rule(
    "ENC005",
    "mixed-normal-forms",
    "info",
    mixed_normal_forms,
    needs=("inspect",),
    samples=Samples(
        found={"castle.txt": _CASTLE.replace("élè", "e\u0301lè")},
        silent={"castle.txt": _CASTLE},
    ),
)

RULES = (UNDECODABLE_INPUT, MOJIBAKE, REPLACEMENT_CHARACTERS, INVISIBLE_CHARACTERS, MIXED_NORMAL_FORMS)
