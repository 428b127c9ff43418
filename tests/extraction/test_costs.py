"""What models consume: told by task in every process, and bounded for all of them."""

from __future__ import annotations

import threading

import pytest

from memkit import Memory, Wishes
from memkit.contracts.llm import Completion
from memkit.domain.records import Usage
from memkit.errors import ValidationError
from tests.extraction.test_facts import BERLIN, LISBON, Reader, fact

TOWNS = ("Oslo", "Porto", "Rome", "Paris", "Turin", "Genoa")


class Priced(Reader):
    """A model whose calls cost a cent each."""

    def complete(self, messages, **options):
        answer = super().complete(messages, **options)
        return Completion(text=answer.text, usage=answer.usage + Usage(cost=0.01))


class Together(Reader):
    """A model that answers only once several are asked at the same time."""

    def __init__(self, barrier, **told):
        super().__init__(**told)
        self.barrier = barrier

    def complete(self, messages, **options):
        if not self.asked:
            self.barrier.wait(timeout=60)
        return super().complete(messages, **options)


def found():
    facts = {
        f"live in {town}": [fact(0, f"I live in {town}", f"Ana lives in {town}.")] for town in TOWNS
    }
    return {**facts, "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")]}


@pytest.fixture
def opened(tmp_path):
    """Opens the same memory again, as another process does."""
    memories = []

    def opened(llm=None):
        memories.append(Memory(tmp_path / "memory.db", llm=llm, embedder="hash"))
        return memories[-1]

    yield opened
    for memory in memories:
        memory.close()


def add(memory, text, **options):
    """Store what Ana says, and wait for its facts."""
    message = {"role": "user", "name": "Ana", "content": text}
    return memory.add([message], **{"user_id": "ana", "infer": True, **options})


def towns(memory):
    """Store a message of each of some people, none of which was read."""
    memory.engine.inference.follows = False
    for number, town in enumerate(TOWNS):
        add(memory, f"I live in {town}.", user_id=f"user {number}", infer=None)


def test_a_budget_is_kept_for_all_processes_and_outlives_them(opened):
    first = opened(Priced(found()))
    add(first, BERLIN)
    assert first.budget(tokens=330, usd=1).tokens_left == 330
    towns(first)
    first.extract(user_id="user 0")
    other = opened(Priced(found()))
    there = other.budget()
    assert (there.tokens, there.usd, there.tokens_left) == (330, 1, 220)
    assert round(there.usd_left, 6) == 0.99
    done = other.extract()
    # 110 tokens a call: two more fit.
    assert (done.read, "330 tokens is spent: 330" in done.problems[0]) == (2, True)
    first.close()
    other.close()
    again = opened(Priced(found()))
    assert again.extract().read == 0
    assert (again.budget().tokens_left, again.pending().total) == (0, 3)
    assert again.add("I live in Nice.", user_id="ana").pop().event == "ADD"
    assert again.budget(reset=True).tokens_left == 330
    again.extract()
    assert again.budget(clear=True).tokens is None
    assert again.budget().since is None
    again.extract()
    assert again.pending() == []


def test_a_budget_is_exceeded_by_the_calls_under_way_at_most(opened):
    barrier = threading.Barrier(2)
    memories = [opened(Together(barrier, facts=found())) for _ in range(2)]
    towns(memories[0])
    memories[0].budget(tokens=1)
    # Other wishes make another prompt: the two do not ask the same.
    wishes = Wishes(instructions="Towns.")
    memories[1].derive("second", llm=memories[1].engine.llm, wishes=wishes, wait=False)
    waiting = [
        threading.Thread(target=memories[0].extract),
        threading.Thread(target=memories[1].derive, args=("second",)),
    ]
    for one in waiting:
        one.start()
    for one in waiting:
        one.join(timeout=120)
    assert [len(memory.engine.llm.asked) for memory in memories] == [1, 1]
    assert memories[0].budget().tokens_used == 220


def test_a_budget_stops_between_two_calls_of_a_window_and_nothing_is_paid_twice(opened):
    told = {**found(), "to Lisbon": [fact(0, "from Berlin to Lisbon", "Ana lives in Lisbon.")]}
    memory = opened(Reader(told, {"Lisbon": ("changes", "Berlin")}))
    add(memory, BERLIN)
    memory.budget(tokens=110)
    done = add(memory, LISBON)
    assert (done.event if hasattr(done, "event") else done[0].event, list(done.facts)) == (
        "ADD",
        [],
    )
    assert memory.pending().total == 1
    asked = len(memory.engine.llm.asked)
    memory.budget(tokens=110)
    (lives,) = memory.extract()
    assert (lives.choice, len(memory.engine.llm.asked)) == ("changes", asked + 1)


def test_bounds_that_contradict_each_other(opened):
    memory = opened()
    for given in ({"tokens": 1, "clear": True}, {"reset": True, "clear": True}):
        with pytest.raises(ValidationError, match="counted anew"):
            memory.budget(**given)
    for name, value in (("usd", -1), ("usd", float("nan")), ("tokens", 1.5), ("reset", "yes")):
        with pytest.raises(ValidationError, match=name):
            memory.budget(**{name: value})
    assert memory.budget().tokens is None
    assert memory.budget(reset=True).since is None


def test_usage_is_told_by_task_model_and_derivation_in_every_process(opened):
    told = {**found(), "to Lisbon": [fact(0, "from Berlin to Lisbon", "Ana lives in Lisbon.")]}
    memory = opened(Priced(told, {"Lisbon": ("changes", "Berlin")}))
    for text in (BERLIN, LISBON):
        add(memory, text)
    memory.derive("second", llm=Reader(found()))
    other = opened().usage
    rows = [(one.task, one.derivation, one.usage.calls, one.unpriced) for one in other.recorded]
    assert rows == [
        ("extract", "default", 2, 0),
        ("decide", "default", 1, 0),
        ("extract", "second", len(memory.engine.journal.calls("second")), rows[2][2]),
    ]
    assert round(other.by_task["extract"].usage.cost, 6) == 0.02
    assert other.by_task["decide"].usage.input_tokens == 100
    assert list(other.by_model) == ["reader"]
    assert other.recorded_total.usage.calls == sum(calls for _, _, calls, _ in rows)
    assert other.recorded_total.seconds > 0
    # Embedders are counted by each process for itself.
    assert [name for name in memory.usage if name.startswith("embedder")]
