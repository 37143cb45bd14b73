# kernels_py, function for function, says what each returns.

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

class Calendar:
    def __init__(self, months: Iterable[str], others: Iterable[str]) -> None: ...
    def scan(self, text: str, start: int, end: int) -> tuple[list[tuple[int, int]], set[str]]: ...

def locate(text: str, start: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]: ...
def fold(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]]: ...
def shingle_sets(
    buffer: bytes, offsets: NDArray[np.int64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]: ...
def sketch(
    buffer: bytes,
    offsets: NDArray[np.int64],
    starts: NDArray[np.int64],
    factors: NDArray[np.uint32],
    addends: NDArray[np.uint32],
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint32]]: ...
def band_pairs(
    signatures: NDArray[np.uint32], rows: int, agreeing: int, crowd: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]: ...
def agreements(
    signatures: NDArray[np.uint32], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.int64]: ...
def shared(
    values: NDArray[np.uint64], offsets: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.int64]: ...
def tally(values: NDArray[np.uint64], table: NDArray[np.uint32]) -> None: ...
def rarest(
    values: NDArray[np.uint64], offsets: NDArray[np.int64], table: NDArray[np.uint32], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]: ...
def components(count: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]: ...
def representatives(
    left: NDArray[np.int64], right: NDArray[np.int64], similarity: NDArray[np.float64], weights: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]: ...
def says_again(text: str, need: int) -> bool: ...
def letters(
    text: str,
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]: ...
def chains(
    left: NDArray[np.uint32],
    right: NDArray[np.uint32],
    left_bounds: NDArray[np.int64],
    right_bounds: NDArray[np.int64],
    needs: tuple[int, int, int],
    *,
    same: bool,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]: ...
def whole_words(
    runs: NDArray[np.int64], left_bounds: NDArray[np.int64], right_bounds: NDArray[np.int64]
) -> NDArray[np.int64]: ...
def extend(
    left: NDArray[np.uint32], right: NDArray[np.uint32], match: int, miss: int, drop: int
) -> tuple[int, int]: ...
def records(
    block: bytes, start: int, stop: int, limits: NDArray[np.int64], names: tuple[bytes, ...]
) -> tuple[
    tuple[int, int, int],
    tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32]],
    tuple[bytes, NDArray[np.int64]],
    tuple[bytes, NDArray[np.uint32]],
    tuple[bytes, NDArray[np.uint32]],
]: ...
def hashes(strings: bytes, ends: NDArray[np.uint32]) -> NDArray[np.uint64]: ...
def strings(whole: bytes, ends: NDArray[np.uint32], places: NDArray[np.int64]) -> list[str]: ...
