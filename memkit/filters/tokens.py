"""What a filter may test of a memory, as a set of words: for engines whose metadata are flat.

An engine's metadata may have one type a key, know no null, look into lists wherever it meets one,
or match no fractions. memkit's may hold any JSON under any key, and tells all of these apart. So
each memory is given a list of tokens, which the engine has only to compare as a whole:

    type="semantic"           a field of the record, with its value
    role?                     the field has a value
    ["place","floor"]=3       a metadata key, with its value
    ["place","floor"]?        the key is there, if only with null
    ["tags"][]="red"          an element of a list
    ["city"]:text             the value is a string; ":list" for a list, ":number" for a number
    data["place"]="Oslo"      the same for keys of the structured fields
    pinned=true               a field that is true or false; there is no token of false

Values are spelled as JSON, so that a string and a number never look alike, and no value begins or
ends with a space. Numbers that are equal are spelled alike: 3 and 3.0.
`memkit.filters.TokenFilters` asks for them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from memkit.domain.records import MemoryRecord
from memkit.filters.fields import (
    BOOLEAN_FIELDS,
    JSON_FIELDS,
    METADATA,
    STRING_FIELDS,
    TIME_FIELDS,
    Instant,
    Scalar,
    kind_of,
)
from memkit.filters.tree import Compare

# All memories have this one; what else an engine keeps beside them does not.
MEMORY = "memory"
# Longer ones are given as their digest, which an engine can index.
_LONGEST = 200


def tokens_of(record: MemoryRecord) -> list[str]:
    """Return all tokens of a memory, each once."""
    found = (_of_json(name, getattr(record, name)) for name in JSON_FIELDS)
    return list(dict.fromkeys((MEMORY, *_of_fields(record), *chain.from_iterable(found))))


def numbers_of(metadata: Mapping[str, Any]) -> dict[tuple[str, ...], int | float]:
    """Return all numbers in metadata, by the keys that lead to them."""
    return {keys: value for keys, value in _walk(metadata, ()) if _is_number(value)}


def instants_of(
    record: MemoryRecord,
    expires_at: int | None,
    *,
    never: int,
    names: Iterable[str] = TIME_FIELDS,
) -> dict[str, int]:
    """Return a memory's dates as microseconds since 1970, counted as filters count them.

    Args:
        record: The memory.
        expires_at: When it expires, as a store's batch says.
        never: Stands where it never expires, and is later than all others.
        names: The dates that the engine keeps: `TokenFilters.dates` of its filters.
    """
    found = {"expires_at": never if expires_at is None else min(expires_at, never - 1)}
    for name in names:
        moment = getattr(record, name)
        if moment is not None and name not in found:
            operand = Compare((name,), "$eq", moment).value
            assert isinstance(operand, Instant)
            found[name] = operand.microseconds
    return found


def path_of(keys: Iterable[str], name: str = METADATA) -> str:
    """Return how a key of the metadata, or the data, is spelled in tokens.

    A field of the record is its own name.
    """
    spelled = json.dumps(list(keys), ensure_ascii=False, separators=(",", ":"))
    return spelled if name == METADATA else name + spelled


def name_of(keys: Iterable[str]) -> str:
    """Return a name of 32 letters and digits for what an engine keeps under a metadata key."""
    return hashlib.sha256(path_of(keys).encode()).hexdigest()[:32]


def has(path: str) -> str:
    """Return the token of memories that have a field or key."""
    return _short(f"{path}?")


def equals(path: str, value: Scalar) -> str:
    """Return the token of memories in which a field or key has a value."""
    return _short(f"{path}={_spelled(value)}")


def holds(path: str, value: Scalar) -> str:
    """Return the token of memories in which the list under a key has an element."""
    return _short(f"{path}[]={_spelled(value)}")


def is_text(path: str) -> str:
    """Return the token of memories in which a key has a string."""
    return _short(f"{path}:text")


def is_list(path: str) -> str:
    """Return the token of memories in which a key has a list."""
    return _short(f"{path}:list")


def is_number(path: str) -> str:
    """Return the token of memories in which a key has a number."""
    return _short(f"{path}:number")


def _of_fields(record: MemoryRecord) -> Iterator[str]:
    for name in (*STRING_FIELDS, *TIME_FIELDS):
        value = getattr(record, name)
        if value is not None:
            yield has(name)
            if name in STRING_FIELDS:
                yield equals(name, str(value))
    for name in BOOLEAN_FIELDS:
        if getattr(record, name):
            yield equals(name, True)


def _of_json(name: str, held: Mapping[str, Any]) -> Iterator[str]:
    for keys, value in _walk(held, ()):
        path = path_of(keys, name)
        yield has(path)
        if isinstance(value, list):
            yield is_list(path)
            for item in value:
                if not isinstance(item, (list, Mapping)):
                    yield holds(path, item)
        elif not isinstance(value, Mapping):
            yield equals(path, value)
            if isinstance(value, str):
                yield is_text(path)
            elif _is_number(value):
                yield is_number(path)


def _walk(metadata: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    for key, value in metadata.items():
        path = (*keys, str(key))
        yield path, value
        if isinstance(value, Mapping):
            yield from _walk(value, path)


def _is_number(value: Any) -> bool:
    return kind_of(value) == "number"


def _spelled(value: Scalar) -> str:
    assert not isinstance(value, Instant), "a date has many spellings"
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


def _short(token: str) -> str:
    if len(token) <= _LONGEST:
        return token
    # A digest can't be mistaken for a token: those begin with a letter or a bracket.
    return "#" + hashlib.sha256(token.encode()).hexdigest()
