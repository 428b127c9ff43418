from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from memkit import Memory
from memkit.errors import MemkitError, MemkitWarning, ProviderError, SpaceError


def row(memory: Memory, key: str) -> Any:
    return next(space for space in memory.spaces if space.key == key)


def test_a_new_memory_has_the_default_space(memory: Memory) -> None:
    (space,) = memory.spaces
    assert (space.key, space.default, space.ready, space.count) == ("static-2", True, True, 0)
    memory.add(["one", "two"], user_id="a")
    memory.add("one", user_id="b")
    assert memory.spaces[0].count == 3


def test_a_second_space_is_filled_searched_and_made_the_default(
    open_memory: Callable[..., Memory], fake: Any
) -> None:
    memory = open_memory()
    memory.add(["green tea", "black coffee"], user_id="a")
    memory.add_space(fake, key="second", wait=True, progress=False)
    second = row(memory, "second")
    assert (second.ready, second.default, second.count, second.dim) == (True, False, 2, 16)
    hits = memory.search("black coffee", user_id="a", space="second", mode="vector")
    assert (hits[0].memory, hits.space) == ("black coffee", "second")
    assert hits[0].score == pytest.approx(1, abs=1e-5)
    assert memory.search("coffee", user_id="a").space == "static-2"
    memory.use_space("second")
    assert memory.search("coffee", user_id="a").space == "second"
    assert [s.default for s in memory.spaces] == [False, True]
    # New memories stand in both.
    memory.add("white milk", user_id="a")
    assert [space.count for space in memory.spaces] == [3, 3]
    assert memory.search("white milk", user_id="a", space="static-2")[0].memory == "white milk"
    assert memory.doctor().ok


def test_another_process_sees_spaces_and_the_default(open_memory: Callable[..., Memory]) -> None:
    one, two = open_memory(), open_memory()
    one.add("tea", user_id="a")
    one.add_space("hash", wait=True, progress=False)
    one.use_space("hash")
    assert two.search("tea", user_id="a").space == "hash"
    two.add("coffee", user_id="a")
    assert [space.count for space in one.spaces] == [2, 2]
    two.use_space("static-2")
    one.drop_space("hash")
    assert [space.key for space in two.spaces] == ["static-2"]
    with pytest.raises(SpaceError):
        two.search("tea", user_id="a", space="hash")
    assert two.search("tea", user_id="a")


def test_no_text_is_ever_embedded_twice(open_memory: Callable[..., Memory], fake: Any) -> None:
    memory = open_memory(embedder=fake)
    memory.add(["one", "two", "one"], user_id="a")
    memory.add("one", user_id="b")
    (three,) = memory.add("three", run_id="r")
    memory.update(three.id, "four")
    memory.update(three.id, "three")
    memory.delete(three.id)
    memory.add("three", run_id="r")
    memory.undo(memory.events()[0].seq)
    memory.add_many(["one", "two", "five"], user_id="c", progress=False)
    memory.reindex()
    memory.doctor(fix=True)
    assert sorted(fake.seen) == ["five", "four", "one", "three", "two"]


