from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import MemkitError, NotFoundError, ScopeError, ValidationError


def contents(memory: Memory) -> list[dict[str, Any]]:
    records = memory.get_all(limit=10_000)
    return sorted(
        (r.model_dump(exclude={"seq", "updated_at"}) for r in records), key=lambda r: r["id"]
    )


def write(path: Path, *lines: Any) -> Path:
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text) + "\n", "utf-8")
    return path


@pytest.fixture
def full(memory: Memory) -> Memory:
    memory.add(
        [
            {"role": "user", "content": "I like tea", "name": "Ana"},
            {"role": "assistant", "content": "OK"},
        ],
        user_id="a",
        metadata={"n": [1, {"x": None}], "ключ": "é\u2028\n"},
        occurred_at="2025-01-01",
    )
    memory.add(
        "line\nbreak \u2029 and\0nul 🫖",
        agent_id="b",
        run_id="r",
        type="procedural",
        expires_at="2999-01-01",
    )
    memory.add("I like tea", app_id="c")
    return memory


def test_a_dump_comes_back_whole_in_another_memory(
    full: Memory, open_memory: Callable[..., Memory], tmp_path: Path
) -> None:
    assert full.export(tmp_path / "dump.jsonl") == 4
    other = open_memory(":memory:")
    report = other.import_(tmp_path / "dump.jsonl", progress=False)
    assert (report.added, report.unchanged, report.errors) == (4, 0, ())
    assert contents(other) == contents(full)
    again = other.import_(tmp_path / "dump.jsonl", progress=False)
    assert (again.added, again.unchanged) == (0, 4)
    assert contents(other) == contents(full)
    other.export(tmp_path / "again.jsonl")
    assert len((tmp_path / "again.jsonl").read_text("utf-8").split("\n")) == 5
    assert other.doctor().ok


def test_a_dump_brings_back_what_was_deleted_since(full: Memory, tmp_path: Path) -> None:
    # A backup that can't be restored is none.
    full.export(tmp_path / "backup.jsonl")
    before = contents(full)
    for scope in ({"user_id": "a"}, {"agent_id": "b"}, {"app_id": "c"}):
        full.delete_all(**scope)
    assert full.count() == 0
    full.import_(tmp_path / "backup.jsonl", progress=False)
    assert contents(full) == before
    assert len(full.search("tea", user_id="a")) == 2
    assert full.doctor().ok


def test_export_of_a_part(full: Memory, tmp_path: Path) -> None:
    assert full.export(tmp_path / "x.jsonl", where={"type": "procedural"}) == 1
    (line, end) = (tmp_path / "x.jsonl").read_text("utf-8").split("\n")
    assert end == ""
    assert json.loads(line)["agent_id"] == "b"


