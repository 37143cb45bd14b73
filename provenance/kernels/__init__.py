"""The compiled kernels, their twins in plain numpy, and the switch between them.

``kernels`` is the module in use: ``compiled`` if it was built, otherwise ``plain``, which returns the same results more
slowly.  The environment variable PROVENANCE_KERNELS=python forces ``plain``.
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
