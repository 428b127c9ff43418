"""Where memories come from, and taking changes back, in cells."""

from __future__ import annotations

from typing import Any

import pytest

from memkit import Memory


@pytest.fixture
def ids(mem: Memory) -> tuple[str, str]:
    """A message, and the fact of it."""
    (said,) = mem.add("I <b>moved</b> to Lisbon in March", user_id="alice")
    source = {"memory_id": said.id, "quote": "<b>moved</b> to Lisbon"}
    (fact,) = mem.add("Alice lives in Lisbon", user_id="alice", derived_by="x", sources=[source])
    return said.id, fact.id


def test_evidence_is_shown_with_its_quote(shell: Any, mem: Memory, ids: tuple[str, str]) -> None:
    said, fact = ids
    shell.run(f"%memkit evidence {fact[-8:]}")
    assert "stands" in shell.said
    assert "<b>&lt;b&gt;moved&lt;/b&gt; to Lisbon</b>" in shell.page
    assert "<b>moved" not in shell.page
    mem.delete(said)
    found = shell.run(f"%memkit evidence {fact} -o found")
    assert [one.said for one in found] == ["gone"]
    assert "gone" in shell.said
    shell.run("found[0]")
    assert "Evidence" in shell.page
    shell.run(f"%memkit evidence {fact} --show-code")
    assert f"evidence('{fact}')" in shell.said + shell.printed


def test_stale_ones_are_listed_and_not_recalled(
    shell: Any, mem: Memory, ids: tuple[str, str]
) -> None:
    said, fact = ids
    assert len(shell.run("%recall where is Lisbon --kind facts")) == 1
    shell.run("%memkit stale")
    assert "No memory is stale" in shell.said + shell.printed
    mem.delete(said)
    assert [one.id for one in shell.run("%memkit stale")] == [fact]
    assert shell.run("%recall where is Lisbon --kind facts") == []
    (hit,) = shell.run("%recall --where \"withheld = 'stale'\" where is Lisbon")
    assert hit.notes == ("stale",)


def test_a_call_is_undone_after_a_look(shell: Any, mem: Memory, ids: tuple[str, str]) -> None:
    mem.delete(ids[0])
    batch = mem.events()[-1].batch_id
    shell.run(f"%undo --batch {batch}")
    assert f"%undo --batch {batch} --yes" in shell.said + shell.printed
    assert mem.count() == 1
    assert len(shell.run(f"%undo --batch {batch} --yes")) == 2
    shell.run("%undo 1 --cascade")
    assert "1 memory drawn from it would go, too." in shell.said + shell.printed
    assert len(shell.run("%undo 1 --cascade --yes")) == 2
    assert mem.count() == 0
    with pytest.raises(Exception, match="There are both the number"):
        shell.run(f"%undo 1 --batch {batch}")
