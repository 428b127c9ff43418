"""`create` and `acreate`: a chat completion by any LLM plug-in, with a memory."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from memkit import plugins
from memkit.chat.completions.answers import (
    FINISHED,
    ChatCompletion,
    ChatCompletionChunk,
    ChatMessage,
    Choice,
    ChunkChoice,
    Delta,
    tokens_of,
)
from memkit.chat.completions.conversation import Conversation, conversation_of
from memkit.chat.completions.noting import note
from memkit.chat.completions.parameters import Asked, asked_of
from memkit.chat.completions.recalling import Whose, whose
from memkit.chat.completions.streams import AsyncStream, Stream
from memkit.chat.turns import Turn
from memkit.concurrency.effects import Effects, arun, run
from memkit.contracts.llm import LLM, Completion
from memkit.contracts.store import Filter
from memkit.domain import fixes
from memkit.domain.digests import text_digest
from memkit.domain.records import Usage
from memkit.domain.values import shown
from memkit.engine.settings import ProviderChoice
from memkit.engine.verbs import Verbs
from memkit.errors import MemkitError, ProviderError, ValidationError
from memkit.extraction.asking.models import made_of

Read = TypeVar("Read", ChatCompletion, ChatCompletionChunk)
Answer = ChatCompletion | Stream
# Of a plug-in that speaks the API: what belongs to the client, and is no parameter of a request.
_OPTIONS = frozenset(
    {"api_key", "base_url", "timeout", "max_retries", "organization", "project", "api_version"}
)
AsyncAnswer = ChatCompletion | AsyncStream


def create(
    *,
    messages: Sequence[Any],
    memory: Verbs,
    model: str | ProviderChoice | LLM | None = None,
    user_id: str | None = None,
    agent_id: str | None = None,
    app_id: str | None = None,
    run_id: str | None = None,
    where: Filter = None,
    memory_tokens: int = 800,
    remember: bool = True,
    infer: bool | None = None,
    stream: bool | None = False,
    **parameters: Any,
) -> Answer:
    """Answer a conversation with what is remembered of it, and remember what was said.

    The messages are those of OpenAI's API. What is remembered of the last one is put before it;
    then the last messages of the user and the answer are stored in the background. The list that
    is given is not changed. The parameters of the API are passed on to plug-ins that speak it; for
    others those that every model has are translated, and the rest is refused, by name.

    Args:
        messages: The conversation so far, in full, as for OpenAI's client.
        memory: The memory.
        model: "openai/gpt-5-mini" or "openai:gpt-5-mini"; the memory's own LLM by default.
        user_id, agent_id, app_id, run_id: Whose memories; at least one if anything is remembered.
        where: Which memories are recalled; see docs/filters.md.
        memory_tokens: The most tokens of what is recalled; 0 to recall nothing.
        remember: Whether what is said is stored.
        infer: Whether facts are drawn from it, as of `Memory.add`.
        stream: Whether to return an iterator of pieces.
        parameters: Those of OpenAI's API, and options of the plug-in, such as `base_url`.

    Returns:
        The answer in the shape of OpenAI's, or a stream of its pieces. `memkit` of either tells
        what was recalled and what became of storing it.

    Raises:
        ValidationError: A parameter is unknown, or this model's plug-in can't pass it on.
        ScopeError: Something is to be remembered, and no scope was given.
        ProviderError: The model failed. Nothing is stored then. A memory that fails takes nobody's
            answer: a warning, and `memkit.not_recalled` or `memkit.error` of it, say why.
    """
    call = _Call.of(
        messages, memory, model, parameters,
        ids={"user_id": user_id, "agent_id": agent_id, "app_id": app_id, "run_id": run_id},
        options={"tokens": memory_tokens, "where": where, "remember": remember, "infer": infer},
    )  # fmt: skip
    turn = run(call.recalling())
    return Stream(call.pieces(), turn) if stream else call.whole()


async def acreate(
    *,
    messages: Sequence[Any],
    memory: Any,
    model: str | ProviderChoice | LLM | None = None,
    user_id: str | None = None,
    agent_id: str | None = None,
    app_id: str | None = None,
    run_id: str | None = None,
    where: Filter = None,
    memory_tokens: int = 800,
    remember: bool = True,
    infer: bool | None = None,
    stream: bool | None = False,
    **parameters: Any,
) -> AsyncAnswer:
    """Do what `create` does without blocking the event loop; `memory` may be an `AsyncMemory`."""
    call = _Call.of(
        messages, memory, model, parameters,
        ids={"user_id": user_id, "agent_id": agent_id, "app_id": app_id, "run_id": run_id},
        options={"tokens": memory_tokens, "where": where, "remember": remember, "infer": infer},
    )  # fmt: skip
    turn = await arun(call.recalling())
    return AsyncStream(call.apieces(), turn) if stream else await call.awhole()


@dataclass(slots=True, kw_only=True)
class _Call:
    whose: Whose
    said: Conversation
    llm: LLM
    asked: Asked
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))
    turn: Turn | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        messages: Sequence[Any],
        memory: object,
        model: str | ProviderChoice | LLM | None,
        parameters: Mapping[str, Any],
        *,
        ids: Mapping[str, Any],
        options: Mapping[str, Any],
    ) -> _Call:
        memory = getattr(memory, "blocking", memory)
        meant = whose(memory, **ids, **options)
        choice = _choice(model)
        llm, asked = _model(meant.memory, choice, parameters)
        return cls(whose=meant, said=conversation_of(messages), llm=llm, asked=asked)

    def recalling(self) -> Effects[Turn]:
        self.turn = yield from self.whose.begun(self.said, self.llm.model)
        self.messages = self.said.recalling(self.turn.recalled.text)
        return self.turn

    # -- the four ways to answer -----------------------------------------------------------------

    def whole(self) -> ChatCompletion:
        if self.asked.speaks_it:
            return self._told(self.llm.chat(self.asked.request(self.messages)))
        answer = self.llm.complete(
            self.asked.plain(self.messages), schema=self.asked.schema,
            max_tokens=self.asked.max_tokens,
        )  # fmt: skip
        return self._completed(answer)

    async def awhole(self) -> ChatCompletion:
        if self.asked.speaks_it:
            return self._told(await self.llm.achat(self.asked.request(self.messages)))
        answer = await self.llm.acomplete(
            self.asked.plain(self.messages), schema=self.asked.schema,
            max_tokens=self.asked.max_tokens,
        )  # fmt: skip
        return self._completed(answer)

    def pieces(self) -> Generator[ChatCompletionChunk, None, None]:
        with self._storing():
            if self.asked.speaks_it:
                request = self.asked.request(self.messages, stream=True)
                with contextlib.closing(self.llm.stream_chat(request)) as told:
                    for one in told:
                        piece = self._piece(one)
                        if self.asked.shows(piece.choices):
                            yield piece
                return
            ends: list[Completion] = []
            yield self._chunk(Delta(role="assistant", content=""))
            texts = self.llm.stream(
                self.asked.plain(self.messages), max_tokens=self.asked.max_tokens,
                ended=ends.append,
            )  # fmt: skip
            with contextlib.closing(texts) as said:  # type: ignore[type-var]  # a plug-in's iterator may be no generator
                for text in said:
                    yield self._said(text)
            yield from self._last(ends)

    async def apieces(self) -> AsyncGenerator[ChatCompletionChunk, None]:
        with self._storing():
            if self.asked.speaks_it:
                request = self.asked.request(self.messages, stream=True)
                async with contextlib.aclosing(self.llm.astream_chat(request)) as told:
                    async for one in told:
                        piece = self._piece(one)
                        if self.asked.shows(piece.choices):
                            yield piece
                return
            ends: list[Completion] = []
            yield self._chunk(Delta(role="assistant", content=""))
            texts = self.llm.astream(
                self.asked.plain(self.messages), max_tokens=self.asked.max_tokens,
                ended=ends.append,
            )  # fmt: skip
            async with contextlib.aclosing(texts) as said:
                async for text in said:
                    yield self._said(text)
            for last in self._last(ends):
                yield last

    def _storing(self) -> contextlib.AbstractContextManager[None]:
        assert self.turn is not None
        return self.whose.storing(self.turn)

    # -- what came of it -------------------------------------------------------------------------

    def _completed(self, answer: Completion) -> ChatCompletion:
        refused = answer.stop == "refused"
        message = ChatMessage(
            content=None if refused else answer.text, refusal=answer.text if refused else None
        )
        return self._told(
            ChatCompletion(
                id=self.id, created=self.created, model=self.llm.model,
                choices=[Choice(message=message, finish_reason=_finish(answer))],
                usage=tokens_of(answer.usage),
            )
        )  # fmt: skip

    def _told(self, answer: Mapping[str, Any] | ChatCompletion) -> ChatCompletion:
        made = answer if isinstance(answer, ChatCompletion) else self._read(ChatCompletion, answer)
        assert self.turn is not None
        note(self.turn, made)
        made._turn = self.turn
        self.whose.ended(self.turn)
        return made

    def _piece(self, told: Mapping[str, Any]) -> ChatCompletionChunk:
        return self._tells(self._read(ChatCompletionChunk, told))

    def _read(self, kind: type[Read], told: Mapping[str, Any]) -> Read:
        named = {"id": self.id, "created": self.created, "model": self.llm.model}
        try:
            return kind.model_validate({**named, **told})
        except ValueError as error:
            raise ProviderError(
                f"{self.llm.model} answered with what is no {kind.__name__}.",
                fix="Check that its address is that of an API like OpenAI's.",
            ) from error

    def _tells(self, piece: ChatCompletionChunk) -> ChatCompletionChunk:
        assert self.turn is not None
        note(self.turn, piece)
        piece._turn = self.turn
        return piece

    def _said(self, text: str) -> ChatCompletionChunk:
        return self._chunk(Delta(content=text))

    def _last(self, ends: Sequence[Completion]) -> Iterator[ChatCompletionChunk]:
        if not ends:
            return
        yield self._chunk(Delta(), finish=_finish(ends[0]))
        usage = self._chunk(None, usage=ends[0].usage)
        if self.asked.usage_at_the_end:
            yield usage

    def _chunk(
        self, delta: Delta | None, *, finish: str | None = None, usage: Usage | None = None
    ) -> ChatCompletionChunk:
        choices = [] if delta is None else [ChunkChoice(delta=delta, finish_reason=finish)]
        made = ChatCompletionChunk(
            id=self.id, created=self.created, model=self.llm.model, choices=choices,
            usage=None if usage is None else tokens_of(usage),
        )  # fmt: skip
        return self._tells(made)


def _finish(answer: Completion) -> str:
    # A model that was asked for no tool has called none.
    return "stop" if answer.stop == "other" else FINISHED[answer.stop]


def _choice(model: object) -> ProviderChoice | LLM | None:
    """Return a model as memkit names it; litellm's names have a slash after the provider."""
    if model is None or isinstance(model, LLM):
        return model
    if isinstance(model, Mapping):
        return dict(model)
    if not isinstance(model, str) or not model.strip():
        raise ValidationError(
            f"model is {shown(model)}.", fix="Give 'openai/gpt-5-mini', for instance."
        )
    provider, slash, name = model.partition("/")
    if slash and ":" not in provider and _is_provider(provider):
        return f"{provider}:{name}"
    return model


