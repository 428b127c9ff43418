"""What stands in an answer. The SDK checks its types, and lets most of it be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ollama import ChatResponse, EmbedResponse


def is_whole(answer: ChatResponse) -> bool:
    """Tell whether an answer was not cut off."""
    return answer.done_reason in (None, "stop")


def tokens_in(answer: ChatResponse | EmbedResponse) -> dict[str, int | None]:
    """Return what an answer says that it consumed, as arguments of `Calls.count`."""
    return {"input_tokens": answer.prompt_eval_count, "output_tokens": answer.eval_count}
