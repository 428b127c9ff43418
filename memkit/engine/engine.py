"""One open memory: its journal, the store that follows it, its spaces and models."""

from __future__ import annotations

import contextlib
import functools
import os
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from memkit import plugins
from memkit.concurrency.effects import Effects, run
from memkit.concurrency.jobs import BackgroundJob, JobRegistry
from memkit.contracts.embedder import Embedder
from memkit.contracts.journal import Journal, TextSearch
from memkit.contracts.llm import LLM
from memkit.contracts.reranker import Reranker
from memkit.domain import defaults, fixes
from memkit.domain.records import Usage
from memkit.engine.follower import EVERYTHING, Follower
from memkit.engine.guarded_store import GuardedStore
from memkit.engine.inference import Inference
from memkit.engine.rewriter import Rewriter
from memkit.engine.search_index import SearchIndex, chosen
from memkit.engine.settings import ProviderChoice, Settings
from memkit.engine.spaces.embedding import Spaces, space_key
from memkit.engine.spaces.fill import filling
from memkit.engine.spaces.unrelated import Unrelated
from memkit.engine.trust import Trust, named_by_folder
from memkit.engine.word_index import WordIndex
from memkit.errors import (
    JournalError,
    MemkitError,
    MemkitWarning,
    ProviderError,
    StoreDamagedError,
    StoreLostError,
)
from memkit.redaction import redacted

# So many events make a store that keeps its own position worth bringing up to date at the end.
_FAR_BEHIND = 2000
# A store of so few memories is made again in the call that misses it.
_MADE_AT_ONCE = 2000
# A job is given so long to end the step that it is at: a call to a provider may never return.
_LAST_STEP_SECONDS = 15.0


