"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import JournalSpec, StoreSpec, hookimpl

_SECRETS = {"password": ("MEMKIT_POSTGRES_PASSWORD", "PGPASSWORD")}
_REQUIRES = ("psycopg", "psycopg_pool", "pgvector")
# "postgres:..." and the schemes that URLs have: "postgresql://..." and "postgres://...".
_NAMES = ("postgres", "postgresql")

JOURNAL, JOURNAL_BY_SCHEME = (
    JournalSpec(
        name=name,
        impl="memkit_postgres.journal.journal:PostgresJournal",
        config="memkit_postgres.config:PostgresJournalConfig",
        summary="A PostgreSQL database that a team shares",
        capabilities=frozenset({"attachments", "text"}),
        shorthand="url",
        secrets=_SECRETS,
        requires=_REQUIRES,
    )
    for name in _NAMES
)

STORE, STORE_BY_SCHEME = (
    StoreSpec(
        name=name,
        impl="memkit_postgres.store.store:PostgresStore",
        config="memkit_postgres.config:PostgresStoreConfig",
        summary="pgvector: HNSW, filters and text search in PostgreSQL",
        capabilities=frozenset({"filter", "text", "persistent", "approximate"}),
        location=("url", "schema_name"),
        breadth="ef_search",
        shorthand="url",
        secrets=_SECRETS,
        requires=_REQUIRES,
    )
    for name in _NAMES
)


@hookimpl
def memkit_journals() -> list[JournalSpec]:
    """Return the journal, under both of its names."""
    return [JOURNAL, JOURNAL_BY_SCHEME]


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the store, under both of its names."""
    return [STORE, STORE_BY_SCHEME]