def _is_provider(name: str) -> bool:
    try:
        plugins.get_spec("llm", name)
    except MemkitError:
        return False
    return True


def _model(
    memory: Verbs, choice: ProviderChoice | LLM | None, parameters: Mapping[str, Any]
) -> tuple[LLM, Asked]:
    """Return the model, made once for a memory and its settings, and what it is asked for."""
    if choice is None:
        llm: LLM | None = memory.engine.llm
        if llm is None:
            raise ValidationError("There is no LLM to answer.", fix=fixes.GIVE_LLM)
        return llm, asked_of(parameters, llm, taken=())
    if isinstance(choice, LLM):
        return choice, asked_of(parameters, choice, taken=())
    named = choice if isinstance(choice, str) else choice["provider"]
    given = {} if isinstance(choice, str) else dict(choice.get("config", {}))
    # What the plug-in has an option for, such as an address, is an option of the model.
    own = plugins.option_names("llm", named) & set(parameters)
    if "chat" in plugins.get_spec("llm", named).capabilities:
        own &= _OPTIONS
    options = {name: parameters[name] for name in own if parameters[name] is not None}
    made = {"provider": named, "config": {**given, **options}}
    # By a digest: a key may be among the options.
    key = __name__, text_digest(repr(sorted(made.items(), key=repr)))
    kept = memory.engine.kept
    if key not in kept:
        kept[key] = model = made_of(made)
        memory.engine.before_closing.append(model.close)
    return kept[key], asked_of(parameters, kept[key], taken=own)
