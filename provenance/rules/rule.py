"""A rule: its code, name, severity, check and page, and two samples that show it at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from provenance.model import Finding, Severity
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

    Check = Callable[[Case, Find], Iterator[Finding | Crowd]]
    # The files of a sample by their names; bytes where a file is not valid UTF-8.
    Corpus = Mapping[str, str | bytes]

# A stage of the pipeline whose evidence a rule reads.
Stage = Literal["digests", "sketch", "group", "keep", "repeats", "passages", "attribute", "derive", "inspect"]


class Samples:
    """Two small corpora: the rule reports something in *found*, and nothing in *silent*, which is as close as can be.

    A configuration file or a baseline among the files applies to that corpus.
    """

    __slots__ = ("found", "silent")

    def __init__(self, *, found: Corpus, silent: Corpus) -> None:
        self.found = found
        self.silent = silent


class Rule:
    """A check with a code that never changes its meaning and is never used again.

    *name* reads well after "ignore".  *check* yields the findings; its docstring is the rule's page.  *needs* are the
    stages whose evidence the check reads.  A rule that is not *on* runs only when it is selected.
    """

    # Not an attrs class: defining one costs more than a tenth of the time that all our imports may take.
    __slots__ = ("check", "code", "name", "needs", "on", "samples", "severity")

    def __init__(
        self,
        code: str,
        name: str,
        severity: Severity,
        check: Check,
        *,
        samples: Samples,
        needs: tuple[Stage, ...] = (),
        on: bool = True,
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.check = check
        self.samples = samples
        self.needs = frozenset(needs)
        self.on = on

    @property
    def page(self) -> str:
        """The documentation of the rule as plain paragraphs: a summary, what it does, why it matters, what to do."""
        lines = (self.check.__doc__ or "").strip().splitlines()
        return "\n".join(line.strip() for line in lines) + "\n"

    @property
    def summary(self) -> str:
        """The first sentence of the page, without its full stop."""
        return self.page.partition("\n")[0].rstrip(".")
