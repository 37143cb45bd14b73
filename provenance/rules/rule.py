"""What a rule is: a code, a name, a severity, a check with its page, and two samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.model import Finding, Severity
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

    Check = Callable[[Case, Find], Iterator[Finding | Crowd]]


class Rule:
    """One pattern that is held against a corpus.

    *name* reads well after "ignore".  *check* yields the findings, and its docstring is the rule's page.  *needs* names
    the stages whose evidence it reads.  A rule that is not *on* speaks only when it is selected.
    """

    # Not an attrs class: to define one costs more than a tenth of what all our imports may.
    __slots__ = ("check", "code", "name", "needs", "on", "severity")

    def __init__(
        self, code: str, name: str, severity: Severity, check: Check, needs: frozenset[str], *, on: bool = True
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.check = check
        self.needs = needs
        self.on = on

    @property
    def page(self) -> str:
        """What the rule holds against a text, why that hurts and what to do, as plain paragraphs."""
        lines = (self.check.__doc__ or "").strip().splitlines()
        return "\n".join(line.strip() for line in lines) + "\n"

    @property
    def summary(self) -> str:
        """The first sentence of the page, without its full stop."""
        return self.page.partition("\n")[0].rstrip(".")
