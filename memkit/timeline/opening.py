"""The timeline of a memory: its arguments, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memkit.contracts.store import Filter, Selection
from memkit.domain.times import Moment, to_instant
from memkit.domain.validation import open_scope, whole_number
from memkit.timeline.linking import Explored
from memkit.timeline.marks import TimeAxis, TimelineOptions
from memkit.timeline.timeline import Timeline

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

# More lanes are a wall, not a picture.
_MOST_LANES = 12


def open_timeline(
    memory: Verbs,
    *,
    user_id: str | None,
    agent_id: str | None,
    app_id: str | None,
    run_id: str | None,
    where: Filter,
    by: str,
    time: TimeAxis,
    since: Moment | None,
    until: Moment | None,
    lanes: int,
    explorer: Explored | None,
) -> Timeline:
    """Return the timeline of a memory; `Memory.timeline` says what the arguments mean.

    Raises:
        ValidationError, ScopeError, FilterError: An argument has the wrong shape.
    """
    scope = open_scope(user_id, agent_id, app_id, run_id)
    if explorer is not None and not scope:
        scope = explorer.scope
    chosen = Selection.of(scope, where)
    options = TimelineOptions(
        scope=chosen.scope,
        where=chosen.where,
        by=by,
        time=time,
        since=None if since is None else to_instant(since, name="since"),
        until=None if until is None else to_instant(until, name="until"),
        lanes=min(whole_number(lanes, "lanes", least=1), _MOST_LANES),
    )
    return Timeline(memory, options, explorer=explorer)
