"""How many rows a server gives at once: its QUERY_MAXIMUM_RESULTS, which it tells nobody."""

from __future__ import annotations

import re
from collections.abc import Callable

_REFUSED = re.compile("query maximum results exceeded", re.IGNORECASE)


def is_refusal(error: BaseException) -> bool:
    """Tell whether a request was refused because it asked for too many rows at once."""
    return bool(_REFUSED.search(str(error)))


def most_of(asks: Callable[[int], object], *, refused: int) -> int:
    """Return how many rows a server gives at once, found out by asking.

    Args:
        asks: Asks it for so many rows, of which there need be none.
        refused: So many are too many.
    """
    given = 1
    while refused - given > 1:
        tried = (given + refused) // 2
        try:
            asks(tried)
        except Exception as error:
            if not is_refusal(error):
                raise
            refused = tried
        else:
            given = tried
    return given
