"""From what users pass to `add` to the memories it becomes, one a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pydantic

from memkit.domain.records import MEMORY_TYPES, ROLES, MemoryType, Message, Role, Scope
from memkit.domain.states import State
from memkit.domain.times import from_instant, to_instant
from memkit.errors import ScopeError, ValidationError

Moment = datetime | date | str | int | float
Messages = str | Message | Mapping[str, Any] | Sequence[str | Message | Mapping[str, Any]]

# Instructions to a model and the output of tools are not what people said.
REMEMBERED_ROLES = ("user", "assistant")
_TIME_KEYS = ("created_at", "occurred_at", "timestamp", "time")
_INT64 = 2**63
_MOST_NESTED = 64


def scope_from(
    *, user_id: object, agent_id: object, app_id: object, run_id: object, needed: bool
) -> Scope:
    """Return a scope from its four ids.

    Raises:
        ScopeError: An id is no text or empty, or all are None where one is needed.
    """
    ids: dict[str, Any] = {
        "user_id": user_id,
        "agent_id": agent_id,
        "app_id": app_id,
        "run_id": run_id,
    }
    for name, value in ids.items():
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise ScopeError(
                f"{name} is {value!r}; a text that is not empty was expected.",
                fix=f"Give {name} a name such as 'alice', or leave it out.",
            )
        if value is not None:
            checked_text(value, name)
    if needed and not any(ids.values()):
        raise ScopeError(
            "A memory must belong to someone: no scope was given.",
            fix="Give at least one of user_id, agent_id, app_id and run_id, e.g. user_id='alice'.",
        )
    return Scope.trusted(ids)


def states_of(messages: Messages, fields: Mapping[str, Any]) -> list[State]:
    """Return the states of the memories that messages become.

    A text is one memory. Of a conversation, each message of the user or the assistant that says
    something is one; its own time goes before `occurred_at`.

    Args:
        messages: What is added.
        fields: What all of them share, as a `State` keeps it.

    Raises:
        ValidationError: Something has the wrong shape.
    """
    if isinstance(messages, str):
        return [State(text=checked_text(messages, "The memory", blank=False), **fields)]
    if isinstance(messages, (Mapping, Message)):
        messages = [messages]
    if not isinstance(messages, Sequence) or not messages:
        raise ValidationError(
            f"There is nothing to add in {messages!r}.",
            fix="Give a text, or messages such as {'role': 'user', 'content': 'I like tea'}.",
        )
    states = []
    for number, item in enumerate(messages):
        message = _message(item, number)
        if message.role in REMEMBERED_ROLES and message.content.strip():
            own: dict[str, Any] = {"role": message.role, "name": checked_name(message.name)}
            if message.created_at is not None:
                own["occurred_at"] = to_instant(message.created_at)
            text = checked_text(message.content, f"Message {number}")
            states.append(State(text=text, **{**fields, **own}))
    return states


def _message(item: object, number: int) -> Message:
    if isinstance(item, Message):
        return item
    if isinstance(item, str):
        return Message(role="user", content=item)
    if not isinstance(item, Mapping):
        raise ValidationError(
            f"Message {number} is {item!r}.",
            fix="Give messages such as {'role': 'user', 'content': 'I like tea'}.",
        )
    role = item.get("role")
    if role not in ROLES:
        raise ValidationError(
            f"Message {number} has the role {role!r}.", fix=f"Use one of {', '.join(ROLES)}."
        )
    said = next((item[key] for key in _TIME_KEYS if item.get(key) is not None), None)
    if said is not None and not isinstance(said, datetime):
        said = from_instant(to_instant(said, name=f"The time of message {number}"))
    try:
        return Message(
            role=role, content=_content(item.get("content")), name=item.get("name"), created_at=said
        )
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        raise ValidationError(
            f"Message {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}.",
            fix="Give messages such as {'role': 'user', 'content': 'I like tea'}.",
        ) from error


def _content(content: Any) -> Any:
    """Return the text of a content that may come in parts, as chat APIs send it."""
    if content is None:
        return ""
    if isinstance(content, Iterable) and not isinstance(content, (str, Mapping)):
        parts = [
            part.get("text") or "" if isinstance(part, Mapping) else str(part) for part in content
        ]
        return "\n".join(part for part in parts if part)
    return content


def checked_type(type: str) -> MemoryType:
    """Return a memory type, if it is one."""
    for known in MEMORY_TYPES:
        if type == known:
            return known
    raise ValidationError(
        f"There is no memory type {type!r}.", fix=f"Use one of {', '.join(MEMORY_TYPES)}."
    )


def checked_role(role: object) -> Role | None:
    """Return a role, if it is one or None."""
    for known in (None, *ROLES):
        if role == known:
            return known
    raise ValidationError(f"There is no role {role!r}.", fix=f"Use one of {', '.join(ROLES)}.")


def checked_name(name: object) -> str | None:
    """Return a speaker's name that can be stored, or None."""
    return None if name is None else checked_text(name, "The name")


def checked_text(text: object, name: str, *, blank: bool = True) -> str:
    """Return a text that can be stored.

    Raises:
        ValidationError: It is no text, half of a character, or blank where it must not be.
    """
    if not isinstance(text, str):
        raise ValidationError(f"{name} is {text!r}, which is not a text.", fix="Give a string.")
    if not blank and (not text or text.isspace()):
        raise ValidationError(f"{name} is empty.", fix="Give a text that says something.")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(
            f"{name} holds half a character (a lone surrogate) at {error.start}.",
            fix="Clean it: text.encode(errors='replace').decode().",
        ) from error
    return text


def checked_metadata(metadata: Mapping[str, Any] | None, name: str = "metadata") -> dict[str, Any]:
    """Return a copy of metadata, or of another dict, that JSON can hold.

    Raises:
        ValidationError: It holds what JSON does not, or an integer beyond 64 bits.
    """
    if metadata is None:
        return {}
    if not isinstance(metadata, Mapping):
        raise ValidationError(
            f"{name} is {metadata!r}, which is not a dict.", fix="Give a dict, e.g. {'tag': 'x'}."
        )
    copy: dict[str, Any] = _plain(metadata, name, 0)
    return copy


def _plain(value: Any, path: str, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return checked_text(value, path)
    if isinstance(value, int):
        if -_INT64 <= value < _INT64:
            return int(value)
        raise ValidationError(
            f"{path} is {value}, which needs more than 64 bits.", fix="Store it as a string."
        )
    if isinstance(value, float):
        if value == value and abs(value) != float("inf"):
            return float(value)
        raise ValidationError(f"{path} is {value}.", fix="Leave it out, or use None.")
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if depth >= _MOST_NESTED:
        raise ValidationError(
            f"{path} is nested more than {_MOST_NESTED} deep.", fix="Store it as a JSON string."
        )
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValidationError(
                    f"{path} has the key {key!r}, which is not a text.", fix="Use strings as keys."
                )
            checked_text(key, f"A key of {path}")
        return {key: _plain(item, f"{path}.{key}", depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [_plain(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(items)]
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        return _plain(value.item(), path, depth)  # a numpy scalar
    raise ValidationError(
        f"{path} is {value!r} of type {type(value).__name__}, which JSON can't hold.",
        fix="Convert it to text, a number, a list or a dict.",
    )
