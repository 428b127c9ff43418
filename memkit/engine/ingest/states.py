"""From what users give to the states of memories: messages, and the fields beside their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from enum import Enum
from typing import Any, Literal, TypedDict, TypeVar, get_args
from uuid import UUID

import pydantic

from memkit.domain.digests import text_digest
from memkit.domain.ids import is_whole
from memkit.domain.messages import REMEMBERED_ROLES, read_messages
from memkit.domain.records import (
    MEMORY_TYPES,
    ROLES,
    STATUSES,
    MemoryRecord,
    MemoryType,
    Message,
    Role,
    Source,
    Status,
)
from memkit.domain.states import State
from memkit.domain.times import Moment, to_instant
from memkit.domain.validation import checked_metadata, checked_text, flag
from memkit.domain.values import shown
from memkit.errors import ValidationError

W = TypeVar("W", bound=str)
Messages = str | Message | Mapping[str, Any] | Sequence[str | Message | Mapping[str, Any]]
Sources = Sequence[Source | MemoryRecord | Mapping[str, Any]]
Clearable = Literal[
    "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
    "derived_by", "said_by", "data", "withheld",
]  # fmt: skip
CLEARABLE: tuple[Clearable, ...] = get_args(Clearable)

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
    withheld: str | None


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
    states = []
    for number, message in enumerate(read_messages(messages)):
        if is_remembered(message):
            states.append(State(**{**fields, **spoken(message, f"Message {number}")}))
    return states


def is_remembered(message: Message) -> bool:
    """Tell whether a message is kept: one of a person or the assistant that says something."""
    return message.role in REMEMBERED_ROLES and bool(message.content.strip())


def spoken(message: Message, name: str) -> dict[str, Any]:
    """Return what a message says of a state: its text, who spoke, when, and its attachments.

    Raises:
        ValidationError: The text or the speaker's name can't be stored.
    """
    said: dict[str, Any] = {
        "text": checked_text(message.content, name),
        "role": message.role,
        "name": None if message.name is None else checked_text(message.name, f"{name}'s name"),
    }
    if message.attachments:
        said["attachments"] = message.attachments
        said["contents"] = message.contents
    if message.created_at is not None:
        said["occurred_at"] = to_instant(message.created_at)
    return said


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
    names = [] if isinstance(clear, str) or not isinstance(clear, Iterable) else list(clear)
    known = all(isinstance(name, str) and name in CLEARABLE for name in names)
    # A number, or a text alone, is no list of names.
    if (
        not known
        or (not names and not isinstance(clear, (Sequence, Set)))
        or isinstance(clear, str)
    ):
        raise ValidationError(
            f"clear is {shown(clear)}.",
            fix=f"Give a list of {', '.join(CLEARABLE[:-1])} and {CLEARABLE[-1]}.",
        )
    return {name: _EMPTY.get(name) for name in names}


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


def _id(value: object, name: str) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and is_whole(value):
        return str.__str__(value).lower()
    raise ValidationError(
        f"{name} is {shown(value)}, which is no memory's id.",
        fix="Give the id of a hit or a record.",
    )


def checked_sources(value: object, name: str = "sources") -> tuple[Source, ...]:
    """Return sources, given as such, as records or as dicts.

    Raises:
        ValidationError: One of them names nothing, or ends before it starts.
    """
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise ValidationError(
            f"{name} is {shown(value)}.", fix="Give a list, e.g. [{'document': 'notes.md'}]."
        )
    return tuple(_source(item, f"{name}[{number}]") for number, item in enumerate(value))


def _source(value: object, name: str) -> Source:
    if isinstance(value, MemoryRecord):
        return Source(memory_id=value.id, digest=text_digest(value.memory))
    try:
        source = Source.model_validate(value)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        raise ValidationError(
            f"{'.'.join([name, *map(str, first['loc'])])}: {first['msg']}.",
            fix="Give a Source, a record, or a dict such as {'document': 'notes.md', 'start': 0, "
            "'end': 12}.",
        ) from error
    if source.memory_id is not None and is_whole(source.memory_id):
        source = source.model_copy(update={"memory_id": source.memory_id.lower()})
    for text in (source.memory_id, source.document, source.quote, source.digest):
        if text is not None:
            checked_text(text, name)
    return source


def _type(value: object, name: str) -> MemoryType:
    return _one_of(MEMORY_TYPES, value, "memory type")


def _role(value: object, name: str) -> Role:
    return _one_of(ROLES, value, "role")


def _withheld(value: object, name: str) -> Status:
    return _one_of(STATUSES, value, "withheld", rest="; one of another kind goes into the metadata")


def _one_of(known: Sequence[W], value: object, what: str, *, rest: str = "") -> W:
    """Return one of the known words, if the value is one.

    Raises:
        ValidationError: It is another.
    """
    word = value.value if isinstance(value, Enum) else value
    for one in known:
        if isinstance(word, str) and word == one:
            return one
    raise ValidationError(
        f"There is no {what} {shown(value)}.", fix=f"Use one of {', '.join(known)}{rest}."
    )


def _name(value: object, name: str) -> str:
    return checked_text(value, "The name")


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "type": _type,
    "role": _role,
    "name": _name,
    "metadata": _json_object,
    "occurred_at": _moment,
    "expires_at": _moment,
    "valid_from": _moment,
    "valid_to": _moment,
    "superseded_by": _id,
    "sources": checked_sources,
    "derived_by": _words,
    "said_by": _words,
    "pinned": flag,
    "data": _json_object,
    "withheld": _withheld,
}
