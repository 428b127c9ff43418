"""One call to a model, unless it was made before."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.concurrency.effects import Call as Effect
from memkit.concurrency.effects import Effects, guarded, patiently
from memkit.contracts.journal.calls import Call
from memkit.contracts.llm import LLM, Completion, MaxTokens
from memkit.domain import fixes, times
from memkit.domain.records import Message
from memkit.domain.spending import Budget
from memkit.errors import MemkitError, PurgedError
from memkit.extraction.asking.known_calls import CallBook, as_json, key_of

_FIX = "See what the provider says, or choose another model."


class BudgetSpent(MemkitError):
    """A model may be asked no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who is asked, and where it is recorded.

    Attributes:
        llm: The model.
        provider: The name of its provider, as users type it.
        calls: Where calls are recorded and found; None for nowhere.
        derivation: For which derivation, if for one.
        attempt: How often it was asked before for answers that were no use.
        budget: Returns how much may be consumed, and was; None for no bound.
    """

    llm: LLM
    provider: str = ""
    calls: CallBook | None = None
    derivation: str | None = None
    attempt: int = 0
    budget: Callable[[], Budget] | None = None

    def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None,
        max_tokens: MaxTokens,
        task: str,
        prompt: str,
        shown: tuple[str, ...],
    ) -> Effects[tuple[Call, Completion | None]]:
        """Ask, and record the answer before anything is made of it.

        Args:
            messages, schema, max_tokens: As of `LLM.complete`.
            task, prompt: What for, and with which prompt.
            shown: Ids of the memories whose texts are sent.

        Returns:
            The call, and the answer if it was made now.

        Raises:
            ProviderError: The provider failed, and went on to fail.
            BudgetSpent: No more may be consumed, and this is not known already.
            PurgedError: What was sent was purged meanwhile; the answer is dropped.
        """
        most = self.llm.bound(max_tokens)
        key = key_of(
            messages,
            schema=schema,
            model=self.llm.model,
            provider=self.provider,
            max_tokens=most,
            attempt=self.attempt,
        )
        found = None if self.calls is None else self.calls.call(key)
        if found is not None:
            return found, None
        spent = None if self.budget is None else self.budget().spent
        if spent is not None:
            raise BudgetSpent(spent, fix=fixes.RAISE_BUDGET)
        started = time.perf_counter()
        answer: Completion = yield self._effect(messages, schema, most)
        call = Call(
            key=key,
            task=task,
            derivation=self.derivation,
            model=self.llm.model,
            prompt=prompt,
            request=as_json(messages),
            answer=answer.text,
            stop=answer.stop,
            input_tokens=answer.usage.input_tokens,
            output_tokens=answer.usage.output_tokens,
            cost=answer.usage.cost,
            seconds=time.perf_counter() - started,
            at=times.now(),
            lines=shown,
        )
        purged = None if self.calls is None else self.calls.put_call(call)
        if purged:
            raise PurgedError.of(purged)
        return call, answer

    def _effect(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, most: int | None
    ) -> Effect:
        asked: dict[str, Any] = {"schema": schema, "max_tokens": most}
        call = Effect(
            lambda: self.llm.complete(messages, **asked),
            lambda: self.llm.acomplete(messages, **asked),
        )
        who = self.provider or self.llm.model
        return patiently(guarded(call, f"The model {who!r} failed", fix=_FIX, provider=who))
