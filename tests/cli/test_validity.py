"""Fields that most memories do without, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from typer.testing import Result

from memkit import Memory

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_what_no_longer_holds_is_found_when_asked_for(
    memkit: Memkit, memkit_json: MemkitJson
) -> None:
    lived = ("--valid-from", "2020-05-01", "--valid-to", "2025-03-01")
    memkit_json("add", "Ana lives in Porto", "-u", "ana", *lived)
    memkit_json("add", "Ana lives in Lisbon", "-u", "ana", "--valid-from", "2025-03-01")
    search = ("search", "where does Ana live", "-u", "ana")
    for more, found in (
        ((), ["Ana lives in Lisbon"]),
        (("--valid-at", "now"), ["Ana lives in Lisbon"]),
        (("--valid-at", "2024-01-01"), ["Ana lives in Porto"]),
    ):
        assert [hit["memory"] for hit in memkit_json(*search, *more)["hits"]] == found
    both = memkit_json(*search, "--valid-at", "any")["hits"]
    assert sorted(note for hit in both for note in hit["notes"]) == [
        "no longer valid since 2025-03-01"
    ]
    said = " ".join(memkit(*search, "--valid-at", "any").stdout.split())
    assert said.count("no longer valid since 2025-03-01") == 1
    assert "valid_to=2025-03-01 00:00:00 UTC" in said
    wrong = memkit(*search, "--valid-at", "yesterday")
    assert wrong.exit_code != 0
    assert "valid_at is 'yesterday'" in wrong.stderr
    listed = memkit_json("list", "-u", "ana", "--where", "valid_to = null")
    assert [record["memory"] for record in listed["memories"]] == ["Ana lives in Lisbon"]


def test_a_history_tells_what_changed(memkit: Memkit) -> None:
    with Memory("memkit.db", embedder="hash") as memory:
        (one,) = memory.add("I like tea", user_id="ana")
        memory.update(
            one.id, valid_to="2025-03-01", pinned=True, data={"cups": 2},
            sources=[{"document": "notes.md"}],
        )  # fmt: skip
    said = " ".join(memkit("history", one.id).stdout.split())
    assert "valid_to: none -> 2025-03-01 00:00:00 UTC" in said
    assert "pinned: false -> true" in said
    assert 'data: {} -> {"cups": 2}' in said
    assert 'sources: [] -> ["notes.md"]' in said
