"""The LLM contract: messages in, a text or an object of a schema out."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from memkit.domain.records import Frozen, Message, Usage


class Completion(Frozen):
    """An LLM's answer.

    Attributes:
        text: The answer as it came.
        data: The parsed object if a schema was asked for and the answer holds one, else None.
        usage: What the call consumed.
    """

    text: str
    data: Any = None
    usage: Usage = Usage(calls=1)


class LLM(ABC):
    """A chat model. `complete` is all that a plug-in author writes.

    Attributes:
        model: The model's name as its provider knows it.
    """

    model: str

    @abstractmethod
    def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Answer a conversation.

        Args:
            messages: At least one message. Must not be changed.
            schema: A JSON schema the answer shall satisfy. An answer that does not is returned
                as text with `data=None`, never raised: the caller decides.

        Raises:
            ProviderError: The model can't be reached or refuses.
        """

    async def acomplete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Do the same without blocking the event loop; override where the SDK is async."""
        return await asyncio.to_thread(self.complete, messages, schema=schema)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces; in one piece where the model can't stream."""
        yield self.complete(messages).text

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return Usage()

    def close(self) -> None:  # noqa: B027 - most models hold nothing to close
        """Release connections."""
