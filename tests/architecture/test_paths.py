"""How many files of memkit a verb enters; `python -m benchmarks.paths --verbose` names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import paths
from memkit import Memory
from memkit.text.clean import clean

# The steps of a verb, from itself to what it returns.
WAYS = {
    "add": [
        "engine/write_verbs.py",
        "engine/ingest/write.py",
        "engine/ingest/states.py",
        "engine/spaces/embedding.py",
        "builtin/sqlite/journal.py",
    ],
    "search": [
        "engine/read_verbs.py",
        "engine/retrieval/pipeline.py",
        "engine/search_index.py",
        "builtin/local_store/store.py",
        "domain/results.py",
    ],
}


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    with Memory(tmp_path_factory.mktemp("paths") / "paths.db") as memory:
        return paths.ways(memory)


@pytest.mark.parametrize("verb", ["add", "search"])
def test_a_verb_enters_few_files(ways: dict[str, list[str]], verb: str) -> None:
    entered = ways[verb]
    assert len(entered) <= paths.MOST[verb], entered


@pytest.mark.parametrize(("verb", "steps"), WAYS.items())
def test_a_verb_goes_the_way_that_is_told(
    ways: dict[str, list[str]], verb: str, steps: list[str]
) -> None:
    """It enters them for the first time in this order."""
    assert [file for file in ways[verb] if file in steps] == steps


def test_no_plugin_is_looked_up_on_the_way(ways: dict[str, list[str]]) -> None:
    entered = [file for files in ways.values() for file in files]
    assert [file for file in entered if Path(file).parts[0] == "plugins"] == []


def test_the_trace_misses_nothing() -> None:
    with paths.entered() as files:
        clean("text")
    assert files == ["text/clean.py"]
