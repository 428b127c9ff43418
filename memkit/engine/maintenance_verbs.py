"""The verbs that look after a memory: its spaces, its store, its files."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from memkit.concurrency.effects import Effects, verb
from memkit.concurrency.jobs import BackgroundJob, Jobs
from memkit.contracts.embedder import Embedder
from memkit.contracts.store import Filter, Selection
from memkit.domain import defaults
from memkit.domain.files import named_path
from memkit.domain.recall import RecallReport, TuneReport
from memkit.domain.results import (
    ImportReport,
    Report,
    Space,
    StoreReport,
    UsageReport,
)
from memkit.domain.validation import flag, open_scope, whole_number
from memkit.engine import maintenance, tuning
from memkit.engine import recall as recall_
from memkit.engine.ingest import import_export
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.settings import (
    ProviderChoice,
)
from memkit.engine.spaces.listing import listed
from memkit.engine.store_migration import move


class MaintenanceVerbs(ReadVerbs):
    """Embedding spaces, jobs, moving, measuring, mending and saving."""

    @property
    def spaces(self) -> list[Space]:
        """The embedding spaces, in the order in which they were added."""
        return listed(self.engine.journal)

    @verb
    def add_space(
        self,
        embedder: ProviderChoice | Embedder,
        *,
        key: str | None = None,
        wait: bool = False,
        progress: bool = True,
    ) -> Effects[BackgroundJob[None]]:
        """Give every memory a second vector, of another embedder, in the background.

        Searches go on in the default space meanwhile. Adding a space again goes on where it
        stopped.

        Args:
            embedder: A provider's name, its config, or an object; or the key of a space.
            key: The space's name; the provider's name and model by default.
            wait: Whether to return only when the space is filled.
            progress: Whether to show a progress bar.

        Returns:
            The job that fills it; see `jobs`.

        Raises:
            SpaceError: A space of this name was made with another model.
            PluginError, ProviderError: The embedder can't be had, or fails.
        """
        return maintenance.add_space(self.engine, embedder, key=key, wait=wait, progress=progress)

    @verb
    def use_space(self, key: str) -> Effects[None]:
        """Make a space the default, for this and every other process.

        A space that is being filled is waited for, with a progress bar.

        Raises:
            SpaceError: It is unknown, or not filled and nobody fills it.
        """
        return maintenance.use_space(self.engine, key)

    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors.

        Raises:
            SpaceError: It is unknown, or the default.
        """
        maintenance.drop_space(self.engine, key)

    @property
    def usage(self) -> UsageReport:
        """What the models consumed: calls, tokens, and cost.

        By model since this memory was opened; and what language models were asked for and recorded,
        in `recorded`, by task, model and derivation, with seconds: in all processes and for good.
        The cost is known where the provider's config names its `price`.
        """
        return UsageReport(self.engine.usage(), self.engine.journal.spending())

    @property
    def jobs(self) -> Jobs:
        """What goes on in the background, what has ended, and what was left unfinished.

        Filling a space, moving to another store, drawing a comparison. A job can be waited for,
        cancelled and resumed; one that is "interrupted" was begun by another process.
        """
        return maintenance.jobs(self.engine)

    # -- moving and care ---------------------------------------------------------------------

    def export(
        self,
        path: str | PathLike[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        history: bool = False,
        progress: bool = False,
    ) -> int:
        """Write memories to a JSONL file, one a line, and return how many lines there are.

        `import_` takes them back with all that they have: ids, times, what replies to what, and
        ratings. Those that have expired are written, too.

        Args:
            user_id, agent_id, app_id, run_id, where: Which; all of them by default.
            history: Whether to write all changes instead, one a line, those of deleted memories
                among them; `import_` carries them out again in a new memory.
            progress: Whether to show a progress bar.

        Raises:
            ValidationError: The file can't be written, or is part of a memory.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return import_export.export_file(
            self.engine,
            path,
            Selection.of(scope, where),
            history=flag(history, "history"),
            progress=progress,
        )

    @verb
    def import_(
        self,
        path: str | PathLike[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        strict: bool = False,
        batch_size: int = defaults.BATCH,
        progress: bool = True,
    ) -> Effects[ImportReport]:
        """Store the memories of a JSON, JSONL, CSV or Parquet file, of memkit, mem0 or a chat.

        Args:
            path: Objects with "memory" or "text" or "content", scope ids and "metadata"; messages,
                conversations; a table with such columns, in which an empty cell is not given; or
                the history of an export, for a memory that has none yet.
            user_id, agent_id, app_id, run_id: For objects that have no such id of their own.
            strict: Whether one bad line stops everything, before anything is stored. Otherwise
                bad lines are reported with their numbers and the rest is stored.

        Raises:
            NotFoundError: There is no such file.
            ValidationError: It can't be read, or with `strict` the first bad line.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return import_export.import_file(
            self.engine,
            named_path(path),
            scope=scope,
            strict=flag(strict, "strict"),
            batch_size=batch_size,
            progress=progress,
        )

    def use_store(
        self,
        store: str,
        /,
        *,
        wait: bool = True,
        progress: bool = True,
        searches: int = 50,
        **options: Any,
    ) -> BackgroundJob[StoreReport]:
        """Move to another store: fill it from the journal, check it, and search in it from then on.

        Searches go on in the old store meanwhile. If it is interrupted, the next call goes on from
        there; the journal, and so the memories, stay where they are.

        Args:
            store: A provider's name, e.g. "weaviate"; `options` go to its config: url=...
            wait: Whether to return only when it is done.
            progress: Whether to show a progress bar.
            searches: How many searches to compare with the exact answer.

        Returns:
            The job that moves it, with a report as its `result`; see `jobs`.

        Raises:
            PluginError, ValidationError: There is no such store, or its options do not fit.
            ProviderError: The store can't be reached, or does not hold what the journal holds.
                The memory stays in the old one.
        """
        searches = whole_number(searches, "searches", least=0)
        choice = {"provider": store, "config": options}
        return move(self.engine, choice, wait=wait, progress=progress, searches=searches)

    @verb
    def check_recall(
        self,
        space: str | None = None,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        k: int = 10,
        sample: int = 100,
        seed: int = 0,
        settings: bool = True,
        progress: bool = False,
    ) -> Effects[RecallReport]:
        """Measure how much of the exact nearest neighbours the store finds.

        A sample of the memory's own texts is searched for in the store, by their vectors, and the
        answers are compared with the exact ones, which the journal's vectors give. A text is left
        out of its own answer, and what is equally near counts. A scope or a filter draws the
        sample from what it selects, and searches with it: recall differs there.

        Args:
            space: The embedding space; None for the default one. One that is being filled is
                waited for, with a progress bar.
            user_id, agent_id, app_id, run_id, where: Among which memories; all by default.
            k: How many neighbours count: recall@k.
            sample: How many texts; `seed` draws others.
            settings: Whether to try broader searches, too, where the recall is below 0.99 and the
                store has a setting for it. It is put back afterwards; with a server that holds it
                for all, others search as broadly meanwhile.
            progress: Whether to show a progress bar.

        Raises:
            SpaceError: The space is unknown, or not filled and nobody fills it.
            ValidationError: There are no two memories with a vector.
            ProviderError: The store is down, or is being made anew.
        """
        return recall_.check_recall(
            self.engine,
            Selection.of(open_scope(user_id, agent_id, app_id, run_id, default=self._scope), where),
            space=space,
            k=k,
            sample=sample,
            seed=seed,
            settings=settings,
            progress=progress,
        )

    @verb
    def tune(
        self,
        space: str | None = None,
        *,
        recall: float = 0.99,
        k: int = 10,
        sample: int = 100,
        seed: int = 0,
        progress: bool = True,
    ) -> Effects[TuneReport]:
        """Find the least breadth with which the store finds enough, and search so from now on.

        Breadth is what engines call `ef` or `ef_search`: how many candidates a search in a graph
        holds. What is found is set for all memories, and kept with them: the next process that
        opens them with this store searches as broadly, unless the option is given to it. The
        report's `store` says what to give. If it is interrupted, what stood stands again.

        Args:
            space: The embedding space; None for the default one.
            recall: Recall@k to be reached on the sample, above 0 and at most 1.
            k, sample, seed: See `check_recall`.
            progress: Whether to show a progress bar.

        Returns:
            What was tried and set. Where no breadth is enough nothing is set, `reached` is False,
            and it says what else there is.

        Raises:
            SpaceError, ValidationError: As for `check_recall`.
            ProviderError: The store finds less and has no such setting, is down, or is being made
                anew.
        """
        return tuning.tune(
            self.engine,
            space=space,
            recall=recall,
            k=k,
            sample=sample,
            seed=seed,
            progress=progress,
        )

    @verb
    def doctor(self, *, fix: bool = False) -> Effects[Report]:
        """Check that events fold to the memories and that every index matches them.

        Of a store that may miss some of the nearest it measures how much it finds, on a small
        sample: the report's `recall`. Below 0.95 that is a problem.

        Args:
            fix: Whether to rebuild first what can be rebuilt.
        """
        return maintenance.doctor(self.engine, fix=fix)

    def reindex(self) -> None:
        """Rebuild the text index and the store from the journal."""
        maintenance.reindex(self.engine)

    def backup(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write everything to a new file, as of one moment, while others go on writing.

        Memories, history, vectors and settings: open it as any memory, or put it in the place of
        the file when nobody has that open. A copy of the file by other means lacks what is in its
        log.

        Args:
            path: The file to write, whole or not at all.
            overwrite: Whether to replace a file that is there.

        Returns:
            Where it is.

        Raises:
            ValidationError: It can't be written, is there, or belongs to the memory itself.
            JournalError: The journal is in a database, which has its own tools.
        """
        target = named_path(path).absolute()
        self.engine.journal.backup(target, overwrite=flag(overwrite, "overwrite"))
        return target
