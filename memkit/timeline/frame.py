"""A timeline as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.domain.times import from_instant
from memkit.errors import MemkitError

if TYPE_CHECKING:
    import pandas as pd

    from memkit.timeline.timeline import Timeline


def to_frame(timeline: Timeline) -> pd.DataFrame:
    """Return one row a change, in the order of the journal.

    Raises:
        MemkitError: pandas is not installed.
    """
    try:
        # pandas takes half a second to import.
        import pandas as pd
    except ImportError as error:
        raise MemkitError(
            "A data frame needs pandas, which is not installed.", fix="Run: pip install pandas"
        ) from error
    marks = timeline.marks
    selected = (
        {mark.seq for mark in timeline.between(*timeline.selected)} if timeline.selected else set()
    )
    lanes = [timeline.lanes[place].name for place in timeline._placed.lanes.of.tolist()]
    columns: dict[str, Any] = {
        "seq": [mark.seq for mark in marks],
        "event": [mark.event for mark in marks],
        "time": pd.to_datetime([from_instant(mark.time) for mark in marks], utc=True),
        "lane": lanes,
        "memory_id": [mark.id for mark in marks],
        "memory": [mark.text for mark in marks],
        "happened": [mark.happened for mark in marks],
        "selected": [mark.seq in selected for mark in marks],
    }
    return pd.DataFrame(columns)
