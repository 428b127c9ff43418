"""What people said about hits: does a memory answer a query?"""

from __future__ import annotations

import sqlite3


def put(
    connection: sqlite3.Connection,
    query: str,
    memory_id: str,
    relevant: bool | None,
    *,
    at: int,
    actor: str | None,
) -> None:
    """Record a rating in place of an earlier one; None takes it back."""
    connection.execute("DELETE FROM ratings WHERE query = ? AND memory_id = ?", [query, memory_id])
    if relevant is not None:
        connection.execute(
            "INSERT INTO ratings VALUES (?, ?, ?, ?, ?)", [query, memory_id, relevant, at, actor]
        )


def all_of(connection: sqlite3.Connection) -> dict[str, dict[str, bool]]:
    """Return query -> id of a memory -> whether it answers, the oldest first."""
    made: dict[str, dict[str, bool]] = {}
    for query, id_, relevant in connection.execute(
        "SELECT query, memory_id, relevant FROM ratings ORDER BY at, query, memory_id"
    ):
        made.setdefault(query, {})[id_] = bool(relevant)
    return made
