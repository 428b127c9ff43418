"""Looking before writing: what an addition would do, and carrying out what was accepted of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Add, Applied, Condition, Edit, Instruction, Remove
from memkit.contracts.store import EVER, Selection
from memkit.domain.attachments import joined
from memkit.domain.passages import searched_text
from memkit.domain.proposals import FactProposal, Near, Preview, Proposal
from memkit.domain.records import SCOPE_KEYS, AddResult, MemoryRecord, Scope
from memkit.domain.states import State, takes_over
from memkit.domain.times import instant_of, new_id, now
from memkit.domain.validation import checked_text, whole_number
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.engine.inference import Moved
from memkit.engine.ingest.attachments import refuse_unkept
from memkit.engine.ingest.redaction import redacted_state
from memkit.engine.ingest.speakers import Said, Speakers
from memkit.engine.ingest.states import Messages, checked_fields, checked_validity
from memkit.engine.ingest.write import checked_inference, commit, results, said_of, with_whole_ids
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
    speakers: Speakers | None,
    infer: bool | None,
    limit: int,
) -> Effects[Preview]:
    """Return what adding the messages would do."""
    limit = whole_number(limit, "limit", least=0)
    infer = checked_inference(engine, infer)
    fields = checked_fields(with_whole_ids(engine, fields))
    said = [
        replace(one, state=redacted_state(engine.settings, one.state))
        for one in said_of(messages, fields, scope=scope, speakers=speakers)
    ]
    near = yield from _neighbourhoods(engine, said, limit)
    texts = [one.state.text for one in said]
    known = engine.journal.known_texts(engine.spaces.get().key, texts)
    proposals: list[Proposal] = []
    for number, one in enumerate(said):
        twin = _twin(engine, one.scope, one.state) if one.state.text in known else None
        proposals.append(
            Proposal(
                event=_decision(twin, one, proposals),
                scope=one.scope,
                state=one.state,
                before=twin,
                near=tuple(item for item in near[number] if item.record != twin)[:limit],
                is_reply=number > 0,
            )
        )
    refuse_unkept(engine, (one.state for one in said))
    found = Preview(proposals)
    if not infer or engine.inference is None:
        return found
    return (yield from engine.inference.previewed(found))


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
    _refuse_without_evidence(items)
    refuse_unkept(engine, (item.state for item in items))
    bases = {
        item.before.id: item.before
        for item in items
        if item.before and item.event in {"UPDATE", "DELETE"} and not isinstance(item, FactProposal)
    }
    there = engine.journal.get(list(bases))
    for base in bases.values():
        if base.id not in there:
            raise outdated(f"Memory {base.id!r}", "was deleted")
        as_previewed(base)(there[base.id])
    _refuse_stored_meanwhile(engine, items)
    texts = [
        searched_text(item.memory, item.state.sources) for item in items if item.event != "DELETE"
    ]
    # Once more inside the transaction, before anything else.
    checks = [
        Edit(id=base.id, change=lambda state: state, condition=as_previewed(base))
        for base in bases.values()
    ]
    written = [_instructions(engine, item) for item in items]
    instructions = [*checks, *(one for some in written for one in some)]
    batch = new_id()
    try:
        done = yield from commit(engine, instructions, texts=texts, reason=reason, batch_id=batch)
    except NotFoundError as error:
        raise outdated("A memory that a proposal is about", "was deleted") from error
    except Moved as error:
        raise outdated("A memory that a proposal is about", "changed") from error
    places = accumulate((len(some) for some in written[:-1]), initial=len(checks))
    applied = [done[place] for place in places]
    _note_read(engine, items, applied, batch_id=batch)
    return results(applied)


def _note_read(
    engine: Engine, items: Sequence[Proposal], applied: Sequence[Applied], *, batch_id: str
) -> None:
    """Write down of which messages the facts were seen: what was left out does not come back."""
    read = {
        one.id: item for item, one in zip(items, applied, strict=True) if item.read_by is not None
    }
    if read and engine.inference is not None:
        engine.journal.apply(
            [], vectors={}, now=now(), batch_id=batch_id, readings=engine.inference.read(read)
        )


def _refuse_without_evidence(items: Sequence[Proposal]) -> None:
    """Refuse facts whose message is not stored with them, as it was when they were drawn.

    Raises:
        ValidationError: There is one.
    """
    read = {item.id or item.memory_id for item in items if item.read_by is not None}
    for item in items:
        if isinstance(item, FactProposal) and not read.issuperset(_messages_of(item)):
            raise ValidationError(
                f"The message that says {shown(item.memory)} is left out, or was edited; nothing "
                "was written.",
                fix="Apply the message as it was previewed with the fact, or leave the fact out, "
                "too.",
            )


def _messages_of(fact: FactProposal) -> list[str]:
    return [one.memory_id for one in fact.state.sources if one.memory_id is not None]


def _refuse_stored_meanwhile(engine: Engine, items: Sequence[Proposal]) -> None:
    """Refuse what says what somebody else has stored since, where its id matters.

    Raises:
        ValidationError: It was stored.
    """
    for item in items:
        new = item.event == "ADD" and _own_id(item) is not None
        if new and _twin(engine, item.scope, item.state) is not None:
            raise outdated(f"A memory that says {shown(item.memory)}", "was stored")


def _own_id(item: Proposal) -> str | None:
    """Return the id that a new memory must have, since something else names it."""
    return item.fact.id if isinstance(item, FactProposal) else item.memory_id


def _neighbourhoods(engine: Engine, said: Sequence[Said], limit: int) -> Effects[list[list[Near]]]:
    """Return the memories of its scope that are nearest to each state, nearest first."""
    if not limit:
        return [[] for _ in said]
    engine.follower.catch_up()
    row = engine.spaces.get()
    texts = [one.state.text for one in said]
    known = engine.journal.known_texts(row.key, texts)
    embedder = yield from engine.spaces.embedder(row)
    vectors = yield from embed_documents(embedder, texts, known=known)
    there = list(known)
    vectors.update(zip(there, engine.journal.text_vectors(row.key, there), strict=True))
    # One more than asked for: the memory that says just this is left out.
    instant = now()
    return [
        _near(
            engine,
            row.key,
            vectors[one.state.text],
            Selection(scope=one.scope, where=None, now=instant),
            limit + 1,
        )
        for one in said
    ]


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


def _speaker(said: MemoryRecord | State) -> tuple[str | None, ...]:
    """Return who said or derived something: so often a scope may hold the same text."""
    # A bare text counts as the user's.
    role = "user" if said.role is None and said.derived_by is None else said.role
    attached = [one.digest or one.uri for one in said.attachments]
    return role, said.name, said.derived_by, *attached


def _decision(twin: MemoryRecord | None, new: Said, earlier: Sequence[Proposal]) -> Any:
    if twin is not None:
        return "UPDATE" if _is_over(twin, new.state) else "NONE"
    said = (new.scope, new.state.text, _speaker(new.state))
    repeated = any((item.scope, item.memory, _speaker(item.state)) == said for item in earlier)
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


def _instructions(engine: Engine, item: Proposal) -> list[Instruction]:
    """Return what carries a proposal out; the first of them is what is told of it."""
    if isinstance(item, FactProposal):
        checked_text(item.memory, "The memory", blank=False)
        done = [] if engine.inference is None else engine.inference.accepted(item)
        # Of a fact that adds nothing to what stands, that is told.
        done = done or [_untouched(item.fact.id)]
    else:
        done = [_instruction(item)]
        if item.before is not None and item.event == "NONE" and item.read_by is not None:
            done.append(_untouched(item.before.id, _saying(item.before)))
    own = _own_id(item)
    # Not there if somebody else stored the same just now: then it has another id.
    return [*done, _untouched(own)] if item.event == "ADD" and own is not None else done


def _untouched(id_: str, condition: Condition | None = None) -> Edit:
    """Return what ends the transaction if there is no such memory, and changes nothing."""
    return Edit(id=id_, change=lambda state: state, condition=condition)


def _saying(base: MemoryRecord) -> Condition:
    def check(record: MemoryRecord) -> bool:
        if record.memory != base.memory:
            raise outdated(f"Memory {base.id!r}", "changed")
        return False

    return check


def _instruction(item: Proposal) -> Instruction:
    text = checked_text(item.memory, "The memory", blank=False)
    if item.before is not None and item.event == "DELETE":
        return Remove(id=item.before.id)
    if item.before is not None and item.event == "UPDATE" and text != item.before.memory:
        return Edit(id=item.before.id, change=lambda old: _over(old, item.state))
    # The journal finds out once more whether it is there, and revives what has expired.
    return Add(id=item.memory_id, scope=item.scope, state=item.state, is_reply=item.is_reply)


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
            attachments=joined(old.attachments, new.attachments),
            contents=new.contents,
            **said,
        )
    )
