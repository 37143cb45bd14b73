"""What an index was made with: tier of fingerprints, threshold, codec, versions; and what it refuses therefore."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs

from provenance.errors import UnusableIndexError, UsageError
from provenance.model import Value
from provenance.words import VERSION as WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1  # of the folder's files
KERNEL = 1  # of the hashes of shingles, runs and bands: the numbers of docs/format.md


class Tier(NamedTuple):
    """How runs of words are sampled: of *window* runs of *run* words in a row, the one with the least hash is kept."""

    run: int
    window: int

    @property
    def guarantee(self) -> int:
        """The words of a run that two texts have in common from which it is always found."""
        return self.run + self.window - 1


TIERS = {"sparse": Tier(6, 10), "passages": Tier(8, 3), "dense": Tier(6, 3)}


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Parameters(Value):
    """What an index was made with.

    *codec* is how texts are kept: "zstd", "zlib", or "none" where they are read again from their files.
    """

    tier: str = "passages"
    threshold: float = 0.7
    codec: str = "zlib"
    words: int = WORDS
    kernel: int = KERNEL
    format: int = FORMAT

    @property
    def sampling(self) -> Tier:
        """The lengths of runs and windows."""
        return TIERS[self.tier]

    def as_record(self) -> dict[str, object]:
        """Return the parameters as the manifest holds them."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(Parameters)}


def parameters_of(record: Mapping[str, object], folder: str) -> Parameters:
    """Return the parameters in the manifest of the index in *folder*.  UnusableIndexError: another version."""
    ours = Parameters()
    made = record.get("format")
    if isinstance(made, int) and made > FORMAT:
        raise UnusableIndexError(
            f"{folder}: a later version of provenance made this index (format {made}); upgrade provenance"
        )
    for name in ("format", "kernel", "words"):
        theirs = record.get(name)
        if theirs != getattr(ours, name):
            raise UnusableIndexError(
                f"{folder}: this index was made with version {theirs} of its {name}, and this provenance has version "
                f"{getattr(ours, name)}; {rebuilding(folder, record)}"
            )
    try:
        found = Parameters(
            tier=str(record["tier"]), threshold=float(str(record["threshold"])), codec=str(record["codec"])
        )
    except (KeyError, ValueError) as error:
        raise UnusableIndexError(
            f"{folder}: the manifest of this index lacks {error}; {rebuilding(folder, {})}"
        ) from error
    if found.tier not in TIERS or found.codec not in ("zstd", "zlib", "none"):
        raise UnusableIndexError(f"{folder}: this index has an unknown tier or codec; upgrade provenance")
    return found


def rebuilding(folder: str, record: Mapping[str, object]) -> str:
    """Return the way out: the command that makes an index anew."""
    tier = record.get("tier", "passages")
    option = {"sparse": " --sparse", "dense": " --dense"}.get(str(tier), "")
    return f"make it anew: provenance index create{option} NEW PATH... (and remove {folder} then)"


def check_parameters(parameters: Parameters) -> None:
    """Raise UsageError for a threshold that an index cannot be made for."""
    from provenance.grouping.bands import rows_per_band

    if not 0 < parameters.threshold <= 1:
        raise UsageError(f"threshold {parameters.threshold:g}: give a similarity above 0 and at most 1, such as 0.7")
    if not rows_per_band(parameters.threshold):
        raise UsageError(f"threshold {parameters.threshold:g}: an index finds no pairs below 0.053; give a higher one")
