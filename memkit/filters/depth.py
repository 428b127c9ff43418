"""How deep a filter may nest."""

from __future__ import annotations

from memkit.filters.tree import Where
from memkit.filters.visit import depth_of

# SQLite's parser has a stack of 100 symbols. A level of a filter takes three of them, the longest
# comparison about 20, and the query around the filter must fit as well.
MAX_DEPTH = 16

TOO_DEEP = f"The filter nests deeper than {MAX_DEPTH} levels."
TOO_DEEP_FIX = "Flatten it: one $and, $or or $in holds any number of conditions."


def is_too_deep(tree: Where, *, spare: int = 0) -> bool:
    """Tell whether a tree nests deeper than `MAX_DEPTH` and the spare levels.

    Args:
        tree: The filter.
        spare: Levels that were put around what a user wrote, as `selection_tree` does.
    """
    return depth_of(tree) > MAX_DEPTH + spare
