"""Fields that most memories do without, in cells: magics, tables, cards, frames."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter

from memkit import Memory

OLD = "01890000-0000-7000-8000-000000000009"


@pytest.fixture
def moved(mem: Memory) -> Memory:
    mem.add("Ana lives in Porto", user_id="alice", valid_to="2025-03-01", superseded_by=OLD)
    mem.add(
        "Ana lives in Lisbon", user_id="alice", valid_from="2025-03-01", pinned=True,
        data={"place": "Lisbon"}, sources=[{"document": "<b>notes</b>"}],
    )  # fmt: skip
    return mem


def test_recall_asks_for_a_day(shell: Any, moved: Memory) -> None:
    def found(line: str) -> list[str]:
        return [hit.memory for hit in shell.run(line)]

    assert found("%recall where does Ana live") == ["Ana lives in Lisbon"]
    assert found("%recall --valid-at 2024-01-01 where does Ana live") == ["Ana lives in Porto"]
    assert len(found("%recall --valid-at any where does Ana live")) == 2
    assert "no longer valid since 2025-03-01" in shell.said
    assert shell.page.count("no longer valid since 2025-03-01") == 1
    shell.run("%recall --valid-at any --show-code where does Ana live")
    assert "valid_at=None" in shell.said + shell.printed


def test_remember_says_from_when_to_when(shell: Any, mem: Memory) -> None:
    shell.run("%remember Ana lives in Oslo --valid-from 2020-01-01 --valid-to 2999-01-01")
    (record,) = mem.get_all()
    assert (record.valid_from.year, record.valid_to.year) == (2020, 2999)  # type: ignore[union-attr]
    shell.user_ns["items"] = [{"memory": "x"}]
    with pytest.raises(Exception, match="--valid-from is for texts and messages"):
        shell.run("%remember --from items --valid-from 2020-01-01")


def test_a_card_and_a_history_tell_them_safely(shell: Any, moved: Memory) -> None:
    record = moved.get_all()[1]
    shell.user_ns["record"] = record
    shell.run("record")
    assert "data.place" in shell.said
    assert "&lt;b&gt;notes&lt;/b&gt;" in shell.page
    assert "<b>notes</b>" not in shell.page
    moved.update(record.id, pinned=False, data={"place": "Porto"})
    shell.user_ns["events"] = moved.events()
    shell.run("events")
    assert "pinned: true -> false; data.place: Lisbon -> Porto" in shell.page.replace(
        '</div><div class="mk-small mk-muted">', "; "
    ).replace("&gt;", ">")


def test_frames_have_a_column_for_each(moved: Memory) -> None:
    frame = moved.get_all().to_pandas()
    assert frame["data.place"].tolist()[1] == "Lisbon"
    assert frame["superseded_by"].isna().tolist() == [False, True]
    assert frame["pinned"].tolist() == [False, True]
    assert "data" not in frame
    hits = moved.search("where does Ana live", valid_at=None).to_pandas()
    notes = dict(zip(hits["memory"], hits["notes"], strict=True))
    assert notes["Ana lives in Porto"].startswith("no longer valid since 2025-03-01")


def test_filters_are_completed_with_them(shell: Any, moved: Memory) -> None:
    cell = '%recall tea --where "data.pl'
    with provisionalcompleter():
        found = [item.text for item in shell.Completer.completions(cell, len(cell))]
    assert any("data.place" in text for text in found)
