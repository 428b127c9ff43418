"""Facts whose place another one took: lines from the one to the other, and what changes were."""

from __future__ import annotations

import pytest

from memkit import Memory
from memkit.timeline.links import MOST
from tests.extraction.test_facts import Reader, fact

SAID = {
    "in Berlin": [fact(0, "I live in Berlin", "Ana lives in Berlin.")],
    "to Lisbon": [fact(0, "moved from Berlin to Lisbon in March", "Ana lives in Lisbon.")],
}
MOVE = "I moved from Berlin to Lisbon in March."


def say(m, text, at):
    said = [{"role": "user", "name": "Ana", "content": text, "created_at": at}]
    return m.add(said, user_id="ana", infer=True)


@pytest.fixture
def m():
    llm = Reader(SAID, {"Lisbon": ("changes", "Berlin")})
    with Memory(":memory:", embedder="hash", llm=llm) as memory:
        say(memory, "I live in Berlin.", "2025-01-10")
        yield memory


def lines(timeline, **options):
    spec = timeline.picture(**options).spec
    return [trace for trace in spec["data"] if trace["name"] == "superseded"]


def test_a_fact_is_linked_with_the_one_that_took_its_place(m) -> None:
    assert lines(m.timeline(time="occurred_at")) == []
    say(m, MOVE, "2025-05-02")
    timeline = m.timeline(time="occurred_at")
    [trace] = lines(timeline)
    [hover] = set(trace["hovertext"]) - {None}
    assert hover == "<b>superseded</b><br>Ana lives in Berlin.<br>by Ana lives in Lisbon."
    new = next(mark for mark in timeline.marks if mark.text == "Ana lives in Lisbon.")
    assert set(trace["customdata"]) - {None} == {new.seq}
    old = next(mark for mark in timeline.marks if mark.text == "Ana lives in Berlin.")
    # From the one to the other, without touching either.
    inside = [x for x in trace["x"] if x is not None]
    assert old.time / 1000 < inside[0] < inside[-1] < new.time / 1000
    assert inside == sorted(inside)
    assert "superseded" in [trace.name for trace in timeline.figure().data]


def test_a_line_goes_when_it_is_taken_back(m) -> None:
    result = say(m, MOVE, "2025-05-02")
    batch = m.history(result.facts[0].id)[0].batch_id
    m.undo(batch=batch)
    assert lines(m.timeline(time="occurred_at")) == []


def test_only_lines_that_cross_the_view_are_drawn(m) -> None:
    say(m, MOVE, "2025-05-02")
    timeline = m.timeline(time="occurred_at")
    day = 24 * 3600 * 1_000_000
    (low, high) = (mark.time for mark in timeline.marks if mark.event == "ADD" and mark.happened)
    assert lines(timeline, span=(low + day, high - day))
    assert not lines(timeline, span=(high + day, high + 2 * day))
    assert not lines(timeline, span=(low - 2 * day, low - day))


def test_changes_are_called_what_they_are(m) -> None:
    m.set_wishes(review="changes")
    fact_id = say(m, MOVE, "2025-05-02").facts[0].id
    m.accept(fact_id)
    m.reject(fact_id)
    timeline = m.timeline()
    assert [(mark.event, mark.happened) for mark in timeline.marks] == [
        ("ADD", ""), ("ADD", "fact"), ("ADD", ""), ("ADD", "proposed"), ("UPDATE", "accepted"),
        ("UPDATE", "superseded"), ("UPDATE", "rejected"),
    ]  # fmt: skip
    drawn = m.timeline(time="occurred_at", by="event").picture().spec["data"]
    hovers = [hover for trace in drawn for hover in trace.get("hovertext", [])]
    assert any(hover and hover.startswith("<b>UPDATE · rejected</b>") for hover in hovers)
    assert timeline.to_pandas()["happened"].tolist()[-1] == "rejected"


def test_a_tangle_is_bounded_and_says_so(open_memory) -> None:
    memory = open_memory(":memory:", embedder="hash")
    number = 2 * MOST
    new = memory.add("the new one", user_id="a", derived_by="d", occurred_at="2025-06-01")[0].id
    memory.add_many(
        [
            {"memory": f"old {n}", "user_id": "a", "derived_by": "d", "occurred_at": "2025-01-01"}
            for n in range(number)
        ],
        progress=False,
    )
    old = [one.id for one in memory.get_all(limit=1000) if one.id != new]
    for id_ in old:
        memory.update(id_, superseded_by=new)
    timeline = memory.timeline(time="occurred_at")
    drawn = timeline.picture()
    [trace] = lines(timeline)
    assert drawn.linked == number
    assert trace["x"].count(None) == MOST
    assert f"{MOST} of {number} superseded facts" in timeline.figure().layout.title.subtitle.text


def test_hostile_facts_are_escaped(open_memory) -> None:
    memory = open_memory(":memory:", embedder="hash")
    old, new = (
        memory.add(f"<b>{word}</b>$x$", user_id="a", derived_by="d", occurred_at=f"2025-0{n}-01")
        for n, word in enumerate(("old", "new"), 1)
    )
    memory.update(old[0].id, superseded_by=new[0].id)
    [trace] = lines(memory.timeline(time="occurred_at"))
    assert "&lt;b&gt;old&lt;/b&gt;&#36;x&#36;" in trace["hovertext"][0]
