"""What is the same for all LLMs behind an API."""

from __future__ import annotations

import contextlib
import functools
from abc import abstractmethod
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.concurrency.clients import Clients
from memkit.concurrency.effects import Call
from memkit.contracts.llm import LLM, Completion, Ended, MaxTokens, Stop
from memkit.domain.records import Message
from memkit.errors import MemkitError
from memkit.providers.hosted.config import HostedLLMConfig
from memkit.providers.hosted.failures import broken_off
from memkit.providers.hosted.model import HostedModel
from memkit.providers.hosted.schema import matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a provider's answer says, or one piece of an answer.

    Attributes:
        text: The text, or why there is none.
        stop: Why the answer ended; None if it goes on.
        input_tokens, output_tokens: What the provider counted so far; None if it does not tell.
    """

    text: str = ""
    stop: Stop | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None

    def then(self, piece: Said) -> Said:
        """Return what an answer says with its next piece."""
        # A refusal ends as other answers do, and stays one.
        stop = self.stop if self.stop == "refused" else piece.stop or self.stop
        sent, came = piece.input_tokens, piece.output_tokens
        return Said(
            text=self.text + piece.text,
            stop=stop,
            input_tokens=self.input_tokens if sent is None else sent,
            output_tokens=self.output_tokens if came is None else came,
        )


class HostedLLM(HostedModel, LLM):
    """An LLM behind an API. `send`, `said_in` and `piece_in` are all that an author writes.

    One whose API has no streams takes the contract's: `stream, astream = LLM.stream, LLM.astream`.

    Args:
        config: The options.
        provider: The provider's name, as users type it, for errors.
        clients: The SDK's.
        translate: Returns memkit's error for one of the SDK's, or None for what is not its own.
    """

    config: HostedLLMConfig

    def __init__(
        self,
        config: HostedLLMConfig,
        *,
        provider: str,
        clients: Clients,
        translate: Callable[[Exception], MemkitError | None],
    ) -> None:
        super().__init__(config, provider=provider, clients=clients, translate=translate)
        self.context = config.context
        self.max_tokens = config.max_tokens

    @abstractmethod
    def send(
        self,
        client: Any,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None,
        max_tokens: int | None,
        stream: bool,
    ) -> Any:
        """Send a conversation, and return what the client returns, be it an awaitable or not.

        Args:
            client: The SDK's client for threads, or the async one.
            messages: At least one.
            schema: What to ask the provider for. Whether the answer fits is checked afterwards.
            max_tokens: The most tokens of the answer; None for no bound.
            stream: Whether the answer shall come in pieces.
        """

    @abstractmethod
    def said_in(self, answer: Any) -> Said:
        """Return what an answer says.

        Raises:
            ProviderError: It holds no message. What the SDK raises is translated.
        """

    def piece_in(self, piece: Any) -> Said:
        """Return what a piece of a streamed answer says; the last ones tell `stop`.

        Override it unless pieces look as whole answers do.
        """
        return self.said_in(piece)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        """Answer a conversation.

        Args:
            messages: At least one. A tool's message is sent as the user's.
            schema: A JSON schema. An answer that does not fit, was refused or was cut off is
                returned as text.
            max_tokens: The most tokens of the answer; what the config says by default.

        Raises:
            ProviderError: The provider can't be reached, refuses, or answers nonsense.
        """
        said: Said = self._asked(messages, schema, max_tokens).blocking()
        return self._completion(said, schema)

    async def acomplete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        """Do the same with the SDK's async client."""
        said: Said = await self._asked(messages, schema, max_tokens).awaitable()
        return self._completion(said, schema)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Ended | None = None,
    ) -> Iterator[str]:
        """Yield the answer in pieces, as they come.

        Raises:
            ProviderError: The provider can't be reached, refuses, or breaks off in the middle.
        """
        send = self._sending(messages, None, max_tokens, stream=True)
        said = Said()
        with self._clients.for_stream() as client:
            for piece in self._calls.stream(lambda: send(client), self.piece_in):
                said = said.then(piece)
                if piece.text:
                    yield piece.text
        self._finish(said, ended)

    async def astream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Ended | None = None,
    ) -> AsyncGenerator[str, None]:
        """Do the same with the SDK's async client."""
        send = self._sending(messages, None, max_tokens, stream=True)
        said = Said()
        async with self._clients.for_astream() as client:
            pieces = self._calls.astream(lambda: send(client), self.piece_in)
            async with contextlib.aclosing(pieces):
                async for piece in pieces:
                    said = said.then(piece)
                    if piece.text:
                        yield piece.text
        self._finish(said, ended)

    def _sending(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any] | None,
        max_tokens: MaxTokens,
        *,
        stream: bool = False,
    ) -> Callable[[Any], Any]:
        return functools.partial(
            self.send,
            messages=messages,
            schema=schema,
            max_tokens=self.bound(max_tokens),
            stream=stream,
        )

    def _asked(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, max_tokens: MaxTokens
    ) -> Call:
        return self._call(self._sending(messages, schema, max_tokens), self._whole)

    def _whole(self, answer: Any) -> Said:
        said = self.said_in(answer)
        if said.stop is None:
            raise broken_off(self._provider, self.model)
        return said

    def _finish(self, said: Said, ended: Ended | None) -> None:
        if said.stop is None:
            raise broken_off(self._provider, self.model)
        answer = self._completion(said, None)
        if ended is not None:
            ended(answer)

    def _completion(self, said: Said, schema: Mapping[str, Any] | None) -> Completion:
        assert said.stop is not None
        usage = self._calls.count(input_tokens=said.input_tokens, output_tokens=said.output_tokens)
        looked_for = schema is not None and said.stop not in ("length", "refused")
        data = matching(said.text, schema or {}) if looked_for else None
        return Completion(text=said.text, data=data, stop=said.stop, usage=usage)
