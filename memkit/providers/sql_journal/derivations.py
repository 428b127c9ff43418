"""Derivations in SQL: their rows, their readings, and what they have still to read."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pydantic_core

from memkit.contracts.journal import (
    DerivationRow,
    Derivations,
    Reading,
    Unread,
    Window,
    WindowLine,
)
from memkit.contracts.store import Keys
from memkit.domain.records import Scope
from memkit.errors import NotFoundError, ValidationError
from memkit.filters import Sql, join
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.rows import Row
from memkit.providers.sql_journal.statements import Dialect, SQLTables, Statements

_COLUMNS = "name, provider, config, model, prompts, profile, instructions, in_use, created_at, id"
_ALL = f"SELECT {_COLUMNS} FROM derivations ORDER BY id"
_IDS = "SELECT name, id FROM derivations"
_PUT = (
    "INSERT INTO derivations (name, provider, config, model, prompts, profile, instructions, "
    "in_use, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, false, ?) ON CONFLICT (name) DO UPDATE SET "
    "provider = excluded.provider, config = excluded.config, model = excluded.model, "
    "prompts = excluded.prompts, profile = excluded.profile, "
    "instructions = excluded.instructions, created_at = excluded.created_at"
)
_USE = "UPDATE derivations SET in_use = (name = ?)"
_READ_COLUMNS = "r.outcome, r.reason, r.batch_id, r.at, r.attempts"
_READ = (
    f"SELECT m.key, t.hash, {_READ_COLUMNS} FROM memories m JOIN texts t ON t.id = m.text_id "
    "JOIN readings r ON r.derivation_id = ? AND r.key = m.key AND r.text_id = m.text_id WHERE "
)
_ROW = "(?, ?, ?, ?, ?, ?, ?, 1)"
_PUT_READINGS = (
    "INSERT INTO readings VALUES {} ON CONFLICT (derivation_id, key, text_id) DO UPDATE SET "
    "outcome = excluded.outcome, reason = excluded.reason, batch_id = excluded.batch_id, "
    "at = excluded.at, attempts = readings.attempts + 1"
)
_READINGS_AT_ONCE = 100
_READING_OF_IT = (
    "LEFT JOIN readings r ON r.derivation_id = ? AND r.key = m.key AND r.text_id = m.text_id"
)
_UNREAD = "(r.outcome IS NULL)", "(r.outcome IS NULL OR r.outcome = 'failed')"
NOT_PASSED_OVER = (
    "NOT EXISTS (SELECT 1 FROM passed_over p WHERE p.key = m.key AND p.text_id = m.text_id)"
)
_PUT_WINDOW = "INSERT INTO windows (derivation_id, lines, context) VALUES (?, ?, ?) RETURNING id"
_WINDOWS = "SELECT lines, context, id FROM windows WHERE derivation_id = ? ORDER BY id"


def problems(run: Callable[[str], Sequence[Row]]) -> Iterator[str]:
    """Yield what is wrong with the rows of derivations and windows.

    Args:
        run: Returns the rows of a statement.
    """
    in_use = [bool(row[0]) for row in run("SELECT in_use FROM derivations")]
    if in_use and sum(in_use) != 1:
        yield f"{sum(in_use)} derivations are in use, and one should be."
    yield from rows.unreadable("derivations", _derivation_of, run(_ALL))
    windows = run("SELECT lines, context FROM windows")
    yield from rows.unreadable("windows", lambda row: list(map(_lines_of, row)), windows)


class SQLDerivations(Statements, Derivations):
    """The concern of derivations, in any SQL database."""

    def derivations(self) -> list[DerivationRow]:
        return [_derivation_of(row) for row in self._all(_ALL)]

    def put_derivation(self, derivation: DerivationRow) -> None:
        with self._writing() as tables:
            tables.run(
                _PUT,
                (
                    derivation.name, derivation.provider, rows.to_json(dict(derivation.config)),
                    derivation.model, derivation.prompts, derivation.profile,
                    rows.to_json(dict(derivation.instructions)), derivation.created_at,
                ),
            )  # fmt: skip
            if derivation.in_use or not tables.run("SELECT 1 FROM derivations WHERE in_use"):
                tables.run(_USE, (derivation.name,))

    def use_derivation(self, name: str) -> None:
        with self._writing() as tables:
            _id_of(name, tables.run(_IDS))
            tables.run(_USE, (name,))

    def drop_derivation(self, name: str) -> None:
        with self._writing() as tables:
            drop(tables, name)

    # -- readings ----------------------------------------------------------------------------

    def readings(self, derivation: str, keys: Keys) -> dict[int, Reading]:
        among = self._of(keys)
        id_ = _id_of(derivation, self._all(_IDS))
        found = self._all(_READ + among.text, (id_, *among.params))
        return {
            key: _reading_of(derivation, key, bytes(hash_), told) for key, hash_, *told in found
        }

    def unread(
        self,
        derivation: str,
        *,
        now: int,
        limit: int,
        after: int = 0,
        scope: Scope = Scope(),  # noqa: B008 - it is frozen
        failed: bool = False,
    ) -> list[Unread]:
        id_ = _id_of(derivation, self._all(_IDS))
        sql = self._messages(now=now, after=after, scope=scope, failed=failed)
        found = self._all(
            f"SELECT t.hash, {_READ_COLUMNS}, {rows.MEMORY_COLUMNS} FROM {rows.MEMORY_TABLES} "
            f"{_READING_OF_IT} WHERE {sql.text} ORDER BY m.key LIMIT ?",
            (id_, *sql.params, limit),
        )
        return [_unread_of(derivation, row) for row in found]

    def count_unread(
        self,
        derivation: str,
        *,
        now: int,
        scope: Scope = Scope(),  # noqa: B008 - it is frozen
        failed: bool = False,
    ) -> int:
        id_ = _id_of(derivation, self._all(_IDS))
        sql = self._messages(now=now, after=0, scope=scope, failed=failed)
        found = self._all(
            f"SELECT count(*) FROM memories m {_READING_OF_IT} WHERE {sql.text}",
            (id_, *sql.params),
        )
        return int(found[0][0])

    def _messages(self, *, now: int, after: int, scope: Scope, failed: bool) -> Sql:
        """Return what an unread message is, over `memories m` and its reading."""
        return join(
            "AND",
            [
                Sql("m.key > ?", (after,)),
                Sql("m.derived_by IS NULL"),
                Sql("(m.role IS NULL OR m.role IN ('user', 'assistant', 'tool'))"),
                Sql(NOT_PASSED_OVER),
                Sql("(m.expires_at IS NULL OR m.expires_at > ?)", (now,)),
                *self._scope_conditions(scope, "m"),
                Sql(_UNREAD[failed]),
            ],
        )

    # -- windows -----------------------------------------------------------------------------

    def put_window(self, window: Window) -> int:
        with self._writing() as tables:
            id_ = _id_of(window.derivation, tables.run(_IDS))
            told = [json.dumps(lines) for lines in (window.lines, window.context)]
            return int(tables.run(_PUT_WINDOW, (id_, *told))[0][0])

    def open_windows(self, derivation: str) -> list[Window]:
        id_ = _id_of(derivation, self._all(_IDS))
        return [
            Window(
                derivation=derivation, lines=_lines_of(lines), context=_lines_of(context), id=number
            )
            for lines, context, number in self._all(_WINDOWS, (id_,))
        ]


def drop(tables: SQLTables, name: str) -> None:
    """Forget a derivation, inside of a transaction; see `Derivations.drop_derivation`.

    Raises:
        NotFoundError: There is no such derivation.
        ValidationError: It is in use, and not the only one.
    """
    found = tables.run(_IDS)
    id_ = _id_of(name, found)
    in_use = "SELECT 1 FROM derivations WHERE id = ? AND in_use"
    if len(found) > 1 and tables.run(in_use, (id_,)):
        others = ", ".join(repr(other) for other, _ in sorted(found) if other != name)
        raise ValidationError(
            f"Derivation {name!r} is in use.", fix=f"Use another one first: {others}."
        )
    for table in ("readings", "windows"):
        tables.run(f"DELETE FROM {table} WHERE derivation_id = ?", (id_,))
    tables.run("DELETE FROM derivations WHERE id = ?", (id_,))


def write_readings(
    tables: SQLTables,
    dialect: Dialect,
    readings: Sequence[Reading],
    *,
    closes: Sequence[int],
    batch_id: str,
    at: int,
) -> None:
    """Write readings and close windows, inside of a transaction.

    Raises:
        NotFoundError: A reading is of a derivation that is not there.
    """
    ids = tables.run(_IDS) if readings else []
    texts = dict(_held_texts(tables, dialect, [bytes.fromhex(one.digest) for one in readings]))
    keys = _held_keys(tables, dialect, [one.key for one in readings])
    # The last one of each counts: a statement can't meet a row twice.
    told = {}
    for one in readings:
        id_, text_id = _id_of(one.derivation, ids), texts.get(one.digest)
        if text_id is not None and one.key in keys:
            reason = None if one.reason is None else _writable(one.reason)
            told[id_, one.key, text_id] = (
                id_, one.key, text_id, one.outcome, reason, batch_id, at
            )  # fmt: skip
    for part in _pieces(list(told.values())):
        values = ", ".join([_ROW] * len(part))
        tables.run(_PUT_READINGS.format(values), [value for row in part for value in row])
    if closes:
        among = dialect.among("id", list(closes), "key")
        tables.run(f"DELETE FROM windows WHERE {among.text}", among.params)


def _held_texts(
    tables: SQLTables, dialect: Dialect, hashes: Sequence[bytes]
) -> Iterator[tuple[str, int]]:
    for part in dialect.pieces(list(dict.fromkeys(hashes))) if hashes else ():
        among = dialect.among("hash", part, "hash")
        for hash_, id_ in tables.run(
            f"SELECT hash, id FROM texts WHERE {among.text}", among.params
        ):
            yield bytes(hash_).hex(), id_


def _held_keys(tables: SQLTables, dialect: Dialect, keys: Sequence[int]) -> set[int]:
    if not keys:
        return set()
    among = dialect.among("key", list(keys), "key")
    return {key for (key,) in tables.run(f"SELECT key FROM ids WHERE {among.text}", among.params)}


def _pieces(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(found), _READINGS_AT_ONCE):
        yield found[start : start + _READINGS_AT_ONCE]


def _writable(text: str) -> str:
    """Return a text without what databases refuse: it may quote what a model answered."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _id_of(name: str, found: Sequence[Row]) -> int:
    """Return the id of a derivation, of the rows of `_IDS`.

    Raises:
        NotFoundError: There is none of this name.
    """
    ids: dict[str, int] = dict(found)
    if name not in ids:
        there = ", ".join(map(repr, sorted(ids)))
        fix = f"Give the name of one that is there: {there}." if ids else "Add one first."
        raise NotFoundError(f"There is no derivation {name!r}.", fix=fix)
    return ids[name]


