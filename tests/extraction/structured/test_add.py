"""A text becomes a structured memory: stored, filtered, shown, cited, refreshed, undone, erased."""

from __future__ import annotations

import asyncio
import enum
import pickle
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

import memkit
from memkit import AsyncMemory, Memory
from memkit.domain.records import MemoryRecord
from memkit.domain.structured import Structured
from memkit.errors import ValidationError
from memkit.extraction.asking.recorded import Recorded
from memkit.schemas import Meeting, Person
from tests.extraction.scripted import ScriptedLLM
from tests.extraction.structured.filled import MEETING, MINUTES, add, form, row, said


def test_a_text_becomes_a_structured_memory_beside_it(opened):
    memory = opened(MEETING)
    result = add(memory, MINUTES, Meeting)
    found = result.structured
    assert [one.event for one in result] == ["ADD"]
    assert memory.get(result[0].id).memory == MINUTES
    meeting = found.value
    assert isinstance(meeting, Meeting)
    assert (meeting.title, meeting.category, meeting.emoji) == ("Q3 budget review", "finance", "📊")
    assert [(one.task, one.owner, one.due) for one in meeting.action_items] == [
        ("send the quarterly report", "Ben", date(2025, 3, 14)),
        ("book the room", "Ana", None),
    ]
    (event,) = meeting.events
    assert (event.start.isoformat(), event.duration) == (
        "2025-03-11T15:00:00+00:00", timedelta(minutes=45),
    )  # fmt: skip
    assert found.missing == {"overview": "Nothing says it."}
    record = memory.get(found.id)
    assert (record.derived_by, record.said_by, record.withheld) == ("schema Meeting", "user", None)
    assert record.memory == found.memory
    assert "send the quarterly report, owner: Ben, due: 2025-03-14" in record.memory
    assert {name: value for name, value in record.data.items() if name[0] != "_"} == found.data


def test_each_field_has_a_citation_that_stands(opened):
    memory = opened(MEETING)
    found = add(memory, MINUTES, Meeting).structured
    leaves = {"title", "emoji", "category", "participants.0", "action_items.0.task",
              "action_items.0.owner", "action_items.0.due", "action_items.1.task",
              "action_items.1.owner", "events.0.title", "events.0.start",
              "events.0.duration"}  # fmt: skip
    assert set(found.citations) == leaves
    for source in found.citations.values():
        assert MINUTES[source.start : source.end] == source.quote
    assert found.citations["action_items.0.due"].quote == "send the quarterly report by Friday"
    assert all(one.stands for one in memory.evidence(found.id))
    again = Structured.of(memory.get(found.id))
    assert (again.citations, again.missing, again.data) == (
        found.citations, found.missing, found.data,
    )  # fmt: skip
    assert [one.id for one in memory.derived_from(found.citations["title"].memory_id)] == [found.id]
    assert Structured.of(memory.get(found.citations["title"].memory_id)).schema == ""


def test_fields_are_filtered_searched_and_exported(opened, tmp_path):
    memory = opened(MEETING)
    found = add(memory, MINUTES, Meeting).structured
    for where in (
        "data.title = 'Q3 budget review'", "data.category in ('finance', 'work')",
        "data.participants contains 'Ben'", {"data.title": {"$icontains": "BUDGET"}},
        "data._schema.name = 'Meeting'", "derived_by = 'schema Meeting'",
    ):  # fmt: skip
        assert [one.id for one in memory.get_all(where=where)] == [found.id], where
    hits = memory.search("who sends the report?", user_id="ana", kind="facts")
    assert [hit.id for hit in hits] == [found.id]
    assert memory.get_all().to_pandas() is not None
    memory.export(tmp_path / "copy.jsonl")
    with Memory(tmp_path / "copy.db", embedder="hash") as copy:
        copy.import_(tmp_path / "copy.jsonl")
        assert copy.get(found.id).data == memory.get(found.id).data
    # It is no fact of the derivation, and no candidate for what facts change.
    assert memory.facts() == []


