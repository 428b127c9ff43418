"""What a change means: one transaction's worth of instructions, in any database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Add, Applied, Edit, Instruction, Remove, Restore
from memkit.domain.ids import new_id
from memkit.domain.records import Change, Scope
from memkit.domain.states import State
from memkit.errors import NotFoundError, ValidationError
from memkit.providers.sql_journal.rows import (
    data_json,
    read_state,
    sources_json,
    speaker_of,
    state_json,
    state_of,
    text_hash,
    to_json,
)
from memkit.providers.sql_journal.tables import (
    EventRow,
    MemoryRow,
    Past,
    Pending,
    Slot,
    Stored,
    Tables,
    TextRow,
)

# A half of an event: no state before, or none after.
_NOTHING: tuple[int | None, str | None, str | None] = (None, None, None)


class Transaction:
    """Carries out instructions on the tables of a journal.

    Additions are gathered and written in bulk; an edit, removal or restoration first writes what
    was gathered, so that instructions see each other in order.
    """

    def __init__(
        self, tables: Tables, *, now: int, batch_id: str, actor: str | None, reason: str | None
    ) -> None:
        self._tables = tables
        self._now = now
        self._actor, self._reason, self._batch_id = actor, reason, batch_id
        self._pending = Pending()
        self._scope_ids: dict[Scope, int] = {}
        # The ids of texts that were looked up; None for those that are not there.
        self._text_ids: dict[str, int | None] = {}
        self._taken: dict[Slot, tuple[int, str]] = {}
        # The key of the addition before, which a reply follows.
        self._last_key: int | None = None
        # Ids that were asked for: their keys, and whether the memory is there.
        self._ids: dict[str, tuple[int, bool]] = {}
        self._numbers = tables.numbers()
        # Whether what was looked up for additions may have been changed since.
        self._outdated = False
        self._spaces = tables.spaces()

    def run(
        self,
        instructions: Sequence[Instruction],
        vectors: Mapping[str, Mapping[str, Vectors]],
    ) -> list[Applied]:
        """Carry out the instructions and store the vectors of their texts."""
        self._look_up([item for item in instructions if isinstance(item, Add)])
        applied = [self._one(instruction) for instruction in instructions]
        self._flush()
        for space, by_text in vectors.items():
            self.put_vectors(space, by_text)
        self._mark_incomplete_spaces(vectors)
        return applied

    def put_vectors(self, space: str, by_text: Mapping[str, Vectors]) -> None:
        """Store vectors of texts that the journal holds, where the space has none yet."""
        if space not in self._spaces:
            return  # It was dropped by someone else meanwhile.
        space_id, dim, _ = self._spaces[space]
        self._find_texts([text for text in by_text if text not in self._text_ids])
        self._tables.insert_vectors(
            space_id,
            [
                (text_id, _blob(vector, dim))
                for text, vector in by_text.items()
                if (text_id := self._text_ids[text]) is not None
            ],
        )

    def _mark_incomplete_spaces(self, vectors: Mapping[str, Mapping[str, Vectors]]) -> None:
        # A space may have been opened by another process since the texts were embedded.
        for key, (space_id, _, state) in self._spaces.items():
            given = vectors.get(key, {})
            open_ = [id_ for text, id_ in self._text_ids.items() if id_ and text not in given]
            if open_ and state == "ready":
                self._tables.mark_filling(space_id, open_)

    def _one(self, instruction: Instruction) -> Applied:
        if isinstance(instruction, Add):
            if self._outdated:
                self._look_up([instruction])
            return self._add(instruction)
        self._flush()
        self._outdated = True
        if isinstance(instruction, Edit):
            return self._edit(instruction)
        if isinstance(instruction, Remove):
            return self._remove(instruction)
        return self._restore(instruction)

    # -- additions ---------------------------------------------------------------------------

    def _look_up(self, additions: Sequence[Add]) -> None:
        if not additions:
            return
        self._flush()
        self._find_texts(list(dict.fromkeys(item.state.text for item in additions)))
        for item in additions:
            self._scope_id(item.scope)
        # A text that is nowhere can't be a duplicate.
        self._taken = self._tables.taken(
            [
                self._slot(item.scope, item.state)
                for item in additions
                if self._text_ids[item.state.text] is not None
            ]
        )
        self._ids = self._tables.known_ids([item.id for item in additions if item.id])

    def _add(self, item: Add) -> Applied:
        text = item.state.text
        slot = self._slot(item.scope, item.state)
        follows = self._last_key if item.is_reply else None
        taken = self._taken.get(slot)
        if taken is not None:
            self._last_key = taken[0]
            return self._add_again(taken[1], item)
        id_ = item.id or new_id()
        key, there = self._ids.get(id_, (None, False))
        if there:
            # The id of another memory: nothing is lost if this one gets its own.
            id_, key = new_id(), None
        if key is None:
            self._numbers.keys += 1
            key = self._numbers.keys
            self._pending.ids.append((key, id_))
        self._taken[slot] = key, id_
        self._ids[id_] = key, True
        self._last_key = key
        created_at = self._now if item.created_at is None else item.created_at
        row = self._row(key, slot, item.state, created_at=created_at, follows=follows)
        self._pending.memories.append(row)
        self._record("ADD", key, slot.scope_id, after=(row, item.state))
        return Applied(id_, text, "ADD")

    def _add_again(self, id_: str, item: Add) -> Applied:
        self._flush()
        stored = self._stored(id_)
        if not self._is_over(stored, item):
            return Applied(id_, stored.state.text, "NONE")
        return self._change(stored, item.state)

    def _is_over(self, stored: Stored, item: Add) -> bool:
        """Tell whether a memory had expired, or ended to hold, when it was said again."""
        old = stored.state
        if old.expires_at is not None and old.expires_at <= self._now:
            return True
        end = old.valid_to
        if end is None and old.superseded_by is not None:
            end = read_state(stored.state_json)["updated_at"]
        times = (item.state.occurred_at, item.created_at, self._now)
        said = next(time for time in times if time is not None)
        return end is not None and end <= min(said, self._now)

    # -- changes of one memory ---------------------------------------------------------------

    def _edit(self, item: Edit) -> Applied:
        stored = self._stored(item.id)
        return self._change(stored, item.change(stored.state))

    def _change(self, stored: Stored, state: State) -> Applied:
        if state == stored.state:
            return Applied(stored.id, state.text, "NONE")
        slot = self._slot(stored.scope, state)
        self._refuse_twin(stored.key, slot, state)
        row = self._row(
            stored.key, slot, state, created_at=stored.created_at, follows=stored.follows
        )
        self._record("UPDATE", stored.key, stored.scope_id, before=stored, after=(row, state))
        self._flush()
        self._tables.update(row)
        return Applied(stored.id, state.text, "UPDATE")

    def _remove(self, item: Remove) -> Applied:
        if item.missing_ok and self._tables.stored(item.id) is None:
            return Applied(item.id, "", "NONE")
        stored = self._stored(item.id)
        self._tables.delete(stored.key)
        self._numbers.events += 1
        self._record("DELETE", stored.key, stored.scope_id, before=stored)
        return Applied(stored.id, stored.state.text, "DELETE")

    def _restore(self, item: Restore) -> Applied:
        past = self._tables.past(item.id, item.seq)
        if past is None:
            raise NotFoundError(
                f"Event {item.seq} left no state of memory {item.id!r}.",
                fix="List its events with history(id).",
            )
        state = state_of(past.text, past.metadata, past.state_json)
        stored = self._tables.stored(item.id)
        if stored is not None:
            return self._change(stored, state)
        return self._bring_back(item.id, past, state)

    def _bring_back(self, id_: str, past: Past, state: State) -> Applied:
        slot = self._slot(past.scope, state)
        self._refuse_twin(past.key, slot, state)
        told = read_state(past.state_json)
        row = self._row(
            past.key, slot, state, created_at=told["created_at"], follows=told.get("follows")
        )
        self._pending.memories.append(row)
        self._record("ADD", past.key, past.scope_id, after=(row, state))
        return Applied(id_, state.text, "ADD")

    def _refuse_twin(self, key: int, slot: Slot, state: State) -> None:
        # A text that waits to be written is nobody's yet.
        twin = self._tables.taken([slot]).get(slot)
        if twin is not None and twin[0] != key:
            raise ValidationError(
                f"Memory {twin[1]!r} of the same scope already says {_short(state.text)!r}.",
                fix=f"Delete one of the two: delete({twin[1]!r}).",
            )

    # -- rows --------------------------------------------------------------------------------

    def _row(
        self, key: int, slot: Slot, state: State, *, created_at: int, follows: int | None
    ) -> MemoryRow:
        """Return the row of a memory after its next event."""
        self._numbers.events += 1
        return MemoryRow(
            key, *slot, follows, state.type, state.role, state.name, to_json(state.metadata),
            created_at, self._now, state.occurred_at, state.expires_at, self._numbers.events,
            state.valid_from, state.valid_to, state.superseded_by, sources_json(state.sources),
            state.derived_by, state.said_by, state.pinned, data_json(state.data),
        )  # fmt: skip

    def _record(
        self,
        change: Change,
        key: int,
        scope_id: int,
        *,
        before: Stored | None = None,
        after: tuple[MemoryRow, State] | None = None,
    ) -> None:
        """Gather the event whose number was given out last."""
        old = new = _NOTHING
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
                self._numbers.events, key, scope_id, change, *old, *new, self._actor, self._reason,
                self._batch_id, self._now,
            )
        )  # fmt: skip

    def _flush(self) -> None:
        pending, self._pending = self._pending, Pending()
        if pending.texts or pending.memories or pending.events:
            self._tables.insert(pending)

    # -- looking up --------------------------------------------------------------------------

    def _slot(self, scope: Scope, state: State) -> Slot:
        return Slot(self._scope_id(scope), self._text_id(state.text), speaker_of(state))

    def _stored(self, id_: str) -> Stored:
        stored = self._tables.stored(id_)
        if stored is None:
            raise NotFoundError(
                f"There is no memory {id_!r}.",
                fix="Look the id up with get_all() or search(); history(id) tells if it was "
                "deleted.",
            )
        return stored

    def _find_texts(self, texts: Sequence[str]) -> None:
        self._text_ids.update(dict.fromkeys(texts))
        self._text_ids.update(self._tables.text_ids(texts))

    def _text_id(self, text: str) -> int:
        if text not in self._text_ids:
            self._find_texts([text])
        known = self._text_ids[text]
        if known is not None:
            return known
        self._numbers.texts += 1
        self._text_ids[text] = self._numbers.texts
        self._pending.texts.append(TextRow(self._numbers.texts, text_hash(text), text))
        return self._numbers.texts

    def _scope_id(self, scope: Scope) -> int:
        found = self._scope_ids.get(scope)
        if found is None:
            found = self._scope_ids[scope] = self._tables.scope_id(scope)
        return found


def _blob(vector: Vectors, dim: int) -> bytes:
    if vector.shape != (dim,):
        raise ValidationError(
            f"A vector has the shape {vector.shape}; its space holds vectors of {dim} numbers.",
            fix="Give vectors of the space's own embedder.",
        )
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
