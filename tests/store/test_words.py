"""Words beside a store that has none, and without a store that is down."""

from __future__ import annotations

import asyncio
import os
import shutil
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.builtin.local_store.postings import Postings
from memkit.engine.word_index import WordIndex
from memkit.errors import AuthenticationError, MemkitWarning, ProviderError, ValidationError
from tests.store.server import SERVER, ServerStore, installed

Open = Callable[..., Memory]
FUNICULAR = "budget of the funicular"
MODES = ("text", "vector", "hybrid")


@pytest.fixture(autouse=True)
def _server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from installed(tmp_path, monkeypatch)


@pytest.fixture
def on_server(open_memory: Open) -> Open:
    return lambda **settings: open_memory(store="server", embedder="hash", **settings)


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts were analysed each time."""
    numbers: list[int] = []
    of = Postings.of

    def counted(texts: Sequence[str]) -> Postings:
        numbers.append(len(texts))
        return of(texts)

    monkeypatch.setattr(Postings, "of", counted)
    return numbers


def texts(memory: Memory, query: str, **options: Any) -> list[str]:
    return [hit.memory for hit in memory.search(query, **options)]


def notes(n: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"memory": f"budget note {i}", "user_id": "a", **fields} for i in range(n)]


# -- the best of more matches than any pool holds ------------------------------------------------


def test_the_best_is_found_though_it_came_last(on_server: Open) -> None:
    memory = on_server()
    memory.add_many(notes(2000), progress=False)
    memory.add(FUNICULAR, user_id="a", metadata={"rare": 1})
    memory.add("somebody else rode the funicular up the hill", user_id="b")
    last = memory.events()[-1].seq
    for mode in ("text", "hybrid"):
        for options in (
            {},
            {"user_id": "a"},
            {"user_id": "a", "where": "memory contains 'budget'"},
        ):
            for k in (1, 10):
                found = texts(memory, "budget funicular", mode=mode, k=k, **options)
                assert found[0] == FUNICULAR
    assert texts(memory, "budget", mode="text", k=1, where="rare = 1") == [FUNICULAR]
    memory.delete_all(user_id="a")
    for mode in ("text", "hybrid"):
        past = memory.as_of(last)
        for options in (
            {},
            {"user_id": "a"},
            {"user_id": "a", "where": "memory contains 'budget'"},
        ):
            assert past.search("budget funicular", mode=mode, k=1, **options)[0].memory == FUNICULAR
        assert past.search("budget", mode=mode, k=1, where="rare = 1")[0].memory == FUNICULAR


@pytest.mark.parametrize("where", [None, "n % 7 = 0", "n >= 1190", "memory contains 'note'"])
def test_answers_are_those_of_the_built_in_store(
    open_memory: Open, on_server: Open, where: str | None
) -> None:
    if where == "n % 7 = 0":
        where = "n in (0, 7, 700, 1197)"
    memory = open_memory(embedder="hash")
    words = ["tram", "hill", "rail", "budget", "council", "ticket", "winter", "repair"]
    memory.add_many(
        [
            {
                "memory": " ".join(words[(n * step) % 8] for step in (1, 3, 5, 7)) + f" note {n}",
                "user_id": "ab"[n % 2],
                "metadata": {"n": n},
            }
            for n in range(1200)
        ],
        progress=False,
    )
    expected = [
        memory.search(query, mode=mode, k=k, where=where, user_id=user, explain=True)
        for query in ("tram repair in winter", "council note 77", "ticket", "nothing of it")
        for mode in MODES
        for k in (1, 10, 100)
        for user in ("a", None)
    ]
    memory.close()
    other = on_server()
    answers = iter(expected)
    for query in ("tram repair in winter", "council note 77", "ticket", "nothing of it"):
        for mode in MODES:
            for k in (1, 10, 100):
                for user in ("a", None):
                    found = other.search(
                        query, mode=mode, k=k, where=where, user_id=user, explain=True
                    )
                    known = next(answers)
                    assert [hit.score for hit in found] == pytest.approx(
                        [hit.score for hit in known], abs=1e-5
                    )
                    if mode == "text":
                        assert [hit.id for hit in found] == [hit.id for hit in known]
                    for mine, theirs in zip(found, known, strict=True):
                        if mine.id == theirs.id:
                            assert mine.details["matched_terms"] == theirs.details["matched_terms"]
                            assert mine.reasons == pytest.approx(theirs.reasons, abs=1e-5)


def test_a_hit_of_the_vectors_has_the_score_of_its_words(on_server: Open) -> None:
    """Though it stands below the end of the list of those found by words."""
    memory = on_server()
    memory.add_many(notes(1500), progress=False)
    memory.add("a budget that is far longer than any of the notes about budgets are", user_id="a")
    hit = memory.search("far longer than any, budget", user_id="a", k=1)[0]
    assert hit.reasons["bm25"] > 0
    found = memory.search("budget note 700", user_id="a", k=300, explain=True)
    assert all(hit.reasons["bm25"] > 0 for hit in found)


# -- following -----------------------------------------------------------------------------------


def test_words_follow_every_change(on_server: Open, open_memory: Open) -> None:
    memory = on_server()
    one, two = memory.add(["green tea", "black coffee"], user_id="a")
    assert texts(memory, "tea", mode="text") == ["green tea"]
    other = on_server()
    other.update(one.id, "white tea")
    other.delete(two.id)
    assert texts(memory, "tea coffee", mode="text") == ["white tea"]
    memory.undo(memory.events()[-1].seq)
    assert sorted(texts(other, "tea coffee", mode="text")) == ["black coffee", "white tea"]
    memory.reset(confirm=True)
    assert texts(memory, "tea coffee", mode="text") == texts(other, "tea", mode="text") == []
    memory.add("red tea", user_id="a")
    assert texts(other, "tea", mode="text") == ["red tea"]


def test_nobody_pays_for_words_before_they_are_asked_for(
    on_server: Open, analysed: list[int]
) -> None:
    memory = on_server()
    memory.add_many(notes(50), progress=False)
    memory.update(memory.get_all(limit=1)[0].id, "changed")
    assert analysed == []
    assert len(texts(memory, "budget", mode="text", k=100)) == 49
    assert analysed == [50]
    memory.add("one more budget", user_id="a")
    assert analysed == [50]
    assert len(texts(memory, "budget", mode="text", k=100)) == 50
    assert analysed == [50, 1]


def test_a_space_that_is_filled_changes_no_words(on_server: Open, analysed: list[int]) -> None:
    memory = on_server()
    memory.add_many(notes(50), progress=False)
    texts(memory, "budget", mode="text")
    memory.add_space("static-2", wait=True, progress=False)
    assert len(texts(memory, "budget", mode="text", k=100)) == 50
    assert analysed == [50]


def test_the_next_process_finds_the_words_in_a_file(
    on_server: Open, path: Path, analysed: list[int]
) -> None:
    with on_server() as memory:
        memory.add_many(notes(2500), progress=False)
        before = texts(memory, "budget note 7", mode="text")
    file = path.with_name(f"{path.name}.words")
    assert file.stat().st_mode == path.stat().st_mode
    analysed.clear()
    again = on_server()
    assert texts(again, "budget note 7", mode="text") == before
    assert analysed == []
    again.add(FUNICULAR, user_id="a")
    assert texts(again, "funicular", mode="text") == [FUNICULAR]
    assert analysed == [1]
    with pytest.raises(ValidationError):
        again.backup(file, overwrite=True)
    with pytest.raises(ValidationError):
        again.export(file)
    again.reset(confirm=True)
    assert not file.exists()


def test_a_memory_whose_store_has_words_keeps_no_second_file(open_memory: Open, path: Path) -> None:
    with open_memory(embedder="hash") as memory:
        memory.add_many(notes(2500), progress=False)
        assert texts(memory, "budget note 7", k=1) == ["budget note 7"]
    assert not path.with_name(f"{path.name}.words").exists()


def test_words_of_a_history_that_was_taken_back_are_not_found(
    on_server: Open, path: Path, tmp_path: Path
) -> None:
    with on_server() as memory:
        memory.add_many(notes(2500), progress=False)
        memory.search("budget", mode="text")
    shutil.copy(path, tmp_path / "backup")
    with on_server() as memory:
        memory.add_many([{"memory": f"never {n}", "user_id": "a"} for n in range(500)],
                        progress=False)  # fmt: skip
        memory.search("never", mode="text")
    shutil.copy(tmp_path / "backup", path)
    memory = on_server()
    memory.add("happened", user_id="a")
    assert texts(memory, "never happened", mode="text") == ["happened"]


def test_a_damaged_file_is_made_anew(on_server: Open, path: Path) -> None:
    with on_server() as memory:
        memory.add_many(notes(2500), progress=False)
        expected = texts(memory, "budget note 77", mode="text")
    file = path.with_name(f"{path.name}.words")
    whole = file.read_bytes()
    found = set()
    for share in (0.02, 0.3, 0.5, 0.7, 0.9, 0.999):
        flipped = bytearray(whole)
        flipped[int(len(whole) * share)] ^= 0xFF
        file.write_bytes(flipped)
        memory = on_server()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MemkitWarning)
            found.add(tuple(texts(memory, "budget note 77", mode="text")))
            memory.close()
    assert found == {tuple(expected)}


def test_doctor_looks_at_the_words(
    on_server: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_server() as memory:
        memory.add_many(notes(2500), progress=False)
        assert memory.doctor().ok
    file = path.with_name(f"{path.name}.words")
    flipped = bytearray(file.read_bytes())
    flipped[len(flipped) // 2] ^= 0xFF
    file.write_bytes(flipped)
    memory = on_server()
    with pytest.warns(MemkitWarning, match="memory.db.words.*is damaged.*made anew"):
        assert memory.doctor().ok
    own = memory.engine.words
    assert isinstance(own, WordIndex)
    # One that missed changes.
    monkeypatch.setattr(own._parts()[1], "follow_to", lambda token: token)
    memory.add(FUNICULAR, user_id="a")
    (problem,) = memory.doctor().problems
    assert "text index" in problem.what
    monkeypatch.undo()


def test_words_stay_when_the_store_changes(open_memory: Open) -> None:
    memory = open_memory(embedder="hash")
    memory.add_many(notes(300), progress=False)
    memory.add(FUNICULAR, user_id="a")
    for store in ("server", "local", "server"):
        memory.use_store(store, progress=False)
        for mode in ("text", "hybrid"):
            assert texts(memory, "budget funicular", mode=mode, k=1) == [FUNICULAR]
        memory.add(f"said over {store}", user_id="a")
        assert texts(memory, f"said over {store}", mode="text", k=1) == [f"said over {store}"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_goes_on(on_server: Open) -> None:
    memory = on_server()
    memory.add_many(notes(100), progress=False)
    texts(memory, "budget", mode="text")
    pid = os.fork()
    if not pid:
        found = []
        try:
            memory.add(FUNICULAR, user_id="a")
            found = texts(memory, "funicular", mode="text")
        finally:
            os._exit(0 if found == [FUNICULAR] else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert texts(memory, "funicular", mode="text") == [FUNICULAR]


# -- without the store ---------------------------------------------------------------------------


def test_words_need_no_store(on_server: Open) -> None:
    memory = on_server()
    memory.add(["green tea", "black coffee"], user_id="a")
    SERVER["down"] = True
    with pytest.warns(MemkitWarning, match="catches up"):
        memory.add("oolong tea", user_id="a", valid_to="2020-01-01")
    SERVER["calls"].clear()
    assert texts(memory, "tea", mode="text") == ["green tea"]
    hits = memory.search("tea", mode="text", valid_at=None, context=0.5, recency="1d")
    assert {hit.memory for hit in hits} == {"green tea", "black coffee", "oolong tea"}
    assert SERVER["calls"] == []
    memory.close()
    with on_server() as again:
        assert texts(again, "tea", mode="text") == ["green tea"]
    assert SERVER["calls"] == []


def test_a_memory_is_opened_for_words_while_the_store_is_down(on_server: Open) -> None:
    with on_server() as memory:
        memory.add("green tea", user_id="a")
    SERVER["down"] = True
    memory = on_server()
    assert texts(memory, "tea", mode="text") == ["green tea"]
    with pytest.warns(MemkitWarning, match="'server' did not answer"):
        assert texts(memory, "tea") == ["green tea"]


def test_a_hybrid_search_falls_back_to_words(on_server: Open) -> None:
    memory = on_server()
    memory.add(["green tea", "black coffee", "tea and coffee"], user_id="a")
    by_words = memory.search("tea", user_id="a", mode="text")
    for what in ({"down": True}, {"fail_after": 0}):
        SERVER.update(what)
        with pytest.warns(
            MemkitWarning, match="'server' did not answer.*words.*The server is down"
        ):
            hits = memory.search("tea", user_id="a")
        assert hits == by_words
        assert [hit.reasons for hit in hits] == [hit.reasons for hit in by_words]
        SERVER.update(down=False, fail_after=None)
    SERVER["down"] = True
    with pytest.raises(ProviderError, match="The server is down"):
        memory.search("tea", user_id="a", mode="vector")
    with pytest.warns(MemkitWarning, match="by words alone") as told:
        several = memory.search(["tea", "coffee"], user_id="a")
    assert len(told) == 1
    assert {hit.memory for hit in several} == {"green tea", "black coffee", "tea and coffee"}
    SERVER["down"] = False
    assert "semantic" in memory.search("tea", user_id="a")[0].reasons


def test_it_falls_back_asynchronously_too(on_server: Open, path: Path) -> None:
    on_server().add(["green tea", "black coffee"], user_id="a")

    async def use() -> list[str]:
        async with AsyncMemory(path, store="server") as memory:
            SERVER["down"] = True
            with pytest.warns(MemkitWarning, match="by words alone"):
                hits = await memory.search("tea", user_id="a")
            with pytest.raises(ProviderError):
                await memory.search("tea", user_id="a", mode="vector")
            text = await memory.search("coffee", user_id="a", mode="text")
            return [hit.memory for hit in (*hits, *text)]

    assert asyncio.run(use()) == ["green tea", "black coffee"]


def test_what_is_wrong_with_the_question_or_the_key_is_told(
    on_server: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = on_server()
    memory.add("green tea", user_id="a")

    def refuse(*_: Any, **__: Any) -> Any:
        raise AuthenticationError("Wrong key.", fix="Give another.", provider="server")

    with pytest.raises(ValidationError):
        memory.search("tea", user_id="a", k=0)
    monkeypatch.setattr(ServerStore, "search", refuse)
    with pytest.raises(AuthenticationError, match="Wrong key"):
        memory.search("tea", user_id="a")


def test_an_embedder_that_is_down_is_no_store(open_memory: Open, flaky: Any) -> None:
    memory = open_memory(store="server", embedder=flaky)
    memory.add("green tea", user_id="a")
    flaky.error = ProviderError("No vectors.", fix="Wait.", provider="flaky")
    with pytest.raises(ProviderError, match="No vectors"):
        memory.search("tea", user_id="a")
    assert texts(memory, "tea", mode="text") == ["green tea"]


def test_the_explorer_says_that_the_store_did_not_answer(on_server: Open) -> None:
    memory = on_server()
    memory.add(["green tea", "black coffee"], user_id="a")
    explorer = memory.explore(user_id="a")
    assert explorer.search("tea")["said"] == ""
    SERVER["down"] = True
    with pytest.warns(MemkitWarning, match="by words alone"):
        found = explorer.search("tea")
    assert [hit["text"] for hit in found["hits"]] == ["green tea"]
    assert "'server' did not answer" in found["said"]


def test_a_comparison_weighs_words_without_the_store(open_memory: Open) -> None:
    memory = open_memory(store="server", embedder="static-2")
    memory.add([f"note {n} of tea" for n in range(30)], user_id="a")
    memory.add_space("hash", wait=True, progress=False)
    SERVER["down"] = True
    comparison = memory.compare(user_id="a")
    assert comparison._corpus.embed_query("static-2", "tea").any()
