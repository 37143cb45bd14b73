"""What the tests of the page need beside the project: skipped visibly without it, or failed where that is asked for."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

# "required": nothing may be missing, as in continuous integration; "none": do not look for a browser at all.
WANTED = os.environ.get("PROVENANCE_BROWSER", "")


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where PROVENANCE_BROWSER=required says that nothing may be missing."""
    if WANTED == "required":
        pytest.fail(reason)
    pytest.skip(reason)
