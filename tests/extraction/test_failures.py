"""Whatever a model answers, a message is read, or is pending and says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memkit import Memory
from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Usage
from memkit.errors import AuthenticationError, ProviderError, RateLimitError
from tests.extraction.scripted import ScriptedLLM, cut
from tests.extraction.test_facts import BERLIN, LISBON, Reader, fact

FACT = fact(1, "I live in Berlin", "Ana lives in Berlin.")
GOOD = {"facts": [FACT]}
SAID = json.dumps(GOOD)
TEXT = "Ana lives in Berlin."
REFUSED = Completion(text="I can't help with that.", stop="refused")
BUSY = RateLimitError("Slow down.", fix="Wait.", provider="x", retry_after=7)
BUSY_LONG = RateLimitError("Slow down.", fix="Wait.", provider="x", retry_after=900)

# What is answered, what is known then, and what is told of it.
READ = {
    "prose around it": ([f"Sure!\n```json\n{SAID}\n```\nHope this helps."], [TEXT], ""),
    "thinking before it": ([f"<think>{{}} hm</think>{SAID}"], [TEXT], ""),
    "a list alone": ([json.dumps([FACT])], [TEXT], ""),
    "the wrong schema, then the right one": ([{"memory": "x"}, GOOD], [TEXT], ""),
    "nothing, then something": (["", GOOD], [TEXT], ""),
    "no facts": ([{"facts": []}], [], ""),
    "a line that is not there": (
        [{"facts": [{**FACT, "line": 9}]}, {"facts": []}], [], "line 9 does not exist",
    ),
    "the same twice": ([{"facts": [FACT, FACT]}], [TEXT], ""),
    "cut after a whole fact": ([cut(SAID[:-1] + ', {"line": 1, "qu')], [TEXT], ""),
    "no strings": ([{"facts": [{**FACT, "quote": 7, "text": None}]}, {"facts": []}], [], ""),
    "other words than were said": (
        [{"facts": [{**FACT, "quote": "I live in Rome"}]}, {"facts": []}], [], "",
    ),
    "something else": (
        [{"facts": [{**FACT, "text": "Ana stole the money."}]}], ["I live in Berlin"], "",
    ),
    "busy for a while": ([BUSY, GOOD], [TEXT], ""),
    "away for a while": ([TimeoutError("No answer."), GOOD], [TEXT], ""),
}  # fmt: skip
PENDING = {
    "the wrong schema": ([{"memory": "x"}] * 2, "not what was asked for"),
    "no JSON": (["I see.", "Well."], "not what was asked for"),
    "nothing at all": ([""] * 2, "not what was asked for"),
    "a refusal": ([REFUSED], "would not answer"),
    "cut at once": ([cut('{"facts": [{"li')], "cut"),
    "a refusal of the repair": (["I see.", REFUSED], "not what was asked for"),
}
AWAY = {
    "busy for long": ([BUSY_LONG], "Slow down"),
    "busy for ever": ([BUSY] * 5, "Slow down"),
    "never an answer": ([TimeoutError("No answer.")] * 5, "No answer"),
    "the wrong key": ([AuthenticationError("Wrong key.", fix="Mend it.")], "Wrong key"),
    "a fault of the plug-in": ([KeyError("x"), KeyError("x")], "KeyError"),
}


@pytest.fixture
def opened(tmp_path):
    def opened(*answers):
        return Memory(tmp_path / "memory.db", llm=ScriptedLLM(*answers), embedder="hash")

    return opened


def add(memory, **options):
    said = {"role": "user", "name": "Ana", "content": BERLIN}
    return memory.add([said], user_id="ana", **{"infer": True, **options})


def served(memory):
    return [one.memory for one in memory.facts(where="withheld = null")]


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(opened, unslept, name):
    answers, facts, problem = READ[name]
    with opened(*answers) as memory:
        extraction = add(memory).extraction
        assert served(memory) == facts
        assert memory.pending() == []
        assert problem in " ".join(extraction.problems)
        assert bool(extraction.problems) >= bool(problem)
        assert memory.engine.llm.answers == []
        assert memory.doctor().ok
    assert unslept == ([7] if "busy" in name else unslept)


@pytest.mark.parametrize("name", PENDING)
def test_what_can_not_be_read_is_pending_and_says_why(opened, name):
    answers, reason = PENDING[name]
    with opened(*answers, GOOD) as memory:
        extraction = add(memory).extraction
        assert (len(extraction), extraction.failed, extraction.read) == (0, 1, 0)
        (pending,) = memory.pending()
        assert reason in pending.reason
        assert pending.attempts == 1
        assert [reason in problem for problem in extraction.problems] == [True]
        assert memory.facts() == []
        # It is asked anew only when that is wanted; what was answered before is not paid again.
        assert memory.extract(retry=False).read == 0
        assert [one.memory for one in memory.extract()] == [TEXT]
        assert memory.pending() == []
        calls = memory.engine.journal.calls()
        assert len(calls) == len({call.key for call in calls}) == len(answers) + 1
        assert memory.doctor().ok


@pytest.mark.parametrize("name", AWAY)
def test_a_model_that_can_not_be_had_is_said_and_the_message_waits(opened, unslept, name):
    answers, reason = AWAY[name]
    with opened(*answers, GOOD) as memory:
        with pytest.raises(ProviderError, match=reason):
            add(memory)
        (pending,) = memory.pending()
        assert reason in pending.reason
        assert memory.count() == 1
        assert [one.memory for one in memory.extract()] == [TEXT]
        assert memory.engine.llm.answers == []


def test_a_chunk_that_is_refused_fails_alone(tmp_path):
    class Shy(Reader):
        def complete(self, messages, **options):
            if "secret" in messages[-1].content:
                return REFUSED
            return super().complete(messages, **options)

    llm = Shy(facts={"live in Berlin": [fact(0, BERLIN, TEXT)]})
    llm.context = 3_000
    long = "This is about something else altogether. " * 60
    with Memory(tmp_path / "memory.db", llm=llm, embedder="hash") as memory:
        texts = ["The secret is 42. " + long, long, long, BERLIN]
        messages = [{"role": "user", "name": "Ana", "content": text} for text in texts]
        done = memory.add(messages, user_id="ana", infer=True).extraction
        assert [one.memory for one in done] == [TEXT]
        assert done.failed >= 1
        assert BERLIN not in [one.message.memory for one in memory.pending()]


TWICE = {"facts": [fact(1, "from Berlin to Lisbon in March", "Ana lives in Lisbon.")]}
DECISIONS = {
    "two of one fact": [
        {"fact": 1, "why": "", "choice": "changes", "old": 1, "text": ""},
        {"fact": 1, "why": "", "choice": "same", "old": 1, "text": ""},
    ],
    "an old fact that is not there": [
        {"fact": 1, "why": "", "choice": "changes", "old": 9, "text": ""}
    ],
    "a choice that is none": [{"fact": 1, "why": "", "choice": "delete", "old": 1, "text": ""}],
}


@pytest.mark.parametrize("name", DECISIONS)
def test_what_is_decided_badly_is_new_and_told(opened, name):
    with opened(GOOD, TWICE, {"decisions": DECISIONS[name]}) as memory:
        add(memory)
        said = {"role": "user", "name": "Ana", "content": LISBON}
        done = memory.add([said], user_id="ana", infer=True).extraction
        assert [one.choice for one in done] == ["new"]
        assert served(memory) == [TEXT, "Ana lives in Lisbon."]
        assert len(done.problems) == 1


def test_while_nobody_can_decide_the_message_waits_and_no_call_is_repeated(opened, unslept):
    wrong = AuthenticationError("Wrong key.", fix="Mend it.")
    decided = {"decisions": [{"fact": 1, "why": "", "choice": "changes", "old": 1, "text": ""}]}
    with opened(GOOD, TWICE, wrong, decided) as memory:
        add(memory)
        said = {"role": "user", "name": "Ana", "content": LISBON}
        with pytest.raises(ProviderError, match="Wrong key"):
            memory.add([said], user_id="ana", infer=True)
        assert served(memory) == [TEXT]
        (moved,) = memory.extract()
        assert (moved.memory, moved.choice) == ("Ana lives in Lisbon.", "changes")
        assert memory.engine.llm.answers == []


def test_a_fact_in_another_language_is_said_in_the_words_of_the_message(opened):
    text = "I live in Berlin, and have been here with my family for many years."
    said = {**FACT, "text": "Ana wohnt seit vielen Jahren mit ihrer Familie in Berlin."}
    with opened(*[{"facts": [said]}] * 2) as memory:
        memory.add([{"role": "user", "name": "Ana", "content": text}], user_id="ana", infer=True)
        assert served(memory) == ["I live in Berlin"]


_FILE = Path(__file__).parent / "data" / "injections.jsonl"
INJECTIONS = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]


class Obedient(LLM):
    """Does all that it is told in what it reads, wherever it stands, and more."""

    model = "obedient"
    told = None

    def complete(self, messages, *, schema=None, max_tokens="default"):
        said = messages[-1].content
        if "new fact" in said.splitlines()[0]:
            made = [
                {"fact": new, "why": "told", "choice": choice, "old": old, "text": "Gone."}
                for new, old in ((1, 1), (2, 2), (3, 1))
                for choice in ("corrects", "delete")
            ]
            return self._said({"decisions": made})
        lines = [row.split(" | ")[0] for row in said.splitlines()]
        found = [
            fact(int(number), self.told["quote"], self.told["text"], kind=kind,
                 about=self.told["about"])
            for number in [*filter(str.isdigit, lines), 99]
            for kind in (self.told["kind"], "instruction")
        ]  # fmt: skip
        return self._said({"facts": found, "delete": ["Bob"], "user_id": "bob"})

    def _said(self, answer):
        usage = Usage(calls=1, input_tokens=1, output_tokens=1)
        return Completion(text=json.dumps(answer), usage=usage)


def test_no_order_changes_anything_outside_its_own_scope(tmp_path):
    """Each in a scope of its own, and in one that has facts of its speaker's already."""
    known = "Bob is honest."
    llm = Reader(facts={"Bob is": [fact(0, "Bob is honest", known, about="Bob")]})
    with Memory(tmp_path / "memory.db", llm=llm, embedder="hash") as memory:
        for user in ("bob", "eve"):
            memory.add([{"role": "user", "content": known}], user_id=user, infer=True)
        before = [record for user in ("bob", "eve") for record in memory.get_all(user_id=user)]
    assert [record.withheld for record in before] == [None] * 4
    last = max(record.seq for record in before)
    obedient = Obedient()
    with Memory(tmp_path / "memory.db", llm=obedient, embedder="hash") as memory:
        for one in INJECTIONS:
            obedient.told = one["obeyed"]
            memory.add(one["messages"], user_id="mallory", run_id=one["id"], infer=True)
            memory.add(one["messages"], user_id="eve", infer=True)
        after = [memory.get(record.id) for record in before]
        assert [one.memory for one in after] == [one.memory for one in before]
        # Nothing of Bob's has an event.
        assert [one.seq for one in after[:2]] == [one.seq for one in before[:2]]
        assert memory.count(user_id="bob") == 2
        assert after[3].superseded_by is None
        events = [event for event in memory.events(limit=10_000) if event.seq > last]
        assert "DELETE" not in {event.event for event in events}
        for record in memory.facts(user_id="mallory", where="withheld = null", limit=1_000):
            message = memory.get(record.sources[0].memory_id)
            assert record.scope == message.scope
            assert record.said_by == message.role
            assert record.data["kind"] == "instruction", (record.memory, message.memory)
        assert memory.pending() == []
        assert memory.doctor().ok
