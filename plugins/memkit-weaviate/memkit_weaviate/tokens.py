"""What can be asked of a memory, as a set of words: one for each fact that a filter may test.

Weaviate's properties have one type each, and its text filters trim and split. memkit's metadata
may hold any JSON under any key. So each memory carries a list of tokens, each indexed as a whole:

    user_id="alice"           a field of the record, with its value
    user_id?                  the field has a value
    ["place","floor"]=3       a metadata key, with its value
    ["place","floor"]?        the key is there, if only with null
    ["tags"][]="red"          an element of a list
    ["city"]:text             the value is a string; ":list" for a list

Values are spelled as JSON, so that a string and a number never look alike, and no value begins or
ends with a space. Numbers that are equal are spelled alike: 3 and 3.0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from memkit.records import MemoryRecord
from memkit.where import STRING_FIELDS, TIME_FIELDS, Instant, Scalar

# All memories have this one; other rows of the collection do not.
MEMORY = "memory"
_SPACE = "space="
# Longer ones are indexed by their digest.
_LONGEST = 200

Path = tuple[str, ...]


def tokens_of(record: MemoryRecord) -> list[str]:
    """Return all tokens of a memory, each once."""
    return list(dict.fromkeys((MEMORY, *_of_fields(record), *_of_metadata(record.metadata))))


def path_of(keys: Iterable[str]) -> str:
    """Return how a metadata key is spelled in tokens."""
    return json.dumps(list(keys), ensure_ascii=False, separators=(",", ":"))


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


def in_space(vector_name: str) -> str:
    """Return the token of memories that have a vector of this name."""
    return f"{_SPACE}{vector_name}"


def is_space(token: str) -> bool:
    """Tell whether a token says that a memory has a vector."""
    return token.startswith(_SPACE)


def numbers_of(metadata: Mapping[str, Any]) -> dict[Path, float]:
    """Return all numbers in metadata, by the keys that lead to them."""
    return {
        path: _as_float(value)
        for path, value in _walk(metadata, ())
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def _of_fields(record: MemoryRecord) -> Iterator[str]:
    for name in (*STRING_FIELDS, *TIME_FIELDS):
        value = getattr(record, name)
        if value is not None:
            yield has(name)
            if name in STRING_FIELDS:
                yield equals(name, str(value))


def _of_metadata(metadata: Mapping[str, Any]) -> Iterator[str]:
    for keys, value in _walk(metadata, ()):
        path = path_of(keys)
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


def _walk(metadata: Mapping[str, Any], keys: Path) -> Iterator[tuple[Path, Any]]:
    for key, value in metadata.items():
        path = (*keys, str(key))
        yield path, value
        if isinstance(value, Mapping):
            yield from _walk(value, path)


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


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        # Whatever it is compared with is smaller; see `filters`.
        return 1e308 if value > 0 else -1e308
