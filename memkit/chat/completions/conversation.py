"""The messages of a request: what is new in them, and what is recalled put into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.domain.values import fields_of, shown
from memkit.errors import ValidationError

_EXAMPLE = "Give messages such as {'role': 'user', 'content': 'I like tea'}."
# Who speaks has heard what was said before: an earlier request had it, and it was stored then.
_HEARD = frozenset({"assistant", "tool", "function"})
_ROLES = ("system", "developer", "user", "assistant", "tool", "function")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages of a request, as dicts; the caller's own are never changed.

    Attributes:
        messages: The messages.
        new: What people said since the model, or a tool, spoke last: places of the user's messages
            that have a text. None in a request that only brings what tools answered.
        asked: The place of the last message of the user's; None if there is none.
    """

    messages: Sequence[Mapping[str, Any]]
    new: Sequence[int]
    asked: int | None

    @property
    def question(self) -> str:
        """What people said that no request before this one had; "" for nothing."""
        return "\n\n".join(text_of(self.messages[place]) for place in self.new)

    @property
    def last(self) -> str:
        """The last thing that somebody said, by which memories are recalled; "" for none."""
        return "" if self.asked is None else text_of(self.messages[self.asked])

    @property
    def texts(self) -> list[str]:
        """What was said in it, by whomever: it need not be recalled."""
        return [text for message in self.messages if (text := text_of(message))]

    def recalling(self, block: str) -> list[dict[str, Any]]:
        """Return the messages with a block before what was said last.

        What stands above stays as it was, so that a provider's cache of it holds.
        """
        made = [dict(message) for message in self.messages]
        if not block or self.asked is None:
            return made
        last = made[self.asked]
        content = last["content"]
        if isinstance(content, str):
            last["content"] = f"{block}\n\n{content}"
        else:
            last["content"] = [{"type": "text", "text": block}, *content]
        return made


def conversation_of(messages: object) -> Conversation:
    """Return the messages of a request, read.

    Raises:
        ValidationError: They are no messages.
    """
    if isinstance(messages, (str, bytes, Mapping)) or not isinstance(messages, Sequence):
        raise ValidationError(f"messages is {shown(messages)}.", fix=_EXAMPLE)
    read = [_message(message, place) for place, message in enumerate(messages)]
    if not read:
        raise ValidationError("There is no message to answer.", fix=_EXAMPLE)
    heard = [place for place, message in enumerate(read) if message["role"] in _HEARD]
    asked = [place for place, message in enumerate(read) if message["role"] == "user"]
    begin = heard[-1] + 1 if heard else 0
    new = [place for place in asked if place >= begin and text_of(read[place]).strip()]
    return Conversation(read, new, asked[-1] if asked else None)


def text_of(message: Mapping[str, Any]) -> str:
    """Return the text of a message; of one in parts, those that are texts."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, Sequence) else ()
    texts = (part.get("text") for part in parts if isinstance(part, Mapping))
    return "\n".join(text for text in texts if isinstance(text, str))


def _message(message: object, place: int) -> dict[str, Any]:
    fields = fields_of(message)
    if fields is None or fields.get("role") not in _ROLES:
        raise ValidationError(f"messages[{place}] is {shown(message)}.", fix=_EXAMPLE)
    # A message of the SDK's has many fields that are not set, which the API would refuse.
    made = {str(name): value for name, value in fields.items() if value is not None}
    return made if "content" in made or made["role"] == "assistant" else {**made, "content": ""}
