import pytest
from memkit_template._plugin import LETTERS, SHELF

from memkit import Memory
from memkit.testing import (
    EmbedderConformance,
    PluginConformance,
    StoreConformance,
    StoredMemoryConformance,
)


class TestLetters(EmbedderConformance):
    spec = LETTERS


class TestShelf(StoreConformance):
    spec = SHELF


class TestMemoryOnShelf(StoredMemoryConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture(params=["beside the journal", "in a folder"])
    def choice(self, request, tmp_path):
        if request.param == "beside the journal":
            return "shelf"
        return {"provider": "shelf", "config": {"folder": str(tmp_path / "shelves")}}

    @pytest.fixture
    def kept(self, choice):
        return choice


class TestPlugin(PluginConformance):
    plugin = "memkit_template._plugin"
    distribution = "memkit-template"
