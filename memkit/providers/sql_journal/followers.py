"""What followers of a journal in SQL read."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from memkit.contracts.journal import Delta, Followers, News, SpaceRow
from memkit.contracts.journal.memories import Restrictions
from memkit.contracts.store import Batch, Keys, Position
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.rows import Row
from memkit.providers.sql_journal.statements import (
    ANY_RESTRICTED,
    EVENT_TOKEN,
    Query,
    Statements,
)

_EVENTS_SINCE = "SELECT seq, key, batch_id FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
_VECTORS_SINCE = "SELECT id, text_id FROM vectors WHERE id > ? ORDER BY id LIMIT ?"
# Above the numbers of all vectors.
_AFTER_ALL = 2**63 - 1
_TEXTS_SINCE = f"SELECT text_id FROM ({_VECTORS_SINCE}) t"
_VECTORS = (
    "SELECT v.space_id, m.key, v.vector FROM memories m JOIN vectors v ON v.text_id = m.text_id "
    "WHERE "
)
_PUT_FOLLOWER = (
    "INSERT INTO followers VALUES (?, ?, ?) ON CONFLICT (name) "
    "DO UPDATE SET seq = excluded.seq, vectors = excluded.vectors"
)


class SQLFollowers(Statements, Followers):
    """The concern of those who follow by number, in any SQL database."""

    def follower(self, name: str) -> Position:
        return self.followers().get(name, Position())

    def set_follower(self, name: str, position: Position | None) -> None:
        if position is None:
            self._run("DELETE FROM followers WHERE name = ?", (name,))
        else:
            self._run(_PUT_FOLLOWER, (name, *position))

    def followers(self) -> dict[str, Position]:
        found = self._all("SELECT name, seq, vectors FROM followers")
        return {name: Position(seq, vectors) for name, seq, vectors in found}

    def delta(self, since: Position, *, limit: int) -> Delta:
        touched = self._touched("key")
        there = Query(f"SELECT key FROM memories WHERE {touched}", _span(since, limit))
        head, events, vectors, found = self._together(*self._happened(since, limit), there)
        return _delta_of(since, head, events, vectors, {key for (key,) in found}, limit=limit)

    def batch(self, keys: Keys, *, spaces: Sequence[str]) -> Batch:
        among = self._of(keys)
        rows_, found, vectors = self._together(
            Query(rows.SPACES), *_contents(among.text, among.params, vectors=bool(spaces))
        )
        wanted = [row for row in rows.spaces_of(rows_) if row.key in spaces]
        _refuse_unknown(spaces, wanted)
        return _batch_of(found, vectors, wanted)

    def news(self, since: Position, *, limit: int, vectors: bool = True) -> News:
        token = self._token_before()
        looked = since if vectors else Position(since.seq, _AFTER_ALL)
        touched = _contents(self._touched("m.key"), _span(looked, limit), vectors=vectors)
        head, events, changed, known_token, restricted, spaces, found, embedded = self._together(
            *self._happened(looked, limit),
            Query(EVENT_TOKEN, (since.seq,)),
            Query(ANY_RESTRICTED),
            Query(rows.SPACES),
            *touched,
        )
        there = {row[0] for row in found}
        known = known_token[0][0] if known_token else None
        rows_ = rows.spaces_of(spaces)
        return News(
            token=head[0][3] if token is None else token,
            journal_id=str(head[0][0]),
            head=Position(*head[0][1:3]),
            event_token=events[-1][2] if events else known,
            since_token=known,
            restrictions=Restrictions(*map(bool, restricted[0])),
            spaces=rows_,
            delta=_delta_of(since, head, events, changed, there, limit=limit),
            batch=_batch_of(found, embedded, rows_ if vectors else ()),
        )

    def _token_before(self) -> object:
        """Return `changed()`, or None if the head of the journal holds it."""
        return self.changed()

    def _touched(self, column: str) -> str:
        """Return whether a column is the key of a memory whose state or vectors changed.

        Its parameters are those of `_span`.
        """
        # By the few texts alone: a database that joins may read all memories.
        texts = self.dialect.in_query("text_id", _TEXTS_SINCE)
        return self.dialect.in_query(
            column,
            f"SELECT key FROM ({_EVENTS_SINCE}) e UNION SELECT key FROM memories WHERE {texts}",
        )

    def _happened(self, since: Position, limit: int) -> tuple[Query, Query, Query]:
        return (
            Query(self.head_sql),
            Query(_EVENTS_SINCE, (since.seq, limit)),
            Query(
                # A text that no memory has any more still counts, for its number is read past.
                f"SELECT v.id, m.key FROM ({_VECTORS_SINCE}) v LEFT JOIN memories m "
                f"ON m.text_id = v.text_id AND {self.dialect.in_query('m.text_id', _TEXTS_SINCE)}",
                (since.vectors, limit) * 2,
            ),
        )


def _refuse_unknown(wanted: Sequence[str], there: Sequence[SpaceRow]) -> None:
    keys = {row.key for row in there}
    for key in wanted:
        if key not in keys:
            rows.length_of([], key)


def _span(since: Position, limit: int) -> tuple[int, int, int, int]:
    """Return the parameters of what `_touched` returns."""
    return since.seq, limit, since.vectors, limit


def _contents(condition: str, params: Sequence[Any], *, vectors: bool) -> tuple[Query, Query]:
    """Return the queries of memories and of their vectors, for `_batch_of`."""
    wanted = f"({condition})" if vectors else "false"
    return (
        Query(f"{rows.MEMORIES}{condition} ORDER BY m.key", params),
        Query(f"{_VECTORS}{wanted} ORDER BY m.key", params if vectors else (), blobs=True),
    )


def _delta_of(
    since: Position,
    head: Sequence[Row],
    events: Sequence[Row],
    vectors: Sequence[Row],
    there: set[int],
    *,
    limit: int,
) -> Delta:
    """Return what happened after a position.

    Args:
        since: The position.
        head, events, vectors: What `_happened` asks for.
        there: Keys of those memories it touched that are there.
        limit: How many events and vectors were read at most.
    """
    end = Position(*head[0][1:3])
    seq = events[-1][0] if len(events) == limit else end.seq
    # Numbers have no gaps, but for vectors that went with their space.
    written = {id_ for id_, _ in vectors}
    last = max(written) if len(written) == limit else end.vectors
    touched = {key for _, key, _ in events} | {key for _, key in vectors if key is not None}
    return Delta(
        changed=np.array(sorted(there & touched), np.int64),
        deleted=np.array(sorted(touched - there), np.int64),
        position=Position(max(seq, since.seq), max(last, since.vectors)),
    )


def _batch_of(found: Sequence[Row], vectors: Sequence[Row], spaces: Sequence[SpaceRow]) -> Batch:
    keys = [row[0] for row in found]
    by_space: dict[int, list[tuple[int, bytes]]] = {row.id: [] for row in spaces}
    for space_id, key, vector in vectors:
        if space_id in by_space:
            by_space[space_id].append((key, vector))
    return rows.batch_of(
        found,
        keys=np.array(keys, np.int64),
        vectors={row.key: rows.aligned(by_space[row.id], keys, row.dim) for row in spaces},
    )
