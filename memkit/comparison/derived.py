"""What is computed from vectors, kept by content: the same vectors are never projected twice."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.journal import Journal
from memkit.domain import forks
from memkit.errors import JournalError

Arrays = Mapping[str, NDArray[Any]]

# Goes up when a method changes, so that old results are not taken for new ones.
_VERSION = 2


class Cache(Protocol):
    """Somewhere to keep bytes by name. It may forget at any time."""

    def get(self, key: str) -> bytes | None:
        """Return what was put, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""


class JournalCache:
    """A cache in the journal, so that the next process finds a picture ready.

    A comparison outlives its memory: with a journal that was closed nothing is kept.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def get(self, key: str) -> bytes | None:
        """Return what was put, or None."""
        try:
            return self._journal.cache_get(key)
        except JournalError:
            return None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        with contextlib.suppress(JournalError):
            self._journal.cache_put(key, value)


class InMemory:
    """A cache for as long as the process lives."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return what was put, or None."""
        return self._values.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        self._values[key] = value


class Derived:
    """Arrays that are computed once. Safe for threads.

    Args:
        cache: Where they are kept beyond this object, if anywhere.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        self._cache = cache
        self._held: dict[str, Arrays] = {}
        self._lock = threading.RLock()
        self._busy: dict[str, threading.RLock] = {}
        forks.renew(self, _lock=threading.RLock, _busy=dict)

    def arrays(self, name: str, of: Mapping[str, Any], compute: Callable[[], Arrays]) -> Arrays:
        """Return what `compute` gives, from the cache if it was computed before.

        Args:
            name: What it is, e.g. "neighbours".
            of: What it depends on, as JSON can hold it: digests of arrays and settings.
            compute: Makes named arrays.
        """
        key = self._key(name, of)
        with self._lock:
            busy = self._busy.setdefault(key, threading.RLock())
        with busy:
            known = self._known(key)
            if known is None:
                known = compute()
                if self._cache is not None:
                    self._cache.put(key, pack(known))
            with self._lock:
                self._held[key] = known
        return known

    def peek(self, name: str, of: Mapping[str, Any]) -> Arrays | None:
        """Return what is known already, without computing."""
        return self._known(self._key(name, of))

    def _known(self, key: str) -> Arrays | None:
        with self._lock:
            held = self._held.get(key)
        if held is None and self._cache is not None:
            stored = self._cache.get(key)
            if stored is not None:
                held = unpack(stored)
        return held

    def _key(self, name: str, of: Mapping[str, Any]) -> str:
        text = json.dumps([_VERSION, name, of], sort_keys=True)
        return f"{name}-{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"

    def held(self) -> dict[str, Arrays]:
        """Return all that was used so far, by key."""
        with self._lock:
            return dict(self._held)

    def hold(self, held: Mapping[str, Arrays]) -> None:
        """Take over what another one held."""
        with self._lock:
            self._held.update(held)


def digest(array: NDArray[Any]) -> str:
    """Return a name of an array's content."""
    content = hashlib.blake2b(f"{array.dtype}{array.shape}".encode(), digest_size=16)
    content.update(np.ascontiguousarray(array).tobytes())
    return content.hexdigest()


def pack(arrays: Arrays) -> bytes:
    """Return named arrays as bytes; no pickle is involved."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for name, array in arrays.items():
            with file.open(f"{name}.npy", "w") as entry:
                np.lib.format.write_array(entry, np.asarray(array), allow_pickle=False)
    return buffer.getvalue()


def unpack(value: bytes) -> dict[str, NDArray[Any]]:
    """Return what `pack` made bytes of."""
    with zipfile.ZipFile(io.BytesIO(value)) as file:
        return {
            name.removesuffix(".npy"): np.load(io.BytesIO(file.read(name)), allow_pickle=False)
            for name in file.namelist()
        }
