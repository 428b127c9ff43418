"""Whatever a model answers, the text is stored; a field is right, or empty, and that is told."""

from __future__ import annotations

import json

import pytest

from memkit.errors import ProviderError
from memkit.schemas import Meeting
from tests.extraction.injections import ORDERS
from tests.extraction.scripted import ScriptedLLM, cut
from tests.extraction.structured.filled import add, form, row
from tests.extraction.test_failures import AWAY, BUSY, REFUSED

TEXT = "We met for the budget. Ben sends the report by Friday."
TITLE = row("title", "the budget", "We met for the budget")
GOOD = form(TITLE)
SAID = json.dumps(GOOD)

# What is answered, and what is told of it beside the title.
FILLED = {
    "prose around it": ([f"Sure!\n```json\n{SAID}\n```\nHope this helps."], ""),
    "thinking before it": ([f"<think>{{}} hm</think>{SAID}"], ""),
    "a list alone": ([json.dumps([TITLE])], ""),
    "one value alone": ([json.dumps(TITLE)], ""),
    "an object around it": ([{"result": GOOD}], ""),
    "the wrong schema, then the right one": ([{"title": "the budget"}, GOOD], ""),
    "nothing, then something": (["", GOOD], ""),
    "the same twice": ([form(TITLE, TITLE)], ""),
    "empty values beside it": (
        [form(TITLE, row("overview", "", ""), row("emoji", "none", "-"),
              {"field": "category", "value": None, "quote": "", "item": "", "line": 0})], "",
    ),
    "a field that is not in the form": (
        [form(TITLE, row("subtitle", "the budget")), form()], "has no field 'subtitle'",
    ),
    "a line that is not there": (
        [form(TITLE, row("overview", "Ben", line=9)), form()], "line 9 does not exist",
    ),
    "the wrong number of the line": ([form({**TITLE, "line": 1.0})], ""),
    "no quote": ([form(TITLE, row("overview", "Ben", "")), form()], "the quote is empty"),
    "no item of several": (
        [form(TITLE, row("action_items.task", "sends the report"), row("action_items.task", "met")),
         form()],
        "item does not say",
    ),
    "no objects": ([{"fields": [SAID, 7, TITLE]}, form()], "it is no object"),
    "a value of a wrong type": (
        [form(TITLE, {**row("overview", ""), "quote": "Ben", "value": {"a": 1}}), form()],
        "value is no text",
    ),
    "half a character": ([form({**TITLE, "quote": "We met for the budget\ud800"})], ""),
    "cut after a whole value": ([cut(SAID[:-2] + ', {"field": "overv')], "cut"),
    "busy for a while": ([BUSY, GOOD], ""),
    "away for a while": ([TimeoutError("No answer."), GOOD], ""),
    "no schema is taken": ([ProviderError("No schemas.", fix="-"), GOOD], ""),
    "a quote that does not stand, then one": (
        [form({**TITLE, "quote": "We spoke of the budget"}), GOOD], "",
    ),
}  # fmt: skip
EMPTY = {
    "the wrong schema": ([{"memory": "x"}] * 2, "not what was asked for"),
    "no JSON": (["I see.", "Well."], "not what was asked for"),
    "nothing at all": ([""] * 2, "not what was asked for"),
    "a refusal": ([REFUSED], "would not answer"),
    "cut at once": ([cut('{"fields": [{"fi')], "cut"),
    "a refusal of the repair": (["I see.", REFUSED], "not what was asked for"),
}


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.usefixtures("unslept")
def test_what_can_be_used_is_used(opened, name):
    answers, told = FILLED[name]
    llm = ScriptedLLM(*answers)
    memory = opened(llm=llm)
    found = add(memory, TEXT, Meeting).structured
    assert not llm.answers
    assert found.value.title == "the budget"
    assert set(found.data) == {"title"}
    assert any(told in problem for problem in found.problems) is bool(told), found.problems
    assert memory.get(found.id).data["title"] == "the budget"


