"""What is read next: windows of messages, written down in the journal before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from memkit.contracts.journal import Journal, Unread, WindowLine
from memkit.contracts.journal import Window as Planned
from memkit.contracts.store import EVER, Keys, Selection
from memkit.domain.digests import text_digest
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import now
from memkit.engine.ingest.speakers import GROUP_CHAT, chat_of
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.windows.windows import Window, windows
from memkit.filters import parse

# So many messages are looked at before windows are cut of them.
_AT_ONCE = 200
_SAID = {"derived_by": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Messages that are read in one transaction: those of a window, or of several that share one.

    Attributes:
        planned: As the journal has it.
        messages: What is to be read, as it is now.
        windows: What the model is shown; () if nothing of it is to be read any more.
        attempts: How often it was tried before, in vain.
    """

    planned: Planned
    messages: tuple[MemoryRecord, ...]
    windows: tuple[Window, ...]
    attempts: int = 0


def plans(
    journal: Journal, derivation: str, profile: Profile, *, scope: Scope, failed: bool
) -> Iterator[list[Plan]]:
    """Yield what is to be read, some plans at a time: what was left open first, then new windows.

    Each text of a message comes once at most, so that reading ends whatever comes of it: what is
    edited or added meanwhile comes, too, and what fails is not tried for ever.

    Args:
        journal: The journal.
        derivation: Who reads.
        profile: How much at once.
        scope: Whose messages.
        failed: Whether what could not be read before is tried again.
    """
    tried: set[tuple[int, str]] = set()
    left = [
        _as_it_stands(journal, planned, profile) for planned in journal.open_windows(derivation)
    ]
    # Those of others are left to whoever reads for them.
    left = [plan for plan in left if not plan.messages or any(map(scope.covers, plan.messages))]
    if left:
        tried.update(_texts_of(journal, left))
        yield left
    while True:
        found = False
        after = 0
        while page := journal.unread(
            derivation, now=now(), limit=_AT_ONCE, after=after, scope=scope, failed=failed
        ):
            after = page[-1].key
            whole = _with_chats(journal, derivation, page, failed=failed)
            new = [one for one in whole if _text_of(one) not in tried]
            tried.update(map(_text_of, new))
            if new:
                found = True
                yield [
                    plan
                    for messages in _by_chat(new)
                    for plan in _cut(journal, derivation, profile, messages)
                ]
        if not found:
            return


def plans_of(
    journal: Journal, derivation: str, profile: Profile, message: MemoryRecord
) -> list[Plan]:
    """Return what is to be read of one message, written down in the journal; [] if it was read.

    Args:
        journal: The journal.
        derivation: Who reads.
        profile: How much at once.
        message: The message as it is now.
    """
    key = journal.keys_of([message.id])[message.id]
    before = journal.readings(derivation, np.array([key], np.int64)).get(key)
    if before is not None and before.outcome != "failed":
        return []
    return _cut(journal, derivation, profile, [Unread(key, message, before)])


def windows_of(journal: Journal, message: MemoryRecord, profile: Profile) -> list[Window]:
    """Return the windows of one message, with what was said before it."""
    key = journal.keys_of([message.id]).get(message.id, 0)
    before = said_before(journal, message, profile.shown_before, key=key)
    return windows([*before, message], profile=profile, unread={message.id})


def _text_of(one: Unread) -> tuple[int, str]:
    return one.key, text_digest(one.message.memory)


def _texts_of(journal: Journal, plans: Sequence[Plan]) -> Iterator[tuple[int, str]]:
    messages = [message for plan in plans for message in plan.messages]
    keys = journal.keys_of([message.id for message in messages])
    for message in messages:
        if message.id in keys:
            yield keys[message.id], text_digest(message.memory)


def _with_chats(
    journal: Journal, derivation: str, unread: Sequence[Unread], *, failed: bool
) -> list[Unread]:
    """Return unread messages, and whatever else is unread of their group chats.

    A chat is read as a whole, whosever scopes its messages are in: each makes sense with those
    before it.
    """
    found = {one.key: one for one in unread}
    chats = {chat_of(one.message) for one in unread}
    for chat in chats:
        if isinstance(chat, Scope):
            continue
        keys = _keys_of_chat(journal, chat, at=now())
        read = journal.readings(derivation, keys)
        left = {
            key: message
            for key, message in journal.read(keys).items()
            if key not in read or (failed and read[key].outcome == "failed")
        }
        found |= _still_unread(journal, derivation, left, failed=failed)
    return [found[key] for key in sorted(found)]


