"""Names, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_names_are_listed_and_one_is_told(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit("add", "no names here", "-u", "bob", "--no-infer")
    assert memkit("entities").stdout.strip() == "No names here."
    memkit("add", "My sister Nina lives in Porto.", "-u", "ana", "--no-infer")
    memkit("add", "We saw Nina's cat.", "-u", "ana", "--no-infer")
    shown = memkit("entities", "-u", "ana").stdout
    assert "Nina" in shown
    assert "person" in shown
    found = memkit_json("entities", "--limit", "1")
    assert [one["name"] for one in found["entities"]] == ["Nina"]
    assert found["total"] == 2
    assert memkit_json("entities", "--kind", "place")["entities"][0]["name"] == "Porto"
    shown = memkit("entity", "nina").stdout
    assert "Nina, person: 2 memories" in shown
    assert "beside: Porto (1)" in shown
    document = memkit_json("entity", "Nina", "-u", "ana")
    assert document["neighbours"] == [{"name": "Porto", "memories": 1}]
    assert len(document["memory_list"]) == 2
    failed = memkit("entity", "Zoe")
    assert failed.exit_code == 1
    assert "No memory names 'Zoe'" in failed.output
