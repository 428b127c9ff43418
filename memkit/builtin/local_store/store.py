"""The local store: exact vector and text search in this process, beside the journal."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.configs import LocalConfig
from memkit.builtin.local_store import sidecar
from memkit.builtin.local_store.blocks import Blocks
from memkit.builtin.local_store.compaction import compacted, merged
from memkit.builtin.local_store.segments import Allowed, Segment, View
from memkit.contracts.embedder import Vectors
from memkit.contracts.store import (
    Batch,
    Frequencies,
    Keys,
    Matches,
    Position,
    Selection,
    SpaceInfo,
    Step,
    Store,
    StoreContext,
    is_new,
    is_of_history,
    no_matches,
    space_of,
)
from memkit.domain.records import Scope
from memkit.errors import MemkitWarning, StoreDamagedError
from memkit.text.terms import first_term, query_terms

# A filter is put to the best candidates first, then to more of them, then to the whole scope.
_FIRST_LOOK = 64
_LAST_LOOK = 4096
# The verdicts of a filter are kept for the searches that belong together: vectors and text, and
# deeper looks of both.
_VERDICTS = 8
# Below this, rebuilding is as fast as mapping a file.
_WORTH_SAVING = 2000


class LocalStore(Store):
    """Segments that searches read without a lock, and one lock for changes."""

    def __init__(self, config: LocalConfig, context: StoreContext) -> None:
        super().__init__(context)
        self._lock = threading.RLock()
        self._start_empty()
        self._file: Path | None = None
        if config.sidecar and context.path is not None:
            self._file = context.path.with_name(f"{context.path.name}.{config.ending}")
            self._load()

    def _start_empty(self) -> None:
        self._spaces: dict[str, SpaceInfo] = {}
        self._view = View()
        # What was read, and of which history: the journal's name, and the token of the last event.
        self._position = Position()
        self._journal_id = self.context.journal_id
        self._event_token: str | None = None
        # Whether the history is known to be the journal's: what was read from a file may not be.
        self._trusted = True
        self._saved_rows = 0
        self._blocks: Blocks | None = None
        self._verdicts: dict[Selection, dict[int, bool]] = {}

    # -- following the journal ---------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        with self._lock:
            known = self._spaces.get(space.key)
            if is_new(space, known) and known is not None:
                self.drop_space(space.key)
            self._spaces[space.key] = space

    def drop_space(self, key: str) -> None:
        with self._lock:
            self._spaces.pop(key, None)
            self._view = View(
                [
                    replace(
                        segment,
                        matrices={s: m for s, m in segment.matrices.items() if s != key},
                    )
                    for segment in self._view.segments
                ]
            )

    def upsert(self, batch: Batch) -> None:
        if not len(batch):
            return
        for space, vectors in batch.vectors.items():
            space_of(self._spaces, space, vectors.shape[1])
        with self._lock:
            kept = self._kept_vectors(batch)
            segment = Segment.of(replace(batch, vectors={**kept, **batch.vectors}))
            rest = [old.without(batch.keys) for old in self._view.segments]
            self._view = View([*rest, segment])

    def delete(self, keys: Keys) -> None:
        with self._lock:
            self._view = View([segment.without(keys) for segment in self._view.segments])

    def clear(self) -> None:
        with self._lock:
            self._start_empty()
            self._forget_file()

    def position(self) -> Position:
        if not self._trusted:
            with self._lock:
                if not self._is_of_this_history():
                    self._start_empty()
                self._trusted = True
        return self._position

    def moved(self, position: Position) -> None:
        self._moved(position, self.context.event_token(position.seq))

    def take(self, step: Step) -> None:
        if len(step.deleted):
            self.delete(step.deleted)
        if len(step.batch):
            self.upsert(step.batch)
        self._moved(step.position, step.event_token)

    def _moved(self, position: Position, event_token: str | None) -> None:
        with self._lock:
            self._position, self._event_token = position, event_token
            self._view = View(compacted(self._view.segments, self._scratch))

    def count(self, space: str | None = None) -> int:
        view = self._view
        if space is None:
            return len(view)
        space_of(self._spaces, space)
        total = 0
        for segment in view.segments:
            matrix = segment.matrices.get(space)
            if matrix is not None:
                rows = segment.alive()
                total += len(rows) if matrix.empty is None else int((~matrix.empty[rows]).sum())
        return total

    def in_child(self) -> bool:
        # A thread that held the lock was in the middle of a change.
        whole = self._lock.acquire(blocking=False)
        self._lock = threading.RLock()
        return whole

    def verify(self) -> None:
        """Compare all that was mapped from the sidecar with its checksums."""
        if self._blocks is not None:
            self._blocks.check_all()

    def close(self) -> None:
        with self._lock:
            if self._file is not None and self._worth_saving():
                self._save(self._file)
            self._view = View()

    # -- searching ---------------------------------------------------------------------------

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        space_of(self._spaces, space, len(vector))
        view = self._view
        length = float(np.linalg.norm(vector))
        # A query without content (a vector of zeros) matches nothing.
        if not length:
            return no_matches()
        unit = (vector / length).astype(np.float32)
        return self._filtered(
            lambda n, allowed: view.best_vectors(
                space, unit, n, selection.scope, selection.now, allowed
            ),
            k,
            selection,
            most=view.within(selection.scope).size,
        )

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        view = self._view
        scores = view.text_scores(query_terms(query), selection.scope)
        return self._filtered(
            lambda n, allowed: scores.best(n, selection.now, allowed),
            k,
            selection,
            most=view.within(selection.scope).size,
        )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        return self._view.frequencies([first_term(word) for word in words], scope)

    def _filtered(
        self,
        best: Callable[[int, Allowed], Matches],
        k: int,
        selection: Selection,
        *,
        most: int,
    ) -> Matches:
        """Return the best `k` that pass the filter; the journal knows which do."""
        if selection.where is None:
            return best(k, None)
        n = max(_FIRST_LOOK, 2 * k)
        while n < min(most, _LAST_LOOK):
            matches = best(n, None)
            passes = self._passes(matches.keys, selection)
            passed = int(passes.sum())
            if passed >= k or len(matches) < n:
                return replace(
                    matches, keys=matches.keys[passes][:k], scores=matches.scores[passes][:k]
                )
            # As many more as the share that passed lets expect, and some.
            n = min(8 * n, max(2 * n, n * k * 5 // (4 * max(1, passed))))
        return best(k, self.context.allowed_keys(selection))

    def _passes(self, keys: Keys, selection: Selection) -> NDArray[np.bool_]:
        """Return which keys a filter lets pass, asking the journal for those not asked before."""
        with self._lock:
            verdicts = self._verdicts.pop(selection, {})
            self._verdicts[selection] = verdicts
            while len(self._verdicts) > _VERDICTS:
                del self._verdicts[next(iter(self._verdicts))]
        wanted = keys.tolist()
        new = [key for key in wanted if key not in verdicts]
        if new:
            allowed = self.context.allowed_keys(selection, among=np.array(new, np.int64)).tolist()
            verdicts.update(dict.fromkeys(new, False))
            verdicts.update(dict.fromkeys(allowed, True))
        return np.array([verdicts[key] for key in wanted], np.bool_)

    @property
    def _scratch(self) -> Path | None:
        return None if self._file is None else self._file.parent

    # -- inside ------------------------------------------------------------------------------

    def _kept_vectors(self, batch: Batch) -> dict[str, Vectors]:
        """Return the vectors that a batch leaves as they are."""
        kept: dict[str, Vectors] = {}
        for key, space in self._spaces.items():
            if key in batch.vectors:
                continue
            vectors = np.zeros((len(batch), space.dim), np.float32)
            for segment in self._view.segments:
                matrix = segment.matrices.get(key)
                if matrix is not None:
                    rows, places = segment.find(batch.keys)
                    vectors[places] = matrix.of_rows(rows)
            kept[key] = vectors
        return kept

    def _load(self) -> None:
        assert self._file is not None
        try:
            found = sidecar.load(self._file)
        except StoreDamagedError as error:
            self._forget_file()
            warnings.warn(MemkitWarning(str(error)), stacklevel=2)
            return
        if found is None:
            return
        self._blocks = found.blocks
        self._journal_id, self._event_token = found.journal_id, found.event_token
        self._trusted = False
        self._spaces = {space.key: space for space in found.spaces}
        self._view = View([found.segment])
        self._position = found.position
        self._saved_rows = len(found.segment)
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

    def _worth_saving(self) -> bool:
        segments = self._view.segments
        rows = sum(len(segment) for segment in segments)
        changed = rows - len(segments[0]) if self._saved_rows and segments else rows
        grown = rows - self._saved_rows
        return rows >= _WORTH_SAVING and max(changed, grown) * 10 >= rows

    def _save(self, file: Path) -> None:
        if not self._is_of_this_history():
            # Another process has reset the journal: what it erased must not come back.
            self._forget_file()
            return
        journal = self.context.path
        assert journal is not None  # It lies beside it.
        try:
            segment = self._view.segments[0]
            if len(self._view.segments) > 1 or segment.dead is not None:
                segment = merged(self._view.segments, scratch=self._scratch)
            elif self._blocks is not None:
                self._blocks.check_all()  # What is damaged must not get new checksums.
            sidecar.save(
                file,
                sidecar.Sidecar(
                    self._journal_id,
                    self._event_token,
                    self._position,
                    tuple(self._spaces.values()),
                    segment,
                ),
                like=journal,
            )
        except StoreDamagedError:
            self._forget_file()
            return
        except OSError:
            # A cache that can't be written costs time at the next start, nothing else.
            return
        self._view = View([segment])
        self._saved_rows = len(segment)
