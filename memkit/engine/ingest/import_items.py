"""Records of an import: read, checked one by one, and turned into additions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from memkit.contracts.journal import Add, Rating
from memkit.domain.ids import is_whole
from memkit.domain.messages import KEYS as MESSAGE_KEYS
from memkit.domain.messages import (
    conversation_of,
    is_message,
    message_fields,
    message_of,
)
from memkit.domain.records import MEMORY_TYPES, SCOPE_KEYS, MemoryRecord, Message, Scope
from memkit.domain.results import LineError
from memkit.domain.states import State
from memkit.domain.tables import rows_of
from memkit.domain.times import now, to_instant
from memkit.domain.validation import checked_metadata, checked_text, scope_from
from memkit.domain.values import is_missing, shown
from memkit.engine.ingest.attachments import are_attachments, read_attachments
from memkit.engine.ingest.files import read_file
from memkit.engine.ingest.states import checked_fields, checked_validity, is_remembered, spoken
from memkit.errors import MemkitError, ValidationError

T = TypeVar("T")
Item = str | Message | MemoryRecord | Mapping[str, Any]

_TEXT_KEYS = ("memory", "text", "content")
_OWN_KEYS = frozenset(
    {*_TEXT_KEYS, *SCOPE_KEYS, "id", "metadata", "type", "role", "name", "created_at",
     "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
     "derived_by", "said_by", "pinned", "data", "withheld"}
)  # fmt: skip
# What a conversation says of all its messages.
_SHARED = (*SCOPE_KEYS, "metadata", "data")
# With what exports of ours and of mem0 carry, and what a new store makes anew.
_KNOWN_KEYS = _OWN_KEYS | {
    "updated_at", "seq", "hash", "score", "score_details", "reasons", "details"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What one item brings: a memory, and what people said of it as a hit."""

    addition: Add
    ratings: tuple[Rating, ...] = ()


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of up to `size` items; holds one list at a time."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def given(item: Item, *, scope: Scope) -> list[Given]:
    """Return what an item stands for: one memory, or several for a conversation.

    Args:
        item: A text, a message, a record, or an object with "memory" or "text" or "content", and
            any of the fields of a record. Keys that are not known become metadata; a value that is
            missing (None, NaN, NaT, NA) counts as not given.
        scope: Ids for items that have none of their own.

    Raises:
        ValidationError, ScopeError: It has the wrong shape.
    """
    if isinstance(item, str):
        return [_memory({"memory": item}, scope)]
    if isinstance(item, Message):
        return _said([item], {}, scope)
    fields = item.__dict__ if isinstance(item, MemoryRecord) else message_fields(item)
    if fields is None:
        raise ValidationError(
            f"{shown(item)} is neither a text nor a record.",
            fix="Give texts, or dicts with 'memory'.",
        )
    told = {name: value for name, value in fields.items() if not is_missing(value)}
    conversation = None if _text_in(told) is not None else conversation_of(told)
    if conversation is not None:
        messages = [message_of(one, number) for number, one in enumerate(conversation)]
        return _said(messages, {name: told[name] for name in _SHARED if name in told}, scope)
    if is_message(fields):
        return _said([message_of(fields, 0)], _own(told), scope)
    return [_memory(told, scope)]


def _said(messages: Sequence[Message], fields: Mapping[str, Any], scope: Scope) -> list[Given]:
    """Return what was said, each the reply to the one before."""
    kept = [message for message in messages if is_remembered(message)]
    shared = checked_fields(fields)
    owner = _scope(fields, scope)
    return [
        Given(
            Add(
                id=_id(fields.get("id")),
                scope=owner,
                state=checked_validity(State(**{**shared, **spoken(message, "The message")})),
                is_reply=number > 0,
                created_at=_instant(fields, "created_at"),
            )
        )
        for number, message in enumerate(kept)
    ]


