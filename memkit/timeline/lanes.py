"""Which lane a change stands in: the most frequent values have their own, the rest share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from memkit.timeline.marks import Mark


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane.

    Attributes:
        name: What stands beside it.
        kind: "value" for one value, "other" for all that have no lane of their own, "none" for
            memories that have no such value.
        count: How many changes stand in it.
    """

    name: str
    kind: Literal["value", "other", "none"]
    count: int


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes from top to bottom, and where each change stands.

    Attributes:
        every: The lanes; the fullest first, then "others" and "no ...".
        of: The place of each mark's lane, of shape (n,).
    """

    every: tuple[Lane, ...]
    of: NDArray[np.intp]


def lanes_of(marks: Sequence[Mark], *, by: str, most: int) -> Lanes:
    """Return the lanes of marks.

    Args:
        marks: The changes.
        by: What a lane goes by, for the name of the lane of those without.
        most: The most lanes of their own.
    """
    counts = Counter(mark.lane for mark in marks)
    nothing = counts.pop(None, 0)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0] or ""))
    # A lane for the others would take no less room than one for the only one left.
    own = ranked if len(ranked) <= most + 1 else ranked[:most]
    rest = ranked[len(own) :]
    every = [Lane(name or "(empty)", "value", count) for name, count in own]
    places = {name: place for place, (name, _) in enumerate(own)}
    if rest:
        places |= dict.fromkeys((name for name, _ in rest), len(every))
        name = f"{len(rest):,} others"
        name += " (the rest)" if name in counts else ""
        every.append(Lane(name, "other", sum(count for _, count in rest)))
    if nothing:
        places[None] = len(every)
        every.append(Lane(f"no {by.removesuffix('_id')}", "none", nothing))
    return Lanes(tuple(every), np.array([places[mark.lane] for mark in marks], np.intp))
