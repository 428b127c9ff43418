"""Filling a space in the background: resumable, in batches, while searches go on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from memkit.concurrency.effects import Effects, run
from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Selection
from memkit.domain.progress import progress_bar
from memkit.domain.records import Scope
from memkit.engine.spaces.embedding import embed_documents
from memkit.engine.spaces.registry import Spaces
from memkit.errors import MemkitError, SpaceError, as_provider_errors

# Each batch is committed by itself: what was paid for stays, whatever happens next.
_TEXTS_A_COMMIT = 1024
# Looking for what is missing reads the journal from its beginning.
_TEXTS_A_LOOK = 20_000


class Filling:
    """A space that is being filled. `wait` blocks until it is ready.

    Attributes:
        key: The space.
        error: What stopped it, if something did; the space stays incomplete, and resumable.
    """

    def __init__(
        self,
        journal: Journal,
        spaces: Spaces,
        key: str,
        *,
        progress: bool,
        warn: Callable[[str], None],
    ) -> None:
        self.key = key
        self.error: MemkitError | None = None
        self._journal = journal
        self._spaces = spaces
        self._progress = progress
        self._warn = warn
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"memkit-fill-{key}", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def wait(self, timeout: float | None = None) -> None:
        """Block until the space is ready.

        Args:
            timeout: Seconds to wait at most.

        Raises:
            SpaceError: It is not ready after this time, or was stopped.
            MemkitError: What stopped the filling.
        """
        self._thread.join(timeout)
        if self.error is not None:
            raise self.error
        if self._thread.is_alive() or self._stop.is_set():
            raise SpaceError(
                f"Space {self.key!r} is not filled yet.", fix="Wait longer, or look at m.spaces."
            )

    def stop(self) -> None:
        """Stop after the batch under way; what was embedded stays."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        about = {"fix": "Report this to the authors of the plug-in.", "provider": self.key}
        try:
            with as_provider_errors(f"The embedder of space {self.key!r} failed", **about):
                run(fill(self._journal, self._spaces, self.key, progress=self._progress,
                         stopped=self._stop.is_set))  # fmt: skip
        except MemkitError as error:
            self.error = error
            self._warn(
                f"Filling space {self.key!r} stopped: {self.error} What was embedded is kept; "
                f"go on with m.add_space({self.key!r})."
            )

    def __repr__(self) -> str:
        state = "failed" if self.error else "ready" if self.done else "filling"
        return f"<Filling space={self.key!r} {state}>"


def fill(
    journal: Journal,
    spaces: Spaces,
    key: str,
    *,
    progress: bool,
    stopped: Callable[[], bool] = lambda: False,
) -> Effects[None]:
    """Embed every text that has no vector in a space, and mark the space as ready.

    Raises:
        ProviderError, SpaceError: The embedder failed; what was embedded before is kept.
    """
    embedder = yield from spaces.embedder(spaces.get(key))
    size = max(_TEXTS_A_COMMIT, embedder.max_batch)
    total = _missing(journal, key)
    with progress_bar(f"space {key}", unit="text", total=total, shown=progress) as done:
        while True:
            texts = journal.texts_without_vectors(key, limit=_TEXTS_A_LOOK)
            if not texts and journal.complete_space(key):
                return
            for start in range(0, len(texts), size):
                if stopped():
                    return
                part = texts[start : start + size]
                journal.put_vectors(key, (yield from embed_documents(embedder, part)))
                done(len(part))


def _missing(journal: Journal, key: str) -> int:
    everything = Selection(scope=Scope(), where=None, now=EVER)
    return journal.count(everything) - journal.count_vectors(key)
