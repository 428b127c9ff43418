"""Runs the kit on commands; started by `test_commands.py`."""

from __future__ import annotations

from kit_commands import _eager, _plugin

from memkit.testing import CommandConformance


class Command(CommandConformance):
    plugin = "kit_commands._plugin"
    distribution = "memkit-commands"


class TestGood(Command):
    spec = _plugin.GOOD


class TestApp(Command):
    spec = _plugin.APP


class TestMissing(Command):
    spec = _plugin.MISSING


class TestSilent(Command):
    spec = _plugin.SILENT


class TestCareless(Command):
    spec = _plugin.CARELESS


class TestEager(CommandConformance):
    plugin = "kit_commands._eager"
    distribution = "memkit-commands"
    spec = _eager.EAGER


class TestTaken(Command):
    spec = _plugin.TAKEN
