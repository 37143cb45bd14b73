"""TXT: the form of a text, and whether it is one whole article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_attributions, of_traits
from provenance.rules.rule import Rule, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

_FERRY = "The ferry to the island runs again, the ferryman said. Its rope was changed on Monday by a crew of nine.\n"


def empty_text(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The text is empty, or too short to be an article.

    What it does: reports texts without words, and texts of fewer than five words, which is less than texts are
    compared by.

    Why it matters: the document is counted but has no content; usually its extraction failed.

    What to do: fetch the document again, or leave it out.  Texts without words are reported here, and never as copies
    of each other.
    """
    import numpy as np

    positions, _ = case.traits("empty")
    empty = np.array(positions, np.int64)
    yield from find.each(empty, lambda at: find(positions[at], "the text has no words", "empty"))
    places, traits = case.traits("short")
    short = np.array(places, np.int64)
    yield from find.each(short, lambda at: find(places[at], f"the text has only {traits[at].detail}", "short"))


EMPTY_TEXT = Rule(
    "TXT001",
    "empty-text",
    "warning",
    empty_text,
    needs=("inspect",),
    samples=Samples(
        found={"ferry.txt": "The ferry runs again.\n"},
        silent={"ferry.txt": "The ferry runs again today.\n"},
    ),
)


def page_chrome(case: Case, find: Find) -> Iterator[Finding]:
    """Lines that a site puts around its articles were left in the text.

    What it does: looks for messages to visitors, lists of tags, share and subscribe lines, cookie notices, bare time
    stamps, photo license lines, and section labels next to any of these.  Each block of lines is one finding.

    Why it matters: the same lines are on every page of a site, so they make unrelated articles look alike and fill
    samples.

    What to do: fix the extraction.  Dates and credits in such lines are still used as evidence.
    """
    yield from of_traits(case, find, "chrome", "page chrome, {}", quoting=False)


PAGE_CHROME = Rule(
    "TXT002",
    "page-chrome",
    "warning",
    page_chrome,
    needs=("inspect",),
    samples=Samples(
        found={"ferry.txt": f"The ferry runs again\n\nShare this article\n\n{_FERRY}"},
        silent={"ferry.txt": f"The ferry runs again\n\n{_FERRY}"},
    ),
)


def glued_sentences(case: Case, find: Find) -> Iterator[Finding]:
    """Two sentences are joined without a space, as in “noted.The”.

    What it does: looks for a full stop, question mark or exclamation mark between a lowercase letter and a capital that
    begins a word.  Initials, domains, file names and abbreviations before names are ignored.

    Why it matters: it shows that paragraphs were joined, and sentence splitters and tokenizers see a single word.

    What to do: extract the text again with its line breaks.  If the file has the page twice, keep the copy that has
    them.
    """
    yield from of_traits(case, find, "glued", "glued sentences: {}")


GLUED_SENTENCES = Rule(
    "TXT003",
    "glued-sentences",
    "warning",
    glued_sentences,
    needs=("inspect",),
    samples=Samples(found={"ferry.txt": _FERRY.replace(". Its", ".Its")}, silent={"ferry.txt": _FERRY}),
)


def markup_residue(case: Case, find: Find) -> Iterator[Finding]:
    """Markup was left in the text: tags, entities, shortcodes or template marks.

    What it does: looks for HTML tags and comments, entities such as “&amp;”, shortcodes such as “[caption …]”, and
    template marks such as “{{…}}”.

    Why it matters: markup is counted as words, and shows that the text was not extracted with an HTML parser.

    What to do: extract the text again with an HTML parser.
    """
    yield from of_traits(case, find, "markup", "markup in the text: {}")


MARKUP_RESIDUE = Rule(
    "TXT004",
    "markup-residue",
    "warning",
    markup_residue,
    needs=("inspect",),
    samples=Samples(
        found={"ferry.txt": f"<p>{_FERRY}</p>\n"},
        silent={"ferry.txt": f"If the fare is < 5 and the wind > 3, nobody sails. {_FERRY}"},
    ),
)


def truncated_text(case: Case, find: Find) -> Iterator[Finding]:
    """The text stops before the article does.

    What it does: looks for an end that says so (“…”, “[+1234 chars]”, “Read more”), and for a last paragraph of several
    sentences that ends in a function word or a comma.

    Why it matters: the missing part is not compared with anything, and a cut copy may be kept in place of a whole one.

    What to do: fetch the whole article.  Among copies, keep a whole one.
    """
    yield from of_traits(case, find, "truncated", "the text is cut off at {}")


TRUNCATED_TEXT = Rule(
    "TXT005",
    "truncated-text",
    "warning",
    truncated_text,
    needs=("inspect",),
    samples=Samples(
        found={"ferry.txt": f"{_FERRY.strip()} The new rope… [+1234 chars]\n"},
        silent={"ferry.txt": f"{_FERRY.strip()} The new rope sings.\n"},
    ),
)


def no_title(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """Nothing in the document or in its container gives a title.

    What it does: reports documents without a title field and without a line at the head of the text that reads like a
    title.

    Why it matters: reports can name the document by its id only, and there is one clue less for telling copies apart.

    What to do: nothing, or record the title when the article is fetched.
    """
    yield from of_attributions(case, find, lambda one: not one.title, "no title")


NO_TITLE = Rule(
    "TXT006",
    "no-title",
    "info",
    no_title,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f"HANOI, March 5, 2024 (VNA) - {_FERRY}"},
        silent={"ferry.txt": f"The ferry runs again\n\nHANOI, March 5, 2024 (VNA) - {_FERRY}"},
    ),
)


def several_articles(case: Case, find: Find) -> Iterator[Finding]:
    """The document contains several articles.

    What it does: looks for a second dateline of the same desk (“HANOI (VNA) -”) that begins another story, a second
    crawl header, and the numbering of an export (“2 of 50 DOCUMENTS”).

    Why it matters: a single source and date cannot be true of all the articles, and the copies of each are hidden by
    the others.

    What to do: split the file before auditing it.
    """
    yield from of_traits(case, find, "several", "another article begins here: {}")


SEVERAL_ARTICLES = Rule(
    "TXT007",
    "several-articles",
    "warning",
    several_articles,
    needs=("inspect",),
    samples=Samples(
        found={
            "day.txt": f"HANOI (VNA) - {_FERRY}\n"
            "HANOI (VNA) - The bridge at Da Trang will be checked on Monday. The road is closed until then.\n"
        },
        silent={
            "day.txt": f"HANOI (VNA) - {_FERRY}\n"
            "In Hanoi, the bridge at Da Trang will be checked on Monday. The road is closed until then.\n"
        },
    ),
)

RULES = (
    EMPTY_TEXT,
    PAGE_CHROME,
    GLUED_SENTENCES,
    MARKUP_RESIDUE,
    TRUNCATED_TEXT,
    NO_TITLE,
    SEVERAL_ARTICLES,
)
