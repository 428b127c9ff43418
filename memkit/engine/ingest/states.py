"""From what users give to the states of memories: messages, and the fields beside their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypedDict, get_args

import pydantic

from memkit.domain.records import (
    MEMORY_TYPES,
    ROLES,
    MemoryRecord,
    MemoryType,
    Message,
    Role,
    Source,
)
from memkit.domain.states import State
from memkit.domain.times import Moment, from_instant, is_uuid, to_instant
from memkit.domain.validation import checked_metadata, checked_text
from memkit.errors import ValidationError

Messages = str | Message | Mapping[str, Any] | Sequence[str | Message | Mapping[str, Any]]
Sources = Sequence[Source | MemoryRecord | Mapping[str, Any]]
Clearable = Literal[
    "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
    "derived_by", "said_by", "data",
]  # fmt: skip
CLEARABLE: tuple[Clearable, ...] = get_args(Clearable)

# Instructions to a model and the output of tools are not what people said.
REMEMBERED_ROLES = ("user", "assistant")
_TIME_KEYS = ("created_at", "occurred_at", "timestamp", "time")
# What fields that are cleared have then, if it is not None.
_EMPTY: dict[str, Any] = {"sources": (), "data": {}}


class Fields(TypedDict, total=False):
    """Fields that most memories do without, as `Memory.add` takes them."""

    valid_from: Moment | None
    valid_to: Moment | None
    superseded_by: str | None
    sources: Sources | None
    derived_by: str | None
    said_by: str | None
    pinned: bool | None
    data: Mapping[str, Any] | None


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
            own: dict[str, Any] = {"role": message.role, "name": _name(message.name)}
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


def checked_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return those fields of a `State` that are given, as it keeps them; None is not given.

    Raises:
        ValidationError: A field has the wrong shape.
    """
    return {
        name: _READERS[name](value, name)
        for name, value in given.items()
        if value is not None and name in _READERS
    }


def cleared_fields(clear: Sequence[str]) -> dict[str, Any]:
    """Return what fields that are to be cleared have then.

    Raises:
        ValidationError: A field can't be cleared.
    """
    if isinstance(clear, str) or not set(clear) <= set(CLEARABLE):
        raise ValidationError(
            f"clear is {clear!r}.",
            fix=f"Give a list of {', '.join(CLEARABLE[:-1])} and {CLEARABLE[-1]}.",
        )
    return {name: _EMPTY.get(name) for name in clear}


def checked_validity(state: State) -> State:
    """Return a state that holds for some time, if it is one.

    Raises:
        ValidationError: It would end before it begins.
    """
    begin, end = state.valid_from, state.valid_to
    if begin is not None and end is not None and end <= begin:
        raise ValidationError(
            "valid_to is not after valid_from, so the memory would hold at no time.",
            fix="Give a valid_to that is later, or clear one of the two.",
        )
    return state


def _moment(value: Moment, name: str) -> int:
    return to_instant(value, name=name)


def _json_object(value: Any, name: str) -> dict[str, Any]:
    return checked_metadata(value, name)


def _words(value: object, name: str) -> str:
    return checked_text(value, name, blank=False)


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise ValidationError(f"{name} is {value!r}.", fix="Give True or False.")
    return value


def _id(value: object, name: str) -> str:
    if isinstance(value, str) and is_uuid(value):
        return value.lower()
    raise ValidationError(
        f"{name} is {value!r}, which is no memory's id.", fix="Give the id of a hit or a record."
    )


def checked_sources(value: object, name: str = "sources") -> tuple[Source, ...]:
    """Return sources, given as such, as records or as dicts.

    Raises:
        ValidationError: One of them names nothing, or ends before it starts.
    """
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise ValidationError(
            f"{name} is {value!r}.", fix="Give a list, e.g. [{'document': 'notes.md'}]."
        )
    return tuple(_source(item, f"{name}[{number}]") for number, item in enumerate(value))


def _source(value: object, name: str) -> Source:
    if isinstance(value, MemoryRecord):
        return Source(memory_id=value.id)
    try:
        source = Source.model_validate(value)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        raise ValidationError(
            f"{'.'.join([name, *map(str, first['loc'])])}: {first['msg']}.",
            fix="Give a Source, a record, or a dict such as {'document': 'notes.md', 'start': 0, "
            "'end': 12}.",
        ) from error
    for text in (source.memory_id, source.document, source.quote):
        if text is not None:
            checked_text(text, name)
    return source


def _type(type: str) -> MemoryType:
    """Return a memory type, if it is one."""
    for known in MEMORY_TYPES:
        if type == known:
            return known
    raise ValidationError(
        f"There is no memory type {type!r}.", fix=f"Use one of {', '.join(MEMORY_TYPES)}."
    )


def _role(role: object) -> Role | None:
    """Return a role, if it is one or None."""
    for known in (None, *ROLES):
        if role == known:
            return known
    raise ValidationError(f"There is no role {role!r}.", fix=f"Use one of {', '.join(ROLES)}.")


def _name(name: object) -> str | None:
    """Return a speaker's name that can be stored, or None."""
    return None if name is None else checked_text(name, "The name")


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "type": lambda value, _: _type(value),
    "role": lambda value, _: _role(value),
    "name": lambda value, _: _name(value),
    "metadata": _json_object,
    "occurred_at": _moment,
    "expires_at": _moment,
    "valid_from": _moment,
    "valid_to": _moment,
    "superseded_by": _id,
    "sources": checked_sources,
    "derived_by": _words,
    "said_by": _words,
    "pinned": _flag,
    "data": _json_object,
}
