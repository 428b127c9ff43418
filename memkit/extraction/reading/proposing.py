"""What reading messages would give before they are stored: proposals, and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Call, Instruction, Journal, Reading
from memkit.contracts.journal import Window as Planned
from memkit.domain import fixes
from memkit.domain.digests import text_digest
from memkit.domain.facts import Extraction
from memkit.domain.proposals import FactProposal, Near, Preview, Proposal
from memkit.domain.records import SCOPE_KEYS, MemoryRecord, Scope
from memkit.domain.results import Hit
from memkit.domain.times import from_instant, new_id, now
from memkit.engine.ingest.speakers import chat_of
from memkit.engine.verbs import Verbs
from memkit.errors import ProviderError
from memkit.extraction.derivations.derivation import Derivation
from memkit.extraction.facts.meeting import Met, carried_out, met, written
from memkit.extraction.reading.planning import Plan, said_before
from memkit.extraction.reading.reading import Found, decisions_on, found_in, ids_of
from memkit.extraction.tasks.choices import Decision
from memkit.extraction.windows.windows import Window, windows


class _Calls:
    """Records calls with the digests of the texts that they show.

    A message that is only previewed has no id yet that stays; whoever purges one that says the
    same finds the calls by its text.
    """

    def __init__(self, journal: Journal, digests: Mapping[str, str]) -> None:
        self._journal = journal
        self._digests = digests

    def call(self, key: str) -> Call | None:
        return self._journal.call(key)

    def put_call(self, call: Call) -> tuple[str, ...]:
        shown = (self._digests[id_] for id_ in call.lines if id_ in self._digests)
        return self._journal.put_call(replace(call, lines=(*call.lines, *shown)))


def proposing(memory: Verbs, preview: Preview, derivation: Derivation) -> Effects[Preview]:
    """Return a preview with the facts that would be drawn from its messages.

    Of messages that are stored and were read already, nothing is drawn again. Facts are compared
    with what is stored, and not with one another.

    Raises:
        ProviderError: The model could not be had, or the embedder failed.
    """
    journal = memory.engine.journal
    named = [_named(item) for item in preview]
    failed_before, messages = _to_be_read(journal, named, derivation.name)
    plan = Plan(
        planned=Planned(derivation=derivation.name, lines=()),
        messages=tuple(messages),
        windows=tuple(_windows(journal, messages, derivation)),
        attempts=failed_before,
    )
    calls = _Calls(journal, {one.id: text_digest(one.memory) for one in messages})
    found = yield from found_in(memory, plan, derivation, calls=calls)
    facts = yield from _proposed(memory, plan, derivation, found)
    _refuse_without_answers(found)
    read = {message.id for message in messages} - set(found.failed)
    extraction = Extraction(
        [one.fact for one in facts],
        derivation=derivation.name,
        read=len(read),
        failed=len(found.failed),
        problems=[*found.failed.values(), *found.problems],
        usage=found.usage,
    )
    proposals = [
        replace(item, read_by=derivation.name) if _id_of(item) in read else item for item in named
    ]
    return Preview([*proposals, *facts], extraction=extraction)


def accepted(fact: FactProposal) -> list[Instruction]:
    """Return what writes a fact as it was proposed; none for one that adds nothing."""
    twin = None if fact.choice == "same" else fact.before
    return written(fact.fact, fact.state, scope=fact.scope, twin=twin)


def readings_of(journal: Journal, messages: Mapping[str, Proposal]) -> list[Reading]:
    """Return what says that messages, which are stored by now, were read in a preview."""
    keys = journal.keys_of(list(messages))
    return [
        Reading(
            derivation=item.read_by,
            key=keys[id_],
            digest=text_digest(item.memory),
            outcome="read",
        )
        for id_, item in messages.items()
        if item.read_by is not None and id_ in keys
    ]


def _named(item: Proposal) -> Proposal:
    """Return a proposal whose addition has an id, for facts to name."""
    return replace(item, memory_id=new_id()) if item.event == "ADD" else item


def _id_of(item: Proposal) -> str | None:
    return item.id or item.memory_id


def _to_be_read(
    journal: Journal, proposals: Sequence[Proposal], derivation: str
) -> tuple[int, list[MemoryRecord]]:
    """Return what is to be read of a preview, and how often some of it was tried before."""
    keys = journal.keys_of([item.id for item in proposals if item.id is not None])
    known = journal.readings(derivation, np.array(sorted(keys.values()), np.int64))
    tried, messages = 0, dict[str, MemoryRecord]()
    for item in proposals:
        id_ = _id_of(item)
        if id_ is None or item.state.derived_by is not None:
            continue
        before = known.get(keys[id_]) if id_ in keys else None
        if before is not None and before.outcome != "failed":
            continue
        tried = max(tried, 0 if before is None else before.attempts)
        messages.setdefault(id_, _record_of(item, id_))
    return tried, list(messages.values())


def _record_of(item: Proposal, id_: str) -> MemoryRecord:
    """Return the memory that a proposal would make, as far as it is read."""
    state, instant = item.state, from_instant(now())
    said = None if state.occurred_at is None else from_instant(state.occurred_at)
    return MemoryRecord(
        id=id_,
        memory=state.text,
        **dict(zip(SCOPE_KEYS, item.scope.key, strict=True)),
        role=state.role,
        name=state.name,
        data=dict(state.data),
        created_at=instant,
        updated_at=instant,
        occurred_at=said,
    )


def _windows(
    journal: Journal, messages: Sequence[MemoryRecord], derivation: Derivation
) -> list[Window]:
    chats: dict[Scope | str, list[MemoryRecord]] = {}
    for message in messages:
        chats.setdefault(chat_of(message), []).append(message)
    return [
        window
        for said in chats.values()
        for window in windows(
            [*said_before(journal, said[0], derivation.profile.shown_before), *said],
            profile=derivation.profile,
            unread={message.id for message in said},
        )
    ]


def _proposed(
    memory: Verbs, plan: Plan, derivation: Derivation, found: Found
) -> Effects[list[FactProposal]]:
    meetings = met(memory, found.facts, derivation=derivation.name)
    decisions = yield from decisions_on(plan, meetings, derivation, found)
    messages = {message.id: message for message in plan.messages}
    return [
        _proposal(one, decision, messages, found.tokens)
        for one, decision in zip(meetings, decisions, strict=True)
        if found.failed.keys().isdisjoint(ids_of([one.fact]))
    ]


def _proposal(
    one: Met,
    decision: Decision,
    messages: Mapping[str, MemoryRecord],
    tokens: Mapping[str, int],
) -> FactProposal:
    _, fact = carried_out(one, decision)
    same = fact.old is not None and fact.id == fact.old.id
    state = one.fact.state
    if same:
        state = replace(state, text=fact.memory)
    elif fact.choice == "adds" and fact.old is not None:
        state = replace(state, data={**state.data, "adds": fact.old.id})
    message = messages.get(fact.evidence.memory_id or "")
    before = fact.old if same else one.twin
    return FactProposal(
        event="ADD" if before is None else "UPDATE",
        scope=one.fact.scope,
        state=state,
        before=before,
        near=tuple(Near(old, _similarity(old)) for old in one.old),
        fact=replace(fact, message=message),
        tokens=max((tokens.get(id_, 0) for id_ in ids_of([one.fact])), default=0),
    )


def _similarity(old: MemoryRecord) -> float:
    return old.relevance or 0.0 if isinstance(old, Hit) else 0.0


def _refuse_without_answers(found: Found) -> None:
    error = next(iter(found.errors.values()), None)
    if error is not None:
        raise ProviderError(
            f"Nothing is written, and facts could not be previewed: {error.problem}",
            fix=fixes.PREVIEW_MESSAGES,
        ) from error
