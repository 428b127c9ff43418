from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from memkit import Memory

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_list_has_text_id_and_metadata_in_aligned_columns(
    memkit: Memkit, filled: list[str]
) -> None:
    lines = memkit("list").stdout.splitlines()
    assert lines[0][12:] == "I moved to Lisbon"
    assert lines[1] == f"            {filled[0]}  user=alice  category=home"
    assert lines[4][:12] == "2025-02-03  "
    assert lines[7].endswith("agent=reviewer  procedural")
    assert lines[-1] == "4 memories in all."


def test_list_pages_to_the_end(memkit: Memkit, memkit_json: MemkitJson, filled: list[str]) -> None:
    first = memkit_json("list", "--limit", "3")
    assert set(first) == {"memories", "cursor", "total"}
    assert [memory["id"] for memory in first["memories"]] == filled[:3]
    assert first["total"] == 4
    second = memkit_json("list", "--limit", "3", "--cursor", first["cursor"])
    assert [memory["id"] for memory in second["memories"]] == filled[3:]
    assert second["cursor"] is None
    text = memkit("list", "-n", "3").stdout
    assert f"3 of 4 memories. Next page: the same command with --cursor {first['cursor']}" in text


def test_list_of_a_scope_a_filter_and_the_past(memkit_json: MemkitJson, filled: list[str]) -> None:
    def ids(*args: str) -> list[str]:
        return [memory["id"] for memory in memkit_json("list", *args)["memories"]]

    assert ids("--agent", "reviewer") == [filled[3]]
    assert ids("-u", "alice", "--where", "category in ('food')") == [filled[1]]
    assert ids("--as-of", "2") == filled[:2]
    assert ids("--as-of", "2020-01-01") == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["-u", "bob"], "There are no memories of bob yet. Add one: memkit add"),
        (["--where", "category = 'x'"], "No memories match \"category = 'x'\". Try it without"),
        (["--as-of", "2020-01-01"], "There were no memories then."),
        (["--cursor", "999"], "There are no more."),
    ],
)
def test_an_empty_list_says_why(
    memkit: Memkit, filled: list[str], args: list[str], message: str
) -> None:
    result = memkit("list", *args)
    assert result.exit_code == 0
    assert message in " ".join(result.stdout.split())


@pytest.mark.parametrize("args", [["--cursor", "x"], ["--limit", "0"], ["--as-of", "someday"]])
def test_what_memory_refuses_is_exit_code_1(
    memkit: Memkit, filled: list[str], args: list[str]
) -> None:
    result = memkit("list", *args)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")


def test_history_shows_old_and_new_with_numbers_and_dates(
    memkit: Memkit, memkit_json: MemkitJson
) -> None:
    with Memory("memkit.db", actor="ann") as memory:
        memory_id = memory.add("I live in Berlin", user_id="alice", metadata={"rooms": 2})[0].id
        memory.update(memory_id, "I live in Lisbon", metadata={"rooms": 3}, reason="moved")
        memory.update(memory_id, expires_at="2099-01-01")
        memory.delete(memory_id)
    lines = memkit("history", memory_id).stdout.splitlines()
    assert lines[0] == memory_id
    assert lines[1].startswith("1  ADD     20")
    assert lines[1].endswith(" UTC by ann")
    assert lines[2] == "   + I live in Berlin"
    assert lines[3].startswith("2  UPDATE  20")
    assert lines[3].endswith(" UTC by ann (moved)")
    assert lines[4:6] == ["   - I live in Berlin", "   + I live in Lisbon"]
    assert lines[6] == '     metadata: {"rooms": 2} -> {"rooms": 3}'
    assert lines[8:10] == [
        "   = I live in Lisbon",
        "     expires_at: none -> 2099-01-01 00:00:00 UTC",
    ]
    assert lines[10].startswith("4  DELETE  20")
    assert lines[11:] == ["   - I live in Lisbon"]

    document = memkit_json("history", memory_id)
    assert set(document) == {"id", "events"}
    assert document["id"] == memory_id
    added, changed, _, deleted = document["events"]
    assert (added["old_memory"], added["new_memory"]) == (None, "I live in Berlin")
    assert (changed["old_memory"], changed["new_memory"]) == (
        "I live in Berlin",
        "I live in Lisbon",
    )
    assert changed["before"]["metadata"] == {"rooms": 2}
    assert changed["actor"] == "ann"
    assert (deleted["event"], deleted["new_memory"], deleted["after"]) == (
        "DELETE",
        None,
        None,
    )


def test_history_of_nobody_is_an_error(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("history", "0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11")
    assert result.exit_code == 1
    assert "There is no memory" in result.stderr


def test_history_keeps_lines_and_list_joins_them(memkit: Memkit) -> None:
    memkit("add", "one\n  two\r\nthree", "-u", "alice")
    with Memory("memkit.db") as memory:
        memory_id = memory.get_all()[0].id
    assert "+ one\n       two\n     three" in memkit("history", memory_id).stdout
    assert "one two three" in memkit("list").stdout


def test_a_stored_text_can_not_act_on_the_terminal(memkit: Memkit) -> None:
    memkit("add", "a\x1b[2Jb\u202ec", "-u", "al\x07ice", "-m", "k=\x9bm")
    for command in ("list", "search"):
        text = memkit(command, *(["a"] if command == "search" else [])).stdout
        assert r"a\x1b[2Jb\u202ec" in text
        assert r"user=al\x07ice" in text
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)


def test_long_and_wide_texts_stay_within_the_terminal(
    memkit: Memkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    memkit("add", "我喜欢葡萄牙的瓷砖" * 9, "-u", "alice")
    memkit("add", "word " * 500, "-u", "alice")
    text = memkit("list").stdout
    # A Chinese character takes two columns.
    assert all(len(line) + sum(c > "\u2e80" for c in line) <= 80 for line in text.splitlines())
    assert "... (2,500 characters)" in " ".join(text.split())

    monkeypatch.delenv("COLUMNS")
    piped = memkit("list").stdout
    assert "我喜欢葡萄牙的瓷砖" * 9 in piped


def test_markup_in_a_text_is_only_text(memkit: Memkit) -> None:
    text = "[bold]not bold[/] :smile: [/nope] \\[x]"
    memkit("add", text, "-u", "alice")
    assert text in memkit("list").stdout


def test_db_and_json_may_stand_before_the_command(memkit: Memkit, folder: Path) -> None:
    assert memkit("--db", "a.db", "add", "x", "-u", "alice").exit_code == 0
    assert (folder / "a.db").exists()
    result = memkit("--db", "a.db", "--json", "list")
    assert '"total": 1' in result.stdout
    assert memkit("--db", "b.db", "list", "--db", "a.db").exit_code == 0


def test_the_environment_names_the_file(
    memkit: Memkit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMKIT_PATH", "env.db")
    memkit("add", "x", "-u", "alice")
    assert (folder / "env.db").exists()
    assert memkit("list", "--db", "other.db").exit_code == 1
