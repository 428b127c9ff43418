"""The table: windows of a sorted, filtered list, whatever changes meanwhile."""

from __future__ import annotations

import random

import pytest

from memkit.errors import ValidationError

SORTS = ("memory", "created_at", "updated_at", "occurred_at", "user_id", "agent_id", "type")
MIXED = (True, 3, "b", None, "A", 2.5, [1, 2], {"x": 1}, False, "é", -1, "10")


def _walk(explorer, step, **order):
    """Return the ids of all windows of `step` rows."""
    first, found = 0, []
    while True:
        window = explorer.rows(first, step, **order)
        assert window["first"] == first
        if not window["rows"]:
            assert len(found) == window["total"]
            return found
        found += [row["id"] for row in window["rows"]]
        first += step


def test_windows_put_together_are_the_whole_list(m) -> None:
    explorer = m.explore()
    everything = {record.id for record in m.get_all()}
    for sort in (*SORTS, "category", "priority", "metadata.category"):
        for descending in (True, False):
            ids = _walk(explorer, 2, sort=sort, descending=descending)
            assert set(ids) == everything
            assert ids == explorer.shown_ids(sort=sort, descending=descending)


def test_the_last_change_comes_first(m, texts) -> None:
    explorer = m.explore()
    first = m.get_all()[0]
    m.update(first.id, "I moved to Lisbon in April")
    assert texts(explorer.rows(0, 1)["rows"]) == ["I moved to Lisbon in April"]
    assert texts(explorer.rows(0, 1, sort="created_at", descending=False)["rows"]) == [
        "I moved to Lisbon in April"
    ]


def test_memories_without_a_value_come_last_either_way(m) -> None:
    explorer = m.explore()
    for sort in ("priority", "occurred_at", "agent_id"):
        for descending in (True, False):
            rows = explorer.rows(sort=sort, descending=descending)["rows"]
            values = [row["metadata"].get(sort, row.get(sort)) for row in rows]
            there = [value for value in values if value is not None]
            assert values == there + [None] * (len(values) - len(there))
            assert there == sorted(there, reverse=descending)


def test_mixed_values_stand_by_kind_and_stay_in_place(memory) -> None:
    for number, value in enumerate(MIXED):
        memory.add(f"memory {number}", user_id="a", metadata={"mixed": value})
    explorer = memory.explore()
    numbers = [
        int(row["text"].split()[1]) for row in explorer.rows(sort="mixed", descending=False)["rows"]
    ]
    values = [MIXED[number] for number in numbers]
    assert values == [False, True, -1, 2.5, 3, "10", "A", "b", "é", [1, 2], {"x": 1}, None]
    assert explorer.shown_ids(sort="mixed") == explorer.shown_ids(sort="mixed")


def test_equal_values_stand_in_the_order_of_addition(memory) -> None:
    for number in range(30):
        memory.add(f"memory {number}", user_id="a", metadata={"even": number % 2 == 0})
    explorer = memory.explore()
    rising = explorer.shown_ids(sort="even", descending=False)
    assert rising == explorer.shown_ids(sort="even")[::-1]
    stored = [record.id for record in memory.get_all()]
    assert rising == stored[1::2] + stored[::2]


def test_a_column_that_nothing_has_is_refused_with_those_there_are(m) -> None:
    with pytest.raises(ValidationError, match=r"no 'colour' to sort by.*category"):
        m.explore().rows(sort="colour")
    assert m.explore(user_id="nobody").rows(sort="colour")["rows"] == []


@pytest.mark.parametrize("window", [(-1, 5), (0, -1), (True, 5), (0, "5")])
def test_a_window_is_two_whole_numbers(m, window) -> None:
    with pytest.raises(ValidationError, match="whole number"):
        m.explore().rows(*window)


def test_a_filter_and_a_piece_of_text_narrow_it(alice, texts) -> None:
    alice.where = "category = 'food'"
    assert set(texts(alice.rows()["rows"])) == {"I like green tea", "I stopped eating meat"}
    assert texts(alice.rows(find="TEA")["rows"]) == ["I like green tea"]
    id_ = alice.rows(find="tea")["rows"][0]["id"]
    assert [row["id"] for row in alice.rows(find=id_[-8:])["rows"]] == [id_]
    assert alice.rows(find="a")["total"] == 2
    assert alice.rows(find="%")["total"] == 0


