"""The kits, on a file of each format."""

from __future__ import annotations

import making
import pytest
from memkit_loaders import _plugin

from memkit.testing import LoaderConformance, PluginConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_loaders._plugin"
    distribution = "memkit-loaders"


class Written(LoaderConformance):
    """The kit on two files, which `content` makes of what they say."""

    def content(self, said):
        raise NotImplementedError

    @pytest.fixture
    def source(self, tmp_path):
        return self._written(tmp_path / "a", "Ana lives in Lisbon.")

    @pytest.fixture
    def changed_source(self, tmp_path):
        return self._written(tmp_path / "b", "Ana lives in Porto.")

    def _written(self, folder, said):
        folder.mkdir(exist_ok=True)
        path = folder / f"said{self.spec.suffixes[0]}"
        path.write_bytes(self.content(said))
        return str(path)


class TestPDF(Written):
    spec = _plugin.PDF

    def content(self, said):
        return making.pdf([said, "More of it"])


class TestDOCX(Written):
    spec = _plugin.DOCX

    def content(self, said):
        return making.docx(("Heading 1", "Where"), ("Normal", said))


class TestPPTX(Written):
    spec = _plugin.PPTX

    def content(self, said):
        return making.pptx(("Where", said))


class TestXLSX(Written):
    spec = _plugin.XLSX

    def content(self, said):
        return making.xlsx({"People": [["Name", "Said"], ["Ana", said]]})


class TestHTML(Written):
    spec = _plugin.HTML

    def content(self, said):
        return f"<html><body><h1>Where</h1><p>{said}</p></body></html>".encode()


class TestEPUB(Written):
    spec = _plugin.EPUB

    def content(self, said):
        return making.epub({"one": f"<h1>Where</h1><p>{said}</p>"})
