from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import MemkitError, NotFoundError, ProviderError, ScopeError


def verbs(cls: type) -> set[str]:
    return {name for name in dir(cls) if not name.startswith("_")}


def test_it_has_every_verb_of_memory() -> None:
    assert verbs(AsyncMemory) - {"open", "aclose", "blocking"} == verbs(Memory)


def test_it_opens_beside_the_event_loop(path: Path, monkeypatch: Any) -> None:
    threads: set[int] = set()
    opens = Memory.__init__

    def opened(self: Any, *args: Any, **settings: Any) -> None:
        threads.add(threading.get_ident())
        opens(self, *args, **settings)

    monkeypatch.setattr(Memory, "__init__", opened)

    async def main() -> None:
        first = await AsyncMemory.open(path, durability="fast")
        await first.add("tea", user_id="a")
        await first.close()
        async with AsyncMemory(path, durability="fast") as second:
            assert await second.count() == 1
        third = AsyncMemory(path, durability="fast")
        assert "not open" in repr(third)
        with pytest.raises(MemkitError, match=r"await AsyncMemory\.open"):
            _ = third.spaces
        # Opened once, by whichever verb comes first.
        assert await asyncio.gather(*(third.count() for _ in range(5))) == [1] * 5
        await third.close()
        fourth = AsyncMemory(path)
        await fourth.close()
        with pytest.raises(MemkitError, match="closed"):
            await fourth.count()

    asyncio.run(main())
    assert len(threads) <= 3
    assert threading.get_ident() not in threads


def test_an_argument_that_memory_does_not_take_is_refused_at_once(path: Path) -> None:
    with pytest.raises(TypeError, match="embeder"):
        AsyncMemory(path, embeder="hash")


def test_the_way_of_a_memory(path: Path, make_embedder: Any, tmp_path: Path) -> None:
    async def main() -> None:
        async with AsyncMemory(path, durability="fast") as m:
            (tea,) = await m.add("I like green tea", user_id="a", metadata={"n": 1})
            await m.add_many(["one", "two"], user_id="a", progress=False)
            hits = await m.search("tea", user_id="a", where="n = 1", recency="30d", explain=True)
            assert hits[0].id == tea.id
            assert (await m.get(tea.id)).memory == "I like green tea"
            assert await m.count(user_id="a") == len(await m.get_all(user_id="a")) == 3
            await m.update(tea.id, "I like black tea")
            assert [e.event for e in await m.history(tea.id)] == ["ADD", "UPDATE"]
            past = await m.as_of(3)
            assert (await past.get(tea.id)).memory == "I like green tea"
            assert (await past.search("tea", user_id="a"))[0].memory == "I like green tea"
            assert await past.count() == len(await past.get_all()) == 3
            await m.undo((await m.events())[-1].seq)
            assert (await m.get(tea.id)).memory == "I like green tea"
            await m.delete(tea.id)
            assert await m.duplicates(user_id="a") == []
            await m.add_space(make_embedder(), wait=True, progress=False)
            assert [space.ready for space in m.spaces] == [True, True]
            await m.use_space("fake")
            await m.use_space("static-2")
            await m.drop_space("fake")
            assert await m.export(tmp_path / "x.jsonl") == 2
            assert await m.delete_all(user_id="a") == 2
            assert (await m.import_(tmp_path / "x.jsonl", progress=False)).errors == ()
            await m.reindex()
            assert (await m.doctor()).ok
            assert (await m.doctor(fix=True)).ok
            await m.reset(confirm=True)
            assert await m.count() == 0
            assert "memory.db" in repr(m)

    asyncio.run(main())


def test_a_second_space_is_waited_for(path: Path, make_embedder: Any) -> None:
    async def main() -> None:
        async with AsyncMemory(path, durability="fast") as m:
            await m.add([f"note {i}" for i in range(200)], user_id="a")
            await m.add_space(make_embedder(), wait=True, progress=False)
            assert [space.count for space in m.spaces] == [200, 200]
            await m.add_space("hash", wait=False, progress=False)

    asyncio.run(main())


