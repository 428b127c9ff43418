from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest
from memkit_anthropic._plugin import ANTHROPIC

from memkit.testing import WireServer, building

# For `import wire`: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

import wire


@pytest.fixture
def server():
    """Anthropic's API on this machine."""
    with WireServer(wire.answer) as server:
        yield server


@pytest.fixture
def make(server):
    """Make the model on the server; closed after the test."""
    with building(base_url=server.url) as build:
        yield functools.partial(build, ANTHROPIC)