def test_a_failed_export_leaves_nothing_and_the_old_file(
    full: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = write(tmp_path / "dump.jsonl", "old")

    def broken(*arguments: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("memkit.engine.ingest.export_lines._memory", broken)
    with pytest.raises(ValidationError, match="no space left"):
        full.export(target)
    assert target.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir() if "tmp" in p.name] == []
    with pytest.raises(ValidationError):
        full.export(tmp_path / "no" / "folder" / "x.jsonl")
    with pytest.raises(ValidationError):
        full.export(tmp_path)


def test_every_name_of_a_text_and_defaults_for_scopes(memory: Memory, tmp_path: Path) -> None:
    file = write(
        tmp_path / "in.jsonl",
        {"memory": "one", "user_id": "u", "metadata": {"a": 1}, "colour": "red"},
        {"text": "two"},
        {"content": "three", "role": "assistant", "agent_id": "g", "created_at": "2025-01-02"},
        "",
        {"memory": "four", "hash": "abc", "score": 0.3, "updated_at": "2025-01-01", "seq": 4},
    )
    report = memory.import_(file, user_id="default", progress=False)
    assert (report.added, report.errors) == (4, ())
    one, two, three, four = memory.get_all()
    assert (one.user_id, one.metadata) == ("u", {"a": 1, "colour": "red"})
    assert two.user_id == "default"
    assert (three.role, three.agent_id, str(three.created_at)) == (
        "assistant",
        "g",
        "2025-01-02 00:00:00+00:00",
    )
    assert four.metadata == {}


@pytest.mark.parametrize("shape", ["list", "results", "memories", "pretty"])
def test_json_files(memory: Memory, tmp_path: Path, shape: str) -> None:
    items = [{"memory": "one", "user_id": "a"}, {"memory": "two", "user_id": "a"}, {"no": 1}]
    value: Any = items if shape in ("list", "pretty") else {shape: items}
    (tmp_path / "in.json").write_text(
        "\ufeff" + json.dumps(value, indent=2 if shape == "pretty" else None)
    )
    report = memory.import_(tmp_path / "in.json", progress=False)
    assert (report.added, [error.line for error in report.errors]) == (2, [3])


BAD_LINES: list[Any] = [
    "{not json",
    '"a text"',
    "5",
    "null",
    "[]",
    {},
    {"memory": ""},
    {"memory": 5},
    {"memory": None},
    {"memory": "x", "user_id": 5},
    {"memory": "x", "user_id": " "},
    {"memory": "x", "role": "robot"},
    {"memory": "x", "type": "odd"},
    {"memory": "x", "id": "no uuid"},
    {"memory": "x", "id": 5},
    {"memory": "x", "created_at": "soon"},
    {"memory": "x", "created_at": {}},
    {"memory": "x", "metadata": []},
    {"memory": "x", "metadata": {"n": 2**70}},
    '{"memory": "x", "metadata": {"n": NaN}}',
    '{"memory": "half \\ud800"}',
    '{"memory": "x", "name": "\\udfff"}',
    '{"memory": "x", "expires_at": "9999-12-31T23:59:59-12:00"}',
    "[" * 50_000,
]


@pytest.mark.parametrize("bad", BAD_LINES, ids=lambda bad: str(bad)[:40])
def test_a_bad_line_is_named_and_the_rest_is_imported(
    memory: Memory, tmp_path: Path, bad: Any
) -> None:
    file = write(tmp_path / "in.jsonl", {"memory": "first"}, "", bad, {"memory": "last"})
    report = memory.import_(file, user_id="a", progress=False)
    assert report.added == 2
    ((line, problem),) = report.errors
    assert line == 3
    assert problem
    problem.encode()
    assert report.total == 3
    assert [r.memory for r in memory.get_all(user_id="a")] == ["first", "last"]

    strict = Memory(":memory:")
    with pytest.raises(ValidationError, match="Line 3"):
        strict.import_(file, user_id="a", strict=True, progress=False)
    assert strict.events() == []
    strict.close()


def test_a_line_in_another_encoding_is_a_bad_line(memory: Memory, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(b'{"memory": "one"}\n{"memory": "caf\xe9"}\n{"memory": "two"}\n')
    report = memory.import_(file, user_id="a", progress=False)
    assert (report.added, [error.line for error in report.errors]) == (2, [2])


def test_lines_without_an_owner_are_reported(memory: Memory, tmp_path: Path) -> None:
    file = write(tmp_path / "in.jsonl", {"memory": "one", "user_id": "a"}, {"memory": "two"})
    report = memory.import_(file, progress=False)
    assert (report.added, [error.line for error in report.errors]) == (1, [2])
    with pytest.raises(ScopeError):
        memory.import_(file, user_id="")


@pytest.mark.parametrize("text", ["", "\n\n", "5", '"x"', "{}", "not json at all"])
def test_files_that_hold_no_memories(memory: Memory, tmp_path: Path, text: str) -> None:
    (tmp_path / "in.json").write_text(text)
    try:
        report = memory.import_(tmp_path / "in.json", user_id="a", progress=False)
    except MemkitError:
        report = None
    assert report is None or report.added == 0
    assert memory.count() == 0


def test_a_file_that_is_not_there(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        memory.import_(tmp_path / "none.jsonl")


def test_an_id_that_stands_for_another_text_loses_nothing_silently(
    memory: Memory, tmp_path: Path
) -> None:
    (added,) = memory.add("the text that is here", user_id="a")
    file = write(
        tmp_path / "in.jsonl", {"memory": "quite another text", "user_id": "a", "id": added.id}
    )
    report = memory.import_(file, progress=False)
    texts = [r.memory for r in memory.get_all()]
    # Stored, or taken as an update, or reported; but never called "unchanged".
    assert report.unchanged == 0
    assert report.errors or "quite another text" in texts


def test_a_long_import_shows_progress(memory: Memory, tmp_path: Path, capsys: Any) -> None:
    file = write(tmp_path / "in.jsonl", *({"memory": f"m{i}"} for i in range(50)))
    memory.import_(file, user_id="a", batch_size=10)
    assert "50" in capsys.readouterr().err
    memory.import_(file, user_id="b", batch_size=10, progress=False)
    assert capsys.readouterr().err == ""
