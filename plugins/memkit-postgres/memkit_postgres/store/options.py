"""Options of a store that is there already, and those of a session."""

from __future__ import annotations

from typing import Any

from memkit.providers.vector_stores import differing, tell_what_stands
from memkit_postgres.config import PostgresStoreConfig
from memkit_postgres.pool import Connection
from memkit_postgres.store.tables import Tables

# Of the tables and their indexes; the others are of a session, or of a search.
_MADE = {"halfvec", "m", "ef_construction"}
_OF_A_SESSION = ("ef_search", "iterative_scan", "max_scan_tuples")
# pgvector's own, where an index says nothing.
_DEFAULTS = {"m": 16, "ef_construction": 64}
# Of what an administrator set for the database or the role, the user's own word alone is more:
# until the library is loaded it is a name that is known, and later it has a source.
_SET = """
    SELECT set_config(wanted.name, wanted.value, false)
    FROM unnest(%s::text[], %s::text[], %s::bool[]) AS wanted (name, value, given)
    LEFT JOIN pg_settings known ON known.name = wanted.name
    WHERE wanted.given OR CASE WHEN known.name IS NULL
        THEN current_setting(wanted.name, true) IS NULL
        ELSE known.source IN ('default', 'session') END
"""


def set_session(connection: Connection, config: PostgresStoreConfig) -> None:
    """Say how the index searches on a connection."""
    connection.execute(
        _SET,
        [
            [f"hnsw.{name}" for name in _OF_A_SESSION],
            [str(getattr(config, name)) for name in _OF_A_SESSION],
            [name in config.model_fields_set for name in _OF_A_SESSION],
        ],
    )


def tell(connection: Connection, tables: Tables, config: PostgresStoreConfig, where: str) -> None:
    """Warn of options that the user gave and that what is there does not have."""
    if not config.model_fields_set & _MADE:
        return
    standing = _standing(connection, tables, config)
    wanted = differing(config, standing)
    if wanted:
        tell_what_stands(where, standing, wanted)


def _standing(
    connection: Connection, tables: Tables, config: PostgresStoreConfig
) -> dict[str, object]:
    spaces = {space.table: space for space in tables.spaces.values()}
    made: list[dict[str, Any]] = [{"halfvec": s.type == "halfvec"} for s in spaces.values()]
    found = connection.execute(
        "SELECT coalesce(i.reloptions, '{}') FROM pg_index x JOIN pg_class i ON i.oid = "
        "x.indexrelid JOIN pg_am a ON a.oid = i.relam WHERE a.amname = 'hnsw' AND x.indrelid = "
        "ANY (SELECT to_regclass(quote_ident(name)) FROM unnest(%s::text[]) AS name)",
        [list(spaces)],
    ).fetchall()
    for (options,) in found:
        given = dict(option.split("=", 1) for option in options)
        made.append({name: int(given.get(name, of)) for name, of in _DEFAULTS.items()})
    standing: dict[str, object] = {}
    for each in made:
        for name, value in each.items():
            # Where spaces differ, those count that differ from the config.
            if name not in standing or value != getattr(config, name):
                standing[name] = value
    return standing
