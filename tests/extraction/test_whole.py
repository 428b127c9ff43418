"""What one verb acknowledges is there as a whole: after a kill, a purge, another's decision."""

from __future__ import annotations

import threading

import pytest

from memkit import Memory
from memkit.errors import JournalError, MemkitWarning, ProviderError, ValidationError
from tests.extraction.test_facts import BERLIN, LISBON, Reader, fact
from tests.extraction.test_reading import Meanwhile, said, unread

SECRET = "My sister's password is hunter2."

# Dies at the first transaction of a journal, right after it.
DYING = """
    import os, signal, sys
    from memkit import Memory
    from memkit.builtin.sqlite.journal import SQLiteJournal

    memory = Memory(sys.argv[1], llm="echo", embedder="hash")
    real = SQLiteJournal.apply
    def dying(self, *given, **named):
        real(self, *given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    SQLiteJournal.apply = dying
    {}
"""


@pytest.fixture
def reader():
    return Meanwhile(
        facts={
            "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")],
            "to Lisbon": [fact(0, "from Berlin to Lisbon", "Ana lives in Lisbon.")],
            "hunter2": [fact(0, SECRET.rstrip("."), SECRET, about="sister")],
        },
        decisions={"Lisbon": ("adds", "Berlin")},
    )


@pytest.fixture
def memory(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader, embedder="hash") as memory:
        yield memory


def test_what_is_never_to_be_read_is_not_after_a_kill(start, tmp_path):
    child = start(
        DYING.format(f"memory.add({BERLIN!r}, user_id='ana', infer=False)"), tmp_path / "m"
    )
    child.communicate(timeout=120)
    assert child.returncode == -9
    with Memory(tmp_path / "m", llm="echo") as memory:
        assert [one.memory for one in memory.get_all()] == [BERLIN]
        assert memory.pending() == []
        assert memory.extract().read == 0


def test_a_dropped_derivation_leaves_no_facts_after_a_kill(start, tmp_path, reader):
    with Memory(tmp_path / "m", llm=reader, embedder="hash") as memory:
        said(memory, BERLIN)
        memory.derive("second", llm=Reader(reader.facts))
        assert memory.facts(derivation="second").total == 1
    child = start(DYING.format("memory.drop_derivation('second')"), tmp_path / "m")
    child.communicate(timeout=120)
    assert child.returncode == -9
    with Memory(tmp_path / "m", llm=reader) as memory:
        assert [one.name for one in memory.derivations] == ["default"]
        assert memory.facts(derivation="second") == []
        assert memory.facts().total == 1


def test_what_is_never_to_be_read_is_so_for_derivations_to_come(tmp_path, reader):
    with Memory(tmp_path / "m", embedder="hash") as memory:
        # There is nobody to read yet.
        said(memory, BERLIN, infer=False)
    with Memory(tmp_path / "m", llm=reader) as memory:
        assert memory.pending() == []
        assert memory.extract().read == 0
        assert memory.derive("second", llm=Reader(reader.facts)).read == 0
        # Who asks for it has it read nevertheless.
        (lives,) = said(memory, BERLIN).facts
        assert lives.memory == "Ana lives in Berlin."


@pytest.mark.parametrize("handled", [False, True])
def test_a_message_that_is_purged_while_the_model_answers_leaves_nothing(memory, reader, handled):
    """Also of the others in its window, which are read anew: the model saw both."""
    secret, berlin = unread(memory, SECRET, BERLIN)
    if handled:
        # It was read before, and is only shown beside the new one.
        memory.extract()
        (berlin,) = unread(memory, LISBON)
    reader.happens = lambda: memory.purge(secret)
    done = memory.extract()
    assert "purged while it was read" in done.problems[0]
    assert not any("hunter2" in one.memory for one in [*memory.facts(), *done])
    journal = memory.engine.journal
    assert "hunter2" not in repr([journal.calls(), journal.events(), journal.spending()])
    assert "hunter2" not in reader.asked[-1]
    assert berlin in [one.evidence.memory_id for one in done]
    assert memory.pending() == []
    assert journal.open_windows("default") == []
    # What it cost is told all the same.
    assert sum(one.usage.calls for one in memory.usage.recorded) == len(reader.asked)
    assert b"hunter2" not in b"".join(one.read_bytes() for one in journal.path.parent.iterdir())
    assert memory.doctor().ok


def test_a_fact_that_is_purged_while_the_model_decides_is_met_no_more(memory, reader):
    said(memory, BERLIN)
    (old,) = memory.facts()
    unread(memory, LISBON)

    def in_between(messages):
        if "new fact" in messages[-1].content.splitlines()[0]:
            memory.purge(old.id)

    real = reader.complete

    def complete(messages, **options):
        in_between(messages)
        return real(messages, **options)

    reader.complete = complete
    memory.extract()
    (lives,) = memory.facts()
    assert (lives.memory, "adds" in lives.data) == ("Ana lives in Lisbon.", False)
    assert "Ana lives in Berlin" not in repr(memory.engine.journal.calls())
    assert memory.pending() == []


