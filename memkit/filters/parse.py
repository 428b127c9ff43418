"""One entry to both ways of writing a filter; dicts, in the style of MongoDB, are read here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from memkit.domain.values import shown
from memkit.errors import FilterError
from memkit.filters.fields import Field, resolve, split_field, write_field
from memkit.filters.operators import LOGICAL, OPERATORS, Misfit, suggestion
from memkit.filters.parse_text import parse_text
from memkit.filters.simplify import simplified
from memkit.filters.tree import (
    MAX_DEPTH,
    TOO_DEEP,
    TOO_DEEP_FIX,
    Compare,
    Not,
    Where,
    all_of,
    any_of,
    is_too_deep,
)

Path: TypeAlias = tuple[str | int, ...]

_ALL_OPERATORS = (*OPERATORS, *LOGICAL)
_BARE_OPERATORS = {name.removeprefix("$"): name for name in _ALL_OPERATORS}


def parse(where: Mapping[str, Any] | str | Where | None) -> Where | None:
    """Return the tree of a filter, or None for one that lets everything through.

    Many values that a long filter compares one field with become a list.

    Args:
        where: A dict such as `{"priority": {"$gte": 3}, "category": {"$in": ["food", "home"]}}`,
            a string such as `"priority >= 3 and category in ('food', 'home')"`, or a tree, which
            comes back as it is. None, `{}` and a blank string are no filter.

    Raises:
        FilterError: The filter can't be understood, or compares what can't be compared. It
            carries `position` for a string and `path` for a dict, and shows the place.
    """
    if where is None:
        return None
    if isinstance(where, Where):
        if is_too_deep(where, spare=1):
            raise FilterError(TOO_DEEP, fix=TOO_DEEP_FIX)
        return simplified(where)
    if isinstance(where, str):
        return simplified(parse_text(where)) if where.strip() else None
    if isinstance(where, Mapping):
        return simplified(_parse_dict(where)) if where else None
    raise FilterError(
        f"The filter is {shown(where)}, of type {type(where).__name__}.",
        fix="Give a dict such as {'category': 'food'} or a string such as \"category = 'food'\".",
    )


def _parse_dict(where: Mapping[str, Any]) -> Where:
    tree = _conditions(where, (), ())
    if is_too_deep(tree):
        raise _error(TOO_DEEP, TOO_DEEP_FIX, ())
    return tree


def _conditions(where: Mapping[Any, Any], prefix: Field, path: Path) -> Where:
    """Return the And of a mapping's items; `prefix` is the field that the mapping stands under."""
    if not where:
        raise _error("A condition is empty.", "Leave it out, or give it a field and a value.", path)
    # Every node of a tree takes two levels of a dict at most: {"a": {"$not": ...}}.
    if len(path) > 2 * MAX_DEPTH:
        raise _error(TOO_DEEP, TOO_DEEP_FIX, ())
    return all_of(_condition(key, value, prefix, (*path, key)) for key, value in where.items())


def _condition(key: Any, value: Any, prefix: Field, path: Path) -> Where:
    if not isinstance(key, str):
        raise _error(
            f"The key {shown(key)} is not a string.", "Name fields and operators by strings.", path
        )
    if key.startswith("$"):
        return _operator(key, value, prefix, path)
    if key.lower() in _BARE_OPERATORS and (prefix or _is_list(value)):
        meant = _BARE_OPERATORS[key.lower()]
        raise _error(
            f"The key {key!r} reads like an operator, but lacks its $.",
            f"Write {meant!r}; for a metadata key of that name, write "
            f"{write_field(('metadata', *prefix, key))!r} as one key.",
            path,
        )
    try:
        field = (*prefix, *split_field(key))
        resolved = field if isinstance(value, Mapping) else resolve(field)
    except FilterError as error:
        raise _error(error.problem, error.fix, path) from error
    if isinstance(value, Mapping):
        return _conditions(value, field, path)
    return _compare(resolved, "$eq", value, path)


def _operator(key: str, value: Any, prefix: Field, path: Path) -> Where:
    if key == "$not":
        if not isinstance(value, Mapping):
            raise _error(
                f"$not has the operand {shown(value)}, which is not a dict.",
                "Give the condition to negate as a dict.",
                path,
            )
        return Not(_conditions(value, prefix, path))
    if key in {"$and", "$or"}:
        parts = _alternatives(key, value, prefix, path)
        return all_of(parts) if key == "$and" else any_of(parts)
    if key not in OPERATORS:
        raise _error(f"Unknown operator {key!r}.", suggestion(key, _ALL_OPERATORS), path)
    if not prefix:
        raise _error(
            f"The operator {key} stands without a field.",
            f"Put it under one, for example {{'category': {{{key!r}: ...}}}}.",
            path,
        )
    try:
        field = resolve(prefix)
    except FilterError as error:
        raise _error(error.problem, error.fix, path[:-1]) from error
    return _compare(field, key, value, path)


def _alternatives(key: str, value: Any, prefix: Field, path: Path) -> list[Where]:
    if not _is_list(value) or not value:
        raise _error(
            f"{key} has the operand {shown(value)}, which is not a list of conditions.",
            f"Give one dict for each condition: {{{key!r}: [{{...}}, {{...}}]}}.",
            path,
        )
    parts: list[Where] = []
    for index, part in enumerate(value):
        if not isinstance(part, Mapping):
            raise _error(
                f"{key} holds {shown(part)}, which is not a dict.",
                "Give one dict for each condition.",
                (*path, index),
            )
        parts.append(_conditions(part, prefix, (*path, index)))
    return parts


def _compare(field: Field, op: Any, value: Any, path: Path) -> Where:
    try:
        return Compare(field, op, value)
    except Misfit as error:
        raise _error(
            error.problem, error.fix, path if error.item is None else (*path, error.item)
        ) from error


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _error(problem: str, fix: str, path: Path) -> FilterError:
    place = "where" + "".join(f"[{_key(key)}]" for key in path)
    return FilterError(f"{place}: {problem}", fix=fix, path=path)


def _key(key: Any) -> str:
    return json.dumps(key, ensure_ascii=False) if isinstance(key, str) else repr(key)
