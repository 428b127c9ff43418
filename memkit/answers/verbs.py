"""The verb that answers a question from what is remembered."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from memkit.concurrency.effects import Effects, description_of, verb
from memkit.context.verbs import ContextVerbs
from memkit.contracts.store import Filter
from memkit.domain.answers import Answer
from memkit.domain.records import Message
from memkit.domain.rewritten import Rewritten
from memkit.domain.times import Moment
from memkit.domain.validation import checked_text, flag
from memkit.engine import follow_ups
from memkit.engine.engine import Engine
from memkit.engine.ingest.states import Messages
from memkit.engine.retrieval.asked_time import TimeUse
from memkit.engine.retrieval.served import MemoryKind


class AnswerVerbs(ContextVerbs):
    """What answers questions."""

    def _begin(self) -> None:
        super()._begin()
        self.engine.rewriter = functools.partial(_rewriting, self.engine)

    @verb
    def ask(
        self,
        query: str,
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
        quote: bool = False,
        when: TimeUse = "prefer",
        asked_at: Moment | None = None,
        rewrite: bool = False,
        history: Messages = (),
    ) -> Effects[Answer]:
        """Answer a question from what is remembered, each sentence with its source.

        The memory's LLM is shown what `context` returns and writes sentences, each with the words
        of a memory that say so. Code checks that these stand there, and that numbers, dates, names
        and denials of the sentence come from them; what does not hold is left out, and is in
        `unsupported`. Without an LLM, the sentences that are nearest are quoted. If nothing close
        is remembered, or no sentence holds, the answer is that nothing is known.

        Args:
            query: A question.
            user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
            tokens, where, kind, valid_at, space, rerank: What is shown, as of `context`.
            quote: Whether to quote memories although there is an LLM.
            when, asked_at: What becomes of a time that the question names, as of `search`;
                `context.times` says what it was taken for.
            rewrite, history: Whether the LLM first makes a follow-up such as "and her brother?"
                understood alone, given the messages before it; `rewritten` of the answer tells.

        Raises:
            ValidationError, ScopeError, FilterError: An argument has the wrong shape.
            SpaceError: The space is unknown, or not filled and nobody fills it.
            ProviderError: The model, the embedder, the store or the reranker failed.
        """
        from memkit.answers.answering import answering, quotation

        query = checked_text(query, "The query", blank=False)
        recall = description_of(ContextVerbs.context)
        assert recall is not None
        context = yield from recall(
            self,
            query,
            user_id=user_id,
            agent_id=agent_id,
            app_id=app_id,
            run_id=run_id,
            tokens=tokens,
            where=where,
            kind=kind,
            valid_at=valid_at,
            space=space,
            rerank=rerank,
            when=when,
            asked_at=asked_at,
            rewrite=rewrite,
            history=history,
        )
        rewritten = context.rewritten
        asked = query if rewritten is None else rewritten.text
        llm = self.engine.llm
        if llm is None or flag(quote, "quote"):
            found = yield from quotation(self.engine, asked, context, space=space)
        else:
            found = yield from answering(self.engine, llm, asked, context)
        return replace(found, query=query, rewritten=rewritten)

    @verb
    def rewrite(self, query: str, *, history: Messages) -> Effects[Rewritten]:
        """Make a follow-up understood without what was said before, by a short call to the LLM.

        Names and numbers that nobody said are refused by code: then it stays as it is, and
        `reason` says why; so it does if the model fails, or the budget is spent.

        Args:
            query: What was asked last: "And her brother?"
            history: The messages before it, as `add` takes them.

        Returns:
            The question to search for: `search(str(rewritten))`.

        Raises:
            ValidationError: There is no LLM, or an argument has the wrong shape.
        """
        return follow_ups.rewritten(self.engine, query, history)


def _rewriting(engine: Engine, query: str, said: Sequence[Message]) -> Effects[Rewritten]:
    # Who never asks for it need not load what calls a model.
    from memkit.extraction.rewriting import rewriting

    assert engine.llm is not None
    return rewriting(engine, engine.llm, query, said)
