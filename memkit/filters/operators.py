"""The operators and their names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal, get_args

Op = Literal[
    "$eq",
    "$ne",
    "$in",
    "$nin",
    "$gt",
    "$gte",
    "$lt",
    "$lte",
    "$contains",
    "$icontains",
    "$exists",
]
Ordering = Literal["$gt", "$gte", "$lt", "$lte"]
Membership = Literal["$in", "$nin"]
Logical = Literal["$and", "$or", "$not"]

OPERATORS: tuple[Op, ...] = get_args(Op)
ORDERINGS: tuple[Ordering, ...] = get_args(Ordering)
MEMBERSHIPS: tuple[Membership, ...] = get_args(Membership)
LOGICAL: tuple[Logical, ...] = get_args(Logical)

# The signs of a filter string; the first of each operator is the one that is written.
SIGNS: dict[str, Op] = {
    "=": "$eq",
    "==": "$eq",
    "!=": "$ne",
    "<>": "$ne",
    ">": "$gt",
    ">=": "$gte",
    "<": "$lt",
    "<=": "$lte",
}


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return a closing sentence that names the closest of the known names, and all of them."""
    known = list(names)
    listed = f"Use one of {', '.join(known)}."
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}? {listed}" if close else listed
