"""From a corpus to a notice where many of its words are misread, so that comparing letters would find more copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import sizes
from provenance.model import Notice

if TYPE_CHECKING:
    from provenance.corpus import Corpus

MIN_BYTES = 1 << 16  # of a corpus; in a smaller one no word occurs often
PART, MOST_BYTES = 8, 1 << 18  # one of so many bytes is looked at, and at most so many: a hundredth of an audit's time
MOST_TEXTS = 256


def noisy_notices(corpus: Corpus) -> tuple[Notice, ...]:
    """Return a notice if many words of *corpus* are misread; some texts from all over it are looked at."""
    if corpus.bytes < MIN_BYTES:
        return ()
    from provenance.form.misreading import SHARE, misread_share

    room = min(corpus.bytes // PART, MOST_BYTES)
    count = len(corpus.documents)
    some = np.unique(np.linspace(0, count - 1, min(count, MOST_TEXTS)).astype(np.int64))
    # Of large texts fewer are read.
    some = some[:: max(1, int(sizes(corpus.documents)[some].sum()) // room)]
    each = max(1, room // len(some))
    share = misread_share(text[:each] for text in corpus.texts_at(some.tolist()))
    if share < SHARE:
        return ()
    message = (
        f"in about {share:.0%} of long words a letter looks misread, as in scans; --noisy compares texts by their "
        "letters and finds copies that have few words in common"
    )
    return (Notice("misread words", "", None, message),)
