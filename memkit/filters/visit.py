"""Walking a tree, and translating it into the filter of another engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from memkit.filters.fields import Field
from memkit.filters.tree import And, Compare, Not, Or, Where

T = TypeVar("T")


def fold(
    tree: Where,
    *,
    compare: Callable[[Compare], T],
    and_: Callable[[Sequence[T]], T],
    or_: Callable[[Sequence[T]], T],
    not_: Callable[[T], T],
) -> T:
    """Build a value from the leaves up; this is how a store translates a filter.

    Args:
        tree: The filter.
        compare: Translates one comparison. `node.record_field` names a field of the record or is
            None; `node.metadata_keys` then lead to the value. `node.op` is one of `OPERATORS`,
            and `node.value` None, a bool, an int, a float, a str or an `Instant`, or a tuple of
            these for "$in" and "$nin". Raise for what the engine can't express.
        and_: Joins two or more translated parts.
        or_: Joins two or more translated parts.
        not_: Negates a translated part.

    The meaning to keep: logic has two values. A missing key fails every comparison but "$ne",
    "$nin", "$exists" with False, and "$eq" or "$in" with None. "$ne" is the negation of "$eq",
    "$nin" of "$in". Values of another type than the operand don't match; booleans are not
    numbers; ints and floats are. An `Instant` compares with strings that `memkit.domain.times`
    understands as dates.

    Example:
        >>> from memkit.filters import fold, parse
        >>> words = fold(
        ...     parse("a = 1 or b = 2"),
        ...     compare=lambda node: node.field[-1],
        ...     and_=" & ".join,
        ...     or_=" | ".join,
        ...     not_="!{}".format,
        ... )
        >>> words
        'a | b'
    """

    def build(node: Where) -> T:
        if isinstance(node, Compare):
            return compare(node)
        if isinstance(node, Not):
            return not_(build(node.part))
        join = and_ if isinstance(node, And) else or_
        return join([build(part) for part in node.parts])

    return build(tree)


def walk(tree: Where) -> Iterator[Where]:
    """Yield the tree and everything below it, parents first, in the order it is written."""
    yield tree
    if isinstance(tree, Not):
        yield from walk(tree.part)
    elif isinstance(tree, (And, Or)):
        for part in tree.parts:
            yield from walk(part)


def fields_of(tree: Where) -> tuple[Field, ...]:
    """Return the fields a filter reads, each once, in the order of first use."""
    return tuple(dict.fromkeys(node.field for node in walk(tree) if isinstance(node, Compare)))


def depth_of(tree: Where) -> int:
    """Return how many nodes lie on the longest way from the root to a leaf."""
    return fold(
        tree,
        compare=lambda node: 1,
        and_=lambda depths: 1 + max(depths),
        or_=lambda depths: 1 + max(depths),
        not_=lambda depth: 1 + depth,
    )
