"""The store: vectors in Faiss, and the journal's word on which memories a search may return."""

from __future__ import annotations

import functools
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from memkit.contracts import (
    Approximation,
    Batch,
    Keys,
    Matches,
    Position,
    Scores,
    Selection,
    SpaceInfo,
    Step,
    Store,
    StoreContext,
    Vectors,
    is_of_history,
    no_matches,
)
from memkit.errors import MemkitWarning
from memkit.filters import Bounds
from memkit.providers.vector_stores import Plan, best, is_new, space_of, units
from memkit_faiss import file
from memkit_faiss.config import FaissConfig
from memkit_faiss.vectors import SpaceVectors

# Faiss knows vectors alone, so the nearest are put to the journal, and then all that it allows.
_UNKNOWN: Bounds[Keys] = Bounds(False, True)
_LOOK = 64
_PLAN: Plan[Keys] = Plan(among=lambda keys: keys, keys_in_filter=sys.maxsize, looks=(_LOOK,))
_ADVICE = (
    "Open the store with index='flat', which compares all vectors, or with a larger m or "
    "ef_construction, with which the graph is made anew."
)
# The file is written when the store is closed, and in between when so much changed since.
_UNSAVED = 50_000


class FaissStore(Store):
    """Indexes in memory, one a space, kept in a file between processes.

    The file is a copy as of some position: each process has its own indexes, and follows the
    journal from there.
    """

    def __init__(self, config: FaissConfig, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._start_empty()
        self._file = _file_of(config, context)
        if self._file is not None:
            self._load(self._file)

    def _start_empty(self) -> None:
        self._spaces: dict[str, SpaceVectors] = {}
        self._held: set[int] = set()
        # What was read, and of which history: the journal's name, and the token of the last event.
        self._position = Position()
        self._journal_id = self.context.journal_id
        self._event_token: str | None = None
        # Whether the history is known to be the journal's: what was read from a file may not be.
        self._trusted = True
        # How many memories changed since the file was written; None if there is none.
        self._unsaved: int | None = None

    # -- following the journal ---------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        """Make an index for a space."""
        with self._lock:
            known = self._spaces.get(space.key)
            if is_new(space, None if known is None else known.space):
                self._spaces[space.key] = SpaceVectors(space, self.config)

    def drop_space(self, key: str) -> None:
        """Forget a space's index."""
        with self._lock:
            self._spaces.pop(key, None)

    def upsert(self, batch: Batch) -> None:
        """Take over vectors; a space that the batch leaves out keeps those it has."""
        with self._lock:
            spaces = [
                (space_of(self._spaces, key, v.shape[1]), v) for key, v in batch.vectors.items()
            ]
            self._held.update(batch.keys.tolist())
            for space, vectors in spaces:
                space.put(batch.keys, vectors)
            self._changed(len(batch))

    def delete(self, keys: Keys) -> None:
        """Forget memories."""
        with self._lock:
            self._held.difference_update(keys.tolist())
            for space in self._spaces.values():
                space.remove(keys)
            self._changed(len(keys))

    def clear(self) -> None:
        """Forget everything, and remove the file."""
        with self._lock:
            self._start_empty()
            # The journal may have got a new id, by which the next file is named.
            self._forget_file()
            self._file = _file_of(self.config, self.context)
            self._forget_file()

    def count(self, space: str | None = None) -> int:
        """Count memories, or the vectors of a space."""
        with self._lock:
            return len(self._held) if space is None else len(space_of(self._spaces, space))

    def position(self) -> Position:
        """Return how far these indexes have come."""
        if not self._trusted:
            with self._lock:
                if not self._is_of_this_history():
                    self._start_empty()
                self._trusted = True
        return self._position

    def moved(self, position: Position) -> None:
        """Note the position; it is written together with the indexes."""
        self._moved(position, self.context.event_token(position.seq))

    def take(self, step: Step) -> None:
        """Make a step along the journal."""
        if len(step.deleted):
            self.delete(step.deleted)
        if len(step.batch):
            self.upsert(step.batch)
        self._moved(step.position, step.event_token)

    def _moved(self, position: Position, event_token: str | None) -> None:
        with self._lock:
            self._position, self._event_token = position, event_token
            if (self._unsaved or 0) >= max(_UNSAVED, len(self._held) // 2):
                self._save()

    def close(self) -> None:
        """Write the file, unless little has changed."""
        with self._lock:
            if self._unsaved is not None and self._unsaved * 20 >= len(self._held):
                self._save()
            self._spaces, self._held = {}, set()

    def _changed(self, number: int) -> None:
        if number:
            self._unsaved = (self._unsaved or 0) + number

    # -- searching ---------------------------------------------------------------------------

    def approximation(self, space: str) -> Approximation | None:
        """Return how the graph of a space is walked; None for an index that compares all."""
        with self._lock:
            space_of(self._spaces, space)
        if self.config.index == "flat":
            return None
        return Approximation(
            breadth=self._breadth_of(space),
            # So many are asked for in any case.
            least=_LOOK,
            exact_below=self.config.exact_below,
            advice=_ADVICE,
        )

    def _breadth_of(self, space: str) -> int:
        return self.breadths.get(space, self.config.ef_search)

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine.

        The nearest of all are put to the journal first. Where too few of them pass, it says which
        memories do, and only these are searched.
        """
        with self._lock:
            space_of(self._spaces, space, len(vector))
        if not vector.any():
            return no_matches()
        unit = units(vector)

        def ask(native: Keys | bool, limit: int, exact: bool) -> Matches:
            among = None if isinstance(native, bool) else native
            with self._lock:
                keys, scores = space_of(self._spaces, space).best(
                    unit, limit, breadth=self._breadth_of(space), among=among
                )
            return Matches(keys, scores, lookup=functools.partial(self._cosines, space, unit))

        return best(ask, _UNKNOWN, _PLAN, k=k, selection=selection, context=self.context)

    def _cosines(self, space: str, unit: Vectors, keys: Keys) -> Scores:
        with self._lock:
            return space_of(self._spaces, space).cosines(unit, keys)

    # -- the file ----------------------------------------------------------------------------

    def _load(self, path: Path) -> None:
        saved = file.load(path, journal_id=self._journal_id, made=self._made())
        if saved is None:
            return
        self._spaces = {
            space.key: SpaceVectors(space, self.config, index=index, keys=keys)
            for space, index, keys in saved.spaces
        }
        self._held = set(saved.held.tolist())
        self._position, self._event_token, self._unsaved = saved.position, saved.event_token, 0
        self._trusted = False
        if not self._is_of_this_history():
            self._start_empty()

    def _is_of_this_history(self) -> bool:
        return is_of_history(
            self.context,
            journal_id=self._journal_id,
            event_token=self._event_token,
            seq=self._position.seq,
        )

    def _forget_file(self) -> None:
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def _save(self) -> None:
        if self._file is None:
            return
        if not self._is_of_this_history():
            # Another process has reset the journal: what it erased must not come back.
            self._forget_file()
            return
        for space in self._spaces.values():
            space.compact()
        saved = file.Saved(
            journal_id=self._journal_id,
            event_token=self._event_token,
            position=self._position,
            made=self._made(),
            held=np.array(sorted(self._held), np.int64),
            spaces=tuple((s.space, s.index, s.keys) for s in self._spaces.values()),
        )
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            file.save(self._file, saved, like=self.context.path)
        except OSError as error:
            warnings.warn(
                MemkitWarning(
                    f"The Faiss indexes could not be kept in {str(self._file)!r}: {error}. The "
                    "next process makes them anew from the journal; give the store a folder=... "
                    "that can be written."
                ),
                stacklevel=2,
            )
            return
        self._unsaved = 0

    def _made(self) -> dict[str, Any]:
        made: dict[str, Any] = {"index": self.config.index}
        if self.config.index == "hnsw":
            made |= {"m": self.config.m, "ef_construction": self.config.ef_construction}
        return made


def _file_of(config: FaissConfig, context: StoreContext) -> Path | None:
    suffix = f"{config.index}.faiss"
    if config.folder is not None:
        return config.folder / f"{context.journal_id}.{suffix}"
    return None if context.path is None else context.path.with_name(f"{context.path.name}.{suffix}")
