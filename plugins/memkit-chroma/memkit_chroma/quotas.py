"""How much a server lets one request ask or write, as it says where it refuses one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_EXCEEDED = re.compile(
    r"'(?P<what>[^']+)' exceeded quota limit for action '[^']+': "
    r"current usage of \d+ exceeds limit of (?P<limit>\d+)"
)
_FIELDS = {
    "Number of records": "records",
    "Number of results": "results",
    "Limit value": "results",
    "Number of where clause predicates": "predicates",
}


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """What is known of a server's quotas; None where nothing is.

    Attributes:
        records: How many rows a request may write, or delete.
        results: How many an answer may hold.
        predicates: How many comparisons a condition may have.
    """

    records: int | None = None
    results: int | None = None
    predicates: int | None = None

    def learnt(self, error: Exception) -> Quotas:
        """Return them with what a refusal says."""
        found = _EXCEEDED.search(str(error))
        field = _FIELDS.get(found["what"]) if found else None
        if found is None or field is None or int(found["limit"]) < 1:
            return self
        return replace(self, **{field: int(found["limit"])})

    def allow(self, condition: Mapping[str, Any] | bool) -> bool:
        """Tell whether a condition may be asked, with one more that leaves some keys out."""
        if isinstance(condition, bool) or self.predicates is None:
            return True
        return _predicates(condition) < self.predicates


def is_exceeded(error: BaseException) -> bool:
    """Tell whether a request was refused because of a quota."""
    return bool(_EXCEEDED.search(str(error)))


def _predicates(condition: Mapping[str, Any]) -> int:
    return sum(
        sum(map(_predicates, inner)) if isinstance(inner, list) else 1
        for inner in condition.values()
    )