def test_what_somebody_decided_meanwhile_is_not_decided_again(memory, reader, monkeypatch):
    reader.decisions = {"Lisbon": ("changes", "Berlin")}
    memory.set_wishes(review="changes")
    said(memory, BERLIN)
    said(memory, LISBON)
    (waits,) = memory.facts(status="proposed")
    real = memory.engine.journal.get

    def meanwhile(ids):
        monkeypatch.undo()
        memory.reject(waits.id)
        return real(ids)

    monkeypatch.setattr(memory.engine.journal, "get", meanwhile)
    with pytest.raises(ValidationError, match="not proposed"):
        memory.accept(waits.id)
    assert memory.get(waits.id).withheld in ("proposed", "rejected")
    (berlin,) = memory.facts(status="served")
    assert berlin.superseded_by is None


def test_all_that_is_pending_is_counted_and_listed(tmp_path):
    count = 10_050
    with Memory(tmp_path / "memory.db", llm="echo", embedder="hash") as memory:
        memory.engine.inference.follows = False
        memory.add_many((f"I saw boat number {n}." for n in range(count)), user_id="ana",
                        progress=False)  # fmt: skip
        memory.add("I saw a whale.", user_id="bob")
        first = memory.pending()
        assert (len(first), first.total) == (1_000, count + 1)
        assert f"{count + 1:,}" in repr(first)
        seen, cursor = [], None
        while True:
            page = memory.pending(user_id="ana", limit=4_000, cursor=cursor)
            assert page.total == count
            seen += [one.message.memory for one in page]
            cursor = page.cursor
            if cursor is None:
                break
        assert seen == [f"I saw boat number {n}." for n in range(count)]
        assert memory.derivations[0].pending == count + 1
        for wrong in ({"cursor": "x"}, {"limit": 0}):
            with pytest.raises(ValidationError):
                memory.pending(**wrong)


def boats(memory, count=30):
    """Let many messages be read in the background, and return the job."""
    texts = [f"I own boat number {number}." for number in range(count)]
    said(memory, *texts, infer=None)
    return next(job for job in memory.jobs if job.kind == "extract")


def ended(memory):
    """Let one more message be read in the background, and return the job when it has ended."""
    said(memory, BERLIN, infer=None)
    job = max((one for one in memory.jobs if one.kind == "extract"), key=lambda one: one.number)
    job.join()
    return job


def test_a_job_tells_how_many_messages_it_read(memory, reader):
    job = boats(memory)
    job.wait()
    assert (job.state, job.unit, job.completed, job.total) == ("done", "messages", 30, 30)
    assert job.message == "0 facts"


def test_a_job_that_is_cancelled_leaves_whole_windows_and_goes_on(memory, reader):
    reading, go = threading.Event(), threading.Event()
    reader.facts["boat"] = [fact(0, "I own boat number", "Ana owns boats.")]

    def wait():
        reading.set()
        assert go.wait(60)

    reader.happens = wait
    job = boats(memory, 400)
    assert reading.wait(60)
    job.cancel()
    go.set()
    job.join()
    assert job.state == "cancelled"
    # The window under way was read to its end, with its facts; the others wait.
    assert 0 < job.completed < 400
    assert memory.pending().total == 400 - job.completed
    asked = len(reader.asked)
    assert memory.doctor().ok
    job.resume().wait()
    assert memory.pending() == []
    # What was asked is not asked again.
    assert len(set(reader.asked)) == len(reader.asked) > asked


def test_a_job_tells_what_could_not_be_read_and_what_stopped_it(memory, reader, monkeypatch):
    reader.fails = [ProviderError("It broke.", fix="Mend it.")] * 100
    job = boats(memory, 3)
    job.join()
    assert (job.state, memory.pending().total) == ("done", 3)
    assert "3 messages could not be read" in job.message
    assert "It broke." in job.message

    def broken(*given, **named):
        raise JournalError("The disk is full.", fix="Make room.")

    reader.fails = []
    monkeypatch.setattr(memory.engine.journal, "put_window", broken)
    with pytest.warns(MemkitWarning, match="disk is full"):
        job = ended(memory)
    assert job.state == "failed"
    with pytest.raises(JournalError, match="disk is full"):
        job.wait()


def test_derivations_of_many_facts_are_put_side_by_side(tmp_path):
    """More than are compared at once: by their words where they are the same, else by meaning."""
    count = 1_500
    with Memory(tmp_path / "memory.db", llm="echo", embedder="hash") as memory:
        memory.engine.inference.follows = False
        messages = [{"memory": f"I saw boat number {n}.", "user_id": f"u{n}"} for n in range(count)]
        memory.add_many(messages, progress=False)
        ids = [record.id for record in memory.get_all(limit=count)]
        for name in ("default", "second"):
            memory.derive(name, llm="echo", wait=False)
            own = [
                {
                    "memory": f"{name} tells of {name}-{n}" if n % 3 else f"Boat {n} was seen.",
                    "user_id": f"u{n}",
                    "derived_by": name,
                    "sources": [{"memory_id": ids[n], "start": 0, "end": 5}] if n % 2 else [],
                }
                for n in range(count)
            ]
            memory.add_many(own, progress=False)
        found = memory.compare_derivations("default", "second")
    # Those with the same words of a message, and those that say the same.
    same = [n for n in range(count) if n % 2 or not n % 3]
    assert len(found.both) == len(same)
    assert all(one.user_id == other.user_id for one, other in found.both if one.sources)
    assert len(found.only_first) == len(found.only_second) == count - len(same)
