"""A journal in SQL, written once: what a database adds is its dialect.

Statements are written with question marks and read in groups. A group is one snapshot, and for a
database on a server one round trip, so whatever can be asked together is asked together.
"""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal.Journal

from __future__ import annotations

import functools
import itertools
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import (
    Applied,
    Instruction,
    Journal,
    Rating,
    Reading,
    SpaceRow,
)
from memkit.contracts.journal.memories import Restrictions, Turn, most_first
from memkit.contracts.store import Keys, Position, Selection
from memkit.domain import fixes
from memkit.domain.digests import text_hash
from memkit.domain.records import SCOPE_KEYS, Event, MemoryRecord, Scope
from memkit.domain.times import now
from memkit.errors import SpaceError
from memkit.filters import Field, Sql, Where, join, to_sql
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.calls import SQLCalls
from memkit.providers.sql_journal.derivations import (
    NOT_PASSED_OVER,
    SQLDerivations,
    drop,
    write_readings,
)
from memkit.providers.sql_journal.followers import SQLFollowers
from memkit.providers.sql_journal.purge import Purge, refuse_purged
from memkit.providers.sql_journal.statements import (
    EVENT_TOKEN,
    RESTRICTED,
    KeptComparisons,
    Query,
)
from memkit.providers.sql_journal.transaction import Transaction

_MOST_DERIVED = 64 << 20
_SPACE_ID = "(SELECT id FROM spaces WHERE key = ?)"
_KNOWN = "SELECT v.space_id, t.hash FROM texts t JOIN vectors v ON v.text_id = t.id WHERE "
_TEXT_VECTORS = (
    "SELECT t.hash, v.vector FROM texts t JOIN vectors v ON v.text_id = t.id "
    f"AND v.space_id = {_SPACE_ID} WHERE "
)
_COUNT_VECTORS = (
    "SELECT count(*) FROM memories m JOIN vectors v ON v.text_id = m.text_id "
    f"AND v.space_id = {_SPACE_ID}"
)
_LACKS = (
    "SELECT 1 FROM memories m WHERE NOT EXISTS (SELECT 1 FROM vectors v "
    f"WHERE v.text_id = m.text_id AND v.space_id = {_SPACE_ID}) LIMIT 1"
)
# Some may be there twice, for the first of them are found without reading the rest.
_UNFILLED = (
    "SELECT t.text FROM memories m JOIN texts t ON t.id = m.text_id WHERE NOT EXISTS "
    "(SELECT 1 FROM vectors v WHERE v.text_id = m.text_id AND v.space_id = "
    f"{_SPACE_ID}) ORDER BY m.key LIMIT ?"
)
_PUT_SPACE = (
    "INSERT INTO spaces (key, provider, config, model, dim, normalized, fingerprint, state, "
    "is_default) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
    "provider = excluded.provider, config = excluded.config, model = excluded.model, "
    "normalized = excluded.normalized, fingerprint = excluded.fingerprint, "
    "state = excluded.state, is_default = excluded.is_default"
)
_BEGINNINGS = (
    "SELECT i.id, e.new_state FROM ids i JOIN events e ON e.key = i.key "
    "WHERE e.old_state IS NULL AND e.new_state IS NOT NULL AND {} ORDER BY e.seq"
)
# Without an index on them: looked for from the end, where those are that people undo.
_LAST_OF_BATCH = "SELECT seq FROM events WHERE batch_id = ? ORDER BY seq DESC LIMIT 1"
_BEFORE_BATCH = "SELECT seq FROM events WHERE seq < ? AND batch_id != ? ORDER BY seq DESC LIMIT 1"
# Without an index: whoever types a part of an id waits a few milliseconds for it.
_IDS_LIKE = (
    "SELECT i.id, m.key IS NOT NULL FROM ids i LEFT JOIN memories m ON m.key = i.key "
    "WHERE i.id LIKE ? OR i.id LIKE ? ORDER BY m.key IS NULL, i.key DESC LIMIT ?"
)
_STATE_AT = (
    "SELECT e.key, i.id, s.user_id, s.agent_id, s.app_id, s.run_id, n.text, e.new_metadata, "
    "e.new_state FROM events e "
    "JOIN (SELECT key, max(seq) AS seq FROM events WHERE seq <= ? GROUP BY key) last "
    "ON last.seq = e.seq JOIN ids i ON i.key = e.key JOIN scopes s ON s.id = e.scope_id "
    "JOIN texts n ON n.id = e.new_text_id ORDER BY e.key"
)
_PUT_DERIVED = (
    "INSERT INTO derived VALUES (?, ?, (SELECT coalesce(max(used), 0) + 1 FROM derived)) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value, used = excluded.used"
)
_FORGET_DERIVED = (
    "DELETE FROM derived WHERE key IN (SELECT key FROM (SELECT key, "
    "sum(length(value)) OVER (ORDER BY used DESC) AS size FROM derived) g "
    "WHERE size > ?) AND key != ?"
)
# What a reset empties; the spaces and the derivations stay registered.
_ERASED = (
    "readings", "passed_over", "windows", "calls", "vectors", "memories", "events", "ids", "scopes",
    "texts", "followers", "derived", "ratings", "source_links", "blobs",
)  # fmt: skip


