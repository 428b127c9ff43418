"""Records of an import: read, checked one by one, and turned into additions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from memkit.contracts.journal import Add
from memkit.domain.records import SCOPE_KEYS, MemoryRecord, Message, Scope
from memkit.domain.results import LineError
from memkit.domain.states import State
from memkit.domain.times import is_uuid, to_instant
from memkit.domain.validation import checked_metadata, checked_text, scope_from
from memkit.engine.ingest.states import checked_fields, checked_validity
from memkit.errors import MemkitError, NotFoundError, ValidationError

T = TypeVar("T")
Item = str | Message | MemoryRecord | Mapping[str, Any]

_TEXT_KEYS = ("memory", "text", "content")
_OWN_KEYS = frozenset(
    {*_TEXT_KEYS, *SCOPE_KEYS, "id", "metadata", "type", "role", "name", "created_at",
     "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
     "derived_by", "said_by", "pinned", "data"}
)  # fmt: skip
# With what exports of ours and of mem0 carry, and what a new store makes anew.
_KNOWN_KEYS = _OWN_KEYS | {
    "updated_at", "seq", "hash", "score", "score_details", "reasons", "details"
}  # fmt: skip


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of up to `size` items; holds one list at a time."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def addition(item: Item, *, scope: Scope) -> Add:
    """Return the addition that an item stands for.

    Args:
        item: A text, a message, a record, or a dict with "memory" or "text" or "content", and
            any of the fields of a record. Keys that are not known become metadata.
        scope: Ids for items that have none of their own.

    Raises:
        ValidationError, ScopeError: It has the wrong shape.
    """
    fields = _fields(item)
    ids = {name: fields.get(name) or getattr(scope, name) for name in SCOPE_KEYS}
    text = next((fields[key] for key in _TEXT_KEYS if fields.get(key) is not None), None)
    if text is None:
        raise ValidationError(
            f"There is no text; the keys are {', '.join(map(repr, fields)) or 'none'}.",
            fix="Give it as 'memory', 'text' or 'content'.",
        )
    given = checked_fields(fields)
    if extra := {key: value for key, value in fields.items() if key not in _KNOWN_KEYS}:
        given["metadata"] = checked_metadata(extra) | given.get("metadata", {})
    return Add(
        id=_id(fields.get("id")),
        scope=scope_from(**ids, needed=True),
        state=checked_validity(State(text=checked_text(text, "The memory", blank=False), **given)),
        created_at=_instant(fields, "created_at"),
    )


def _fields(item: Item) -> Mapping[str, Any]:
    if isinstance(item, str):
        return {"memory": item}
    if isinstance(item, MemoryRecord):
        return item.__dict__
    if isinstance(item, Message):
        said = {"occurred_at": item.created_at}
        return {"content": item.content, "role": item.role, "name": item.name, **said}
    if isinstance(item, Mapping):
        return item
    raise ValidationError(
        f"{item!r} is neither a text nor a record.", fix="Give texts, or dicts with 'memory'."
    )


def _id(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and is_uuid(value):
        return value.lower()
    raise ValidationError(
        f"The id is {value!r}, which is not a UUID.", fix="Leave it out, and one is made."
    )


def _instant(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    return None if value is None else to_instant(value, name=name)


def read_file(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield line numbers and objects of a JSON or JSONL file; a bad line yields its error.

    A JSON file holds a list, or a dict with the list under "results" or "memories"; its items are
    numbered from 1.

    Raises:
        ValidationError: A JSON file holds something else.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = next((line for line in file if line.strip()), "")
    if path.suffix == ".jsonl" or _is_json_object(first):
        yield from _lines(path)
    else:
        yield from enumerate(_items(path), start=1)


def count_items(path: Path) -> int | None:
    """Return how many objects a JSON or JSONL file has, bad lines among them; None if unknown."""
    try:
        return sum(1 for _ in read_file(path))
    except (OSError, MemkitError):
        return None


def check_readable(path: Path) -> None:
    """Make sure that a file can be read.

    Raises:
        NotFoundError: There is no such file.
        ValidationError: It is a folder, or must not be read.
    """
    try:
        path.open("rb").close()
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {str(path)!r}.", fix="Check the path.") from error
    except OSError as error:
        raise ValidationError(
            f"{str(path)!r} can't be read: {error.strerror}.", fix="Give a file you may read."
        ) from error


def _is_json_object(line: str) -> bool:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not _list_in(value)


def _list_in(value: Mapping[str, Any]) -> Any:
    return next((value[key] for key in ("results", "memories") if key in value), None)


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line.decode("utf-8-sig"))
                except (ValueError, RecursionError) as error:
                    yield number, ValidationError(f"Not JSON: {error}.", fix="Mend the line.")


def _items(path: Path) -> list[Any]:
    try:
        value = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            f"{str(path)!r} is not JSON: {error}.",
            fix="Give a JSON list, or a .jsonl file with one object a line.",
        ) from error
    items = _list_in(value) if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise ValidationError(
            f"{str(path)!r} holds no list of memories.",
            fix="Give a JSON list of objects with 'memory', 'text' or 'content'.",
        )
    return items


def additions_from(path: Path, *, scope: Scope, errors: list[LineError]) -> Iterator[Add]:
    """Yield the additions of a file; what can't be read is appended to `errors`."""
    for number, value in read_file(path):
        try:
            if isinstance(value, MemkitError):
                raise value
            if not isinstance(value, dict):
                raise ValidationError(f"{value!r} is no object.", fix="Write {'memory': ...}.")
            yield addition(value, scope=scope)
        except MemkitError as error:
            errors.append(LineError(number, str(error)))
