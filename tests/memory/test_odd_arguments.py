"""Whatever is handed to a verb, and whatever a plug-in or a file gives back: a clear error."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import socket
import sqlite3
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from memkit import Memory
from memkit.contracts import Ranked, Reranker
from memkit.errors import JournalError, MemkitError, ProviderError


class NoRepr:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


class NoBool:
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise RuntimeError("no bool")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no eq")


class OddText(str):
    def __str__(self) -> str:
        return 5  # type: ignore[return-value]


def nested(depth: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


def circle() -> dict[str, Any]:
    made: dict[str, Any] = {}
    made["a"] = made
    return made


ODD: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "zero": lambda: 0,
    "minus": lambda: -1,
    "half": lambda: 0.5,
    "nan": lambda: float("nan"),
    "65 bits": lambda: 2**64,
    "no digits": lambda: 10**5000,
    "true": lambda: True,
    "empty": lambda: "",
    "blank": lambda: "  ",
    "surrogate": lambda: "\ud800",
    "nul": lambda: "a\0b",
    "odd text": lambda: OddText("x"),
    "bytes": lambda: b"x",
    "list": list,
    "surrogates": lambda: ["\ud800"],
    "lists": lambda: [[]],
    "nested": lambda: nested(2000),
    "circle": circle,
    "dict": lambda: {"a": 10**400},
    "operator": lambda: {"$gt": 1},
    "number key": lambda: {1: 2},
    "set": lambda: {"x"},
    "object": object,
    "no repr": NoRepr,
    "no bool": NoBool,
    "function": lambda: print,
    "type": lambda: int,
    "numpy": lambda: np.int64(3),
    "array": lambda: np.array([1, 2]),
    "NaT": lambda: pd.NaT,
    "NA": lambda: pd.NA,
    "series": lambda: pd.Series([1]),
    "frame": lambda: pd.DataFrame({"a": [1]}),
    "first day": lambda: dt.date.min,
    "out of range": lambda: dt.datetime(
        9999, 12, 31, 23, tzinfo=dt.timezone(dt.timedelta(hours=-12))
    ),
    "long time": lambda: dt.timedelta(days=999_999_999),
    "iterator": lambda: iter([1]),
    "long number": lambda: "a = " + "9" * 5000,
    "brackets": lambda: "(" * 3000,
    "complex": lambda: 1j,
    "error": lambda: ValueError("x"),
}
# What waits, opens a view or goes to another store.
_LEFT = {"close", "compare", "explore", "timeline", "use_store", "reset", "reindex"}
_LATER = ("progress", "wait")
VERBS = [
    name
    for name in dir(Memory)
    if not name.startswith("_")
    and name not in _LEFT
    and inspect.isfunction(inspect.getattr_static(Memory, name))
]


@pytest.mark.parametrize("verb", VERBS)
def test_any_argument_is_taken_or_refused_with_words(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # for an export to "x"
    (tmp_path / "read.md").write_text("# Tea\n\nGreen.\n")
    with Memory(":memory:", embedder="hash") as memory:
        one, two = memory.add("one", user_id="a")[0].id, memory.add("two", user_id="a")[0].id
        good: dict[str, Any] = {
            "messages": "hello", "items": ["hello"], "query": "hello", "id": one, "ids": [one],
            "keep": one, "others": [two], "seq": 1, "seqs": [1], "metadata": {"a": 1}, "at": 1,
            "embedder": "hash", "key": "hash", "path": tmp_path / "out.jsonl", "proposals": [],
            "name": "x", "first": "x", "second": "x", "schema": "person", "history": [],
            "uri": "file:///x", "source": tmp_path / "read.md", "digest": "0" * 64,
        }  # fmt: skip
        method = getattr(memory, verb)
        known = inspect.signature(method).parameters
        for name in known:
            if name in _LATER:
                continue
            for label, make in ODD.items():
                given = {
                    other: good[other]
                    for other, one_of in known.items()
                    if one_of.default is inspect.Parameter.empty
                }
                given |= {"user_id": "a"} if "user_id" in known else {}
                given |= {"progress": False} if "progress" in known else {}
                given[name] = make()
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    try:
                        method(**given)
                    except MemkitError:
                        pass
                    except Exception as error:  # noqa: BLE001 - that is what must not be
                        pytest.fail(f"{verb}({name}={label}): {type(error).__name__}: {error}")


@pytest.mark.parametrize(
    "name",
    ["", " ", "\ud800.db", "a\0b.db", "x" * 5000, "folder", "socket", "folder/none/x.db", b"x"],
)
def test_a_path_that_can_be_no_memory_is_refused(name: Any, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(os.path.relpath(tmp_path / "socket"))
    path = name if isinstance(name, bytes) or not name.strip() else f"{tmp_path}/{name}"
    try:
        with pytest.raises(MemkitError):
            Memory(path)
    finally:
        listening.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("metadata", '{"a": 1'),
        ("metadata", "[1]"),
        ("metadata", b"\xff\xfe"),
        ("data", "{x"),
        ("sources", "[1]"),
        ("created_at", 10**18),
        ("valid_to", 10**18),
    ],
)
def test_a_damaged_row_names_its_memory(tmp_path: Path, column: str, value: Any) -> None:
    path = tmp_path / "m.db"
    with Memory(path, embedder="hash") as memory:
        added = memory.add("tea", user_id="a", metadata={"a": 1}, data={"b": 1})[0].id
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE memories SET {column} = ?", (value,))
    connection.close()
    with Memory(path) as memory:
        reads: list[Callable[[], Any]] = [
            lambda: memory.get(added),
            memory.get_all,
            lambda: memory.search("tea"),
            lambda: memory.export(tmp_path / "out.jsonl"),
        ]
        for read in reads:
            with pytest.raises(JournalError, match=rf"{added}.*damaged.*memkit doctor"):
                read()
        assert memory.doctor().problems


class Odd(Reranker):
    model = "odd"

    def __init__(self, answer: Callable[[], Any]) -> None:
        self._answer = answer

    def rerank(self, query: str, texts: Any, *, k: int) -> Any:
        return self._answer()


@pytest.mark.parametrize(
    "answer",
    [
        lambda: None,
        lambda: [(0, 0.5)],
        lambda: ["a"],
        lambda: [{"index": 0, "score": 1.0}],
        lambda: [Ranked(0, float("nan"))],
        lambda: [Ranked(0, None)],  # type: ignore[arg-type]
        lambda: [Ranked(0, 10**400)],
        lambda: [Ranked(0.0, 1.0)],  # type: ignore[arg-type]
        lambda: [Ranked(5, 1.0)],
        lambda: [Ranked(0, 1.0), Ranked(0, 0.5)],
    ],
)
def test_what_a_reranker_gives_is_checked(answer: Callable[[], Any]) -> None:
    with Memory(":memory:", embedder="hash", reranker=Odd(answer)) as memory:
        memory.add("tea", user_id="a")
        with pytest.raises(ProviderError, match=r"The reranker 'odd'.*rerank=False"):
            memory.search("tea", rerank=True)


def test_a_reranker_may_answer_by_a_generator() -> None:
    with Memory(
        ":memory:", embedder="hash", reranker=Odd(lambda: iter([Ranked(0, 1.0)]))
    ) as memory:
        memory.add("tea", user_id="a")
        assert memory.search("tea", rerank=True)[0].score == pytest.approx(1)
