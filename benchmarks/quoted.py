"""Write messages that quote each other, as mailing lists and newsgroups do, as records.

    python benchmarks/quoted.py 20000 messages.jsonl

Each message has a few lines of headers, an answer of its own and, mostly, some paragraphs of an earlier message of its
thread, marked with ">"; those hold that one's own quotations, to a depth of four.  Some messages end with the writer's
signature.  The prose is invented: words of ``alignment_set``'s pages, drawn as often as words of a language are.
"""

from __future__ import annotations

import json
import random
import sys
import textwrap

from alignment_set import page

DEPTH = 4  # marks before a line that is quoted: what was quoted more often is left out
THREADS = 12  # messages to a thread, on average
WRITERS = 400


def messages(count: int, seed: int = 1) -> list[str]:
    """Return *count* messages, each after those that it quotes."""
    rng = random.Random(seed)
    signatures = [f"-- \n{page(rng, paragraphs=1)[:140]}" for _ in range(WRITERS)]
    made: list[str] = []
    bodies: list[list[str]] = []
    thread: list[int] = []
    for number in range(count):
        if not thread or rng.random() < 1 / THREADS:
            thread = []
        writer = rng.randrange(WRITERS)
        body = _body(rng, bodies[rng.choice(thread[-6:])] if thread else [])
        thread.append(number)
        bodies.append(body)
        subject = f"{'Re: ' if len(thread) > 1 else ''}thread {thread[0]}"
        parts = [f"From: writer{writer}@example.org\nSubject: {subject}", *body]
        if rng.random() < 0.6:
            parts.append(signatures[writer])
        made.append("\n\n".join(parts))
    return made


def _body(rng: random.Random, quoted: list[str]) -> list[str]:
    """Return paragraphs: some of *quoted*, marked, with answers between them."""
    found: list[str] = []
    kept = [one for one in quoted if rng.random() < 0.6]
    for paragraph in kept:
        lines = [f"> {line}" for line in paragraph.split("\n")]
        lines = [line for line in lines if not line.startswith("> " * (DEPTH + 1))]
        if lines:
            found.append("\n".join(lines))
        if rng.random() < 0.3:
            found.append(_paragraph(rng))
    found += [_paragraph(rng) for _ in range(rng.randint(1, 2))]
    return found


def _paragraph(rng: random.Random) -> str:
    return textwrap.fill(page(rng, paragraphs=1), 72)


def main(count: str, path: str) -> None:
    """Write *count* messages to *path*."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"id": f"m{number}", "text": text}) + "\n" for number, text in enumerate(messages(int(count)))
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
