from __future__ import annotations

import sys
from pathlib import Path

import pytest

from memkit.testing import WireServer, building

# For `import wire`: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

import wire


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    """What a test allows is not kept for the user."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture
def server():
    """Cohere's API on this machine."""
    with WireServer(wire.answer) as server:
        yield server


@pytest.fixture
def make(server):
    """Make a model of a spec on the server; closed after the test."""
    with building(base_url=server.url) as build:
        yield build
