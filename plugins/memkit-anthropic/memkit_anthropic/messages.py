"""A conversation in the shape of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import ImageData, as_turn, encodable, images_of

# A conversation with the API begins with the user, and ends so: today's models refuse to go on with
# a turn of their own.
_FIRST_TURN = {"role": "user", "content": "Hello."}
_LAST_TURN = {"role": "user", "content": "Go on."}


def as_sent(
    messages: Sequence[Message], *, instruction: str | None = None, images: bool = False
) -> dict[str, Any]:
    """Return the fields `messages` and, if there is one, `system` of a request.

    System messages become one, beside the turns. The API has no names, so that of a user stands
    before what they said, and a tool's message is sent as the user's. Blank messages, which the
    API refuses, are left out.

    Args:
        messages: The conversation.
        instruction: What to add to the system message.
        images: Whether the images of users' messages are sent with them.
    """
    told = [message for message in messages if message.content.strip()]
    system = [message.content for message in told if message.role == "system"]
    system += [instruction] if instruction else []
    turns = [_turn(message, images=images) for message in told if message.role != "system"]
    if turns and turns[0]["role"] == "assistant":
        turns.insert(0, _FIRST_TURN)
    if not turns or turns[-1]["role"] == "assistant":
        turns.append(_LAST_TURN)
    sent: dict[str, Any] = {"messages": turns}
    return sent | {"system": encodable("\n\n".join(system))} if system else sent


def _turn(message: Message, *, images: bool) -> dict[str, Any]:
    turn = as_turn(message)
    if turn["role"] == "assistant":
        # A blank at the end of an answer is refused.
        return turn | {"content": turn["content"].rstrip()}
    shown = images_of(message) if images and message.role == "user" else []
    if not shown:
        return {**turn}
    return {**turn, "content": [*map(_block, shown), {"type": "text", "text": turn["content"]}]}


def _block(image: ImageData) -> dict[str, Any]:
    source = {"type": "base64", "media_type": image.media_type, "data": image.data}
    return {"type": "image", "source": source}
