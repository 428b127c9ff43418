"""The client's own engine always, and the real server where there is one."""

from __future__ import annotations

import functools
import os
import warnings

import pytest

# The client brings libraries that warn of their own future when they are imported.
with warnings.catch_warnings(record=True):
    import qdrant_client.qdrant_client

URL = "MEMKIT_TEST_QDRANT_URL"


@pytest.fixture(autouse=True, scope="session")
def _schemas():
    """The client's schemas are read once, and not for each client: nothing is embedded by it."""
    with pytest.MonkeyPatch.context() as patch:
        once = functools.cache(qdrant_client.qdrant_client.Inspector)
        patch.setattr(qdrant_client.qdrant_client, "Inspector", once)
        yield


@pytest.fixture
def real():
    """How to reach the real server."""
    url = os.environ.get(URL)
    if not url:
        pytest.skip(f"no server of Qdrant: start one with compose.yaml, and set {URL}")
    found = {"url": url}
    if os.environ.get("MEMKIT_TEST_QDRANT_API_KEY"):
        found["api_key"] = os.environ["MEMKIT_TEST_QDRANT_API_KEY"]
    return found


@pytest.fixture
def wire():
    """A server at the wire."""
    from wire import QdrantWire

    made = QdrantWire()
    with made.server:
        yield made


@pytest.fixture
def grpc_wire(wire):
    """The same server, which speaks gRPC too."""
    from grpc_wire import QdrantGrpcWire

    with QdrantGrpcWire(wire) as made:
        yield made
