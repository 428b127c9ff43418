"""What a change of a memory means for those that were drawn from it, at any depth.

A derived memory is "stale" when one of its sources no longer says what was read: its text is not
that of `Source.digest`, it is gone, or it is stale itself. When the text comes back, it is served
again. A memory that is withheld for another reason stays so, and so passes nothing on. Whether
memories that go round in a circle are stale depends on those outside of the circle alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from memkit.domain.digests import text_digest
from memkit.domain.records import Source
from memkit.domain.states import State
from memkit.providers.sql_journal.tables import Stored

STALE, FRESH = "STALE", "FRESH"
_NONE: frozenset[str] = frozenset()


class Known(NamedTuple):
    """What a transaction knows of memories by id.

    Attributes:
        find: Returns a memory as it is now, or None.
        was_there: Tells whether there ever was one.
    """

    find: Callable[[str], Stored | None]
    was_there: Callable[[str], bool]


class Mark(NamedTuple):
    """A memory that becomes stale, or is served again."""

    stored: Stored
    state: State
    kind: str
    reason: str


def links_of(state: State | None) -> frozenset[str]:
    """Return the ids of the memories that a derived memory was drawn from."""
    if state is None or not state.sources or state.derived_by is None:
        return _NONE
    return frozenset(one.memory_id for one in state.sources if one.memory_id is not None)


def moves(before: State | None, after: State | None) -> bool:
    """Tell whether a change may concern what was drawn from a memory."""
    if before is None or after is None:
        return True
    return before.text != after.text or (before.withheld == "stale") != (after.withheld == "stale")


def trouble(state: State, known: Known) -> str | None:
    """Return which source of a memory no longer says what was read, and why; None if all do."""
    for source in state.sources:
        id_ = source.memory_id
        if id_ is None:
            continue
        stored = known.find(id_)
        if stored is None:
            # Of a source that never was here, as after an import of facts alone, nothing is known.
            if known.was_there(id_):
                return f"source {id_} was deleted"
        elif source.digest is not None and text_digest(stored.state.text) != source.digest:
            return f"source {id_} was edited"
        elif stored.state.withheld == "stale":
            return f"source {id_} is stale"
    return None


def is_fresh(state: State, before: State | None, known: Known) -> bool:
    """Tell whether a memory that comes back as a stale one has nothing to be stale for."""
    if state.withheld != "stale" or (before is not None and before.withheld == "stale"):
        return False
    return all(map(known.find, links_of(state))) and trouble(state, known) is None


def standing(
    state: State, before: State | None, known: Known, *, restored: bool, undone: bool = False
) -> str | None:
    """Return why a memory that is about to be written is stale, if it is.

    What a person says of a stale memory, that it is to be served, holds until a source changes
    again: an edit that takes the mark away, or the undoing of the mark itself.

    Args:
        state: As it would be written.
        before: As it was; None for a memory that was not there.
        known: The memories, its sources among them.
        restored: Whether this is a state that it had before.
        undone: Whether that may be the undoing of the mark, which was there before this call.
    """
    if state.withheld is not None or not links_of(state):
        return None
    if before is not None:
        if before.withheld == "stale" and not restored:
            return None
        if before.withheld == "stale" and undone and replace(before, withheld=None) == state:
            return None
        same = (before.sources, before.derived_by) == (state.sources, state.derived_by)
        if before.withheld is None and same:
            return None
    return trouble(state, known)


def settle(
    moved: Mapping[str, State | None],
    drawn: Sequence[Stored],
    known: Known,
    *,
    written: Collection[str],
) -> list[Mark]:
    """Return what becomes stale and what is served again.

    Args:
        moved: Ids of memories that changed, with what they were before; None for what was not
            there.
        drawn: All that was drawn from them, at any depth.
        known: The memories, the sources of `drawn` among them.
        written: Ids of derived memories that were written just now. Of a source without a digest
            they say nothing, while the others have read it as it was until now.
    """
    states = {
        stored.id: stored.state if stored.id in written else _with_digests(stored.state, moved)
        for stored in drawn
        if stored.state.withheld in (None, "stale")
    }
    why = _stale(states, known)
    marks = []
    for stored in sorted(drawn, key=lambda one: one.key):
        state, reason = states.get(stored.id), why.get(stored.id)
        if state is None or (stored.state.withheld is None) is (reason is None):
            continue
        if reason is not None:
            marks.append(Mark(stored, replace(state, withheld="stale"), STALE, reason))
        else:
            again = replace(stored.state, withheld=None)
            marks.append(Mark(stored, again, FRESH, _again(state, {*moved, *states})))
    return marks


def _stale(states: Mapping[str, State], known: Known) -> dict[str, str]:
    """Return those that are stale, and why: the fewest that can be."""

    def outside(id_: str) -> Stored | None:
        # Whether those among them are stale is what is asked.
        stored = known.find(id_)
        if stored is None or id_ not in states:
            return stored
        return replace(stored, state=replace(stored.state, withheld=None))

    beyond = Known(outside, known.was_there)
    why = {id_: said for id_, state in states.items() if (said := trouble(state, beyond))}
    drawn_from: dict[str, list[str]] = {}
    for id_, state in states.items():
        for source_id in links_of(state):
            drawn_from.setdefault(source_id, []).append(id_)
    waiting = list(why)
    while waiting:
        source_id = waiting.pop()
        for id_ in drawn_from.get(source_id, ()):
            if id_ not in why:
                why[id_] = f"source {source_id} is stale"
                waiting.append(id_)
    return why


def _with_digests(state: State, moved: Mapping[str, State | None]) -> State:
    """Return a state whose sources say what they said until now, where nothing was noted."""

    def noted(source: Source) -> Source:
        before = None if source.memory_id is None else moved.get(source.memory_id)
        if source.digest is not None or before is None:
            return source
        return source.model_copy(update={"digest": text_digest(before.text)})

    return replace(state, sources=tuple(map(noted, state.sources)))


def _again(state: State, changed: Collection[str]) -> str:
    ids = [one.memory_id for one in state.sources if one.memory_id in changed]
    return f"source {ids[0]} says again what was read" if ids else "its sources stand again"
