from memkit_template._plugin import LETTERS, SHELF

from memkit.testing import EmbedderConformance, PluginConformance, StoreConformance


class TestLetters(EmbedderConformance):
    spec = LETTERS


class TestShelf(StoreConformance):
    spec = SHELF


class TestPlugin(PluginConformance):
    plugin = "memkit_template._plugin"
    distribution = "memkit-template"
