"""Schemas on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]

SAID = "We met for the budget. Ben sends the report."
OWN = """
from pydantic import BaseModel

class Trip(BaseModel):
    to: str
"""


def answers(folder: Path, *replies: Any) -> None:
    """Set what the model of the settings answers."""
    said = [json.dumps({"fields": rows}) for rows in replies]
    lines = f"[llm]\nprovider = 'echo'\nconfig = {{replies = {json.dumps(said)}}}\n"
    (folder / "memkit.toml").write_text(lines, "utf-8")


def row(field: str, value: str, quote: str, item: str = "") -> dict[str, Any]:
    return {"field": field, "item": item, "line": 1, "quote": quote, "value": value}


TITLE = row("title", "the budget", "We met for the budget")


def test_a_schema_is_filled_in_and_shown(memkit: Memkit, folder: Path) -> None:
    answers(folder, [TITLE, row("overview", "They met in Paris.", "We met for the budget")], [])
    done = memkit("add", SAID, "-u", "ana", "--schema", "meeting")
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert 'title the budget "We met for the budget"' in said
    assert "Paris" in said.partition("overview")[2]
    # A command ends before facts could follow; they are not forgotten.
    assert "Facts are still to be drawn: memkit extract" in said
    assert SAID in memkit("pending", "-u", "ana").stdout


def test_as_json_and_filtered(memkit_json: MemkitJson, folder: Path) -> None:
    answers(folder, [TITLE])
    added = memkit_json("add", SAID, "-u", "ana", "--schema", "Meeting", "--no-infer")
    found = added["structured"]
    assert found["data"] == {"title": "the budget"}
    assert found["citations"]["title"]["quote"] == "We met for the budget"
    (record,) = memkit_json("list", "-u", "ana", "--where", "data.title = 'the budget'")["memories"]
    assert record["id"] == found["id"]


def test_a_class_of_a_file_beside(memkit_json: MemkitJson, folder: Path) -> None:
    (folder / "trips_of_this_test.py").write_text(OWN, "utf-8")
    answers(folder, [row("to", "Rome", "going to Rome")])
    name = "trips_of_this_test:Trip"
    added = memkit_json("add", "I am going to Rome.", "-u", "ana", "--schema", name, "--no-infer")
    assert added["structured"]["data"] == {"to": "Rome"}


def test_a_wrong_name_stores_nothing(memkit: Memkit, folder: Path) -> None:
    answers(folder, [])
    failed = memkit("add", SAID, "-u", "ana", "--schema", "nonsense")
    assert failed.exit_code == 1
    assert "Meeting, Person, Preference, or module:Class" in " ".join(failed.stderr.split())
    assert SAID not in memkit("list").stdout


def test_a_profile_without_and_with_a_model(memkit_json: MemkitJson, folder: Path) -> None:
    answers(folder, [row("name", "Ana", "I am Ana")])
    memkit_json("add", "I am Ana.", "-u", "ana", "--schema", "person", "--no-infer")
    (folder / "memkit.toml").unlink()
    found = memkit_json("profile", "-u", "ana")
    assert (found["schema"], found["data"]) == ("Person", {"name": "Ana"})
