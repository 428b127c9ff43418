"""An interruption says what was kept, and running it again stores nothing twice."""

from __future__ import annotations

import asyncio
import json
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import AsyncMemory, BackgroundJob, Interrupted, Memory
from memkit.contracts.embedder import Embedder, EmbedKind

ALICE = {"user_id": "alice"}
TEXTS = [f"note {number}" for number in range(6)]


class Stopping(Embedder):
    """Does something before it embeds the text that it is told."""

    model = "stopping"
    dim = 8
    max_batch = 2

    def __init__(self, stop: Callable[[], object], *, at: str = TEXTS[4]) -> None:
        self.stop: Callable[[], object] | None = stop
        self._at = at

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        if self._at in texts and self.stop is not None:
            stop, self.stop = self.stop, None
            stop()
        return np.ones((len(texts), self.dim), np.float32)


def interrupt() -> None:
    raise KeyboardInterrupt


def file_of(texts: Sequence[str], name: str) -> Path:
    path = Path(name)
    lines = [json.dumps({"memory": text, **ALICE}) for text in texts]
    whole = "\n".join(lines) if path.suffix == ".jsonl" else f"[{','.join(lines)}]"
    path.write_text(whole + "\n")
    return path


RUNS: dict[str, tuple[Callable[[Memory], Any], str]] = {
    "list": (
        lambda m: m.add_many(TEXTS, **ALICE, batch_size=2, progress=False),
        "4 of 6 memories are stored.",
    ),
    "generator": (
        lambda m: m.add_many(iter(TEXTS), **ALICE, batch_size=2, progress=False),
        "4 memories are stored.",
    ),
    "one by one": (
        lambda m: m.add_many(iter(TEXTS[4:]), **ALICE, batch_size=1, progress=False),
        "0 memories are stored.",
    ),
    "jsonl": (
        lambda m: m.import_(file_of(TEXTS, "n.jsonl"), batch_size=2, progress=False),
        "4 of 6 memories are stored.",
    ),
    "json": (
        lambda m: m.import_(file_of(TEXTS, "n.json"), batch_size=2, progress=False),
        "4 of 6 memories are stored.",
    ),
    "strict": (
        lambda m: m.import_(file_of(TEXTS, "n.json"), strict=True, batch_size=2, progress=False),
        "4 of 6 memories are stored.",
    ),
}


@pytest.mark.parametrize("way", RUNS)
def test_what_is_kept_is_told_and_stored_once(way: str, open_memory: Callable[..., Memory]) -> None:
    run, said = RUNS[way]
    memory = open_memory(embedder=Stopping(interrupt))
    with pytest.raises(Interrupted) as caught:
        run(memory)
    assert caught.value.problem == said
    assert "Run it again" in caught.value.fix
    assert memory.count() == int(said[0])
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    run(memory)
    texts = sorted(record.memory for record in memory.get_all())
    assert texts == (TEXTS[4:] if way == "one by one" else TEXTS)
    assert memory.doctor().ok


def test_an_interruption_of_what_gives_the_items_counts_too(memory: Memory) -> None:
    def items() -> Iterator[str]:
        yield from TEXTS[:3]
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="2 memories are stored"):
        memory.add_many(items(), **ALICE, batch_size=2, progress=False)


def test_a_thousand_are_counted_as_people_write_it(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def items() -> Iterator[str]:
        yield from (f"text {number}" for number in range(1500))
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="1,500 memories are stored"):
        memory.add_many(items(), **ALICE, batch_size=500, progress=False)


def test_a_space_that_is_waited_for_says_how_far_it_is(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = open_memory(embedder="hash")
    memory.add_many(TEXTS, **ALICE, progress=False)
    began, cancelled = threading.Event(), threading.Event()
    embedder = Stopping(lambda: (began.set(), cancelled.wait(10)))
    cancel = BackgroundJob.cancel

    def interrupted(job: BackgroundJob[Any]) -> None:
        began.wait(10)
        raise KeyboardInterrupt

    def noted(job: BackgroundJob[Any]) -> None:
        cancel(job)
        cancelled.set()

    with monkeypatch.context() as patched:
        patched.setattr(BackgroundJob, "wait", interrupted)
        patched.setattr(BackgroundJob, "cancel", noted)
        with pytest.raises(Interrupted) as caught:
            memory.add_space(embedder, key="second", wait=True, progress=False)
    assert "fill second" in caught.value.problem
    assert "of 6 texts are kept" in caught.value.problem
    memory.add_space(embedder, key="second", wait=True, progress=False)
    assert [space.count for space in memory.spaces] == [6, 6]


def test_a_cancelled_task_is_told_what_was_kept(path: Path) -> None:
    began, go_on = threading.Event(), threading.Event()

    async def story() -> tuple[list[str], int]:
        embedder = Stopping(lambda: (began.set(), go_on.wait(10)))
        async with AsyncMemory(path, embedder=embedder) as m:
            task = asyncio.create_task(m.add_many(TEXTS, **ALICE, batch_size=2, progress=False))
            await asyncio.to_thread(began.wait, 10)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError as error:
                return list(getattr(error, "__notes__", [])), await m.count()
            finally:
                go_on.set()
        return [], 0

    notes, count = asyncio.run(story())
    assert notes == ["4 of 6 memories are stored. Run it again to go on: "
                     "what is there already is left as it is."]  # fmt: skip
    assert count == 4


def test_a_rebuilding_that_is_interrupted_catches_up(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.add_many(TEXTS, **ALICE, progress=False)
    with monkeypatch.context() as patched:
        patched.setattr(memory.engine.store, "upsert", lambda *args: interrupt())
        with pytest.raises(Interrupted, match="All memories are kept"):
            memory.reindex()
    assert {hit.memory for hit in memory.search("note", k=6)} == set(TEXTS)
    assert memory.doctor().ok
