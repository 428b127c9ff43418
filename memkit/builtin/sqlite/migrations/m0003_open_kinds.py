"""Events may be of any kind: a CHECK said which, and SQLite can't drop one from a table.

So the table is made anew without it, as SQLite's documentation has it (lang_altertable.html,
section 7). From here on, the two states of an event are JSON objects; old ones stay as they are.
"""

from __future__ import annotations

import re
import sqlite3

_CHECK = re.compile(r"\s*CHECK\s*\(event IN \([^)]*\)\)")


def migrate(connection: sqlite3.Connection) -> None:
    """Make the table of events anew, with its rows, its next number, indexes and triggers."""
    made = dict(
        connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'events' AND sql IS NOT NULL"
        )
    )
    table = _CHECK.sub("", made.pop("events"), count=1)
    connection.execute(table.replace("events", "events_made_anew", 1))
    connection.execute("INSERT INTO events_made_anew SELECT * FROM events ORDER BY seq")
    # Numbers go on where they were, also after a reset, which leaves no row.
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'events_made_anew'")
    connection.execute(
        "INSERT INTO sqlite_sequence "
        "SELECT 'events_made_anew', seq FROM sqlite_sequence WHERE name = 'events'"
    )
    connection.execute("DROP TABLE events")
    connection.execute("ALTER TABLE events_made_anew RENAME TO events")
    for statement in made.values():
        connection.execute(statement)
