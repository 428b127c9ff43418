"""Names, in cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from memkit import Memory


def test_names_are_listed_and_one_is_drawn(shell: Any, open_memory: Callable[..., Memory]) -> None:
    mem = shell.user_ns["mem"] = open_memory(embedder="hash")
    shell.run("%memkit use mem --user alice")
    shell.run("%memkit entities")
    assert "No names here." in shell.said
    (message,) = mem.add("My sister Nina lives in Porto.", user_id="alice", infer=False)
    mem.add(
        "Nina lives in Porto <b>now</b>.", user_id="alice", derived_by="me", infer=False,
        data={"about": "Nina", "entities": ["<i>Choir</i>"]},
        sources=[{"memory_id": message.id, "quote": "Nina lives in Porto"}],
    )  # fmt: skip
    found = shell.run("%memkit entities -o found")
    assert {one.name for one in found} == {"Nina", "Porto", "<i>Choir</i>"}
    assert "<i>Choir" not in shell.page
    assert "&lt;i&gt;Choir" in shell.page
    shell.run("found[:1]")
    assert "1 entity" in shell.said
    nina = shell.run("%memkit entity nina")
    assert nina.name == "Nina"
    assert "lives in" in shell.said
    assert "data:image/svg+xml" in shell.page
    assert "<b>now" not in shell.page
    # The quote is marked in the message that says it.
    assert "<b>Nina lives in Porto</b>" in shell.page
    shell.run("%memkit entity Nina --show-code")
    assert "mem.entity('Nina', user_id='alice')" in shell.said + shell.printed
    shell.user_ns["relations"] = nina.relations
    shell.run("list(relations)")
    assert "1 relation" in shell.said
