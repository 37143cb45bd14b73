"""TXT: the form of a text, and whether it is one whole article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_attributions, of_traits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find


def empty_text(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The text is empty, or too short to be an article.

    Held against it: no words at all, or fewer than five, which is less than what texts are compared by.

    Why it hurts: it counts as a document and says nothing; usually the extraction failed.

    What to do: fetch it again, or leave it out.  Texts without words are reported here and never as copies.
    """
    import numpy as np

    positions, _ = case.traits("empty")
    empty = np.array(positions, np.int64)
    yield from find.each(empty, lambda at: find(positions[at], "the text has no words", "empty"))
    places, traits = case.traits("short")
    short = np.array(places, np.int64)
    yield from find.each(short, lambda at: find(places[at], f"the text has only {traits[at].detail}", "short"))


def page_chrome(case: Case, find: Find) -> Iterator[Finding]:
    """Lines that a site wrote around the article were left in the text.

    Held against it: messages to visitors, tag lists, share and subscribe lines, cookie notices, bare time stamps,
    licence lines of photos, and labels of sections beside these.  One finding a block.

    Why it hurts: chrome repeats on every page of a site, so it ties unrelated articles together and fills samples.

    What to do: mend the extraction; dates and credits in these lines are evidence, and are read before they go.
    """
    yield from of_traits(case, find, "chrome", "page chrome, {}", quoting=False)


def glued_sentences(case: Case, find: Find) -> Iterator[Finding]:
    """Two sentences are joined without a space, as in “noted.The”.

    Held against it: a full stop, question or exclamation mark between a small letter and a capital that starts a word.
    Initials, domains, file names and abbreviations before names do not count.

    Why it hurts: it is the trace of paragraphs that were joined; sentence splitters and tokenisers see one word.

    What to do: extract the text again with its line breaks; where the page stands twice, keep the copy that has them.
    """
    yield from of_traits(case, find, "glued", "glued sentences: {}")


def markup_residue(case: Case, find: Find) -> Iterator[Finding]:
    """Markup was left in the text: tags, entities, shortcodes or template marks.

    Held against it: HTML tags and comments, entities such as “&amp;”, shortcodes such as “[caption …]”, “{{…}}”.

    Why it hurts: it is counted as words, and it shows that the text was not extracted by something that reads HTML.

    What to do: extract the text again with an HTML parser.
    """
    yield from of_traits(case, find, "markup", "markup in the text: {}")


def truncated_text(case: Case, find: Find) -> Iterator[Finding]:
    """The text stops before the article does.

    Held against it: an end that says so (“…”, “[+1234 chars]”, “Read more”), or a last paragraph of several sentences
    that stops on a small word or a comma.

    Why it hurts: what is missing is compared with nothing, and a cut copy may be kept in place of a whole one.

    What to do: fetch the whole article; among copies, keep a whole one.
    """
    yield from of_traits(case, find, "truncated", "the text stops at {}")


def no_title(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """Nothing in the document or its container gives a title.

    Held against it: no title field, and no line at the head of the text that reads like one.

    Why it hurts: little; reports name the document by its id only, and one mark for telling copies apart is missing.

    What to do: nothing, or take the title along when the article is fetched.
    """
    yield from of_attributions(case, find, lambda one: not one.title, "no title")


def several_articles(case: Case, find: Find) -> Iterator[Finding]:
    """The document holds several articles.

    Held against it: a second dateline with a desk (“HANOI (VNA) -”) before other words, a second crawl header, or the
    counting lines of an export (“2 of 50 DOCUMENTS”).

    Why it hurts: one source and one date cannot be true of all of them, and each hides its copies from the others'.

    What to do: split the file before auditing it.
    """
    yield from of_traits(case, find, "several", "another article begins here: {}")
