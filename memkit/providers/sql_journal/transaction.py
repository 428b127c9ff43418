"""What a change means: one transaction's worth of instructions, in any database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import (
    Add,
    Applied,
    Condition,
    Edit,
    Instruction,
    Remove,
    Restore,
)
from memkit.domain import fixes
from memkit.domain.digests import text_hash
from memkit.domain.records import Scope
from memkit.domain.states import State, is_same, takes_over
from memkit.domain.times import new_id
from memkit.errors import NotFoundError, ValidationError
from memkit.providers.sql_journal.cascade import Known, is_fresh, links_of, moves, settle, standing
from memkit.providers.sql_journal.rows import (
    attachments_json,
    data_json,
    read_state,
    record_of_stored,
    sources_json,
    speaker_of,
    state_json,
    state_of,
    to_json,
)
from memkit.providers.sql_journal.tables import (
    BlobRow,
    Delete,
    EventRow,
    MemoryRow,
    Numbers,
    OpenSpace,
    Past,
    Pending,
    Place,
    Slot,
    Stored,
    Tables,
    TextRow,
    Update,
    VectorRow,
    Wanted,
)

# A half of an event: no state before, or none after.
_NOTHING: tuple[int | None, str | None, str | None] = (None, None, None)


class Transaction:
    """Carries out instructions on the tables of a journal.

    All that the instructions are about is looked up at once, they are carried out in memory, where
    they see each other in order, and what became of them is written at once.
    """

    def __init__(
        self, tables: Tables, *, now: int, batch_id: str, actor: str | None, reason: str | None
    ) -> None:
        self._tables = tables
        self._now = now
        self._actor, self._reason, self._batch_id = actor, reason, batch_id
        self._pending = Pending()
        self._numbers = Numbers()
        self._spaces: dict[str, OpenSpace] = {}
        self._scope_ids: dict[Scope, int] = {}
        # The ids of texts that were looked up; None for those that are not there.
        self._text_ids: dict[str, int | None] = {}
        # What was looked up, or made or changed since: None for what is gone.
        self._memories: dict[str, Stored | None] = {}
        self._slots: dict[Slot, str | None] = {}
        self._keys: dict[str, int] = {}
        # The keys of what additions became, by the ids they were given.
        self._became: dict[str, int] = {}
        self._pasts: dict[tuple[str, int], Past] = {}
        self._places: set[Place] = set()
        self._embedded: set[tuple[int, int]] = set()
        # The key of the addition before, which a reply follows.
        self._last_key: int | None = None
        # Ids that were asked for, and those that no memory of before was drawn from.
        self._asked: set[str] = set()
        self._unnamed: set[str] = set()
        # What derived memories were drawn from, by key: before, and now.
        self._linked: dict[int, frozenset[str]] = {}
        self._links: dict[int, tuple[str, frozenset[str]]] = {}
        # What changed in a way that others may have to follow, as it was before.
        self._moved: dict[str, State | None] = {}
        # The digests of attachments whose bytes are there, or come with this transaction.
        self._blobs: set[str] = set()
        self._known = Known(self._memories.get, self._keys.__contains__)

    def run(
        self,
        instructions: Sequence[Instruction],
        vectors: Mapping[str, Mapping[str, Vectors]],
        infer: bool | None = None,
    ) -> list[Applied]:
        """Carry out the instructions and store the vectors of their texts."""
        self._look_up(_wanted(instructions, vectors), first=True)
        self._foresee()
        applied = [self._one(instruction) for instruction in instructions]
        if infer is not None:
            self._pass_over(instructions, applied, infer=infer)
        self._cascade()
        self._finish(vectors)
        return applied

    def _pass_over(
        self, instructions: Sequence[Instruction], applied: Sequence[Applied], *, infer: bool
    ) -> None:
        """Note of what was added whether facts are to be drawn from it."""
        added = [
            done
            for one, done in zip(instructions, applied, strict=True)
            if isinstance(one, Add) and (infer or done.event != "NONE")
        ]
        there = (self._stored(done.id) for done in added)
        texts = list(dict.fromkeys((stored.key, stored.text_id) for stored in there))
        if infer:
            self._pending.wanted = texts
        else:
            self._pending.passed_over = texts

    def put_vectors(self, space: str, by_text: Mapping[str, Vectors]) -> None:
        """Store vectors of texts that the journal holds, where the space has none yet."""
        self._look_up(Wanted(texts=list(by_text)), first=True)
        self._embed(space, by_text)
        self._write()

    def _finish(self, vectors: Mapping[str, Mapping[str, Vectors]]) -> None:
        for space, by_text in vectors.items():
            self._embed(space, by_text)
        self._pending.filling = [
            space.id
            for space in self._spaces.values()
            if space.state == "ready" and self._lacks_vectors(space.id)
        ]
        self._write()

    def _write(self) -> None:
        pending = self._pending
        for key, (_, links) in self._links.items():
            before = self._linked[key]
            if links != before:
                pending.unlinked += [key] if before else []
                pending.links += [(id_, key) for id_ in sorted(links)]
        noted = pending.passed_over or pending.wanted
        if pending.texts or pending.events or pending.vectors or pending.filling or noted:
            self._tables.write(pending)

    def _embed(self, space: str, by_text: Mapping[str, Vectors]) -> None:
        if space not in self._spaces:
            return  # It was dropped by someone else meanwhile.
        space_id, dim, _ = self._spaces[space]
        for text, vector in by_text.items():
            text_id = self._text_ids[text]
            if text_id is not None and (space_id, text_id) not in self._embedded:
                self._embedded.add((space_id, text_id))
                self._numbers.vectors += 1
                self._pending.vectors.append(
                    VectorRow(self._numbers.vectors, space_id, text_id, _blob(vector, dim))
                )

    def _lacks_vectors(self, space_id: int) -> bool:
        # A space may have been opened by another process since the texts were embedded.
        return any(
            id_ is not None and (space_id, id_) not in self._embedded
            for id_ in self._text_ids.values()
        )

    def _one(self, instruction: Instruction) -> Applied:
        if isinstance(instruction, Add):
            return self._add(instruction)
        if isinstance(instruction, Edit):
            return self._edit(instruction)
        if isinstance(instruction, Remove):
            return self._remove(instruction)
        return self._restore(instruction)

    # -- additions ---------------------------------------------------------------------------

    def _add(self, item: Add) -> Applied:
        slot = self._slot(item.scope, item.state)
        there = self._memories.get(self._slots.get(slot) or "")
        if there is not None:
            self._last_key = there.key
            if item.id is not None:
                self._became[item.id] = there.key
            return self._add_again(there, item)
        id_, key = self._name(item.id)
        state, why = self._standing(item.state, None)
        follows = self._last_key if item.is_reply else self._replied_to(item.reply_to)
        created_at = self._now if item.created_at is None else item.created_at
        row = self._row(
            key, slot, state, created_at=created_at, follows=follows,
            updated_at=item.updated_at,
        )  # fmt: skip
        self._last_key = key
        if item.id is not None:
            self._became[item.id] = key
        self._insert(id_, item.scope, row, state, why)
        return Applied(id_, state.text, "ADD")

    def _name(self, id_: str | None) -> tuple[str, int]:
        """Return the id and the key of a new memory."""
        if id_ is None or self._memories.get(id_) is not None:
            # The id of another memory: nothing is lost if this one gets its own.
            id_ = new_id()
            self._unnamed.add(id_)
        return id_, self._key(id_)

    def _replied_to(self, id_: str | None) -> int | None:
        if id_ is None:
            return None
        return self._became.get(id_) or self._key(id_)

    def _key(self, id_: str) -> int:
        """Return the key of an id, for good, whether there is a memory or not."""
        key = self._keys.get(id_)
        if key is None:
            self._numbers.keys += 1
            key = self._keys[id_] = self._numbers.keys
            self._pending.ids.append((key, id_))
        return key

    def _add_again(self, stored: Stored, item: Add) -> Applied:
        if not self._is_over(stored, item):
            return Applied(stored.id, stored.state.text, "NONE")
        return self._change(stored, item.state)

    def _is_over(self, stored: Stored, item: Add) -> bool:
        """Tell whether a memory had expired, ended to hold, or was not served when said again."""
        old = stored.state
        if takes_over(old.withheld, item.state):
            return True
        if old.expires_at is not None and old.expires_at <= self._now:
            return True
        end = old.valid_to
        if end is None and old.superseded_by is not None:
            end = read_state(stored.state_json)["updated_at"]
        times = (item.state.occurred_at, item.created_at, self._now)
        said = next(time for time in times if time is not None)
        return end is not None and end <= min(said, self._now)

    def _insert(
        self, id_: str, scope: Scope, row: MemoryRow, state: State, reason: str | None
    ) -> None:
        changes = self._pending.changes
        if changes and isinstance(changes[-1], list):
            changes[-1].append(row)
        else:
            changes.append([row])
        told = self._record("ADD", row.key, row.scope_id, after=(row, state), reason=reason)
        self._keep(id_, scope, row, state, told)
        self._note(id_, row.key, None, state)

    # -- changes of one memory ---------------------------------------------------------------

    def _edit(self, item: Edit) -> Applied:
        stored = self._stored(item.id)
        if not _holds(item.condition, stored):
            return Applied(stored.id, stored.state.text, "NONE")
        state = item.change(stored.state)
        return self._change(stored, state, kind=item.kind, reason=item.reason)

    def _change(
        self,
        stored: Stored,
        state: State,
        *,
        restored: bool = False,
        kind: str = "UPDATE",
        reason: str | None = None,
    ) -> Applied:
        state, why = self._standing(state, stored, restored=restored)
        if is_same(state, stored.state):
            return Applied(stored.id, state.text, "NONE")
        slot = _slot_of(stored)
        another = state.searched_text != stored.state.searched_text
        if another or speaker_of(state) != slot.speaker:
            slot = self._own_slot(stored.key, stored.scope, state)
        self._replace(stored, slot, state, kind=kind, reason=reason or why)
        return Applied(stored.id, state.text, "UPDATE")

    def _replace(
        self, stored: Stored, slot: Slot, state: State, *, kind: str, reason: str | None
    ) -> None:
        row = self._row(
            stored.key, slot, state, created_at=stored.created_at, follows=stored.follows
        )
        told = self._record(
            kind, row.key, row.scope_id, before=stored, after=(row, state), reason=reason
        )
        self._pending.changes.append(Update(row))
        self._slots[_slot_of(stored)] = None
        self._keep(stored.id, stored.scope, row, state, told)
        self._note(stored.id, stored.key, stored.state, state)

    def _remove(self, item: Remove) -> Applied:
        if item.missing_ok and self._memories.get(item.id) is None:
            return Applied(item.id, "", "NONE")
        stored = self._stored(item.id)
        if not _holds(item.condition, stored):
            return Applied(stored.id, stored.state.text, "NONE")
        self._pending.changes.append(Delete(stored.key))
        self._numbers.events += 1
        self._record("DELETE", stored.key, stored.scope_id, before=stored)
        self._memories[stored.id] = None
        self._slots[_slot_of(stored)] = None
        self._note(stored.id, stored.key, stored.state, None)
        return Applied(stored.id, stored.state.text, "DELETE")

    def _restore(self, item: Restore) -> Applied:
        past = self._pasts.get((item.id, item.seq))
        if past is None:
            raise NotFoundError(
                f"Event {item.seq} left no state of memory {item.id!r}.",
                fix=fixes.see_history(item.id),
            )
        state = state_of(past.text, past.metadata, past.state_json)
        stored = self._memories.get(item.id)
        if stored is not None:
            return self._change(stored, state, restored=True)
        return self._bring_back(item.id, past, state)

    def _bring_back(self, id_: str, past: Past, state: State) -> Applied:
        slot = self._own_slot(past.key, past.scope, state)
        state, why = self._standing(state, None, restored=True)
        told = read_state(past.state_json)
        row = self._row(
            past.key, slot, state, created_at=told["created_at"], follows=told.get("follows")
        )
        self._insert(id_, past.scope, row, state, why)
        return Applied(id_, state.text, "ADD")

    def _own_slot(self, key: int, scope: Scope, state: State) -> Slot:
        """Return the slot of a memory's next state.

        Raises:
            ValidationError: Another memory stands there.
        """
        text = state.searched_text
        place = Place(scope, text, speaker_of(state))
        if place not in self._places:
            self._look_up(Wanted(texts=[text], scopes=[scope], places=[place]))
        slot = self._slot(scope, state)
        twin = self._memories.get(self._slots.get(slot) or "")
        if twin is not None and twin.key != key:
            raise ValidationError(
                f"Memory {twin.id!r} of the same scope already says {_short(state.text)!r}.",
                fix=fixes.delete_twin(twin.id),
            )
        return slot

    # -- what was drawn from what ------------------------------------------------------------

    def _standing(
        self, state: State, stored: Stored | None, *, restored: bool = False
    ) -> tuple[State, str | None]:
        """Return a state as it is to be written, and why if it is stale."""
        if state.derived_by is None or state.withheld not in (None, "stale"):
            return state, None
        self._learn(links_of(state))
        before = None if stored is None else stored.state
        if restored and is_fresh(state, before, self._known):
            return replace(state, withheld=None), None
        undone = stored is not None and stored.key not in self._linked
        why = standing(state, before, self._known, restored=restored, undone=undone)
        return (state, None) if why is None else (replace(state, withheld="stale"), why)

    def _note(self, id_: str, key: int, before: State | None, after: State | None) -> None:
        """Keep in mind what a memory is drawn from now, and whether others have to follow it."""
        if before is None and id_ in self._unnamed and after and after.derived_by is None:
            return  # As most are: new, and drawn from nothing.
        links = links_of(after)
        if links or key in self._linked or links_of(before):
            self._linked.setdefault(key, links_of(before))
            self._links[key] = id_, links
            self._unnamed -= links
        if id_ not in self._unnamed and moves(before, after):
            self._moved.setdefault(id_, before)

    def _cascade(self) -> None:
        """Mark what was drawn from memories that changed, and what is to be served again."""
        if not self._moved:
            return
        drawn = self._drawn()
        self._learn({id_ for stored in drawn for id_ in links_of(stored.state)})
        written = {id_ for id_, _ in self._links.values()}
        for stored, state, kind, reason in settle(self._moved, drawn, self._known, written=written):
            self._replace(stored, _slot_of(stored), state, kind=kind, reason=reason)
        self._moved.clear()

    def _drawn(self) -> list[Stored]:
        """Return what was drawn from what moved, at any depth, as it is now."""
        reached: dict[str, Stored] = {}
        wanted = set(self._moved)
        while wanted:
            found = self._tables.drawn_from(sorted(wanted))
            for stored in found:
                self._memories.setdefault(stored.id, stored)
                self._slots.setdefault(_slot_of(stored), stored.id)
            near = {stored.id for stored in found}
            # This transaction may have drawn others from them.
            own = {
                id_
                for id_, links in self._links.values()
                if not (links.isdisjoint(wanted) and links.isdisjoint(near))
            }
            new = {id_ for id_ in near | own if id_ not in reached and self._memories.get(id_)}
            reached |= {id_: self._stored(id_) for id_ in new}
            wanted = new & own
        return list(reached.values())

    def _learn(self, ids: Collection[str]) -> None:
        """Look up memories that are not known yet."""
        unknown = [id_ for id_ in ids if id_ not in self._asked and id_ not in self._memories]
        if unknown:
            self._look_up(Wanted(ids=unknown))

    # -- rows --------------------------------------------------------------------------------

    def _row(
        self, key: int, slot: Slot, state: State, *, created_at: int, follows: int | None,
        updated_at: int | None = None,
    ) -> MemoryRow:  # fmt: skip
        """Return the row of a memory after its next event."""
        if state.attachments:
            self._keep_contents(state)
        self._numbers.events += 1
        return MemoryRow(
            key, *slot, follows, state.type, state.role, state.name, to_json(state.metadata),
            created_at, self._now if updated_at is None else updated_at, state.occurred_at,
            state.expires_at, self._numbers.events,
            state.valid_from, state.valid_to, state.superseded_by, sources_json(state.sources),
            state.derived_by, state.said_by, state.pinned, data_json(state.data),
            state.withheld, attachments_json(state.attachments),
        )  # fmt: skip

    def _keep_contents(self, state: State) -> None:
        """Make sure that the bytes of all attachments are there, or are written now.

        Raises:
            ValidationError: Some are nowhere.
        """
        named = [one for one in state.attachments if one.digest is not None]
        unknown = [one.digest for one in named if one.digest and one.digest not in self._blobs]
        if unknown:
            self._look_up(Wanted(digests=list(dict.fromkeys(unknown))))
        for one in named:
            assert one.digest is not None
            if one.digest in self._blobs:
                continue
            if one.digest not in state.contents:
                raise ValidationError(
                    f"The bytes of {one} ({one.digest}) are not in this memory.",
                    fix="Give the message with the file itself, or import an export that has it.",
                )
            self._blobs.add(one.digest)
            self._pending.blobs.append(BlobRow(one.digest, bytes(state.contents[one.digest])))

    def _record(
        self,
        change: str,
        key: int,
        scope_id: int,
        *,
        before: Stored | None = None,
        after: tuple[MemoryRow, State] | None = None,
        reason: str | None = None,
    ) -> str:
        """Gather the event whose number was given out last; return what it says of the state."""
        old = new = _NOTHING
        described = ""
        if before is not None:
            old = before.text_id, before.metadata, before.state_json
        if after is not None:
            row, state = after
            described = state_json(
                state, created_at=row.created_at, updated_at=row.updated_at, seq=row.seq,
                follows=row.follows,
            )  # fmt: skip
            new = row.text_id, row.metadata, described
        self._pending.events.append(
            EventRow(
                self._numbers.events, key, scope_id, change, *old, *new, self._actor,
                self._reason if reason is None else reason,
                self._batch_id, self._now,
            )
        )  # fmt: skip
        return described

    def _keep(self, id_: str, scope: Scope, row: MemoryRow, state: State, told: str) -> None:
        """Keep in mind how a memory stands now, and that this event led there."""
        self._memories[id_] = Stored(
            row.key, id_, row.scope_id, scope, row.text_id, state, row.metadata, told,
            row.created_at, row.follows,
        )  # fmt: skip
        self._slots[Slot(row.scope_id, row.text_id, row.speaker)] = id_
        past = Past(row.key, row.scope_id, scope, state.searched_text, row.metadata, told)
        self._pasts[id_, row.seq] = past

    # -- looking up --------------------------------------------------------------------------

    def _look_up(self, wanted: Wanted, *, first: bool = False) -> None:
        """Learn what is not known yet; what this transaction did meanwhile stays as it is."""
        found = self._tables.look_up(wanted)
        if first:
            self._numbers, self._spaces = found.numbers, found.spaces
        for text in wanted.texts:
            self._text_ids.setdefault(text, found.texts.get(text))
        self._scope_ids.update(found.scopes)
        self._embedded |= found.embedded
        self._pasts.update(found.pasts)
        self._asked.update(wanted.ids)
        self._unnamed.update(set(wanted.named) - found.named)
        self._places.update(wanted.places)
        self._blobs |= found.digests
        for id_, key in found.keys.items():
            self._keys.setdefault(id_, key)
        for stored in found.memories:
            if stored.id not in self._memories:
                self._memories[stored.id] = stored
                self._slots.setdefault(_slot_of(stored), stored.id)

    def _foresee(self) -> None:
        """Look at once where memories will stand that are brought back to earlier states."""
        places = []
        for (id_, _), past in self._pasts.items():
            stored = self._memories.get(id_)
            speaker = speaker_of(state_of(past.text, past.metadata, past.state_json))
            if stored is None or (past.text, speaker) != (
                stored.state.searched_text, speaker_of(stored.state),
            ):  # fmt: skip
                places.append(Place(past.scope, past.text, speaker))
        if places:
            texts = list(dict.fromkeys(place.text for place in places))
            scopes = list(dict.fromkeys(place.scope for place in places))
            self._look_up(Wanted(texts=texts, scopes=scopes, places=places))

    def _stored(self, id_: str) -> Stored:
        stored = self._memories.get(id_)
        if stored is None:
            raise NotFoundError(
                f"There is no memory {id_!r}.",
                fix=fixes.LOOK_UP_ID,
            )
        return stored

    def _slot(self, scope: Scope, state: State) -> Slot:
        return Slot(self._scope_ids[scope], self._text_id(state.searched_text), speaker_of(state))

    def _text_id(self, text: str) -> int:
        known = self._text_ids[text]
        if known is not None:
            return known
        self._numbers.texts += 1
        self._text_ids[text] = self._numbers.texts
        self._pending.texts.append(TextRow(self._numbers.texts, text_hash(text), text))
        return self._numbers.texts


def _wanted(
    instructions: Sequence[Instruction], vectors: Mapping[str, Mapping[str, Vectors]]
) -> Wanted:
    """Return all that can be known of what instructions need."""
    additions = [item for item in instructions if isinstance(item, Add)]
    texts = [item.state.searched_text for item in additions]
    for by_text in vectors.values():
        texts += by_text
    ids = [item.id for item in instructions if item.id is not None]
    named = list(dict.fromkeys(ids))
    ids += [item.reply_to for item in additions if item.reply_to is not None]
    ids += [id_ for item in additions if item.state.derived_by for id_ in links_of(item.state)]
    digests = [one.digest for item in additions for one in item.state.attachments if one.digest]
    return Wanted(
        texts=list(dict.fromkeys(texts)),
        scopes=list(dict.fromkeys(item.scope for item in additions)),
        places=list(
            dict.fromkeys(
                Place(item.scope, item.state.searched_text, speaker_of(item.state))
                for item in additions
            )
        ),
        ids=list(dict.fromkeys(ids)),
        pasts=list(
            dict.fromkeys((item.id, item.seq) for item in instructions if isinstance(item, Restore))
        ),
        named=named,
        digests=list(dict.fromkeys(digests)),
    )


def _holds(condition: Condition | None, stored: Stored) -> bool:
    return condition is None or condition(record_of_stored(stored))


def _slot_of(stored: Stored) -> Slot:
    return Slot(stored.scope_id, stored.text_id, speaker_of(stored.state))


def _blob(vector: Vectors, dim: int) -> bytes:
    if vector.shape != (dim,):
        raise ValidationError(
            f"A vector has the shape {vector.shape}; its space holds vectors of {dim} numbers.",
            fix="Give vectors of the space's own embedder.",
        )
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
