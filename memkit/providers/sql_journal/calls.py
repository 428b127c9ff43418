"""Recorded calls in SQL."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from memkit.contracts.journal import Call, Calls
from memkit.domain.records import Usage
from memkit.providers.sql_journal import rows
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
_CALL = f"SELECT {_COLUMNS}, id FROM calls WHERE "
_USAGE = (
    "SELECT task, model, count(*), sum(input_tokens), sum(output_tokens), sum(cost) FROM calls "
    "GROUP BY task, model ORDER BY min(id)"
)


def problems(run: Callable[[str], Sequence[Row]]) -> Iterator[str]:
    """Yield what is wrong with the rows of calls; `run` returns the rows of a statement."""
    yield from rows.unreadable("calls", _call_of, run(f"{_CALL}key IS NOT NULL"))


class SQLCalls(Statements, Calls):
    """The concern of recorded calls, in any SQL database."""

    def put_call(self, call: Call) -> None:
        self._run(
            _PUT,
            (
                call.key, call.task, call.derivation, call.model, call.prompt, call.stop,
                call.input_tokens, call.output_tokens, call.cost, call.seconds, call.at,
                json.dumps(call.lines), _json(list(map(dict, call.request))), _json(call.answer),
            ),
        )  # fmt: skip

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

    def usage(self) -> dict[tuple[str, str], Usage]:
        return {
            (task, model): Usage(
                calls=number, input_tokens=int(sent), output_tokens=int(came), cost=cost
            )
            for task, model, number, sent, came, cost in self._all(_USAGE)
        }


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
