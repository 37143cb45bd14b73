"""The examples in the help of each command: a command line and what it does."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "audit": (
        ("provenance audit texts", "audit a folder, and write the reports to reports/"),
        ("provenance audit crawl.jsonl --write groups,pairs", "only find copies: many times faster"),
        ("provenance audit texts --why texts/ferry.txt", "explain the source, date and direction of one text"),
    ),
    "check": (
        ("provenance check texts", "exit with 1 if there is a new finding"),
        ("provenance check texts --changed-since origin/main", "only report on what a branch changed"),
        ("provenance check today --index memory", "compare new texts with a corpus that is not read again"),
        ("provenance check texts -o sarif=findings.sarif", "also write the findings for code scanning"),
    ),
    "dedup": (
        ("provenance dedup plan texts -o plan.jsonl", "write what to drop, and why; nothing else changes"),
        ("provenance dedup apply plan.jsonl --to clean", "write the corpus that remains into a new folder"),
        ("provenance dedup apply plan.jsonl --in-place", "move the copies away; dedup undo texts brings them back"),
    ),
    "diff": (
        ("provenance diff reports.old reports", "show what came, went and changed since an earlier audit"),
        ("provenance diff old/audit.json new/audit.json -o html=diff.html", "also write a page of it"),
    ),
    "verify": (
        ("provenance verify audit.zip", "say whether the bundle is as it was sealed"),
        ("provenance verify audit.zip texts", "also check every text and every place that the tables point to"),
    ),
    "compare": (
        ("provenance compare old.txt new.txt", "show two texts side by side"),
        ("provenance compare crawl.jsonl#12 crawl.jsonl#90", "compare two records by their lines"),
        ("curl -s https://example.org/a.txt | provenance compare - b.txt", "compare what another program prints"),
    ),
    "index": (
        ("provenance index create memory texts", "remember the texts in a folder in the new folder memory"),
        ("provenance index add memory today.jsonl", "add new texts; known ones are passed over"),
        ("provenance index status memory", "say what the index holds and promises"),
    ),
    "match": (
        ("provenance match today --index memory", "show what of today's texts is in the index, and what is new"),
        ("provenance match draft.txt --index memory -f json", "the same with all passages, for programs"),
    ),
    "where": (
        (
            'provenance where "The ferry will sail every hour from Monday on, he said." --index memory',
            "look up a sentence",
        ),
        ("provenance where draft.txt --index memory", "look up each sentence of a draft"),
    ),
    "contamination": (
        ("provenance contamination test.jsonl --against train", "how much of each record stands in the training texts"),
        ("provenance contamination test.jsonl --against memory --clean clean.jsonl", "also write the clean records"),
    ),
    "mcp": (
        ("provenance mcp texts", "let an assistant ask about the texts in a folder"),
        ("provenance mcp texts memory", "also about an index, for match and where"),
    ),
    "lsp": (("provenance lsp", "the command for the settings of your editor; docs/assistants.md has them for some"),),
    "review": (
        ("provenance review texts", "audit a folder, and decide about its pairs in the browser"),
        ("provenance review reports", "decide about the pairs of an earlier audit"),
        ("provenance review reports --decisions mine.jsonl --no-browser", "only print the address to open"),
    ),
    "baseline": (
        ('provenance baseline create texts --why "known so far"', "accept all findings there are"),
        ("provenance baseline update texts --decisions decisions.json", "accept what was decided on the page"),
        ("provenance baseline prune texts", "forget the findings that are gone"),
    ),
    "config": (
        ("provenance config show --origin", "list the settings, and where each was set"),
        ("provenance config schema > schema.json", "write the schema for an editor"),
    ),
    "init": (
        ("provenance init", "write provenance.toml with every setting and what it means"),
        ("provenance init --ci github --paths texts", "also write a workflow that checks texts/ on each pull request"),
        ("provenance init --ci gitlab --paths texts", "the same for GitLab"),
    ),
    "rules": (
        ("provenance rules", "list all rules"),
        ("provenance rules -f json", "the same for programs"),
    ),
    "explain": (
        ("provenance explain DUP003", "explain a rule by its code"),
        ("provenance explain near-duplicate", "the same by its name"),
    ),
    "explain-document": (
        ("provenance explain-document texts/ferry.txt", "show a text with its claims"),
        ("provenance explain-document crawl.jsonl#12 --full", "show a record whole"),
        ("provenance explain-document texts/ferry.txt -f markdown", "print a page for an issue"),
    ),
    "help": (
        ("provenance help words", "explain the words in reports and messages"),
        ("provenance help check", "print the help of a command"),
    ),
}


def shown(command: str) -> str:
    """Return the examples of *command* as lines for its help; "" if it has none."""
    rows = EXAMPLES.get(command, ())
    lines = [f"  {line}\n      {text}" for line, text in rows]
    return "\n".join(["examples:", *lines]) if rows else ""
