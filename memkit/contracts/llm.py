"""The LLM contract: messages in, a text or an object of a schema out."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, Literal

from memkit.domain.records import Frozen, Message, Price, Usage
from memkit.errors import ValidationError

# Why an answer ended: it was finished; it was cut, at the most tokens or at the window's end; the
# model, or a filter of its provider, would not give it; for another reason, such as a tool that the
# model wants to call, or for one that the plug-in does not know.
Stop = Literal["end", "length", "refused", "other"]

# The most tokens of an answer where nobody says otherwise: a small model may never end by itself.
MAX_TOKENS = 4096

# The most tokens of one answer: a number, the model's own bound, or None for no bound.
MaxTokens = int | Literal["default"] | None


class Completion(Frozen):
    """An LLM's answer.

    Attributes:
        text: The answer as it came; of one that was refused, why, if that was told.
        data: The parsed object if a schema was asked for and the answer holds one, else None. An
            answer that was cut or refused holds none.
        stop: Why it ended.
        usage: What the call consumed.
    """

    text: str
    data: Any = None
    stop: Stop = "end"
    usage: Usage = Usage(calls=1)


# Is told the whole of an answer that came in pieces.
Ended = Callable[[Completion], object]


class LLM(ABC):
    """A chat model. `complete` is all that a plug-in author writes.

    Attributes:
        model: The model's name as its provider knows it.
        context: The model's window, question and answer together, in tokens; None if unknown.
        max_tokens: The most tokens of an answer, thinking included, where a call does not say;
            None for no bound.
        price: What the provider asks for, if the config names it: for estimates.
        images: Whether the model is sent the images of messages (`Message.attachments`, with their
            bytes in `Message.contents`), for those with the capability "images". Any other is sent
            the texts alone.
    """

    model: str
    context: int | None = None
    max_tokens: int | None = MAX_TOKENS
    price: Price | None = None
    images: bool = False

    @abstractmethod
    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        """Answer a conversation.

        Args:
            messages: At least one message. Must not be changed.
            schema: A JSON schema the answer shall satisfy. An answer that does not is returned
                as text with `data=None`, never raised: the caller decides.
            max_tokens: The most tokens of the answer; `self.bound` makes a number of it. An
                answer that is cut there says so: `stop="length"`.

        Raises:
            ProviderError: The model can't be reached or refuses.
        """

    async def acomplete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        """Do the same without blocking the event loop; override where the SDK is async."""
        return await asyncio.to_thread(
            self.complete, messages, schema=schema, max_tokens=max_tokens
        )

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Ended | None = None,
    ) -> Iterator[str]:
        """Yield the answer in pieces; in one piece where the model can't stream.

        Args:
            messages: At least one message. Must not be changed.
            max_tokens: The most tokens of the answer, as of `complete`.
            ended: Called once, after the last piece, with the whole answer: why it ended, and
                what it consumed.

        Raises:
            ProviderError: The model can't be reached, refuses, or breaks off in the middle.
        """
        answer = self.complete(messages, max_tokens=max_tokens)
        if answer.text:
            yield answer.text
        if ended is not None:
            ended(answer)

    async def astream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Ended | None = None,
    ) -> AsyncGenerator[str, None]:
        """Do the same without blocking the event loop; override where the SDK is async.

        Whoever leaves it before its end closes it (`contextlib.aclosing`), as any async generator,
        and waits for the piece that is under way.
        """
        pieces = self.stream(messages, max_tokens=max_tokens, ended=ended)
        # A generator can't be closed while another thread is in it.
        lock = threading.Lock()

        def following() -> str | None:
            with lock:
                return next(pieces, None)

        def close() -> None:
            with lock:
                getattr(pieces, "close", lambda: None)()

        try:
            while (piece := await asyncio.to_thread(following)) is not None:
                yield piece
        finally:
            await asyncio.to_thread(close)

    def chat(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a request of OpenAI's API as it is; for those with the capability "chat".

        Args:
            request: The parameters of https://platform.openai.com/docs/api-reference/chat/create
                but for the model: "messages", "tools" and so on. Must not be changed.

        Returns:
            The answer as the API tells it: "choices", "usage" and so on.

        Raises:
            ValidationError: The API has no such parameter.
            ProviderError: The model can't be reached or refuses.
        """
        # Only asked of those that say that they can.
        raise NotImplementedError

    async def achat(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do the same without blocking the event loop; override where the SDK is async."""
        return await asyncio.to_thread(self.chat, request)

    def stream_chat(self, request: Mapping[str, Any]) -> Generator[Mapping[str, Any], None, None]:
        """Yield the pieces of an answer, as the API tells them: "choices" with a "delta"."""
        # As of `chat`.
        raise NotImplementedError

    def astream_chat(self, request: Mapping[str, Any]) -> AsyncGenerator[Mapping[str, Any], None]:
        """Do the same without blocking the event loop."""
        # As of `chat`.
        raise NotImplementedError

    def bound(self, max_tokens: MaxTokens) -> int | None:
        """Return the most tokens that an answer may have; None for no bound.

        Args:
            max_tokens: As of `complete`; "default" for what the model is set to.

        Raises:
            ValidationError: It is no number of tokens.
        """
        if max_tokens == "default":
            return self.max_tokens
        if max_tokens is not None and (not isinstance(max_tokens, int) or max_tokens < 1):
            raise ValidationError(
                f"An answer can't have {max_tokens!r} tokens at most.",
                fix="Give max_tokens=1 or more, or None for no bound.",
            )
        return max_tokens

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed, streams included."""
        return Usage()

    def close(self) -> None:  # noqa: B027 - most models hold nothing to close
        """Release connections."""
