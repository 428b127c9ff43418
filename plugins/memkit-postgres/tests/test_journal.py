"""What only this journal has: one order of events for many writers, and being woken."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psycopg
import pytest
from memkit_postgres.config import PostgresJournalConfig
from memkit_postgres.journal.journal import PostgresJournal

from memkit import Memory
from memkit.contracts import EVER, Add, Edit, Position, Remove, Restore, Selection
from memkit.domain.records import Scope
from memkit.domain.states import State
from memkit.errors import JournalError, ValidationError

EVERYTHING = Selection(scope=Scope(), where=None, now=EVER)


@pytest.fixture
def config(url, schema):
    return PostgresJournalConfig(url=url, schema_name=schema)


@pytest.fixture
def open_journal(config):
    opened = []

    def open_journal():
        opened.append(PostgresJournal(config))
        return opened[-1]

    yield open_journal
    for journal in opened:
        journal.close()


@pytest.fixture
def journal(open_journal):
    return open_journal()


def add(journal, *texts, user_id="alice", **fields):
    additions = [
        Add(scope=Scope(user_id=user_id), state=State(text=text, **fields)) for text in texts
    ]
    return journal.apply(additions, vectors={}, now=time.time_ns() // 1000, batch_id="b")


def test_events_become_visible_in_their_order(open_journal):
    """A follower that has read up to a number never misses one below it."""
    writers = [open_journal() for _ in range(4)]
    reader = open_journal()
    done = threading.Event()
    seen, gaps = [], []

    def read():
        while True:
            last = done.is_set()
            found = [e.seq for e in reader.events(after=len(seen))]
            if found != list(range(len(seen) + 1, len(seen) + 1 + len(found))):
                gaps.append((len(seen), found))
            seen.extend(found)
            if last:
                return

    thread = threading.Thread(target=read)
    thread.start()

    def write(number):
        for step in range(25):
            add(writers[number], *(f"{number} {step} {i}" for i in range(1 + number * 3)))
            texts = [f"{number} {step} 0", f"twin {number} {step}"]
            twin = add(writers[number], *texts)[1]
            # A change that fails gives its numbers back.
            failing = [
                *[Add(scope=Scope(user_id="x"), state=State(text=text)) for text in texts],
                Edit(id=twin.id, change=lambda state, text=texts[0]: State(text=text)),
            ]
            with pytest.raises(ValidationError):
                writers[number].apply(failing, vectors={}, now=0, batch_id="b")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    done.set()
    thread.join()
    assert gaps == []
    assert seen == list(range(1, reader.head().seq + 1))
    assert list(reader.check()) == []


def test_who_waits_is_woken_by_another_instance(open_journal):
    one, other = open_journal(), open_journal()
    token = one.changed()
    assert not one.wait(token, timeout=0.05)
    later = threading.Timer(0.1, lambda: add(other, "tea"))
    later.start()
    assert one.wait(token, timeout=60)
    later.join()
    # What happened before somebody waits counts too.
    assert one.wait(token, timeout=0)
    assert not one.wait(one.changed(), timeout=0)


def test_a_reset_wakes_too_and_numbers_go_on(open_journal):
    one, other = open_journal(), open_journal()
    add(one, "tea")
    token, head = other.changed(), other.head()
    one.reset()
    assert other.changed() != token
    assert other.head() == head
    add(one, "milk")
    assert [e.seq for e in other.events()] == [head.seq + 1]


def test_events_can_not_be_changed(journal, url, schema):
    add(journal, "tea")
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (
            "UPDATE {}.events SET at = 0",
            "DELETE FROM {}.events",
            "TRUNCATE {}.events",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                connection.execute(statement.format(schema))


def test_two_processes_may_open_a_new_database_at_once(config):
    with ThreadPoolExecutor(6) as threads:
        journals = list(threads.map(lambda _: PostgresJournal(config), range(6)))
    assert len({journal.journal_id for journal in journals}) == 1
    for journal in journals:
        journal.close()


def test_a_schema_of_another_program_is_refused(url, schema, config):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"CREATE TABLE {schema}.memories (key int)")
    with pytest.raises(JournalError, match=r"another program.* schema_name"):
        PostgresJournal(config)


def test_a_newer_format_is_refused(journal, url, schema, config):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"UPDATE {schema}.memkit_format SET version = 99")
    with pytest.raises(JournalError, match=r"format 99.*pip install -U memkit-postgres"):
        PostgresJournal(config)


def test_a_schema_may_have_any_name(url):
    name = f"Odd \"{uuid.uuid4().hex[:6]}\" '%s' schema"
    try:
        journal = PostgresJournal(PostgresJournalConfig(url=url, schema_name=name))
        (done,) = add(journal, "tea")
        assert journal.get([done.id])[done.id].memory == "tea"
        journal.close()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            quoted = name.replace('"', '""')
            connection.execute(f'DROP SCHEMA IF EXISTS "{quoted}" CASCADE')


def test_text_search_scores_as_the_local_store_does(open_memory):
    """BM25 is the same to a float's precision, whichever store computes it."""
    texts = [
        "tea", "tea tea tea", "green tea with Ana in Zürich", "a long story about tea and rain and "
        "many other things that happen on a train", "coffee", "日本語の文章", "rain " * 300,
        "it's Ana's",
    ]  # fmt: skip
    here, there = open_memory(), open_memory(store="local")
    for number, text in enumerate(texts):
        here.add(text, user_id=f"u{number % 2}", infer=False)
    journal = here.engine.journal
    for query in ["tea", "rain and tea", "Ana", "日本", "the", "zürich", "xylophone"]:
        for scope in (Scope(), Scope(user_id="u1")):
            wanted = Selection(scope=scope, where=None, now=EVER)
            here.engine.index.search_text("x", k=1, selection=wanted)
            there.search(query, **({"user_id": "u1"} if scope else {}))
            local = there.engine.index.search_text(query, k=10, selection=wanted)
            for other in (
                journal.search_text(query, k=10, selection=wanted),
                here.engine.index.search_text(query, k=10, selection=wanted),
            ):
                assert _rounded(other) == _rounded(local)
                assert other.ceiling == pytest.approx(local.ceiling)
                keys = np.array([*local.keys.tolist(), 2**40], np.int64)
                np.testing.assert_allclose(other.lookup(keys)[:-1], local.scores, atol=1e-4)
            words = query.split()
            assert journal.frequencies(words, scope) == here.engine.index.frequencies(words, scope)


