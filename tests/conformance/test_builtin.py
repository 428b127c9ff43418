"""The providers that ship with the core pass the kit that plug-in authors use."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from memkit import Memory
from memkit.builtin import _plugin
from memkit.builtin.configs import EchoConfig
from memkit.builtin.echo import EchoLLM
from memkit.domain.records import Message
from memkit.testing import (
    EmbedderConformance,
    JournalConformance,
    LLMConformance,
    LoaderConformance,
    PluginConformance,
    StoreConformance,
    StoredMemoryConformance,
)

MULTILINGUAL, STATIC, HASH = _plugin.memkit_embedders()


class TestMultilingual(EmbedderConformance):
    spec = MULTILINGUAL


class TestStatic(EmbedderConformance):
    spec = STATIC


class TestHash(EmbedderConformance):
    spec = HASH


class TestLocal(StoreConformance):
    spec = _plugin.memkit_stores()[0]


class TestMemoryOnLocal(StoredMemoryConformance):
    @pytest.fixture
    def open_memory(self) -> type[Memory]:
        return Memory

    @pytest.fixture
    def choice(self) -> str:
        return "local"


class TestSQLite(JournalConformance):
    spec = _plugin.memkit_journals()[0]

    @pytest.fixture
    def config(self, tmp_path: Path) -> dict[str, Any]:
        return {"path": str(tmp_path / "journal.db")}


class TestEcho(LLMConformance):
    spec = _plugin.memkit_llms()[0]

    @pytest.fixture
    def schema_messages(self) -> list[Message]:
        return [Message(role="user", content='{"city": "Athens", "year": 1896}')]

    @pytest.fixture
    def babbling(self) -> EchoLLM:
        return EchoLLM(EchoConfig(replies=("In Athens, I think.",)))


TEXT, CSV, JSON, NOTEBOOK, CHAT_EXPORT = _plugin.memkit_loaders()


class TestText(LoaderConformance):
    spec = TEXT

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        (tmp_path / "notes.md").write_text("Before.\n# Boats\nThe ferry.\n## Lines\nNine.\n")
        return str(tmp_path / "notes.md")

    @pytest.fixture
    def changed_source(self, tmp_path: Path) -> str:
        (tmp_path / "changed.md").write_text("Before.\n# Boats\nThe ferry.\n## Lines\nTen.\n")
        return str(tmp_path / "changed.md")


class TestWhatsApp(LoaderConformance):
    spec = TEXT

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        return self.kit_chat(tmp_path / "chat.txt", "hi")

    @pytest.fixture
    def changed_source(self, tmp_path: Path) -> str:
        return self.kit_chat(tmp_path / "changed.txt", "ho")

    def kit_chat(self, path: Path, said: str) -> str:
        path.write_text(f"31.12.23, 22:15 - Ana: {said}\n31.12.23, 22:16 - Bo: You too\n")
        return str(path)


class TestCSV(LoaderConformance):
    spec = CSV

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        (tmp_path / "boats.csv").write_text("Name,Line\nFerry,9\nTug,\n")
        return str(tmp_path / "boats.csv")

    @pytest.fixture
    def changed_source(self, tmp_path: Path) -> str:
        (tmp_path / "changed.csv").write_text("Name,Line\nFerry,10\nTug,\n")
        return str(tmp_path / "changed.csv")


class TestJSON(LoaderConformance):
    spec = JSON

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        (tmp_path / "boats.json").write_text('{"boats": [{"name": "Ferry"}, {"name": "Tug"}]}')
        return str(tmp_path / "boats.json")

    @pytest.fixture
    def changed_source(self, tmp_path: Path) -> str:
        (tmp_path / "changed.json").write_text('{"boats": [{"name": "Ferry"}]}')
        return str(tmp_path / "changed.json")


class TestNotebook(LoaderConformance):
    spec = NOTEBOOK

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        return self.kit_notebook(tmp_path / "boats.ipynb", "1 + 1")

    @pytest.fixture
    def changed_source(self, tmp_path: Path) -> str:
        return self.kit_notebook(tmp_path / "changed.ipynb", "2 + 2")

    def kit_notebook(self, path: Path, code: str) -> str:
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": "# Boats"},
            {"cell_type": "code", "metadata": {}, "source": code, "outputs": []},
        ]
        path.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
        return str(path)


class TestChatExport(LoaderConformance):
    spec = CHAT_EXPORT

    @pytest.fixture
    def source(self, tmp_path: Path) -> str:
        return self.kit_export(tmp_path / "export.zip", "hi")

    @pytest.fixture
    def changed_source(self, tmp_path: Path) -> str:
        return self.kit_export(tmp_path / "changed.zip", "ho")

    def kit_export(self, path: Path, said: str) -> str:
        talks = [
            {"uuid": name, "chat_messages": [{"sender": "human", "text": said}]}
            for name in ("one", "two")
        ]
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("conversations.json", json.dumps(talks))
        return str(path)


class TestPlugin(PluginConformance):
    plugin = "memkit.builtin._plugin"
    distribution = "memkit-core"
    overrides: ClassVar = {
        "test_it_depends_on_the_core": "it is the core",
        "test_each_provider_has_an_entry_point": "the core's one entry point is skipped for itself",
    }


def test_replies_come_in_their_order_and_again_from_the_first() -> None:
    llm = EchoLLM(EchoConfig(replies=("one", "two")))
    ask: Sequence[Message] = [Message(role="user", content="?")]
    assert [llm.complete(ask).text for _ in range(3)] == ["one", "two", "one"]
