"""Erasing memories from a history: their events stay, by number, and say nothing any more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memkit.domain import fixes
from memkit.errors import NotFoundError, PurgedError
from memkit.filters import Sql
from memkit.providers.sql_journal import blobs, rows
from memkit.providers.sql_journal.statements import Dialect, SQLTables
from memkit.providers.sql_journal.tables import EventRow, Pending, Wanted

PURGE: Final = "PURGE"

_NAMES_MEMORIES = '%"memory_id":%'
_STATES_WITH_SOURCES = (
    "SELECT i.id, e.new_state FROM events e JOIN ids i ON i.key = e.key WHERE e.new_state LIKE ?"
)
_PURGED = "SELECT DISTINCT i.id FROM ids i JOIN events e ON e.key = i.key WHERE e.event = ?"
_EVENTS = "SELECT seq, key, scope_id, actor, batch_id, at FROM events WHERE {} ORDER BY seq"
_TEXTS = (
    "SELECT old_text_id FROM events WHERE {0} AND old_text_id IS NOT NULL "
    "UNION SELECT new_text_id FROM events WHERE {0} AND new_text_id IS NOT NULL"
)
_USED = (
    "SELECT old_text_id FROM events WHERE {} UNION SELECT new_text_id FROM events WHERE {} "
    "UNION SELECT text_id FROM memories WHERE {}"
)
# The database looks for each text that goes whether anything refers to it. Additions do without
# these indexes, so they are made for the purpose.
_INDEXES = {
    "purge_by_old_text": "events (old_text_id)",
    "purge_by_new_text": "events (new_text_id)",
    "purge_by_read_text": "readings (text_id)",
    "purge_by_passed_text": "passed_over (text_id)",
}
# What it cost stays. A key is found no more, and what is asked again is paid again.
_BLANKED_CALLS = (
    "UPDATE calls SET key = NULL, prompt = NULL, lines = '[]', request = '[]', answer = '\"\"' "
    "WHERE {}"
)
# A reason may quote what another message of the window says.
_BLANKED_REASONS = (
    "UPDATE readings SET reason = NULL WHERE batch_id IN (SELECT batch_id FROM readings WHERE {})"
)


class _Held(NamedTuple):
    """What stays of an event, and of whom."""

    seq: int
    key: int
    scope_id: int
    actor: str | None
    batch_id: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """Erases memories and all that was derived from them, inside of a transaction.

    Attributes:
        now, batch_id, actor, reason: What the new events say.
    """

    now: int
    batch_id: str
    actor: str | None
    reason: str | None

    def run(self, tables: SQLTables, dialect: Dialect, ids: Sequence[str]) -> list[str]:
        """Erase, and return the ids of what was erased: those that were named come first.

        Raises:
            NotFoundError: There was no memory of one of the ids.
        """
        keys = _keys(tables, dialect, ids)
        for id_ in ids:
            if id_ not in keys:
                raise NotFoundError(
                    f"There is no memory {id_!r}, and there was none.", fix=fixes.LOOK_UP_ID
                )
        erased = [*dict.fromkeys(ids), *derived_from(tables, ids)]
        keys = _keys(tables, dialect, erased)
        held = _erase(tables, dialect, erased, list(keys.values()))
        pending = Pending(events=[_emptied(event) for event in held])
        numbers = tables.look_up(Wanted()).numbers
        scopes = {event.key: event.scope_id for event in held}
        for id_ in erased:
            numbers.events += 1
            new = _Held(
                numbers.events, keys[id_], scopes[keys[id_]], self.actor, self.batch_id, self.now
            )
            pending.events.append(_emptied(new, reason=self.reason))
        tables.write(pending)
        return erased


def purged_among(tables: SQLTables, dialect: Dialect, ids: Collection[str]) -> tuple[str, ...]:
    """Return those of the ids whose memories were purged, in their order."""
    if not ids:
        return ()
    among = dialect.among("i.id", list(dict.fromkeys(ids)), "text")
    found = {id_ for (id_,) in tables.run(f"{_PURGED} AND {among.text}", (PURGE, *among.params))}
    return tuple(id_ for id_ in dict.fromkeys(ids) if id_ in found)


def refuse_purged(tables: SQLTables, dialect: Dialect, ids: Collection[str]) -> None:
    """Refuse to write what was made of texts that are to be gone.

    Raises:
        PurgedError: One of them was purged.
    """
    gone = purged_among(tables, dialect, ids)
    if gone:
        raise PurgedError.of(gone)


def derived_from(tables: SQLTables, ids: Iterable[str]) -> list[str]:
    """Return what was ever derived from memories, at any depth, by a look at all events."""
    links: dict[str, list[str]] = {}
    for id_, state in tables.run(_STATES_WITH_SOURCES, (_NAMES_MEMORIES,)):
        for source in rows.read_state(state).get("sources", ()):
            links.setdefault(source.get("memory_id"), []).append(id_)
    found = dict.fromkeys(ids)
    named = len(found)
    waiting = list(found)
    while waiting:
        new = [id_ for id_ in links.get(waiting.pop(), ()) if id_ not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)[named:]


def _keys(tables: SQLTables, dialect: Dialect, ids: Sequence[str]) -> dict[str, int]:
    # An id that something replies to has a key, and perhaps no memory ever.
    among = dialect.among("i.id", list(ids), "text")
    return dict(
        tables.run(
            f"SELECT i.id, i.key FROM ids i WHERE {among.text} "
            "AND EXISTS (SELECT 1 FROM events e WHERE e.key = i.key)",
            among.params,
        )
    )


def _erase(
    tables: SQLTables, dialect: Dialect, ids: Sequence[str], keys: Sequence[int]
) -> list[_Held]:
    """Delete all that says what the memories said; return what their events were beside it."""
    these = dialect.among("key", list(keys), "key")
    held = [_Held(*row) for row in tables.run(_EVENTS.format(these.text), these.params)]
    texts = [text_id for (text_id,) in tables.run(_TEXTS.format(these.text), (*these.params,) * 2)]
    sources = _sources(tables, these)
    attached = blobs.named(tables.run, these)
    tables.run(_BLANKED_REASONS.format(these.text), these.params)
    tables.begin_erasing()
    for table in ("readings", "passed_over", "source_links", "memories", "events"):
        tables.run(f"DELETE FROM {table} WHERE {these.text}", these.params)
    tables.end_erasing()
    loose = dialect.among("digest", blobs.unnamed(tables.run, attached), "text")
    tables.run(f"DELETE FROM blobs WHERE {loose.text}", loose.params)
    named = dialect.among("memory_id", list(ids), "text")
    tables.run(f"DELETE FROM ratings WHERE {named.text}", named.params)
    # Pictures and the like, which may show it.
    tables.run("DELETE FROM derived")
    _erase_shown(tables, dialect, set(ids), sources | _digests(tables, dialect, texts))
    for name, columns in _INDEXES.items():
        tables.run(f"CREATE INDEX {name} ON {columns}")
    _erase_texts(tables, dialect, texts)
    for name in _INDEXES:
        tables.run(f"DROP INDEX {name}")
    return held


def _sources(tables: SQLTables, these: Sql) -> set[str]:
    """Return the ids of what memories of some keys were ever drawn from."""
    found = tables.run(
        f"SELECT new_state FROM events WHERE {these.text} AND new_state LIKE ?",
        (*these.params, _NAMES_MEMORIES),
    )
    told = (source for (state,) in found for source in rows.read_state(state).get("sources", ()))
    return {source["memory_id"] for source in told if source.get("memory_id") is not None}


def _digests(tables: SQLTables, dialect: Dialect, texts: Sequence[int]) -> set[str]:
    """Return the digests of texts: so a call names what it shows that was not stored yet."""
    among = dialect.among("id", list(texts), "key")
    found = tables.run(f"SELECT hash FROM texts WHERE {among.text}", among.params)
    return {bytes(hash_).hex() for (hash_,) in found}


def _erase_shown(tables: SQLTables, dialect: Dialect, ids: set[str], sources: set[str]) -> None:
    """Erase windows and recorded calls that show memories.

    The answer to a call that shows the `sources` of a fact is where its text comes from. They are
    ids, or digests of texts.
    """
    windows = [
        id_
        for id_, *told in tables.run("SELECT id, lines, context FROM windows")
        if not ids.isdisjoint(line[0] for part in told for line in json.loads(part))
    ]
    calls = [
        id_
        for id_, lines in tables.run("SELECT id, lines FROM calls WHERE key IS NOT NULL")
        if not (ids | sources).isdisjoint(json.loads(lines))
    ]
    for sql, found in (("DELETE FROM windows WHERE {}", windows), (_BLANKED_CALLS, calls)):
        if found:
            among = dialect.among("id", found, "key")
            tables.run(sql.format(among.text), among.params)


def _erase_texts(tables: SQLTables, dialect: Dialect, ids: Sequence[int]) -> None:
    """Erase texts with their vectors, but for those that another memory says or said."""
    columns = ("old_text_id", "new_text_id", "text_id")
    conditions = [dialect.among(column, list(ids), "key") for column in columns]
    used = tables.run(
        _USED.format(*(one.text for one in conditions)),
        [value for one in conditions for value in one.params],
    )
    gone = sorted(set(ids) - {text_id for (text_id,) in used})
    for table, column in (("vectors", "text_id"), ("texts", "id")):
        among = dialect.among(column, gone, "key")
        tables.run(f"DELETE FROM {table} WHERE {among.text}", among.params)


def _emptied(event: _Held, *, reason: str | None = None) -> EventRow:
    """Return the row of an event that says of a memory that it was purged."""
    return EventRow(
        event.seq, event.key, event.scope_id, PURGE, None, None, None, None, None, None,
        event.actor, reason, event.batch_id, event.at,
    )  # fmt: skip
