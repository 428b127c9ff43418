"""Fields that most memories do without, in the explorer: rows, details, changes, searches."""

from __future__ import annotations

import pytest

OLD = "01890000-0000-7000-8000-000000000009"


@pytest.fixture
def tea(m):
    """The id of a memory that no longer holds."""
    (id_,) = [record.id for record in m.get_all() if "green tea" in record.memory]
    m.update(
        id_, valid_to="2025-03-01", superseded_by=OLD, pinned=True, said_by="user",
        sources=[{"document": "notes.md", "start": 0, "end": 3, "quote": "tea"}],
        data={"drink": "tea", "cups": 2},
    )  # fmt: skip
    return id_


def test_a_row_and_a_detail_have_them(alice, tea) -> None:
    row = next(row for row in alice.rows(0, 10)["rows"] if row["id"] == tea)
    record = alice.detail(tea)["record"]
    for shown in (row, record):
        assert shown["valid_from"] is None
        assert shown["valid_to"] == "2025-03-01T00:00:00+00:00"
        assert (shown["superseded_by"], shown["said_by"], shown["pinned"]) == (OLD, "user", True)
        assert shown["sources"] == ["notes.md 0-3: 'tea'"]
        assert shown["data"] == {"drink": "tea", "cups": 2}


def test_a_history_tells_what_changed_of_them(alice, tea) -> None:
    alice.update(tea, data={"drink": "coffee", "cups": 2}, pinned=False, clear=["sources"])
    last, before, _ = alice.detail(tea)["history"]
    assert last["fields"] == [
        {"name": "sources", "old": "notes.md 0-3: 'tea'", "new": ""},
        {"name": "pinned", "old": "yes", "new": "no"},
        {"name": "data.drink", "old": '"tea"', "new": '"coffee"'},
    ]
    assert [one["name"] for one in before["fields"]] == [
        "valid_to", "superseded_by", "sources", "said_by", "pinned", "data.drink", "data.cups",
    ]  # fmt: skip
    alice.undo(last["seq"])
    history = alice.detail(tea)["history"]
    assert {one["seq"]: one["undoable"] for one in history}[last["seq"]] is False


def test_a_change_of_them_is_code_that_does_the_same(m, alice, tea, run_code) -> None:
    done = alice.update(
        tea, data={}, pinned=False, sources=[m.get(tea)], valid_to="2026-01-01", derived_by="x"
    )
    record = m.get(tea)
    m.undo(done["seqs"][0])
    run_code(done["code"], m)
    again = m.get(tea)
    assert again.model_dump(exclude={"updated_at", "seq"}) == record.model_dump(
        exclude={"updated_at", "seq"}
    )
    assert (again.data, again.pinned, again.sources[0].memory_id) == ({}, False, tea)


def test_a_search_asks_for_what_holds_and_says_what_does_not(m, alice, tea, run_code) -> None:
    assert tea not in {row["id"] for row in alice.search("green tea")["hits"]}
    for valid_at in (None, "2025-01-01"):
        found = alice.search("green tea", k=1, below=0, valid_at=valid_at)
        (row,) = found["hits"]
        assert row["id"] == tea
        assert row["notes"] == ["no longer valid since 2025-03-01", f"superseded by {OLD}"]
        assert [hit.id for hit in run_code(found["code"], m)["hits"]] == [tea]


def test_a_status_is_shown_and_a_mark_counts_as_an_update(m, alice, tea) -> None:
    done = alice.update(tea, withheld="proposed")
    assert (
        next(row for row in alice.rows(0, 10)["rows"] if row["id"] == tea)["withheld"] == "proposed"
    )
    assert alice.detail(tea)["history"][0]["fields"] == [
        {"name": "withheld", "old": "", "new": "proposed"}
    ]
    m.update(tea, derived_by="x", sources=[m.get_all()[0]], clear=["withheld"])
    m.delete(m.get_all()[0].id)
    assert alice.detail(tea)["record"]["withheld"] == "stale"
    assert alice.detail(tea)["history"][0]["event"] == "STALE"
    assert alice.changes(done["seqs"][0])["said"] == "2 changed, 1 deleted."
