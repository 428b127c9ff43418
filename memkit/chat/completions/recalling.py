"""One turn of a conversation that somebody else holds: recalled before it, remembered after it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from memkit.chat.completions.conversation import Conversation
from memkit.chat.remembering import Remembering
from memkit.chat.turns import Turn
from memkit.concurrency.effects import Effects
from memkit.context.recalled import recalled
from memkit.contracts.store import Filter
from memkit.domain.prompt_context import Context
from memkit.domain.records import Scope
from memkit.domain.results import AddResults
from memkit.domain.validation import flag, scope_from, whole_number
from memkit.domain.values import shown
from memkit.engine.engine import warn
from memkit.engine.verbs import Verbs
from memkit.errors import FilterError, MemkitError, ScopeError, SpaceError, ValidationError

_SECONDS_AT_CLOSE = 10.0
# Mistakes of whoever calls are told, whatever the model could answer without a memory.
_OF_THE_CALL = (ValidationError, ScopeError, FilterError, SpaceError)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose memories are recalled, how much of them, and what is remembered.

    Attributes:
        memory: The memory.
        scope: Whose.
        tokens: The most tokens of what is recalled; 0 for nothing.
        where: Which memories are recalled.
        remember: Whether what is said is stored; `infer`: whether facts are drawn from it.
    """

    memory: Verbs
    scope: Scope
    tokens: int
    where: Filter
    remember: bool
    infer: bool | None

    def begun(self, said: Conversation, model: str | None) -> Effects[Turn]:
        """Return the turn, without its answer, with what is remembered of what was said last.

        A memory that fails takes nobody's answer: the turn says why nothing was recalled.

        Raises:
            ValidationError, ScopeError, FilterError, SpaceError: It is asked for what can't be.
        """
        turn = Turn(question=said.question, recalled=Context(), at=datetime.now(UTC))
        try:
            turn.recalled = yield from self._recall(said, model)
        except _OF_THE_CALL:
            raise
        except MemkitError as error:
            turn.not_recalled = error
            warn(f"Nothing was recalled for this answer: {error}")
        return turn

    def _recall(self, said: Conversation, model: str | None) -> Effects[Context]:
        if not self.tokens or not said.last.strip():
            return Context()
        memory = self.memory.unscoped()
        return (
            yield from recalled(
                memory.engine, memory._index(), said.last, pages=memory._pages(),
                scope=self.scope, budget=self.tokens, where=self.where, kind="all", valid_at=None,
                space=None, rerank=False, model=model, tokenizer=None, said=said.texts,
            )
        )  # fmt: skip

    @contextlib.contextmanager
    def storing(self, turn: Turn) -> Iterator[None]:
        """Store a turn when its answer has ended, or was left; not if it failed."""
        try:
            yield
        except (GeneratorExit, asyncio.CancelledError):
            # Whoever leaves it with the piece that says why it ended has all of it.
            turn.stop = turn.stop or "stopped"
            self.ended(turn)
            raise
        self.ended(turn)

    def ended(self, turn: Turn) -> None:
        """Store a turn in the background."""
        if self.remember and (turn.question or turn.answer):
            _queue_of(self).put(turn)


def whose(
    memory: object,
    *,
    user_id: str | None,
    agent_id: str | None,
    app_id: str | None,
    run_id: str | None,
    tokens: int,
    where: Filter,
    remember: bool,
    infer: bool | None,
) -> Whose:
    """Return whose memories are meant, checked.

    Raises:
        ValidationError, ScopeError: An argument has the wrong shape, or is missing.
    """
    if not isinstance(memory, Verbs):
        raise ValidationError(f"memory is {shown(memory)}.", fix="Give memory=a memkit.Memory.")
    remember = flag(remember, "remember")
    return Whose(
        memory=memory,
        scope=scope_from(
            user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id,
            needed=remember, default=memory.scope,
        ),
        tokens=whole_number(tokens, "tokens", least=0),
        where=where,
        remember=remember,
        infer=infer if infer is None else flag(infer, "infer"),
    )  # fmt: skip


def _queue_of(whose: Whose) -> Remembering:
    """Return the queue of a memory and a scope, so that turns are stored in their order."""
    memory = whose.memory.unscoped()
    user, agent, app, run = whose.scope.key
    infer = whose.infer

    def store(turn: Turn) -> AddResults:
        return memory.add(
            turn.messages, user_id=user, agent_id=agent, app_id=app, run_id=run, infer=infer
        )

    with _lock:
        key = (__name__, whose.scope.key, infer)
        queue: Remembering | None = memory.engine.kept.get(key)
        if queue is None:
            queue = memory.engine.kept[key] = Remembering(memory.engine, store)
            memory.engine.before_closing.append(lambda: queue.wait(_SECONDS_AT_CLOSE))
    return queue