def test_a_conversation_is_read_as_one(opened):
    memory = opened(
        form(
            row("title", "the launch", "Let's plan the launch"),
            row("action_items.task", "write the announcement", "I'll write the announcement",
                item=1, line=2),
            row("action_items.owner", "Ben", "I'll write the announcement", item=1, line=2),
            row("action_items.due", "tomorrow", "I need it tomorrow", item=1, line=3),
        )
    )  # fmt: skip
    talk = [
        said("Let's plan the launch."),
        said("I'll write the announcement.", name="Ben"),
        said("I need it tomorrow.", at="2025-03-12T12:00:00Z"),
    ]
    result = add(memory, talk, Meeting)
    (item,) = result.structured.value.action_items
    assert (item.owner, item.due) == ("Ben", date(2025, 3, 13))
    assert {one.memory_id for one in memory.get(result.structured.id).sources} == {
        one.id for one in result
    }


class Leg(BaseModel):
    by: str
    stops: list[str] = []


class Fare(BaseModel):
    price: float = Field(gt=0)
    currency: str


class Trip(BaseModel):
    to: str
    nights: int
    legs: list[Leg] = Field(default=[], alias="theLegs")
    fare: Fare | None = None
    booked: bool | None = None

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        if value == "Atlantis":
            raise ValueError("there is no such place")
        return value


TRIP = (
    "We go to Rome for three nights, by train over Milan and Pisa, then by bus. It costs 250 euros."
)


def test_a_schema_of_ones_own_with_lists_in_lists_aliases_and_parts(opened):
    memory = opened(
        form(
            row("to", "Rome", "We go to Rome"),
            row("nights", "three", "for three nights"),
            row("legs.by", "train", "by train over Milan", item=1),
            row("legs[0].stops", ["Milan", "Pisa"], "over Milan and Pisa"),
            row("legs.by", "bus", "then by bus", item="2"),
            row("fare.price", "250", "It costs 250 euros"),
            row("fare.currency", "euros", "It costs 250 euros"),
            row("booked", "none", ""),
        )
    )
    found = add(memory, TRIP, Trip).structured
    assert found.value == Trip(
        to="Rome", nights=3, fare=Fare(price=250, currency="euros"),
        theLegs=[Leg(by="train", stops=["Milan", "Pisa"]), Leg(by="bus")],
    )  # fmt: skip
    assert found.citations["legs.0.stops.1"].quote == "over Milan and Pisa"
    assert found.missing == {"booked": "Nothing says it."}
    assert memory.count(where="data.fare.price >= 250") == 1
    assert memory.count(where="data.nights = 3") == 1


def test_what_the_schema_wants_and_nobody_says_is_none_and_said_so(opened):
    memory = opened(
        form(
            row("to", "Rome", "We go to Rome"),
            row("legs.stops", "Milan", "over Milan and Pisa", item=1),
            row("fare.price", "250", "It costs 250 euros"),
        )
    )
    found = add(memory, TRIP, Trip).structured
    assert (found.value.to, found.value.nights, found.value.legs) == ("Rome", None, [])
    assert isinstance(found.value, Trip)
    assert found.value.fare is None
    assert set(found.data) == {"to"}
    assert found.missing["nights"] == "Nothing says it."
    assert "by" in found.missing["legs"]
    assert "currency" in found.missing["fare"]


def test_what_the_schema_refuses_is_left_empty_and_said_so(opened):
    memory = opened(form(row("to", "Atlantis", "We go to Atlantis"), row("nights", "2")))
    found = add(memory, "We go to Atlantis for 2 nights.", Trip).structured
    assert (found.value.to, found.value.nights) == (None, 2)
    assert "no such place" in found.missing["to"]
    assert set(found.citations) == {"nights"}


class Mood(enum.Enum):
    GOOD = "good"
    BAD = "bad"


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    day: date
    mood: Mood
    paid: Decimal
    tags: set[str]
    sort: Literal["a", None] = None
    wanted: str


