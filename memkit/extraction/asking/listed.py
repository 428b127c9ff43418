"""The things that an answer lists, wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from memkit.domain.wording import counted
from memkit.extraction.asking.fields import Dropped
from memkit.extraction.asking.salvage import answer_in, values_in

# What each object has that is asked for with its evidence.
_QUOTE_FIELD = re.compile(r"""["'“]quote["'”]\s*:""", re.IGNORECASE)


def listed_in(answer: str, key: str, is_one: Callable[[dict[str, Any]], bool]) -> list[Any] | None:
    """Return what an answer lists, in its order; None if it is not what was asked for.

    Args:
        answer: What a model wrote.
        key: The field of the list that was asked for.
        is_one: Tells the objects that are asked for by their fields. A model may forget the list
            around them, or put it into another object.
    """
    values = values_in(answer)
    found: list[Any] = []
    # A list at the root stands for the one that was asked for.
    understood = any(isinstance(value, list) for value in values)
    # What is ahead, and whether it is a member of the list. Deep values need no recursion.
    ahead = [(value, False) for value in reversed(values)]
    while ahead:
        value, member = ahead.pop()
        if isinstance(value, dict):
            fields = {name.strip().casefold(): inner for name, inner in value.items()}
            if is_one(fields):
                found.append(fields)
                continue
            understood = understood or key in fields
            ahead += [(inner, name == key) for name, inner in reversed(fields.items())]
        elif isinstance(value, list):
            ahead += [(inner, True) for inner in reversed(value)]
        elif member and value is not None:
            # No object at all: whoever reads it says so.
            found.append(value)
    return found if understood or found else None


def unreadable_in(answer: str, written: Sequence[Any]) -> tuple[Dropped, ...]:
    """Return what is said of objects with a quote that an answer has and nobody could read."""
    unread = len(_QUOTE_FIELD.findall(answer_in(answer))) - len(written)
    if unread <= 0:
        return ()
    return (Dropped(f"{counted(unread, 'object')} can't be read as JSON", ""),)