def _own(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a message says of the memory that it becomes, beside what was said."""
    extra = {k: v for k, v in fields.items() if k not in _KNOWN_KEYS and k not in MESSAGE_KEYS}
    own = {
        name: value
        for name, value in fields.items()
        if name in _OWN_KEYS and (name == "created_at" or name not in MESSAGE_KEYS)
    }
    # "msg_123" is the id of a message, and none of a memory.
    if not isinstance(own.get("id"), UUID) and not is_whole(str(own.get("id"))):
        own.pop("id", None)
    if extra:
        own["metadata"] = extra | checked_metadata(own.get("metadata"))
    if fields.get("type") in MEMORY_TYPES:
        own["type"] = fields["type"]
    return own


def _memory(fields: Mapping[str, Any], scope: Scope) -> Given:
    text = _text_in(fields)
    if text is None:
        raise NoText(
            f"There is no text; the keys are {', '.join(map(repr, fields)) or 'none'}.",
            fix="Give it as 'memory', 'text' or 'content'.",
        )
    read = checked_fields(fields)
    extra = {key: value for key, value in fields.items() if key not in _KNOWN_KEYS}
    # Keys that people may use, too, for something else.
    reply_to = extra.pop("reply_to") if _is_id(extra.get("reply_to")) else None
    ratings = extra.pop("ratings") if _are_ratings(extra.get("ratings")) else []
    if are_attachments(extra.get("attachments")):
        read |= read_attachments(extra.pop("attachments"))
    elif extra.get("attachments") == ():  # A record without any.
        del extra["attachments"]
    if extra:
        read["metadata"] = checked_metadata(extra) | read.get("metadata", {})
    addition = Add(
        id=_id(fields.get("id")),
        scope=_scope(fields, scope),
        state=checked_validity(State(text=checked_text(text, "The memory", blank=False), **read)),
        created_at=_instant(fields, "created_at"),
        updated_at=_instant(fields, "updated_at"),
        reply_to=reply_to and reply_to.lower(),
    )
    return Given(addition, tuple(rating_of(fields) for fields in ratings))


def refuse(errors: list[LineError], path: Path) -> None:
    """Raise the first of the errors of a file, if there is one."""
    if errors:
        raise ValidationError(
            f"Line {errors[0].line} of {str(path)!r}: {errors[0].problem}",
            fix="Nothing was imported; without strict the other lines are.",
        )


def rating_of(fields: Mapping[str, Any], memory_id: str = "") -> Rating:
    """Return the rating that an export tells of.

    Raises:
        ValidationError: It has the wrong shape.
    """
    if not isinstance(fields["relevant"], bool):
        raise ValidationError(
            f"relevant is {fields['relevant']!r}.", fix="Give true or false to a rating."
        )
    actor, at = fields.get("actor"), _instant(fields, "at")
    return Rating(
        checked_text(fields["query"], "The query of a rating", blank=False),
        memory_id,
        fields["relevant"],
        now() if at is None else at,
        None if actor is None else checked_text(actor, "The actor of a rating"),
    )


def _are_ratings(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and {"query", "relevant"} <= set(item) for item in value
    )


def _is_id(value: object) -> bool:
    return isinstance(value, str) and is_whole(value)


class NoText(ValidationError):
    """An item says nothing that could be stored."""


def _text_in(fields: Mapping[str, Any]) -> Any:
    return next((fields[key] for key in _TEXT_KEYS if fields.get(key) is not None), None)


def _scope(fields: Mapping[str, Any], scope: Scope) -> Scope:
    # What is there but no id, such as 0 or "", is a mistake, and not what was meant to be open.
    ids = {
        name: getattr(scope, name) if fields.get(name) is None else fields[name]
        for name in SCOPE_KEYS
    }
    return scope_from(**ids, needed=True)


def _id(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and _is_id(value):
        return str.__str__(value).lower()
    raise ValidationError(
        f"The id is {shown(value)}, which is not a UUID.", fix="Leave it out, and one is made."
    )


def _instant(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    return None if value is None else to_instant(value, name=name)


def numbered(items: Iterable[Item], *, scope: Scope, errors: list[LineError]) -> Iterator[Given]:
    """Yield what items stand for, or a table's rows, or a conversation's messages.

    A row of a table that has no text is passed over and appended to `errors`.

    Raises:
        ValidationError, ScopeError: An item has the wrong shape; its number is named.
    """
    rows = rows_of(items)
    for number, item in enumerate(items if rows is None else rows):
        try:
            yield from given(item, scope=scope)
        except MemkitError as error:
            place = f"items[{number}]" if rows is None else f"Row {number}"
            if rows is not None and isinstance(error, NoText):
                errors.append(LineError(number, f"{place} has no text."))
                continue
            raise _placed(error, place) from error


def _placed(error: MemkitError, place: str) -> MemkitError:
    kind = ValidationError if isinstance(error, NoText) else type(error)
    return kind(f"{place}: {error.problem}", fix=error.fix)


def count_items(path: Path) -> int | None:
    """Return how many items a file has, bad ones among them; None if unknown."""
    try:
        return sum(1 for _ in read_file(path))
    except (OSError, MemkitError):
        return None


def read_items(
    path: Path, read: Callable[[dict[str, Any]], Sequence[T]], *, errors: list[LineError]
) -> Iterator[T]:
    """Yield what the items of a file are read as; what can't be is appended to `errors`."""
    for number, value in read_file(path):
        try:
            if isinstance(value, MemkitError):
                raise value
            if not isinstance(value, dict):
                raise ValidationError(f"{shown(value)} is no object.", fix="Write {'memory': ...}.")
            items = read(value)
        except MemkitError as error:
            errors.append(LineError(number, str(error)))
        else:
            yield from items
