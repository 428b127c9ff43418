"""Whatever a plug-in raises, users meet errors of memkit, and what they changed is kept."""

from __future__ import annotations

import itertools
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import Memory, plugins
from memkit.builtin.local_store.store import LocalStore
from memkit.contracts.reranker import Ranked
from memkit.contracts.store import Position, Store
from memkit.engine.guarded_store import GuardedStore
from memkit.errors import ConnectionError, MemkitError, MemkitWarning, ProviderError

METHODS = (
    "open_space", "drop_space", "upsert", "delete", "search", "search_both", "search_text",
    "frequencies", "look", "count", "clear", "position", "moved", "turn", "take", "close",
)  # fmt: skip


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


ERRORS: dict[str, Callable[[], Any]] = {
    "RuntimeError": lambda: RuntimeError("the engine is out of memory"),
    "OSError": lambda: OSError(28, "No space left on device"),
    "KeyError": lambda: KeyError("rows"),
    "Unprintable": Unprintable,
    # What `raise` makes a TypeError of.
    "a tuple": lambda: ("went", "wrong"),
}
# A text that was said before is not added again.
NEW = (f"text number {number}" for number in itertools.count())
# Method -> what it raises.
BROKEN: dict[str, Callable[[], Any]] = {}


class RawStore(LocalStore):
    """A store that keeps its own position and outlives the process, or says so."""


def _breakable(name: str) -> Callable[..., Any]:
    def method(self: Any, *arguments: Any, **options: Any) -> Any:
        if name in BROKEN:
            raise BROKEN[name]()
        return getattr(super(RawStore, self), name)(*arguments, **options)

    return method


for _name in METHODS:
    setattr(RawStore, _name, _breakable(_name))

PLUGIN = """
from memkit.plugins import StoreSpec, hookimpl

@hookimpl
def memkit_stores():
    return [
        StoreSpec(
            name="raw",
            impl="raw_store_impl:RawStore",
            config="memkit.builtin.configs:LocalConfig",
            summary="Raises.",
            capabilities=frozenset({"text", "persistent"}),
        )
    ]
"""


@pytest.fixture(autouse=True)
def _raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Installs the distribution memkit-raw, as pip would."""
    site = tmp_path / "site"
    info = site / "memkit_raw-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memkit-raw\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[memkit]\nraw = raw_store_plugin\n")
    (site / "raw_store_plugin.py").write_text(PLUGIN)
    (site / "raw_store_impl.py").write_text("")
    monkeypatch.syspath_prepend(site)
    import raw_store_impl  # type: ignore[import-not-found]

    raw_store_impl.RawStore = RawStore
    plugins.reset()
    BROKEN.clear()
    yield
    BROKEN.clear()
    plugins.reset()
    for name in ("raw_store_impl", "raw_store_plugin"):
        sys.modules.pop(name, None)


@pytest.fixture
def m(open_memory: Callable[..., Memory]) -> Memory:
    memory = open_memory(store="raw", embedder="hash")
    memory.add(["green tea", "black coffee"], user_id="a")
    return memory


CHANGES: dict[str, Callable[[Memory], Any]] = {
    "add": lambda m: m.add(next(NEW), user_id="a"),
    "add_many": lambda m: m.add_many([next(NEW), next(NEW)], user_id="a", progress=False),
    "update": lambda m: m.update(m.get_all()[0].id, next(NEW)),
    "delete": lambda m: m.delete(m.get_all()[0].id),
    "delete_all": lambda m: m.delete_all(user_id="a"),
    "undo": lambda m: m.undo(m.events()[-1].seq),
    "drop_space": lambda m: m.drop_space("second"),
    "reset": lambda m: m.reset(confirm=True),
}
READS: dict[str, Callable[[Memory], Any]] = {
    "search": lambda m: m.search("tea", user_id="a"),
    "search by vector": lambda m: m.search("tea", user_id="a", mode="vector"),
    "search by words": lambda m: m.search("tea", user_id="a", mode="text"),
    "duplicates": lambda m: m.duplicates(user_id="a"),
    "preview": lambda m: m.preview("tea", user_id="a"),
    "reindex": lambda m: m.reindex(),
    "use_store": lambda m: m.use_store("raw", progress=False),
    "explore": lambda m: m.explore(user_id="a").rows(),
}


def state(memory: Memory) -> list[str]:
    return sorted(record.memory for record in memory.get_all(limit=100))


def each_method_raising(verb: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Pairs each method with an error; every verb meets them all, and other pairs than the last."""
    first = [*CHANGES, *READS].index(verb)
    errors = itertools.islice(itertools.cycle(ERRORS.values()), first, None)
    return zip(METHODS, errors, strict=False)


