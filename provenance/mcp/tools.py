"""The five questions that an assistant can ask, each a function from plain arguments to typed results."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.mcp import parts

# Needed when the program runs: the SDK makes schemas of them.
from provenance.mcp.values import Audited, Carried, Comparison, Explained, Known, Matched, Named, Side  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.index.answers import Answer, Answers
    from provenance.index.answers import Known as MatchedDocument
    from provenance.index.carriers import Sentence
    from provenance.index.reader import Snapshot
    from provenance.mcp.roots import Roots
    from provenance.model import Batch, Document, Span
    from provenance.settings import Config

MOST_TEXTS = 20  # that one call of match or where is about
MOST_SENTENCES = 100  # that one call of where lists
MOST_SHARED = 5  # passages of a text and each document of an index


class Tools:
    """The tools of a server that reads below *roots* only, with the settings *config*."""

    def __init__(self, roots: Roots, config: Config) -> None:
        self._roots, self._config = roots, config

    def audit(self, paths: list[str]) -> Audited:
        """Find duplicates in files and folders, where each text comes from, and what is wrong with the texts.

        Gives groups of copies with the one to keep, findings by severity, and what to do. An empty list of paths
        stands for everything.
        """
        from provenance.model import MISSED
        from provenance.pipeline import audit
        from provenance.reporters.overview.to_do import sentences, to_do

        taken = [self._roots.inside(path) for path in paths] or self._roots.folders
        report = audit(taken, self._config)
        evidence = report.evidence
        missed = [f"{one.path}: {one.message}" for one in evidence.notices if one.kind in MISSED]
        return {
            "documents": len(evidence.documents),
            "words": int(evidence.words.sum()),
            "to_do": list(sentences(to_do(report))),
            "groups": parts.groups(report),
            "groups_left_out": max(0, len(evidence.groups) - parts.MOST_ROWS),
            "findings": parts.findings(report),
            "findings_left_out": max(0, len(report.findings) - parts.MOST_ROWS),
            "not_read": missed[: parts.MOST_ROWS],
            "not_read_left_out": max(0, len(missed) - parts.MOST_ROWS),
        }

    def compare(self, left: str, right: str) -> Comparison:
        """Show the passages that two texts share, with their places and exact similarities.

        Each is a file, or FILE#LINE or FILE#ID for a record.
        """
        from provenance.alignment import align

        (one, text), (other, other_text) = self._opened(left), self._opened(right)
        overlaps = align(text, other_text, self._config.aligning)
        return {
            "left": self._side(one, text, [overlap.left for overlap in overlaps]),
            "right": self._side(other, other_text, [overlap.right for overlap in overlaps]),
            "passages": parts.shared(text, other_text, overlaps),
            "left_out": max(0, len(overlaps) - parts.MOST_PASSAGES),
        }

    def match(self, index: str, text: str = "", path: str = "") -> list[Matched]:
        """Show which documents of an index a text is a copy of or shares passages with, and what of it is new.

        *index* is the folder of an index; give a *text*, or the *path* of a file or folder.
        """
        from provenance.index.answers import Answers
        from provenance.index.matching import bounds_of, match

        found: list[Matched] = []
        with closing(self._snapshot(index)) as snapshot:
            bounds = bounds_of(snapshot, self._config.grouping, self._config.aligning)
            answers = Answers(snapshot, self._config.attributing)
            for batch in self._batches(text, path):
                for position, answer in enumerate(answers.of(batch, match(snapshot, batch, bounds))):
                    found.append(_matched(snapshot, batch.text(position), answer))
        return found

    def where(self, index: str, text: str = "", path: str = "") -> list[Carried]:
        """Show sentence by sentence which documents of an index carry a text word for word, and who had it first.

        *index* is the folder of an index; give a *text*, or the *path* of a file. Sentences that no document has are
        not listed, and of very many that are carried the first ones are.
        """
        from provenance.index.answers import Answers
        from provenance.index.carriers import carried

        found: list[Carried] = []
        with closing(self._snapshot(index)) as snapshot:
            least = snapshot.manifest.parameters.sampling.guarantee
            answers = Answers(snapshot, self._config.attributing)
            for batch in self._batches(text, path):
                for position, sentences in enumerate(carried(snapshot, batch, least)):
                    some = [sentence for sentence in sentences if sentence.carriers]
                    some = some[: MOST_SENTENCES - len(found)]
                    found += [_carried(answers, batch.text(position), sentence) for sentence in some]
        return found

    def explain(self, what: str) -> Explained:
        """Explain a rule by its code or name, such as DUP003, or how the source and date of one document were decided.

        A document is a file, or FILE#LINE or FILE#ID for a record.
        """
        from provenance.rules import RULES

        rule = next((one for one in RULES.values() if what.lower() in (one.code.lower(), one.name)), None)
        if rule is not None:
            page = f"{rule.severity}\n\n{rule.page}"
            return _explained(f"{rule.code} {rule.name}", page, None)
        from provenance.pipeline.explain import audit_text, explain
        from provenance.readers.single import open_text

        document, text, notices = open_text(self._roots.record(what), self._config.reading)
        report = audit_text(document, text, notices, self._config)
        page_of = explain(report, 0, self._config, alone=True)
        claims = page_of.attribution.claims
        return {
            **_explained(page_of.attribution.title, "", parts.named(document, page_of.attribution)),
            "steps": [sentence for _, sentence, _ in page_of.steps],
            "claims": parts.claimed(text, claims),
            "left_out": max(0, len(claims) - parts.MOST_ROWS),
        }

    def _opened(self, name: str) -> tuple[Document, str]:
        from provenance.readers.single import open_text

        document, text, _ = open_text(self._roots.record(name), self._config.reading)
        return document, text

    def _side(self, document: Document, text: str, spans: list[Span]) -> Side:
        from provenance.attribution import attribute
        from provenance.words import locate

        words = locate(text, document.header)
        said = attribute(text, document, self._config.attributing)
        return {"document": parts.named(document, said), "words": len(words), "shared": words.covered(spans)}

    def _snapshot(self, index: str) -> Snapshot:
        from provenance.index.reader import Snapshot

        return Snapshot(self._roots.inside(index), self._config.reading)

    def _batches(self, text: str, path: str) -> Sequence[Batch]:
        """Return the texts that are asked about.  Raises UsageError for none, and for too many."""
        from provenance.index.opened import batch_of
        from provenance.readers import read

        if bool(text.strip()) == bool(path):
            raise UsageError("give a text, or the path of a file or folder")
        if text.strip():
            return [batch_of([text], ["text"])]
        batches, count = [], 0
        for batch in read([self._roots.inside(path)], self._config.reading):
            batches.append(batch)
            count += len(batch.documents)
            if count > MOST_TEXTS:
                raise UsageError(f"{path}: this holds more than {MOST_TEXTS} texts; ask about fewer at a time")
        if not count:
            raise UsageError(f"{path}: no text could be read there")
        return [batch for batch in batches if batch.documents]


def _matched(snapshot: Snapshot, text: str, answer: Answer) -> Matched:
    listed = answer.matches[: parts.MOST_ROWS]
    stored = snapshot.documents([one.match.number for one in listed])
    texts = snapshot.texts([stored[one.match.number] for one in listed])
    return {
        "document": parts.named(answer.document, answer.attribution),
        "new": round(answer.new, 6),
        "indexed": round(answer.indexed, 6),
        "stock": round(answer.stock, 6),
        "documents": [_known(one, text, other) for one, other in zip(listed, texts, strict=True)],
        "left_out": len(answer.matches) - len(listed) + answer.left_out,
    }


def _known(one: MatchedDocument, text: str, other: bytes) -> Known:
    overlaps = one.match.overlaps
    return {
        "document": parts.named(one.match.document, one.attribution),
        "relation": one.match.relation,
        "jaccard": round(one.match.jaccard, 6),
        "text_in_document": round(one.match.inside, 6),
        "first": one.first,
        "why": list(one.why[: parts.MOST_WHY]),
        "passages": parts.shared(text, other.decode("utf-8", "surrogatepass"), overlaps, MOST_SHARED),
        "passages_left_out": max(0, len(overlaps) - MOST_SHARED),
    }


def _carried(answers: Answers, text: str, sentence: Sentence) -> Carried:
    from provenance.index.carriers import first_of

    said = answers.attributions(sorted({one.number for one in sentence.carriers}))
    most = [one for one in sentence.carriers if one.words == sentence.carriers[0].words]
    first = first_of([said[one.number] for one in most])
    listed = sentence.carriers[: parts.MOST_PASSAGES]
    return {
        "sentence": parts.quote(text, sentence.span),
        "words": sentence.words,
        "documents": len(sentence.carriers),
        "first": "" if first is None else parts.named(most[first].document)["id"],
        "carriers": [
            {
                "document": parts.named(one.document, said[one.number]),
                "words": one.words,
                "whole": one.whole,
                "start": one.there.start,
                "end": one.there.end,
            }
            for one in listed
        ],
        "left_out": len(sentence.carriers) - len(listed),
    }


def _explained(title: str, text: str, document: Named | None) -> Explained:
    return {"title": title, "text": text, "document": document, "steps": [], "claims": [], "left_out": 0}