def test_filling_embeds_each_text_once_and_goes_on_where_it_stopped(
    open_memory: Callable[..., Memory],
    flaky: Any,
    provider_down: Callable[[], Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("memkit.engine.spaces.fill._TEXTS_A_COMMIT", 64)
    memory = open_memory()
    memory.add_many((f"note {i}" for i in range(300)), user_id="a", progress=False)
    memory.add_many((f"note {i}" for i in range(300)), user_id="b", progress=False)
    embed, calls = type(flaky).embed_batch, []

    def fail_late(self: Any, texts: Any, *, kind: Any) -> Any:
        calls.append(len(texts))
        if sum(calls) > 150:
            self.error = provider_down()
        return embed(self, texts, kind=kind)

    monkeypatch.setattr(type(flaky), "embed_batch", fail_late)
    with pytest.warns(MemkitWarning, match="add_space"), pytest.raises(ProviderError):
        memory.add_space(flaky, wait=True, progress=False)
    done = row(memory, "flaky").count
    assert 0 < done < 600
    assert not row(memory, "flaky").ready
    monkeypatch.setattr(type(flaky), "embed_batch", embed)
    flaky.error = None
    memory.add_space("flaky", wait=True, progress=False)
    assert (row(memory, "flaky").ready, row(memory, "flaky").count) == (True, 600)
    assert len(flaky.seen) == len(set(flaky.seen)) == 300
    assert memory.doctor().ok


def test_an_add_whose_second_space_fails_is_stored_and_the_space_says_so(
    open_memory: Callable[..., Memory], flaky: Any, provider_down: Callable[[], Exception]
) -> None:
    memory = open_memory()
    memory.add_space(flaky, wait=True, progress=False)
    memory.add("one", user_id="a")
    flaky.error = provider_down()
    with pytest.warns(MemkitWarning, match="flaky"):
        (added,) = memory.add("two", user_id="a")
    assert memory.search("two", user_id="a")[0].id == added.id
    assert not row(memory, "flaky").ready
    with pytest.raises(SpaceError, match="not filled"):
        memory.search("two", user_id="a", space="flaky")
    with pytest.raises(SpaceError, match="not filled"):
        memory.use_space("flaky")
    flaky.error = None
    memory.add_space("flaky", wait=True, progress=False)
    assert memory.search("two", user_id="a", space="flaky", mode="vector")[0].id == added.id
    assert memory.doctor().ok


@pytest.mark.filterwarnings("ignore")
def test_a_filling_that_breaks_never_looks_ready(
    open_memory: Callable[..., Memory], flaky: Any
) -> None:
    # A plug-in may raise what is no MemkitError, too.
    memory = open_memory()
    memory.add("one", user_id="a")
    flaky.error = RuntimeError("a bug in the plug-in")
    with pytest.raises(Exception, match="bug in the plug-in"):
        memory.add_space(flaky, wait=True, progress=False)
    assert not row(memory, "flaky").ready


def test_busy_providers_are_tried_again(open_memory: Callable[..., Memory], flaky: Any) -> None:
    from memkit.errors import RateLimitError

    memory = open_memory(embedder=flaky)
    embed, calls = type(flaky).embed_batch, []

    def busy(texts: Any, *, kind: Any) -> Any:
        calls.append(texts)
        if len(calls) < 3:
            raise RateLimitError("Slow down.", fix="Wait.", retry_after=0)
        return embed(flaky, texts, kind=kind)

    flaky.embed_batch = busy
    assert memory.add("one", user_id="a")[0].event == "ADD"
    assert len(calls) == 3


def test_another_model_under_the_same_name_is_refused(
    open_memory: Callable[..., Memory], path: Any, make_embedder: Callable[..., Any]
) -> None:
    memory = open_memory(embedder=make_embedder("m"))
    memory.add("tea", user_id="a")
    memory.close()
    changed = make_embedder("m")
    changed.vector = lambda text: np.ones(16, np.float32) / 4
    with pytest.raises(SpaceError, match="m-2") as caught:
        open_memory(embedder=changed)
    assert "'m'" in str(caught.value)
    with pytest.raises(SpaceError, match="32 dimensions"):
        open_memory(embedder=make_embedder("m", 32))
    again = open_memory(embedder=make_embedder("m"))
    assert again.search("tea", user_id="a")


def test_a_memory_of_an_embedder_object_needs_it_again(
    open_memory: Callable[..., Memory], fake: Any
) -> None:
    open_memory(embedder=fake).add("tea", user_id="a")
    memory = open_memory()
    with pytest.raises(SpaceError, match="embedder object"):
        memory.search("tea", user_id="a")
    assert memory.search("tea", user_id="a", mode="text")
    with pytest.raises(SpaceError):
        memory.add("coffee", user_id="a")
    memory.add_space(fake, progress=False, wait=True)
    assert memory.search("tea", user_id="a", mode="vector")


def test_opening_with_another_embedder_adds_a_space_and_says_so(
    open_memory: Callable[..., Memory], fake: Any
) -> None:
    open_memory().add("tea", user_id="a")
    with pytest.warns(MemkitWarning, match="use_space"):
        memory = open_memory(embedder=fake)
    memory.add_space("fake", wait=True, progress=False)
    assert [(s.key, s.default, s.count) for s in memory.spaces] == [
        ("static-2", True, 1),
        ("fake", False, 1),
    ]
    assert memory.search("tea", user_id="a").space == "static-2"


def test_dropping(memory: Memory) -> None:
    memory.add("tea", user_id="a")
    memory.add_space("hash", wait=True, progress=False)
    with pytest.raises(SpaceError, match="default"):
        memory.drop_space("static-2")
    with pytest.raises(SpaceError):
        memory.drop_space("none")
    with pytest.raises(SpaceError):
        memory.use_space("none")
    memory.drop_space("hash")
    assert [space.key for space in memory.spaces] == ["static-2"]
    assert memory.doctor().ok
    memory.add_space("hash", wait=True, progress=False)
    assert memory.search("tea", user_id="a", space="hash")


@pytest.mark.parametrize("dim", [16, 32])
def test_a_name_that_is_dropped_can_be_given_to_another_model(
    open_memory: Callable[..., Memory], make_embedder: Callable[..., Any], dim: int
) -> None:
    memory = open_memory()
    memory.add(["green tea", "black coffee"], user_id="a")
    memory.add_space(make_embedder("first"), key="x", wait=True, progress=False)
    assert memory.search("green tea", user_id="a", space="x", mode="vector")
    memory.drop_space("x")
    second = make_embedder("second", dim)
    memory.add_space(second, key="x", wait=True, progress=False)
    hits = memory.search("green tea", user_id="a", space="x", mode="vector")
    assert [hit.memory for hit in hits] == ["green tea", "black coffee"]
    expected = [float(second.vector("green tea") @ second.vector(hit.memory)) for hit in hits]
    assert [hit.score for hit in hits] == pytest.approx(expected, abs=1e-5)
    assert memory.doctor().ok


def test_two_models_never_mix_when_another_process_swaps_them(
    open_memory: Callable[..., Memory], make_embedder: Callable[..., Any]
) -> None:
    one, two = open_memory(), open_memory()
    one.add("tea", user_id="a")
    one.add_space(make_embedder("first"), key="x", wait=True, progress=False)
    two.drop_space("x")
    second = make_embedder("second")
    two.add_space(second, key="x", wait=True, progress=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one.add("coffee", user_id="a")  # It only has the first model's embedder.
    found = two.engine.journal.text_vectors("x", ["coffee"])[0]
    assert not found.any() or np.allclose(found, second.vector("coffee"), atol=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            hits = one.search("tea", user_id="a", space="x", mode="vector")
        except MemkitError:
            return
    assert hits[0].score == pytest.approx(1, abs=1e-5)


def test_zero_vectors_never_match(open_memory: Callable[..., Memory], fake: Any) -> None:
    vector = fake.vector
    fake.vector = lambda text: np.zeros(16, np.float32) if text == "nothing" else vector(text)
    memory = open_memory(embedder=fake)
    memory.add(["nothing", "some tea"], user_id="a")
    assert [h.memory for h in memory.search("tea", user_id="a", mode="vector")] == ["some tea"]
    assert memory.search("nothing", user_id="a", mode="vector") == []
    assert [h.memory for h in memory.search("nothing", user_id="a")] == ["nothing"]
    assert memory.doctor().ok


def test_reset_leaves_spaces_ready(memory: Memory) -> None:
    memory.add("tea", user_id="a")
    memory.add_space("hash", wait=True, progress=False)
    memory.reset(confirm=True)
    assert [(s.key, s.count, s.ready) for s in memory.spaces] == [
        ("static-2", 0, True),
        ("hash", 0, True),
    ]
    memory.add("tea", user_id="a")
    assert memory.search("tea", user_id="a", space="hash", mode="vector")
