"""What stands in for the compiled kernels, in plain numpy: from UTF-8 to words, shingles, signatures, pairs and groups.

The compiled kernels do the same; this is what they are held to, and what runs where they were not built.
Hashes are 64 bits, modulo 2^64, and equal in both: a word is a polynomial of its folded code points, a shingle a
polynomial of its words' hashes, each followed by the finalizer of splitmix64 (Steele et al., OOPSLA 2014).
"""

from provenance.kernels.plain.align import chains, edit_distance, extend, says_again, whole_words
from provenance.kernels.plain.carrying import Carrying
from provenance.kernels.plain.dates import Calendar
from provenance.kernels.plain.group import agreements, band_pairs, components, rarest, representatives, shared, tally
from provenance.kernels.plain.json import hashes, records, strings
from provenance.kernels.plain.letters import Letters
from provenance.kernels.plain.lines import Clues
from provenance.kernels.plain.meeting import in_order, meet, traces
from provenance.kernels.plain.overlaps import align_own, align_texts
from provenance.kernels.plain.text import shingle_sets, sketch
from provenance.kernels.plain.words import fold, locate

__all__ = [
    "Calendar",
    "Carrying",
    "Clues",
    "Letters",
    "agreements",
    "align_own",
    "align_texts",
    "band_pairs",
    "chains",
    "components",
    "edit_distance",
    "extend",
    "fold",
    "hashes",
    "in_order",
    "locate",
    "meet",
    "rarest",
    "records",
    "representatives",
    "says_again",
    "shared",
    "shingle_sets",
    "sketch",
    "strings",
    "tally",
    "traces",
    "whole_words",
]
