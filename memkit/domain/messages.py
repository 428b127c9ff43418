"""One reader of messages, in the shapes that chat APIs, frameworks and exports give them.

Dicts, dataclasses and the objects of OpenAI, Anthropic and LangChain; contents in parts; whole
conversations, as `{"messages": [...]}`, an answer's `choices`, and the exports of ChatGPT and
Claude tell them. What tools and models say to each other is not what people said: calls of tools,
their results, thoughts are passed over. Images and files that people or the assistant give are the
message's attachments; see `memkit.domain.content_parts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from enum import Enum
from typing import Any

import pydantic

from memkit.domain.attachments import Attachment, with_stand_ins
from memkit.domain.content_parts import FILE_PARTS, IMAGE_PARTS, attached_in
from memkit.domain.records import ROLES, MemoryRecord, Message, Role
from memkit.domain.tables import rows_of
from memkit.domain.times import from_instant, to_instant
from memkit.domain.values import fields_of, is_missing, plain, shown
from memkit.errors import ValidationError

# Instructions to a model and the output of tools are not what people said.
REMEMBERED_ROLES = ("user", "assistant")

_EXAMPLE = "Give messages such as {'role': 'user', 'content': 'I like tea'}."
_ROLES: dict[str, Role] = {
    **{role: role for role in ROLES},
    **dict.fromkeys(("human", "humanmessage", "humanmessagechunk", "prompter"), "user"),
    **dict.fromkeys(
        ("ai", "bot", "model", "gpt", "chatgpt", "chatbot", "claude", "aimessage",
         "aimessagechunk"),
        "assistant",
    ),
    **dict.fromkeys(("developer", "systemmessage"), "system"),
    **dict.fromkeys(("function", "toolmessage", "functionmessage"), "tool"),
}  # fmt: skip
# Where messages say who speaks: by a role, or else by a name.
_ROLE_KEYS = ("role", "author", "sender", "from", "type", "speaker")
_NAME_KEYS = ("name", "author", "sender", "from", "speaker", "username", "user")
_CONTENT_KEYS = ("content", "parts", "text", "value", "body", "message")
# In each of these, a text may be a part of what was said.
_PART_KEYS = ("text", "refusal", "transcript", "value", "content", "parts")
_TIME_KEYS = (
    "created_at", "occurred_at", "timestamp", "create_time", "createdAt", "sent_at", "ts",
    "datetime", "date", "time",
)  # fmt: skip
_UNSAID = frozenset(
    {"tool_use", "tool_result", "tool_call", "function_call", "function_call_output",
     "server_tool_use", "web_search_tool_result", "thinking", "redacted_thinking", "reasoning",
     "thoughts", "reasoning_recap", *IMAGE_PARTS, *(FILE_PARTS - {"audio", "input_audio"})}
)  # fmt: skip
# What belongs to a message, and is no metadata of a memory.
KEYS = frozenset(
    {*_ROLE_KEYS, *_NAME_KEYS, *_CONTENT_KEYS, *_TIME_KEYS, "tool_calls", "tool_call_id",
     "invalid_tool_calls", "function_call", "refusal", "audio", "annotations", "additional_kwargs",
     "response_metadata", "usage_metadata", "example"}
)  # fmt: skip


def read_messages(given: object) -> list[Message]:
    """Return messages, whatever shape they come in.

    Raises:
        ValidationError: There is none, or one can't be understood; its number is named.
    """
    # What is said often is held once.
    held: dict[str, bytes] = {}
    messages = [message_of(item, number, held) for number, item in enumerate(items_of(given))]
    if not messages:
        raise ValidationError(
            f"There is nothing to add in {shown(given)}.",
            fix="Give a text, or messages such as {'role': 'user', 'content': 'I like tea'}.",
        )
    return messages


def conversation_of(fields: Mapping[str, Any]) -> list[Any] | None:
    """Return the messages that an object holds as a conversation; None if it is none."""
    for key in ("messages", "chat_messages", "conversation", "conversations"):
        held = fields.get(key)
        if isinstance(held, Sequence) and not isinstance(held, str) and "role" not in fields:
            return list(held)
    choices = fields.get("choices")
    if isinstance(choices, Sequence) and not isinstance(choices, str):
        chosen = [fields_of(choice) or {} for choice in choices]
        return [choice["message"] for choice in chosen if choice.get("message") is not None]
    mapping = fields.get("mapping")
    if isinstance(mapping, Mapping):
        return _branch(mapping, fields.get("current_node"))
    return None


def is_message(fields: Mapping[str, Any]) -> bool:
    """Tell whether an object is a message rather than a memory: it says who speaks, and what."""
    return (
        "memory" not in fields
        and any(key in fields for key in _CONTENT_KEYS)
        and (
            any(not is_missing(fields.get(key)) for key in ("role", "sender", "from", "author"))
            or str(fields.get("type")).lower() in _ROLES
        )
    )


def says_role(fields: Mapping[str, Any]) -> bool:
    """Tell whether an object says in a word of the field, such as "user", who speaks."""
    for key in _ROLE_KEYS:
        value = fields.get(key)
        value = value.get("role") if isinstance(value, Mapping) else value
        if isinstance(value, str) and value.strip().lower() in _ROLES:
            return True
    return False


def message_of(item: object, number: int, held: dict[str, bytes] | None = None) -> Message:
    """Return one message.

    Args:
        item: A text, which is the user's, a message, or an object that stands for one.
        number: Its place, for errors.
        held: Bytes of attachments by digest that messages share; it grows.

    Raises:
        ValidationError: It can't be understood.
    """
    if isinstance(item, Message):
        return item
    if isinstance(item, str):
        return Message(role="user", content=item)
    fields = message_fields(item)
    if fields is None:
        raise ValidationError(f"Message {number} is {shown(item)}.", fix=_EXAMPLE)
    # Read twice, for the words and for what came with them.
    fields = {k: list(v) if isinstance(v, Iterator) else v for k, v in fields.items()}
    role, name = _speaker(fields, number)
    attachments: tuple[Attachment, ...] = ()
    contents: dict[str, bytes] = {}
    if role in REMEMBERED_ROLES:
        attachments, contents = _attachments(fields, number, {} if held is None else held)
    try:
        return Message(
            role=role,
            content=with_stand_ins(_said(fields, number), attachments),
            name=name,
            created_at=_time(fields, number),
            attachments=attachments,
            contents=contents,
        )
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        raise ValidationError(
            f"Message {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}.", fix=_EXAMPLE
        ) from error


def items_of(given: object) -> Iterable[Any]:
    """Return the items of what was given: of a list, a table, a conversation, or one alone."""
    rows = rows_of(given)
    if rows is not None:
        return rows
    if isinstance(given, (str, Message, MemoryRecord)):
        return [given]
    fields = message_fields(given)
    if fields is not None:
        held = conversation_of(fields)
        return [given] if held is None else held
    if isinstance(given, Iterable) and not isinstance(given, (bytes, bytearray, Set)):
        # One at a time: what is wrong with the first is said before the last is read.
        return (item for one in given for item in _unfolded(one))
    return []


def _unfolded(item: object) -> list[Any]:
    fields = message_fields(item) if not isinstance(item, (str, Message)) else None
    held = None if fields is None else conversation_of(fields)
    return [item] if held is None else held


def message_fields(item: object) -> Mapping[str, Any] | None:
    """Return the fields of an object that may be a message, or a conversation; None for none."""
    if isinstance(item, tuple) and len(item) == 2 and all(isinstance(one, str) for one in item):
        role, content = item
        return {"role": role, "content": content} if role.lower() in _ROLES else None
    fields = fields_of(item)
    if fields is not None:
        # ChatGPT's exports wrap what was said: {"message": {"author": ..., "content": ...}}.
        inner = fields_of(fields.get("message"))
        return inner if inner is not None and "role" not in fields else fields
    if hasattr(item, "content") and (hasattr(item, "role") or hasattr(item, "type")):
        found = {key: getattr(item, key, None) for key in KEYS}
        return {key: value for key, value in found.items() if not callable(value)}
    return None


def _speaker(fields: Mapping[str, Any], number: int) -> tuple[Role, str | None]:
    name = _name(fields)
    for key in _ROLE_KEYS:
        value = fields.get(key)
        if isinstance(value, Mapping):  # ChatGPT's author
            name = name or value.get("name") or value.get("username")
            value = value.get("role")
        if isinstance(value, Enum):
            value = value.value
        role = _ROLES.get(value.strip().lower()) if isinstance(value, str) else None
        if role is not None:
            return role, None if name == value else name
        if key == "role" and not is_missing(value):
            raise ValidationError(
                f"Message {number} has the role {shown(value)}.",
                fix=f"Use one of {', '.join(ROLES)}.",
            )
    if name is not None and "role" not in fields and any(key in fields for key in _NAME_KEYS[1:]):
        return "user", name
    raise ValidationError(
        f"Message {number} has the role {shown(fields.get('role'))}.",
        fix=f"Use one of {', '.join(ROLES)}.",
    )


def _name(fields: Mapping[str, Any]) -> Any:
    for key in _NAME_KEYS:
        value = fields.get(key)
        if is_missing(value) or value == "" or isinstance(value, Mapping):
            continue
        return plain(value, "The name") if isinstance(value, (str, Enum)) else value
    return None


def _said(fields: Mapping[str, Any], number: int) -> str:
    if fields.get("recipient") not in (None, "all"):  # ChatGPT's calls of tools
        return ""
    for key in (*_CONTENT_KEYS, "refusal"):
        if key == "message" and not isinstance(fields.get(key), str):
            continue
        text = content_text(fields.get(key), f"Message {number}'s {key}")
        if text:
            return text
    return ""


def _attachments(
    fields: Mapping[str, Any], number: int, held: dict[str, bytes]
) -> tuple[tuple[Attachment, ...], dict[str, bytes]]:
    """Return what a message brings along, and the bytes of it by digest."""
    attachments: dict[Attachment, None] = {}
    contents: dict[str, bytes] = {}
    for key in _CONTENT_KEYS:
        for one in attached_in(fields.get(key), f"Message {number}'s {key}"):
            attachments[one.attachment] = None
            digest = one.attachment.digest
            if digest is not None and one.content is not None:
                contents[digest] = held.setdefault(digest, one.content)
    return tuple(attachments), contents


def content_text(content: object, name: str = "The content") -> str:
    """Return what a content says, which may come in parts.

    Raises:
        ValidationError: It is neither a text nor parts.
    """
    if isinstance(content, str):
        return content
    if is_missing(content):
        return ""
    fields = fields_of(content)
    if fields is not None:
        if {str(fields.get("type")), str(fields.get("content_type"))} & _UNSAID:
            return ""
        held = (content_text(fields[key], name) for key in _PART_KEYS if key in fields)
        return next((text for text in held if text), "")
    if isinstance(content, Iterable) and not isinstance(content, (bytes, bytearray)):
        texts = [content_text(part, f"{name}[{at}]") for at, part in enumerate(content)]
        return "\n".join(text for text in texts if text)
    raise ValidationError(
        f"{name} is {shown(content)}, which is neither a text nor parts of one.", fix=_EXAMPLE
    )


def _time(fields: Mapping[str, Any], number: int) -> datetime | None:
    name = f"The time of message {number}"
    day, hour = fields.get("date"), fields.get("time")
    if isinstance(day, str) and isinstance(hour, str):
        return from_instant(to_instant(f"{day.strip()} {hour.strip()}", name=name))
    for key in _TIME_KEYS:
        value = fields.get(key)
        if is_missing(value) or value == "":
            continue
        return from_instant(to_instant(_epoch(value), name=name))
    return None


def _epoch(value: Any) -> Any:
    """Return seconds that were written as a text, as Slack's `ts` is, as a number."""
    if isinstance(value, str) and value.strip().replace(".", "", 1).isdecimal():
        return float(value)
    return value


def _branch(mapping: Mapping[str, Any], last: object) -> list[Any]:
    """Return the messages of ChatGPT's tree that end at a node: what was regenerated is not said.

    Raises:
        ValidationError: The tree has a circle, or names what it does not hold.
    """
    nodes = {key: fields_of(node) or {} for key, node in mapping.items()}
    if not isinstance(last, str) or last not in nodes:
        leaves = [key for key, node in nodes.items() if not node.get("children")]
        last = leaves[-1] if leaves else None
    way: list[dict[str, Any]] = []
    while isinstance(last, str) and last in nodes:
        way.append(nodes.pop(last))
        last = way[-1].get("parent")
    messages = [node["message"] for node in reversed(way) if node.get("message")]
    return [item for item in messages if not _is_hidden(item)]


def _is_hidden(message: object) -> bool:
    details = (fields_of(message) or {}).get("metadata")
    return isinstance(details, Mapping) and bool(
        details.get("is_visually_hidden_from_conversation")
    )
