"""Carrying proposals out, and remembering those that were rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Edit, Instruction
from memkit.domain.records import AddResult
from memkit.domain.states import State
from memkit.domain.times import instant_of, new_id
from memkit.engine.engine import Engine
from memkit.engine.ingest.propose import as_previewed, outdated
from memkit.engine.ingest.write import commit, results
from memkit.errors import NotFoundError, ValidationError
from memkit.extraction.consolidation.facts import TOLD_APART
from memkit.extraction.consolidation.proposed import ConsolidationProposal, key_of
from memkit.extraction.facts.meeting import superseding


def applied(
    engine: Engine,
    proposals: Sequence[ConsolidationProposal],
    *,
    derived_by: str,
    reason: str | None,
) -> Effects[list[AddResult]]:
    """Carry proposals out in one transaction: nothing of them is deleted.

    Args:
        engine: The memory.
        proposals: What a person accepted.
        derived_by: Whose summaries are.
        reason: Why, for the history.

    Raises:
        ValidationError: A memory is not as it was, or two proposals are at odds.
    """
    _refuse_at_odds(proposals)
    checks = _unchanged(engine, proposals)
    instructions = [
        instruction
        for proposal in proposals
        for instruction in _instructions(proposal, derived_by=derived_by)
    ]
    texts = [proposal.memory for proposal in proposals]
    why = reason or f"consolidated: {', '.join(sorted({one.kind for one in proposals}))}"
    try:
        done = yield from commit(engine, [*checks, *instructions], texts=texts, reason=why)
    except NotFoundError as error:
        raise outdated("A memory that a proposal is about", "was deleted") from error
    return results(done[len(checks) :])


def rejected(
    engine: Engine, proposals: Sequence[ConsolidationProposal], *, derived_by: str
) -> Effects[list[AddResult]]:
    """Remember of proposals that they are not to be made again, in one transaction.

    It holds as long as the memories say what they say.
    """
    instructions = [
        instruction
        for proposal in proposals
        for instruction in _marks(proposal, derived_by=derived_by)
    ]
    texts = [proposal.memory for proposal in proposals if proposal.kind == "summary"]
    kinds = ", ".join(sorted({one.kind for one in proposals}))
    done = yield from commit(engine, instructions, texts=texts, reason=f"rejected: {kinds}")
    return results(done)


def _refuse_at_odds(proposals: Sequence[ConsolidationProposal]) -> None:
    gone = [record.id for one in proposals for record in one.others]
    named = {one.keep.id for one in proposals if one.keep is not None}
    twice = next((id_ for id_ in gone if gone.count(id_) > 1 or id_ in named), None)
    if twice is not None:
        raise ValidationError(
            f"Two proposals are about memory {twice!r}, whose place another one takes.",
            fix="Apply one of them, and consolidate again.",
        )


def _unchanged(engine: Engine, proposals: Sequence[ConsolidationProposal]) -> list[Instruction]:
    """Return what ends the transaction if a memory is not as it was when it was proposed."""
    records = {record.id: record for one in proposals for record in one.records}
    there = engine.journal.get(list(records))
    for record in records.values():
        if record.id not in there:
            raise outdated(f"Memory {record.id!r}", "was deleted")
        as_previewed(record)(there[record.id])
    return [
        Edit(id=record.id, change=lambda state: state, condition=as_previewed(record))
        for record in records.values()
    ]


def _instructions(proposal: ConsolidationProposal, *, derived_by: str) -> Iterator[Instruction]:
    if proposal.kind == "summary":
        yield Add(id=new_id(), scope=proposal.scope, state=_summary(proposal, derived_by))
        return
    keep = proposal.records[0]
    if proposal.kind == "merge":
        yield Edit(id=keep.id, change=lambda state: _merged(state, proposal))
        for record in proposal.others:
            yield Edit(id=record.id, change=lambda state: replace(state, superseded_by=keep.id))
        return
    if proposal.memory != keep.memory:
        yield Edit(id=keep.id, change=lambda state: replace(state, text=proposal.memory))
    new = State(
        text=proposal.memory,
        valid_from=None if keep.valid_from is None else instant_of(keep.valid_from),
        occurred_at=instant_of(keep.occurred_at or keep.created_at),
    )
    for record in proposal.others:
        yield superseding(record.id, new, keep.id, corrects=False)


def _merged(state: State, proposal: ConsolidationProposal) -> State:
    """Return the fact that stays, with the sources and metadata of all."""
    others = proposal.others
    metadata = dict(state.metadata)
    for record in others:
        metadata = {**record.metadata, **metadata}
    begins = [record.valid_from for record in others if record.valid_from is not None]
    first = min(map(instant_of, begins), default=state.valid_from)
    earlier = state.valid_from is not None and first is not None and first < state.valid_from
    return replace(
        state,
        text=proposal.memory,
        sources=proposal.sources,
        metadata=metadata,
        valid_from=first if earlier else state.valid_from,
        pinned=state.pinned or any(record.pinned for record in others),
    )


def _summary(proposal: ConsolidationProposal, derived_by: str) -> State:
    first = proposal.records[0]
    return State(
        text=proposal.memory,
        type="episodic",
        sources=proposal.sources,
        derived_by=derived_by,
        occurred_at=instant_of(first.occurred_at or first.created_at),
        data=proposal.data,
    )


def _marks(proposal: ConsolidationProposal, *, derived_by: str) -> Iterator[Instruction]:
    if proposal.kind == "summary":
        state = replace(_summary(proposal, derived_by), withheld="rejected")
        yield Add(id=new_id(), scope=proposal.scope, state=state)
        return
    marks: dict[str, list[str]] = {}
    for one, other in combinations(proposal.records, 2):
        marks.setdefault(other.id, []).append(key_of(proposal.kind, (one, other)))
    for id_, keys in marks.items():
        yield Edit(id=id_, change=_marking(keys))


def _marking(keys: Sequence[str]) -> Callable[[State], State]:
    def change(state: State) -> State:
        known = [*state.data.get(TOLD_APART, ()), *keys]
        return replace(state, data={**state.data, TOLD_APART: list(dict.fromkeys(known))})

    return change
