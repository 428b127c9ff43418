"""Memories on stores that show late what they were told find at once what was written.

Each is compared with a memory on the same journal whose index is in this process.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from memkit import Memory, plugins
from memkit.engine import recent_changes
from memkit.errors import MemkitWarning, ProviderError

PACKAGES = Path(__file__).parents[1] / "kit" / "packages"
MODES = ("shows_late", "cannot_tell", "forgets_a_third", "shows_what_is_gone", "late_by_journal")
LAG = 2.0


class Clock:
    """The time that stores, the journal and memkit see."""

    def __init__(self) -> None:
        self.seconds = 1_750_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def time_ns(self) -> int:
        self.seconds += 1e-5
        return round(self.seconds * 1e9)

    def pass_(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def time_(monkeypatch: pytest.MonkeyPatch) -> Clock:
    import time

    clock = Clock()
    monkeypatch.setattr(time, "time_ns", clock.time_ns)
    monkeypatch.setattr(recent_changes, "_clock", clock)
    monkeypatch.setattr(recent_changes, "time", SimpleNamespace(sleep=clock.pass_))
    return clock


@pytest.fixture(autouse=True)
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time_: Clock) -> Iterator[Any]:
    """Installs stores that are late by two seconds, on servers that all memories here share."""
    site = tmp_path / "site"
    info = site / "memkit_late-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memkit-late\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[memkit]\nlate = kit_fakes._late_plugin\n")
    monkeypatch.syspath_prepend(PACKAGES)
    monkeypatch.syspath_prepend(site)
    plugins.reset()
    from kit_fakes import _late_plugin, late_stores  # type: ignore[import-not-found]

    for capabilities in _late_plugin.CAPABILITIES.values():
        monkeypatch.setattr(_late_plugin, "CAPABILITIES", dict(_late_plugin.CAPABILITIES))
        capabilities.add("persistent")
    monkeypatch.setattr(late_stores.ShowsLate, "clock", time_)
    monkeypatch.setattr(late_stores.ShowsLate, "late", LAG)
    # These say two seconds, and are later than that.
    monkeypatch.setattr(late_stores.ForgetsAThird, "late", 3 * LAG)
    monkeypatch.setattr(late_stores.ShowsWhatIsGone, "late", 100 * LAG)
    for each in (late_stores.ForgetsAThird, late_stores.ShowsWhatIsGone):
        monkeypatch.setattr(each, "promised", LAG)
    yield late_stores
    plugins.reset()
    for name in [name for name in sys.modules if name.startswith("kit_fakes")]:
        sys.modules.pop(name)


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def on_store(
    open_memory: Callable[..., Memory], tmp_path: Path, mode: str
) -> Callable[..., Memory]:
    """Opens a memory, on one file and one server."""
    choice = {"provider": mode, "config": {"path": str(tmp_path / "server")}}
    return lambda **settings: open_memory(store=choice, embedder="hash", **settings)


@pytest.fixture
def m(on_store: Callable[..., Memory]) -> Memory:
    return on_store()


@pytest.fixture
def twin(m: Memory, open_memory: Callable[..., Memory]) -> Memory:
    """What the same memory answers over an index in this process."""
    return open_memory(store="local", embedder="hash")


def answer(memory: Memory, query: str, **options: Any) -> list[tuple[str, float]]:
    return [(hit.memory, round(hit.score, 3)) for hit in memory.search(query, **options)]


QUESTIONS: Sequence[dict[str, Any]] = (
    {"query": "note 7 of the harbour", "mode": "vector", "k": 1},
    {"query": "note 7 of the harbour", "mode": "vector", "k": 5, "user_id": "alice"},
    {"query": "budget of the harbour", "mode": "hybrid", "k": 5},
    {"query": "budget of the harbour", "mode": "text", "k": 5},
    {"query": "harbour", "mode": "vector", "k": 4, "where": "kind = 'a'"},
    {"query": "harbour", "mode": "vector", "k": 4, "where": "kind contains 'b'"},
    {"query": "harbour", "mode": "hybrid", "k": 3, "user_id": "bob", "where": "n > 4"},
    {"query": "harbour", "mode": "vector", "k": 200},
)


def check(memory: Memory, twin: Memory, questions: Sequence[dict[str, Any]] = QUESTIONS) -> None:
    for question in questions:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Nothing|No memory|The key|.*no memory")
            found, expected = answer(memory, **question), answer(twin, **question)
        assert [score for _, score in found] == [score for _, score in expected], question
        assert sorted(found) == sorted(expected) or len(found) == question["k"], question


def tell(memory: Memory, start: int, number: int = 12) -> list[str]:
    ids = []
    for n in range(start, start + number):
        text = f"note {n} of the {'harbour' if n % 2 else 'budget'} {'quay' * (n % 3)}"
        who, kind = ("alice", "bob")[n % 2], "ab"[n % 2]
        ids.append(memory.add(text, user_id=who, metadata={"kind": kind, "n": n})[0].id)
    return ids


def test_what_was_added_is_found_at_once(m: Memory, twin: Memory, time_: Clock) -> None:
    tell(m, 0)
    check(m, twin)
    assert m.search("note 11 of the harbour", mode="vector", k=1)[0].memory.startswith("note 11")
    time_.pass_(LAG / 2)
    tell(m, 12)
    check(m, twin)
    time_.pass_(LAG * 0.7)
    check(m, twin)
    time_.pass_(LAG * 5)
    check(m, twin)


def test_a_text_that_changed_is_not_found_by_what_it_was(
    m: Memory, twin: Memory, time_: Clock
) -> None:
    ids = tell(m, 0)
    time_.pass_(LAG * 5)
    check(m, twin)
    m.update(ids[3], "nothing but rain in the mountains")
    m.update(ids[4], "note 3 of the harbour")
    for _ in range(4):
        (hit,) = m.search("note 3 of the harbour", mode="vector", k=1)
        assert hit.id == ids[4]
        (rain,) = m.search("nothing but rain in the mountains", mode="vector", k=1)
        assert rain.id == ids[3]
        check(m, twin)
        time_.pass_(LAG * 0.9)


def test_what_was_deleted_takes_no_places(m: Memory, twin: Memory, time_: Clock) -> None:
    ids = tell(m, 0, 40)
    time_.pass_(LAG * 5)
    check(m, twin)
    for id_ in ids[:30]:
        m.delete(id_)
    for _ in range(4):
        assert len(m.search("note 7 of the harbour", mode="vector", k=10)) == 10
        check(m, twin)
        time_.pass_(LAG * 0.9)


def test_equals_stand_in_the_order_in_which_they_were_added(
    m: Memory, twin: Memory, time_: Clock
) -> None:
    """Who says it changes nothing in how near it is, so that places are told by age alone."""
    for n in range(30):
        m.add("the same words", user_id=f"user {n}")
    time_.pass_(LAG * 300)
    question = {"query": "the same words", "mode": "vector", "k": 8}
    found = m.search(**question)
    m.delete(found[2].id)
    m.update(found[5].id, "others altogether")
    m.add("the same words", user_id="user 99")
    for _ in range(3):
        expected = [hit.id for hit in twin.search(**question)]
        assert [hit.id for hit in m.search(**question)] == expected
        time_.pass_(LAG * 0.7)


def test_near_duplicates_are_those_of_the_journal(m: Memory, twin: Memory) -> None:
    tell(m, 0)
    m.add("note 1 of the harbour", user_id="bob")
    found = m.duplicates(threshold=0.8)
    expected = twin.duplicates(threshold=0.8)
    assert [(pair.first.id, pair.second.id) for pair in found] == [
        (pair.first.id, pair.second.id) for pair in expected
    ]
    assert len(found)


def test_a_filter_sees_the_metadata_as_they_are(m: Memory, twin: Memory, time_: Clock) -> None:
    ids = tell(m, 0)
    time_.pass_(LAG * 5)
    check(m, twin)
    m.update(ids[1], metadata={"kind": "a", "n": 40})
    m.update(ids[2], metadata={"kind": "b", "n": 41})
    for _ in range(4):
        where = {"where": "kind = 'b' and n > 39", "mode": "vector"}
        assert [hit.id for hit in m.search("note", **where)] == [ids[2]]
        check(m, twin)
        time_.pass_(LAG * 0.9)


def test_other_processes_see_it_too(
    m: Memory, twin: Memory, on_store: Callable[..., Memory], time_: Clock
) -> None:
    other = on_store()
    ids = tell(m, 0)
    check(other, twin)
    m.update(ids[0], "a new text about the harbour")
    check(other, twin)
    other.delete(ids[5])
    check(m, twin)
    # One that is opened now knows of nobody's writes but by the journal.
    check(on_store(), twin)
    time_.pass_(LAG * 1.1)
    tell(other, 12)
    check(on_store(), twin)
    check(m, twin)


def test_undo_and_the_past(m: Memory, twin: Memory, time_: Clock) -> None:
    ids = tell(m, 0)
    time_.pass_(LAG * 5)
    check(m, twin)
    seq = m.events()[-1].seq
    m.update(ids[1], "something else")
    m.delete(ids[2])
    m.undo(m.events()[-1].seq)
    m.undo(m.events()[-2].seq)
    check(m, twin)
    assert answer(m.as_of(seq), "harbour", k=5) == answer(twin.as_of(seq), "harbour", k=5)


def test_a_store_that_is_made_anew(m: Memory, twin: Memory, time_: Clock) -> None:
    tell(m, 0)
    time_.pass_(LAG * 300)
    m.reindex()
    check(m, twin)
    time_.pass_(LAG * 0.5)
    check(m, twin)
    time_.pass_(LAG)
    m.reset(confirm=True)
    assert len(m.search("harbour", mode="vector")) == 0
    tell(m, 30)
    check(m, twin)


def test_a_space_that_is_being_filled(m: Memory, twin: Memory, time_: Clock) -> None:
    tell(m, 0)
    time_.pass_(LAG * 300)
    check(m, twin)
    m.add_space("static-2", wait=True, progress=False)
    question = {"query": "the harbour", "space": "static-2", "mode": "vector", "k": 5}
    for _ in range(3):
        assert answer(m, **question) == answer(twin, **question)
        time_.pass_(LAG * 0.7)
    m.drop_space("static-2")
    m.add_space("static-2", wait=True, progress=False)
    assert answer(m, **question) == answer(twin, **question)


def test_a_space_that_another_process_fills(
    m: Memory, twin: Memory, on_store: Callable[..., Memory], time_: Clock
) -> None:
    tell(m, 0)
    time_.pass_(LAG * 300)
    check(m, twin)
    m.add_space("static-2", wait=True, progress=False)
    m.search("harbour", space="static-2")
    question = {"query": "the harbour", "space": "static-2", "mode": "vector", "k": 5}
    assert answer(on_store(), **question) == answer(twin, **question)


def test_more_than_can_be_compared(
    m: Memory, twin: Memory, time_: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent_changes, "_MOST", 50)
    texts = [f"note {n} of the harbour" for n in range(400)]
    m.add_many(texts, user_id="alice", progress=False)
    with pytest.warns(MemkitWarning, match="newest 50 memories are compared exactly, and older"):
        (hit,) = m.search("note 399 of the harbour", mode="vector", k=1)
    assert hit.memory == texts[-1]
    # It is said once.
    m.search("note 398 of the harbour", mode="vector", k=1)
    time_.pass_(LAG * 300)
    question = {"query": "note 7 of the harbour", "mode": "vector", "k": 20}
    assert answer(m, **question) == answer(twin, **question)
    m.add("note 7 of the new harbour", user_id="alice")
    assert answer(m, **question) == answer(twin, **question)


def test_a_bulk_that_is_shown_at_once_is_not_warned_of(
    on_store: Callable[..., Memory],
    twin: Memory,
    mode: str,
    stores: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if mode != "shows_late":
        pytest.skip("the others can't tell")
    monkeypatch.setattr(recent_changes, "_MOST", 50)
    monkeypatch.setattr(stores.ShowsLate, "promised", LAG)
    monkeypatch.setattr(stores.ShowsLate, "late", 0.0)
    m = on_store()
    m.add_many([f"note {n} of the harbour" for n in range(400)], user_id="bob", progress=False)
    question = {"query": "note 7 of the harbour", "mode": "vector", "k": 20}
    assert answer(m, **question) == answer(twin, **question)


def test_a_writer_who_never_rests_is_kept_up_with(m: Memory, twin: Memory, time_: Clock) -> None:
    """There is always something that the store does not show; what it shows is let go of."""
    for n in range(60):
        m.add(f"note {n} of the harbour", user_id="alice")
        question = {"query": f"note {n} of the harbour", "mode": "vector", "k": 3}
        assert answer(m, **question) == answer(twin, **question)
        time_.pass_(LAG / 4)
    assert m.engine.index._recent is not None
    assert m.engine.index._recent.pending() < 40


@pytest.mark.parametrize("mode", ["late_by_journal"])
def test_late_is_not_wiped(
    m: Memory, on_store: Callable[..., Memory], time_: Clock, stores: Any
) -> None:
    tell(m, 0)
    (shelf,) = stores.ShowsLate.shelves.values()
    told = shelf.told
    other = on_store()
    assert len(other.search("harbour", mode="vector", k=200)) == 12
    assert shelf.told is told, "it was emptied"
    time_.pass_(LAG * 300)
    # What was wiped is.
    shelf.told, shelf.shown, shelf.pending = {}, {}, []
    again = on_store()
    assert len(again.search("harbour", mode="vector", k=200)) == 12
    assert len(shelf.told) == 12


def test_a_store_that_was_down_is_told_late(
    m: Memory, twin: Memory, time_: Clock, stores: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = tell(m, 0)
    time_.pass_(LAG * 300)
    check(m, twin)
    down = ProviderError("The server is down.", fix="Start it.", provider="late")
    monkeypatch.setattr(stores.ShowsLate, "down", down)
    with pytest.warns(MemkitWarning, match="catches up at the next call"):
        m.add("note 77 of the harbour", user_id="bob", metadata={"kind": "b", "n": 77})
    with pytest.warns(MemkitWarning, match="catches up at the next call"):
        m.update(ids[2], "note 78 of the harbour")
    with pytest.raises(ProviderError, match="down"):
        m.search("harbour", mode="vector")
    # Long after it was written, it is new to the store.
    time_.pass_(LAG * 500)
    monkeypatch.setattr(stores.ShowsLate, "down", None)
    check(m, twin)
    time_.pass_(LAG * 0.5)
    check(m, twin)


def test_doctor_waits_for_it(m: Memory, time_: Clock, mode: str) -> None:
    tell(m, 0)
    if mode == "forgets_a_third":
        # Later than it says, and too late to wait for.
        with pytest.warns(MemkitWarning, match="is still indexing"):
            assert m.doctor().ok
    assert m.doctor().ok
    time_.pass_(LAG * 300)
    m.add("one more", user_id="alice")
    assert m.doctor().ok


def test_doctor_says_that_it_is_not_done(
    m: Memory, time_: Clock, stores: Any, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    if mode in ("forgets_a_third", "shows_what_is_gone"):
        pytest.skip("shows something at once")
    monkeypatch.setattr(stores.ShowsLate, "promised", LAG)
    monkeypatch.setattr(stores.ShowsLate, "late", 1000.0)
    tell(m, 0)
    with pytest.warns(MemkitWarning, match="is still indexing"):
        assert m.doctor().ok
    # So late is not late, but wrong.
    time_.pass_(500.0)
    assert not m.doctor().ok


def test_a_search_with_nothing_new_costs_nothing(
    m: Memory, time_: Clock, stores: Any, tmp_path: Path
) -> None:
    tell(m, 0)
    m.search("harbour", mode="vector", k=3)
    time_.pass_(LAG * 300)
    m.search("harbour", mode="vector", k=3)
    (shelf,) = stores.ShowsLate.shelves.values()
    shelf.asked.clear()
    for _ in range(5):
        time_.pass_(LAG)
        m.search("harbour", mode="vector", k=3)
    assert shelf.asked == [("search", 3)] * 5


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_answers_are_those_of_the_journal(
    on_store: Callable[..., Memory], m: Memory, twin: Memory, time_: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    memories = [m, on_store()]
    tell(m, 0, 20)
    for step in range(40):
        memory = chance.choice(memories)
        act = chance.choice(["add", "add", "text", "metadata", "delete", "undo", "wait", "wait"])
        if act == "add":
            tell(memory, 20 + 3 * step, 3)
        elif act == "wait":
            time_.pass_(chance.choice([0.01, 0.5, 1.9, 2.1, 7.0, 300.0]))
        elif act == "undo":
            memory.undo(memory.events()[-1].seq)
        elif act == "delete":
            memory.delete(chance.choice(memory.get_all(limit=1000)).id)
        else:
            change: dict[str, Any] = {"metadata": {"kind": chance.choice("ab"), "n": step}}
            if act == "text":
                change = {"text": f"note {step} of the {chance.choice(['harbour', 'moon'])} again"}
            memory.update(chance.choice(memory.get_all(limit=1000)).id, **change)
        check(chance.choice(memories), twin, chance.sample(QUESTIONS, 3))
