from __future__ import annotations

import sys
from pathlib import Path

import pytest

from memkit.plugins.configs import build_config
from memkit.testing import CANARY, WireServer
from memkit.testing.base import load_object

# For `import wire`: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

import wire


@pytest.fixture(autouse=True)
def _own_server(monkeypatch):
    """A server of the user's is not asked, and their key not sent."""
    for name in ("OLLAMA_HOST", "OLLAMA_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server():
    """An Ollama server's API on this machine."""
    with WireServer(wire.answer) as server:
        yield server


@pytest.fixture
def make(server):
    """Make a model of a spec on the server; closed after the test."""
    made = []

    def make(spec, **options):
        given = {"api_key": CANARY, "base_url": server.url, **options}
        config = build_config(spec, load_object(spec.config), given, environ={})
        made.append(load_object(spec.impl)(config))
        return made[-1]

    yield make
    for model in made:
        model.close()
