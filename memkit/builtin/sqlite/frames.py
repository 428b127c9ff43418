"""Whether a log lost commits that were in it: SQLite says nothing of that.

When it opens a file whose log was left behind, it reads the log up to the first frame whose
checksum is wrong, and takes what follows for the rest of a commit that was never finished. If a
whole commit follows there, it was finished, and something flipped a bit before it. The form of the
log is that of SQLite's documentation (fileformat2.html, section 4).
"""

from __future__ import annotations

import functools
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]

_HEADER = 32
_FRAME_HEADER = 24
_MAGIC = {0x377F0682: "<u4", 0x377F0683: ">u4"}
_PAGE_SIZES = {1 << n for n in range(9, 17)}


def lost_commits(log: Path) -> int:
    """Return how many commits in a log can't be read any more.

    Args:
        log: The file, as it is before the database is opened.
    """
    try:
        content = log.read_bytes()
        lost = _lost(content)
        if lost:
            # Another process may have been writing just then.
            time.sleep(0.05)
            content = log.read_bytes()
            lost = min(lost, _lost(content))
        # Whoever has the file open may have begun the log anew meanwhile.
        with log.open("rb") as file:
            same = file.read(_HEADER) == content[:_HEADER]
    except OSError:
        return 0
    return lost if same else 0


def _lost(content: bytes) -> int:
    if len(content) < _HEADER + _FRAME_HEADER:
        return 0
    header = np.frombuffer(content, ">u4", _HEADER // 4)
    page_size = int(header[2])
    if page_size not in _PAGE_SIZES or int(header[0]) not in _MAGIC:
        # Nothing in it is read; what is in it is counted by the salts of its first frame.
        return _commits_of_any_header(content)
    size = _FRAME_HEADER + page_size
    number = (len(content) - _HEADER) // size
    frames = np.frombuffer(content, np.uint8, number * size, _HEADER).reshape(number, size)
    heads = frames[:, :_FRAME_HEADER].copy().view(">u4")
    commits = np.flatnonzero(heads[:, 1])
    start = _checksum(np.frombuffer(content, _MAGIC[int(header[0])], 6), (0, 0))
    whole = start == (int(header[6]), int(header[7]))
    if not whole:
        own = (heads[:, 2:4] == heads[:1, 2:4]).all(axis=1)
        return int(own[commits].sum())
    own = (heads[:, 2:4] == header[4:6]).all(axis=1)
    valid = _valid(frames, heads, start, order=_MAGIC[int(header[0])], own=own)
    return int(own[commits[commits >= valid]].sum())


def _commits_of_any_header(content: bytes) -> int:
    for page_size in sorted(_PAGE_SIZES):
        size = _FRAME_HEADER + page_size
        if (len(content) - _HEADER) % size == 0:
            frames = np.frombuffer(content, np.uint8, -1, _HEADER).reshape(-1, size)
            heads = frames[:, :_FRAME_HEADER].copy().view(">u4")
            if (heads[:, 2:4] == heads[:1, 2:4]).all():
                return int(np.count_nonzero(heads[:, 1]))
    return 0


def _valid(
    frames: NDArray[np.uint8],
    heads: Words,
    start: tuple[int, int],
    *,
    order: str,
    own: NDArray[np.bool_],
) -> int:
    """Return how many frames can be read: up to the first one whose checksum is wrong."""
    sums = start
    for first in range(0, len(frames), 1024):
        part = frames[first : first + 1024]
        # The checksum goes over the first eight bytes of a frame's head, and over its page.
        page = part[:, _FRAME_HEADER:].copy().view(order)
        words = np.concatenate([part[:, :8].copy().view(order), page], axis=1).astype(np.uint32)
        weights, carry = _weights(words.shape[1] // 2)
        added = words @ weights
        for i in range(len(part)):
            one, two = sums
            sums = (
                (carry[0][0] * one + carry[0][1] * two + int(added[i, 0])) & 0xFFFFFFFF,
                (carry[1][0] * one + carry[1][1] * two + int(added[i, 1])) & 0xFFFFFFFF,
            )
            at = first + i
            if not own[at] or sums != (int(heads[at, 4]), int(heads[at, 5])):
                return at
    return len(frames)


def _checksum(words: Words, start: tuple[int, int]) -> tuple[int, int]:
    one, two = start
    for i in range(0, len(words), 2):
        one = (one + int(words[i]) + two) & 0xFFFFFFFF
        two = (two + int(words[i + 1]) + one) & 0xFFFFFFFF
    return one, two


@functools.cache
def _weights(pairs: int) -> tuple[Words, tuple[tuple[int, int], tuple[int, int]]]:
    """Return by what each word of a frame, and the checksum before it, counts in its checksum.

    A pair of words x and y turns the checksum (a, b) into (a + b + x, a + 2 b + x + y), which is
    linear: what a frame adds is a product of matrices.
    """
    weights = np.zeros((2 * pairs, 2), np.uint32)
    # The step to the power of how many pairs follow.
    power = [[1, 0], [0, 1]]
    for i in reversed(range(pairs)):
        weights[2 * i] = (
            (power[0][0] + power[0][1]) & 0xFFFFFFFF,
            (power[1][0] + power[1][1]) & 0xFFFFFFFF,
        )
        weights[2 * i + 1] = power[0][1], power[1][1]
        power = [
            [(row[0] + row[1]) & 0xFFFFFFFF, (row[0] + 2 * row[1]) & 0xFFFFFFFF] for row in power
        ]
    return weights, ((power[0][0], power[0][1]), (power[1][0], power[1][1]))
