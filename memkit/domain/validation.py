"""Checks of what callers hand in: scopes, texts, metadata, numbers, ids."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from memkit.domain import fixes
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.domain.values import PLAIN, plain, shown
from memkit.errors import NotFoundError, ScopeError, ValidationError

# What SQLite, and any other journal, can count to.
_LARGEST = 2**63 - 1
_MOST_NESTED = 64
_LONGEST_PATH = 200
_CURSOR = re.compile(r"\d{1,18}\Z", re.ASCII)


def scope_from(
    *,
    user_id: object,
    agent_id: object,
    app_id: object,
    run_id: object,
    needed: bool,
    default: Scope | None = None,
) -> Scope:
    """Return a scope from its four ids.

    Args:
        user_id, agent_id, app_id, run_id: The ids; None for one that is not given.
        needed: Whether at least one must be there.
        default: Where ids come from that are not given.

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
        if value is not None:
            ids[name] = checked_text(_scope_id(value, name), name)
    if default is not None:
        ids = {
            name: standing if ids[name] is None else ids[name]
            for name, standing in zip(SCOPE_KEYS, default.key, strict=True)
        }
    if needed and not any(ids.values()):
        raise ScopeError(
            "A memory must belong to someone: no scope was given.",
            fix=fixes.GIVE_SCOPE,
        )
    return Scope.trusted(ids)


def _scope_id(value: object, name: str) -> str:
    if type(value) is not str and isinstance(value, (str, UUID, Enum)):
        value = plain(value, name)
    if isinstance(value, str) and value.strip():
        return value
    fix = f"Give {name} a name such as 'alice', or leave it out."
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        # A column of numbers with a gap becomes one of floats: "7" here would be "7.0" there.
        fix = f"Give it as a text: '{shown(int(value))}'."
    raise ScopeError(f"{name} is {shown(value)}; a text that is not empty was expected.", fix=fix)


def open_scope(
    user_id: object,
    agent_id: object,
    app_id: object,
    run_id: object,
    *,
    default: Scope | None = None,
) -> Scope:
    """Return a scope to search in, whose ids may all be left out; see `scope_from`."""
    return scope_from(
        user_id=user_id,
        agent_id=agent_id,
        app_id=app_id,
        run_id=run_id,
        needed=False,
        default=default,
    )


def named_scope(
    user_id: object,
    agent_id: object,
    app_id: object,
    run_id: object,
    *,
    default: Scope | None = None,
) -> Scope:
    """Return a scope of which at least one id is given, not only standing; see `scope_from`."""
    if user_id is None and agent_id is None and app_id is None and run_id is None:
        raise ScopeError(
            "scoped() was given no id.",
            fix="Give one, e.g. scoped(user_id='alice'); unscoped() means everyone.",
        )
    return open_scope(user_id, agent_id, app_id, run_id, default=default)


def checked_text(text: object, name: str, *, blank: bool = True) -> str:
    """Return a text that can be stored.

    Raises:
        ValidationError: It is no text, half of a character, or blank where it must not be.
    """
    if type(text) is not str:
        # What is a text in another dress: an enum's value, a string of NumPy.
        text = plain(text, name) if isinstance(text, (str, Enum)) else text
    if not isinstance(text, str):
        raise ValidationError(
            f"{name} is {shown(text)}, which is not a text.", fix="Give a string."
        )
    if not blank and (not text or text.isspace()):
        raise ValidationError(f"{name} is empty.", fix="Give a text that says something.")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(
            f"{name} holds half a character (a lone surrogate) at {error.start}.",
            fix=fixes.CLEAN_TEXT,
        ) from error
    return text


def checked_metadata(metadata: Mapping[str, Any] | None, name: str = "metadata") -> dict[str, Any]:
    """Return a copy of metadata, or of another dict, that JSON can hold.

    Raises:
        ValidationError: It holds what JSON does not, or an integer beyond 64 bits.
    """
    if metadata is None:
        return {}
    copy = _plain(metadata, name, 0)
    if not isinstance(copy, dict):
        raise ValidationError(
            f"{name} is {shown(metadata)}, which is not a dict.",
            fix="Give a dict, e.g. {'tag': 'x'}.",
        )
    return copy