def test_two_scopes_never_mix(m, texts) -> None:
    alice, bob = m.explore(user_id="alice"), m.explore(user_id="bob")
    for _ in range(2):
        assert all(row["user_id"] == "alice" for row in alice.rows()["rows"])
        assert all(row["user_id"] == "bob" for row in bob.rows(find="i")["rows"])
        m.add(f"new {random.random()}", user_id="alice")
    alice.set_scope(user_id="bob")
    assert set(texts(alice.rows()["rows"])) == {"The office is in Berlin", "I like black coffee"}


def test_it_follows_every_kind_of_change(m, texts) -> None:
    explorer = m.explore(user_id="alice")
    order = {"sort": "category", "descending": False}
    before = explorer.shown_ids(**order)
    (tea,) = [row["id"] for row in explorer.rows(find="tea")["rows"]]
    m.delete(tea)
    assert tea not in explorer.shown_ids(**order)
    m.undo(m.events()[-1].seq)
    assert explorer.shown_ids(**order) == before
    m.tag([tea], {"category": "zebra", "new key": 1})
    assert explorer.shown_ids(**order)[-1] == tea
    assert explorer.shown_ids(sort="new key")[0] == tea
    m.update(tea, "Aardvarks like tea")
    assert explorer.shown_ids(sort="memory", descending=False)[0] == tea
    m.reset(confirm=True)
    assert explorer.rows()["rows"] == []
    m.add("A new beginning", user_id="alice")
    assert texts(explorer.rows()["rows"]) == ["A new beginning"]


def test_what_expires_leaves_it(memory, clock, texts) -> None:
    memory.add("for a minute", user_id="a", expires_at=clock.seconds + 60)
    memory.add("for good", user_id="a")
    explorer = memory.explore()
    assert explorer.rows()["total"] == 2
    clock.pass_(61)
    assert texts(explorer.rows()["rows"]) == ["for good"]
    assert explorer.status()["shown"] == 1


def test_random_changes_leave_it_as_a_fresh_one_is(memory) -> None:
    chance = random.Random(7)
    memory.add_many(
        [{"memory": f"start {n}", "user_id": "ab"[n % 2]} for n in range(50)], progress=False
    )
    scopes = [{"user_id": "a"}, {}]
    explorers = [memory.explore(**scope) for scope in scopes]
    for step in range(60):
        ids = [record.id for record in memory.get_all()]
        what = chance.choice(["add", "tag", "delete", "update"])
        if what == "add":
            memory.add(f"text {step}", user_id=chance.choice("ab"), metadata={"n": step})
        elif what == "tag":
            memory.tag([chance.choice(ids)], {chance.choice("nxy"): chance.choice([1, "1", True])})
        elif what == "delete":
            memory.delete(chance.choice(ids))
        else:
            kind = chance.choice(["episodic", "semantic", "procedural"])
            memory.update(chance.choice(ids), f"changed {step}", type=kind)
        for explorer, scope in zip(explorers, scopes, strict=True):
            fresh = memory.explore(**scope)
            for sort in ("updated_at", "created_at", "memory", "user_id", "type"):
                order = {"sort": sort, "descending": step % 2 == 0}
                assert explorer.shown_ids(**order) == fresh.shown_ids(**order)
    for explorer, scope in zip(explorers, scopes, strict=True):
        for key in {key for record in memory.get_all(**scope) for key in record.metadata}:
            fresh = memory.explore(**scope)
            assert explorer.shown_ids(sort=key) == fresh.shown_ids(sort=key)


def test_only_what_changed_in_a_range_of_events(m, texts) -> None:
    explorer = m.explore()
    explorer.set_events(4, 5)
    assert texts(explorer.rows()["rows"]) == ["The office is in Berlin"]
    assert explorer.events == (4, 5)
    explorer.set_events(4)
    assert explorer.rows()["total"] == 2
    explorer.set_events(0, 0)
    assert explorer.rows()["total"] == 0
    explorer.set_events()
    assert explorer.rows()["total"] == 6


