"""Texts that are awkward to split into words; the words that they have are in reference_words.py."""

from __future__ import annotations

from hypothesis import strategies as st

# Letters of many scripts, marks of all kinds, expansions, separators and halves of surrogate pairs.
AWKWARD = [
    *"abC_9 .\n-'ßéÉİŉǅ½ﬁ№ﷺ",
    *"Hà Nội", "e\u0301", "o\u0323\u0302", "\u0301", "한국", "\u1112\u1161\u11ab",
    *"ひらがなカナｶﾞ漢字々〇", "\u3099", "\u30fc", *"กำลังไทย", "\u0e31", "\u0e48", *"ລາວ", "\u1031", "\u102c", "\u17d2",
    *"कि", "\u093f", "\u094d", "\u05b0", "\u05d0", "\u064b", "\u0628", "\u0f71", "\u20dd", "\u0488",
    "\u200b", "\u00ad", "\ufeff", "\u200d", "😀", "👩‍👧", "\U0001f1fb",
    *"đłøıİŁƏæþғқ", "\u0640", "\ufedf\ufe8e", "\ufe77", "\ufe76", "ی", "\u0671",
    "-", "-\n", "\u00ad\n", "\u2010 \r\n ", "word", "wo-\nrd", "wo-rd", "wo", "rd", "\n",
    "Ã©", "Ã", "â€™", "â€œ", "Ä‘", "á»…", "Ð¿Ñ€", "Ã\u00a0", "é»", "É…", "ÂŁ", "€", "ðŸ˜€",
    "\ud800", "\udc00", "\udfff", "\x00", "\U0002f800", "\U000e0001",
]  # fmt: skip


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Generate arbitrary texts, half of them from awkward pieces."""
    anything = st.text(st.characters(), max_size=max_size)
    return st.lists(st.sampled_from(AWKWARD) | anything, max_size=max_size).map("".join) | anything