def _rounded(matches):
    return dict(zip(matches.keys.tolist(), np.round(matches.scores, 4).tolist(), strict=True))


def test_texts_beyond_what_the_index_holds_are_kept(journal):
    """Terms longer than a lexeme, and more of them than a tsvector has room for."""
    endless = "x" * 5000
    book = " ".join(f"word{n}" for n in range(120_000))
    done = add(journal, endless, book, "x" * 4999)
    assert [journal.get([d.id])[d.id].memory for d in done] == [endless, book, "x" * 4999]
    found = journal.search_text(endless, k=5, selection=EVERYTHING)
    assert journal.read(found.keys)[int(found.keys[0])].memory == endless
    assert len(found) == 1
    assert len(journal.search_text("word7", k=5, selection=EVERYTHING)) == 1
    assert list(journal.check()) == []


def test_what_is_derived_is_checked_and_repaired(journal, url, schema):
    add(journal, "Tea in Zürich", metadata={"Stadt": "ZÜRICH"})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}")
        connection.execute("UPDATE texts SET terms = ''::tsvector, folded = 'x'")
        connection.execute("UPDATE memories SET fields = '{}', folded_fields = NULL, length = 9")
    problems = [problem.what for problem in journal.check()]
    assert problems == [
        "The text index is wrong about 1 texts.",
        "Filters see other metadata than 1 memory have.",
    ]
    journal.repair()
    assert list(journal.check()) == []
    assert len(journal.search_text("zürich", k=1, selection=EVERYTHING)) == 1


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("UPDATE memories SET name = 'x'", "differs from the state of 1 memory"),
        ("DELETE FROM memories", "differs from the state of 1 memory"),
        ("UPDATE head SET events = 0", "given out again"),
    ],
)
def test_damage_is_found(journal, url, schema, harm, problem):
    add(journal, "tea")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}")
        connection.execute(harm)
    assert any(problem in found.what for found in journal.check())


