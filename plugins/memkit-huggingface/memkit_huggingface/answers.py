"""What stands in an answer. The SDK checks none of it: a field may be missing, or of any type."""

from __future__ import annotations

from dataclasses import dataclass

from memkit.errors import ProviderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A chat model's answer.

    Attributes:
        text: The answer.
        whole: Whether it was not cut off.
    """

    text: str
    whole: bool


def said_in(answer: object, error: ProviderError) -> Said:
    """Return what a chat model answered.

    Raises:
        ProviderError: `error`: the answer holds no message.
    """
    choice = first_choice(answer)
    message = getattr(choice, "message", None)
    content = getattr(message, "content", None)
    if message is None or not isinstance(content, str | None):
        raise error
    reason = getattr(choice, "finish_reason", None)
    return Said(text=content or "", whole=reason not in ("length", "content_filter"))


def first_choice(answer: object) -> object | None:
    """Return the first choice of an answer or of a piece of one; None if it has none."""
    choices = getattr(answer, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def tokens_in(answer: object) -> dict[str, int | None]:
    """Return what an answer says that it consumed, as arguments of `Calls.count`."""
    usage = getattr(answer, "usage", None)
    return {
        "input_tokens": _count(getattr(usage, "prompt_tokens", None)),
        "output_tokens": _count(getattr(usage, "completion_tokens", None)),
    }


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
