"""Where memories come from, and taking changes back, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

from memkit import Memory

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


@pytest.fixture
def ids() -> tuple[str, str]:
    """A message that was edited, and the fact of it."""
    with Memory("memkit.db", embedder="hash") as memory:
        (said,) = memory.add("I moved to Lisbon in March", user_id="ana")
        source = {"memory_id": said.id, "start": 0, "end": 17, "quote": "I moved to Lisbon"}
        (fact,) = memory.add("Ana lives in Lisbon", user_id="ana", derived_by="x", sources=[source])
        return said.id, fact.id


def test_evidence_says_whether_the_quote_stands(
    memkit: Memkit, memkit_json: MemkitJson, ids: tuple[str, str]
) -> None:
    said, fact = ids
    shown = " ".join(memkit("evidence", fact[-8:]).stdout.split())
    assert shown == f"stands I moved to Lisbon {said} at 0-17"
    with Memory("memkit.db") as memory:
        memory.update(said, "I moved to Porto")
    (one,) = memkit_json("evidence", fact)["evidence"]
    assert (one["stands"], one["start"], one["record"]["memory"]) == (
        False, None, "I moved to Porto",
    )  # fmt: skip
    assert "does not stand" in memkit("evidence", fact).stdout
    assert "stands" in memkit("evidence", fact, "--as-of", "2").stdout
    assert memkit("evidence", said).stdout.strip() == "It names no sources."


def test_what_is_stale_is_listed_and_found_by_its_status(
    memkit: Memkit, memkit_json: MemkitJson, ids: tuple[str, str]
) -> None:
    said, fact = ids
    assert memkit("stale").stdout.strip() == "No memory is stale."
    with Memory("memkit.db") as memory:
        memory.delete(said)
    assert [one["id"] for one in memkit_json("stale", "-u", "ana")["memories"]] == [fact]
    assert "Ana lives in Lisbon" in memkit("stale").stdout
    assert "withheld=stale" in " ".join(memkit("stale").stdout.split())
    search = ("search", "Lisbon", "-u", "ana")
    assert memkit_json(*search)["hits"] == []
    (hit,) = memkit_json(*search, "--where", "withheld = 'stale'", "--kind", "facts")["hits"]
    assert (hit["id"], hit["notes"]) == (fact, ["stale"])
    assert memkit_json(*search, "--where", "withheld = 'stale'", "--kind", "messages")["hits"] == []
    assert "STALE" in memkit("history", fact).stdout


def test_changes_are_taken_back(
    memkit: Memkit, memkit_json: MemkitJson, ids: tuple[str, str]
) -> None:
    said, fact = ids
    gone = memkit_json("undo", "1", "--cascade")["results"]
    assert [(one["id"], one["event"]) for one in gone] == [(said, "DELETE"), (fact, "DELETE")]
    batch = memkit_json("history", said)["events"][-1]["batch_id"]
    assert memkit("undo", "--batch", batch).stdout.count("ADD") == 2
    (one,) = memkit_json("undo", "1")["results"]
    assert (one["id"], one["event"]) == (said, "DELETE")
    wrong = memkit("undo")
    assert wrong.exit_code != 0
    assert "neither is given" in wrong.stderr
    assert "memkit undo --batch ID" in " ".join(wrong.stderr.split())
