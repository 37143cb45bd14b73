"""From texts to the few whose words may not be what they look like (compiled: doubts.h).

Two things make a text doubtful: a hyphen that ends a line, with letters on both sides, and characters that mojibake is
made of.  Every text that has divided words or mojibake is doubtful, and few others are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Characters that the bytes 0x80 to 0xBF become in Windows-1252 and Latin-1.
_LATER = "[\x80-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"


def doubtful(text: str) -> bool:
    """Return whether the words of *text* may be divided at line ends or misread."""
    return _doubt().search(text) is not None


def doubtful_texts(buffer: bytes, offsets: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return 1 for each doubtful text of a buffer, and 0 for the others."""
    bounds = zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    texts = (buffer[begin:end].decode("utf-8", "surrogatepass") for begin, end in bounds)
    return np.fromiter(map(doubtful, texts), np.uint8, len(offsets) - 1)


@cache
def _doubt() -> re.Pattern[str]:
    # A space before the line break is looked for only behind a hyphen that follows a letter: the time stays linear.
    return re.compile(
        rf"""
        [\u00c2-\u00c5]{_LATER}  # "Ã©": once one character of two bytes
        | [\u00c6-\u00df]{_LATER}[\u00c2-\u00f4]  # "Ð¿Ð": several, as in no language
        | [\u00e0-\u00f4]{_LATER}{{2}}  # "â€™": once three or four bytes
        | [-\u00ac\u00ad\u2010](?<=[0-9A-Za-z_\x80-\U0010ffff].)[ \t]*\r?\n[ \t]*[A-Za-z\x80-\U0010ffff]
        """,
        re.VERBOSE,
    )
