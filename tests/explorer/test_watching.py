"""News: what this or another process changed, and the journal as a slider shows it."""

from __future__ import annotations

import pytest

from memkit.errors import ValidationError

WRITE = """
import sys
from memkit import Memory
with Memory(sys.argv[1]) as m:
    m.add("written elsewhere", user_id="alice")
    m.add("not for alice", user_id="bob")
    m.delete(sys.argv[2])
"""


def test_nothing_new_is_nothing(m, alice) -> None:
    head = alice.changes()["head"]
    assert head == 6
    assert alice.changes(head) == {
        "changed": False, "head": 6, "count": 0, "events": [], "reset": False, "said": "",
    }  # fmt: skip
    m.rate("tea", m.get_all()[0].id)
    assert alice.changes(head)["changed"] is False


def test_what_another_process_does_is_seen(m, alice, path, snippet, texts) -> None:
    (tea,) = [row["id"] for row in alice.rows(find="tea")["rows"]]
    head = alice.changes()["head"]
    snippet(WRITE, path, tea)
    news = alice.changes(head)
    assert news["changed"] is True
    assert [(event["event"], event["text"]) for event in news["events"]] == [
        ("ADD", "written elsewhere"),
        ("DELETE", "I like green tea"),
    ]
    assert (news["count"], news["said"], news["head"]) == (2, "1 added, 1 deleted.", 9)
    shown = texts(alice.rows()["rows"])
    assert shown[0] == "written elsewhere"
    assert "I like green tea" not in shown
    assert alice.search("written elsewhere")["hits"][0]["text"] == "written elsewhere"


def test_news_are_bounded(memory) -> None:
    explorer = memory.explore()
    memory.add_many([{"memory": f"n {n}", "user_id": "a"} for n in range(2500)], progress=False)
    news = explorer.changes(0)
    assert (news["count"], news["said"]) == (2500, "2,500 changes.")
    assert [event["text"] for event in news["events"]] == [f"n {n}" for n in range(2450, 2500)]


def test_a_reset_is_told(m, alice) -> None:
    head = alice.changes()["head"]
    m.reset(confirm=True)
    assert alice.changes(head)["reset"] is True
    m.add("A new beginning", user_id="alice")
    assert alice.histogram()["buckets"][-1]["ADD"] == 1


@pytest.mark.parametrize("buckets", [1, 2, 4, 7, 100])
def test_buckets_hold_every_event_of_the_scope_once(m, alice, buckets) -> None:
    (tea,) = [row["id"] for row in alice.rows(find="tea")["rows"]]
    alice.update(tea, "I like black tea")
    alice.delete([tea])
    histogram = alice.histogram(buckets)
    pieces = histogram["buckets"]
    assert (pieces[0]["first"], pieces[-1]["last"], histogram["head"]) == (1, 8, 8)
    assert [piece["first"] for piece in pieces[1:]] == [piece["last"] + 1 for piece in pieces[:-1]]
    assert len(pieces) == min(buckets, 8)
    assert [sum(piece[kind] for piece in pieces) for kind in ("ADD", "UPDATE", "DELETE")] == [
        4, 1, 1,
    ]  # fmt: skip
    events = {event.seq: event.at.isoformat() for event in m.events()}
    assert [piece["at"] for piece in pieces] == [events[piece["last"]] for piece in pieces]
    assert (histogram["first_at"], histogram["last_at"]) == (events[1], events[8])


def test_buckets_of_many_events_hold_those_that_come_last(memory) -> None:
    memory.add_many([{"memory": f"n {n}", "user_id": "a"} for n in range(1000)], progress=False)
    memory.add("the last", user_id="b")
    pieces = memory.explore().histogram(4)["buckets"]
    assert [piece["ADD"] for piece in pieces] == [251, 250, 250, 250]
    pieces = memory.explore(user_id="b").histogram(4)["buckets"]
    assert [piece["ADD"] for piece in pieces] == [0, 0, 0, 1]


def test_the_histogram_follows_the_journal(m, alice) -> None:
    before = alice.histogram(3)
    assert alice.histogram(3) == before
    alice.add("I sing")
    assert alice.histogram(3)["head"] == 7
    with pytest.raises(ValidationError, match="buckets"):
        alice.histogram(0)