@pytest.mark.parametrize("verb", CHANGES)
def test_a_change_is_kept_and_warned_of(
    m: Memory, make_embedder: Callable[..., Any], verb: str
) -> None:
    for method, error in each_method_raising(verb):
        m.add(next(NEW), user_id="a")
        m.add_space(make_embedder("second"), key="second", wait=True, progress=False)
        before = m.events()[-1].seq
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            BROKEN[method] = error
            CHANGES[verb](m)
            BROKEN.clear()
        assert {warning.category for warning in told} <= {MemkitWarning}, method
        assert all("catches up at the next call" in str(each.message) for each in told), method
        if verb == "reset":
            assert state(m) == []
        elif verb != "drop_space":
            assert m.events()[-1].seq > before, f"the change was lost with a broken {method}"
        m.search("tea", user_id="a")
        assert m.engine.store.count() == len(state(m)), method
        assert m.doctor().problems == (), method


@pytest.mark.parametrize("verb", READS)
def test_a_reading_answers_or_says_what_is_wrong(m: Memory, verb: str) -> None:
    for number, (method, error) in enumerate(each_method_raising(verb)):
        BROKEN["upsert"] = error
        with pytest.warns(MemkitWarning, match="catches up"):
            m.add(next(NEW), user_id="a")
        BROKEN.clear()
        BROKEN[method] = error
        told: MemkitError | None = None
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                READS[verb](m)
            except MemkitError as caught:
                told = caught
        assert all("by words alone" in str(each.message) for each in warned), method
        if told is not None:
            assert verb not in ("search", "search by words"), (method, told, "words need no store")
            assert isinstance(told, ProviderError), method
            assert told.provider == "raw"
            assert isinstance(told.__cause__, Exception)
        BROKEN.clear()
        assert len(m.search("tea", user_id="a", mode="vector", k=100)) == 3 + number
        assert m.doctor().problems == (), method


def test_an_error_names_the_store_the_cause_and_the_fix(m: Memory) -> None:
    BROKEN["search"] = ERRORS["RuntimeError"]
    with pytest.raises(
        ProviderError,
        match=r"store 'raw' failed at searching: RuntimeError: .*memory\. .*m\.reindex\(\)",
    ) as caught:
        m.search("tea", user_id="a", mode="vector")
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_connection_that_was_cut_is_told_as_one(m: Memory) -> None:
    BROKEN["search"] = lambda: ConnectionResetError("by peer")
    with pytest.raises(ConnectionError, match="by peer"):
        m.search("tea", user_id="a", mode="vector")


