"""The Python that an explorer shows does what the explorer did."""

from __future__ import annotations

import datetime as dt
import json

import pytest


def state(memory):
    return {record.id: (record.memory, record.metadata) for record in memory.get_all()}


def ids_of(records):
    return [record.id for record in records]


@pytest.fixture
def tea(m):
    return m.search("green tea", k=1)[0].id


@pytest.mark.parametrize("at", [None, 4])
@pytest.mark.parametrize("where", [None, {"category": "fo'od"}, "priority >= 2"])
@pytest.mark.parametrize("sort", ["updated_at", "memory", "priority"])
def test_code_of_the_table(m, run_code, at, where, sort) -> None:
    explorer = m.explore(user_id="alice", where=where)
    explorer.set_at(at)
    for find in ("", "I "):
        shown = explorer.rows(sort=sort, find=find)
        assert explorer.last_code == shown["code"]
        listed = run_code(shown["code"], m)["memories"]
        assert sorted(ids_of(listed)) == sorted(row["id"] for row in shown["rows"])
        if sort == "memory":
            assert ids_of(listed) == [row["id"] for row in shown["rows"]]


def test_code_of_a_range_of_events(m, run_code) -> None:
    explorer = m.explore()
    explorer.set_events(1, 3)
    listed = run_code(explorer.rows()["code"], m)["memories"]
    assert sorted(ids_of(listed)) == sorted(explorer.shown_ids())
    assert len(listed) == 2


def test_scrolling_leaves_the_code_of_the_last_action(m, tea) -> None:
    explorer = m.explore()
    explorer.rows(0, 2)
    explorer.detail(tea)
    code = explorer.last_code
    explorer.rows(2, 2)
    assert explorer.last_code == code
    explorer.rows(0, 2, sort="memory")
    assert explorer.last_code != code


@pytest.mark.parametrize("at", [None, 3])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"threshold": 0.3},
        {"k": 1},
        {"recency": "30d", "k": 2},
        {"role_weights": {"user": 0.5}, "context": 0.0},
        {"recency": dt.timedelta(days=2, microseconds=1)},
    ],
)
def test_code_of_a_search(m, run_code, at, options) -> None:
    explorer = m.explore(user_id="alice", where="category exists")
    explorer.set_at(at)
    found = explorer.search("what does she like?", **options)
    hits = run_code(found["code"], m)["hits"]
    assert ids_of(hits) == [hit["id"] for hit in found["hits"]]
    assert [hit.score for hit in hits] == pytest.approx(
        [hit["score"] for hit in found["hits"]], abs=1e-3
    )


def test_code_of_a_search_in_two_spaces(m, run_code, make_embedder) -> None:
    m.add_space(make_embedder("other", 24), key="other", wait=True, progress=False)
    found = m.explore().search("tea", k=2, other="other")
    names = run_code(found["code"], m)
    assert ids_of(names["hits"]) == [hit["id"] for hit in found["hits"]]
    assert {hit["id"] for hit in found["other_only"]} == set(ids_of(names["others"])) - set(
        ids_of(names["hits"])
    )


def test_code_of_a_detail(m, run_code, tea) -> None:
    detail = m.explore().detail(tea)
    names = run_code(detail["code"], m)
    assert names["memory"].memory == detail["text"]
    assert [event.seq for event in names["events"]] == [
        one["seq"] for one in reversed(detail["history"])
    ]


def test_code_of_a_status_opens_the_same_view(m, run_code) -> None:
    explorer = m.explore(user_id="alice", where="category = 'food'", query="tea")
    explorer.set_at(3)
    opened = run_code(explorer.status()["code"], m)["explorer"]
    assert opened.status() == explorer.status()


def test_code_of_changes_does_the_same_to_a_copy(m, open_memory, run_code, tmp_path) -> None:
    m.export(tmp_path / "copy.jsonl")
    twin = open_memory(tmp_path / "twin.db")
    twin.import_(tmp_path / "copy.jsonl", progress=False)
    explorer = m.explore(user_id="alice")
    rows = {row["text"]: row["id"] for row in explorer.rows()["rows"]}
    tea, meat = rows["I like green tea"], rows["I stopped eating meat"]
    explorer.preview("I moved to Lisbon in April", metadata={"category": "home"})
    lisbon = rows["I moved to Lisbon in March"]
    changes = [
        lambda: explorer.apply(
            [{"index": 0, "action": "accept", "updating": lisbon, "text": 'It\'s "April"\n\\ now'}]
        ),
        lambda: explorer.update(tea, "I like \x00 tea", metadata={}),
        lambda: explorer.update(tea, metadata={"a": [1, {"b": None}]}, type="episodic"),
        lambda: explorer.tag([tea, meat], {"seen": True}, remove=["priority"]),
        lambda: explorer.merge(tea, [meat], text="Tea, no meat"),
        lambda: explorer.delete([tea, rows["My sister lives in Porto"]]),
    ]
    for change in changes:
        done = change()
        assert explorer.last_code == done["code"]
        run_code(done["code"], twin)
        assert state(twin) == state(m)


def test_code_names_many_memories_by_the_table_they_are_the_rows_of(memory, run_code) -> None:
    memory.add_many([{"memory": f"n {n}", "user_id": "ab"[n % 2]} for n in range(200)])
    explorer = memory.explore(user_id="a")
    explorer.rows(0, 10)
    done = explorer.tag(explorer.shown_ids(find="1"), {"one": True})
    tagged = state(memory)
    assert len(done["code"]) < 300
    memory.undo_many(done["seqs"])
    run_code(done["code"], memory)
    assert state(memory) == tagged
    some = explorer.shown_ids(find="1")[:52]
    deleted = explorer.delete(some)
    assert all(id_ in deleted["code"] for id_ in some)
    left = state(memory)
    memory.undo_many(deleted["seqs"])
    run_code(deleted["code"], memory)
    assert state(memory) == left


def test_code_of_undoing(m, run_code) -> None:
    before = state(m)
    explorer = m.explore()
    done = explorer.delete(explorer.shown_ids())
    undone = explorer.undo(done["seqs"])
    assert state(m) == before
    m.undo_many(undone["seqs"])
    assert state(m) == {}
    run_code(undone["code"], m)
    assert state(m) == before


def test_code_of_an_addition_a_rating_and_an_export(m, run_code, tea, tmp_path) -> None:
    explorer = m.explore(user_id="alice")
    day = dt.datetime(2025, 1, 1, 8, tzinfo=dt.UTC)
    added = explorer.add("I sing", metadata={"n": 1, "day": day}, occurred_at=day)
    (id_,) = [one["id"] for one in added["results"]]
    record = m.get(id_)
    m.delete(id_)
    run_code(added["code"], m)
    (again,) = m.get_all(where="memory = 'I sing'")
    assert (again.metadata, again.occurred_at, again.user_id) == (
        record.metadata,
        record.occurred_at,
        "alice",
    )
    for relevant in (True, None, False):
        rated = explorer.rate("tea", tea, relevant)
        expected = m.ratings
        m.rate("tea", tea, True)
        run_code(rated["code"], m)
        assert m.ratings == expected
    path = tmp_path / "out.jsonl"
    explorer.where = "category = 'food'"
    code = explorer.export(path, ids=[tea])["code"]
    path.unlink()
    run_code(code, m)
    assert json.loads(path.read_text("utf-8"))["id"] == tea
