"""Conversations as most APIs take them: turns of a role and a text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted.texts import encodable


def as_turn(message: Message) -> dict[str, str]:
    """Return a message as {"role": ..., "content": ...}, for APIs without names.

    That of a user stands before what they said. A tool's message is the user's: APIs know tools
    only by the call that they answer, which a conversation does not tell.
    """
    if message.role in ("system", "assistant"):
        return {"role": message.role, "content": encodable(message.content)}
    name = message.name or ("tool" if message.role == "tool" else None)
    content = f"{name}: {message.content}" if name else message.content
    return {"role": "user", "content": encodable(content)}


def as_turns(
    messages: Sequence[Message], *, instruction: str | None = None
) -> list[dict[str, str]]:
    """Return the messages as turns, for APIs that take one system message, as the first.

    Args:
        messages: The conversation. Several system messages become one.
        instruction: What to add to the system message.
    """
    turns = [as_turn(message) for message in messages]
    system = [turn["content"] for turn in turns if turn["role"] == "system"]
    system += [instruction] if instruction else []
    others = [turn for turn in turns if turn["role"] != "system"]
    return [{"role": "system", "content": "\n\n".join(system)}, *others] if system else others


def with_instruction(
    turns: Sequence[dict[str, Any]], instruction: str | None
) -> list[dict[str, Any]]:
    """Return the turns with an instruction in the first system message, for APIs that take several.

    Args:
        turns: The conversation. Only a system message that is the first is added to: many chat
            templates take no other.
        instruction: What to add; None for nothing.
    """
    if instruction is None:
        return list(turns)
    if turns and turns[0]["role"] == "system":
        told = {**turns[0], "content": f"{turns[0]['content']}\n\n{instruction}"}
        return [told, *turns[1:]]
    return [{"role": "system", "content": instruction}, *turns]


def wish_for(schema: Mapping[str, Any]) -> str:
    """Return the words that ask for a value of a JSON schema."""
    return (
        "Answer with one JSON value that satisfies this JSON schema, and with nothing else:\n"
        f"{json.dumps(dict(schema), ensure_ascii=False)}"
    )
