"""A server of Chroma for all tests that do not kill it."""

from __future__ import annotations

import warnings

import pytest

# The client brings libraries that warn of their own future when they are imported.
with warnings.catch_warnings(record=True):
    import chromadb  # noqa: F401 - for what its import warns of

from chroma_server import ChromaServer
from memkit_chroma.config import ChromaConfig
from memkit_chroma.store import ChromaStore

from memkit.testing import DictContext


@pytest.fixture
def context(tmp_path):
    return DictContext(tmp_path / "memory.db")


@pytest.fixture
def opened(context):
    """Opens stores over the context, with the spaces that it has."""
    stores = []

    def open_store(**options):
        stores.append(ChromaStore(ChromaConfig(**options), context))
        for space in context.spaces.values():
            stores[-1].open_space(space)
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server that is left running."""
    made = ChromaServer(tmp_path_factory.mktemp("server") / "data")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def mortal(tmp_path):
    """A server that a test may kill."""
    made = ChromaServer(tmp_path / "server" / "data")
    made.start()
    yield made
    made.kill()
