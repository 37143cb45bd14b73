"""What stands in for the compiled kernels, in plain numpy: from UTF-8 to words, shingles, signatures, pairs and groups.

The compiled kernels do the same; this is what they are held to, and what runs where they were not built.
Hashes are 64 bits, modulo 2^64, and equal in both: a word is a polynomial of its folded code points, a shingle a
polynomial of its words' hashes, each followed by the finalizer of splitmix64 (Steele et al., OOPSLA 2014).
"""

from provenance.kernels.plain.align import chains, extend, letters, says_again, whole_words
from provenance.kernels.plain.dates import Calendar
from provenance.kernels.plain.group import agreements, band_pairs, components, rarest, representatives, shared, tally
from provenance.kernels.plain.json import hashes, records, strings
from provenance.kernels.plain.lines import Clues
from provenance.kernels.plain.text import shingle_sets, sketch
from provenance.kernels.plain.words import fold, locate

__all__ = [
    "Calendar",
    "Clues",
    "agreements",
    "band_pairs",
    "chains",
    "components",
    "extend",
    "fold",
    "hashes",
    "letters",
    "locate",
    "rarest",
    "records",
    "representatives",
    "says_again",
    "shared",
    "shingle_sets",
    "sketch",
    "strings",
    "tally",
    "whole_words",
]
