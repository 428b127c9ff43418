from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter

from memkit import Memory


@pytest.fixture
def complete(shell: Any) -> Callable[..., list[str]]:
    """What the shell's completer offers at the end of a cell, as the whole line would read."""

    def complete(cell: str, cursor: int | None = None) -> list[str]:
        place = len(cell) if cursor is None else cursor
        with provisionalcompleter():
            found = list(shell.Completer.completions(cell, place))
        return [cell[: item.start] + item.text + cell[item.end :] for item in found]

    return complete


@pytest.fixture
def filled(mem: Memory) -> Memory:
    mem.add("I like green tea", user_id="alice", metadata={"priority": 3, "category": "food"})
    mem.add("My boat is red", user_id="bob smith", agent_id="helper", app_id="web", run_id="r1")
    mem.add("At home", user_id="bob smith", metadata={"category": "home", "place": "x"})
    return mem


def test_subcommands(complete: Callable[..., list[str]]) -> None:
    assert complete("%memkit s") == [
        "%memkit status",
        "%memkit spaces",
        "%memkit stale",
        "%memkit sources",
    ]
    assert "%memkit compare" in complete("%memkit ")
    assert complete("x = %memkit dup") == ["x = %memkit duplicates"]
    assert complete("a = 1\n  %memkit stat") == ["a = 1\n  %memkit status"]


def test_options_that_were_not_given_yet(complete: Callable[..., list[str]]) -> None:
    assert complete("%recall tea --ex") == ["%recall tea --explain"]
    assert complete("%recall tea --k 3 --kind all --k") == []
    assert "%remember x --meta a=1 --meta" in complete("%remember x --meta a=1 --m")
    assert complete("%memkit use --emb") == ["%memkit use --embedder"]
    cell = "%%remember --u\nsome text"
    assert complete(cell, len("%%remember --u")) == ["%%remember --user\nsome text"]
    assert "%recall -- --explain" not in complete("%recall -- --ex")


def test_what_only_memories_in_the_middle_have_is_offered(
    complete: Callable[..., list[str]], mem: Memory
) -> None:
    mem.add_many([{"memory": f"before {n}", "user_id": "ann"} for n in range(900)], progress=False)
    mem.add_many(
        [{"memory": f"mine {n}", "user_id": "zoe", "metadata": {"mood": "fine"}} for n in range(9)],
        progress=False,
    )
    after = [{"memory": f"m {n}", "user_id": "ann", "metadata": {"mood": n}} for n in range(900)]
    mem.add_many(after, progress=False)
    assert complete("%recall tea --user z") == ["%recall tea --user zoe"]
    assert complete("%recall tea --where \"mood = 'f") == ["%recall tea --where \"mood = 'fine"]


def test_values(complete: Callable[..., list[str]], filled: Memory) -> None:
    assert complete("%recall tea --user al") == ["%recall tea --user alice"]
    assert complete("%recall tea --user=b") == ['%recall tea --user="bob smith"']
    assert complete("%recall tea --user 'bob s") == ["%recall tea --user 'bob smith'"]
    assert complete("%recall tea --agent ") == ["%recall tea --agent helper"]
    assert complete("%recall --app ") == ["%recall --app web"]
    assert complete("%recall --run ") == ["%recall --run r1"]
    assert complete("%recall --mode ve") == ["%recall --mode vector"]
    assert complete("%recall --space ha tea", len("%recall --space ha")) == [
        "%recall --space hash tea"
    ]
    assert complete("%memkit spaces --use h") == ["%memkit spaces --use hash"]
    assert complete("%memkit embed st") == ["%memkit embed static", "%memkit embed static-2"]
    assert complete("%memkit use x.db --embedder ha") == ["%memkit use x.db --embedder hash"]
    assert complete("%memkit use x.db --store ") == ["%memkit use x.db --store local"]
    assert complete("%memkit compare static-2 ha") == ["%memkit compare static-2 hash"]
    assert complete("%memkit plugins --kind st") == ["%memkit plugins --kind store"]


def test_metadata_keys_and_values(complete: Callable[..., list[str]], filled: Memory) -> None:
    assert complete('%recall tea --where "pri') == ['%recall tea --where "priority']
    assert complete('%recall tea --where "priority > 2 and cat') == [
        '%recall tea --where "priority > 2 and category'
    ]
    assert complete("%recall tea --where \"category = 'h") == [
        "%recall tea --where \"category = 'home"
    ]
    assert '%recall --where "created_at' in complete('%recall --where "crea')
    assert complete("%remember x --meta pl") == ["%remember x --meta place="]
    assert complete("%remember x --meta category=f") == ["%remember x --meta category=food"]


def test_ids_files_and_variables(
    complete: Callable[..., list[str]], shell: Any, filled: Memory
) -> None:
    first = filled.get_all()[0].id
    assert f"%history {first[-8:]}" in complete("%history ")
    assert complete(f"%history {first[-8:-2]}") == [f"%history {first[-8:]}"]
    assert complete(f"%forget {first[:-2]}") == [f"%forget {first}"]
    assert complete(f"%forget abc {first[-8:-2]}") == [f"%forget abc {first[-8:]}"]
    filled.export("out.jsonl")
    assert complete("%memkit import ou") == ["%memkit import out.jsonl"]
    assert "%memkit use mem" in complete("%memkit use m")
    shell.user_ns["conversation"] = []
    assert complete("%remember --from conv") == ["%remember --from conversation"]


def test_nothing_of_ours_elsewhere(complete: Callable[..., list[str]], filled: Memory) -> None:
    assert all("--" not in line for line in complete("recall_something --us"))
    assert "%%remember\nI like --user" not in complete("%%remember\nI like --us")
    assert "%memkit nonsense --user" not in complete("%memkit nonsense --us")
    assert "%recall what does she --user" not in complete("%recall what does she ")


def test_without_a_memory_nothing_fails(
    complete: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    complete("%recall tea --user ")
    complete("%history ")
    assert complete("%recall tea --ex") == ["%recall tea --explain"]
    assert capsys.readouterr().err == ""
