"""Recorded calls in SQL."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from memkit.contracts.journal import Call, Calls
from memkit.domain.records import Usage
from memkit.domain.spending import Budget, TaskUsage
from memkit.domain.times import from_instant
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.purge import purged_among
from memkit.providers.sql_journal.rows import Row
from memkit.providers.sql_journal.statements import Statements

_COLUMNS = (
    "key, task, derivation, model, prompt, stop, input_tokens, output_tokens, cost, seconds, at, "
    "lines, request, answer"
)
_PUT = (
    f"INSERT INTO calls ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (key) DO NOTHING"
)
# What is left of a call that shows what was purged: what it cost.
_BLANK: dict[str, Any] = {"key": None, "prompt": None, "lines": (), "request": (), "answer": ""}
_CALL = f"SELECT {_COLUMNS}, id FROM calls WHERE "
_CONSUMED = (
    "count(*), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), sum(cost), "
    "count(*) - count(cost)"
)
_SPENDING = (
    f"SELECT task, model, derivation, {_CONSUMED}, sum(seconds) FROM calls "
    "GROUP BY task, model, derivation ORDER BY min(id)"
)
_BUDGET = (
    f"SELECT b.tokens, b.usd, b.at, c.* FROM (SELECT {_CONSUMED} FROM calls WHERE id > "
    "coalesce((SELECT after_call FROM budget), 0)) c LEFT JOIN budget b ON true"
)
_SET_BUDGET = (
    "INSERT INTO budget VALUES (1, ?, ?, (SELECT coalesce(max(id), 0) FROM calls), ?) "
    "ON CONFLICT (only_one) DO UPDATE SET tokens = excluded.tokens, usd = excluded.usd, "
    "after_call = excluded.after_call, at = excluded.at"
)


def problems(run: Callable[[str], Sequence[Row]]) -> Iterator[str]:
    """Yield what is wrong with the rows of calls; `run` returns the rows of a statement."""
    yield from rows.unreadable("calls", _call_of, run(f"{_CALL}key IS NOT NULL"))


class SQLCalls(Statements, Calls):
    """The concern of recorded calls, in any SQL database."""

    def put_call(self, call: Call) -> tuple[str, ...]:
        with self._writing() as tables:
            purged = purged_among(tables, self.dialect, call.lines)
            tables.run(_PUT, _row_of(replace(call, **_BLANK) if purged else call))
        return purged

    def call(self, key: str) -> Call | None:
        found = self._all(f"{_CALL}key = ?", (key,))
        return _call_of(found[0]) if found else None

    def calls(
        self, derivation: str | None = None, *, after: int = 0, limit: int | None = None
    ) -> list[Call]:
        sql, params = f"{_CALL}id > ? AND key IS NOT NULL", [after]
        if derivation is not None:
            sql, params = f"{sql} AND derivation = ?", [*params, derivation]  # type: ignore[list-item]
        sql = f"{sql} ORDER BY id"
        if limit is not None:
            sql, params = f"{sql} LIMIT ?", [*params, limit]
        return [_call_of(row) for row in self._all(sql, params)]

    def spending(self) -> list[TaskUsage]:
        return [
            TaskUsage(
                task=task,
                model=model,
                derivation=derivation,
                usage=_usage_of(consumed),
                unpriced=consumed[-1],
                seconds=seconds,
            )
            for task, model, derivation, *consumed, seconds in self._all(_SPENDING)
        ]

    def budget(self) -> Budget:
        (tokens, usd, at, *consumed), *_ = self._all(_BUDGET)
        return Budget(
            tokens=tokens,
            usd=usd,
            used=_usage_of(consumed),
            unpriced=consumed[-1],
            since=None if at is None else from_instant(at),
        )

    def set_budget(self, *, tokens: int | None, usd: float | None, at: int) -> None:
        if tokens is None and usd is None:
            self._run("DELETE FROM budget")
        else:
            self._run(_SET_BUDGET, (tokens, usd, at))


def _usage_of(consumed: Sequence[Any]) -> Usage:
    calls, sent, came, cost, _ = consumed
    return Usage(calls=calls, input_tokens=int(sent), output_tokens=int(came), cost=cost)


def _row_of(call: Call) -> tuple[Any, ...]:
    return (
        call.key, call.task, call.derivation, call.model, call.prompt, call.stop,
        call.input_tokens, call.output_tokens, call.cost, call.seconds, call.at,
        json.dumps(call.lines), _json(list(map(dict, call.request))), _json(call.answer),
    )  # fmt: skip


def _json(value: Any) -> str:
    """Return a value as JSON that every database takes, whatever a model answered."""
    told = json.dumps(value, ensure_ascii=False)
    try:
        told.encode()
    except UnicodeEncodeError:  # Half a character.
        return json.dumps(value)
    return told


@rows.readable
def _call_of(row: Row) -> Call:
    (key, task, derivation, model, prompt, stop, input_tokens, output_tokens, cost, seconds, at,
     lines, request, answer, id_) = row  # fmt: skip
    return Call(
        key=key,
        task=task,
        derivation=derivation,
        model=model,
        prompt=prompt,
        request=json.loads(request),
        answer=json.loads(answer),
        stop=stop,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cost=cost,
        seconds=seconds,
        at=at,
        lines=tuple(json.loads(lines)),
        id=id_,
    )
