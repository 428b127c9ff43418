from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


@pytest.fixture
def bad(folder: Path) -> str:
    good = json.dumps({"memory": "Tee schmeckt", "user_id": "alice"})
    (folder / "bad.jsonl").write_text(f'{good}\nnot json\n{{"text": "no one"}}\n', "utf-8")
    return "bad.jsonl"


def test_bad_lines_are_reported_with_numbers_and_the_rest_imported(
    memkit: Memkit, memkit_json: MemkitJson, bad: str
) -> None:
    result = memkit("import", bad)
    assert result.exit_code == 0
    assert result.stdout == "Imported bad.jsonl: 1 new.\n"
    lines = result.stderr.splitlines()
    assert lines[0] == "2 lines could not be read:"
    assert lines[1].startswith("  line 2  Not JSON")
    assert lines[2].startswith("  line 3  A memory must belong to someone")
    assert memkit_json("list")["total"] == 1


def test_strict_imports_nothing(memkit: Memkit, memkit_json: MemkitJson, bad: str) -> None:
    result = memkit("import", bad, "--strict")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Line 2 of 'bad.jsonl'" in result.stderr
    assert memkit_json("list")["total"] == 0


def test_json_reports_every_line(memkit_json: MemkitJson, bad: str) -> None:
    document = memkit_json("import", bad)
    assert [error["line"] for error in document["errors"]] == [2, 3]
    assert "Not JSON" in document["errors"][0]["problem"]
    del document["errors"]
    assert document == {"added": 1, "updated": 0, "unchanged": 0, "total": 3}
    assert memkit_json("import", bad, "-u", "bob")["added"] == 1


def test_many_bad_lines_are_counted_not_all_printed(memkit: Memkit, folder: Path) -> None:
    (folder / "x.jsonl").write_text("nope\n" * 50)
    result = memkit("import", "x.jsonl")
    assert "50 lines could not be read" in result.stderr
    assert "line 20" in result.stderr
    assert "line 21" not in result.stderr
    assert "and 30 more" in result.stderr


def test_a_second_import_says_that_all_is_there(memkit: Memkit, bad: str) -> None:
    memkit("import", bad)
    assert memkit("import", bad).stdout == "Imported bad.jsonl: 0 new, 1 there already.\n"


def test_export_and_import_round_trip(
    memkit: Memkit, memkit_json: MemkitJson, filled: list[str], folder: Path
) -> None:
    result = memkit("export", "out.jsonl", "--user", "alice")
    assert result.exit_code == 0
    assert result.stdout == "Wrote 3 memories to out.jsonl.\n"
    assert len((folder / "out.jsonl").read_text("utf-8").splitlines()) == 3
    assert memkit_json("import", "out.jsonl", "-d", "new.db")["added"] == 3
    there = memkit_json("list", "-d", "new.db")["memories"]
    here = memkit_json("list", "-u", "alice")["memories"]
    for memory in (*there, *here):
        del memory["seq"], memory["updated_at"]
    assert there == here


def test_export_as_json_and_with_a_filter(memkit_json: MemkitJson, filled: list[str]) -> None:
    document = memkit_json("export", "out.jsonl", "--where", "category = 'home'")
    assert document == {"path": "out.jsonl", "count": 1}


def test_files_that_are_not_there(memkit: Memkit, filled: list[str]) -> None:
    missing = memkit("import", "nope.jsonl")
    assert missing.exit_code == 1
    assert "There is no file 'nope.jsonl'" in missing.stderr
    unwritable = memkit("export", "nope/out.jsonl")
    assert unwritable.exit_code == 1
    assert "can't be written" in unwritable.stderr


@pytest.mark.parametrize("command", ["import", "export"])
def test_a_folder_is_wrong_usage(memkit: Memkit, filled: list[str], command: str) -> None:
    result = memkit(command, ".")
    assert result.exit_code == 2
    assert "directory" in result.stderr
