"""The kernels in plain numpy: from UTF-8 to words, shingles, signatures, candidate pairs and groups.

They are the reference for the compiled kernels, and the fallback where these were not built.  Both compute the same
64-bit hashes, modulo 2^64: a word is hashed as a polynomial of its folded code points, a shingle as a polynomial of its
words' hashes, each followed by the finalizer of splitmix64 (Steele et al., OOPSLA 2014).
"""

from provenance.kernels.plain.align import chains, edit_distance, extend, has_repeats, whole_words
from provenance.kernels.plain.carrying import Carrying, carry_each
from provenance.kernels.plain.dates import Calendar
from provenance.kernels.plain.doubts import doubtful, doubtful_texts
from provenance.kernels.plain.group import (
    agreements,
    alone,
    band_pairs,
    components,
    rarest,
    representatives,
    shared,
    tally,
)
from provenance.kernels.plain.index import find_postings, pack_postings, prints, unpack_postings
from provenance.kernels.plain.json import hashes, records, relined, strings
from provenance.kernels.plain.letters import Letters
from provenance.kernels.plain.lines import Clues
from provenance.kernels.plain.meeting import in_order, meet, traces
from provenance.kernels.plain.memory import give_back
from provenance.kernels.plain.overlaps import align_own, align_texts
from provenance.kernels.plain.scans import letter_candidates, letter_grams, measured_letters, scanned_letters
from provenance.kernels.plain.table import cell_values, cells, json_strings
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
    "alone",
    "band_pairs",
    "carry_each",
    "cell_values",
    "cells",
    "chains",
    "components",
    "doubtful",
    "doubtful_texts",
    "edit_distance",
    "extend",
    "find_postings",
    "fold",
    "give_back",
    "has_repeats",
    "hashes",
    "in_order",
    "json_strings",
    "letter_candidates",
    "letter_grams",
    "locate",
    "measured_letters",
    "meet",
    "pack_postings",
    "prints",
    "rarest",
    "records",
    "relined",
    "representatives",
    "scanned_letters",
    "shared",
    "shingle_sets",
    "sketch",
    "strings",
    "tally",
    "traces",
    "unpack_postings",
    "whole_words",
]