@rows.readable
def _derivation_of(row: Row) -> DerivationRow:
    name, provider, config, model, prompts, profile, instructions, in_use, created_at, id_ = row
    return DerivationRow(
        name=name,
        provider=provider,
        config=pydantic_core.from_json(config),
        model=model,
        prompts=prompts,
        profile=profile,
        instructions=pydantic_core.from_json(instructions),
        in_use=bool(in_use),
        created_at=created_at,
        id=id_,
    )


def _reading_of(derivation: str, key: int, hash_: bytes, told: Sequence[Any]) -> Reading:
    outcome, reason, batch_id, at, attempts = told
    return Reading(
        derivation=derivation,
        key=key,
        digest=hash_.hex(),
        outcome=outcome,
        reason=reason,
        batch_id=batch_id,
        at=at,
        attempts=attempts,
    )


def _unread_of(derivation: str, row: Row) -> Unread:
    hash_, told, memory = bytes(row[0]), row[1:6], row[6:]
    key = memory[0]
    failed = None if told[0] is None else _reading_of(derivation, key, hash_, told)
    return Unread(key, rows.record_of(memory), failed)


@rows.readable
def _lines_of(told: str) -> tuple[WindowLine, ...]:
    return tuple(WindowLine(*line) for line in pydantic_core.from_json(told))
