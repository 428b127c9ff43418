"""A model that answers what a test says, and windows to ask it for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Scope, Usage
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.windows import Window

NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
SAID = (
    "I moved from Berlin to Lisbon in March.",
    "How nice!",
    "My sister Nina has two cats.",
    "I don't eat fish.",
)


class ScriptedLLM(LLM):
    """Gives its answers one after the other: a text, an object, a `Completion`, or an error.

    Attributes:
        asked: What it was asked, as pairs of messages and schema.
    """

    model = "scripted"

    def __init__(self, *answers, context=None):
        self.answers, self.asked, self.context = list(answers), [], context

    def complete(self, messages, *, schema=None, max_tokens="default"):
        self.bound(max_tokens)
        self.asked.append((list(messages), schema))
        assert self.answers, f"nobody expected call {len(self.asked)}: {messages[-1].content}"
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Completion):
            return answer
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return Completion(text=text, usage=Usage(calls=1, input_tokens=100, output_tokens=10))


def window_of(*said, handled=0, roles=("user", "assistant"), name=None):
    """Return a window of texts; the first ones were handled before."""
    lines = tuple(
        Line(
            number=number,
            memory_id=f"m{number}",
            digest=f"d{number}",
            text=text,
            role=roles[(number - 1) % len(roles)],
            name=name,
            at=NOON,
            handled=number <= handled,
        )
        for number, text in enumerate(said, 1)
    )
    return Window(scope=Scope(user_id="ana"), lines=lines)


def fact(line=1, quote="I moved from Berlin to Lisbon", **fields):
    """Return an item as a model writes one."""
    text = fields.pop("text", f"The user says: {quote}")
    written = {"line": line, "quote": quote, "when": "", "about": "user", "text": text}
    return {**written, "kind": "event", **fields}


def cut(text):
    """Return an answer that ended at the most tokens."""
    said = text if isinstance(text, str) else json.dumps(text)
    return Completion(text=said, stop="length")
