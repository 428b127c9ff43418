from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

from memkit import Memory


def test_a_purge_needs_a_yes_and_leaves_nothing(
    memkit: Callable[..., Result], memkit_json: Callable[..., Any], filled: list[str]
) -> None:
    id_, other = filled[:2]
    with Memory("memkit.db") as memory:
        text = memory.get(id_).memory
        memory.add(f"derived: {text}", user_id="a", sources=[{"memory_id": id_}])
    refused = memkit("purge", id_)
    assert refused.exit_code == 1
    assert "--yes" in refused.stderr
    assert "1 event" in refused.stderr
    result = memkit("purge", id_[-12:], "--yes", "--reason", "not for us")
    assert result.exit_code == 0
    assert "Purged 2 memories" in result.stdout
    assert text.encode() not in Path("memkit.db").read_bytes()
    history = memkit("history", id_)
    assert history.exit_code == 0
    assert "PURGE" in history.stdout
    assert "not for us" in history.stdout
    assert text not in history.stdout
    events = memkit_json("history", id_)["events"]
    assert [(event["event"], event["old_memory"], event["new_memory"]) for event in events] == [
        ("PURGE", None, None)
    ] * 2
    assert memkit_json("purge", other, "--yes") == {"erased": [other]}
    assert memkit("purge", other[:3], "--yes").exit_code == 1
    assert memkit("doctor").exit_code == 0
