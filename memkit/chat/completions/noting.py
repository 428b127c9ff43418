"""What an answer of the API says, whole or in pieces: an SDK's objects, or memkit's own."""

from __future__ import annotations

from typing import Any

from memkit.chat.turns import Turn
from memkit.contracts.llm import Stop
from memkit.domain.records import Usage

_STOPS: dict[str, Stop] = {"stop": "end", "length": "length", "content_filter": "refused"}


def note(turn: Turn, said: Any) -> None:
    """Note a whole answer, or a piece of one, in its turn; of several answers, the first."""
    choices = getattr(said, "choices", None)
    for choice in choices if isinstance(choices, list) else ():
        if getattr(choice, "index", 0):
            continue
        part = getattr(choice, "delta", None) or getattr(choice, "message", None)
        text = getattr(part, "content", None)
        turn.answer += text if isinstance(text, str) else ""
        reason = getattr(choice, "finish_reason", None)
        if isinstance(reason, str):
            turn.stop = _STOPS.get(reason, "other")
    usage = getattr(said, "usage", None)
    if usage is not None:
        turn.usage = Usage(
            calls=1,
            input_tokens=getattr(usage, "prompt_tokens", None) or 0,
            output_tokens=getattr(usage, "completion_tokens", None) or 0,
        )
