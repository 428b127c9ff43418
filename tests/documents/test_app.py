"""App: three verbs for those who ask their files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memkit import App
from memkit.errors import NotFoundError, ValidationError

LLM = {"provider": "echo", "config": {"replies": ["Thirty days."] * 9}}


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    path = tmp_path / "handbook.md"
    path.write_text("# Leave\n\nEverybody has thirty days of leave a year.\n\n# Sick\n\nCall us.\n")
    return path


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with App(tmp_path / "files.db") as made:
        yield made


def test_anything_is_added_and_asked_for(app: App, handbook: Path) -> None:
    app.add(str(handbook), metadata={"year": 2026})
    app.add("The boiler is in the cellar.")
    app.add([{"role": "user", "content": "Nina's cat is called Tom."}])
    assert "thirty days of leave" in app.query("How many days of leave a year do I have?")
    answer, sources = app.query("How many days of leave a year do I have?", citations=True)
    assert "[1]" in answer
    quote, place = sources[0]
    assert quote == "Everybody has thirty days of leave a year."
    assert place["title"] == "Leave"
    assert place["heading"] == ("Leave",)
    assert handbook.read_text()[place["start"] : place["end"]] == quote
    assert "cellar" in app.query("Where is the boiler?")
    assert "Tom" in app.query("What is Nina's cat called?")
    assert app.memory.count(where={"year": 2026}) == 2


def test_what_looks_like_a_path_is_no_text(app: App) -> None:
    for missing in ("handbok.pdf", "docs/none", Path("nothing")):
        with pytest.raises(NotFoundError):
            app.add(missing)
    assert not app.memory.count()
    app.add("see handbook.pdf for more")
    assert app.memory.count() == 1


def test_a_chat_recalls_the_documents_and_is_remembered(tmp_path: Path, handbook: Path) -> None:
    with App(":memory:", llm=LLM) as app:
        app.add(handbook)
        assert app.chat("How many days of leave do I have?", session_id="a") == "Thirty days."
        chat = app._chats["a"]
        assert "thirty days of leave" in chat.turns[0].recalled.text
        chat.wait()
        stored = app.memory.get_all(run_id="a")
        assert {one.role for one in stored} == {"user", "assistant"}
        app.chat("And when I am sick?", session_id="b")
        assert len(app._chats) == 2


def test_a_chat_needs_a_model(app: App) -> None:
    with pytest.raises(ValidationError, match="LLM"):
        app.chat("Hello?")
