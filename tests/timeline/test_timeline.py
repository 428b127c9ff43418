"""The timeline without a widget: marks, lanes, bars, times, the selection."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit import Memory
from memkit.errors import ValidationError
from memkit.timeline.bins import bin_width, bins_of, in_words, rows_of

DAY = 24 * 3600 * 1_000_000


@pytest.fixture
def memory(open_memory: Callable[..., Memory]) -> Memory:
    """Three users; one memory was changed, one deleted, one has no time at which it was true."""
    opened: Memory = open_memory(":memory:", embedder="hash")
    for number in range(4):
        opened.add(
            f"alice {number}", user_id="alice", occurred_at=f"2025-03-0{number + 1}T10:00:00Z",
            metadata={"category": "home" if number % 2 else "food", "priority": number},
        )  # fmt: skip
    bob = opened.add("bob 0", user_id="bob", occurred_at="2025-03-02")[0].id
    opened.add("carol 0", user_id="carol")
    opened.update(bob, "bob 1")
    opened.delete(bob)
    return opened


def test_a_mark_for_each_change(memory: Memory) -> None:
    timeline = memory.timeline()
    assert [mark.seq for mark in timeline.marks] == [event.seq for event in memory.events()]
    assert [event.seq for event in timeline.events] == [event.seq for event in memory.events()]
    assert timeline.counts() == {
        "alice": {"ADD": 4, "UPDATE": 0, "DELETE": 0},
        "bob": {"ADD": 1, "UPDATE": 1, "DELETE": 1},
        "carol": {"ADD": 1, "UPDATE": 0, "DELETE": 0},
    }
    assert [lane.name for lane in timeline.lanes] == ["alice", "bob", "carol"]


def test_a_deletion_stands_where_its_memory_was(memory: Memory) -> None:
    timeline = memory.timeline(time="occurred_at")
    deleted = next(mark for mark in timeline.marks if mark.event == "DELETE")
    assert deleted.text == "bob 1"
    assert deleted.time == datetime(2025, 3, 2, tzinfo=UTC).timestamp() * 1_000_000


def test_changes_without_a_time_are_counted_not_dropped_silently(memory: Memory) -> None:
    timeline = memory.timeline(time="occurred_at")
    assert len(timeline) == 7
    assert timeline.notes == (
        "1 change has no occurred_at and can't be placed here; time='at' shows them.",
    )
    assert memory.timeline(time="created_at").notes == ()


def test_lanes_of_metadata_and_of_kinds(memory: Memory) -> None:
    by_category = memory.timeline(by="category")
    assert [(lane.name, lane.kind, lane.count) for lane in by_category.lanes] == [
        ("food", "value", 2), ("home", "value", 2), ("no category", "none", 4),
    ]  # fmt: skip
    assert [lane.name for lane in memory.timeline(by="event").lanes] == ["ADD", "DELETE", "UPDATE"]
    assert [lane.name for lane in memory.timeline(by="priority").lanes][:4] == ["0", "1", "2", "3"]
    (note,) = memory.timeline(by="colour").notes
    assert "'colour'" in note


def test_the_rest_shares_a_lane(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(":memory:", embedder="hash")
    for number in range(9):
        # A user who is called as the lane of the rest would be.
        for time in range(9 - number):
            memory.add(f"{number} {time}", user_id="3 others" if number == 0 else f"user {number}")
    lanes = memory.timeline(lanes=6).lanes
    assert [lane.kind for lane in lanes] == ["value"] * 6 + ["other"]
    assert [lanes[0].name, lanes[-1].name] == ["3 others", "3 others (the rest)"]
    assert lanes[-1].count == 3 + 2 + 1
    assert sum(lane.count for lane in lanes) == 45
    counts = memory.timeline(lanes=6).counts()
    assert [sum(counts[lane.name].values()) for lane in lanes] == [lane.count for lane in lanes]
    # Instead of one lane for the only one left.
    assert [lane.kind for lane in memory.timeline(lanes=8).lanes] == ["value"] * 9


def test_since_until_scope_and_filter(memory: Memory) -> None:
    def texts(**options: Any) -> list[str]:
        return [mark.text for mark in memory.timeline(time="occurred_at", **options).marks]

    assert texts(user_id="alice", since="2025-03-02", until="2025-03-04") == ["alice 1", "alice 2"]
    assert texts(user_id="alice", where="category = 'home'") == ["alice 1", "alice 3"]
    # Midnight of the third in Lisbon's summer is 23:00 of the second in UTC.
    east = datetime(2025, 3, 3, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert texts(user_id="alice", since=east) == ["alice 2", "alice 3"]
    assert texts(user_id="alice", since=east + timedelta(hours=1, seconds=1)) == ["alice 3"]


def test_a_filter_finds_what_a_memory_was_too(memory: Memory) -> None:
    id_ = memory.add("dana", user_id="dana", metadata={"category": "work"})[0].id
    memory.update(id_, metadata={"category": "home"})
    marks = memory.timeline(user_id="dana", where="category = 'work'").marks
    assert [mark.event for mark in marks] == ["ADD", "UPDATE"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"time": "yesterday"}, "time is 'yesterday'"),
        ({"by": ""}, "by is ''"),
        ({"since": "2025-03-02", "until": "2025-03-01"}, "since is not before until"),
        ({"since": "soon"}, "since is 'soon'"),
        ({"lanes": 0}, "lanes"),
    ],
)
def test_wrong_arguments_are_refused(memory: Memory, options: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        memory.timeline(**options)


def test_an_empty_memory(open_memory: Callable[..., Memory]) -> None:
    timeline = open_memory(":memory:", embedder="hash").timeline()
    assert (len(timeline), timeline.lanes, timeline.span, timeline.counts()) == (0, (), None, {})
    assert repr(timeline) == "<Timeline by 'user_id': no changes>"
    assert timeline.picture().spec["data"] == []
    assert timeline.select("2025-01-01", "2025-02-01") == []
    assert list(timeline.to_pandas()["seq"]) == []
    assert timeline.figure().layout.title.text.startswith("Timeline - 0 changes")


def test_what_others_change_comes_with_refresh(open_memory: Callable[..., Memory]) -> None:
    first, second = open_memory(embedder="hash"), open_memory(embedder="hash")
    first.add("one", user_id="alice")
    timeline = first.timeline()
    assert timeline.refresh() == 0
    second.add("two", user_id="bob")
    assert timeline.refresh() == 1
    assert [lane.name for lane in timeline.lanes] == ["alice", "bob"]
    assert timeline.refresh() == 0
    second.reset(confirm=True)
    second.add("three", user_id="carol")
    timeline.refresh()
    assert [mark.text for mark in timeline.marks] == ["three"]


def test_the_selection_holds_each_memory_once(memory: Memory) -> None:
    timeline = memory.timeline(time="occurred_at")
    ids = timeline.select("2025-03-02", "2025-03-03")
    events = memory.events()
    assert ids == [events[4].memory_id, events[1].memory_id]
    assert len(timeline.selected_marks) == 4
    assert list(timeline.to_pandas()["selected"]) == [
        mark.text in ("alice 1", "bob 0", "bob 1") for mark in timeline.marks
    ]
    timeline.clear()
    assert timeline.selection == []


def test_the_explorer_shows_what_is_selected_and_then_what_it_showed(memory: Memory) -> None:
    explorer = memory.explore(where="category = 'home'")
    timeline = memory.timeline(explorer=explorer, time="occurred_at")
    # The range starts inside of the second of March: bob's memory is gone, alice's are food, home.
    timeline.select("2025-03-01T12:00", "2025-03-04")
    assert [row["text"] for row in explorer.rows()["rows"]] == ["alice 1"]
    timeline.clear()
    assert explorer.where == "category = 'home'"
    assert sorted(row["text"] for row in explorer.rows()["rows"]) == ["alice 1", "alice 3"]
    # By the time of recording it is the events themselves.
    explorer.where = ""
    recorded = memory.timeline(explorer=explorer)
    at = [event.at for event in memory.events()]
    ids = recorded.select(at[1], at[3] + timedelta(microseconds=1))
    shown = [row["id"] for row in explorer.rows()["rows"]]
    assert sorted(shown) == sorted(ids) == sorted(explorer.selection)
    assert recorded.select("1999-01-01", "1999-02-01") == []
    assert explorer.rows()["rows"] == []


def test_a_filter_typed_meanwhile_stays(memory: Memory) -> None:
    explorer = memory.explore()
    timeline = memory.timeline(explorer=explorer, time="occurred_at")
    timeline.select("2025-03-01", "2025-03-04")
    explorer.where = "priority = 3"
    timeline.clear()
    assert explorer.where == "priority = 3"


def test_the_scope_of_the_explorer_is_that_of_the_timeline(memory: Memory) -> None:
    timeline = memory.timeline(explorer=memory.explore(user_id="bob"))
    assert [lane.name for lane in timeline.lanes] == ["bob"]


def test_other_lanes_and_another_axis(memory: Memory) -> None:
    timeline = memory.timeline()
    timeline.select("2000-01-01", "2100-01-01")
    timeline.lay(by="category")
    assert timeline.lanes[0].name == "food"
    assert len(timeline.selection) == 6
    timeline.lay(time="occurred_at")
    assert len(timeline) == 7
    assert timeline.selected is None


def test_the_code_makes_the_same(memory: Memory) -> None:
    timeline = memory.timeline(
        user_id="alice", where="category = 'home'", by="category", time="occurred_at",
        since="2025-03-02", until="2025-03-05", lanes=3,
    )  # fmt: skip
    again = eval(timeline.code(), {"m": memory})
    assert again.options == timeline.options


# -- the picture ---------------------------------------------------------------------------------


def test_marks_where_there_is_room_bars_where_there_is_none(
    open_memory: Callable[..., Memory],
) -> None:
    memory = open_memory(":memory:", embedder="hash")
    memory.add_many(
        [
            {"memory": f"busy {n}", "user_id": "busy", "occurred_at": f"2025-03-{1 + n % 28:02}"}
            for n in range(300)
        ],
        progress=False,
    )
    memory.add("calm", user_id="calm", occurred_at="2025-03-10")
    timeline = memory.timeline(time="occurred_at")
    drawn = timeline.picture()
    marks = [trace for trace in drawn.spec["data"] if trace["type"] == "scatter"]
    bars = [trace for trace in drawn.spec["data"] if trace["type"] == "bar"]
    assert [trace["customdata"] for trace in marks] == [[301]]
    assert marks[0]["text"] == ["A"]
    assert len(bars) == 1
    assert drawn.bar == DAY // 2
    assert drawn.most == 11
    assert len(bars[0]["x"]) == 28
    assert max(bars[0]["y"]) <= 0.9
    assert "12 hours" in timeline.figure().layout.title.subtitle.text
    # JSON, as the widget sends it.
    json.dumps(drawn.spec, allow_nan=False)


def test_every_change_is_drawn_once_at_any_zoom(memory: Memory) -> None:
    timeline = memory.timeline(time="occurred_at")
    for width in (60, 200, 2000):
        data = timeline.picture(width=width).spec["data"]
        drawn = sum(len(trace["x"]) for trace in data if trace["type"] == "scatter")
        hovers = [text for trace in data if trace["type"] == "bar" for text in trace["hovertext"]]
        counted = sum(
            int(word) for text in set(hovers) for word in text.rpartition("<b>")[2].split()
            if word.isdigit()
        )  # fmt: skip
        assert drawn + counted == 7


def test_text_of_memories_is_no_markup(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(":memory:", embedder="hash")
    hostile = "<b>x</b><a href='y'>z</a><script>1</script> $a^2$ %{y} \x1b[31m"
    memory.add(hostile, user_id=hostile, metadata={"category": hostile})
    for by in ("user_id", "category"):
        timeline = memory.timeline(by=by)
        said = json.dumps(timeline.figure().to_plotly_json(), default=str)
        assert "<script>" not in said
        assert "<a " not in said
        assert "<b>x" not in said
        assert "$a" not in said
        assert "\\u001b" not in said


def test_the_figure_has_no_box_of_its_own(memory: Memory) -> None:
    for theme in ("auto", "light", "dark"):
        layout = memory.timeline().figure(theme=theme).layout  # type: ignore[arg-type]
        assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    with pytest.raises(ValidationError, match="theme is 'red'"):
        memory.timeline().figure(theme="red")  # type: ignore[arg-type]


def test_text_says_what_the_picture_shows(memory: Memory) -> None:
    head, *lanes = repr(memory.timeline(time="occurred_at")).split("\n")
    assert head == (
        "<Timeline by 'user_id', time='occurred_at': 7 changes, 2025-03-01 to 2025-03-04>"
    )
    assert lanes[0].startswith("alice |")
    assert lanes[0].endswith("| 4 added")
    assert lanes[1].endswith("| 1 added, 1 updated, 1 deleted")
    # Four days in 48 columns: alice's marks are a third apart.
    strip = lanes[0].partition("|")[2].partition("|")[0]
    assert [place for place, sign in enumerate(strip) if sign != " "] == [0, 16, 32, 47]


# -- room on a line ------------------------------------------------------------------------------


def test_bins_are_what_people_count_in() -> None:
    assert bin_width(DAY, 24) == DAY // 24
    assert bin_width(DAY, 25) == DAY // 24
    assert in_words(bin_width(200 * DAY, 80)) == "a week"
    assert in_words(bin_width(3600 * 1_000_000, 50)) == "5 minutes"
    assert in_words(bin_width(90 * DAY, 100)) == "a day"
    assert in_words(3600 * 1_000_000) == "an hour"
    # Weeks begin on a Monday.
    wednesday = int(datetime(2025, 3, 5, 17, tzinfo=UTC).timestamp()) * 1_000_000
    monday = int(datetime(2025, 3, 3, tzinfo=UTC).timestamp()) * 1_000_000
    assert bins_of(np.array([wednesday]), 7 * DAY).tolist() == [monday]
    # Before 1970, too.
    assert bins_of(np.array([-1]), DAY).tolist() == [-DAY]


@given(
    st.lists(st.floats(0, 500), max_size=60),
    st.integers(1, 4),
)
def test_no_mark_covers_another(places: list[float], rows: int) -> None:
    places.sort()
    chosen = rows_of(np.array(places, np.float64), size=20, rows=rows)
    if chosen is None:
        # There really is no room: more marks than rows in less than a mark's width.
        assert any(places[n + rows] - places[n] < 20 for n in range(len(places) - rows))
        return
    for row in range(rows):
        own = [place for place, at in zip(places, chosen.tolist(), strict=True) if at == row]
        assert all(b - a >= 20 for a, b in itertools.pairwise(own))
