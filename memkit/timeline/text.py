"""A timeline as text, for terminals and for pages without a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from memkit.domain.display import headline
from memkit.text.clean import clean
from memkit.timeline.kinds import KINDS

if TYPE_CHECKING:
    from memkit.timeline.timeline import Timeline

_COLUMNS = 48
_NAME = 20
_SIGNS = ".:-=+*#"


def in_text(timeline: Timeline) -> str:
    """Return one line a lane: its name, how many changes when, and how many of each kind."""
    by, axis = headline(clean(timeline.options.by), 40), timeline.options.time
    if timeline.span is None:
        return "\n".join([f"<Timeline by {by!r}: no changes>", *timeline.notes])
    first, last = (f"{moment:%Y-%m-%d}" for moment in timeline.span)
    changes = "1 change" if len(timeline) == 1 else f"{len(timeline):,} changes"
    head = f"<Timeline by {by!r}, time={axis!r}: {changes}, {first} to {last}>"
    names = [headline(clean(lane.name), _NAME) for lane in timeline.lanes]
    room = max(map(len, names))
    lines = [
        f"{name:{room}} |{strip}| {_kinds(counts)}"
        for name, strip, counts in zip(
            names, _strips(timeline), timeline.counts().values(), strict=True
        )
    ]
    return "\n".join([head, *lines, *timeline.notes])


def _strips(timeline: Timeline) -> list[str]:
    """Return a strip a lane, with a sign for how many changes each piece of the time holds."""
    times = timeline._times
    low, high = int(times.min()), int(times.max())
    # In floats: the product of microseconds and columns may not fit.
    places = np.minimum((times - low) / max(high - low, 1) * _COLUMNS, _COLUMNS - 1).astype(np.intp)
    counts = np.zeros((len(timeline.lanes), _COLUMNS), np.int64)
    np.add.at(counts, (timeline._placed.lanes.of, places), 1)
    most = counts.max()
    return ["".join(_sign(count, most) for count in row) for row in counts.tolist()]


def _sign(count: int, most: int) -> str:
    return _SIGNS[(count * len(_SIGNS) - 1) // most if count < most else -1] if count else " "


def _kinds(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[kind.event]:,} {kind.verb}" for kind in KINDS if counts[kind.event])