class SQLJournal(SQLFollowers, SQLDerivations, SQLCalls, Journal):
    """All of a journal but its connections, its text search and its checks.

    A subclass gives what `Statements` asks for.
    """

    # -- changes -----------------------------------------------------------------------------

    @property
    def journal_id(self) -> str:
        return str(self._all(self.head_sql)[0][0])

    def apply(
        self,
        instructions: Sequence[Instruction],
        *,
        vectors: Mapping[str, Mapping[str, Vectors]],
        now: int,
        batch_id: str,
        actor: str | None = None,
        reason: str | None = None,
        readings: Sequence[Reading] = (),
        closes: Sequence[int] = (),
        shown: Collection[str] = (),
        infer: bool | None = None,
        drops: str | None = None,
    ) -> list[Applied]:
        with self._writing() as tables:
            # All of this before the rest, which may end the transaction.
            if shown:
                refuse_purged(tables, self.dialect, shown)
            if drops is not None:
                drop(tables, drops)
            if readings or closes:
                write_readings(
                    tables, self.dialect, readings, closes=closes, batch_id=batch_id, at=now
                )
            transaction = Transaction(
                tables, now=now, batch_id=batch_id, actor=actor, reason=reason
            )
            return transaction.run(instructions, vectors, infer)

    def purge(
        self,
        ids: Sequence[str],
        *,
        now: int,
        batch_id: str,
        actor: str | None = None,
        reason: str | None = None,
    ) -> list[str]:
        purge = Purge(now=now, batch_id=batch_id, actor=actor, reason=reason)
        with self._writing() as tables:
            return purge.run(tables, self.dialect, ids)

    def reset(self) -> None:
        with self._writing() as tables:
            tables.begin_erasing()
            for table in _ERASED:
                tables.run(f"DELETE FROM {table}")
            tables.run("UPDATE spaces SET state = 'ready'")
            tables.rename(uuid.uuid4().hex)
            tables.end_erasing()

    # -- reading -----------------------------------------------------------------------------

    def head(self) -> Position:
        return Position(*self._all(self.head_sql)[0][1:3])

    def get(self, ids: Sequence[str]) -> dict[str, MemoryRecord]:
        found = self._memories(self.dialect.among("i.id", list(ids), "text"))
        return {record.id: record for _, record in found}

    def read(self, keys: Keys) -> dict[int, MemoryRecord]:
        return dict(self._memories(self._of(keys)))

    def keys_of(self, ids: Sequence[str]) -> dict[str, int]:
        among = self.dialect.among("i.id", list(ids), "text")
        found = self._all(
            f"SELECT i.id, i.key FROM ids i JOIN memories m ON m.key = i.key WHERE {among.text}",
            among.params,
        )
        return dict(found)

    def ids_like(self, part: str, *, limit: int) -> list[tuple[str, bool]]:
        found = self._all(_IDS_LIKE, (f"{part}%", f"%{part}", limit))
        return [(id_, bool(there)) for id_, there in found]

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        among = self._of(keys, "follows")
        found = self._all(f"SELECT follows, key FROM memories WHERE {among.text}", among.params)
        return [(before, after) for before, after in found]

    def turns(self, keys: Keys) -> list[Turn]:
        these, after = self._of(keys, "key"), self._of(keys, "follows")
        before = self.dialect.in_query("key", f"SELECT follows FROM memories WHERE {these.text}")
        found = self._all(
            " UNION ".join(
                f"SELECT key, role, name, follows FROM memories WHERE {condition}"
                for condition in (these.text, after.text, before)
            ),
            (*these.params, *after.params, *these.params),
        )
        return [Turn(*row) for row in found]

    def replied_to(self, ids: Sequence[str]) -> dict[str, str]:
        among = self.dialect.among("i.id", list(ids), "text")
        told = self._all(_BEGINNINGS.format(among.text), among.params)
        # The last time that a memory began counts.
        keys = {id_: rows.read_state(state).get("follows") for id_, state in told}
        wanted = self._of(np.array(sorted({key for key in keys.values() if key}), np.int64), "key")
        names: dict[int, str] = dict(
            self._all(f"SELECT key, id FROM ids WHERE {wanted.text}", wanted.params)
        )
        return {id_: names[key] for id_, key in keys.items() if key}

    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        sql = join("AND", [Sql("m.key > ?", (after,)), self._condition(selection)])
        return self._memories(Sql(f"{sql.text} ORDER BY m.key LIMIT ?", (*sql.params, limit)))

    def count(self, selection: Selection) -> int:
        sql = self._condition(selection)
        counted = f"SELECT count(*) FROM {_tables_for(selection)} WHERE {sql.text}"
        return int(self._all(counted, sql.params)[0][0])

    def scope_ids(self, name: str, *, scope: Scope, now: int) -> dict[str, int]:
        assert name in SCOPE_KEYS
        selection = Selection(scope=scope, where=None, now=now)
        parts = [Sql(f"s.{name} IS NOT NULL"), self._condition(selection)]
        sql = join("AND", parts)
        return most_first(
            self._all(
                f"SELECT s.{name}, count(*) FROM memories m JOIN scopes s ON s.id = m.scope_id "
                f"WHERE {sql.text} GROUP BY s.{name} ORDER BY s.{name}",
                sql.params,
            )
        )

    def field_names(self, scope: Scope) -> dict[Field, int]:
        sql = join("AND", [Sql("1 = 1"), *self._scope_conditions(scope, "m")])
        told = self._all(
            f"SELECT m.metadata, m.data FROM memories m WHERE {sql.text} ORDER BY m.key", sql.params
        )
        counts: Counter[Field] = Counter()
        # Grouped here: databases sort for it, which takes longer.
        for (metadata, data), number in Counter(told).items():
            for name in rows.names_of(metadata, data):
                counts[name] += number
        return most_first(counts.items())

    def derived_keys(self, ids: Sequence[str]) -> Keys:
        among = self.dialect.among("source_id", list(ids), "text")
        found = self._all(
            f"WITH {rows.DRAWN.format(among.text)} SELECT m.key FROM memories m "
            f"WHERE {self.dialect.in_query('m.key', 'SELECT key FROM drawn')} ORDER BY m.key",
            among.params,
        )
        return np.fromiter((key for (key,) in found), np.int64, len(found))

    def restrictions(self, scope: Scope) -> Restrictions:
        parts = self._scope_conditions(scope, "m")
        sql = "".join(f" AND {part.text}" for part in parts)
        params = [param for part in parts for param in part.params]
        found = self._all(RESTRICTED.format(sql), params * 2)
        return Restrictions(*map(bool, found[0]))

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        tables, sql = _tables_for(selection), self._condition(selection)
        if among is not None:
            tables, sql = self._narrowed(tables, sql, among)
        found = self._all(f"SELECT m.key FROM {tables} WHERE {sql.text} ORDER BY m.key", sql.params)
        return np.fromiter((key for (key,) in found), np.int64, len(found))

    def events(
        self,
        *,
        after: int = 0,
        until: int | None = None,
        memory_id: str | None = None,
        scope: Scope | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        parts = [Sql("e.seq > ?", (after,)), *self._scope_conditions(scope or Scope(), "e")]
        if until is not None:
            parts.append(Sql("e.seq <= ?", (until,)))
        if memory_id is not None:
            parts.append(Sql("e.key = (SELECT key FROM ids WHERE id = ?)", (memory_id,)))
        sql = join("AND", parts)
        end, most = ("", ()) if limit is None else (" LIMIT ?", (limit,))
        found = self._all(
            f"SELECT {rows.EVENT_COLUMNS} FROM {rows.EVENT_TABLES} WHERE {sql.text} "
            f"ORDER BY e.seq{end}",
            (*sql.params, *most),
        )
        return [rows.event_of(row) for row in found]

    def batch_events(self, batch_id: str) -> list[Event]:
        found = self._all(_LAST_OF_BATCH, (batch_id,))
        if not found:
            return []
        last = found[0][0]
        before = self._all(_BEFORE_BATCH, (last, batch_id))
        return self.events(after=before[0][0] if before else 0, until=last)

    def event_counts(
        self, *, after: int, until: int, pieces: int, scope: Scope
    ) -> list[dict[str, int]]:
        span = Sql("e.seq > ? AND e.seq <= ?", (after, until))
        sql = join("AND", [span, *self._scope_conditions(scope, "e")])
        told = self._all(
            "SELECT piece, event, count(*) FROM (SELECT (e.seq - ?) * ? / ? AS piece, e.event "
            f"FROM events e WHERE {sql.text}) s GROUP BY piece, event",
            (after + 1, pieces, until - after, *sql.params),
        )
        counts: list[dict[str, int]] = [{} for _ in range(pieces)]
        for piece, event, number in told:
            counts[piece][event] = number
        return counts

    def event_token(self, seq: int) -> str | None:
        found = self._all(EVENT_TOKEN, (seq,))
        return str(found[0][0]) if found else None

    def seq_at(self, instant: int) -> int:
        # The last one by number: a clock may have been set back.
        found = self._all("SELECT seq FROM events WHERE at <= ? ORDER BY seq DESC LIMIT 1",
                          (instant,))  # fmt: skip
        return int(found[0][0]) if found else 0

    def state_at(self, seq: int) -> Iterator[tuple[int, MemoryRecord]]:
        for key, id_, user, agent, app, run, text, metadata, state in self._all(_STATE_AT, (seq,)):
            row = rows.memory_row(key, id_, (user, agent, app, run), text, metadata, state)
            yield key, rows.record_of(row)

    def _memories(self, condition: Sql) -> list[tuple[int, MemoryRecord]]:
        (found,) = self._together(Query(rows.MEMORIES + condition.text, condition.params))
        return [(row[0], rows.record_of(row)) for row in found]

    # -- selections --------------------------------------------------------------------------

    def _condition(self, selection: Selection) -> Sql:
        """Return what a selection asks of a memory, over `rows.MEMORY_TABLES`."""
        parts = [Sql("(m.expires_at IS NULL OR m.expires_at > ?)", (selection.now,))]
        parts += self._scope_conditions(selection.scope, "m")
        if selection.where is not None:
            parts.append(_compiled(selection.where, self.dialect.comparisons))
        return join("AND", parts)

    def _scope_conditions(self, scope: Scope, alias: str) -> list[Sql]:
        """Return one condition for each id of a scope."""
        # A list of scopes first: the index on memories by scope then does the rest.
        return [
            Sql(self.dialect.in_scope(f"{alias}.scope_id", name), (value,))
            for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
            if value is not None
        ]

    def _narrowed(self, tables: str, sql: Sql, among: Keys) -> tuple[str, Sql]:
        """Return tables and condition of a selection for these keys alone."""
        return tables, join("AND", [self._of(among), sql])

    def _of(self, keys: Keys, column: str = "m.key") -> Sql:
        return self.dialect.among(column, keys.tolist(), "key")

    # -- spaces and vectors ------------------------------------------------------------------

    def spaces(self) -> list[SpaceRow]:
        return rows.spaces_of(self._together(Query(rows.SPACES), near=True)[0])

    def put_space(self, space: SpaceRow) -> None:
        with self._writing() as tables:
            tables.number_spaces_from(now() // 1000)
            if space.default:
                tables.run("UPDATE spaces SET is_default = false")
            tables.run(
                _PUT_SPACE,
                (
                    space.key, space.provider, rows.to_json(dict(space.config)), space.model,
                    space.dim, space.normalized, space.fingerprint, space.state, space.default,
                ),
            )  # fmt: skip

    def complete_space(self, key: str) -> bool:
        with self._writing() as tables:
            rows.length_of(tables.run(rows.SPACE, (key,)), key)
            lacking = tables.run(_LACKS, (key,))
            if not lacking:
                tables.run("UPDATE spaces SET state = 'ready' WHERE key = ?", (key,))
            return not lacking

    def default_space(self, key: str) -> None:
        with self._writing() as tables:
            rows.length_of(tables.run(rows.SPACE, (key,)), key)
            tables.run("UPDATE spaces SET is_default = (key = ?)", (key,))

    def drop_space(self, key: str) -> None:
        with self._writing() as tables:
            if tables.run("SELECT 1 FROM spaces WHERE key = ? AND is_default", (key,)):
                raise SpaceError(
                    f"Space {key!r} is the default.",
                    fix=fixes.use_another_space(),
                )
            tables.run(f"DELETE FROM vectors WHERE space_id = {_SPACE_ID}", (key,))
            tables.run("DELETE FROM spaces WHERE key = ?", (key,))

    def known_texts(self, space: str, texts: Sequence[str]) -> set[str]:
        return next((known for row, known in self.spaces_knowing(texts) if row.key == space), set())

    def spaces_knowing(self, texts: Sequence[str]) -> list[tuple[SpaceRow, set[str]]]:
        by_hash = {text_hash(text): text for text in texts}
        spaces, *found = self._together(
            Query(rows.SPACES), *self._by_hashes(_KNOWN, (), list(by_hash)), near=True
        )
        known: dict[int, set[str]] = {}
        for space_id, hash_ in itertools.chain(*found):
            known.setdefault(space_id, set()).add(by_hash[hash_])
        return [(row, known.get(row.id, set())) for row in rows.spaces_of(spaces)]

    def put_vectors(self, space: str, vectors: Mapping[str, Vectors]) -> None:
        with self._writing() as tables:
            transaction = Transaction(tables, now=0, batch_id="", actor=None, reason=None)
            transaction.put_vectors(space, vectors)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        among = self._of(keys)
        known, found = self._together(
            Query(rows.SPACE, (space,)),
            Query(
                "SELECT m.key, v.vector FROM memories m JOIN vectors v ON v.text_id = m.text_id "
                f"AND v.space_id = {_SPACE_ID} WHERE {among.text} ORDER BY m.key",
                (space, *among.params),
                blobs=True,
            ),
        )
        return rows.aligned(found, keys.tolist(), rows.length_of(known, space))

    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        hashes = [text_hash(text) for text in texts]
        known, *found = self._together(
            Query(rows.SPACE, (space,)),
            *self._by_hashes(_TEXT_VECTORS, (space,), hashes, blobs=True),
        )
        dim = rows.length_of(known, space)
        return rows.aligned(list(itertools.chain(*found)), hashes, dim)

    def count_vectors(self, space: str) -> int:
        return int(self._all(_COUNT_VECTORS, (space,))[0][0])

    def texts_without_vectors(self, space: str, *, limit: int) -> list[str]:
        known, found = self._together(Query(rows.SPACE, (space,)), Query(_UNFILLED, (space, limit)))
        rows.length_of(known, space)
        return list(dict.fromkeys(text for (text,) in found))

    def _by_hashes(
        self, sql: str, params: Sequence[Any], hashes: Sequence[bytes], *, blobs: bool = False
    ) -> list[Query]:
        among = [self.dialect.among("t.hash", part, "hash") for part in self.dialect.pieces(hashes)]
        return [Query(sql + one.text, (*params, *one.params), blobs=blobs) for one in among]

    # -- attachments -------------------------------------------------------------------------

    def contents(self, digests: Sequence[str]) -> dict[str, bytes]:
        among = self.dialect.among("digest", list(digests), "text")
        sql = f"SELECT digest, content FROM blobs WHERE {among.text}"
        (found,) = self._together(Query(sql, among.params, blobs=True))
        return {digest: bytes(content) for digest, content in found}

    def attached(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        having = Sql(f"m.attachments IS NOT NULL AND {NOT_PASSED_OVER} AND m.key > ?", (after,))
        sql = join("AND", [having, self._condition(selection)])
        return self._memories(Sql(f"{sql.text} ORDER BY m.key LIMIT ?", (*sql.params, limit)))

    # -- ratings -----------------------------------------------------------------------------

    def rate(
        self, query: str, memory_id: str, relevant: bool | None, *, at: int, actor: str | None
    ) -> None:
        with self._writing() as tables:
            tables.run("DELETE FROM ratings WHERE query = ? AND memory_id = ?", (query, memory_id))
            if relevant is not None:
                tables.run(
                    "INSERT INTO ratings VALUES (?, ?, ?, ?, ?)",
                    (query, memory_id, relevant, at, actor),
                )

    def rated(self) -> list[Rating]:
        found = self._all(
            "SELECT query, memory_id, relevant, at, actor FROM ratings "
            "ORDER BY at, query, memory_id"
        )
        return [Rating(query, id_, bool(relevant), *rest) for query, id_, relevant, *rest in found]

    # -- results that can be computed again --------------------------------------------------

    def cache_get(self, key: str) -> bytes | None:
        found = self._all("SELECT value FROM derived WHERE key = ?", (key,))
        return bytes(found[0][0]) if found else None

    def cache_put(self, key: str, value: bytes) -> None:
        with self._writing() as tables:
            tables.run(_PUT_DERIVED, (key, value))
            tables.run(_FORGET_DERIVED, (_MOST_DERIVED, key))


@functools.lru_cache(maxsize=256)
def _compiled(where: Where, comparisons: KeptComparisons) -> Sql:
    text, params = to_sql(where, comparisons)
    return Sql(f"({text})", tuple(params))


def _tables_for(selection: Selection) -> str:
    return "memories m" if selection.where is None else rows.MEMORY_TABLES