def _plain(value: Any, path: str, depth: int) -> Any:
    if type(value) not in PLAIN:
        value = plain(value, path)
    if isinstance(value, str):
        return checked_text(value, path)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if -_LARGEST - 1 <= value <= _LARGEST:
            return value
        raise ValidationError(
            f"{path} is {shown(value)}, which needs more than 64 bits.", fix="Store it as a string."
        )
    if isinstance(value, float):
        if value == value and abs(value) != float("inf"):
            return value
        raise ValidationError(f"{path} is {value}.", fix="Leave it out, or use None.")
    if depth >= _MOST_NESTED:
        raise ValidationError(
            f"{_shortened(path)} is nested more than {_MOST_NESTED} deep.",
            fix="Store it as a JSON string.",
        )
    if isinstance(value, dict):
        held = {}
        for key, item in value.items():
            key = _key(key, path)
            held[key] = _plain(item, _below(path, key), depth + 1)
        return held
    return [_plain(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value)]


def _key(key: object, path: str) -> str:
    if type(key) is not str and isinstance(key, (str, Enum)):
        key = plain(key, f"A key of {path}")
    if not isinstance(key, str):
        raise ValidationError(
            f"{path} has the key {shown(key)}, which is not a text.", fix="Use strings as keys."
        )
    return checked_text(key, f"A key of {path}")


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{key!r}]"


def _shortened(path: str) -> str:
    return path if len(path) <= _LONGEST_PATH else f"{path[:_LONGEST_PATH]}..."


def listed(value: object, name: str) -> list[Any]:
    """Return what a list, or another collection, holds.

    Raises:
        ValidationError: It is one value, or none.
    """
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, Mapping)):
        return list(value)
    raise ValidationError(f"{name} is {shown(value)}.", fix="Give a list.")


def checked_path(value: object, name: str = "path") -> Path:
    """Return a path that a file system can have.

    Raises:
        ValidationError: It is no path, names nothing, or holds what no name can.
    """
    text = value
    if isinstance(value, os.PathLike):
        text = os.fspath(value)
    if not isinstance(text, str) or not text.strip():
        raise ValidationError(
            f"{name} is {shown(value)}, which is no path.", fix="Give a path as a text."
        )
    text = str.__str__(text) if type(text) is not str else text
    try:
        encoded = os.fsencode(text)
    except UnicodeEncodeError as error:
        raise ValidationError(
            f"{name} is {shown(text)}, which holds half a character at {error.start}.",
            fix=fixes.SPELL_PATH,
        ) from error
    if b"\0" in encoded:
        raise ValidationError(
            f"{name} is {shown(text)}, and no file's name holds the character 0.",
            fix="Leave it out.",
        )
    return Path(text)


def whole_number(value: object, name: str, *, least: int) -> int:
    """Return a whole number that is not too small.

    Raises:
        ValidationError: It is something else.
    """
    if isinstance(value, np.integer) and not isinstance(value, np.timedelta64):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
        raise ValidationError(
            f"{name} is {shown(value)}.", fix=f"Give a whole number of {least} or more."
        )
    return value


def after_cursor(cursor: object) -> int:
    """Return the key after which a page begins; 0 for the first.

    Raises:
        ValidationError: It is no cursor.
    """
    if cursor is None:
        return 0
    if isinstance(cursor, str) and _CURSOR.match(cursor):
        return int(cursor)
    raise ValidationError(
        f"{shown(cursor)} is no cursor.", fix="Give the `cursor` of the page before."
    )


def memory_id(value: object) -> str:
    """Return the id of a memory, which may or may not be there.

    Raises:
        NotFoundError: No memory can have such an id.
    """
    if type(value) is not str and isinstance(value, (str, UUID)):
        value = plain(value, "The id")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    raise NotFoundError(
        f"There is no memory {shown(value)}.", fix="Give the id of a hit or a record."
    )


def number(value: object, name: str) -> float:
    """Return a number that is not NaN.

    Raises:
        ValidationError: It is something else.
    """
    if type(value) not in PLAIN and not isinstance(value, (str, timedelta, np.timedelta64)):
        value = plain(value, name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise ValidationError(f"{name} is {shown(value)}.", fix="Give a number.")
    try:
        return float(value)
    except OverflowError as error:
        raise ValidationError(f"{name} is {shown(value)}.", fix="Give a smaller number.") from error


def flag(value: object, name: str) -> bool:
    """Return what is true or false.

    Raises:
        ValidationError: It is neither.
    """
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise ValidationError(f"{name} is {shown(value)}.", fix="Give True or False.")