def test_a_strict_and_frozen_schema_is_filled_in_with_its_own_types(opened):
    rows = [
        row("day", "tomorrow"), row("mood", "good", "I feel good"), row("paid", "2.10"),
        row("tags", ["sun", "sea"], "sun and sea"),
    ]  # fmt: skip
    text = "I feel good, for tomorrow it is sun and sea; I paid 2.10 for it."
    whole = form(*rows, row("wanted", "sun and sea"))
    memory = opened(whole, form(*rows))
    found = add(memory, text, Strict).structured
    assert found.value == Strict(
        day=date(2025, 3, 11), mood=Mood.GOOD, paid=Decimal("2.1"), tags={"sun", "sea"},
        wanted="sun and sea",
    )  # fmt: skip
    # Also where what it wants is missing.
    part = add(memory, f"{text} So far.", Strict).structured.value
    assert (part.day, part.mood, part.tags, part.wanted) == (
        date(2025, 3, 11), Mood.GOOD, {"sun", "sea"}, None,
    )  # fmt: skip


class Span(BaseModel):
    low: int
    high: int

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


def test_what_the_schema_says_of_the_whole_is_a_problem(opened):
    memory = opened(form(row("low", "9"), row("high", "2")))
    found = add(memory, "Between 9 and 2.", Span).structured
    assert (found.value.low, found.value.high) == (9, 2)
    assert found.data == {"low": 9, "high": 2}
    assert "low is above high" in found.problems[0]


def test_nothing_to_fill_in_is_no_memory(opened):
    memory = opened({"fields": []})
    found = add(memory, "Hello there.", Meeting).structured
    assert (found.id, found.memory, found.data, memory.count()) == (None, "", {}, 1)
    assert found.value == Meeting()
    assert set(found.missing.values()) == {"Nothing says it."}


def test_the_same_again_asks_nobody_and_stores_nothing(opened):
    memory = opened(MEETING)
    first = add(memory, MINUTES, Meeting).structured
    again = add(memory, MINUTES, Meeting)
    assert [one.event for one in again] == ["NONE"]
    assert (again.structured.id, again.structured.data) == (first.id, first.data)
    assert (again.structured.usage.calls, memory.count()) == (0, 2)


def test_two_schemas_of_one_text_stand_side_by_side(opened):
    memory = opened(MEETING, form(row("name", "Ben", "Ben, could you send")))
    first = add(memory, MINUTES, Meeting).structured
    second = add(memory, MINUTES, "person").structured
    assert first.id != second.id
    assert isinstance(second.value, Person)
    assert memory.count() == 3


def test_another_text_that_says_the_same_is_a_source_more(opened):
    answer = form(row("name", "Ana", "I am Ana"))
    memory = opened(answer, answer)
    first = add(memory, "I am Ana.", Person).structured
    second = add(memory, "I am Ana, as I said.", Person).structured
    assert first.id == second.id
    assert len(memory.get(first.id).sources) == 2


def test_an_edited_text_makes_it_stale_and_the_same_add_fills_it_in_anew(opened):
    memory = opened(MEETING, form(row("title", "hiring", "met for hiring")))
    result = add(memory, MINUTES, Meeting)
    memory.update(result[0].id, "We met for hiring.")
    assert memory.get(result.structured.id).withheld == "stale"
    assert [one.id for one in memory.stale()] == [result.structured.id]
    again = add(memory, "We met for hiring.", Meeting).structured
    assert again.id == result.structured.id
    record = memory.get(again.id)
    assert (record.withheld, record.data["title"]) == (None, "hiring")
    assert "action_items" not in record.data


def test_what_a_person_rejected_stays_rejected(opened):
    memory = opened(MEETING)
    found = add(memory, MINUTES, Meeting).structured
    memory.reject(found.id)
    assert add(memory, MINUTES, Meeting).structured.id == found.id
    assert memory.get(found.id).withheld == "rejected"


