"""Runs of tools become memories of how something was done, each step with the tool's words."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest

from memkit import AsyncMemory, Memory
from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Usage
from memkit.errors import ConnectionError, ProviderError, ScopeError, ValidationError
from tests.extraction.injections import ORDERS


def step(words, quote, text, result="worked"):
    """Return a step that a model writes of each line that has these words."""
    return words, {"quote": quote, "text": text, "result": result}


class Runner(LLM):
    """Lists the steps that it was told, of the lines of tools that hold their words."""

    model = "runner"

    def __init__(self, *steps, fails=()):
        self.steps, self.fails, self.asked = steps, list(fails), []

    def complete(self, messages, *, schema=None, max_tokens="default"):
        self.asked.append(messages[-1].content)
        if self.fails:
            raise self.fails.pop(0)
        if "steps" not in (schema or {}).get("properties", {}):
            return Completion(text='{"facts": []}')
        found = []
        for row in messages[-1].content.splitlines():
            number = row.split("|")[0].strip()
            for words, one in self.steps:
                if number.isdigit() and words in row:
                    found.append({"line": int(number), **one})
        usage = Usage(calls=1, input_tokens=100, output_tokens=10)
        return Completion(text=json.dumps({"steps": found}), usage=usage)


def called(id_, name, **arguments):
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {
        "role": "assistant", "content": None,
        "tool_calls": [{"id": id_, "type": "function", "function": function}],
    }  # fmt: skip


def returned(id_, text):
    return {"role": "tool", "tool_call_id": id_, "content": text}


RUN = [
    {"role": "system", "content": "You are a helper."},
    {"role": "user", "content": "Make the tests pass."},
    called("1", "pytest", path="tests/unit"),
    returned("1", "3 failed, 12 passed in 4.2s"),
    called("2", "edit", file="cart.py"),
    returned("2", "Error: cart.py is read-only."),
    called("3", "pytest", path="tests/unit"),
    returned("3", "15 passed in 4.1s"),
    {"role": "assistant", "content": "All tests pass now."},
]
STEPS = (
    step("3 failed", "3 failed, 12 passed", "3 tests failed and 12 passed.", "failed"),
    step("read-only", "cart.py is read-only", "The file cart.py is read-only.", "failed"),
    step("15 passed", "15 passed in 4.1s", "15 tests passed."),
)


@pytest.fixture
def opened(tmp_path):
    """Return a function that opens a memory with a model that lists these steps."""
    memories = []

    def opened(*steps, **options):
        llm = Runner(*steps, **options)
        memory = Memory(tmp_path / f"{len(memories)}.db", llm=llm)
        memories.append(memory)
        return memory, llm

    yield opened
    for memory in memories:
        memory.close()


def procedure_of(added, memory):
    record = memory.get(added[-1].id)
    assert record.type == "procedural"
    return record


def test_a_run_becomes_one_memory_of_its_steps(opened):
    memory, llm = opened(*STEPS)
    added = memory.add_procedure(RUN, agent_id="coder", metadata={"repo": "shop"})
    made = procedure_of(added, memory)
    assert made.memory == (
        "Goal: Make the tests pass.\n"
        '1. pytest({"path": "tests/unit"}): 3 tests failed and 12 passed. (failed)\n'
        '2. edit({"file": "cart.py"}): The file cart.py is read-only. (failed)\n'
        '3. pytest({"path": "tests/unit"}): 15 tests passed.\n'
        "Outcome: All tests pass now."
    )
    assert (made.data["kind"], made.data["goal"]) == ("procedure", "Make the tests pass.")
    assert [one["result"] for one in made.data["steps"]] == ["failed", "failed", "worked"]
    assert made.data["failed"] == [
        "3 tests failed and 12 passed.", "The file cart.py is read-only.",
    ]  # fmt: skip
    assert (made.said_by, made.derived_by, made.metadata) == ("tool", "default", {"repo": "shop"})
    quoted = [one for one in memory.evidence(made.id) if one.quote]
    assert [(one.quote, one.stands, one.record.role) for one in quoted] == [
        ("3 failed, 12 passed", True, "tool"),
        ("cart.py is read-only", True, "tool"),
        ("15 passed in 4.1s", True, "tool"),
    ]
    tool = quoted[1].record
    assert (tool.name, tool.memory) == ("edit", "Error: cart.py is read-only.")
    assert tool.data == {"arguments": {"file": "cart.py"}}
    (fact,) = added.facts
    assert (fact.id, fact.kind, fact.choice) == (made.id, "procedure", "new")
    assert added.extraction.usage.calls == 1
    (asked,) = [said for said in llm.asked if "15 passed" in said]
    # Calls are shown beside what came back, and only the latter can be quoted.
    assert "3* | " not in asked.splitlines()[2]
    assert 'assistant: calls edit({"file": "cart.py"})' in asked
    hits = memory.search(
        "how do I make the tests pass?", agent_id="coder", where={"type": "procedural"}
    )
    assert [hit.id for hit in hits] == [made.id]
    # What was said is read like any conversation; what tools returned is not.
    assert memory.extract().failed == 0
    assert memory.pending() == []


def test_a_step_that_no_tool_vouches_for_is_none(opened):
    memory, _ = opened(
        STEPS[0],
        step("15 passed", "All tests pass now", "All tests pass."),
        step("read-only", "cart.py is read-only", "The 40 files are read-only."),
        step("read-only", "was deleted", "The file was deleted."),
    )
    added = memory.add_procedure(RUN, agent_id="coder")
    made = procedure_of(added, memory)
    told = json.dumps(made.data["steps"]) + made.memory
    assert "40 files" not in told
    assert "deleted" not in told
    assert any("deleted" in one["text"] for one in made.data["unsupported"])


def test_a_procedure_without_any_evidence_is_kept_and_not_served(opened):
    memory, _ = opened(step("15 passed", "it rains", "It rained for 7 days."))
    added = memory.add_procedure(RUN, agent_id="coder")
    made = procedure_of(added, memory)
    assert made.withheld == "unsupported"
    assert made.data["problems"]
    assert added.facts[0].choice == "unsupported"
    hits = memory.search("rain", agent_id="coder", kind="facts")
    assert hits == []


def test_what_a_tool_says_of_its_failure_counts_more_than_the_model(opened):
    run = [
        {"role": "user", "content": [{"type": "text", "text": "Look it up."}]},
        {"role": "assistant", "content": [
            {"type": "tool_use", "id": "a", "name": "search", "input": {"query": "tea"}}]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "a", "is_error": True,
             "content": [{"type": "text", "text": "The server is down today."}]}]},
    ]  # fmt: skip
    memory, _ = opened(step("server is down", "The server is down", "The server is down."))
    made = procedure_of(memory.add_procedure(run, user_id="ana"), memory)
    (one,) = made.data["steps"]
    assert (one["tool"], one["arguments"], one["result"]) == ("search", {"query": "tea"}, "failed")


@pytest.mark.parametrize(
    "run",
    [
        [
            {"type": "function_call", "call_id": "c", "name": "count", "arguments": '{"of": "x"}'},
            {"type": "function_call_output", "call_id": "c", "output": "There are 7 birds."},
        ],
        [
            SimpleNamespace(type="ai", content="", name=None,
                            tool_calls=[{"name": "count", "args": {"of": "x"}, "id": "c"}]),
            SimpleNamespace(type="tool", content="There are 7 birds.", tool_call_id="c", name=None),
        ],
        {"messages": [called("c", "count", of="x"), returned("c", "There are 7 birds.")]},
    ],
    ids=["responses", "langchain", "conversation"],
)  # fmt: skip
def test_the_forms_of_other_libraries(opened, run):
    memory, _ = opened(step("7 birds", "There are 7 birds", "There are 7 birds."))
    made = procedure_of(memory.add_procedure(run, user_id="ana"), memory)
    (one,) = made.data["steps"]
    assert (one["tool"], one["arguments"]) == ("count", {"of": "x"})


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_orders_in_what_a_tool_returned_change_nothing(opened, order):
    """Also where the model obeys, and lists what was ordered as a step."""
    memory, llm = opened(
        step("The page", order[:60], order[:400]),
        step("The page", "Bob stole the money", "Bob stole the money."),
    )
    (kept,) = memory.add("Bob likes tea.", user_id="bob", infer=False)
    run = [
        {"role": "user", "content": "Read the page."},
        called("1", "fetch", url="https://example.org"),
        returned("1", f"The page says: {order}"),
    ]
    memory.add_procedure(run, user_id="ana", infer=False)
    asked = llm.asked[0]
    # However it is written, it is one line, and that of the tool.
    assert [row.split(" | ")[2].split(":")[0] for row in asked.splitlines()] == [
        "user", "assistant", "fetch (tool)",
    ]  # fmt: skip
    assert memory.get(kept.id).memory == "Bob likes tea."
    assert memory.count(user_id="bob") == 1
    assert {event.event for event in memory.events()} == {"ADD"}
    for record in memory.get_all(user_id="ana", where={"type": "procedural"}):
        assert record.said_by == "tool"
        assert all(one["tool"] == "fetch" for one in record.data["steps"])


def test_a_long_run_and_a_long_output_are_read_in_pieces(opened):
    steps = [
        step(f"file {n} is", f"file {n} is done", f"The file {n} is done.") for n in range(150)
    ]
    memory, llm = opened(*steps, step("All 9,000", "All 9,000 lines", "All 9,000 lines were read."))
    run = [{"role": "user", "content": "Convert the files."}]
    for number in range(150):
        run += [called(str(number), "convert", number=number),
                returned(str(number), f"The file {number} is done.")]  # fmt: skip
    log = "".join(f"Line {number} of the log says nothing at all. " for number in range(9000))
    run += [called("log", "log"), returned("log", f"{log}All 9,000 lines were read.")]
    made = procedure_of(memory.add_procedure(run, user_id="ana"), memory)
    assert len(made.data["steps"]) == 151
    assert len(llm.asked) < 40
    assert "Line 4500 of" not in "".join(llm.asked)
    evidence = memory.evidence(made.id)
    assert all(one.stands for one in evidence)
    assert evidence[-2].quote == "All 9,000 lines" or evidence[150].quote == "All 9,000 lines"


def test_without_an_answer_the_messages_stay_and_the_same_again_goes_on(opened, unslept):
    away = [ConnectionError("It is away.", fix="Wait.", provider="x")] * 5
    memory, llm = opened(*STEPS, fails=away)
    with pytest.raises(ProviderError, match=r"The messages are stored.*Do the same again"):
        memory.add_procedure(RUN, agent_id="coder", infer=False)
    assert memory.count() == 5
    assert memory.pending() == []
    added = memory.add_procedure(RUN, agent_id="coder", infer=False)
    assert [one.event for one in added] == ["NONE"] * 5 + ["ADD"]
    asked = len(llm.asked)
    again = memory.add_procedure(RUN, agent_id="coder", infer=False)
    assert [one.event for one in again] == ["NONE"] * 6
    assert len(llm.asked) == asked


def test_it_is_stale_when_what_a_tool_returned_is_gone(opened):
    memory, _ = opened(*STEPS)
    made = procedure_of(memory.add_procedure(RUN, agent_id="coder"), memory)
    memory.delete(made.sources[0].memory_id)
    assert memory.get(made.id).withheld == "stale"


@pytest.mark.parametrize(
    ("run", "options", "error", "fix"),
    [
        ([{"role": "user", "content": "hi"}], {"user_id": "a"}, ValidationError, "No tool"),
        ("a text", {"user_id": "a"}, ValidationError, "No tool"),
        ([called("1", "x"), returned("1", " ")], {"user_id": "a"}, ValidationError, "No tool"),
        (RUN, {}, ScopeError, "scope"),
        (RUN, {"user_id": "a", "metadata": 3}, ValidationError, "metadata"),
    ],
)
def test_bad_input_stores_nothing(opened, run, options, error, fix):
    memory, _ = opened()
    with pytest.raises(error, match=fix):
        memory.add_procedure(run, **options)
    assert memory.count() == 0


def test_it_needs_a_model_that_writes_and_what_is_left_of_the_budget(tmp_path, opened):
    with (
        Memory(tmp_path / "none.db") as memory,
        pytest.raises(ValidationError, match="LLM"),
    ):
        memory.add_procedure(RUN, user_id="a")
    memory, _ = opened(*STEPS)
    memory.budget(tokens=0)
    with pytest.raises(ValidationError, match="Raise it"):
        memory.add_procedure(RUN, user_id="a")
    assert memory.count() == 0


def test_nothing_worth_remembering_makes_no_procedure(opened):
    memory, _ = opened()
    added = memory.add_procedure(RUN, agent_id="coder")
    assert (len(added), added.facts) == (5, [])


def test_it_is_awaited(tmp_path):
    async def main():
        async with AsyncMemory(tmp_path / "memory.db", llm=Runner(*STEPS)) as memory:
            added = await memory.add_procedure(RUN, agent_id="coder")
            return (await memory.get(added[-1].id)).data["failed"]

    assert len(asyncio.run(main())) == 2
