"""From a report to what its page says first: what to remove, review and mend, each number a link to its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import SEVERITIES
from provenance.reporters.display import count, quantity
from provenance.reporters.html.markup import escape, in_address, shown
from provenance.reporters.html.summary import verdict
from provenance.reporters.overview.rows import left_out
from provenance.reporters.overview.to_do import to_mend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Report
    from provenance.reporters.overview.to_do import ToDo

    # Of each severity, how many findings each rule has, the most frequent first; and the word for such findings.
    _Found = dict[str, tuple[tuple[str, int], ...]]

_NAMED = 5  # rules that a line names
_NOUNS: dict[str, str] = dict(zip(SEVERITIES, ("error", "warning", "note"), strict=True))
# Lists: of copies by what they are to the text to keep, of texts, and of findings that are not about copies.
_SAME, _NEAR = "#/copies?q=copy%3Asame", "#/copies?q=-copy%3Asame"
_FIGURES, _OTHER = "#/copies?q=copy%3Afigures", "#/copies?q=copy%3Aother"
_REPEATED = "#/documents?q=repeated%3A%3E0&amp;sort=-repeated"


def headline(report: Report, todo: ToDo) -> str:
    """Return one sentence with the numbers of what to do, as markup."""
    near = todo.alike + todo.differing
    parts = []
    if todo.same:
        parts.append(f"remove {_link(_SAME, count(todo.same, 'copy', 'copies'))} ({_whole(quantity(todo.bytes))})")
    if near:
        parts.append(f"review {_link(_NEAR, count(near, 'near-copy', 'near-copies'))}")
    elif todo.repeated:
        parts.append(f"review {_link(_REPEATED, count(todo.repeated, 'text'))}")
    mend = [
        _link(f"#/findings?q=mend%3A{severity}", count(number, _NOUNS[severity]))
        for severity, number in _mending(report).items()
        if number
    ]
    if mend:
        parts.append(f"mend {' and '.join(mend)}")
    if not parts:
        return escape(_unbroken(verdict(report.evidence)))
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def also(report: Report, todo: ToDo) -> str:
    """Return the verdict as a line under the headline, "" where the headline is the verdict."""
    said = verdict(report.evidence)
    nothing = not (todo.same or todo.alike or todo.differing or todo.repeated or any(_mending(report).values()))
    return "" if nothing else f'<p class="verdict">{escape(_unbroken(said))}</p>\n'


def plan(report: Report, todo: ToDo) -> Iterator[str]:
    """Yield a row for each kind of thing to do: what, how many with links, and how."""
    if todo.same:
        kept = "the one" if todo.same == 1 else "those"
        copies = _link(_SAME, count(todo.same, "copy", "copies"))
        yield _step("Remove", f"{copies} with the same words as {kept} to keep ({quantity(todo.bytes)})", _REMOVING)
    review = [
        f"{_link(_OTHER, count(todo.differing, 'copy that differs', 'copies that differ'))} from the one to keep"
        * bool(todo.differing),
        f"{_link(_FIGURES, count(todo.alike, 'text'))} alike but for figures" * bool(todo.alike),
        f"{_link(_REPEATED, count(todo.repeated, 'text'))} with a repeated page or passage" * bool(todo.repeated),
    ]
    if any(review):
        yield _step("Review", ", ".join(filter(None, review)), _REVIEWING)
    if rules := to_mend(report):
        severest = {code: severity for severity, found in reversed(_found(report).items()) for code, _ in found}
        rules.sort(key=lambda rule: SEVERITIES.index(severest[rule[0]]))
        yield _step(
            "Mend", _rules(report, tuple(rules), "#/findings"), f"Fix first: {_first_step(report, rules[0][0])}"
        )
    missed = left_out(report.evidence)
    if missed:
        kinds = ", ".join(f"{number:,} {escape(kind)}" for kind, number in missed.items())
        yield _step("Not read", _link("#/missed", kinds), "These inputs are not in this report, or not as they are.")


_REMOVING = "Their words are all in a text that you keep. The list names it for each copy, and can be saved as CSV."
_REVIEWING = "Compare each with the text to keep, side by side, and mark what you decide."


def strip(report: Report) -> Iterator[str]:
    """Yield a row for each severity: the number of its findings, and of those by rule."""
    for severity, found in _found(report).items():
        if found:
            total = sum(number for _, number in found)
            address = f"#/findings?q=severity%3A{severity}"
            head = f'<a class="{severity}" href="{address}">{count(total, _NOUNS[severity])}</a>'
            yield f"<div><dt>{head}</dt><dd>{_rules(report, found, address)}</dd></div>\n"


def _found(report: Report) -> _Found:
    counts: dict[str, dict[str, int]] = {severity: {} for severity in SEVERITIES}
    for finding in report.findings:
        rules = counts[finding.severity]
        rules[finding.code] = rules.get(finding.code, 0) + finding.count
    return {
        severity: tuple(sorted(rules.items(), key=lambda rule: (-rule[1], rule[0])))
        for severity, rules in counts.items()
    }


def _mending(report: Report) -> dict[str, int]:
    """Return how many errors and warnings are not about copies."""
    codes = {code for code, _ in to_mend(report)}
    return {
        severity: sum(number for code, number in found if code in codes)
        for severity, found in _found(report).items()
        if severity != "info"
    }


def _rules(report: Report, rules: tuple[tuple[str, int], ...], everything: str) -> str:
    named = [
        f"<span>{_link(f'#/findings?q=code%3A{in_address(code)}', report.rule(code)[0])} {number:,}</span>"
        for code, number in rules[:_NAMED]
    ]
    if len(rules) > _NAMED:
        more = sum(number for _, number in rules[_NAMED:])
        named.append(f"<span>{_link(everything, f'{more:,} more')}</span>")
    return " ".join(named)


def _first_step(report: Report, code: str) -> str:
    """Return the name of a rule and what its page says to do."""
    name, page = report.rule(code)
    _, _, way = page.partition("What to do:")
    words = " ".join(way.partition("\n\n")[0].split())
    return f"{shown(name)}: {shown(words)}" if words else shown(name)


def _step(name: str, what: str, how: str) -> str:
    return f'<li><h2>{name}</h2><div><p>{what}</p><p class="note">{how}</p></div></li>\n'


def _link(address: str, text: str) -> str:
    return f'<a href="{address}">{_whole(shown(text))}</a>'


def _whole(text: str) -> str:
    """Return *text* with its first two words on one line, as a number and what it counts belong together."""
    return text.replace(" ", "\N{NO-BREAK SPACE}", 1)


def _unbroken(said: str) -> str:
    """Return a verdict in which a number at the beginning of a part stays on one line with the word after it."""
    first, *others = said.split("; ")
    return "; ".join([first, *map(_whole, others)])
