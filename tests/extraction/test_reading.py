"""Reading loses nothing: what happens while a model answers, and who waits for it."""

from __future__ import annotations

import threading

import pytest

from memkit import Memory
from memkit.domain.records import Scope
from memkit.errors import JobError, ProviderError, ValidationError
from memkit.extraction.asking.profiles import profile
from memkit.extraction.reading.planning import _AT_ONCE, plans
from tests.extraction.test_facts import BERLIN, LISBON, Reader, fact


class Meanwhile(Reader):
    """A model during whose calls something happens."""

    happens = None

    def complete(self, messages, **options):
        happens, self.happens = self.happens, None
        if happens is not None:
            happens()
        return super().complete(messages, **options)


@pytest.fixture
def reader():
    return Meanwhile(
        facts={
            "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")],
            "to Lisbon": [fact(0, "from Berlin to Lisbon", "Ana lives in Lisbon.")],
            "two cats": [fact(0, "Nina has two cats", "Nina has two cats.", about="Nina")],
        },
        decisions={"Lisbon": ("changes", "Berlin")},
    )


@pytest.fixture
def memory(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader, embedder="hash") as memory:
        yield memory


def said(memory, *texts, **options):
    messages = [{"role": "user", "name": "Ana", "content": text} for text in texts]
    return memory.add(messages, user_id="ana", **{"infer": True, **options})


def unread(memory, *texts, user_id="ana"):
    """Store messages that nobody has begun to read, and return their ids."""
    drafts = [{"role": "user", "name": "Ana", "content": f"Draft of {text}"} for text in texts]
    ids = [one.id for one in memory.add(drafts, user_id=user_id, infer=False)]
    for id_, text in zip(ids, texts, strict=True):
        memory.update(id_, text)
    return ids


def facts(memory):
    return sorted(one.memory for one in memory.facts())


@pytest.mark.parametrize("how", ["delete", "purge"])
def test_of_a_message_that_goes_while_the_model_answers_nothing_is_written(memory, reader, how):
    gone, _ = unread(memory, BERLIN, "My sister Nina has two cats.")
    reader.happens = lambda: getattr(memory, how)(gone)
    memory.extract()
    assert facts(memory) == ["Nina has two cats."]
    assert memory.pending() == []
    assert memory.engine.journal.open_windows("default") == []
    assert all("lives in Berlin" not in (event.new_memory or "") for event in memory.events())
    assert memory.doctor().ok


def test_what_is_edited_while_the_model_answers_is_read_as_it_is_then(memory, reader):
    (message,) = unread(memory, BERLIN)
    reader.facts["Porto"] = [fact(0, "I live in Porto", "Ana lives in Porto.")]
    reader.happens = lambda: memory.update(message, "I live in Porto.")
    assert [one.memory for one in memory.extract()] == ["Ana lives in Porto."]
    assert facts(memory) == ["Ana lives in Porto."]
    assert memory.stale() == []


@pytest.mark.parametrize("change", ["delete", "update", "reject"])
def test_an_old_fact_that_changes_while_the_model_decides_is_decided_anew(memory, reader, change):
    (old,) = said(memory, BERLIN).facts
    decide = reader._decide

    def deciding(text):
        reader._decide = decide
        if change == "update":
            memory.update(old.id, "Ana lives in Hamburg.")
        else:
            getattr(memory, change)(old.id)
        return decide(text)

    reader._decide = deciding
    (new,) = said(memory, LISBON).facts
    assert (new.memory, new.status) == ("Ana lives in Lisbon.", None)
    if change != "delete":
        assert memory.get(old.id).superseded_by is None
    assert memory.pending() == []


def test_a_message_said_again_is_read_if_it_never_was(memory, reader):
    reader.fails = [ProviderError("It broke.", fix="Mend it.")] * 9
    with pytest.raises(ProviderError, match="It broke") as raised:
        said(memory, BERLIN)
    assert isinstance(raised.value.__cause__, ProviderError)
    reader.fails = []
    assert [one.memory for one in said(memory, BERLIN).facts] == ["Ana lives in Berlin."]
    assert list(said(memory, BERLIN).facts) == []


