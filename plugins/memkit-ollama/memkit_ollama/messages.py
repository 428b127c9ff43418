"""A conversation in the shape of the API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import encodable


def as_sent(
    messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
) -> list[dict[str, str]]:
    """Return the messages as the API takes them.

    It has no names, so that of a user stands before what they said. A tool's message is sent as
    the user's: the templates of many models leave out what a tool says.

    Args:
        messages: The conversation.
        schema: What the answer shall be. The server keeps the model to it and does not show it,
            so it is told as well, in the first system message: many templates take only one.
    """
    sent = [_turn(message) for message in messages]
    if schema is not None:
        asked = (
            "Answer with one JSON value that satisfies this JSON schema, and with nothing else:\n"
            f"{json.dumps(dict(schema), ensure_ascii=False)}"
        )
        if sent and sent[0]["role"] == "system":
            sent[0] = {"role": "system", "content": f"{sent[0]['content']}\n\n{asked}"}
        else:
            sent.insert(0, {"role": "system", "content": asked})
    return sent


def _turn(message: Message) -> dict[str, str]:
    content = encodable(message.content)
    if message.role in ("system", "assistant"):
        return {"role": message.role, "content": content}
    name = message.name or ("tool" if message.role == "tool" else None)
    return {"role": "user", "content": f"{encodable(name)}: {content}" if name else content}