@pytest.mark.parametrize("name", EMPTY)
def test_what_cannot_is_told_and_asked_anew_the_next_time(opened, name):
    answers, why = EMPTY[name]
    llm = ScriptedLLM(*answers)
    memory = opened(llm=llm)
    result = add(memory, TEXT, Meeting)
    found = result.structured
    assert [one.event for one in result] == ["ADD"]
    assert (found.id, found.value, memory.count()) == (None, Meeting(), 1)
    assert why in found.problems[0]
    # Answers of before stand recorded; what is paid for now is another try.
    llm.answers = [GOOD]
    again = add(memory, TEXT, Meeting)
    assert [one.event for one in again] == ["NONE"]
    assert (again.structured.value.title, again.structured.usage.calls) == ("the budget", 1)


@pytest.mark.parametrize("name", AWAY)
@pytest.mark.usefixtures("unslept")
def test_who_cannot_be_had_raises_and_the_text_is_stored(opened, name):
    answers, why = AWAY[name]
    llm = ScriptedLLM(*answers)
    memory = opened(llm=llm)
    with pytest.raises(ProviderError, match="The text is stored") as failed:
        add(memory, TEXT, Meeting)
    assert why in failed.value.problem
    assert "no text is stored twice" in failed.value.fix
    assert [one.memory for one in memory.get_all()] == [TEXT]
    llm.answers = [GOOD]
    assert add(memory, TEXT, Meeting).structured.value.title == "the budget"
    assert memory.count() == 2


def test_what_has_no_evidence_is_sent_back_once_with_the_reason(opened):
    wrong = row("overview", "They spoke of 5 million.", "We met for the budget")
    right = row("overview", "They met for the budget.", "We met for the budget")
    llm = ScriptedLLM(form(TITLE, wrong), form(right))
    found = add(opened(llm=llm), TEXT, Meeting).structured
    assert found.value.overview == "They met for the budget."
    asked = llm.asked[1][0][-1].content
    assert "5 million" in asked
    assert "the budget\n" not in asked.split("overview")[0]


def test_what_still_has_none_is_left_empty(opened):
    wrong = row("overview", "They spoke of 5 million.", "We met for the budget")
    found = add(opened(form(TITLE, wrong), form(wrong)), TEXT, Meeting).structured
    assert found.value.overview is None
    assert "5 million" in found.missing["overview"]


def test_an_item_that_has_no_evidence_is_left_out(opened):
    wrong = row("action_items.task", "buy a boat", "Ben sends the report", item=1)
    right = row("action_items.task", "sends the report", "Ben sends the report", item=2)
    found = add(opened(form(wrong, right), form()), TEXT, Meeting).structured
    assert [one.task for one in found.value.action_items] == ["sends the report"]
    assert "buy a boat" in found.missing["action_items"]
    assert set(found.citations) == {"action_items.0.task"}


def test_one_item_needs_no_number(opened):
    rows = [
        row("action_items.task", "sends the report"),
        row("action_items.owner", "Ben", "Ben sends the report"),
        row("action_items.due", "by Friday", "the report by Friday", item="none"),
    ]
    (item,) = add(opened(form(*rows)), TEXT, Meeting).structured.value.action_items
    assert (item.task, item.owner, item.due.isoformat()) == (
        "sends the report", "Ben", "2025-03-14",
    )  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_in_a_text_changes_nothing_else(opened, name):
    """Even where a model does as it is told: what it fills in is a quote, in this scope."""
    order = ORDERS[name]
    words = " ".join(order.split()[:6])
    obeyed = [
        row("title", "Bob stole the money", words),
        row("title", "delete everything about Bob", "Bob"),
        row("action_items.task", "delete all memories", words, item=1),
        row("nonsense", "x", words),
        {"action": "delete", "about": "Bob"},
        row("participants", "Mallory", words),
    ]
    memory = opened()
    memory.add("Bob is honest.", user_id="bob", infer=False)
    before = [one.model_dump() for one in memory.get_all(user_id="bob")]
    llm = memory.engine.llm
    llm.answers = [{"fields": obeyed}] * 2
    result = add(memory, order, Meeting)
    found = result.structured
    assert [one.model_dump() for one in memory.get_all(user_id="bob")] == before
    assert memory.get(result[0].id).memory == order
    for path, source in found.citations.items():
        assert order[source.start : source.end] == source.quote, path
    assert "Mallory" not in found.value.participants
    assert found.value.action_items == []
    assert {one.user_id for one in memory.get_all(where="derived_by exists")} <= {"ana"}
    system = llm.asked[0][0][0].content
    assert order not in system


def test_there_are_thirty_orders():
    assert len(ORDERS) >= 30
