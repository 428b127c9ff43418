"""What is the same for all LLMs behind an API."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Message, Usage
from memkit.providers.hosted.calls import Calls
from memkit.providers.hosted.schema import matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A provider's answer to a conversation.

    Attributes:
        text: The answer, or why there is none.
        whole: Whether it is an answer, and was not cut off.
        input_tokens, output_tokens: What the provider counted; None if it does not tell.
    """

    text: str
    whole: bool
    input_tokens: int | None = None
    output_tokens: int | None = None


class HostedLLM(LLM):
    """An LLM behind an API. `request` and `arequest` are all that a plug-in author writes.

    A model that streams overrides `stream` as well.

    Args:
        model: The model's name.
        calls: Carries the calls out.
    """

    def __init__(self, *, model: str, calls: Calls) -> None:
        self.model = model
        self._calls = calls

    @abstractmethod
    def request(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None) -> Said:
        """Send a conversation, and return what the answer says.

        Args:
            messages: At least one.
            schema: What to ask the provider for. Whether the answer fits is checked afterwards.

        Raises:
            ProviderError: The answer holds no message. What the SDK raises is translated by
                `calls`.
        """

    @abstractmethod
    async def arequest(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None
    ) -> Said:
        """Do the same with the SDK's async client."""

    def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Answer a conversation.

        Args:
            messages: At least one. A tool's message is sent as the user's.
            schema: A JSON schema. An answer that does not fit, was refused or was cut off is
                returned as text.

        Raises:
            ProviderError: The provider can't be reached, refuses, or answers nonsense.
        """
        said = self._calls.run(lambda: self.request(messages, schema=schema))
        return self._completion(said, schema)

    async def acomplete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Do the same with the SDK's async client."""
        said = await self._calls.arun(lambda: self.arequest(messages, schema=schema))
        return self._completion(said, schema)

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return self._calls.usage

    def _completion(self, said: Said, schema: Mapping[str, Any] | None) -> Completion:
        usage = self._calls.count(input_tokens=said.input_tokens, output_tokens=said.output_tokens)
        data = matching(said.text, schema) if schema is not None and said.whole else None
        return Completion(text=said.text, data=data, usage=usage)
