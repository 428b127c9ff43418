"""The text index goes: words are searched for in an index beside the file.

One that is damaged must not keep anybody from the memories.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

_INDEX = "memories_fts"
_LENGTHS = "memories_lengths"
_MAKE = (
    "CREATE VIRTUAL TABLE temp.empty_fts USING fts5 (terms, scope, content = '', detail = column)"
)
# Where FTS5 keeps the rows of an index.
_PARTS = ("data", "idx", "docsize", "config")


def migrate(connection: sqlite3.Connection) -> None:
    """Drop it, and what counted the words of memories."""
    connection.execute("DELETE FROM followers WHERE name = 'text index'")
    state = _state(connection)
    if state == "unreadable":
        # It stays and is not looked at; `doctor` tells of the file.
        return
    if state == "wrong":
        _empty(connection)
    connection.execute(f"DROP TABLE {_INDEX}")
    connection.execute(f"DROP TABLE {_LENGTHS}")


def _state(connection: sqlite3.Connection) -> Literal["sound", "wrong", "unreadable"]:
    """Tell whether the index can be dropped, or its rows at least be replaced.

    Another connection looks: one that meets a damaged page can't write any more.
    """
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    if not file or connection.execute("SELECT max(seq) FROM events").fetchone()[0] is None:
        return "sound"  # Just made, or without any rows to be damaged.
    with closing(sqlite3.connect(f"{Path(file).as_uri()}?mode=ro", uri=True)) as reader:
        for table in (_LENGTHS, *(f"{_INDEX}_{part}" for part in _PARTS)):
            try:
                for _ in reader.execute(f"SELECT * FROM {table}"):
                    pass
            except sqlite3.DatabaseError:
                return "unreadable"
        try:
            reader.execute(f"SELECT count(*) FROM {_INDEX} WHERE {_INDEX} MATCH 'x'").fetchone()
        except sqlite3.DatabaseError:
            return "wrong"
    return "sound"


def _empty(connection: sqlite3.Connection) -> None:
    """Give it the rows of an index that holds nothing."""
    connection.execute(_MAKE)
    for part in _PARTS:
        connection.execute(f"DELETE FROM main.{_INDEX}_{part}")
        connection.execute(f"INSERT INTO main.{_INDEX}_{part} SELECT * FROM temp.empty_fts_{part}")
    connection.execute("DROP TABLE temp.empty_fts")
