"""Schemas in cells."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from memkit import Memory
from memkit.errors import NotFoundError

SAID = "We met for the <b>budget</b>. Ben sends the report."


class Talk(BaseModel):
    about: str


def row(field: str, value: str, quote: str) -> dict[str, Any]:
    return {"field": field, "item": "", "line": 1, "quote": quote, "value": value}


def reply(*rows: dict[str, Any]) -> str:
    return json.dumps({"fields": rows})


TITLE = row("title", "the <b>budget</b>", "met for the <b>budget</b>")


@pytest.fixture
def fills(shell: Any, open_memory: Callable[..., Memory]) -> Callable[..., Memory]:
    """Opens a memory of alice's whose model answers so."""

    def opened(*replies: str) -> Memory:
        llm = {"provider": "echo", "config": {"replies": replies}}
        shell.user_ns["mem"] = open_memory(embedder="hash", llm=llm)
        shell.run("%memkit use mem --user alice")
        memory: Memory = shell.user_ns["mem"]
        return memory

    return opened


def test_a_cell_is_filled_into_a_schema(shell: Any, fills: Any) -> None:
    memory = fills(reply(TITLE))
    added = shell.run(f"%%remember --schema Meeting --no-infer\n{SAID}")
    assert added.structured.value.title == "the <b>budget</b>"
    assert "Meeting - 1 value - 6 missing" in shell.said
    assert "missing  overview: Nothing says it." in shell.said
    # What somebody said is no markup.
    assert "<b>budget" not in shell.page
    assert "the &lt;b&gt;budget" in shell.page
    assert memory.count() == 2
    shell.user_ns["found"] = added.structured
    shell.run("found")
    assert "Meeting - 1 value" in shell.said
    shell.user_ns["id_"] = added.structured.id
    shell.run("mem.get(id_)")
    assert "data.title" in shell.said
    assert "_schema" not in shell.said + shell.page


def test_a_class_of_the_notebook(shell: Any, fills: Any) -> None:
    fills(reply(row("about", "the budget", "about the budget")))
    shell.user_ns["Talk"] = Talk
    added = shell.run("%%remember --schema Talk --no-infer\nWe spoke about the budget.")
    assert added.structured.value == Talk(about="the budget")
    with pytest.raises(NotFoundError):
        shell.run("%remember hello --schema Nonsense")


def test_the_code_of_it_is_shown(shell: Any, fills: Any) -> None:
    fills(reply(TITLE))
    shell.user_ns["Talk"] = Talk
    shell.run("%remember hello --schema Talk --no-infer --show-code")
    assert "schema=Talk" in shell.said


def test_a_profile(shell: Any, fills: Any) -> None:
    fills(reply(row("name", "Alice", "I am Alice")), reply())
    shell.run("%remember I am Alice. --schema person --no-infer")
    found = shell.run("%memkit profile")
    assert found.value.name == "Alice"
    assert "Person - 1 value" in shell.said