def sleepy(embedder: Any) -> Any:
    """Makes an embedder async: it says how many calls were under way at once."""
    embedder.most = embedder.now = 0
    everybody = asyncio.Event()

    async def aembed_batch(texts: Sequence[str], *, kind: Any) -> Any:
        embedder.now += 1
        embedder.most = max(embedder.most, embedder.now)
        if any("tea" in text for text in texts):
            if embedder.now == 10:
                everybody.set()
            # All ten must be here at the same time, or this never ends.
            await asyncio.wait_for(everybody.wait(), 20)
        embedder.now -= 1
        return embedder.embed_batch(texts, kind=kind)

    embedder.aembed_batch = aembed_batch
    return embedder


@pytest.mark.parametrize("verb", ["add", "search"])
def test_ten_calls_wait_for_their_provider_at_the_same_time(
    path: Path, fake: Any, verb: str
) -> None:
    async def main() -> int:
        async with AsyncMemory(path, embedder=fake, durability="fast") as m:
            await m.add("warm", user_id="u0")
            await m.search("warm", user_id="u0")
            sleepy(fake)
            done = await asyncio.gather(
                *(getattr(m, verb)(f"tea number {i}", user_id=f"u{i}") for i in range(10))
            )
            assert len(done) == 10
            if verb == "add":
                assert await m.count() == 11
                assert (await m.doctor()).ok
            return int(fake.most)

    assert asyncio.run(main()) == 10


def test_the_event_loop_never_waits(path: Path) -> None:
    """While a long verb runs, other tasks go on."""

    async def main() -> None:
        async with AsyncMemory(path, durability="fast") as m:
            ticks = 0
            running = True

            async def tick() -> None:
                nonlocal ticks
                while running:
                    ticks += 1
                    await asyncio.sleep(0)

            ticking = asyncio.create_task(tick())
            await m.add_many(
                (f"memory {i}" for i in range(2000)), user_id="a", batch_size=200, progress=False
            )
            running = False
            await ticking
            assert ticks > 20
            assert await m.count() == 2000

    asyncio.run(main())


def test_the_same_text_at_once_is_stored_once(path: Path) -> None:
    async def main() -> None:
        async with AsyncMemory(path, durability="fast") as m:
            done = await asyncio.gather(*(m.add("the same", user_id="a") for _ in range(20)))
            assert sorted(item.event for (item,) in done) == ["ADD"] + ["NONE"] * 19
            assert len({item.id for (item,) in done}) == 1

    asyncio.run(main())


def test_errors_come_as_they_are(path: Path, flaky: Any, provider_down: Any) -> None:
    async def main() -> None:
        async with AsyncMemory(path, embedder=flaky, durability="fast") as m:
            with pytest.raises(ScopeError):
                await m.add("x")
            with pytest.raises(NotFoundError):
                await m.get("none")
            flaky.error = provider_down()
            with pytest.raises(ProviderError):
                await m.add("x", user_id="a")
            with pytest.raises(ProviderError):
                await m.search("x", user_id="a")
            assert await m.count() == 0
        with pytest.raises(MemkitError, match="closed"):
            await m.count()

    asyncio.run(main())


def test_a_cancelled_add_is_absent_or_whole(path: Path, fake: Any) -> None:
    async def main() -> None:
        async with AsyncMemory(path, embedder=fake, durability="fast") as m:
            started = asyncio.Event()

            async def aembed_batch(texts: Sequence[str], *, kind: Any) -> Any:
                started.set()
                await asyncio.Event().wait()

            await m.add("warm", user_id="a")
            fake.aembed_batch = aembed_batch
            task = asyncio.create_task(m.add("cancelled", user_id="a"))
            await started.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            del fake.aembed_batch
            assert await m.count() == 1
            assert (await m.add("cancelled", user_id="a"))[0].event == "ADD"
            assert (await m.doctor()).ok

    asyncio.run(main())


def test_a_memory_in_memory(fake: Any) -> None:
    async def main() -> None:
        async with AsyncMemory(":memory:", embedder=fake) as m:
            await asyncio.gather(*(m.add(f"note {i}", user_id="a") for i in range(20)))
            assert len(await m.search("note", user_id="a", k=100)) == 20

    asyncio.run(main())


def test_from_config(tmp_path: Path) -> None:
    async def main() -> None:
        async with AsyncMemory.from_config(
            {"path": str(tmp_path / "c.db"), "embedder": "hash"}
        ) as m:
            assert (await m.add("tea", user_id="a"))[0].event == "ADD"
            assert m.spaces[0].key == "hash"

    asyncio.run(main())
