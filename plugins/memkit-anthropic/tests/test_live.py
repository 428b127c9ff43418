"""The kit, on Anthropic itself."""

from __future__ import annotations

import os

import pytest
from memkit_anthropic._plugin import ANTHROPIC

from memkit.testing import LLMConformance

pytestmark = pytest.mark.skipif(
    not os.environ.get("ANTHROPIC_API_KEY"),
    reason="no key: set ANTHROPIC_API_KEY to ask Anthropic itself",
)


class TestLLM(LLMConformance):
    spec = ANTHROPIC
    deterministic = False
