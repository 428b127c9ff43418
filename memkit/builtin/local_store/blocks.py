"""Blocks of a mapped file with a checksum each, compared when a block is first used.

Opening a file reads none of them, and what is read later is known to be what was written: CRC-32
finds every flipped bit, and every damage of up to 32 bits in a row.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices
from memkit.domain import fixes
from memkit.errors import StoreDamagedError

# A scattered read of single rows pays for one block each.
BLOCK = 1 << 16
Checksums = NDArray[np.uint32]


def checksums(parts: Iterable[memoryview | bytes]) -> Checksums:
    """Return the CRC-32 of each block of what parts hold, one after the other."""
    found: list[int] = []
    checksum, filled = 0, 0
    for part in parts:
        view = memoryview(part).cast("B")
        at = 0
        while at < len(view):
            piece = view[at : at + BLOCK - filled]
            checksum = zlib.crc32(piece, checksum)
            at += len(piece)
            filled += len(piece)
            if filled == BLOCK:
                found.append(checksum)
                checksum, filled = 0, 0
    if filled:
        found.append(checksum)
    return np.array(found, np.uint32)


class Blocks:
    """The blocks of a mapped file. Safe for threads.

    Args:
        data: What was mapped, uint8 of shape (n,).
        checksums: As `checksums` returned them, one a block.
        path: The file, for people.
    """

    def __init__(self, data: NDArray[np.uint8], checksums: Checksums, path: Path) -> None:
        self._data = data
        self._checksums = checksums
        self._path = path
        self.checked = np.zeros(len(checksums), np.bool_)

    def check(self, blocks: Iterable[int]) -> None:
        """Compare blocks with their checksums, unless that was done before.

        Raises:
            StoreDamagedError: One of them is not what was written.
        """
        for number in blocks:
            if self.checked[number]:
                continue
            block = self._data[number * BLOCK : (number + 1) * BLOCK]
            if zlib.crc32(block.data) != self._checksums[number]:
                raise StoreDamagedError(
                    f"The file {str(self._path)!r} of the store is damaged: what stands at byte "
                    f"{number * BLOCK:,} of its data and behind it is not what was written.",
                    fix=fixes.MADE_ANEW,
                    provider="local",
                )
            self.checked[number] = True

    def check_all(self) -> None:
        """Compare all blocks.

        Raises:
            StoreDamagedError: One of them is not what was written.
        """
        self.check(range(len(self._checksums)))


class RowChecks:
    """Checks the blocks in which rows of an array lie, before they are read.

    Args:
        blocks: Of the file.
        offset: Where the array begins among them, in bytes.
        array: The array, mapped.
    """

    def __init__(self, blocks: Blocks, offset: int, array: NDArray[np.generic]) -> None:
        self._blocks = blocks
        self._offset = offset
        self._width = array.nbytes // len(array) if len(array) else 0
        self._n = len(array)
        # Whether all of the array is known to be whole, and nothing is left to do.
        self._whole = not array.nbytes

    def check(self, rows: slice | RowIndices) -> None:
        """Make sure that rows are what was written.

        Raises:
            StoreDamagedError: They are not.
        """
        if self._whole:
            return
        if isinstance(rows, slice):
            start, stop, _ = rows.indices(self._n)
            if start < stop:
                first, last = self._offset + start * self._width, self._offset + stop * self._width
                self._blocks.check(range(first // BLOCK, (last - 1) // BLOCK + 1))
                self._whole = stop - start == self._n
            return
        starts = self._offset + rows * self._width
        needed = np.zeros(len(self._blocks.checked), np.bool_)
        # A wide row reaches over several blocks.
        for byte in range(0, self._width, BLOCK):
            needed[(starts + byte) // BLOCK] = True
        needed[(starts + self._width - 1) // BLOCK] = True
        needed &= ~self._blocks.checked
        self._blocks.check(np.flatnonzero(needed).tolist())
