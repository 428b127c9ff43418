"""Answers in the shape of OpenAI's: https://platform.openai.com/docs/api-reference/chat."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from memkit.chat.turns import Turn
from memkit.contracts.llm import Stop
from memkit.domain.records import Usage

FINISHED: dict[Stop, str] = {
    "end": "stop", "length": "length", "refused": "content_filter", "other": "tool_calls",
}  # fmt: skip


class Shape(BaseModel):
    """A part of an answer: its fields are attributes and keys, those that are new among them."""

    model_config = ConfigDict(extra="allow")

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self, name)
        except AttributeError:
            raise KeyError(name) from None

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, or what is given for one that is not there."""
        return getattr(self, name, default)


class Function(Shape):
    """Which function is called, and its arguments as JSON."""

    name: str | None = None
    arguments: str | None = None


class ToolCall(Shape):
    """A tool that the model calls; in a piece, a part of it."""

    id: str | None = None
    type: str | None = None
    function: Function | None = None


class ChatMessage(Shape):
    """What the model answered."""

    role: str = "assistant"
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[ToolCall] | None = None


class Choice(Shape):
    """One of the answers."""

    index: int = 0
    message: ChatMessage
    finish_reason: str | None = None
    logprobs: Any = None


class Tokens(Shape):
    """What the call consumed."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Remembered(Shape):
    """Base of what a call returns: `memkit` tells what was recalled and what is remembered."""

    _turn: Turn | None = PrivateAttr(None)

    @property
    def memkit(self) -> Turn | None:
        """What was recalled for it, and what became of storing it."""
        return self._turn


class ChatCompletion(Remembered):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Tokens | None = None


class Delta(Shape):
    """What a piece adds to an answer."""

    role: str | None = None
    content: str | None = None
    tool_calls: list[ToolCall] | None = None


class ChunkChoice(Shape):
    """A piece of one of the answers."""

    index: int = 0
    delta: Delta = Field(default_factory=Delta)
    finish_reason: str | None = None


class ChatCompletionChunk(Remembered):
    """A piece of an answer."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Tokens | None = None


def tokens_of(usage: Usage) -> Tokens:
    """Return what a call consumed in the API's words."""
    return Tokens(
        prompt_tokens=usage.input_tokens,
        completion_tokens=usage.output_tokens,
        total_tokens=usage.input_tokens + usage.output_tokens,
    )