def test_many_derived_values_are_bounded(journal):
    for number in range(5):
        journal.cache_put(f"key {number}", b"\0\xff" * (8 << 20))
    kept = [journal.cache_get(f"key {number}") is not None for number in range(5)]
    assert kept == [False, True, True, True, True]
    assert journal.cache_get("key 4") == b"\0\xff" * (8 << 20)


def test_a_deleted_memory_comes_back_with_its_odd_name(journal):
    (done,) = add(journal, "a\0b", name="n\0\x01", role="tool")
    (event,) = journal.events()
    journal.apply([Remove(id=done.id)], vectors={}, now=1, batch_id="b")
    journal.apply([Restore(id=done.id, seq=event.seq)], vectors={}, now=2, batch_id="b")
    assert journal.get([done.id])[done.id].name == "n\0\x01"
    assert list(journal.check()) == []


def test_a_lone_surrogate_is_refused_and_nothing_is_written(journal):
    with pytest.raises(ValidationError, match="surrogate"):
        add(journal, "half \ud800")
    assert journal.head() == Position()
    add(journal, "whole")


def test_the_verbs_of_memory(open_memory):
    memory = open_memory(actor="ana")
    (added,) = memory.add("I moved to Lisbon", user_id="alice", metadata={"city": "Lisbon"})
    memory.update(added.id, "I moved to Porto")
    assert memory.search("Porto", user_id="alice")[0].id == added.id
    assert memory.as_of(1).search("Lisbon", user_id="alice")[0].memory == "I moved to Lisbon"
    memory.undo(memory.events()[-1].seq)
    assert memory.get(added.id).memory == "I moved to Lisbon"
    memory.delete(added.id)
    assert len(memory.search("Lisbon", user_id="alice")) == 0
    memory.undo(memory.events()[-1].seq)
    assert memory.search("Lisbon", user_id="alice", where="city icontains 'LIS'")[0].id == added.id
    assert [e.event for e in memory.history(added.id)] == [
        "ADD", "UPDATE", "UPDATE", "DELETE", "ADD",
    ]  # fmt: skip
    memory.add_space("static-2", wait=True, progress=False)
    memory.add("What a day", user_id="alice")
    assert memory.search("residence", user_id="alice", space="static-2")[0].id == added.id
    memory.use_space("static-2")
    memory.drop_space("hash")
    other = open_memory(embedder=None)
    other.add("From another window", user_id="alice")
    assert len(memory.get_all(user_id="alice")) == 3
    assert memory.search("window", user_id="alice")[0].memory == "From another window"
    assert memory.doctor().problems == ()
    memory.reindex()
    assert memory.search("window", user_id="alice")[0].memory == "From another window"
    memory.reset(confirm=True)
    assert len(memory.search("window", user_id="alice")) == 0
    assert len(other.search("window", user_id="alice")) == 0
    other.add("A new beginning", user_id="alice")
    assert memory.search("beginning", user_id="alice")[0].memory == "A new beginning"


def test_a_file_can_be_the_store_beside_it(url, schema, tmp_path):
    """The default store serves a journal that is not a file."""
    with Memory(
        journal={"provider": "postgresql", "config": {"url": url, "schema_name": schema}},
        embedder="hash",
    ) as memory:
        memory.add("tea", user_id="a")
        assert memory.search("tea", user_id="a")[0].memory == "tea"
