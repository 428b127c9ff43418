"""The fields of a memory beside its text: as users give them, and as the journal keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict, get_args

import pydantic

from memkit.domain.ids import is_uuid
from memkit.domain.records import MemoryRecord, Source
from memkit.domain.states import State
from memkit.domain.times import to_instant
from memkit.engine.ingest.messages import (
    Moment,
    checked_metadata,
    checked_name,
    checked_role,
    checked_text,
    checked_type,
)
from memkit.errors import ValidationError

Sources = Sequence[Source | MemoryRecord | Mapping[str, Any]]
Clearable = Literal[
    "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
    "derived_by", "said_by", "data",
]  # fmt: skip
CLEARABLE: tuple[Clearable, ...] = get_args(Clearable)


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


# What fields that are cleared have then, if it is not None.
_EMPTY: dict[str, Any] = {"sources": (), "data": {}}


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


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "type": lambda value, _: checked_type(value),
    "role": lambda value, _: checked_role(value),
    "name": lambda value, _: checked_name(value),
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
