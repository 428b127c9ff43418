"""What stands in an answer. The SDK checks none of it: a field may be missing, or of any type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from memkit.errors import ProviderError

# Makes an error of what an answer holds instead of what was expected.
Nonsense = Callable[[str], ProviderError]

# Why an answer ends that says all it was to say. Others were cut off or refused.
_WHOLE = ("end_turn", "stop_sequence")
_INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Claude's answer.

    Attributes:
        text: The answer, or why there is none.
        whole: Whether it is an answer, and was not cut off.
    """

    text: str
    whole: bool


def said_in(answer: object, nonsense: Nonsense) -> Said:
    """Return what Claude answered.

    Raises:
        ProviderError: The answer holds no message.
    """
    content = getattr(answer, "content", None)
    reason = getattr(answer, "stop_reason", None)
    if not isinstance(content, list) or not isinstance(reason, str):
        raise nonsense("no message")
    # Beside the text there may be what the model thought before.
    parts = [getattr(part, "text", None) for part in content]
    text = "".join(part for part in parts if isinstance(part, str))
    return Said(text=text or refusal_in(answer), whole=reason in _WHOLE)


def refusal_in(answer: object) -> str:
    """Return why Claude did not answer, in words; the empty text if that is not told."""
    explained = getattr(getattr(answer, "stop_details", None), "explanation", None)
    return explained if isinstance(explained, str) else ""


def tokens_in(answer: object) -> dict[str, int]:
    """Return what an answer, or an event of a stream, says that it consumed, as far as it does.

    What was written to the cache and read from it counts as input.
    """
    usage = getattr(answer, "usage", None)
    found = {name: getattr(usage, name, None) for name in (*_INPUT, "output_tokens")}
    told = {name: value for name, value in found.items() if isinstance(value, int) and value >= 0}
    tokens = {}
    if "input_tokens" in told:
        tokens["input_tokens"] = sum(told.get(name, 0) for name in _INPUT)
    if "output_tokens" in told:
        tokens["output_tokens"] = told["output_tokens"]
    return tokens
