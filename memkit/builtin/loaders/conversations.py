"""Conversations in JSON: exports of ChatGPT and Claude, and whatever else holds messages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from memkit.contracts.loader import Document
from memkit.domain.messages import (
    REMEMBERED_ROLES,
    conversation_of,
    is_message,
    message_of,
    says_role,
)
from memkit.domain.records import Message
from memkit.domain.times import from_instant, to_instant
from memkit.errors import MemkitError

_MOST_OF_THEM = 0.9
_TITLE_KEYS = ("title", "name")
_ID_KEYS = ("conversation_id", "uuid", "id")
_TIME_KEYS = ("create_time", "created_at", "createdAt", "timestamp")


@dataclass(frozen=True, slots=True)
class Place:
    """What all documents of one source share."""

    uri: str
    media_type: str
    digest: str


def conversations_in(value: Any) -> list[Any] | None:
    """Return the conversations that a value of JSON is; None if it is something else.

    Each is an object that holds messages, or a list of these. A few in a long list may be broken.
    """
    if isinstance(value, Mapping):
        return [value] if _is_conversation(value) else None
    if not isinstance(value, list) or not value:
        return None
    found = [one for one in value if isinstance(one, Mapping) and _is_conversation(one)]
    if len(found) >= _MOST_OF_THEM * len(value):
        return found
    return [value] if _are_messages(value) else None


def documents_of(conversations: Sequence[Any], place: Place) -> Iterator[Document]:
    """Yield a document for each conversation in which somebody said something."""
    used: set[str] = set()
    alone = len(conversations) == 1
    for number, conversation in enumerate(conversations, start=1):
        fields = conversation if isinstance(conversation, Mapping) else {}
        items = conversation_of(fields) if fields else conversation
        messages, unread = _messages(items or [])
        if not messages:
            continue
        key = _first(fields, _ID_KEYS)
        name = key if key and key not in used else str(number)
        while name in used:
            name += "_"
        used.add(name)
        uri = place.uri if alone and not key else f"{place.uri}#{quote(name, safe='')}"
        title = _first(fields, _TITLE_KEYS)
        yield Document(
            text="",
            uri=uri,
            media_type=place.media_type,
            digest=place.digest,
            messages=tuple(messages),
            metadata={
                "export": _kind(fields),
                **({"title": title} if title else {}),
                **({"conversation": key} if key else {}),
                **({"unread": unread} if unread else {}),
            },
            occurred_at=_time(fields) or messages[0].created_at,
        )


def _is_conversation(fields: Mapping[str, Any]) -> bool:
    mapping = fields.get("mapping")
    if isinstance(mapping, Mapping) and mapping:
        return "current_node" in fields or all(
            isinstance(node, Mapping) and "message" in node for node in mapping.values()
        )
    if isinstance(fields.get("chat_messages"), list):
        return True
    for key in ("messages", "conversations", "conversation"):
        if isinstance(fields.get(key), list):
            return _are_messages(fields[key])
    return False


def _are_messages(items: Sequence[Any]) -> bool:
    return bool(items) and all(
        isinstance(one, Mapping) and is_message(one) and says_role(one) for one in items
    )


def _messages(items: Sequence[Any]) -> tuple[list[Message], int]:
    """Return what people and models said, and how many messages can't be understood."""
    messages: list[Message] = []
    unread = 0
    for number, item in enumerate(items):
        try:
            message = message_of(item, number)
        except MemkitError:
            unread += 1
            continue
        if message.role in REMEMBERED_ROLES and message.content.strip():
            messages.append(message)
    return messages, unread


def _kind(fields: Mapping[str, Any]) -> str:
    if isinstance(fields.get("mapping"), Mapping):
        return "openai"
    return "claude" if "chat_messages" in fields else "messages"


def _first(fields: Mapping[str, Any], keys: Sequence[str]) -> str:
    found = (fields.get(key) for key in keys)
    return next((one.strip() for one in found if isinstance(one, str) and one.strip()), "")


def _time(fields: Mapping[str, Any]) -> datetime | None:
    for key in _TIME_KEYS:
        value = fields.get(key)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            with contextlib.suppress(MemkitError):
                return from_instant(to_instant(value, name=key))
    return None
