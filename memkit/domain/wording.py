"""Numbers in sentences."""

from __future__ import annotations

import math


def counted(number: int, noun: str = "memory") -> str:
    """Return a number with its noun: 1 memory, 2,000 memories."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def counted_of(number: int, total: int | None, noun: str = "memory") -> str:
    """Return how many of how many: "50 of 7,500 memories", or "50 memories" if that is all."""
    if total is None or number >= total:
        return counted(number, noun)
    return f"{number:,} of {counted(total, noun)}"


def plural(noun: str) -> str:
    """Return the plural of a noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def rounded(share: float) -> str:
    """Return a share with three digits, cut off: what is not all is not shown as 1."""
    return f"{math.floor(share * 1000 + 1e-9) / 1000:.3g}" if share < 1 else "1"


def milliseconds(ms: float) -> str:
    """Return a time as people read it: "17 ms", "1.4 ms", "0.05 ms"."""
    digits = 0 if ms >= 10 else 1 if ms >= 1 else 2
    return f"{ms:,.{digits}f} ms"
