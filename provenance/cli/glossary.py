"""The words in reports and messages, each explained in a sentence or two."""

from __future__ import annotations

# In the order in which a reader meets them.
WORDS: tuple[tuple[str, str], ...] = (
    ("document", "One text: a file, or a record of a file such as one line of JSON Lines."),
    ("id", "The name of a document in all reports: its path, the id that its record gives, or path#line."),
    ("word", "A run of letters or digits, without regard to case and accents."),
    ("span", "A place in a text, counted in characters (code points) from its beginning: start, and end behind it."),
    (
        "similarity",
        (
            "The share of five-word sequences that two documents have in common (Jaccard similarity), from 0 to 1. "
            "It is always computed from the texts, never estimated. Of scans that --noisy finds, it is the share of "
            "letters that an alignment pairs up: measure says aligned."
        ),
    ),
    ("threshold", "The similarity from which two documents are a pair: 0.7 unless --threshold says otherwise."),
    ("pair", "Two documents that are similar, or of which one took something from the other."),
    (
        "group",
        (
            "Documents that are each similar to one of them, the representative. Groups do not grow by chains: a copy "
            "of a copy joins only if it is similar to the representative itself."
        ),
    ),
    ("keep", "The one member of a group that the policy (--keep) would keep; the others are copies."),
    (
        "containment",
        (
            "The share of one document's five-word sequences that the other has too. An excerpt has a high "
            "containment in the whole text even where their similarity is low."
        ),
    ),
    (
        "relation",
        (
            "How two documents belong together: identical words, near, contained, reordered, template (the same but "
            "for figures), misread (the same but for misread letters), excerpt, quotation or shared."
        ),
    ),
    ("passage", "A stretch of text that two documents share, or that one document has twice."),
    ("carrier", "A document that has a passage. The passage is compared with its first carrier."),
    ("stock phrase", "Wording that documents of many sources share, such as a legal notice. It proves no copying."),
    ("boilerplate", "Text that a site puts on all its pages. The setting boilerplate lists such text."),
    ("claim", "A statement about source or date that is found in or beside a text, with the place where it says so."),
    (
        "asserter",
        "Who makes a claim: the dateline, the byline, a credit, the name of the file, a field of the record …",
    ),
    (
        "confidence",
        "How far a claim or a verdict can be trusted: high, medium or low; docs/claims.md says what each means.",
    ),
    ("source", "Who first published a text, such as a news agency. Who passes it on is a republisher."),
    ("dateline", "The beginning of a news story: place, agency and date, as in “HANOI (VNA) -”."),
    ("direction", "Which of two documents copied the other. “undecided” means that the evidence does not say."),
    ("derivation", "The verdict on a pair: who took it from whom, what kind of copy it is, and on what evidence."),
    ("redundant", "Text of a document that repeats other text of the same document."),
    ("finding", "What a rule reports about a place in a document, with a severity: error, warning or info."),
    ("rule", "A check with a code such as DUP003; “provenance explain DUP003” explains it."),
    ("baseline", "The file of findings that you have accepted. check reports only what is not in it."),
    ("fingerprint", "What identifies a finding from run to run; it does not change with edits elsewhere in the text."),
)


def page() -> str:
    """Return the words as text for a terminal of 80 columns."""
    from textwrap import fill

    indent = " " * 4
    parts = [f"{word}\n{fill(text, 78, initial_indent=indent, subsequent_indent=indent)}" for word, text in WORDS]
    return "\n".join(parts) + "\n"