def test_undo_takes_it_back_and_deleting_the_text_makes_it_stale(opened):
    memory = opened(MEETING)
    result = add(memory, MINUTES, Meeting)
    batch = memory.history(result.structured.id)[-1].batch_id
    memory.undo(batch=batch)
    assert [one.id for one in memory.get_all()] == [result[0].id]
    again = add(memory, MINUTES, Meeting).structured
    memory.delete(result[0].id)
    assert memory.get(again.id).withheld == "stale"


def test_undoing_the_addition_takes_its_fields_along(opened):
    memory = opened(MEETING)
    result = add(memory, MINUTES, Meeting)
    batch = memory.history(result[0].id)[0].batch_id
    memory.undo(batch=batch, cascade=True)
    assert memory.count() == 0


def test_purging_the_text_erases_its_fields_and_the_calls(opened, tmp_path):
    memory = opened(MEETING)
    result = add(memory, MINUTES, Meeting)
    memory.purge(result[0].id)
    assert memory.count() == 0
    memory.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for words in (b"quarterly report", b"budget review"):
        assert words not in held


def test_calls_are_counted_by_task_and_replayed(opened, tmp_path):
    memory = opened(MEETING)
    first = add(memory, MINUTES, Meeting).structured
    usage = memory.engine.journal.usage()
    assert {task: used.calls for (task, _), used in usage.items()} == {"fill": 1}
    assert memory.export_calls(tmp_path / "calls.jsonl") == 1
    with Memory(":memory:", llm=Recorded(tmp_path / "calls.jsonl"), embedder="hash") as again:
        assert add(again, MINUTES, Meeting).structured.data == first.data


def test_a_spent_budget_stores_the_text_and_says_so(opened):
    memory = opened()
    memory.budget(tokens=0)
    result = add(memory, MINUTES, Meeting)
    assert result.structured.id is None
    assert "budget" in result.structured.problems[0]
    assert memory.count() == 1


def test_facts_follow_as_they_would_without_a_schema(opened):
    fact = {"facts": [{"line": 1, "quote": "I'll book the room", "when": "", "about": "Ana",
                       "text": "Ana will book the room.", "kind": "plan", "entities": [],
                       "categories": []}]}  # fmt: skip
    memory = opened(fact, MEETING)
    result = add(memory, MINUTES, Meeting, infer=True)
    assert [one.memory for one in result.facts] == ["Ana will book the room."]
    assert result.structured.value.title == "Q3 budget review"


def test_wrong_arguments_store_nothing(opened):
    memory = opened()
    with pytest.raises(ValidationError, match="no pydantic model"):
        add(memory, MINUTES, dict)
    with pytest.raises(ValidationError, match="derived by"):
        memory.add(MINUTES, user_id="ana", schema=Meeting, derived_by="me")
    assert memory.count() == 0
    with (
        Memory(":memory:", embedder="hash") as bare,
        pytest.raises(ValidationError, match="filled in by an LLM") as failed,
    ):
        bare.add(MINUTES, user_id="ana", schema=Meeting)
    assert "llm=" in failed.value.fix


def test_async_memories_have_it_too(tmp_path):
    async def run():
        llm = ScriptedLLM(MEETING)
        async with AsyncMemory(tmp_path / "memory.db", llm=llm, embedder="hash") as memory:
            result = await memory.add([said(MINUTES)], user_id="ana", schema=Meeting, infer=False)
            profile = await memory.profile(user_id="bob", schema=Person)
            return result.structured, profile

    found, profile = asyncio.run(run())
    assert found.value.title == "Q3 budget review"
    assert profile.value == Person()


def test_what_it_is_shown_as(opened):
    memory = opened(MEETING)
    result = add(memory, MINUTES, Meeting)
    found = result.structured
    assert memkit.Structured is Structured
    assert repr(found).startswith("<Structured Meeting: 12 values, 1 missing>")
    assert pickle.loads(pickle.dumps(found)) == found
    assert isinstance(memory.get(found.id), MemoryRecord)
