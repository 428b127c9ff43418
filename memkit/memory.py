"""Memory: what people import. The verbs of the engine, and the views that are built on them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal

from memkit.answers.verbs import AnswerVerbs
from memkit.contracts.embedder import Embedder
from memkit.contracts.llm import LLM
from memkit.contracts.store import Filter
from memkit.documents.verbs import DocumentVerbs
from memkit.domain.argument_names import explains_arguments
from memkit.domain.public import public
from memkit.domain.records import SCOPE_KEYS
from memkit.domain.times import Moment
from memkit.domain.validation import open_scope
from memkit.engine.settings import ProviderChoice
from memkit.extraction.verbs import FactVerbs

if TYPE_CHECKING:
    from memkit.chat.chat import Chat
    from memkit.comparison import Comparison
    from memkit.explorer import Explorer
    from memkit.timeline import Explored, Timeline


@explains_arguments
@public
class Memory(AnswerVerbs, DocumentVerbs, FactVerbs):
    """Facts and conversations that are stored, searched, changed and forgotten.

    Safe for threads; any number of processes may open the same file. Settings that are not given
    come from the environment (`MEMKIT_EMBEDDER`, ...), then from `memkit.toml` in the working
    directory, then from the defaults.

    Args:
        path: The journal's file, made if it does not exist ("memkit.db" by default), or
            ":memory:".
        embedder: A provider's name ("static-2", "openai:text-embedding-3-small"), its config
            `{"provider": ..., "config": {...}}`, or an object. For a file that has another default
            space, this opens a second one.
        llm, reranker: Likewise; None for none.
        store: The search index; "local" keeps one in this process.
        journal: A provider for the journal, if it is not a file.
        durability: "full" makes every change wait for the disk; "fast" may lose the last ones in
            a power cut.
        actor: Who makes the changes, for the history.
        trust: Addresses of servers, such as "http://gpu-box:11434": a file that names one as its
            embedder's may have it asked. Needed for files of others only; see
            docs/configuration.md.
        redact_secrets: Whether keys, passwords, tokens and numbers of cards and accounts in what is
            added are taken out before it is kept, embedded or shown to a model; see docs/facts.md.

    Raises:
        ValidationError: A setting is malformed.
        JournalError: The file can't be opened, or is of a newer memkit.
        PluginError: A provider is not installed.
        SpaceError: The embedder is not the model that its space was made with.
    """

    def compare(
        self,
        *spaces: str | Embedder,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        layout: Literal["started", "aligned", "independent"] = "started",
        projection: Literal["umap", "pca", "tsne"] = "umap",
        dims: Literal[2, 3] = 2,
        k: int = 10,
        sample: int | None = None,
        seed: int = 0,
    ) -> Comparison:
        """Put two to four embedding spaces side by side: pictures, and where they disagree.

        Needs `pip install 'memkit-core[notebook]'`; see `memkit.comparison.compare`, which says
        what the arguments mean and what is raised.
        """
        from memkit.comparison import compare

        return compare(
            self.unscoped(),
            *spaces,
            **self._ids(user_id, agent_id, app_id, run_id),
            where=where,
            layout=layout,
            projection=projection,
            dims=dims,
            k=k,
            sample=sample,
            seed=seed,
        )

    def explore(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        space: str | None = None,
        query: str = "",
    ) -> Explorer:
        """Open the memory explorer: search, add, edit, history and time travel in one view.

        It is a widget where `memkit-core[notebook]` is installed, and works without one, too.

        Args:
            where: A filter to begin with.
            space: The embedding space to search in; None for the default one.
            query: A question to begin with.

        Raises:
            ScopeError, FilterError, SpaceError: An argument has the wrong shape.
        """
        from memkit.explorer import Explorer
        from memkit.extraction.reading.decided import decided

        return Explorer(
            self.unscoped(),
            **self._ids(user_id, agent_id, app_id, run_id),
            where=where,
            space=space,
            query=query,
            decides=functools.partial(decided, self.engine.journal),
        )

    def chat(
        self,
        *,
        llm: ProviderChoice | LLM | None = None,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        system: str | None = None,
        tokens: int = 800,
        history: int = 4000,
        rewrite: bool = False,
        all_runs: bool = False,
        remember: bool = True,
        infer: bool | None = None,
    ) -> Chat:
        """Open a conversation that recalls before it answers and remembers after it.

        It is a widget where `memkit-core[notebook]` is installed, and works without one, too; see
        `memkit.Chat`, which says what the arguments mean and what is raised.
        """
        from memkit.chat.chat import Chat

        return Chat(
            self.unscoped(),
            llm=llm,
            **self._ids(user_id, agent_id, app_id, run_id),
            system=system,
            tokens=tokens,
            history=history,
            rewrite=rewrite,
            all_runs=all_runs,
            remember=remember,
            infer=infer,
        )

    def timeline(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        by: str = "user_id",
        time: Literal["at", "created_at", "occurred_at"] = "at",
        since: Moment | None = None,
        until: Moment | None = None,
        lanes: int = 10,
        explorer: Explored | None = None,
    ) -> Timeline:
        """Return the changes over time: a lane for each user, a mark for each change.

        Args:
            where: A filter; a change counts if the memory matches before or after it.
            by: What a lane stands for: "user_id", "agent_id", "app_id", "run_id", "type", "role",
                "event", or a metadata key such as "category".
            time: What places a change: "at", when it was recorded; "created_at", when its memory
                was stored; "occurred_at", when its memory was true.
            since, until: Only changes from this time on, and before this time.
            lanes: The most lanes; the rest share one.
            explorer: An explorer that shows the memories changed in the time that is selected.

        Raises:
            ValidationError, ScopeError, FilterError: An argument has the wrong shape.
        """
        from memkit.timeline import open_timeline

        return open_timeline(
            self.unscoped(),
            **self._ids(user_id, agent_id, app_id, run_id),
            where=where,
            by=by,
            time=time,
            since=since,
            until=until,
            lanes=lanes,
            explorer=explorer,
        )

    def _ids(
        self, user_id: str | None, agent_id: str | None, app_id: str | None, run_id: str | None
    ) -> dict[str, Any]:
        """Return the ids that a call means: those it names, the others as `scoped` has them."""
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return dict(zip(SCOPE_KEYS, scope.key, strict=True))
