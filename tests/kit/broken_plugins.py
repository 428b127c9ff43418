"""Runs the kit on plug-ins; started by `test_plugin.py`."""

from __future__ import annotations

from memkit.testing import PluginConformance


class TestCore(PluginConformance):
    plugin = "memkit.builtin._plugin"
    distribution = "memkit-core-that-is-not-installed"


class TestGreedy(PluginConformance):
    plugin = "kit_greedy._plugin"
    distribution = "memkit-greedy"


class TestNoModule(PluginConformance):
    plugin = "kit_greedy.nothing"
    distribution = "memkit-nothing"
