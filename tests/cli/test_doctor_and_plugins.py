from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, get_args

import pytest
from typer.testing import Result

from memkit import Memory
from memkit.cli import options
from memkit.domain.records import MemoryType
from memkit.engine.retrieval.candidates import Mode
from memkit.errors import MemkitWarning, ProviderError
from memkit.plugins import manager, specs
from memkit.plugins.discovery import Point

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


@pytest.fixture
def damaged(filled: list[str]) -> None:
    with closing(sqlite3.connect("memkit.db")) as database, database:
        database.execute("DELETE FROM vectors WHERE rowid = (SELECT min(rowid) FROM vectors)")


def test_a_sound_memory(memkit: Memkit, memkit_json: MemkitJson, filled: list[str]) -> None:
    result = memkit("doctor")
    assert result.exit_code == 0
    assert result.stdout.startswith("Checked: ")
    assert result.stdout.endswith("ok: no problems.\n")
    document = memkit_json("doctor")
    assert document["ok"] is True
    assert document["problems"] == []
    assert document["checked"]


@pytest.mark.usefixtures("damaged")
def test_problems_are_exit_code_3_with_their_fix_and_fixed(memkit: Memkit) -> None:
    result = memkit("doctor")
    assert result.exit_code == 3
    assert "Space 'static-2' lacks the vectors of 1 memory." in result.stdout
    assert "memkit doctor --fix" in result.stdout
    as_json = memkit("doctor", "--json")
    assert as_json.exit_code == 3
    document = json.loads(as_json.stdout)
    assert document["ok"] is False
    assert set(document["problems"][0]) == {"what", "fix"}
    assert memkit("doctor", "--fix").exit_code == 0
    assert memkit("doctor").exit_code == 0


def test_what_is_no_memory_is_an_error(memkit: Memkit, folder: Any) -> None:
    (folder / "x.db").write_text("this is a shopping list, not a database\n" * 30)
    result = memkit("doctor", "-d", "x.db")
    assert result.exit_code == 1
    assert "x.db is not a SQLite file" in " ".join(result.stderr.split())


def test_the_table_of_providers(memkit: Memkit) -> None:
    result = memkit("plugins")
    assert result.exit_code == 0
    header, *rows = result.stdout.splitlines()
    assert header.split() == ["KIND", "NAME", "DISTRIBUTION", "VERSION", "STATE", "CAPABILITIES"]
    static = next(row for row in rows if row.split()[:2] == ["embedder", "static-2"])
    for name, value in (("NAME", "static-2"), ("DISTRIBUTION", "memkit-core"), ("STATE", "ok")):
        assert static[header.index(name) :].startswith(value)
    assert "pip install" not in result.stdout


def test_providers_as_json(memkit_json: MemkitJson) -> None:
    document = memkit_json("plugins")
    assert set(document) == {"providers"}
    store = next(row for row in document["providers"] if row["kind"] == "store")
    assert set(store) == {
        "kind",
        "name",
        "distribution",
        "version",
        "summary",
        "capabilities",
        "state",
        "failure",
    }
    available = memkit_json("plugins", "--all", "--kind", "store")["available"]
    assert {row["kind"] for row in available} == {"store"}
    qdrant = next(row for row in available if row["name"] == "qdrant")
    assert qdrant["install"] == "pip install memkit-qdrant"


def test_one_kind_and_those_that_can_be_installed(memkit: Memkit) -> None:
    text = memkit("plugins", "--kind", "reranker", "--all").stdout
    assert "No reranker is installed." in text
    assert "pip install memkit-cohere" in text
    assert "weaviate" not in text
    assert memkit("plugins", "--kind", "horse").exit_code == 2


def test_a_plugin_that_fails_is_listed_with_its_cause(
    memkit: Memkit, memkit_json: MemkitJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = Point("broken", "a_module_that_is_not_there", "memkit-broken", "0.3")
    monkeypatch.setattr(manager, "_default", manager.Manager(lambda: [point]))
    result = memkit("plugins")
    assert result.exit_code == 0
    assert "failed  broken of memkit-broken 0.3: ModuleNotFoundError" in result.stdout
    assert "static-2" in result.stdout
    rows = memkit_json("plugins")["providers"]
    (failed,) = [row for row in rows if row["state"] == "failed"]
    assert "a_module_that_is_not_there" in failed["failure"]


def test_choices_are_those_of_the_library() -> None:
    assert get_args(options.Mode) == get_args(Mode)
    assert get_args(options.MemoryType) == get_args(MemoryType)
    assert get_args(options.Kind) == get_args(specs.Offered)


def test_jobs_shows_what_was_left_unfinished_and_finishes_it(
    memkit: Memkit, memkit_json: MemkitJson, filled: list[str]
) -> None:
    assert memkit("jobs").stdout == "Nothing was left unfinished.\n"
    with Memory("memkit.db") as memory, pytest.MonkeyPatch.context() as patch:
        patch.setattr("memkit.engine.spaces.fill.embed_documents", lambda *given: 1 / 0)
        with pytest.warns(MemkitWarning), pytest.raises(ProviderError):
            memory.add_space("hash", wait=True, progress=False)
    (job,) = memkit_json("jobs")["jobs"]
    assert (job["kind"], job["name"], job["state"]) == ("fill", "hash", "interrupted")
    assert (job["completed"], job["total"]) == (0, 4)
    listed = memkit("jobs").stdout
    assert "interrupted" in listed
    assert "0 of 4 texts" in listed
    assert [job["state"] for job in memkit_json("jobs", "--resume")["jobs"]] == ["done"]
    assert memkit_json("jobs") == {"jobs": []}


def test_a_file_of_an_earlier_model_is_told_of_the_new_one(
    memkit: Memkit, memkit_json: MemkitJson
) -> None:
    with Memory("old.db", embedder="static") as memory:
        memory.add("tea", user_id="a")
    result = memkit("doctor", "--db", "old.db")
    assert result.exit_code == 0
    assert "memkit add-space static-2 --default" in " ".join(result.stdout.split())
    assert result.stdout.endswith("ok: no problems.\n")
    (note,) = memkit_json("doctor", "--db", "old.db")["notes"]
    assert note.endswith("Move over: memkit add-space static-2 --default")
    result = memkit("add-space", "hash", "--db", "old.db")
    assert "memkit add-space static-2 --default" in " ".join(result.stdout.split())
    result = memkit("add-space", "static-2", "--default", "--db", "old.db")
    assert "Move over" not in result.stdout
    assert memkit_json("doctor", "--db", "old.db")["notes"] == []
