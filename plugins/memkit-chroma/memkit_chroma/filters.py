"""A selection as conditions of Chroma, exactly or as bounds.

Chroma's metadata are flat, and what a row had under a key stays when it is written again without
that key; so most is asked of the tokens of `memkit.filters.tokens`, a list that is replaced as a
whole.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from memkit.contracts import Selection
from memkit.filters import TIME_FIELDS, Bounds, Compare, Op, TokenFilters, tokens
from memkit_chroma.quotas import Quotas

Condition: TypeAlias = dict[str, Any]
# True keeps everything, False nothing.
Native: TypeAlias = Condition | bool

# Names in the metadata of a row.
KEY, TOKENS, EXPIRES_AT = "key", "tokens", "expires_at"
# Stands where a memory never expires.
NEVER = 2**53
# Longer lists of operands are left to the journal.
_MOST_OPERANDS = 100

_OPPOSITE = {
    "$and": "$or",
    "$or": "$and",
    "$contains": "$not_contains",
    "$not_contains": "$contains",
    "$eq": "$ne",
    "$ne": "$eq",
    "$gt": "$lte",
    "$lte": "$gt",
    "$gte": "$lt",
    "$lt": "$gte",
}


def compile_selection(selection: Selection, quotas: Quotas) -> Bounds[Condition]:
    """Return scope, expiry and filter as bounds, of which the journal decides what is too much."""
    compiler = _Filters()
    for scope, where in ((selection.scope, selection.where), (selection.scope, None)):
        bounds = compiler.selection(scope=scope, where=where, now=selection.now)
        if quotas.allow(bounds.upper):
            return bounds if where is selection.where else Bounds(False, bounds.upper)
    return Bounds(False, True)


def among_keys(keys: Sequence[int]) -> Condition:
    """Return the condition for memories of these keys."""
    return {KEY: {"$in": [str(key) for key in keys]}}


def without_keys(native: Native, keys: Sequence[int]) -> Condition:
    """Return a condition without memories of these keys."""
    others = {KEY: {"$nin": [str(key) for key in keys]}}
    return others if isinstance(native, bool) else {"$and": [native, others]}


def number_name(keys: tuple[str, ...]) -> str:
    """Return the name under which the numbers of a key are stored."""
    return f"n:{tokens.name_of(keys)}"


def ordinal(number: float) -> int:
    """Return an integer of 64 bits that stands among others as the number does among numbers.

    Chroma keeps 16 digits of a fraction, and whole numbers exactly. The bits of a float, read as an
    integer, are in the order of the floats; those of negative ones in the opposite order.
    """
    (bits,) = struct.unpack("<q", struct.pack("<d", number))
    return int(bits) if bits >= 0 else -(int(bits) + 2**63)


class _Filters(TokenFilters[Condition]):
    never = NEVER
    dates = TIME_FIELDS

    def any_token(self, wanted: Sequence[str]) -> Condition:
        parts: list[Condition] = [{TOKENS: {"$contains": token}} for token in wanted]
        return parts[0] if len(parts) == 1 else {"$or": parts}

    def date(self, field: str, op: Op, microseconds: int) -> Condition:
        compared = {field: {op: microseconds}}
        return compared if field == EXPIRES_AT else _still(tokens.has(field), compared)

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> Condition:
        compared = {number_name(keys): {op: ordinal(operand)}}
        return _still(tokens.is_number(tokens.path_of(keys)), compared)

    def joined(self, op: Literal["$and", "$or"], parts: list[Condition]) -> Condition:
        return {op: parts}

    def negated(self, part: Condition) -> Condition:
        # Chroma has no negation of its own, but an opposite of each sign.
        ((name, inner),) = part.items()
        if isinstance(inner, list):
            return {_OPPOSITE[name]: [self.negated(each) for each in inner]}
        ((sign, operand),) = inner.items()
        return {name: {_OPPOSITE[sign]: operand}}

    def compare(self, node: Compare) -> Bounds[Condition]:
        if isinstance(node.value, tuple) and len(node.value) > _MOST_OPERANDS:
            return Bounds(False, True)
        return super().compare(node)


def _still(token: str, compared: Condition) -> Condition:
    # With the token, since a value that a memory had before is still in its row.
    return {"$and": [{TOKENS: {"$contains": token}}, compared]}
