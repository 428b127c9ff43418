from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

import memkit

HEAVY = [
    "pandas",
    "IPython",
    "numba",
    "torch",
    "sklearn",
    "scipy",
    "plotly",
    "ipywidgets",
    "umap",
    "matplotlib",
    "typer",
    "rich",
    "openai",
    "httpx",
    "requests",
    "tenacity",
    "transformers",
    "sentence_transformers",
    "weaviate",
    "qdrant_client",
    "chromadb",
    "psycopg",
    "hypothesis",
    "pytest",
    "anywidget",
    "markupsafe",
]


@pytest.mark.parametrize("name", memkit.__all__)
def test_every_public_name_is_there(name: str) -> None:
    value = getattr(memkit, name)
    assert value is getattr(memkit, name)
    if isinstance(value, type):
        assert value.__module__ == "memkit"
        assert value.__doc__


def test_all_and_dir_agree_and_are_sorted() -> None:
    assert sorted(memkit.__all__) == list(memkit.__all__)
    assert len(set(memkit.__all__)) == len(memkit.__all__)
    assert set(memkit.__all__) <= set(dir(memkit))
    for name in dir(memkit):
        assert getattr(memkit, name) is not None


def test_a_star_import_gives_all() -> None:
    namespace: dict[str, Any] = {}
    exec("from memkit import *", namespace)
    assert set(memkit.__all__) <= set(namespace)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = memkit.nonsense


@pytest.mark.parametrize(
    "module", ["plugins", "filters", "testing", "samples", "errors", "contracts"]
)
def test_the_names_of_the_rooms(module: str) -> None:
    room = importlib.import_module(f"memkit.{module}")
    for name in getattr(room, "__all__", []):
        assert getattr(room, name) is not None


def test_a_warning_of_ours_can_be_named_by_users() -> None:
    # Whoever wants to silence it must be able to import it.
    assert hasattr(memkit, "MemkitWarning") or hasattr(memkit.errors, "MemkitWarning")


def loaded_by(snippet: Any, code: str) -> set[str]:
    done = snippet(
        f"import sys, json\nbefore = set(sys.modules)\n{code}\n"
        "print(json.dumps(sorted(name.partition('.')[0] for name in set(sys.modules) - before)))"
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_memkit_loads_next_to_nothing(snippet: Any) -> None:
    loaded = loaded_by(snippet, "import memkit")
    assert not loaded & {*HEAVY, "numpy", "pydantic", "sqlite3", "tqdm", "simsimd"}


def test_importing_memory_loads_numpy_at_most(snippet: Any) -> None:
    loaded = loaded_by(snippet, "from memkit import Memory, AsyncMemory")
    assert "numpy" in loaded
    assert not loaded & set(HEAVY)


def test_using_a_memory_loads_no_sdk(snippet: Any) -> None:
    loaded = loaded_by(
        snippet,
        "from memkit import Memory, plugins\n"
        "m = Memory(':memory:', embedder='hash')\n"
        "m.add('tea', user_id='a'); m.search('tea', user_id='a'); m.doctor()\n"
        "plugins.list_providers()",
    )
    assert not loaded & (set(HEAVY) - {"tenacity"})


def test_nothing_is_printed_and_nothing_is_written_by_importing(
    snippet: Any, tmp_path: Any
) -> None:
    done = snippet("from memkit import *; import memkit.testing")
    assert (done.stdout, done.stderr) == ("", "")
    assert [p.name for p in tmp_path.iterdir()] == []
