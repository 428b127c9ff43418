"""Texts longer than a window: lists are joined, and of two values the later may take the place."""

from __future__ import annotations

import json

import pytest

from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Usage
from memkit.errors import ProviderError
from memkit.schemas import Meeting
from tests.extraction.structured.filled import AT, add, row, said

FILLER = "The weather was discussed at some length, and nobody had anything new to say of it. "
AT_LATER = "2025-03-12T12:00:00Z"


class Secretary(LLM):
    """Fills in what it was told to find by the words of a line, and decides as it was told.

    Attributes:
        finds: Words of a line -> values of it; their line is filled in.
        choice: What it decides.
        asked: What it was asked, by task.
    """

    model = "secretary"

    def __init__(self, finds, choice="new"):
        self.finds, self.choice = finds, choice
        self.asked = {"fill": [], "decide": []}
        self.fails_at = 0

    def complete(self, messages, *, schema=None, max_tokens="default"):
        text = messages[-1].content
        decides = text.startswith("new fact")
        self.asked["decide" if decides else "fill"].append(text)
        if self.fails_at and len(self.asked["fill"]) >= self.fails_at:
            raise RuntimeError("out of order")
        answer = self._decided(text) if decides else self._filled(text)
        usage = Usage(calls=1, input_tokens=10, output_tokens=1)
        return Completion(text=json.dumps(answer), usage=usage)

    def _filled(self, text):
        found = []
        for line in text.splitlines():
            number = line.split(" |")[0]
            for words, rows in self.finds.items():
                if number.isdigit() and words in line:
                    found += [{**one, "line": int(number)} for one in rows]
        return {"fields": found}

    def _decided(self, text):
        facts = [row for row in text.splitlines() if row.startswith("new fact")]
        return {
            "decisions": [
                {"fact": place, "why": "told", "choice": self.choice, "old": place, "text": ""}
                for place, _ in enumerate(facts, 1)
            ]
        }


FIRST = "We met for the budget. Ben sends the report by Friday. Carla is here."
SECOND = "We met for hiring. Ben sends the report by Monday. Dora is here, and so is Carla."
ROWS = {
    "for the budget": [
        row("title", "the budget", "We met for the budget"),
        row("participants", "Carla", "Carla is here"),
        row("action_items.task", "sends the report", "Ben sends the report", item=1),
        row("action_items.owner", "Ben", "Ben sends the report", item=1),
        row("action_items.due", "by Friday", "report by Friday", item=1),
    ],
    "for hiring": [
        row("title", "hiring", "We met for hiring"),
        row("participants", "Dora", "Dora is here"),
        row("participants", "Carla", "so is Carla"),
        row("action_items.task", "sends the report", "Ben sends the report", item=1),
        row("action_items.due", "by Monday", "report by Monday", item=1),
    ],
}


def talk(*texts, filler=16):
    """Return messages, with so much talk between them that they stand in several windows."""
    between = [said(f"{number}. {FILLER * 12}", at=AT) for number in range(filler)]
    first, *rest = texts
    messages = [said(first)]
    for text in rest:
        messages += [*between, said(text, at=AT_LATER)]
    return messages


@pytest.mark.parametrize(
    ("choice", "title", "due"),
    [
        ("new", "the budget", ["2025-03-14", "2025-03-17"]),
        ("same", "the budget", ["2025-03-14"]),
        ("adds", "the budget", ["2025-03-14"]),
        ("changes", "hiring", ["2025-03-17"]),
        ("corrects", "hiring", ["2025-03-17"]),
    ],
)
def test_lists_are_joined_and_values_decided(opened, choice, title, due):
    llm = Secretary(ROWS, choice)
    found = add(opened(llm=llm), talk(FIRST, SECOND), Meeting).structured
    assert len(llm.asked["fill"]) > 1
    assert found.value.title == title
    assert found.value.participants == ["Carla", "Dora"]
    assert [one.due.isoformat() for one in found.value.action_items] == due
    assert found.value.action_items[0].owner == "Ben"
    (asked,) = llm.asked["decide"]
    assert "new fact 1: (2025-03-12) title: hiring" in asked
    assert "old fact 1: (2025-03-10) title: the budget" in asked
    assert any("hiring" in one for one in found.problems) is (choice == "new")
    for path, source in found.citations.items():
        assert source.quote, path


def test_values_that_agree_are_decided_by_nobody(opened):
    llm = Secretary({"for the budget": ROWS["for the budget"]})
    found = add(opened(llm=llm), talk(FIRST, FIRST.replace("Carla", "carla")), Meeting).structured
    assert len(llm.asked["fill"]) > 1
    assert llm.asked["decide"] == []
    assert len(found.value.action_items) == 1
    assert found.value.participants == ["Carla"]


def test_one_text_longer_than_windows_is_read_to_its_end(opened):
    text = f"{FIRST} {FILLER * 400} {SECOND}"
    llm = Secretary(ROWS, "changes")
    memory = opened(llm=llm)
    result = memory.add(text, user_id="ana", schema=Meeting, infer=False, occurred_at=AT)
    found = result.structured
    assert len(llm.asked["fill"]) > 3
    assert found.value.title == "hiring"
    assert found.value.participants == ["Carla", "Dora"]
    for source in found.citations.values():
        assert text[source.start : source.end] == source.quote
    assert found.citations["title"].start > len(FILLER) * 400


def test_a_provider_that_fails_midway_is_asked_only_for_the_rest(opened):
    llm = Secretary(ROWS, "changes")
    llm.fails_at = 2
    memory = opened(llm=llm)
    with pytest.raises(ProviderError, match="The text is stored"):
        add(memory, talk(FIRST, SECOND), Meeting)
    assert memory.get_all(where="derived_by exists") == []
    llm.fails_at, before = 0, len(llm.asked["fill"])
    found = add(memory, talk(FIRST, SECOND), Meeting).structured
    assert found.value.title == "hiring"
    # The first window was answered, and stands recorded.
    assert not any("for the budget" in text.split("*")[0] for text in llm.asked["fill"][before:])


def test_purging_one_text_erases_what_was_decided_of_it(opened, tmp_path):
    memory = opened(llm=Secretary(ROWS, "changes"))
    result = add(memory, talk(FIRST, SECOND), Meeting)
    memory.purge(result[0].id)
    memory.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"the budget" not in held
