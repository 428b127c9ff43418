"""The filter every search applies: scope, expiry, and what the user asked for."""

from __future__ import annotations

from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.filters.tree import Compare, Or, Where, all_of
from memkit.filters.values import Instant


def selection_tree(*, scope: Scope, where: Where | None, now: int) -> Where:
    """Return the filter for memories of a scope that have not expired.

    Args:
        scope: Keys that are None are open.
        where: A further filter, if any.
        now: Microseconds since 1970 in UTC.
    """
    parts: list[Where] = [
        Compare((name,), "$eq", value)
        for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
        if value is not None
    ]
    parts.append(
        Or((Compare(("expires_at",), "$eq", None), Compare(("expires_at",), "$gt", Instant(now))))
    )
    if where is not None:
        parts.append(where)
    return all_of(parts)