class Engine:
    """What the verbs work on.

    Args:
        settings: See `memkit.engine.settings.Settings`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._closed = False
        trust = Trust(settings.trust)
        for setting in sorted(settings.of_folder):
            said = named_by_folder(os.getcwd(), setting, getattr(settings, setting))
            if said is not None:
                warn(said)
        name = "sqlite"
        options: dict[str, Any] = {"path": settings.path, "durability": settings.durability}
        if settings.journal is not None:
            name, options = chosen(settings.journal)
        spec = plugins.get_spec("journal", name)
        self.journal: Journal = plugins.create("journal", name, **options)
        self.keeps_attachments = "attachments" in spec.capabilities
        # What was opened is closed again if the rest can't be.
        with ExitStack() as opened:
            opened.callback(_let_go, "The journal", self.journal.close)
            self.spaces = Spaces(self.journal, warn=warn, trust=trust)
            opened.callback(self.spaces.close)
            self.unrelated = Unrelated(self.journal)
            self.words: TextSearch = self.journal
            if "text" not in spec.capabilities:
                self.words = WordIndex(self.journal)
                opened.callback(_let_go, "The index of words", self.words.close)
            self.index = SearchIndex(self.journal, settings.store, words=self.words)
            self._watch(self.index)
            opened.callback(_let_go, f"The store {self.index.name!r}", self.index.store.close)
            self.reranker = _model("reranker", settings.reranker, Reranker)
            self.llm = _model("llm", settings.llm, LLM)
            for given, model in ((settings.reranker, self.reranker), (settings.llm, self.llm)):
                if model is not None and model is not given:
                    opened.callback(_let_go, f"The model {model.model!r}", model.close)
            # What draws facts from messages, where something does; see `memkit.extraction`.
            self.inference: Inference | None = None
            # What makes follow-ups understood alone, where something does; see `memkit.answers`.
            self.rewriter: Rewriter | None = None
            # What features keep as long as the memory is open, and what they finish before its end.
            self.kept: dict[Any, Any] = {}
            self.before_closing: list[Callable[[], object]] = []
            self.jobs = JobRegistry()
            opened.callback(self._stop_jobs)
            # Stores that others took the place of; a search may still be under way in them.
            self.retired: list[SearchIndex] = []
            run(self._open_default_space())
            self.spaces.warn_of_strangers()
            opened.pop_all()

    def _open_default_space(self) -> Effects[None]:
        rows = self.journal.spaces()
        wanted = self.settings.embedder
        by_hand = "embedder" not in self.settings.of_folder
        if not rows:
            row = yield from self.spaces.add(
                wanted or defaults.EMBEDDER, key=None, default=True, by_hand=by_hand
            )
            if row.state != "ready":
                # Another process opened the file, too, and was quicker.
                self.fill(row.key, progress=False)
            return
        if wanted is None:
            return
        key = space_key(wanted)
        row = yield from self.spaces.add(wanted, key=None, default=False, by_hand=by_hand)
        default = self.spaces.get()
        if row.key == default.key:
            return
        if self.journal.head().seq == 0:
            self.spaces.use(key)
            return
        if row.state != "ready":
            self.fill(key, progress=False)
        warn(
            fixes.use_space(key).changed(
                lambda fix: (
                    f"Searches go on in space {default.key!r}; {key!r} is another space of "
                    f"the same memories, filled in the background. {fix}"
                )
            )
        )

    def fill(self, key: str, *, progress: bool) -> BackgroundJob[None]:
        """Start to fill a space in the background, unless that is under way."""
        return self.jobs.start(
            filling(self.journal, self.spaces, key, progress=progress, warn=warn)
        )

    @property
    def store(self) -> GuardedStore:
        """The store that is searched."""
        return self.index.store

    @property
    def follower(self) -> Follower:
        """What keeps the store up to date."""
        return self.index.follower

    def switch(self, index: SearchIndex) -> None:
        """Search another store from now on; the old one is closed at the end."""
        self.retired.append(self.index)
        self._watch(index)
        self.index = index

    def _watch(self, index: SearchIndex) -> None:
        """See to it that a store which is found damaged is made anew, and that words are kept."""
        if isinstance(self.words, WordIndex):
            self.words.kept = not index.has_words
        index.store.on_damage = functools.partial(self._rebuild_in_background, index)
        index.follower.on_rest = functools.partial(self._try_in_background, index)

    def _try_in_background(self, index: SearchIndex) -> None:
        """Ask a store again that took long to fail, if it is time to; nobody waits for it."""
        outage = index.follower.outage
        if outage is None or not outage.is_due():
            return

        def work(_: BackgroundJob[None]) -> None:
            index.follower.try_again()

        with contextlib.suppress(JournalError):  # The memory is being closed.
            self.jobs.start(
                BackgroundJob("catch up", index.name, work, key=f"catch up:{index.identity}")
            )

    def _rebuild_in_background(self, index: SearchIndex, damage: StoreDamagedError) -> None:
        gone = isinstance(damage, StoreLostError)
        index.follower.paused = True
        with contextlib.suppress(JournalError):  # The memory is being closed.
            job = self.jobs.start(self._rebuilding(index))
            if gone and self.journal.count(EVERYTHING) <= _MADE_AT_ONCE:
                index.let_wait_for(job)
        what = (
            f"{damage.problem} Searches are answered from the journal, which is slower, until the "
            f"store is {'made again' if gone else 'made anew'} in the background."
        )
        warn(fixes.SEE_JOBS.after(what))

    def rebuild(self) -> None:
        """Make the store anew from the journal, and wait for it."""
        if self.index.store.damage is None:
            self.follower.rebuild()
        # Perhaps it was found damaged only now.
        if self.index.store.damage is not None:
            self.jobs.start(self._rebuilding(self.index)).wait()

    def _rebuilding(self, index: SearchIndex) -> BackgroundJob[None]:
        def work(job: BackgroundJob[None]) -> None:
            job.expect(self.journal.count(EVERYTHING))
            index.filled = job.advance
            try:
                if isinstance(index.store.damage, StoreLostError):
                    index.follower.refill()
                else:
                    index.follower.rebuild()
            except ProviderError:
                if isinstance(index.store.damage, StoreLostError):
                    # There is nothing to be spared: the next call tries again.
                    index.follower.paused, index.store.damage = False, None
                raise
            finally:
                index.filled = None
            index.store.damage = None

        return BackgroundJob(
            "rebuild",
            index.name,
            work,
            key=f"rebuild:{index.identity}",
            unit="memories",
            failed=lambda job: warn(
                fixes.TRY_REBUILD_AGAIN.after(
                    f"Store {index.name!r} could not be made anew: {job.error} Searches go on in "
                    "the journal."
                )
            ),
        )

    def usage(self) -> dict[str, Usage]:
        """Return what the models consumed, by kind and name."""
        models: list[tuple[str, Embedder | LLM | Reranker]] = [
            (f"embedder {key}", embedder) for key, embedder in self.spaces.opened().items()
        ]
        if self.llm is not None:
            models.append((f"llm {self.llm.model}", self.llm))
        if self.reranker is not None:
            models.append((f"reranker {self.reranker.model}", self.reranker))
        return {name: model.usage for name, model in models}

    def follow_if_it_can(self, *, changed: bool = False) -> None:
        """Hand a change on to the store, which may be down: the change is in the journal.

        Args:
            changed: Whether the journal is known to have changed.
        """
        try:
            self.follower.catch_up(changed=changed)
        except MemkitError as error:
            outage = self.follower.outage
            if outage is not None and not outage.is_news():
                return
            until = "." if outage is None else "; until then searches are answered from it."
            warn(
                f"The store {self.index.name!r} did not take the change: {error} It is in the "
                f"journal, and the store catches up at the next call{until}"
            )

    def close(self) -> None:
        """Stop what runs in the background and release everything, also what is down.

        Nothing is raised for what can't be closed as it should: a warning says so.
        """
        if self._closed:
            return
        for finish in self.before_closing:
            _let_go("What is still to be stored", finish)
        self._closed = True
        with ExitStack() as closing:
            # From the last line to the first, whatever one of them raises.
            closing.callback(_let_go, "The journal", self.journal.close)
            for model in (self.llm, self.reranker):
                if model is not None:
                    closing.callback(_let_go, f"The model {model.model!r}", model.close)
            if self.inference is not None:
                closing.callback(_let_go, "What draws facts", self.inference.close)
            closing.callback(self.spaces.close)
            if isinstance(self.words, WordIndex):
                closing.callback(_let_go, "The index of words", self.words.close)
            for index in (*reversed(self.retired), self.index):
                closing.callback(_let_go, f"The store {index.name!r}", index.store.close)
            closing.callback(_let_go, f"The store {self.index.name!r}", self._finish_following)
            closing.callback(self._stop_jobs)

    def _stop_jobs(self) -> None:
        for job in self.jobs.close(timeout=_LAST_STEP_SECONDS):
            warn(
                f"The job {job.kind} {job.name!r} did not stop within {_LAST_STEP_SECONDS:.0f} s. "
                "What it stored stays; the rest of it fails, for the memory is closed."
            )

    def _finish_following(self) -> None:
        """Index here what many additions left to be indexed, so that the next process finds it."""
        # One that was deleted meanwhile, or does not answer, is left to the next process.
        self.store.on_damage = None
        unasked = self.index.persistent and self.follower.seen is None
        if unasked or self.follower.outage is not None:
            return
        try:
            own = self.store.position()
        except StoreLostError:
            return
        if own is None:
            return
        # What was purged must not be written to a file once more.
        behind = self.journal.head().seq - own.seq
        if behind >= _FAR_BEHIND or self.follower.missed_purge(own):
            self.follower.catch_up()


def warn(message: str) -> None:
    """Tell the user of something that stops nothing."""
    warnings.warn(redacted(message), MemkitWarning, stacklevel=2)


def _let_go(who: str, release: Callable[[], object]) -> None:
    try:
        release()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the rest
        warn(f"{who} did not close as it should, and nothing is lost: {error}")


def _created(kind: plugins.Kind, choice: ProviderChoice) -> Any:
    name, options = chosen(choice)
    return plugins.create(kind, name, **options)


def _model(kind: plugins.Kind, choice: Any, contract: type[Any]) -> Any:
    if choice is None or isinstance(choice, contract):
        return choice
    return _created(kind, choice)
