"""A follow-up as a question that is understood alone, by a short call to the model.

Code checks what comes: names and numbers that nobody said, or a question that has little to do with
the one that was asked, are not searched for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.llm import LLM
from memkit.domain.records import Message, Usage
from memkit.domain.rewritten import Rewritten
from memkit.engine.engine import Engine
from memkit.errors import MemkitError
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.models import named_choice
from memkit.extraction.tasks.prompts import prompt
from memkit.text.safe_text import on_one_line
from memkit.text.terms import terms

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
_MOST_MESSAGES = 6
_MOST_CHARACTERS = 600
_ANSWER_TOKENS = 200
# What is asked is still the same if at least this share of the words was said by somebody.
_LEAST_SAID = 0.6
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_NUMBER = re.compile(r"\d+")
# Not at the beginning, where every language that has capitals writes one.
_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿ]\w+")


def rewriting(
    engine: Engine, llm: LLM, query: str, history: Sequence[Message]
) -> Effects[Rewritten]:
    """Return a question that is understood alone; the one that was asked, where that fails.

    Args:
        engine: Whose budget counts, and where the call is recorded.
        llm: Who is asked.
        query: What was asked last.
        history: What was said before, the last of it last.
    """
    said = [message for message in history if message.content.strip()][-_MOST_MESSAGES:]
    if not said:
        return Rewritten(query=query, text=query, reason="nothing was said before")
    provider, _ = named_choice(engine.settings.llm)
    asker = Asker(llm=llm, provider=provider, calls=engine.journal, budget=engine.journal.budget)
    try:
        call, answer = yield from asker.ask(
            _messages(query, said), schema=SCHEMA, max_tokens=_ANSWER_TOKENS, task="rewrite",
            prompt=prompt("rewrite").version, shown=(),
        )  # fmt: skip
    except MemkitError as error:
        return Rewritten(query=query, text=query, reason=f"it was not rewritten: {error.problem}")
    usage = Usage() if answer is None else answer.usage
    text = _question_in(call.answer)
    reason = "the answer holds no question" if text is None else _wrong(text, query, said)
    if text is None or reason is not None:
        return Rewritten(query=query, text=query, reason=reason, usage=usage)
    return Rewritten(query=query, text=text, usage=usage)


def _messages(query: str, said: Sequence[Message]) -> list[Message]:
    lines = [
        f"{message.name or message.role}: {on_one_line(message.content)[:_MOST_CHARACTERS]}"
        for message in said
    ]
    return [
        Message(role="system", content=prompt("rewrite").text),
        Message(role="user", content="\n".join([*lines, f"Last question: {on_one_line(query)}"])),
    ]


def _question_in(answer: str) -> str | None:
    found = _OBJECT.search(answer)
    try:
        told = json.loads(found[0] if found else answer)
    except ValueError:
        return None
    question = told.get("question") if isinstance(told, dict) else None
    if not isinstance(question, str) or not question.strip():
        return None
    return " ".join(on_one_line(question).split())


def _wrong(text: str, query: str, said: Sequence[Message]) -> str | None:
    """Return what is wrong with a question that a model wrote; None if it may be asked."""
    known = "\n".join([query, *(f"{one.name or ''} {one.content}" for one in said)])
    folded = known.casefold()
    for pattern, what in ((_NUMBER, "the number"), (_NAME, "the name")):
        new = [word for word in pattern.findall(text) if word.casefold() not in folded]
        if new:
            return f"nobody said {what} {new[0]!r}, which the model put in"
    words = set(terms(text))
    if words and len(words & set(terms(known))) < _LEAST_SAID * len(words):
        return "what the model wrote is another question"
    return None
