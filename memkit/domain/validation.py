"""Checks of what callers hand in: scopes, texts, metadata, numbers, ids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from memkit.domain import fixes
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.errors import NotFoundError, ScopeError, ValidationError

# What SQLite, and any other journal, can count to.
_LARGEST = 2**63 - 1
_MOST_NESTED = 64


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
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise ScopeError(
                f"{name} is {value!r}; a text that is not empty was expected.",
                fix=f"Give {name} a name such as 'alice', or leave it out.",
            )
        if value is not None:
            checked_text(value, name)
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
        if -_LARGEST - 1 <= value <= _LARGEST:
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


def whole_number(value: object, name: str, *, least: int) -> int:
    """Return a whole number that is not too small.

    Raises:
        ValidationError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
        raise ValidationError(
            f"{name} is {value!r}.", fix=f"Give a whole number of {least} or more."
        )
    return value


def memory_id(value: object) -> str:
    """Return the id of a memory, which may or may not be there.

    Raises:
        NotFoundError: No memory can have such an id.
    """
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    raise NotFoundError(f"There is no memory {value!r}.", fix="Give the id of a hit or a record.")


def number(value: object, name: str) -> float:
    """Return a number that is not NaN.

    Raises:
        ValidationError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise ValidationError(f"{name} is {value!r}.", fix="Give a number.")
    return float(value)
