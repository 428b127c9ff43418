"""The one request in which a model is told what is wrong with its answer."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.records import Message
from memkit.extraction.asking.fields import Dropped

_LONGEST_ANSWER = 2_000
_MOST_NAMED = 8


def repair_of(messages: Sequence[Message], answer: str, told: Sequence[Dropped]) -> list[Message]:
    """Return a request to write again what can't be used.

    Args:
        messages: What was sent.
        answer: What came back.
        told: What is wrong with it; () if it is no answer at all.
    """
    note = _note(told) if told else "That is not the JSON that was asked for. Answer with it alone."
    said = answer.strip()[:_LONGEST_ANSWER]
    if not said:
        # Many chat templates take no empty answer, and no two messages of one side in a row.
        last = messages[-1]
        content = f"{last.content}\n\nAnswer with the JSON that is asked for, and with it alone."
        return [*messages[:-1], last.model_copy(update={"content": content})]
    return [
        *messages,
        Message(role="assistant", content=said),
        Message(role="user", content=note),
    ]


def _note(told: Sequence[Dropped]) -> str:
    rows = [f"- {one.said}\n  {one.why}" for one in told[:_MOST_NAMED]]
    return "\n".join(
        [
            "These can't be used:",
            *rows,
            "Write these alone again, corrected, as the JSON that was asked for. Leave out what "
            "can't be corrected from the lines.",
        ]
    )
