"""Telling whether a file, or a text, is the one that was meant."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path


@functools.lru_cache(maxsize=8192)
def text_hash(text: str) -> bytes:
    """Return what texts are told apart by, in journals and by who has read them: 16 bytes."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def text_digest(text: str) -> str:
    """Return the same as 32 hex digits: what a `Source` says of the text that was read."""
    return text_hash(text).hex()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits.

    A process reads a file once, as long as its size and its time stay as they are.

    Raises:
        OSError: It can't be read.
    """
    status = path.stat()
    return _sha256(path, status.st_size, status.st_mtime_ns)


def read_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as it is now, as 64 hex digits.

    Raises:
        OSError: It can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@functools.lru_cache(maxsize=16)
def _sha256(path: Path, size: int, changed: int) -> str:
    return read_sha256(path)
