"""The writing side of the SQLite journal: one transaction's worth of instructions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Add, Applied, Edit, Instruction, Remove, Restore, State
from memkit.errors import NotFoundError, ValidationError
from memkit.ids import new_id
from memkit.journal.rows import scope_of, speaker_of, state_json, state_of, text_hash, to_json
from memkit.journal.vectors import chunks, placeholders
from memkit.records import SCOPE_KEYS, Scope

T = TypeVar("T")
# What is there at most once: a scope's id, a text's id, and who says it.
_Slot = tuple[int, int, str]
Key = TypeVar("Key")


@dataclass(slots=True)
class _Stored:
    """A memory as the transaction sees it."""

    key: int
    id: str
    scope_id: int
    scope: Scope
    text_id: int
    state: State
    metadata: str
    state_json: str
    created_at: int
    follows: int | None


@dataclass(slots=True)
class _Pending:
    """Rows that additions have gathered and that wait to be written at once."""

    ids: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[Any, ...]] = field(default_factory=list)
    memories: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)


class Transaction:
    """Carries out instructions on a connection that holds the write lock.

    Additions are gathered and written in bulk; an edit, removal or restoration first writes what
    was gathered, so that instructions see each other in order.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        now: int,
        batch_id: str,
        actor: str | None,
        reason: str | None,
    ) -> None:
        self._connection = connection
        self._now = now
        self._origin = (actor, reason, batch_id, now)
        self._pending = _Pending()
        self._scope_ids: dict[Scope, int] = {}
        # The ids of texts that were looked up; None for those that are not there.
        self._text_ids: dict[str, int | None] = {}
        self._taken: dict[_Slot, tuple[int, str]] = {}
        # The key of the addition before, which a reply follows.
        self._last_key: int | None = None
        # Ids that were asked for: their keys, and whether the memory is there.
        self._ids: dict[str, tuple[int, bool]] = {}
        self._next: dict[str, int] = dict(
            connection.execute(
                "SELECT name, seq FROM sqlite_sequence UNION ALL SELECT 'texts', max(id) FROM texts"
            )
        )
        # Whether what was looked up for additions may have been changed since.
        self._outdated = False
        self._next_text = self._next.pop("texts") or 0
        self._spaces: dict[str, tuple[int, int, str]] = {
            key: (id_, dim, state)
            for key, id_, dim, state in connection.execute("SELECT key, id, dim, state FROM spaces")
        }

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
        self._connection.executemany(
            "INSERT OR IGNORE INTO vectors (space_id, text_id, vector) VALUES (?, ?, ?)",
            (
                (space_id, text_id, _blob(vector, dim))
                for text, vector in by_text.items()
                if (text_id := self._text_ids[text]) is not None
            ),
        )

    def _mark_incomplete_spaces(self, vectors: Mapping[str, Mapping[str, Vectors]]) -> None:
        # A space may have been opened by another process since the texts were embedded.
        for key, (space_id, _, state) in self._spaces.items():
            given = vectors.get(key, {})
            open_ = [id_ for text, id_ in self._text_ids.items() if id_ and text not in given]
            if open_ and state == "ready":
                self._connection.execute(
                    "UPDATE spaces SET state = 'filling' WHERE id = ? AND EXISTS ("
                    "SELECT 1 FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM vectors v "
                    "WHERE v.text_id = json_each.value AND v.space_id = spaces.id))",
                    [space_id, json.dumps(open_)],
                )

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
        self._taken.clear()
        self._ids.clear()
        self._find_texts(list(dict.fromkeys(item.state.text for item in additions)))
        for item in additions:
            self._scope_id(item.scope)
        # A text that is nowhere can't be a duplicate.
        slots = [
            self._slot(item.scope, item.state)
            for item in additions
            if self._text_ids[item.state.text] is not None
        ]
        self._taken.update(
            ((scope_id, text_id, speaker), (key, id_))
            for scope_id, text_id, speaker, key, id_ in self._select(
                "SELECT m.scope_id, m.text_id, m.speaker, i.key, i.id FROM memories m "
                "JOIN ids i ON i.key = m.key "
                "WHERE (m.scope_id, m.text_id, m.speaker) IN (VALUES {})",
                slots,
                width=3,
            )
        )
        self._ids.update(
            (id_, (key, bool(there)))
            for id_, key, there in self._select(
                "SELECT id, key, EXISTS (SELECT 1 FROM memories m WHERE m.key = ids.key) "
                "FROM ids WHERE id IN ({})",
                [item.id for item in additions if item.id],
            )
        )

    def _add(self, item: Add) -> Applied:
        text = item.state.text
        slot = scope_id, text_id, _ = self._slot(item.scope, item.state)
        follows = self._last_key if item.is_reply else None
        taken = self._taken.get(slot)
        if taken is not None:
            self._last_key = taken[0]
            return self._add_again(taken[1], item.state)
        id_ = item.id or new_id()
        key, there = self._ids.get(id_, (None, False))
        if there:
            # The id of another memory: nothing is lost if this one gets its own.
            id_, key = new_id(), None
        pending = self._pending
        if key is None:
            key = self._number("ids")
            pending.ids.append((key, id_))
        self._taken[slot] = key, id_
        self._ids[id_] = key, True
        self._last_key = key
        seq = self._number("events")
        created_at = self._now if item.created_at is None else item.created_at
        metadata = to_json(item.state.metadata)
        state = state_json(
            item.state, created_at=created_at, updated_at=self._now, seq=seq,
            follows=follows,
        )  # fmt: skip
        pending.memories.append(
            (
                key, *slot, follows, item.state.type, item.state.role,
                item.state.name, metadata, created_at, self._now, item.state.occurred_at,
                item.state.expires_at, seq,
            )
        )  # fmt: skip
        pending.events.append(
            (seq, key, scope_id, "ADD", None, None, None, text_id, metadata, state, *self._origin)
        )
        return Applied(id_, text, "ADD")

    def _add_again(self, id_: str, state: State) -> Applied:
        self._flush()
        stored = self._stored(id_)
        expires_at = stored.state.expires_at
        if expires_at is None or expires_at > self._now:
            return Applied(id_, stored.state.text, "NONE")
        return self._change(stored, state)

    def _slot(self, scope: Scope, state: State) -> _Slot:
        return self._scope_id(scope), self._text_id(state.text), speaker_of(state)

    def _flush(self) -> None:
        pending, self._pending = self._pending, _Pending()
        if pending.texts:
            self._connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", pending.texts)
        if not pending.memories:
            return
        self._connection.executemany("INSERT INTO ids VALUES (?, ?)", pending.ids)
        self._connection.executemany(
            f"INSERT INTO memories VALUES ({placeholders(14)})", pending.memories
        )
        self._write_events(pending.events)

    def _write_events(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._connection.executemany(f"INSERT INTO events VALUES ({placeholders(14)})", rows)

    # -- changes of one memory ---------------------------------------------------------------

    def _edit(self, item: Edit) -> Applied:
        stored = self._stored(item.id)
        return self._change(stored, item.change(stored.state))

    def _change(self, stored: _Stored, state: State) -> Applied:
        if state == stored.state:
            return Applied(stored.id, state.text, "NONE")
        slot = _, text_id, speaker = self._slot(stored.scope, state)
        self._refuse_twin(stored, slot, state)
        seq = self._number("events")
        metadata = to_json(state.metadata)
        after = state_json(
            state, created_at=stored.created_at, updated_at=self._now, seq=seq,
            follows=stored.follows,
        )  # fmt: skip
        self._flush()
        self._connection.execute(
            "UPDATE memories SET text_id = ?, speaker = ?, type = ?, role = ?, "
            "name = ?, metadata = ?, updated_at = ?, occurred_at = ?, expires_at = ?, seq = ? "
            "WHERE key = ?",
            (
                text_id, speaker, state.type, state.role, state.name, metadata,
                self._now, state.occurred_at, state.expires_at, seq, stored.key,
            ),
        )  # fmt: skip
        self._write_events(
            [
                (
                    seq, stored.key, stored.scope_id, "UPDATE", stored.text_id, stored.metadata,
                    stored.state_json, text_id, metadata, after, *self._origin,
                )
            ]
        )  # fmt: skip
        return Applied(stored.id, state.text, "UPDATE")

    def _remove(self, item: Remove) -> Applied:
        if item.missing_ok and not self._is_there(item.id):
            return Applied(item.id, "", "NONE")
        stored = self._stored(item.id)
        seq = self._number("events")
        self._connection.execute("DELETE FROM memories WHERE key = ?", [stored.key])
        self._write_events(
            [
                (
                    seq, stored.key, stored.scope_id, "DELETE", stored.text_id, stored.metadata,
                    stored.state_json, None, None, None, *self._origin,
                )
            ]
        )  # fmt: skip
        return Applied(stored.id, stored.state.text, "DELETE")

    def _restore(self, item: Restore) -> Applied:
        row = self._connection.execute(
            "SELECT e.key, e.scope_id, s.user_id, s.agent_id, s.app_id, s.run_id, n.text, "
            "e.new_metadata, e.new_state FROM events e JOIN ids i ON i.key = e.key "
            "JOIN scopes s ON s.id = e.scope_id LEFT JOIN texts n ON n.id = e.new_text_id "
            "WHERE i.id = ? AND e.seq = ?",
            [item.id, item.seq],
        ).fetchone()
        if row is None or row[6] is None:
            raise NotFoundError(
                f"Event {item.seq} left no state of memory {item.id!r}.",
                fix="List its events with history(id).",
            )
        key, scope_id, *scope, text, metadata, state = row
        target = state_of(text, metadata, state)
        if self._is_there(item.id):
            return self._change(self._stored(item.id), target)
        return self._bring_back(item.id, key, scope_id, scope_of(scope), target, state)

    def _bring_back(
        self, id_: str, key: int, scope_id: int, scope: Scope, state: State, old_json: str
    ) -> Applied:
        slot = _, text_id, _ = self._slot(scope, state)
        self._flush()
        created_at, follows = json.loads(old_json)[3], json.loads(old_json)[9]
        stored = _Stored(key, id_, scope_id, scope, text_id, state, "", "", created_at, follows)
        self._refuse_twin(stored, slot, state)
        seq = self._number("events")
        metadata = to_json(state.metadata)
        after = state_json(
            state, created_at=created_at, updated_at=self._now, seq=seq,
            follows=follows,
        )  # fmt: skip
        self._connection.execute(
            f"INSERT INTO memories VALUES ({placeholders(14)})",
            (
                key, *slot, follows, state.type, state.role, state.name,
                metadata, created_at, self._now, state.occurred_at, state.expires_at, seq,
            ),
        )  # fmt: skip
        self._write_events(
            [(seq, key, scope_id, "ADD", None, None, None, text_id, metadata, after, *self._origin)]
        )
        return Applied(id_, state.text, "ADD")

    def _refuse_twin(self, stored: _Stored, slot: _Slot, state: State) -> None:
        twin = self._connection.execute(
            "SELECT i.id FROM memories m JOIN ids i ON i.key = m.key "
            "WHERE m.scope_id = ? AND m.text_id = ? AND m.speaker = ? AND m.key != ?",
            [*slot, stored.key],
        ).fetchone()
        if twin:
            raise ValidationError(
                f"Memory {twin[0]!r} of the same scope already says {_short(state.text)!r}.",
                fix=f"Delete one of the two: delete({twin[0]!r}).",
            )

    # -- looking up --------------------------------------------------------------------------

    def _is_there(self, id_: str) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM memories m JOIN ids i ON i.key = m.key WHERE i.id = ?", [id_]
        )
        return row.fetchone() is not None

    def _stored(self, id_: str) -> _Stored:
        row = self._connection.execute(
            "SELECT m.key, m.scope_id, s.user_id, s.agent_id, s.app_id, s.run_id, m.text_id, "
            "t.text, m.metadata, m.created_at, e.new_state, m.follows FROM memories m "
            "JOIN ids i ON i.key = m.key JOIN scopes s ON s.id = m.scope_id "
            "JOIN texts t ON t.id = m.text_id JOIN events e ON e.seq = m.seq WHERE i.id = ?",
            [id_],
        ).fetchone()
        if row is None:
            raise NotFoundError(
                f"There is no memory {id_!r}.",
                fix="Look the id up with get_all() or search(); history(id) tells if it was "
                "deleted.",
            )
        key, scope_id, user, agent, app, run, text_id, text, metadata, *rest = row
        created_at, state, follows = rest
        return _Stored(
            key, id_, scope_id, scope_of((user, agent, app, run)), text_id,
            state_of(text, metadata, state), metadata, state, created_at, follows,
        )  # fmt: skip

    def _find_texts(self, texts: Sequence[str]) -> None:
        by_hash = {text_hash(text): text for text in texts}
        self._text_ids.update(dict.fromkeys(texts))
        self._text_ids.update(
            (by_hash[found], id_)
            for id_, found in self._select(
                "SELECT id, hash FROM texts WHERE hash IN ({})", list(by_hash)
            )
        )

    def _text_id(self, text: str) -> int:
        if text not in self._text_ids:
            self._find_texts([text])
        known = self._text_ids[text]
        if known is not None:
            return known
        self._next_text += 1
        self._text_ids[text] = self._next_text
        self._pending.texts.append((self._next_text, text_hash(text), text))
        return self._next_text

    def _scope_id(self, scope: Scope) -> int:
        found = self._scope_ids.get(scope)
        if found is None:
            name = to_json(scope.key)
            row = self._connection.execute(
                "SELECT id FROM scopes WHERE name = ?", [name]
            ).fetchone()
            row = (
                row
                or self._connection.execute(
                    f"INSERT INTO scopes ({', '.join(SCOPE_KEYS)}, name) "
                    "VALUES (?, ?, ?, ?, ?) RETURNING id",
                    [*scope.key, name],
                ).fetchone()
            )
            found = self._scope_ids[scope] = int(row[0])
        return found

    def _number(self, table: str) -> int:
        # The write lock is held, so numbers can be given out here and written in bulk.
        self._next[table] = self._next.get(table, 0) + 1
        return self._next[table]

    def _select(self, sql: str, values: Sequence[Any], *, width: int = 1) -> Iterator[Any]:
        one = "?" if width == 1 else f"({placeholders(width)})"
        for part in chunks(values):
            flat = part if width == 1 else [item for value in part for item in value]
            yield from self._connection.execute(sql.format(",".join([one] * len(part))), flat)


def _blob(vector: Vectors, dim: int) -> bytes:
    if vector.shape != (dim,):
        raise ValidationError(
            f"A vector has the shape {vector.shape}; its space holds vectors of {dim} numbers.",
            fix="Give vectors of the space's own embedder.",
        )
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