def test_what_the_background_read_before_is_told_all_the_same(memory, reader):
    reading, go = threading.Event(), threading.Event()

    def wait():
        reading.set()
        assert go.wait(30)

    reader.happens = wait
    memory.add([{"role": "user", "name": "Ana", "content": "Good morning."}], user_id="ana")
    assert reading.wait(30)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(said(memory, BERLIN)))
    waiting.start()
    while memory.count(user_id="ana") < 2:
        pass
    go.set()
    waiting.join(30)
    (result,) = answers
    assert [one.memory for one in result.facts] == ["Ana lives in Berlin."]
    assert result.extraction.read == 1


def test_nobody_waits_for_ever_for_a_job_that_is_cancelled(memory, reader):
    reading, go = threading.Event(), threading.Event()

    def wait():
        reading.set()
        assert go.wait(30)

    reader.happens = wait
    memory.add([{"role": "user", "name": "Ana", "content": "Good morning."}], user_id="ana")
    assert reading.wait(30)
    raised = []

    def extract():
        try:
            memory.extract()
        except JobError as error:
            raised.append(error)

    waiting = threading.Thread(target=extract)
    waiting.start()
    job = next(job for job in memory.jobs if job.running)
    queue = memory.engine.inference._queue
    while not queue._waiting:
        pass
    said(memory, BERLIN, infer=None)
    job.cancel()
    go.set()
    waiting.join(30)
    assert not waiting.is_alive()
    assert raised
    assert [one.memory for one in memory.extract()] == ["Ana lives in Berlin."]


def test_all_that_failed_is_tried_again_however_much_it_is(memory, reader):
    number = _AT_ONCE + 30
    texts = [f"Boat {n} is mine." for n in range(number)]
    reader.fails = [ProviderError("It broke.", fix="Mend it.")] * 1_000
    said(memory, *texts, infer=None)
    assert memory.extract(retry=False).failed in (0, number)
    assert len(memory.pending()) == number
    reader.fails = []
    reader.facts[f"Boat {number - 1} is"] = [fact(0, f"Boat {number - 1}", "A boat is Ana's.")]
    done = memory.extract()
    assert (done.read, done.failed) == (number, 0)
    assert facts(memory) == ["A boat is Ana's."]


def test_windows_of_others_are_left_to_others(memory, reader):
    unread(memory, BERLIN)
    unread(memory, "Nina has two cats.", user_id="bob")
    list(plans(memory.engine.journal, "default", profile("full"), scope=Scope(), failed=False))
    assert [one.memory for one in memory.extract(user_id="bob")] == ["Nina has two cats."]
    assert [one.message.user_id for one in memory.pending()] == ["ana"]


def test_a_fact_that_two_messages_say_has_both_as_sources(memory, reader):
    reader.facts["Indeed"] = [fact(0, "I live in Berlin", "Ana lives in Berlin.")]
    said(memory, BERLIN, "Indeed. I live in Berlin, as I said.")
    (one,) = memory.facts()
    assert len(one.sources) == 2
    assert memory.doctor().ok


def test_what_had_no_evidence_is_served_once_it_has_some_and_not_the_other_way(memory, reader):
    reader.facts["I like Oslo"] = [fact(0, "I live in Berlin", "Ana lives in Berlin.")]
    (first,) = said(memory, "I like Oslo.").facts
    assert first.status == "unsupported"
    (second,) = said(memory, BERLIN).facts
    assert (second.id, second.status) == (first.id, None)
    said(memory, "I like Oslo. Do you?")
    record = memory.get(first.id)
    assert record.withheld is None
    assert [source.quote for source in record.sources] == ["I live in Berlin"]


def test_a_budget_stops_reading_and_never_an_addition(memory, reader):
    unread(memory, BERLIN)
    memory.budget(tokens=110)
    assert [one.memory for one in memory.extract()] == ["Ana lives in Berlin."]
    done = said(memory, LISBON)
    assert [one.memory for one in done] == [LISBON]
    assert (list(done.facts), done.extraction.read) == ([], 0)
    assert "budget of 110 tokens is spent" in done.extraction.problems[0]
    assert [one.message.memory for one in memory.pending()] == [LISBON]
    memory.budget(usd=1)
    # What a call of it costs is known to be unknown after the first.
    assert "not known" in memory.extract().problems[0]
    memory.budget(clear=True)
    assert [one.memory for one in memory.extract()] == ["Ana lives in Lisbon."]
    with pytest.raises(ValidationError, match="tokens"):
        memory.budget(tokens=-1)
