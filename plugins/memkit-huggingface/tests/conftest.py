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
    """A server of TEI and TGI on this machine, and the hub."""
    with WireServer(wire.answer) as server:
        yield server


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path):
    """Neither the token nor the switches of whoever runs the tests."""
    from huggingface_hub import constants

    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.delenv("HUGGING_FACE_HUB_TOKEN", raising=False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)


@pytest.fixture
def make(server):
    """Make a model of a spec on the server; closed after the test."""
    with building(model="a/model", base_url=server.url) as build:
        yield build
