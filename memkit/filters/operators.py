"""The operators, and whether they fit a field and an operand: filters are checked here only."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any, Literal, cast, get_args

from memkit.domain.times import parse_instant, read_instant
from memkit.domain.values import shown
from memkit.errors import FilterError
from memkit.filters.fields import (
    BOOLEAN_FIELDS,
    JSON_FIELDS,
    METADATA,
    TIME_FIELDS,
    Field,
    Instant,
    Scalar,
    Value,
    identity,
    kind_of,
    to_scalar,
    write_field,
)

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

_EQUALITIES = ("$eq", "$ne", *MEMBERSHIPS)

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


class Misfit(FilterError):
    """A comparison whose parts don't fit together; parsers add where it stands.

    Attributes:
        part: Which part is to blame.
        item: The index inside an operand of several values, else None.
    """

    def __init__(
        self,
        problem: str,
        *,
        fix: str,
        part: Literal["operator", "value"],
        item: int | None = None,
    ) -> None:
        self.part = part
        self.item = item
        super().__init__(problem, fix=fix)


def checked_operator(field: Field, op: Any) -> Op:
    """Return the operator.

    Raises:
        Misfit: It is unknown, or the field has no such comparison.
    """
    if op not in OPERATORS:
        raise Misfit(
            f"Unknown operator {op!r}.", fix=suggestion(str(op), OPERATORS), part="operator"
        )
    if field[0] in BOOLEAN_FIELDS and op in {"$contains", "$icontains", *ORDERINGS}:
        raise Misfit(
            f"The field {field[0]} is true or false, which {op} can't compare.",
            fix="Compare it with $eq or $ne.",
            part="operator",
        )
    if field[0] in TIME_FIELDS and op in {"$contains", "$icontains"}:
        raise Misfit(
            f"The field {field[0]} is a time, which {op} can't search.",
            fix="Compare times with $gt, $gte, $lt, $lte, $eq or $in.",
            part="operator",
        )
    return cast(Op, op)


def checked_operand(field: Field, op: Op, value: Any) -> Value:
    """Return the operand as plain values: dates as `Instant`, several values as a tuple.

    Raises:
        Misfit: The operand does not fit the operator and the field.
    """
    if op == "$exists":
        if not isinstance(value, bool):
            raise Misfit(
                f"$exists has the operand {shown(value)}, which is not a boolean.",
                fix="Give True for memories that have the key, False for those that lack it.",
                part="value",
            )
        return value
    if op in MEMBERSHIPS:
        return _several(field, op, value)
    if _is_collection(value):
        raise Misfit(
            f"{op} has the operand {shown(value)}, which holds several values.",
            fix="Give one value, or use $in to match any of several.",
            part="value",
        )
    return _one(field, op, value)


def _several(field: Field, op: Op, value: Any) -> tuple[Scalar, ...]:
    if not _is_collection(value):
        raise Misfit(
            f"{op} has the operand {shown(value)}, which is not a list.",
            fix=f"Give a list of values, or use {'$eq' if op == '$in' else '$ne'} for one.",
            part="value",
        )
    scalars = [_one(field, op, item, index) for index, item in enumerate(value)]
    if isinstance(value, Set):
        # Sets come in no order; a filter that means the same should read the same.
        scalars.sort(key=lambda scalar: (kind_of(scalar), "" if scalar is None else scalar))
    return tuple({identity(scalar): scalar for scalar in scalars}.values())


def _one(field: Field, op: Op, value: Any, item: int | None = None) -> Scalar:
    try:
        scalar = to_scalar(value)
    except FilterError as error:
        raise Misfit(error.problem, fix=error.fix, part="value", item=item) from error
    if scalar is None and op in _EQUALITIES:
        return None
    if field[0] in JSON_FIELDS:
        return _for_metadata(op, scalar, item)
    if field[0] in TIME_FIELDS:
        return _for_time(field, scalar, item)
    if field[0] in BOOLEAN_FIELDS:
        return _for_boolean(field, scalar, item)
    if not isinstance(scalar, str):
        raise Misfit(
            f"The field {field[0]} is a string and can't be compared with {_named(scalar)}.",
            fix=f"Give a string, or name the metadata key {write_field((METADATA, *field))}.",
            part="value",
            item=item,
        )
    return scalar


def _for_metadata(op: Op, scalar: Scalar, item: int | None) -> Scalar:
    if op == "$icontains" and not isinstance(scalar, str):
        raise Misfit(
            f"$icontains can't search for {_named(scalar)}, which is not a string.",
            fix="Give a string, or use $contains to find another value in a list.",
            part="value",
            item=item,
        )
    if op not in ORDERINGS:
        return scalar
    if scalar is None or isinstance(scalar, bool):
        raise Misfit(
            f"{op} can't compare with {_named(scalar)}, which has no order.",
            fix="Give a number, a string or a date, or use $eq or $ne.",
            part="value",
            item=item,
        )
    return _as_date(scalar, item) or scalar


def _for_boolean(field: Field, scalar: Scalar, item: int | None) -> bool:
    if not isinstance(scalar, bool):
        raise Misfit(
            f"The field {field[0]} is true or false and can't be compared with {_named(scalar)}.",
            fix=f"Give true or false, or name the metadata key {write_field((METADATA, *field))}.",
            part="value",
            item=item,
        )
    return scalar


def _for_time(field: Field, scalar: Scalar, item: int | None) -> Instant:
    moment = _as_date(scalar, item, read_instant)
    if moment is None:
        raise Misfit(
            f"The field {field[0]} is a time and can't be compared with {_named(scalar)}.",
            fix="Give a datetime, or an ISO date such as '2025-03-01' or '2025-03-01T10:00:00Z'.",
            part="value",
            item=item,
        )
    return moment


def _as_date(
    scalar: Scalar, item: int | None, read: Callable[[str], int | None] = parse_instant
) -> Instant | None:
    if isinstance(scalar, Instant):
        return scalar
    instant = read(scalar) if isinstance(scalar, str) else None
    if instant is None:
        return None
    try:
        return Instant(instant)
    except FilterError as error:
        raise Misfit(error.problem, fix=error.fix, part="value", item=item) from error


def _is_collection(value: Any) -> bool:
    if isinstance(value, (str, bytes, Mapping)) or getattr(value, "ndim", None) == 0:
        return False
    return isinstance(value, Iterable)


def _named(scalar: Scalar) -> str:
    kind = kind_of(scalar)
    if isinstance(scalar, Instant):
        return f"the date {scalar}"
    return kind if scalar is None else f"the {kind} {scalar!r}"
