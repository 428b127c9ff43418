"""A client of OpenAI's SDK with a memory: what it asks is recalled for, what is said is stored."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Generator
from typing import Any, Self

from memkit.chat.completions.conversation import conversation_of
from memkit.chat.completions.noting import note
from memkit.chat.completions.recalling import Whose, whose
from memkit.chat.completions.streams import AsyncStream, Stream
from memkit.chat.turns import Turn
from memkit.concurrency.effects import arun, run
from memkit.contracts.store import Filter
from memkit.domain.values import shown
from memkit.errors import ValidationError

# Methods that return a client with other settings.
_COPIES = ("with_options", "copy")
# Those that answer a conversation: of the latter, all that the answer has is the SDK's.
_ANSWERING = ("create", "parse")


def memory_for(
    client: Any,
    *,
    memory: Any,
    user_id: str | None = None,
    agent_id: str | None = None,
    app_id: str | None = None,
    run_id: str | None = None,
    where: Filter = None,
    memory_tokens: int = 800,
    remember: bool = True,
    infer: bool | None = None,
) -> Any:
    """Return an `openai.OpenAI` or `AsyncOpenAI` whose chat completions have a memory.

    `chat.completions.create` and `parse` of what is returned put what is remembered before the
    last message of the user, and store what was said in the background. What they return, and all
    else of the client, is the SDK's own; `memkit` of an answer, or of a stream, is the turn: what
    was recalled, and what became of storing it. If the memory fails, a warning says so, and the
    answer is given without it. Raw responses (`with_raw_response`) have no memory.

    Args:
        client: The client; it is not changed.
        memory: The memory.
        user_id, agent_id, app_id, run_id: Whose memories; at least one if anything is remembered.
        where: Which memories are recalled; see docs/filters.md.
        memory_tokens: The most tokens of what is recalled; 0 to recall nothing.
        remember: Whether what is said is stored.
        infer: Whether facts are drawn from it, as of `Memory.add`.

    Raises:
        ValidationError, ScopeError: An argument has the wrong shape, or is missing.
    """
    completions = getattr(getattr(client, "chat", None), "completions", None)
    if not callable(getattr(completions, "create", None)):
        raise ValidationError(
            f"client is {shown(client)}, which has no chat.completions.create.",
            fix="Give an openai.OpenAI() or openai.AsyncOpenAI().",
        )
    meant = whose(
        getattr(memory, "blocking", memory), user_id=user_id, agent_id=agent_id, app_id=app_id,
        run_id=run_id, tokens=memory_tokens, where=where, remember=remember, infer=infer,
    )  # fmt: skip
    return _Client(client, meant)


class _Through:
    """Hands through all that it does not have itself."""

    def __init__(self, inner: Any, whose: Whose) -> None:
        self._inner = inner
        self._whose = whose

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __repr__(self) -> str:
        return f"<{self._inner!r} with a memory>"


class _Client(_Through):
    @property
    def chat(self) -> Any:
        return _Chat(self._inner.chat, self._whose)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in _COPIES:
            return found

        @functools.wraps(found)
        def copied(*args: Any, **options: Any) -> Any:
            return _Client(found(*args, **options), self._whose)

        return copied

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(self, *raised: Any) -> Any:
        return self._inner.__exit__(*raised)

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *raised: Any) -> Any:
        return await self._inner.__aexit__(*raised)


class _Chat(_Through):
    @property
    def completions(self) -> Any:
        return _Completions(self._inner.completions, self._whose)


class _Completions(_Through):
    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in _ANSWERING:
            return found
        answering = self._awaited if inspect.iscoroutinefunction(_plain(found)) else self._answered
        return functools.wraps(found)(functools.partial(answering, found))

    def _answered(self, ask: Any, **parameters: Any) -> Any:
        said = conversation_of(parameters.get("messages"))
        turn = run(self._whose.begun(said, _named(parameters)))
        answer = ask(**{**parameters, "messages": said.recalling(turn.recalled.text)})
        if parameters.get("stream"):
            return Stream(_noting(answer, self._whose, turn), turn, answer)
        return _noted(answer, self._whose, turn)

    async def _awaited(self, ask: Any, **parameters: Any) -> Any:
        said = conversation_of(parameters.get("messages"))
        turn = await arun(self._whose.begun(said, _named(parameters)))
        answer = await ask(**{**parameters, "messages": said.recalling(turn.recalled.text)})
        if parameters.get("stream"):
            return AsyncStream(_anoting(answer, self._whose, turn), turn, answer)
        return _noted(answer, self._whose, turn)


def _noting(pieces: Any, whose: Whose, turn: Turn) -> Generator[Any, None, None]:
    with whose.storing(turn):
        for piece in pieces:
            note(turn, piece)
            yield piece


async def _anoting(pieces: Any, whose: Whose, turn: Turn) -> AsyncGenerator[Any, None]:
    with whose.storing(turn):
        async for piece in pieces:
            note(turn, piece)
            yield piece


def _noted(answer: Any, whose: Whose, turn: Turn) -> Any:
    note(turn, answer)
    if hasattr(answer, "choices"):
        # Beside the SDK's fields, and not among what is dumped or sent back.
        object.__setattr__(answer, "memkit", turn)
    whose.ended(turn)
    return answer


def _named(parameters: dict[str, Any]) -> str | None:
    model = parameters.get("model")
    return model if isinstance(model, str) else None


def _plain(method: Any) -> Any:
    return inspect.unwrap(method)
