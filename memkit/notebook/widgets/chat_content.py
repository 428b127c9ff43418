"""What the widget of a chat is told, as JSON can hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memkit.chat.chat import Chat
from memkit.chat.turns import Turn
from memkit.domain.prompt_context import Context, ContextItem
from memkit.domain.records import MemoryRecord
from memkit.domain.standing import standing_of
from memkit.engine.verbs import Verbs
from memkit.errors import MemkitError, said_by
from memkit.explorer.facts import drawn_facts
from memkit.text.clean import clean, cut
from memkit.text.code import call

Json = dict[str, Any]


def about(chat: Chat) -> Json:
    """Return what stands above the conversation."""
    words = {"user_id": "user", "agent_id": "agent", "app_id": "app", "run_id": "run"}
    scope = chat.scope.model_dump(exclude_none=True)
    return {
        "model": cut(chat.model, 60),
        "scope": [[words[key], cut(str(value), 60)] for key, value in scope.items()],
    }


def turn(number: int, shown: Turn) -> Json:
    """Return a turn, without its sources: see `sources`."""
    return {
        "number": number,
        "question": clean(shown.question),
        "answer": clean(shown.answer),
        "at": shown.at.isoformat(),
        "stop": shown.stop,
        "left_out": shown.left_out,
        "recalled": len(shown.recalled),
        "remembering": shown.remembering,
        "remembered": len(shown.remembered or ()),
        "error": "" if shown.error is None else clean(said_by(shown.error, "widget")),
        "tokens": shown.usage.input_tokens + shown.usage.output_tokens,
    }


def sources(memory: Verbs, shown: Turn) -> Json:
    """Return what was recalled for a turn, and what was remembered of it."""
    return {
        "recalled": recalled(shown.recalled),
        "stored": _stored(memory, shown),
    }


def recalled(context: Context) -> list[Json]:
    """Return the memories that stood before a question, each with its reason."""
    return [_item(item) for item in context]


def _item(item: ContextItem) -> Json:
    return {
        **_record(item.memory),
        "part": item.part,
        "reason": clean(item.reason),
        "relevance": item.relevance,
        "outdated": item.outdated,
        "cut": item.cut,
    }


def _record(record: MemoryRecord) -> Json:
    when = record.occurred_at or record.created_at
    return {
        "id": record.id,
        "text": cut(record.memory, 400),
        "day": when.date().isoformat(),
        "who": clean(record.name or record.said_by or record.role or ""),
    }


def _stored(memory: Verbs, shown: Turn) -> list[Json]:
    """Return the messages that were stored, each with the facts that were drawn from it so far."""
    found = []
    for result in shown.remembered or ():
        record = _there(memory, result.id)
        facts, more = ([], 0) if record is None else drawn_facts(memory, result.id)
        found.append({
            "id": result.id,
            "event": result.event,
            "text": cut(result.memory, 400),
            "who": "" if record is None else clean(record.name or record.role or ""),
            "there": record is not None,
            "facts": facts,
            "more": more - len(facts),
        })  # fmt: skip
    return found


def _there(memory: Verbs, id: str) -> MemoryRecord | None:
    try:
        return memory.get(id)
    except MemkitError:
        # Deleted, undone or purged since.
        return None


def opened(memory: Verbs, id: str) -> Json:
    """Return one memory, whole.

    Raises:
        NotFoundError: It is not there any more.
    """
    record = memory.get(id)
    given: Mapping[str, Any] = {
        "user": record.user_id,
        "agent": record.agent_id,
        "app": record.app_id,
        "run": record.run_id,
        "said by": record.name or record.said_by or record.role,
        "true on": record.occurred_at and record.occurred_at.date(),
        "stored on": record.created_at.date(),
        "valid from": record.valid_from and record.valid_from.date(),
        "valid to": record.valid_to and record.valid_to.date(),
        "standing": standing_of(record),
        **dict(list(record.metadata.items())[:12]),
    }
    return {
        "id": record.id,
        "text": clean(record.memory),
        "facts": [
            [cut(str(name), 40), cut(str(value), 200)]
            for name, value in given.items()
            if value is not None
        ],
        "code": call("m.get", record.id),
    }
