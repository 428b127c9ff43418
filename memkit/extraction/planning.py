"""What is read next: windows of messages, written down in the journal before anybody is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from memkit.contracts.journal import Journal, Unread, WindowLine
from memkit.contracts.journal import Window as Planned
from memkit.contracts.store import EVER, Selection
from memkit.domain.digests import text_digest
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import now
from memkit.extraction.profiles import Profile
from memkit.extraction.windows import Window, windows
from memkit.filters import parse

# So many messages are looked at before windows are cut of them.
_AT_ONCE = 200
_SAID = {"role": {"$exists": True}, "derived_by": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Messages that are read in one transaction: those of a window, or of several that share one.

    Attributes:
        planned: As the journal has it.
        messages: What is to be read, as it is now.
        windows: What the model is shown; () if nothing of it is to be read any more.
        again: Whether it was tried before, so that recorded answers are of no use.
    """

    planned: Planned
    messages: tuple[MemoryRecord, ...]
    windows: tuple[Window, ...]
    again: bool = False


def next_plans(
    journal: Journal, derivation: str, profile: Profile, *, scope: Scope, failed: bool
) -> list[Plan]:
    """Return what is read next: what was left open first, else new windows.

    Args:
        journal: The journal.
        derivation: Who reads.
        profile: How much at once.
        scope: Whose messages.
        failed: Whether what could not be read before is tried again.
    """
    left = journal.open_windows(derivation)
    if left:
        return [_as_it_stands(journal, planned, profile) for planned in left]
    unread = journal.unread(derivation, now=now(), limit=_AT_ONCE, scope=scope, failed=failed)
    return [
        plan
        for messages in _by_scope(unread)
        for plan in _cut(journal, derivation, profile, messages)
    ]


def _by_scope(unread: Sequence[Unread]) -> list[list[Unread]]:
    # What failed is read by itself: its answers are asked for anew.
    found: dict[tuple[Scope, bool], list[Unread]] = {}
    for one in unread:
        found.setdefault((one.message.scope, one.failed is not None), []).append(one)
    return list(found.values())


def _cut(
    journal: Journal, derivation: str, profile: Profile, unread: Sequence[Unread]
) -> list[Plan]:
    """Cut windows of what one conversation has unread, and write them down."""
    before = _before(journal, unread[0], profile.shown_before)
    messages = [one.message for one in unread]
    wanted = {message.id: message for message in messages}
    cut = windows([*before, *messages], profile=profile, unread=wanted)
    plans = []
    for together in _joined(cut):
        ids = dict.fromkeys(line.memory_id for one in together for line in one.unread)
        shown = dict.fromkeys(line.memory_id for line in together[0].lines if line.handled)
        digests = {line.memory_id: line.digest for one in together for line in one.lines}
        planned = Planned(
            derivation=derivation,
            lines=tuple(WindowLine(id_, digests[id_]) for id_ in ids),
            context=tuple(WindowLine(id_, digests[id_]) for id_ in shown if id_ not in ids),
        )
        id_ = journal.put_window(planned)
        plans.append(
            Plan(
                planned=Planned(
                    derivation=derivation, lines=planned.lines, context=planned.context, id=id_
                ),
                messages=tuple(wanted[id_] for id_ in ids),
                windows=tuple(together),
                again=unread[0].failed is not None,
            )
        )
    shown_to_nobody = [one for one in messages if not any(one in plan.messages for plan in plans)]
    if shown_to_nobody:
        # There is nothing in them to be read.
        nothing = Planned(derivation=derivation, lines=())
        plans.append(Plan(planned=nothing, messages=tuple(shown_to_nobody), windows=()))
    return plans


def _joined(cut: Sequence[Window]) -> list[list[Window]]:
    """Return windows that share a message together: it was read when all of them were."""
    found: list[list[Window]] = []
    for window in cut:
        ids = {line.memory_id for line in window.unread}
        if found and ids & {line.memory_id for line in found[-1][-1].unread}:
            found[-1].append(window)
        else:
            found.append([window])
    return found


def _before(journal: Journal, first: Unread, number: int) -> list[MemoryRecord]:
    """Return the last messages of a conversation before one, in their order."""
    if number == 0:
        return []
    scope = first.message.scope
    keys = journal.allowed_keys(Selection(scope=scope, where=parse(_SAID), now=EVER))
    earlier = keys[keys < first.key][-number * 2 :]
    records = journal.read(np.asarray(earlier, np.int64))
    return [
        records[key] for key in earlier.tolist() if key in records and records[key].scope == scope
    ]


def _as_it_stands(journal: Journal, planned: Planned, profile: Profile) -> Plan:
    """Return a window that was written down, of what is still there as it was."""
    told = (*planned.context, *planned.lines)
    there = journal.get([line.memory_id for line in told])
    same = {
        line.memory_id: there[line.memory_id]
        for line in told
        if line.memory_id in there and text_digest(there[line.memory_id].memory) == line.digest
    }
    wanted = [line.memory_id for line in planned.lines if line.memory_id in same]
    cut = windows(same.values(), profile=profile, unread=wanted) if wanted else []
    return Plan(
        planned=planned,
        messages=tuple(same[id_] for id_ in wanted),
        windows=tuple(cut),
    )
