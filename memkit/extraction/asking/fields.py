"""Fields of what a model wrote, as the types they were asked for in."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_ONE_NUMBER = re.compile(r"\D{0,8}(\d{1,9})\D{0,8}\Z")
_LONGEST_TEXT = 4_000
_LONGEST_SHOWN = 300


class Unusable(Exception):
    """What a model wrote can't be used; the message says why, to people and to the model.

    Args:
        why: The reason, as a clause.
        final: Whether there is nothing to correct, so that it need not be sent back.
    """

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing that a model wrote and that is not used.

    Attributes:
        why: The reason, as a clause: "line 9 does not exist".
        said: What it wrote, shortened.
        final: Whether there is nothing to correct in it.
    """

    why: str
    said: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[T]):
    """What could be read of an answer.

    Attributes:
        items: What can be used.
        dropped: What can't; `repeated`: what was written more than once, which loses nothing.
    """

    items: tuple[T, ...]
    dropped: tuple[Dropped, ...] = ()
    repeated: tuple[Dropped, ...] = ()


def read_each(
    written: list[Any], read: Callable[[Any], T], *, same: Callable[[T], Any] = lambda item: item
) -> Read[T]:
    """Read things one by one, so that one that can't be used costs no other.

    Args:
        written: What a model wrote.
        read: Makes of one what is wanted of it, or raises `Unusable`.
        same: Two of which this is equal are one.
    """
    items: dict[Any, T] = {}
    dropped, repeated = [], []
    for one in written:
        try:
            item = read(one)
        except Unusable as error:
            dropped.append(Dropped(str(error), shortened(one), error.final))
            continue
        if same(item) in items:
            repeated.append(Dropped("it was written before", shortened(one)))
        else:
            items[same(item)] = item
    return Read(items=tuple(items.values()), dropped=tuple(dropped), repeated=tuple(repeated))


def number(fields: Mapping[str, Any], name: str, *, default: int | None = None) -> int:
    """Return a whole number; "3", "line 3" and 3.0 are one.

    Raises:
        Unusable: It is none, or missing where there is no default.
    """
    value = fields.get(name)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or value == "":
        if default is not None:
            return default
        raise Unusable(f"{name} is missing")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return int(value)
    found = _ONE_NUMBER.match(value) if isinstance(value, str) else None
    if found is None:
        raise Unusable(f"{name} is no whole number")
    return int(found[1])


def text(fields: Mapping[str, Any], name: str) -> str:
    """Return a text without space around it; "" if it is missing or null, a number as a text.

    Raises:
        Unusable: It is a list, an object or a truth value, or longer than any text of a fact.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = json.dumps(value)
    if not isinstance(value, str):
        raise Unusable(f"{name} is no text")
    if len(value) > _LONGEST_TEXT:
        raise Unusable(f"{name} is longer than {_LONGEST_TEXT:,} characters")
    # Half a character can't be stored; json.loads makes one of a lone escape.
    return value.encode(errors="replace").decode().strip()


def texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts of a list, each once; () if it is none: what it adds is no evidence."""
    value = fields.get(name)
    listed = value if isinstance(value, list) else []
    said = (" ".join(one.split()) for one in listed if isinstance(one, str))
    return tuple(dict.fromkeys(filter(None, said)))


def shortened(value: Any) -> str:
    """Return what a model wrote as JSON, cut where it gets long."""
    try:
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        said = type(value).__name__
    said = said.encode(errors="replace").decode()
    return said if len(said) <= _LONGEST_SHOWN else f"{said[: _LONGEST_SHOWN - 1]}…"
