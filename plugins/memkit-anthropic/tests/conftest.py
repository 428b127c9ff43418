from __future__ import annotations

import sys
from pathlib import Path

import pytest

from memkit.plugins.configs import build_config
from memkit.testing import CANARY, WireServer

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
    from memkit_anthropic._plugin import ANTHROPIC
    from memkit_anthropic.config import AnthropicConfig
    from memkit_anthropic.llm import AnthropicLLM

    made = []

    def make(**options):
        given = {"api_key": CANARY, "base_url": server.url, **options}
        made.append(AnthropicLLM(build_config(ANTHROPIC, AnthropicConfig, given, environ={})))
        return made[-1]

    yield make
    for model in made:
        model.close()
