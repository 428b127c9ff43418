"""Messages in the shape of the API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import encodable, images_of, with_instruction

# What a name may not hold, and how long it may be.
_NOT_IN_NAMES = re.compile(r"[\s<|\\/>]+")
_MOST_OF_A_NAME = 64


def as_sent(
    messages: Sequence[Message], *, instruction: str | None = None, images: bool = False
) -> list[dict[str, Any]]:
    """Return the messages as the API takes them.

    Args:
        messages: The conversation.
        instruction: What to add to the system message.
        images: Whether the images of users' messages are sent with them.
    """
    turns = [_as_sent(message, images=images) for message in messages]
    return with_instruction(turns, instruction)


def _as_sent(message: Message, *, images: bool) -> dict[str, Any]:
    # The API knows tools only by the call that they answer, which a conversation does not tell.
    of_tool = message.role == "tool"
    sent = {
        "role": "user" if of_tool else message.role,
        "content": _content(message, images=images and message.role == "user"),
    }
    name = message.name or ("tool" if of_tool else "")
    name = _NOT_IN_NAMES.sub("_", encodable(name))[:_MOST_OF_A_NAME]
    return {**sent, "name": name} if name else sent


def _content(message: Message, *, images: bool) -> str | list[dict[str, Any]]:
    text = encodable(message.content)
    shown = images_of(message) if images else []
    if not shown:
        return text
    parts = [{"type": "image_url", "image_url": {"url": image.url}} for image in shown]
    return [{"type": "text", "text": text}, *parts]
