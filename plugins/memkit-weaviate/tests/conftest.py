"""A stand-in for the server, and the real one where there is one."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

# The client brings a library that warns of its own future when it is imported.
with warnings.catch_warnings(record=True):
    import weaviate  # noqa: F401 - for what its import warns of

from helpers import OPENED
from wire.server import Server

URL = "MEMKIT_TEST_WEAVIATE_URL"


@pytest.fixture
def server():
    """A stand-in for the server."""
    made = Server().start()
    yield made
    while OPENED:
        OPENED.pop().close()
    made.stop()


@pytest.fixture
def real():
    """How to reach the real server."""
    url = os.environ.get(URL)
    if not url:
        pytest.skip(f"no server of Weaviate: start one with compose.yaml, and set {URL}")
    found = {"url": url}
    for variable, option in (("GRPC", "grpc_url"), ("API_KEY", "api_key")):
        value = os.environ.get(f"MEMKIT_TEST_WEAVIATE_{variable}")
        if value:
            found[option] = value
    return found
