"""How messages of findings show text from documents: on one line, escaped, and cut where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Claim

QUOTED = 200  # characters of a quoted passage or of a name
_LISTED = 5  # values shown; the rest are counted


def escaped(text: str, limit: int = 1000) -> str:
    """Return *text* cut to *limit* characters, with control and invisible characters written as escapes."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def quoted(text: str) -> str:
    """Return *text* in quotation marks, on one line, escaped; a long text loses its middle."""
    line = " ".join(text.split())
    if len(line) > QUOTED:
        line = f"{line[: QUOTED * 2 // 3]} … {line[-QUOTED // 4 :]}"
    return f"“{escaped(line)}”"


def folded(text: str) -> str:
    """Return *text* casefolded, with runs of white space as one space, so that rewrapping keeps a fingerprint."""
    return " ".join(text.casefold().split())


def listed(claims: Sequence[Claim]) -> str:
    """Return the values of *claims* in their order, each once, with all its asserters in parentheses."""
    asserters: dict[str, list[str]] = {}
    for claim in claims:
        who = asserters.setdefault(claim.value, [])
        if claim.asserter not in who:
            who.append(claim.asserter)
    values = [f"{escaped(value, 80) or 'nothing readable'} ({', '.join(who)})" for value, who in asserters.items()]
    return ", ".join(values[:_LISTED]) + (f" and {len(values) - _LISTED} more" if len(values) > _LISTED else "")
