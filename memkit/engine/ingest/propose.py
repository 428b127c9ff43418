"""Looking before writing: what an addition would do, and carrying out what was accepted of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Add, Condition, Edit, Instruction, Remove
from memkit.contracts.store import EVER, Selection
from memkit.domain import fixes
from memkit.domain.proposals import Near, Preview, Proposal
from memkit.domain.records import SCOPE_KEYS, AddResult, MemoryRecord, Scope
from memkit.domain.states import State, takes_over
from memkit.domain.times import instant_of, now
from memkit.domain.validation import checked_text, flag, whole_number
from memkit.engine.engine import Engine
from memkit.engine.ingest.redaction import redacted_state
from memkit.engine.ingest.states import Messages, checked_fields, checked_validity, states_of
from memkit.engine.ingest.write import commit, results, with_whole_ids
from memkit.engine.spaces.embedding import embed_documents
from memkit.errors import NotFoundError, ValidationError
from memkit.filters import parse

# Just one scope holds a text once for each speaker: more than roles there are not, of one name.
_MOST_TWINS = 100
# Fields that a memory keeps if what takes its place says nothing of them.
_KEPT = (
    "occurred_at", "expires_at", "valid_from", "valid_to", "superseded_by", "sources",
    "derived_by", "said_by",
)  # fmt: skip


def preview(
    engine: Engine,
    messages: Messages,
    *,
    scope: Scope,
    fields: Mapping[str, Any],
    infer: bool | None,
    limit: int,
) -> Effects[Preview]:
    """Return what adding the messages would do."""
    limit = whole_number(limit, "limit", least=0)
    _refuse_inference(infer)
    fields = checked_fields(with_whole_ids(engine, fields))
    states = [
        redacted_state(engine.settings, checked_validity(state))
        for state in states_of(messages, fields)
    ]
    near = yield from _neighbourhoods(engine, states, scope, limit)
    known = engine.journal.known_texts(engine.spaces.get().key, [state.text for state in states])
    proposals: list[Proposal] = []
    for number, state in enumerate(states):
        twin = _twin(engine, scope, state) if state.text in known else None
        proposals.append(
            Proposal(
                event=_decision(twin, state, proposals),
                scope=scope,
                state=state,
                before=twin,
                near=tuple(item for item in near[number] if item.record != twin)[:limit],
                is_reply=number > 0,
            )
        )
    return Preview(proposals)


def apply(
    engine: Engine, proposals: Sequence[Proposal], *, reason: str | None
) -> Effects[list[AddResult]]:
    """Carry out proposals in one transaction."""
    if isinstance(proposals, Proposal):
        proposals = [proposals]
    items = list(proposals) if isinstance(proposals, Iterable) else [proposals]
    if not all(isinstance(item, Proposal) for item in items):
        raise ValidationError(
            "apply() takes what preview() returns.",
            fix="Give a preview, or a list of its proposals; add() takes texts and messages.",
        )
    if not items:
        return []
    bases = {
        item.before.id: item.before
        for item in items
        if item.before and item.event in {"UPDATE", "DELETE"}
    }
    there = engine.journal.get(list(bases))
    for base in bases.values():
        if base.id not in there:
            raise outdated(f"Memory {base.id!r}", "was deleted")
        as_previewed(base)(there[base.id])
    texts = [item.memory for item in items if item.event != "DELETE"]
    # Once more inside the transaction, before anything else.
    checks = [
        Edit(id=base.id, change=lambda state: state, condition=as_previewed(base))
        for base in bases.values()
    ]
    instructions = [*checks, *map(_instruction, items)]
    try:
        done = yield from commit(engine, instructions, texts=texts, reason=reason)
    except NotFoundError as error:
        raise outdated("A memory that a proposal changes", "was deleted") from error
    return results(done[len(checks) :])


def _neighbourhoods(
    engine: Engine, states: Sequence[State], scope: Scope, limit: int
) -> Effects[list[list[Near]]]:
    """Return the memories of a scope that are nearest to each state, nearest first."""
    if not limit:
        return [[] for _ in states]
    engine.follower.catch_up()
    row = engine.spaces.get()
    texts = [state.text for state in states]
    known = engine.journal.known_texts(row.key, texts)
    embedder = yield from engine.spaces.embedder(row)
    vectors = yield from embed_documents(embedder, texts, known=known)
    there = list(known)
    vectors.update(zip(there, engine.journal.text_vectors(row.key, there), strict=True))
    # One more than asked for: the memory that says just this is left out.
    selection = Selection(scope=scope, where=None, now=now())
    return [_near(engine, row.key, vectors[text], selection, limit + 1) for text in texts]


def _near(
    engine: Engine, space: str, vector: Vectors, selection: Selection, number: int
) -> list[Near]:
    found = engine.index.search(space, vector, k=number, selection=selection)
    records = engine.index.read(np.sort(found.keys))
    return [
        Near(records[key], float(score))
        for key, score in zip(found.keys.tolist(), found.scores.tolist(), strict=True)
        if key in records
    ]


def _twin(engine: Engine, scope: Scope, state: State) -> MemoryRecord | None:
    """Return the memory of just this scope and speaker that says the same, expired or not."""
    # A scope holds those that name more than it does: theirs may be many.
    nameless = dict.fromkeys(name for name in SCOPE_KEYS if getattr(scope, name) is None)
    said = {"memory": state.text, "name": state.name, "derived_by": state.derived_by}
    where = parse({**said, **nameless})
    selection = Selection(scope=scope, where=where, now=EVER)
    for _, record in engine.journal.page(selection, limit=_MOST_TWINS):
        if record.scope == scope and _speaker(record) == _speaker(state):
            return record
    return None


def _speaker(said: MemoryRecord | State) -> tuple[str | None, str | None, str | None]:
    """Return who said or derived something: so often a scope may hold the same text."""
    # A bare text counts as the user's.
    role = "user" if said.role is None and said.derived_by is None else said.role
    return role, said.name, said.derived_by


def _decision(twin: MemoryRecord | None, state: State, earlier: Sequence[Proposal]) -> Any:
    if twin is not None:
        return "UPDATE" if _is_over(twin, state) else "NONE"
    said = (state.text, _speaker(state))
    repeated = any((item.memory, _speaker(item.state)) == said for item in earlier)
    return "NONE" if repeated else "ADD"


def _is_over(twin: MemoryRecord, state: State) -> bool:
    """Tell, as the journal will, whether a memory had ended when it was said again."""
    instant = now()
    if takes_over(twin.withheld, state):
        return True
    if twin.expires_at is not None and instant_of(twin.expires_at) <= instant:
        return True
    end = twin.valid_to or (twin.updated_at if twin.superseded_by else None)
    said = instant if state.occurred_at is None else min(state.occurred_at, instant)
    return end is not None and instant_of(end) <= said


def as_previewed(base: MemoryRecord) -> Condition:
    """Return what makes sure that a memory is as it was at the preview."""

    def check(record: MemoryRecord) -> bool:
        if record.seq != base.seq:
            raise outdated(f"Memory {base.id!r}", "changed")
        return True

    return check


def outdated(memory: str, what: str) -> ValidationError:
    """Return the error that a memory is not as it was when something was proposed of it."""
    return ValidationError(
        f"{memory} {what} since the preview; nothing was written.",
        fix="Preview again, and accept what it shows then.",
    )


def _instruction(item: Proposal) -> Instruction:
    text = checked_text(item.memory, "The memory", blank=False)
    if item.before is not None and item.event == "DELETE":
        return Remove(id=item.before.id)
    if item.before is not None and item.event == "UPDATE" and text != item.before.memory:
        return Edit(id=item.before.id, change=lambda old: _over(old, item.state))
    # The journal finds out once more whether it is there, and revives what has expired.
    return Add(scope=item.scope, state=item.state, is_reply=item.is_reply)


def _over(old: State, new: State) -> State:
    """Return the state of a memory that gets a new text and keeps what the new one leaves open."""
    said = {name: value for name in _KEPT if (value := getattr(new, name)) not in (None, ())}
    return checked_validity(
        replace(
            old,
            text=new.text,
            metadata={**old.metadata, **new.metadata},
            data={**old.data, **new.data},
            pinned=old.pinned or new.pinned,
            withheld=new.withheld,
            **said,
        )
    )


def _refuse_inference(infer: bool | None) -> None:
    """Refuse to propose facts of messages that are not stored: they would name no source.

    Raises:
        ValidationError: That is wanted.
    """
    if infer is not None and flag(infer, "infer"):
        raise ValidationError(
            "A preview shows messages, and facts are drawn from messages that are stored.",
            fix=fixes.PROPOSE_FACTS,
        )
