"""Tidying facts up, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

from memkit import Memory

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_what_lost_its_evidence_is_checked_again(
    memkit: Memkit, memkit_json: MemkitJson, folder: Path
) -> None:
    memkit("add", "I like tea.", "-u", "bob", "--no-infer")
    assert memkit("recheck").stdout.strip() == "Nothing is stale or unsupported."
    fact = {
        "line": 1, "quote": "I live in Berlin", "when": "", "about": "I",
        "text": "I live in Berlin.", "kind": "state",
    }  # fmt: skip
    replies = json.dumps([json.dumps({"facts": [fact]})])
    (folder / "memkit.toml").write_text(
        f"[llm]\nprovider = 'echo'\nconfig = {{replies = {replies}}}\n", "utf-8"
    )
    added = memkit_json("add", "I live in Berlin.", "-u", "ana", "--infer")
    with Memory(folder / "memkit.db") as memory:
        memory.update(added["results"][0]["id"], "Hm. I live in Berlin.")
    found = memkit_json("recheck", "-u", "ana")
    assert [(one["outcome"], one["by"]) for one in found["facts"]] == [("served", "code")]
    with Memory(folder / "memkit.db") as memory:
        memory.delete(added["results"][0]["id"])
    shown = memkit("recheck").stdout
    assert "withdrawn" in shown
    assert "1 fact: 1 withdrawn." in shown


def test_proposals_are_applied_and_rejected_by_their_keys(
    memkit: Memkit, memkit_json: MemkitJson, folder: Path
) -> None:
    rows = [
        {"memory": text, "user_id": "ana", "derived_by": "me"}
        for text in ("Ana likes tea.", "Ana likes tea!", "Ana has a dog.", "Ana has a dog!")
    ]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    memkit("import", "dump.jsonl")
    shown = memkit("consolidate", "-u", "ana").stdout
    assert "2 proposals; nothing is written yet" in shown
    first, second = memkit_json("consolidate")["proposals"]
    assert first["kind"] == "merge"
    assert first["key"] in shown
    done = memkit_json("consolidate", "--apply", first["key"], "--reject", second["key"])
    assert [one["event"] for one in done["results"]].count("UPDATE") == 2
    assert memkit("consolidate").stdout.strip() == "There is nothing to tidy up."
    assert memkit("consolidate", "--apply", "ffff").exit_code == 1
    assert len(memkit_json("list", "-u", "ana", "--where", "superseded_by is null")) >= 1