def test_what_a_store_does_in_its_own_way_is_asked_of_it(
    m: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contract has an answer of its own to each of these, which must not stand before it."""
    asked: list[str] = []

    def noted(name: str) -> Callable[..., Any]:
        own = getattr(RawStore, name)

        def method(*arguments: Any, **options: Any) -> Any:
            asked.append(name)
            return own(*arguments, **options)

        return method

    for name in ("search_both", "look", "turn", "take"):
        monkeypatch.setattr(RawStore, name, noted(name))
    m.add("oolong", user_id="a")
    m.search("tea", user_id="a")
    assert set(asked) == {"search_both", "look", "turn", "take"}


def test_an_interrupt_is_none_of_the_stores_errors(m: Memory) -> None:
    BROKEN["search"] = KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        m.search("tea", user_id="a")


def test_an_answer_that_is_none(m: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RawStore, "search", lambda *_, **__: (np.array([1]), np.array([0.5])))
    with pytest.raises(ProviderError, match="answered a search with tuple"):
        m.search("tea", user_id="a", mode="vector")


def test_scores_that_are_looked_up_later_are_guarded_too(
    m: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = RawStore.search

    def forgetful(*arguments: Any, **options: Any) -> Any:
        from dataclasses import replace

        def lookup(keys: Any) -> Any:
            raise KeyError("forgot them")

        return replace(search(*arguments, **options), lookup=lookup)

    monkeypatch.setattr(RawStore, "search", forgetful)
    m.add([f"something with tea {i}" for i in range(300)], user_id="a")
    with pytest.warns(MemkitWarning, match="'raw' did not answer.*by words alone.*forgot them"):
        hits = m.search("black coffee tea", user_id="a", k=1)
    assert [hit.memory for hit in hits] == ["black coffee"]


@pytest.mark.parametrize("method", METHODS)
def test_doctor_tells_of_a_broken_store(m: Memory, method: str) -> None:
    BROKEN[method] = ERRORS["KeyError"]
    problems = m.doctor().problems
    BROKEN.clear()
    assert all("does not answer" in problem.what for problem in problems)
    if method in ("count", "search", "position"):
        assert problems


@pytest.mark.parametrize("error", ["OSError", "Unprintable"])
@pytest.mark.parametrize("method", ["close", "position", "upsert"])
def test_closing_goes_on_to_the_end(
    open_memory: Callable[..., Memory], m: Memory, method: str, error: str
) -> None:
    closed: list[str] = []
    journal = m.engine.journal
    close = journal.close
    journal.close = lambda: (closed.append("journal"), close())  # type: ignore[method-assign]
    BROKEN[method] = ERRORS[error]
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        m.close()
    assert closed == ["journal"]
    assert {warning.category for warning in told} <= {MemkitWarning}
    if method in ("close", "position"):
        assert "did not close as it should" in str(told[0].message)
    BROKEN.clear()
    again = open_memory(store="raw", embedder="hash")
    assert len(again.search("tea", user_id="a", mode="vector")) == 2


def test_models_that_can_not_be_closed_stop_nobody(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    from memkit.builtin.echo import EchoLLM
    from memkit.builtin.hash import HashEmbedder

    def close(self: Any) -> None:
        raise KeyError("no")

    monkeypatch.setattr(EchoLLM, "close", close)
    monkeypatch.setattr(HashEmbedder, "close", close)
    memory = open_memory(embedder="hash", llm="echo")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        memory.close()
    assert [warning.category for warning in told] == [MemkitWarning] * 2


@pytest.mark.parametrize("error", ERRORS)
def test_a_provider_that_can_not_be_made(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    def init(self: Any, config: Any, context: Any) -> None:
        raise ERRORS[error]()

    monkeypatch.setattr(RawStore, "__init__", init)
    with pytest.raises(ProviderError, match="store 'raw' could not be opened"):
        open_memory(store="raw", embedder="hash")


@pytest.mark.parametrize("error", ERRORS)
def test_an_embedder_that_breaks_adds_nothing(
    open_memory: Callable[..., Memory], flaky: Any, error: str
) -> None:
    memory = open_memory(embedder=flaky)
    memory.add("tea", user_id="a")
    raised = ERRORS[error]()
    flaky.error = raised if isinstance(raised, Exception) else TypeError(raised)
    for call in (
        lambda: memory.add("coffee", user_id="a"),
        lambda: memory.search("coffee", user_id="a"),
        lambda: memory.preview("coffee", user_id="a"),
    ):
        with pytest.raises(ProviderError, match="embedder 'flaky' failed") as caught:
            call()
        assert caught.value.__cause__ is flaky.error
    assert state(memory) == ["tea"]


@pytest.mark.parametrize("answer", [None, [[1.0], [1.0, 2.0]], "nonsense", object()])
def test_an_embedder_that_answers_nonsense(
    open_memory: Callable[..., Memory], fake: Any, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    memory = open_memory(embedder=fake)
    monkeypatch.setattr(fake, "embed_batch", lambda texts, *, kind: answer)
    with pytest.raises(ProviderError, match="embedder 'fake'"):
        memory.add("coffee", user_id="a")
    assert state(memory) == []


def test_a_second_space_that_breaks_is_filled_later(
    open_memory: Callable[..., Memory], flaky: Any
) -> None:
    memory = open_memory(embedder="hash")
    memory.add_space(flaky, wait=True, progress=False)
    flaky.error = KeyError("data")
    with pytest.warns(MemkitWarning, match="could not embed"):
        memory.add("coffee", user_id="a")
    assert state(memory) == ["coffee"]


@pytest.mark.parametrize("error", ERRORS)
def test_a_reranker_that_breaks(
    open_memory: Callable[..., Memory], reranker: Any, monkeypatch: Any, error: str
) -> None:
    memory = open_memory(embedder="hash", reranker=reranker)
    memory.add("tea", user_id="a")

    def rerank(query: str, texts: Any, *, k: int) -> list[Ranked]:
        raise ERRORS[error]()

    monkeypatch.setattr(reranker, "rerank", rerank)
    with pytest.raises(ProviderError, match=r"reranker 'shortest' failed: .*rerank=False"):
        memory.search("tea", user_id="a", rerank=True)


@pytest.mark.parametrize("answer", [None, [("a", 1)], [None]])
def test_a_reranker_that_answers_nonsense(
    open_memory: Callable[..., Memory], reranker: Any, monkeypatch: Any, answer: Any
) -> None:
    memory = open_memory(embedder="hash", reranker=reranker)
    memory.add("tea", user_id="a")
    monkeypatch.setattr(reranker, "rerank", lambda query, texts, *, k: answer)
    with pytest.raises(ProviderError, match=r"was expected|can't be read"):
        memory.search("tea", user_id="a", rerank=True)


def test_a_position_may_be_any_pair(m: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    own = m.engine.store.position()
    assert isinstance(own, Position)
    monkeypatch.setattr(RawStore, "position", lambda self: tuple(own))
    m.add("milk", user_id="a")
    assert len(m.search("milk", user_id="a", mode="vector")) == 3


def test_no_method_of_a_store_goes_by_the_guard() -> None:
    """One that the guard did not have would be that of the base, never the plug-in's own."""
    methods = {name for name, value in vars(Store).items() if callable(value)}
    assert {name for name in methods if not name.startswith("_")} <= set(vars(GuardedStore))
