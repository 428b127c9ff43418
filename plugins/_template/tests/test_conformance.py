import pytest
from memkit_template._plugin import LETTERS, LOG, SHELF

from memkit.testing import (
    EmbedderConformance,
    LoaderConformance,
    PluginConformance,
    StoreConformance,
)


class TestLetters(EmbedderConformance):
    spec = LETTERS


class TestLog(LoaderConformance):
    spec = LOG

    @pytest.fixture
    def source(self, tmp_path):
        (tmp_path / "boats.log").write_text("the ferry left\n\nthe ferry is back\n")
        return str(tmp_path / "boats.log")

    @pytest.fixture
    def changed_source(self, tmp_path):
        (tmp_path / "changed.log").write_text("the ferry left\n\nit is late\n")
        return str(tmp_path / "changed.log")


class TestShelf(StoreConformance):
    spec = SHELF


class TestPlugin(PluginConformance):
    plugin = "memkit_template._plugin"
    distribution = "memkit-template"
