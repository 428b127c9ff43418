"""The verbs that only read, for a memory as it is and as it was."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Protocol

from memkit.concurrency.effects import Effects, verb
from memkit.contracts.store import Filter, Selection
from memkit.domain.evidence import Evidence
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.results import Hits, Page
from memkit.domain.times import Moment
from memkit.domain.validation import after_cursor, flag, open_scope, whole_number
from memkit.engine import provenance
from memkit.engine.engine import Engine
from memkit.engine.follow_ups import found_by_meaning_alone
from memkit.engine.ingest.states import Messages
from memkit.engine.provenance import Sources
from memkit.engine.retrieval import advice
from memkit.engine.retrieval.advice import Pages
from memkit.engine.retrieval.asked_time import TimeUse
from memkit.engine.retrieval.candidates import Mode
from memkit.engine.retrieval.indexes import Index
from memkit.engine.retrieval.past import PastIndex
from memkit.engine.retrieval.pipeline import HalfLife, search
from memkit.engine.retrieval.roles import RoleWeights
from memkit.engine.retrieval.served import MemoryKind
from memkit.engine.retrieval.validity import ValidAt, valid
from memkit.filters import Compare, all_of, parse

_MOST_A_PAGE = 1_000_000
_STALE = Compare(("withheld",), "$eq", "stale")


class Counted(Pages, Protocol):
    """What is listed and counted: the journal, or a past state of it."""

    def count(self, selection: Selection) -> int:
        """Return how many memories a selection holds."""


class ReadVerbs:
    """What `Memory` and `PastMemory` share."""

    engine: Engine
    # The past state that is read; None for the memory as it is.
    _past: PastIndex | None = None
    # Whose memories are meant where a call names no other ids; None for everyone's.
    _scope: Scope | None = None

    @property
    def scope(self) -> Scope:
        """Whose memories a call means that does not say otherwise; see `Memory.scoped`."""
        return self._scope or Scope()

    def _index(self) -> Index:
        """Return what is searched."""
        return self.engine.index if self._past is None else self._past

    def _selected(self, scope: Scope, where: Filter, valid_at: ValidAt) -> Selection:
        selection = Selection.of(scope, where, at=self._index().now())
        if selection.where is not None:
            advice.say(advice.on_texts_like_times(selection.where))
        return valid(selection, valid_at)

    def _pages(self) -> Counted:
        """Return what is listed and counted."""
        return self.engine.journal if self._past is None else self._past

    @verb
    def search(
        self,
        query: str | Sequence[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        k: int = 10,
        where: Filter = None,
        kind: MemoryKind = "all",
        valid_at: ValidAt = "now",
        mode: Mode = "hybrid",
        space: str | None = None,
        context: float | None = None,
        role_weights: RoleWeights | None = None,
        late_interaction: bool = True,
        recency: HalfLife = None,
        rerank: bool = False,
        threshold: float | None = None,
        explain: bool = False,
        when: TimeUse = "ignore",
        asked_at: Moment | None = None,
        rewrite: bool = False,
        history: Messages = (),
    ) -> Effects[Hits]:
        """Return the memories that answer a query best, best first.

        Args:
            query: A question; several are fused into one answer.
            user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
            k: How many hits at most.
            where: A filter over metadata and fields: `{"priority": {"$gte": 3}}`, or
                "priority >= 3 and category in ('food', 'home')".
                A memory that is `withheld` is found only by a filter that names it.
            kind: "facts" for what was drawn from something (it has `derived_by`), "messages" for
                the rest, or "all".
            valid_at: Only memories that hold at this time: "now" (for a past state: then), or a
                moment such as "2025-03-01". None finds the others too; their `notes` say why they
                do not hold.
            mode: "hybrid" (vectors and words), "vector" or "text". Words need no store that is up:
                if it does not answer, a hybrid search goes by words, with a warning.
            space: The embedding space; None for the default one. One that is being filled is
                waited for, with a progress bar.
            context: For conversations: the share of a message's score that the message after it
                has at least, e.g. 0.85; an answer is then found by its question. By default, a
                message rises half the way to what it belongs with: a reply to what another person
                said (both with a `name`), and what a user said to the assistant's answer. 0 for
                neither.
            role_weights: The share that the messages of a role count, e.g. {"assistant": 0.5}; {}
                lets all count alike. By default an assistant's count 0.8, 0.6 if the query speaks
                of who asks ("my train"), and 1 if it asks for what the assistant said ("What did
                you recommend?").
            late_interaction: Whether the best candidates of a hybrid search are compared word by
                word where no memory has much of the query's words; the default space can do that.
            recency: Half-life of a score, by age: a timedelta, days, or "30d".
            rerank: Whether the reranker has the last word.
            threshold: The least score of a hit.
            explain: Whether hits carry what their score was made from, in `details`.
            when: What becomes of a time that the query names ("last spring", "im März", "去年"):
                "prefer" lets memories rise that occurred then, or hold then, the signal "time";
                "only" returns no others; "ignore" takes it for words like any. So does an event
                ("before we moved", "nach der Hochzeit") of which a memory clearly tells when it
                was. `times` of the result says what it was taken for.
            asked_at: When it is asked, so that "yesterday" is the day before; None for now, in a
                past state for then.
            rewrite, history: Whether the LLM first makes a follow-up such as "and her brother?"
                understood alone, given the messages before it; `rewritten` of the result tells.

        Raises:
            ValidationError, ScopeError, FilterError: An argument has the wrong shape, or there is
                no LLM to rewrite with.
            SpaceError: The space is unknown, or not filled and nobody fills it.
            ProviderError: The embedder, the store or the reranker failed.
        """
        find = functools.partial(
            search,
            self.engine,
            self._index(),
            pages=self._pages(),
            scope=open_scope(user_id, agent_id, app_id, run_id, default=self._scope),
            where=where,
            kind=kind,
            valid_at=valid_at,
            k=k,
            mode=mode,
            space=space,
            context=context,
            role_weights=role_weights,
            late_interaction=late_interaction,
            recency=recency,
            rerank=rerank,
            threshold=threshold,
            explain=explain,
            when=when,
            asked_at=asked_at,
        )
        if flag(rewrite, "rewrite"):
            return found_by_meaning_alone(self.engine, query, history=history, find=find)
        return find(query)

    def get_all(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        valid_at: ValidAt = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page:
        """Return memories in the order in which they were stored, a page at a time.

        Args:
            valid_at: Only memories that hold at this time; None lists the others too.
            limit: The most memories of a page.
            cursor: The `cursor` of the page before.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        chosen = self._selected(scope, where, valid_at)
        limit = min(whole_number(limit, "limit", least=1), _MOST_A_PAGE)
        after = after_cursor(cursor)
        found = self._pages().page(chosen, limit=limit + 1, after=after)
        if not found and cursor is None:
            self._advise(scope, where)
        more = len(found) > limit
        found = found[:limit]
        return Page(
            [record for _, record in found],
            cursor=str(found[-1][0]) if more and found else None,
            count=functools.partial(self._pages().count, chosen) if more or cursor else None,
        )

    def get(self, id: str) -> MemoryRecord:
        """Return a memory.

        Raises:
            NotFoundError: It is not there.
        """
        raise NotImplementedError

    def evidence(self, id: str) -> Evidence:
        """Return what a memory was drawn from: each source, its quote, and whether that stands.

        Args:
            id: The memory, e.g. a fact.

        Returns:
            The sources in their order, each with the `record` that it names (None if that is
            gone), the `quote`, where it stands in the record's text (`start`, `end`; None if it
            no longer does), and whether the text is the one that was read.

        Raises:
            NotFoundError: There is no such memory.
        """
        return provenance.evidence(self._sources(), self.get(id))

    def derived_from(self, id: str) -> Page:
        """Return the memories that were drawn from one, at any depth, in the order of storing.

        Args:
            id: The memory, which may be deleted.

        Raises:
            NotFoundError: There is no such memory, and there was none.
        """
        return provenance.derived_from(self.engine, self._sources(), id)

    def stale(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page:
        """Return memories that are not served because a source changed, a page at a time.

        Args:
            where: Which of them.
            limit: The most memories of a page.
            cursor: The `cursor` of the page before.
        """
        asked = parse(where)
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return self.get_all(
            **scope.model_dump(),
            where=all_of([_STALE, *([] if asked is None else [asked])]),
            limit=limit,
            cursor=cursor,
        )

    def _sources(self) -> Sources:
        """Return what tells where memories come from."""
        return self.engine.journal if self._past is None else self._past

    def count(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        valid_at: ValidAt = None,
    ) -> int:
        """Return how many memories a scope holds; those that hold at a time, if one is given."""
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        number = self._pages().count(self._selected(scope, where, valid_at))
        if not number:
            self._advise(scope, where)
        return number

    def _advise(self, scope: Scope, where: Filter) -> None:
        advice.say(advice.on_nothing(self._pages(), scope, parse(where)))
