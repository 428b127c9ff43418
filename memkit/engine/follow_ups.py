"""Follow-ups: what is asked only makes sense after what was said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from memkit.concurrency.effects import Effects
from memkit.domain import fixes
from memkit.domain.messages import read_messages
from memkit.domain.prompt_context import Context
from memkit.domain.results import Hits
from memkit.domain.rewritten import Rewritten
from memkit.domain.validation import checked_text
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.engine.ingest.states import Messages
from memkit.errors import ValidationError

Found = TypeVar("Found", Hits, Context)


def rewritten(engine: Engine, query: str | Sequence[str], history: Messages) -> Effects[Rewritten]:
    """Return a follow-up as a question that is understood alone; see `AnswerVerbs.rewrite`.

    Raises:
        ValidationError: There is no LLM, or an argument has the wrong shape.
    """
    if not isinstance(query, str):
        raise ValidationError(
            f"The query is {shown(query)}, and one follow-up is rewritten at a time.",
            fix="Ask one question, or leave rewrite out.",
        )
    query = checked_text(query, "The query", blank=False)
    if engine.llm is None or engine.rewriter is None:
        raise ValidationError("A question is rewritten by an LLM.", fix=fixes.GIVE_LLM)
    said = [] if isinstance(history, Sequence) and not history else read_messages(history)
    return (yield from engine.rewriter(query, said))


def found_by_meaning_alone(
    engine: Engine,
    query: str | Sequence[str],
    *,
    history: Messages,
    find: Callable[[str], Effects[Found]],
) -> Effects[Found]:
    """Return what is found by a follow-up when it is rewritten, with what it was rewritten to.

    Args:
        engine: Whose LLM is asked.
        query: What was asked last.
        history: The messages before it, as `add` takes them.
        find: Finds what a question is answered by.
    """
    told = yield from rewritten(engine, query, history)
    found = yield from find(told.text)
    found.query, found.rewritten = told.query, told
    return found
