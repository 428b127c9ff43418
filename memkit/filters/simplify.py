"""Long filters made short: as many conditions as databases can hold, and lists in their place."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.errors import FilterError
from memkit.filters.fields import Field, Scalar
from memkit.filters.operators import Op
from memkit.filters.tree import Compare, Not, Where, all_of, any_of, fold, walk

# Every condition is asked of every memory, so more of them take longer than anybody waits.
MOST_CONDITIONS = 1000
# Shorter ones stay as they are written.
_LONG = 50
_LISTED: dict[str, tuple[Op, Op]] = {"or": ("$eq", "$in"), "and": ("$ne", "$nin")}


def simplified(tree: Where) -> Where:
    """Return a filter of the same meaning, in which a list stands for many values of one field.

    Raises:
        FilterError: It has too many conditions all the same.
    """
    if _conditions(tree) <= _LONG:
        return tree
    short = fold(
        tree,
        compare=lambda node: node,
        and_=lambda parts: all_of(_listed(parts, *_LISTED["and"])),
        or_=lambda parts: any_of(_listed(parts, *_LISTED["or"])),
        not_=Not,
    )
    found = _conditions(short)
    if found > MOST_CONDITIONS:
        raise FilterError(
            f"The filter has {found:,} conditions; at most {MOST_CONDITIONS:,} can be asked.",
            fix="Give values of one field as a list, e.g. category in ('food', 'home'), or ask "
            "several times.",
        )
    return short


def _conditions(tree: Where) -> int:
    return sum(isinstance(node, Compare) for node in walk(tree))


def _listed(parts: Sequence[Where], one: Op, several: Op) -> list[Where]:
    """Return parts with a list in place of the values that one field is compared with."""
    if len(parts) <= _LONG:
        return list(parts)
    values: dict[Field, list[Scalar]] = {}
    kept: list[Where | Field] = []
    for part in parts:
        if not isinstance(part, Compare) or part.op not in (one, several):
            kept.append(part)
            continue
        if part.field not in values:
            kept.append(part.field)
        operands = part.value if isinstance(part.value, tuple) else (part.value,)
        values.setdefault(part.field, []).extend(operands)
    return [
        Compare(part, several, tuple(values[part])) if isinstance(part, tuple) else part
        for part in kept
    ]
