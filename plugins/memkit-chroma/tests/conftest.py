"""A server of Chroma for all tests that do not kill it."""

from __future__ import annotations

import warnings

import pytest

# The client brings libraries that warn of their own future when they are imported.
with warnings.catch_warnings(record=True):
    import chromadb  # noqa: F401 - for what its import warns of

from chroma_server import ChromaServer


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