def test_texts_in_rows_are_cut_and_can_do_nothing_to_a_terminal(memory) -> None:
    nasty = "<script>alert(1)</script> \x1b[31mred\x00 \N{RIGHT-TO-LEFT OVERRIDE}abc 👩‍👩‍👧 שלום"
    memory.add(nasty, user_id="a", metadata={"note\x07": "x" * 1000, "deep": {"a": ["b"]}})
    memory.add("long " * 1000, user_id="a")
    long, row = memory.explore().rows()["rows"]
    assert row["text"].startswith("<script>alert(1)</script> \\x1b[31mred\\x00 \\u202eabc")
    assert "👩‍👩‍👧 שלום" in row["text"]
    assert row["metadata"]["deep"] == '{"a": ["b"]}'
    assert len(row["metadata"]["note\\x07"]) == 280
    assert len(long["text"]) == 280
    assert long["text"].endswith("…")
    detail = memory.explore().detail(row["id"])
    assert detail["text"] == nasty
    assert detail["record"]["metadata"]["deep"] == {"a": ["b"]}


@pytest.fixture
def many(open_memory, make_embedder):
    """12,000 memories of three users, some changed since."""
    memory = open_memory(embedder=make_embedder(dim=2))
    memory.add_many(
        [
            {"memory": f"note {n * 7919 % 12000:05}", "user_id": "abc"[n % 3], "rank": n % 100}
            for n in range(12_000)
        ],
        progress=False,
    )
    ids = [record.id for record in memory.get_all(limit=12_000)]
    memory.tag(ids[100:110], {"rank": 1000})
    memory.delete_many(ids[11_990:])
    return memory


def test_the_first_window_of_many_is_that_of_the_whole_list(many) -> None:
    for where in (None, "rank >= 50"):
        quick = many.explore(user_id="b", where=where)
        read = many.explore(user_id="b", where=where)
        all_ids = read.shown_ids()
        window = quick.rows(3, 40)
        assert [row["id"] for row in window["rows"]] == all_ids[3:43]
        assert window["total"] == len(all_ids)
        assert [row["id"] for row in quick.rows(3, 40)["rows"]] == all_ids[3:43]


def test_all_of_many_can_be_exported_and_deleted(many, tmp_path) -> None:
    explorer = many.explore(user_id="b")
    ids = explorer.shown_ids()
    explorer.export(tmp_path / "out.jsonl", ids=ids)
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == len(ids)
    done = explorer.delete(ids)
    assert done["said"] == f"Deleted {len(ids):,} memories."
    assert (len(done["seqs"]), len(done["results"])) == (len(ids), 50)
    assert explorer.rows()["total"] == 0
    assert many.count() == 11_990 - len(ids)


def test_windows_of_many(many) -> None:
    explorer = many.explore()
    assert explorer.rows(sort="memory", descending=False)["total"] == 11_990
    records = many.get_all(limit=12_000)
    by_text = sorted(records, key=lambda record: record.memory)
    for first in (0, 5000, 11_940, 11_989, 11_990, 20_000):
        window = explorer.rows(first, 50, sort="memory", descending=False)
        assert [row["id"] for row in window["rows"]] == [
            record.id for record in by_text[first : first + 50]
        ]
    top = explorer.rows(0, 10, sort="rank")["rows"]
    assert {row["metadata"]["rank"] for row in top} == {1000}
    assert len(explorer.rows(0, 10_000)["rows"]) == 500
    assert explorer.rows(find="note 00042")["total"] == 1


def test_threads_get_whole_windows_while_the_memory_grows(m) -> None:
    from concurrent.futures import ThreadPoolExecutor

    explorer = m.explore()

    def look(number):
        if number % 4 == 0:
            m.add(f"grown {number}", user_id="alice")
        window = explorer.rows(0, 50, sort=("memory", "updated_at", "category")[number % 3])
        ids = [row["id"] for row in window["rows"] if row]
        return len(ids) == len(set(ids)) == window["total"]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(look, range(40)))
    assert explorer.rows()["total"] == 16


def test_first_rows_read_nothing_else(open_memory) -> None:
    """A picture of the table must not keep its first window waiting."""
    memory = open_memory()
    memory.add_many(
        ({"memory": f"note {n}", "user_id": "zoe"} for n in range(5001)), progress=False
    )
    explorer = memory.explore(user_id="zoe")
    code = explorer.last_code
    shown = explorer.first_rows(3)
    assert (shown["total"], shown["first"]) == (5001, 0)
    assert [row["text"] for row in shown["rows"]] == ["note 5000", "note 4999", "note 4998"]
    assert explorer.last_code == code
    assert not any(job.kind == "read" for job in memory.jobs)
    # Where the last events do not tell, it is what the table shows.
    explorer.where = "memory contains '499'"
    assert explorer.first_rows(50)["rows"] == explorer.rows(0, 50)["rows"]
