"""How much a store finds: measured against the journal, told, tuned and kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from memkit import AsyncMemory, Memory, RecallReport, TuneReport
from memkit.contracts.store import Selection
from memkit.domain.recall import interval
from memkit.domain.records import Scope
from memkit.domain.times import instant_of
from memkit.domain.wording import rounded
from memkit.engine.exact_neighbours import exact_neighbours, shares
from memkit.engine.recall import last_measured
from memkit.errors import (
    ConnectionError,
    Interrupted,
    ProviderError,
    SpaceError,
    StoreDamagedError,
    ValidationError,
)

pytestmark = pytest.mark.filterwarnings("ignore:Store 'blurry'")


@pytest.fixture
def opened(blurry: Any, open_memory: Callable[..., Memory]) -> Callable[..., Memory]:
    def opened(number: int = 80, **config: Any) -> Memory:
        store = {"provider": "blurry", "config": config}
        memory = open_memory(embedder="hash", store=store)
        return blurry.fill(memory, number) if number else memory

    return opened


# -- the number ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("breadth", "recall"), [(100, 1.0), (90, 0.9), (70, 0.7), (10, 0.1)])
def test_the_recall_is_the_share_of_the_exact_answer(
    opened: Callable[..., Memory], breadth: int, recall: float
) -> None:
    report = opened(ef_search=breadth).check_recall(settings=False)
    assert report.recall == pytest.approx(recall)
    assert (report.store, report.space, report.k) == ("blurry", "hash", 10)
    assert (report.queries, report.memories) == (80, 80)
    assert (report.option, report.breadth) == ("ef_search", breadth)
    assert report.low <= report.recall <= report.high
    assert report.ms > 0


@pytest.mark.parametrize("sample", [1, 7, 79, 80, 1000])
def test_a_sample_may_be_smaller_and_larger_than_the_memory(
    opened: Callable[..., Memory], sample: int
) -> None:
    report = opened().check_recall(sample=sample, settings=False)
    assert report.queries == min(sample, 80)
    assert report.recall == pytest.approx(0.7)


def test_the_same_seed_draws_the_same_texts(opened: Callable[..., Memory]) -> None:
    memory = opened()
    drawn = [
        exact_neighbours(
            memory.engine.journal,
            "hash",
            Selection.of(Scope(), None),
            k=3,
            queries=10,
            seed=seed,
        ).keys.tolist()
        for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(set(drawn[0])) == 10


@pytest.mark.parametrize("k", [1, 3, 20, 79, 80, 500])
def test_k_may_be_larger_than_the_memory(opened: Callable[..., Memory], k: int) -> None:
    report = opened().check_recall(k=k, settings=False)
    others = min(k, 79)
    assert report.recall == pytest.approx(max(0, others - 3) / others)
    assert report.k == k


def test_exact_stores_are_measured_too(open_memory: Callable[..., Memory], blurry: Any) -> None:
    report = blurry.fill(open_memory(embedder="hash")).check_recall()
    assert report.recall == 1
    assert report.exact
    assert report.option is None
    assert "compares all vectors" in str(report)


def test_a_text_is_no_answer_to_itself(opened: Callable[..., Memory]) -> None:
    """With the text itself in both lists a store that finds nothing else would have 0.1."""
    assert opened(always_missed=79).check_recall(settings=False).recall == 0


def test_equals_are_not_missed(blurry: Any, open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(embedder="hash", store="blurry")
    # All as near to each other: whichever the store names are the nearest.
    for user in range(30):
        memory.add("the same text", user_id=f"user {user}")
    report = memory.check_recall(settings=False)
    assert (report.recall, report.memories) == (1, 30)


def test_only_memories_with_a_vector_count(opened: Callable[..., Memory]) -> None:
    memory = opened(60)
    # The hash embedder makes zeros of what holds no word.
    memory.add_many([f"{'?' * n}" for n in range(1, 40)], user_id="alice", progress=False)
    held = memory.engine.journal.vectors(
        "hash", memory.engine.journal.allowed_keys(Selection.of(Scope(), None))
    )
    with_vector = int(np.any(held, axis=1).sum())
    assert with_vector < memory.count()
    report = memory.check_recall(sample=500, settings=False)
    assert report.memories == report.queries == with_vector


def test_what_has_expired_is_neither_asked_for_nor_expected(
    opened: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = opened(40)
    end = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    memory.add("will be gone", user_id="alice", expires_at=end)
    assert memory.check_recall(sample=500, settings=False).memories == 41
    later = instant_of(end + dt.timedelta(days=1))
    monkeypatch.setattr("memkit.contracts.store.now", lambda: later)
    assert memory.check_recall(sample=500, settings=False).memories == 40


def test_recall_within_a_scope_and_a_filter(opened: Callable[..., Memory], blurry: Any) -> None:
    memory = opened(40)
    blurry.fill(memory, 30, user="bob", seed=1)
    memory.add_many(blurry.texts(25, seed=2), user_id="bob", progress=False)
    for number, hit in enumerate(memory.get_all(user_id="bob", limit=55)):
        if number < 24:
            memory.update(hit.id, metadata={"kind": "x"})
    assert memory.check_recall(settings=False).memories == 95
    assert memory.check_recall(user_id="bob", settings=False).memories == 55
    assert memory.scoped(user_id="bob").check_recall(settings=False).memories == 55
    filtered = memory.check_recall(where="kind = 'x'", settings=False)
    assert (filtered.memories, filtered.recall) == (24, pytest.approx(0.7))


def test_what_a_selection_does_not_hold_is_no_answer(opened: Callable[..., Memory]) -> None:
    memory = opened(40)
    journal = memory.engine.journal
    sample = exact_neighbours(
        journal, "hash", Selection.of(Scope(user_id="alice"), None), k=5, queries=3, seed=0
    )
    strange = np.array([10**9], np.int64)
    assert shares(journal, sample, [strange] * 3) == [0, 0, 0]


def test_large_memories_are_compared_in_pieces(
    opened: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = opened()
    whole = memory.check_recall(settings=False)
    for cells in (1, 256 * 7, 256 * 79):
        monkeypatch.setattr("memkit.engine.exact_neighbours._CELLS", cells)
        assert memory.check_recall(settings=False).recall == whole.recall


@pytest.mark.parametrize("number", [0, 1])
def test_there_must_be_something_to_measure(opened: Callable[..., Memory], number: int) -> None:
    memory = opened(number)
    for measure in (memory.check_recall, memory.tune):
        with pytest.raises(ValidationError, match="nothing to measure"):
            measure()
    assert memory.doctor().recall == ()


@pytest.mark.parametrize(
    "given", [{"k": 0}, {"sample": 0}, {"seed": -1}, {"k": "x"}, {"settings": "no"}]
)
def test_arguments_are_checked(opened: Callable[..., Memory], given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        opened(30).check_recall(**given)


def test_an_unknown_space_is_refused(opened: Callable[..., Memory]) -> None:
    with pytest.raises(SpaceError, match="nowhere"):
        opened(30).check_recall("nowhere")


# -- other settings ------------------------------------------------------------------------------


def test_broader_searches_are_tried_and_put_back(opened: Callable[..., Memory]) -> None:
    memory = opened(ef_search=40)
    report = memory.check_recall()
    assert [(one.breadth, round(one.recall, 6)) for one in report.tried] == [(80, 0.8), (160, 1)]
    assert "ef_search=160 gives 1 at" in str(report)
    assert memory.check_recall(settings=False).breadth == 40
    assert memory.check_recall(settings=False).recall == pytest.approx(0.4)


def test_nothing_is_tried_where_it_is_good(opened: Callable[..., Memory]) -> None:
    assert opened(ef_search=100).check_recall().tried == ()


def test_nothing_is_tried_where_nothing_can_be_set(opened: Callable[..., Memory]) -> None:
    report = opened(fixed=True).check_recall()
    assert (report.tried, report.option) == ((), None)
    assert report.recall == pytest.approx(0.7)


@pytest.mark.parametrize(("most", "tried"), [(0, []), (80, []), (150, [140])])
def test_who_may_not_change_it_knows_the_number_all_the_same(
    opened: Callable[..., Memory],
    blurry: Any,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    tried: list[int],
) -> None:
    memory = opened(always_missed=1)
    set_breadth = blurry.BlurryStore.set_breadth

    def limited(self: Any, space: str, breadth: int | None) -> None:
        if (breadth or 0) > most and breadth != 70:
            raise ProviderError("This key may only read.", fix="Give another.", provider="blurry")
        set_breadth(self, space, breadth)

    monkeypatch.setattr(blurry.BlurryStore, "set_breadth", limited)
    report = memory.check_recall()
    assert report.recall == pytest.approx(0.7)
    assert [one.breadth for one in report.tried] == tried
    with pytest.raises(ProviderError, match="may only read"):
        memory.tune(progress=False)
    after = memory.check_recall(settings=False)
    assert (after.breadth, after.recall) == (70, report.recall)


def test_no_breadth_is_tried_beyond_all_memories(opened: Callable[..., Memory]) -> None:
    report = opened(30, ef_search=20, always_missed=1).check_recall(k=5)
    assert [one.breadth for one in report.tried] == [40, 60]


def test_an_engine_that_chooses_its_breadth(opened: Callable[..., Memory]) -> None:
    memory = opened(ef_search=None)
    report = memory.check_recall()
    assert report.breadth is None
    assert report.recall == pytest.approx(0.6)
    assert "ef_search left to the engine" in str(report)
    assert report.tried[-1].recall == 1
    assert memory.check_recall(settings=False).breadth is None


# -- tuning --------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [5, 40, 70, 99, 100, 101, 300, None])
@pytest.mark.parametrize(("target", "least"), [(0.99, 100), (0.9, 90), (0.55, 60)])
def test_the_least_breadth_that_finds_enough_is_set(
    opened: Callable[..., Memory], start: int | None, target: float, least: int
) -> None:
    memory = opened(ef_search=start)
    report = memory.tune(recall=target, progress=False)
    assert report.reached
    found = report.after.breadth
    if found is None:
        assert start is None
        assert target <= 0.6
    else:
        assert least <= found <= least * 1.12 + 1
    now = memory.check_recall(settings=False)
    assert (now.breadth, now.recall) == (found, report.after.recall)
    assert now.recall >= target
    assert len(report.tried) <= 16


def test_what_was_tuned_is_kept(opened: Callable[..., Memory], blurry: Any) -> None:
    memory = opened()
    report = memory.tune(progress=False)
    assert "It is kept with the memory." in str(report)
    found = report.after.breadth
    memory.close()
    again = opened(0)
    assert again.check_recall(settings=False).breadth == found
    # A store that is made anew, and one that is opened in the place of another.
    again.reindex()
    assert again.check_recall(settings=False).breadth == found
    again.close()
    by_hand = opened(0, ef_search=30)
    assert by_hand.check_recall(settings=False).breadth == 30


def test_an_option_that_was_given_goes_before_what_is_kept(opened: Callable[..., Memory]) -> None:
    memory = opened(ef_search=40)
    report = memory.tune(progress=False)
    assert report.by_hand
    assert report.store["config"]["ef_search"] == report.after.breadth
    assert repr(report.store) in str(report)
    assert memory.check_recall(settings=False).breadth == report.after.breadth


def test_one_space_is_tuned_and_not_the_other(opened: Callable[..., Memory]) -> None:
    memory = opened()
    memory.add_space("hash", key="second", wait=True, progress=False)
    memory.tune("second", progress=False)
    assert memory.check_recall("second", settings=False).recall == 1
    assert memory.check_recall(settings=False).recall == pytest.approx(0.7)


def test_a_space_that_was_added_again_is_not_tuned(opened: Callable[..., Memory]) -> None:
    memory = opened()
    memory.add_space("hash", key="second", wait=True, progress=False)
    memory.tune("second", progress=False)
    memory.drop_space("second")
    memory.add_space("hash", key="second", wait=True, progress=False)
    memory.close()
    assert opened(0).check_recall("second", settings=False).recall == pytest.approx(0.7)


def test_where_no_breadth_is_enough_nothing_is_set(opened: Callable[..., Memory]) -> None:
    memory = opened(always_missed=2)
    report = memory.tune(progress=False)
    assert not report.reached
    assert report.before.recall == report.after.recall == pytest.approx(0.7)
    assert max(one.recall for one in report.tried) == pytest.approx(0.8)
    assert "0.8 at most" in str(report)
    assert "exact=True" in str(report)
    assert memory.check_recall(settings=False).breadth == 70


def test_a_store_without_a_setting_says_what_there_is(opened: Callable[..., Memory]) -> None:
    memory = opened(fixed=True)
    with pytest.raises(ProviderError, match="exact=True"):
        memory.tune(progress=False)
    assert memory.tune(recall=0.5, progress=False).reached


def test_an_exact_store_needs_no_tuning(open_memory: Callable[..., Memory], blurry: Any) -> None:
    report = blurry.fill(open_memory(embedder="hash")).tune(progress=False)
    assert report.reached
    assert report.after.recall == 1


@pytest.mark.parametrize("recall", [0, -1, 1.01, "much", float("nan"), None])
def test_a_target_is_a_share(opened: Callable[..., Memory], recall: Any) -> None:
    with pytest.raises(ValidationError):
        opened(30).tune(recall=recall, progress=False)


@pytest.mark.parametrize("verb", ["check_recall", "tune"])
def test_an_interruption_puts_back_what_stood(
    opened: Callable[..., Memory], blurry: Any, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    memory = opened(ef_search=40)
    search = blurry.BlurryStore.search

    def interrupted(self: Any, space: str, *args: Any, **options: Any) -> Any:
        if self.breadths.get(space, 40) != 40:
            raise KeyboardInterrupt
        return search(self, space, *args, **options)

    monkeypatch.setattr(blurry.BlurryStore, "search", interrupted)
    with pytest.raises(KeyboardInterrupt) as caught:
        getattr(memory, verb)(progress=False)
    assert verb == "check_recall" or isinstance(caught.value, Interrupted)
    monkeypatch.setattr(blurry.BlurryStore, "search", search)
    assert memory.check_recall(settings=False).breadth == 40


# -- a store that can't be measured --------------------------------------------------------------


def test_a_store_that_is_down_says_so(
    opened: Callable[..., Memory], blurry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = opened()

    def down(*args: Any, **options: Any) -> Any:
        raise ConnectionError("blurry is down.", fix="Start it.", provider="blurry")

    monkeypatch.setattr(blurry.BlurryStore, "search", down)
    for measure in (memory.check_recall, memory.tune):
        with pytest.raises(ConnectionError, match="is down"):
            measure(progress=False)
    report = memory.doctor()
    assert not report.ok
    assert report.recall == ()


@pytest.mark.parametrize("method", ["approximation", "set_breadth", "search"])
def test_whatever_a_plug_in_raises_is_an_error_of_memkit(
    opened: Callable[..., Memory], blurry: Any, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    memory = opened()

    def raises(*args: Any, **options: Any) -> Any:
        raise KeyError("rows")

    monkeypatch.setattr(blurry.BlurryStore, method, raises)
    with pytest.raises(ProviderError, match="'blurry' failed"):
        memory.tune(progress=False)
    report = memory.doctor()
    assert (report.recall == ()) is (method != "set_breadth")
    assert any("blurry" in problem.what for problem in report.problems)


def test_the_journal_is_not_measured_in_place_of_a_damaged_store(
    opened: Callable[..., Memory], blurry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = opened()

    def damaged(*args: Any, **options: Any) -> Any:
        raise StoreDamagedError("rows are missing.", fix="Make it anew.", provider="blurry")

    monkeypatch.setattr(memory.engine, "_rebuild_in_background", lambda *args: None)
    memory.engine.store.on_damage = lambda damage: None
    monkeypatch.setattr(blurry.BlurryStore, "search", damaged)
    # Found while it is measured, and known before.
    for _ in range(2):
        with pytest.raises(ProviderError, match="being made anew"):
            memory.check_recall()
    assert memory.doctor().recall == ()


def test_a_space_that_is_being_filled_is_waited_for(opened: Callable[..., Memory]) -> None:
    memory = opened()
    memory.add_space("hash", key="second", progress=False)
    assert memory.check_recall("second", settings=False).memories == 80


# -- doctor --------------------------------------------------------------------------------------


def test_doctor_tells_a_low_recall_and_how_to_mend_it(opened: Callable[..., Memory]) -> None:
    memory = opened(ef_search=70)
    report = memory.doctor()
    (problem,) = report.problems
    assert "0.7 of the 10 nearest" in problem.what
    assert problem.fix == "Find a broader search: m.tune('hash')."
    assert [one.recall for one in report.recall] == [pytest.approx(0.7)]
    memory.tune("hash", progress=False)
    mended = memory.doctor()
    assert mended.ok
    assert [one.recall for one in mended.recall] == [1]


def test_doctor_measures_no_store_that_compares_all(
    opened: Callable[..., Memory], blurry: Any
) -> None:
    few = opened(blurry.EXACT_BELOW)
    assert few.doctor().recall == ()
    few.close()
    assert opened(exact=True).doctor().recall == ()


def test_doctor_asks_a_slow_store_less(
    opened: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = opened()
    assert memory.doctor().recall[0].queries == 50
    monkeypatch.setattr("memkit.engine.maintenance._MEASURED_SECONDS", 0.0)
    (report,) = memory.doctor().recall
    assert report.queries == 10
    assert report.recall == pytest.approx(0.7)


def test_doctor_measures_nothing_where_nothing_has_a_vector(opened: Callable[..., Memory]) -> None:
    memory = opened(0)
    memory.add_many(["?" * n for n in range(1, 40)], user_id="alice", progress=False)
    assert memory.doctor().ok


def test_doctor_says_what_else_there_is(opened: Callable[..., Memory]) -> None:
    (problem,) = opened(fixed=True).doctor().problems
    assert problem.fix == "Open the store with exact=True."


# -- what is shown and kept ----------------------------------------------------------------------


def test_moving_measures_the_new_store(open_memory: Callable[..., Memory], blurry: Any) -> None:
    memory = blurry.fill(open_memory(embedder="hash"))
    report = memory.use_store("blurry", progress=False).result
    assert report.overlap == {"hash": pytest.approx(0.7)}
    one = open_memory(":memory:", embedder="hash")
    one.add("alone", user_id="a")
    assert one.use_store("blurry", progress=False).result.overlap == {"hash": 1.0}


def test_reports_can_be_kept_and_sent(opened: Callable[..., Memory]) -> None:
    memory = opened()
    checked, tuned = memory.check_recall(), memory.tune(progress=False)
    for report in (checked, tuned):
        assert pickle.loads(pickle.dumps(report)) == report
        json.dumps(report.to_dict())
    frame = checked.to_pandas()
    assert frame["stands"].tolist() == [True, *[False] * len(checked.tried)]
    assert frame["breadth"].tolist() == [70, *[one.breadth for one in checked.tried]]
    assert len(tuned.to_pandas()) == 1 + len(tuned.tried)
    assert repr(checked) == f"<RecallReport: {checked}>"
    assert repr(tuned) == f"<TuneReport: {tuned}>"


SAID = [
    b"", b"[]", b"{}", b"\xff", b'{"breadth": "x"}', b'{"breadth": -1}', b'{"breadth": true}',
    b'{"breadth": 99999999999999}', b'{"measured": {"recall": NaN}}', b'{"measured": 3}',
]  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_what_a_file_of_others_says_is_no_order(
    opened: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    memory = opened(40)
    row = memory.engine.spaces.get("hash")
    name = f"recall-{memory.engine.index.identity}-{row.id}"
    memory.engine.journal.cache_put(name, said)
    memory.close()
    again = opened(0)
    assert again.check_recall(settings=False).breadth == 70
    again.engine.journal.cache_put(name, said)
    assert last_measured(again.engine, "hash") is None
    assert again.explore().status()["recall"] is None


def test_coroutines(opened: Callable[..., Memory], blurry: Any, path: Any) -> None:
    opened().close()

    async def measured() -> tuple[RecallReport, TuneReport]:
        async with AsyncMemory(path, store="blurry") as memory:
            return await memory.check_recall(), await memory.tune(recall=0.9, progress=False)

    checked, tuned = asyncio.run(measured())
    assert checked.recall == pytest.approx(0.7)
    assert tuned.after.recall == pytest.approx(0.9)


def test_a_cancelled_coroutine_puts_back_what_stood(
    opened: Callable[..., Memory], blurry: Any, path: Any
) -> None:
    opened().close()

    async def cancelled() -> int | None:
        async with AsyncMemory(path, store="blurry") as memory:
            task = asyncio.create_task(memory.tune(progress=False))
            while set(blurry.BlurryStore.seen) <= {70}:
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return (await memory.check_recall(settings=False)).breadth

    assert asyncio.run(cancelled()) == 70


# -- numbers -------------------------------------------------------------------------------------


def test_the_interval_is_wilsons() -> None:
    """Against the table of Newcombe (1998): 81 of 263, and 0 of 20."""
    low, high = interval([1.0] * 81 + [0.0] * 182)
    assert (low, high) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    low, high = interval([0.0] * 20)
    assert (low, high) == (pytest.approx(0, abs=1e-9), pytest.approx(0.1611, abs=1e-4))


def test_what_is_not_all_is_not_rounded_to_all() -> None:
    assert rounded(0.9999) == "0.999"
    assert rounded(1.0) == "1"
    assert rounded(0.967) == "0.967"
    assert rounded(0.0) == "0"
