import pytest
from memkit_template._plugin import COMMAND, LETTERS, LOG, SHELF

from memkit import Memory
from memkit.testing import (
    CommandConformance,
    EmbedderConformance,
    LoaderConformance,
    PluginConformance,
    StoreConformance,
    StoredMemoryConformance,
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


class TestCommand(CommandConformance):
    spec = COMMAND
    plugin = "memkit_template._plugin"
    distribution = "memkit-template"

    def test_it_compares_letters(self, kit_site):
        texts = ("green tea", "greener teas", "olives")
        same, near, far = (self.kit_run(kit_site, "letters", texts[0], text) for text in texts)
        assert same.stdout == "1.000\n"
        assert 1 > float(near.stdout) > float(far.stdout) >= 0

    def test_an_error_says_what_to_do(self, kit_site):
        done = self.kit_run(kit_site, "letters", "", "tea")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "Error: One of the texts is empty.\nGive two texts.\n"