def _still_unread(
    journal: Journal, derivation: str, messages: Mapping[int, MemoryRecord], *, failed: bool
) -> dict[int, Unread]:
    """Return those of some messages, by key, that were not added to be passed over."""
    found: dict[int, Unread] = {}
    for scope in {message.scope for message in messages.values()}:
        own = [key for key, message in messages.items() if message.scope == scope]
        after = min(own) - 1
        while after < max(own) and (
            page := journal.unread(
                derivation, now=now(), limit=_AT_ONCE, after=after, scope=scope, failed=failed
            )
        ):
            after = page[-1].key
            found |= {one.key: one for one in page if one.key in messages}
    return found


def _keys_of_chat(journal: Journal, chat: str, *, at: int) -> Keys:
    where = parse({**_SAID, f"data.{GROUP_CHAT}": chat})
    return journal.allowed_keys(Selection(scope=Scope(), where=where, now=at))


def _by_chat(unread: Sequence[Unread]) -> list[list[Unread]]:
    # What failed is read by itself: its answers may have to be asked for anew.
    found: dict[tuple[Scope | str, int], list[Unread]] = {}
    for one in unread:
        attempts = 0 if one.failed is None else one.failed.attempts
        found.setdefault((chat_of(one.message), attempts), []).append(one)
    return list(found.values())


def _cut(
    journal: Journal, derivation: str, profile: Profile, unread: Sequence[Unread]
) -> list[Plan]:
    """Cut windows of what one conversation has unread, and write them down."""
    before = said_before(journal, unread[0].message, profile.shown_before, key=unread[0].key)
    messages = [one.message for one in unread]
    wanted = {message.id: message for message in messages}
    cut = windows([*before, *messages], profile=profile, unread=wanted)
    plans = []
    for together in _joined(cut):
        ids = dict.fromkeys(line.memory_id for one in together for line in one.unread)
        earlier = dict.fromkeys(line.memory_id for line in together[0].lines if line.handled)
        digests = {line.memory_id: line.digest for one in together for line in one.lines}
        planned = Planned(
            derivation=derivation,
            lines=tuple(WindowLine(id_, digests[id_]) for id_ in ids),
            context=tuple(WindowLine(id_, digests[id_]) for id_ in earlier if id_ not in ids),
        )
        id_ = journal.put_window(planned)
        plans.append(
            Plan(
                planned=Planned(
                    derivation=derivation, lines=planned.lines, context=planned.context, id=id_
                ),
                messages=tuple(wanted[id_] for id_ in ids),
                windows=tuple(together),
                attempts=0 if unread[0].failed is None else unread[0].failed.attempts,
            )
        )
    shown = {message.id for plan in plans for message in plan.messages}
    shown_to_nobody = [message for message in messages if message.id not in shown]
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


def said_before(
    journal: Journal, message: MemoryRecord, number: int, *, key: int | None = None
) -> list[MemoryRecord]:
    """Return the last messages of a conversation before one, in their order.

    Args:
        journal: The journal.
        message: One of the conversation.
        number: How many are shown; a few more are returned.
        key: The key of the message; None if it is not stored yet, and comes after all of them.
    """
    if number == 0:
        return []
    chat = chat_of(message)
    if isinstance(chat, Scope):
        keys = journal.allowed_keys(Selection(scope=chat, where=parse(_SAID), now=EVER))
    else:
        keys = _keys_of_chat(journal, chat, at=EVER)
    earlier = (keys if key is None else keys[keys < key])[-number * 2 :]
    records = journal.read(np.asarray(earlier, np.int64))
    return [
        records[key]
        for key in earlier.tolist()
        if key in records and chat_of(records[key]) == chat and records[key].id != message.id
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
    keys = np.array(sorted(journal.keys_of(wanted).values()), np.int64)
    before = journal.readings(planned.derivation, keys).values() if wanted else ()
    return Plan(
        attempts=max((one.attempts for one in before if one.outcome == "failed"), default=0),
        planned=planned,
        messages=tuple(same[id_] for id_ in wanted),
        windows=tuple(cut),
    )
