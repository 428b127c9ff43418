"""URLs, passwords, and what is said when they are wrong."""

import importlib
import pickle
import traceback

import psycopg
import pytest
from memkit_postgres.config import PostgresJournalConfig, PostgresStoreConfig, without_password
from memkit_postgres.journal.journal import PostgresJournal
from memkit_postgres.store.store import PostgresStore

from memkit import Memory
from memkit.errors import AuthenticationError, JournalError, MemkitError, ValidationError
from memkit.plugins import build_config, get_spec, public_config
from memkit.plugins.references import Reference

SECRET = "p@ss w:rd/?&"


@pytest.mark.parametrize(
    ("written", "kept", "password"),
    [
        ("postgresql://ana@db/x", "postgresql://ana@db/x", None),
        ("postgresql://ana:top@db:5433/x", "postgresql://ana@db:5433/x", "top"),
        ("postgres://ana:p%40s@db/x?sslmode=require", "postgres://ana@db/x?sslmode=require", "p@s"),
        ("postgresql://ana:p@ss@db/x", "postgresql://ana@db/x", "p@ss"),
        ("postgresql:///x?host=/tmp&password=top", "postgresql:///x?host=/tmp", "top"),
        ("host=db password='to p\\'s' dbname=x", "host=db dbname=x", "to p's"),
        ("host=db password = top", "host=db", "top"),
        ("", "", None),
    ],
)  # fmt: skip
def test_a_password_is_taken_out_of_the_url(written, kept, password):
    assert without_password(written) == (kept, password)
    config = PostgresJournalConfig(url=written)
    assert config.url == kept
    assert (config.password and config.password.get_secret_value()) == password


def test_a_url_names_the_journal_and_the_store(url, schema, monkeypatch):
    """`journal="postgresql://..."` is all it takes."""
    reference = Reference.parse(url)
    assert (reference.name, reference.text) == ("postgresql", url)
    with Memory(
        journal={"provider": url, "config": {"schema_name": schema}},
        store={"provider": url, "config": {"schema_name": f"{schema}_index"}},
        embedder="hash",
    ) as memory:
        memory.add("tea", user_id="a")
        assert memory.search("tea", user_id="a")[0].memory == "tea"


def test_no_secret_is_shown(caplog):
    caplog.set_level("DEBUG")
    for kind in ("journal", "store"):
        spec = get_spec(kind, "postgres")
        model = _class(spec.config)
        config = build_config(
            spec,
            model,
            {"url": "postgresql://ana:top-secret-1@127.0.0.1:1/x", "connect_timeout": 1},
        )
        shown = [repr(config), str(public_config(spec, config)), str(pickle.dumps(config))]
        with pytest.raises(MemkitError) as caught:
            _used(spec, config)
        shown += ["".join(traceback.format_exception(caught.value)), caplog.text]
        assert not any("top-secret-1" in text for text in shown)
        assert "Check that the server runs" in str(caught.value)


@pytest.mark.parametrize("wrong", ["postgresql://[::1", "nonsense top-secret-2", "a=b c=d"])
def test_a_malformed_url_is_not_repeated(wrong):
    with pytest.raises(ValidationError, match="no connection string") as caught:
        PostgresJournal(PostgresJournalConfig(url=wrong))
    assert wrong not in "".join(traceback.format_exception(caught.value))


def test_a_database_that_is_not_there(url):
    nowhere = url.rpartition("/")[0] + "/no_such_database"
    with pytest.raises(JournalError, match=r"no_such_database.* Check that the server runs"):
        PostgresJournal(PostgresJournalConfig(url=nowhere))


@pytest.fixture
def poor_url(url, schema):
    """Where another user may connect and make nothing, to a database without pgvector."""
    name = f"{schema}_poor"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    found = url.replace("memkit@", f"{name}@").rpartition("/")[0] + f"/{name}"
    if "memkit@" not in url:
        pytest.skip("the server that was named has another user")
    yield found
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name}")
        connection.execute(f"DROP ROLE {name}")


def test_a_user_without_privileges(poor_url):
    with pytest.raises(JournalError, match=r"permission denied.* privileges"):
        PostgresJournal(PostgresJournalConfig(url=poor_url))
    store = PostgresStore(PostgresStoreConfig(url=poor_url), _Context())
    with pytest.raises(AuthenticationError, match="permission denied to create extension"):
        store.position()
    store.close()


def test_a_database_of_another_encoding(url, schema):
    name = f"{schema}_ascii"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
        )
        try:
            with pytest.raises(JournalError, match=r"SQL_ASCII.* ENCODING 'UTF8'"):
                PostgresJournal(PostgresJournalConfig(url=url.rpartition("/")[0] + f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_pool_that_is_too_small_says_so(url, schema):
    config = PostgresJournalConfig(url=url, schema_name=schema, pool_size=3, timeout=0.5)
    journal = PostgresJournal(config)
    with (
        journal.exclusively("a"),
        journal.exclusively("b"),
        journal.exclusively("c"),
        pytest.raises(JournalError, match="all 3 connections were in use"),
    ):
        journal.changed()
    journal.close()


def _used(spec, config):
    if spec.kind == "journal":
        return _class(spec.impl)(config)
    store = _class(spec.impl)(config, _Context())
    assert "top-secret-1" not in repr(store)
    return store.position()


class _Context:
    journal_id = "x"

    def event_token(self, seq):
        return None


def _class(path):
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)
