"""The compiled loops, their twins in plain numpy, and the switch between them.

``kernels`` is the module in use: ``compiled`` where it was built, else ``plain``, which gives the same numbers more
slowly.  The environment variable PROVENANCE_KERNELS=python chooses ``plain`` where both are there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.kernels import compiled as kernels
else:
    try:
        if os.environ.get("PROVENANCE_KERNELS") == "python":
            raise ImportError("PROVENANCE_KERNELS=python")
        from provenance.kernels import compiled as kernels
    except ImportError:
        from provenance.kernels import plain as kernels

__all__ = ["COMPILED", "kernels"]

COMPILED = kernels.__name__.endswith(".compiled")
