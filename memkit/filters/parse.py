"""One entry to both ways of writing a filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memkit.errors import FilterError
from memkit.filters.parse_dict import parse_dict
from memkit.filters.parse_text import parse_text
from memkit.filters.tree import And, Compare, Not, Or, Where


def parse(where: Mapping[str, Any] | str | Where | None) -> Where | None:
    """Return the tree of a filter, or None for one that lets everything through.

    Args:
        where: A dict such as `{"priority": {"$gte": 3}, "category": {"$in": ["food", "home"]}}`,
            a string such as `"priority >= 3 and category in ('food', 'home')"`, or a tree, which
            comes back as it is. None, `{}` and a blank string are no filter.

    Raises:
        FilterError: The filter can't be understood, or compares what can't be compared. It
            carries `position` for a string and `path` for a dict, and shows the place.
    """
    if where is None or isinstance(where, (And, Or, Not, Compare)):
        return where
    if isinstance(where, str):
        return parse_text(where) if where.strip() else None
    if isinstance(where, Mapping):
        return parse_dict(where) if where else None
    raise FilterError(
        f"The filter is {where!r}, of type {type(where).__name__}.",
        fix="Give a dict such as {'category': 'food'} or a string such as \"category = 'food'\".",
    )
