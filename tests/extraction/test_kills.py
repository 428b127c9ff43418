"""kill -9 between any two steps of reading: nothing is lost, nothing is paid for twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from memkit import Memory

KILLS = 66

# One process that forks a reader for each kill, so that only one has to start. The reader dies at
# the step whose number it is told: before or after anything that is asked, recorded or written.
READERS = """
    import hashlib, os, signal, sys
    from memkit import Memory
    from memkit.builtin.sqlite.journal import SQLiteJournal
    from tests.extraction.test_facts import Reader, fact

    path, kills = sys.argv[1], int(sys.argv[3])
    log = os.open(sys.argv[2], os.O_APPEND | os.O_WRONLY)
    left = 0

    def note(*said):
        os.write(log, (" ".join(map(str, said)) + "\\n").encode())

    def step(name):
        global left
        left -= 1
        if left == 0:
            note("killed", name)
            os.kill(os.getpid(), signal.SIGKILL)

    def around(kind, name, done=lambda *given, **named: None):
        real = getattr(kind, name)
        def stepping(self, *given, **named):
            step("before " + name)
            found = real(self, *given, **named)
            done(*given, **named)
            step("after " + name)
            return found
        setattr(kind, name, stepping)

    class Paid(Reader):
        def complete(self, messages, *, schema=None, max_tokens="default"):
            said = repr([(one.role, one.content) for one in messages]) + repr(schema)
            key = hashlib.sha256(said.encode()).hexdigest()
            step("before complete")
            note("paid", key)
            self.last = key
            step("in complete")
            return super().complete(messages, schema=schema, max_tokens=max_tokens)

        def _decide(self, said):
            # Of all the old places the nearest.
            made = super()._decide(said)
            return list({one["fact"]: one for one in reversed(made)}.values())

    def reader():
        places = [f"Town{n}" for n in range(kills + 1)]
        facts = {
            f"live in {place}.": [fact(0, f"I live in {place}", f"Ana lives in {place}.")]
            for place in places
        }
        facts |= {
            f"number {n}.": [fact(0, f"I own boat number {n}", f"Ana owns boat number {n}.")]
            for n in range(kills + 1)
        }
        return Paid(facts=facts, decisions={"lives": ("changes", "lives")})

    def run(number):
        global left
        llm = reader()
        around(SQLiteJournal, "put_derivation")
        around(SQLiteJournal, "put_window")
        around(SQLiteJournal, "put_call", lambda call: note("recorded", llm.last))
        around(SQLiteJournal, "apply")
        with Memory(path, llm=llm, embedder="hash") as memory:
            # What is stored comes after all that was left: the step where it dies moves through.
            left = 0 if number == kills else 1 + number % 18
            said = [f"I live in Town{number}.", f"I own boat number {number}."]
            messages = [{"role": "user", "name": "Ana", "content": text} for text in said]
            for one in memory.add(messages, user_id="ana", infer=True):
                note("stored", one.id)
            memory.extract()

    # What is loaded here is loaded once.
    with Memory(":memory:", llm=reader(), embedder="hash") as memory:
        said = [{"role": "user", "content": f"I live in Town{n}."} for n in range(2)]
        for message in said:
            memory.add([message], user_id="ana", infer=True)
    os.truncate(sys.argv[2], 0)
    for number in range(kills + 1):
        child = os.fork()
        if child == 0:
            try:
                run(number)
            except BaseException as error:
                note("raised", repr(error))
            finally:
                os._exit(0)
        os.waitpid(child, 0)
    print("done", flush=True)
"""


def test_kill_9_between_any_two_steps_loses_nothing_and_pays_nothing_twice(
    start: Callable[..., Any], tmp_path: Any
) -> None:
    log = tmp_path / "log.txt"
    log.touch()
    child = start(READERS, tmp_path / "memory.db", log, KILLS)
    out, errors = child.communicate(timeout=300)
    assert out == "done\n", errors
    said = [tuple(line.split(" ", 1)) for line in log.read_text().splitlines()]
    assert [rest for verb, rest in said if verb == "raised"] == []
    killed = Counter(rest for verb, rest in said if verb == "killed")
    assert sum(killed.values()) >= 60
    assert len(killed) >= 8, killed

    # What was recorded is never asked again. Between an answer and its record a kill costs a call.
    recorded: set[str] = set()
    for verb, key in said:
        assert not (verb == "paid" and key in recorded), key
        if verb == "recorded":
            recorded.add(key)
    paid = Counter(key for verb, key in said if verb == "paid")
    unrecorded = killed["in complete"] + killed["before put_call"]
    assert sum(paid.values()) - len(paid) <= unrecorded

    with Memory(tmp_path / "memory.db") as memory:
        messages = [one for one in memory.get_all(limit=1_000) if one.role == "user"]
        facts = memory.facts(limit=1_000)
        stored = {id_ for verb, id_ in said if verb == "stored"}
        assert stored <= {message.id for message in messages}
        assert Counter(source.memory_id for fact in facts for source in fact.sources) == Counter(
            message.id for message in messages
        )
        assert len({fact.memory for fact in facts}) == len(facts)
        assert any(fact.superseded_by is not None for fact in facts)
        assert memory.pending() == []
        assert memory.engine.journal.open_windows("default") == []
        assert memory.doctor().ok
