"""%memkit recall, %memkit tune, and what a cell shows of their results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from memkit import Memory, RecallReport, TuneReport
from memkit.errors import MemkitError
from memkit.notebook.display import mimebundle


@pytest.fixture
def mem(shell: Any, blurry: Any, open_memory: Callable[..., Memory]) -> Memory:
    memory = blurry.fill(open_memory(embedder="hash", store="blurry"))
    shell.user_ns["mem"] = memory
    shell.run("%memkit use mem")
    return memory


def test_recall_is_shown_with_what_was_tried(shell: Any, mem: Memory) -> None:
    report = shell.run("%memkit recall --sample 20 -o found")
    assert isinstance(report, RecallReport)
    assert shell.user_ns["found"] is report
    assert report.queries == 20
    for text in (shell.said, shell.page):
        assert "recall@10 0.7" in text
        assert "store blurry" in text
        assert "140" in text
        assert "ef_search=140 gives 1 at" in text


def test_recall_in_a_scope(shell: Any, mem: Memory, blurry: Any) -> None:
    blurry.fill(mem, 30, user="bob", seed=1)
    assert shell.run("%memkit recall --user bob").memories == 30
    shell.run("%memkit use --user bob")
    assert shell.run("%memkit recall").memories == 30
    assert shell.run("%memkit recall --everyone").memories == 110


def test_tune_is_shown_with_what_was_set(shell: Any, mem: Memory) -> None:
    report = shell.run("%memkit tune 0.9")
    assert isinstance(report, TuneReport)
    assert "It is kept with the memory." in shell.said
    assert "now" in shell.said
    assert "before" in shell.said
    assert mem.check_recall(settings=False).recall >= 0.9
    assert shell.run("%memkit tune").target == 0.99


def test_the_code_does_the_same(shell: Any, mem: Memory) -> None:
    shell.run("%memkit recall --sample 20 --k 5 --show-code")
    assert "mem.check_recall(k=5, sample=20)" in shell.said
    shell.run("%memkit tune 0.9 --space hash --show-code")
    assert "mem.tune('hash', recall=0.9)" in shell.said


@pytest.mark.parametrize("target", ["1.5", "0", "much"])
def test_a_target_is_a_share(shell: Any, mem: Memory, target: str) -> None:
    with pytest.raises(MemkitError, match="such as 0"):
        shell.run(f"%memkit tune {target}")


def test_status_and_doctor_tell_it(shell: Any, mem: Memory) -> None:
    shell.run("%memkit status")
    assert "recall@10" not in shell.said
    shell.run("%memkit doctor")
    for text in (shell.said, shell.page):
        assert "%memkit tune 0.99 --space hash" in text
    assert "recall@10 of 'blurry' 0.7" in shell.said
    shell.run("%memkit status")
    assert "recall@10 0.7" in shell.said
    assert "recall@10 0.7" in shell.page


def test_exact_stores_and_those_without_a_setting(
    open_memory: Callable[..., Memory], blurry: Any
) -> None:
    exact = blurry.fill(open_memory(embedder="hash")).check_recall()
    assert "This store compares all vectors." in mimebundle(exact)["text/plain"]
    choice = {"provider": "blurry", "config": {"fixed": True}}
    fixed = open_memory(embedder="hash", store=choice).check_recall()
    assert "Open the store with exact=True." in mimebundle(fixed)["text/plain"]
    choice = {"provider": "blurry", "config": {"always_missed": 2}}
    short = open_memory(embedder="hash", store=choice).tune(progress=False)
    assert "No ef_search reaches" in mimebundle(short)["text/html"]


def test_an_explorer_tells_it_once_it_is_known(mem: Memory) -> None:
    explorer = mem.explore()
    assert explorer.status()["recall"] is None
    report = mem.check_recall()
    told = explorer.status()["recall"]
    assert told is not None
    assert told["recall"] == pytest.approx(0.7)
    assert told["short"] == "recall@10 0.7"
    assert told["measured_at"] == report.measured_at.isoformat()
    assert "80 queries among 80 memories" in told["said"]
    # A part of the memories says nothing of all of them.
    mem.check_recall(user_id="alice", k=3)
    assert explorer.status()["recall"] == told
