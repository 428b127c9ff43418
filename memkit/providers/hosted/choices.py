"""Answers in the shape of OpenAI's /chat/completions, which many providers speak.

SDKs check none of it: a field may be missing, or of any type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from memkit.errors import ProviderError
from memkit.providers.hosted.calls import Calls
from memkit.providers.hosted.llm import Said


def said_in(answer: object, error: ProviderError) -> Said:
    """Return what a chat model answered.

    Raises:
        ProviderError: `error`: the answer holds no message.
    """
    choice = _first_choice(answer)
    message = getattr(choice, "message", None)
    content, refusal = getattr(message, "content", None), getattr(message, "refusal", None)
    if message is None or not isinstance(content, str | None):
        raise error
    if isinstance(refusal, str) and refusal:
        return Said(text=refusal, whole=False, **tokens_in(answer))
    reason = getattr(choice, "finish_reason", None)
    whole = reason not in ("length", "content_filter")
    return Said(text=content or "", whole=whole, **tokens_in(answer))


def streamed(pieces: Iterable[object], *, calls: Calls, broken_off: ProviderError) -> Iterator[str]:
    """Yield the text of the pieces of an answer, and count at their end what they consumed.

    Args:
        pieces: As the SDK gives them.
        calls: Counts.
        broken_off: What is raised if they end before the answer does.
    """
    ended, tokens = False, tokens_in(None)
    for piece in pieces:
        choice = _first_choice(piece)
        delta = getattr(choice, "delta", None)
        text = getattr(delta, "content", None) or getattr(delta, "refusal", None)
        if isinstance(text, str):
            yield text
        ended = ended or getattr(choice, "finish_reason", None) is not None
        tokens = tokens_in(piece) if getattr(piece, "usage", None) else tokens
    if not ended:
        raise broken_off
    calls.count(**tokens)


def tokens_in(answer: object) -> dict[str, int | None]:
    """Return what an answer says that it consumed, as arguments of `Calls.count`."""
    usage = getattr(answer, "usage", None)
    return {
        "input_tokens": _count(getattr(usage, "prompt_tokens", None)),
        "output_tokens": _count(getattr(usage, "completion_tokens", None)),
    }


def _first_choice(answer: object) -> object | None:
    choices = getattr(answer, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
