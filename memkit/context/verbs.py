"""The verb that returns what is remembered as a block for a prompt."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from memkit.concurrency.effects import Effects, verb
from memkit.contracts.store import Filter
from memkit.domain.prompt_context import Context
from memkit.domain.times import Moment
from memkit.domain.validation import flag, open_scope
from memkit.engine.follow_ups import found_by_meaning_alone
from memkit.engine.ingest.states import Messages
from memkit.engine.retrieval.asked_time import TimeUse
from memkit.engine.retrieval.served import MemoryKind
from memkit.engine.verbs import Verbs


class ContextVerbs(Verbs):
    """What puts memories into prompts."""

    @verb
    def context(
        self,
        query: str | Sequence[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        tokens: int = 800,
        where: Filter = None,
        kind: MemoryKind = "all",
        valid_at: Moment | None = None,
        space: str | None = None,
        rerank: bool = False,
        model: str | None = None,
        tokenizer: Callable[[str], int] | None = None,
        when: TimeUse = "prefer",
        asked_at: Moment | None = None,
        rewrite: bool = False,
        history: Messages = (),
    ) -> Effects[Context]:
        """Return what is remembered of a query as a block for a prompt, within a budget of tokens.

        The best facts, messages and notes, each on a line with its date and who said it. What
        holds comes first, then, as far as there is room, what does not any more, and says so. What
        says the same stands there once; a message that is not understood alone comes with the one
        before it. Within its headings the block runs from the oldest to the newest, so that a
        prompt begins the same way when memories are added. It carries a mark: no facts are drawn
        from it.

        Args:
            query: A question, or the last message of a conversation; several are fused.
            user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
            tokens: The most tokens that the block may have, headings and marks counted, too.
            where, kind, space, rerank: As `search` takes them.
            valid_at: Only what holds at this moment; None for what holds now, and what once did.
            model: The model that reads the prompt, to count its tokens; by default the memory's
                own. Those of OpenAI are counted by tiktoken, where it is installed and has the
                encoding on this machine; for others a token is three bytes, rather too many.
            tokenizer: A function that returns how many tokens a text has, in place of both.
            when, asked_at: As `search` takes them; memories of a time that is asked for come first
                here, also those that no longer hold.
            rewrite, history: As `search` takes them.

        Raises:
            ValidationError, ScopeError, FilterError: An argument has the wrong shape, or there is
                no LLM to rewrite with.
            SpaceError: The space is unknown, or not filled and nobody fills it.
            ProviderError: The embedder, the store or the reranker failed.
        """
        from memkit.context.recalled import recalled

        find = functools.partial(
            recalled,
            self.engine,
            self._index(),
            pages=self._pages(),
            scope=open_scope(user_id, agent_id, app_id, run_id, default=self._scope),
            budget=tokens,
            where=where,
            kind=kind,
            valid_at=valid_at,
            space=space,
            rerank=rerank,
            model=model,
            tokenizer=tokenizer,
            when=when,
            asked_at=asked_at,
        )
        if flag(rewrite, "rewrite"):
            return found_by_meaning_alone(self.engine, query, history=history, find=find)
        return find(query)
