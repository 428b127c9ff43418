from __future__ import annotations

import contextlib
import gzip
import hashlib
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from memkit.builtin.configs import SQLiteConfig
from memkit.builtin.sqlite.journal import SQLiteJournal
from memkit.contracts.journal import Add, Edit, Remove, Restore, SpaceRow
from memkit.contracts.store import Position, Selection
from memkit.domain.records import Scope, Source
from memkit.domain.states import State
from memkit.domain.times import new_id
from memkit.engine.word_index import WordIndex
from memkit.errors import JournalError, MemkitError, NotFoundError, ValidationError
from memkit.filters import parse

DATA = Path(__file__).parents[1] / "data" / "journal_0_1_0"
# Values of the fields that most memories do without, defaults among them.
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "valid_from": st.sampled_from([None, 5, 10**15]),
        "valid_to": st.sampled_from([None, 6, 2 * 10**15]),
        "superseded_by": st.sampled_from([None, "01890000-0000-7000-8000-000000000009"]),
        "sources": st.sampled_from([(), (Source(document="ö", start=0, end=1, quote="\0"),)]),
        "derived_by": st.sampled_from([None, "", "a model"]),
        "said_by": st.sampled_from([None, "user", "ß"]),
        "pinned": st.booleans(),
        "withheld": st.sampled_from([None, "stale", "rejected"]),
        "data": st.dictionaries(st.text(max_size=3), st.integers(0, 3) | st.none(), max_size=2),
    },
)
ALICE, BOB = Scope(user_id="alice"), Scope(user_id="bob")
SPACE = SpaceRow(
    key="s",
    provider="custom",
    config={},
    model="m",
    dim=4,
    normalized=True,
    fingerprint=b"\0" * 16,
    default=True,
)


def opened(path: Any) -> SQLiteJournal:
    return SQLiteJournal(SQLiteConfig(path=str(path), durability="fast"))


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest, path: Path) -> Iterator[SQLiteJournal]:
    journal = opened(path if request.param == "file" else ":memory:")
    journal.put_space(SPACE)
    yield journal
    journal.close()


def vector(text: str) -> Any:
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())
    return np.random.default_rng(seed).standard_normal(4).astype(np.float32)


class Writer:
    """Applies instructions one transaction a call, at a time of its own."""

    def __init__(self, journal: SQLiteJournal) -> None:
        self.journal = journal
        self.now = 1_700_000_000_000_000

    def apply(self, *instructions: Any, vectors: bool = True, **more: Any) -> Any:
        self.now += 1000
        texts = [item.state.text for item in instructions if isinstance(item, Add)]
        texts += more.pop("texts", [])
        given = {"s": {text: vector(text) for text in texts}} if vectors else {}
        return self.journal.apply(instructions, vectors=given, now=self.now, batch_id="b", **more)

    def add(self, text: str, scope: Scope = ALICE, **state: Any) -> Any:
        (applied,) = self.apply(Add(id=new_id(), scope=scope, state=State(text=text, **state)))
        return applied


@pytest.fixture
def writer(journal: SQLiteJournal) -> Writer:
    return Writer(journal)


def everything(now: int = 0, scope: Scope | None = None, where: Any = None) -> Selection:
    return Selection(scope=scope or Scope(), where=parse(where), now=now)


def state_of(journal: SQLiteJournal) -> dict[int, Any]:
    return dict(journal.page(everything(), limit=10**6))


# -- files ---------------------------------------------------------------------------------------


def test_a_file_of_a_newer_memkit_is_refused_and_left_alone(path: Path) -> None:
    opened(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r"newer memkit .*9999.*pip install -U memkit-core$"):
        opened(path)
    assert path.read_bytes() == before


def test_a_file_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
        connection.execute("INSERT INTO songs VALUES ('Fado')")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="another program"):
        opened(path)
    # Not even its journal mode may change: the other program may not expect a write-ahead log.
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"hello, I am a text file" * 100, b"PK\x03\x04" + b"\0" * 5000]
)
def test_what_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(JournalError, match="not a SQLite file") as caught:
        opened(path)
    assert str(caught.value).endswith(caught.value.fix)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_memory(path: Path) -> None:
    path.touch()
    opened(path).close()
    opened(path).close()


def test_a_torn_file_is_a_journal_error(path: Path) -> None:
    journal = opened(path)
    journal.put_space(SPACE)
    Writer(journal).apply(
        *(Add(id=new_id(), scope=ALICE, state=State(text=f"t{i}")) for i in range(500))
    )
    journal.close()
    path.write_bytes(path.read_bytes()[:20_000])
    try:
        again = opened(path)
    except JournalError:
        return
    with contextlib.closing(again):
        try:
            problems = list(again.check())
        except MemkitError:
            return
    assert problems


def test_it_writes_ahead_and_waits_for_the_disk(path: Path) -> None:
    journal = SQLiteJournal(SQLiteConfig(path=str(path), durability="full"))
    with journal._connections.write() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] >= 10_000
    journal.close()


# -- events --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET reason = 'x'",
        "DELETE FROM events",
        "UPDATE events SET new_metadata = '{}' WHERE seq = 1",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
    ],
)
def test_events_are_append_only_even_for_other_programs(path: Path, sql: str) -> None:
    journal = opened(path)
    journal.put_space(SPACE)
    Writer(journal).add("tea", metadata={"n": 1})
    connection = sqlite3.connect(path)
    before = connection.execute("SELECT * FROM events").fetchall()
    try:
        connection.execute(sql)
    except sqlite3.IntegrityError as error:
        told = str(error)
    else:
        told = "append-only, and nothing was done"
    assert "append-only" in told
    connection.commit()
    after = connection.execute("SELECT * FROM events").fetchall()
    connection.close()
    journal.close()
    assert after == before


def test_numbers_rise_without_gaps_in_the_order_of_commits(writer: Writer) -> None:
    for i in range(5):
        writer.add(f"t{i}")
    with pytest.raises(NotFoundError):
        writer.apply(
            Add(id=new_id(), scope=ALICE, state=State(text="never")), Remove(id="no such id")
        )
    writer.add("last")
    assert [event.seq for event in writer.journal.events()] == [1, 2, 3, 4, 5, 6]


def test_a_transaction_is_all_or_nothing(writer: Writer) -> None:
    kept, other = writer.add("kept"), writer.add("other")
    head, before = writer.journal.head(), state_of(writer.journal)

    def broken(state: State) -> State:
        raise ZeroDivisionError

    failing: list[tuple[Any, type[Exception]]] = [
        (Remove(id="none"), NotFoundError),
        (Restore(id=kept.id, seq=99), NotFoundError),
        (Edit(id="none", change=lambda state: state), NotFoundError),
        (Edit(id=other.id, change=broken), ZeroDivisionError),
    ]
    for last, error in failing:
        with pytest.raises(error):
            writer.apply(
                Add(id=new_id(), scope=BOB, state=State(text="new")),
                Edit(id=kept.id, change=lambda state: replace(state, text="changed")),
                Remove(id=kept.id),
                last,
                texts=["changed"],
            )
        assert (writer.journal.head(), state_of(writer.journal)) == (head, before)
        assert not writer.journal.known_texts("s", ["new", "changed"])
    with pytest.raises(ValidationError, match="shape"):
        writer.journal.apply(
            [Add(id=new_id(), scope=BOB, state=State(text="new"))],
            vectors={"s": {"new": np.zeros(5, np.float32)}},
            now=1,
            batch_id="b",
        )
    assert state_of(writer.journal) == before
    assert list(writer.journal.check()) == []


def test_instructions_of_one_call_see_each_other(writer: Writer) -> None:
    one, two = new_id(), new_id()
    applied = writer.apply(
        Add(id=one, scope=ALICE, state=State(text="a")),
        Add(id=two, scope=ALICE, state=State(text="a")),
        Edit(id=one, change=lambda state: replace(state, text="b")),
        Add(id=two, scope=ALICE, state=State(text="a")),
        Remove(id=one),
        Restore(id=one, seq=2),
        texts=["b"],
    )
    assert [item.event for item in applied] == ["ADD", "NONE", "UPDATE", "ADD", "DELETE", "ADD"]
    assert {r.id: r.memory for r in state_of(writer.journal).values()} == {one: "b", two: "a"}
    assert applied[1].id == one


def test_a_restoration_into_the_slot_of_another_is_refused(writer: Writer) -> None:
    one = writer.add("a")
    writer.apply(Remove(id=one.id))
    two = writer.add("a")
    with pytest.raises(ValidationError, match=two.id):
        writer.apply(Restore(id=one.id, seq=1))
    assert [record.id for record in state_of(writer.journal).values()] == [two.id]


class Journaling(RuleBasedStateMachine):
    """Random changes; after each the state at every number is what it was when it was the last."""

    TEXTS = [f"text {i}" for i in range(6)] + ["", "日本語", "a\0b"]

    def __init__(self) -> None:
        super().__init__()
        self.journal = opened(":memory:")
        self.journal.put_space(SPACE)
        self.writer = Writer(self.journal)
        self.states: dict[int, dict[int, Any]] = {0: {}}
        self.ids: list[str] = []

    def remember(self) -> None:
        self.states[self.journal.head().seq] = state_of(self.journal)

    @rule(
        texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4),
        scope=st.sampled_from([ALICE, BOB]),
        expires=st.sampled_from([None, 1, 2 * 10**15]),
        role=st.sampled_from([None, "user", "assistant"]),
        metadata=st.dictionaries(st.text(max_size=3), st.integers(0, 3), max_size=2),
        fields=FIELDS,
    )
    def add(
        self, texts: Any, scope: Any, expires: Any, role: Any, metadata: Any, fields: Any
    ) -> None:
        applied = self.writer.apply(
            *(
                Add(
                    id=new_id(),
                    scope=scope,
                    state=State(text=t, role=role, expires_at=expires, metadata=metadata, **fields),
                )
                for t in texts
            )
        )
        self.ids += [item.id for item in applied if item.event == "ADD"]
        self.remember()

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), text=st.sampled_from(TEXTS), n=st.integers(0, 3), fields=FIELDS)
    def edit(self, data: Any, text: str, n: int, fields: Any) -> None:
        id_ = data.draw(st.sampled_from(self.ids))
        edit = Edit(id=id_, change=lambda s: replace(s, text=text, metadata={"n": n}, **fields))
        with contextlib.suppress(NotFoundError, ValidationError):
            self.writer.apply(edit, texts=[text])
        self.remember()

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def remove(self, data: Any) -> None:
        with contextlib.suppress(NotFoundError):
            self.writer.apply(Remove(id=data.draw(st.sampled_from(self.ids))))
        self.remember()

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        event = data.draw(st.sampled_from(self.journal.events()))
        there = event.memory_id in self.journal.get([event.memory_id])
        try:
            (applied,) = self.writer.apply(Restore(id=event.memory_id, seq=event.seq))
        except (NotFoundError, ValidationError):
            pass
        else:
            assert event.after is not None
            record = self.journal.get([applied.id])[applied.id]
            ignored = {"updated_at", "seq"}
            if there:
                # It may have been deleted and added again since: when it was stored is no state.
                ignored.add("created_at")
            if event.after.derived_by is not None and event.after.withheld in (None, "stale"):
                # That is decided anew, by what its sources say now.
                ignored.add("withheld")
            assert record.model_dump(exclude=ignored) == event.after.model_dump(exclude=ignored)
        self.remember()

    @invariant()
    def events_chain(self) -> None:
        last: dict[str, Any] = {}
        for event in self.journal.events():
            assert event.before == last.get(event.memory_id)
            assert (event.before is None) == (event.event == "ADD")
            assert (event.after is None) == (event.event == "DELETE")
            last[event.memory_id] = event.after
        there = {record.id: record for record in state_of(self.journal).values()}
        assert {id_: after for id_, after in last.items() if after} == there

    def teardown(self) -> None:
        for seq, state in self.states.items():
            assert dict(self.journal.state_at(seq)) == state
        assert list(self.journal.check()) == []
        self.journal.close()


TestJournaling = Journaling.TestCase
TestJournaling.settings = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class JournalingOn(Journaling):
    """The same on a file that 0.1.0 wrote: its events fold, and are undone, among new ones."""

    def __init__(self) -> None:
        super().__init__()
        self.journal.close()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "old.db"
        path.write_bytes(gzip.decompress((DATA / "memory.db.gz").read_bytes()))
        self.journal = opened(path)
        old = self.journal.spaces()
        self.journal.put_space(SPACE)
        for space in old:
            self.journal.drop_space(space.key)
        self.writer = Writer(self.journal)
        self.writer.now = 1_800_000_000_000_000
        texts = {r.memory for event in self.journal.events() for r in (event.after,) if r}
        self.journal.put_vectors("s", {text: vector(text) for text in texts})
        self.ids = sorted({event.memory_id for event in self.journal.events()})
        self.remember()

    def teardown(self) -> None:
        assert any(event.after and event.after.seq <= 30 for event in self.journal.events())
        super().teardown()
        self.folder.cleanup()


TestJournalingOn = JournalingOn.TestCase
TestJournalingOn.settings = TestJournaling.settings


def test_reset(writer: Writer) -> None:
    journal = writer.journal
    for i in range(5):
        writer.add(f"t{i}")
    journal.set_follower("f", Position(3, 3))
    name, head = journal.journal_id, journal.head()
    journal.reset()
    assert journal.journal_id != name
    assert journal.events() == []
    assert state_of(journal) == {}
    assert journal.count_vectors("s") == 0
    assert not journal.known_texts("s", ["t1"])
    assert journal.followers() == {}
    assert [row.key for row in journal.spaces()] == ["s"]
    # Keys and numbers are never given twice, also not over a reset.
    writer.add("again")
    assert journal.events()[0].seq > head.seq
    assert min(state_of(journal)) > 5
    assert list(journal.check()) == []


# -- deltas and followers ------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_deltas_lead_a_copy_to_the_head_in_any_steps(writer: Writer, limit: int) -> None:
    rng = random.Random(limit)
    journal, copy, position = writer.journal, {}, Position()
    for round_ in range(12):
        for _ in range(rng.randrange(8)):
            ids = [record.id for record in state_of(journal).values()]
            if rng.random() < 0.6 or not ids:
                writer.add(f"t{rng.randrange(30)}", rng.choice([ALICE, BOB]))
            elif rng.random() < 0.5:
                writer.apply(Remove(id=rng.choice(ids)))
            else:
                text = f"e{rng.randrange(1000)}"
                writer.apply(
                    Edit(id=rng.choice(ids), change=lambda s, text=text: replace(s, text=text)),
                    texts=[text],
                )
        if round_ == 6:
            journal.put_space(replace(SPACE, key="late", default=False))
            journal.put_vectors(
                "late", {r.memory: vector(r.memory) for r in state_of(journal).values()}
            )
        for _ in range(1000):
            delta = journal.delta(position, limit=limit)
            assert not set(delta.changed.tolist()) & set(delta.deleted.tolist())
            for key in delta.deleted.tolist():
                copy.pop(key, None)
            batch = journal.batch(delta.changed, spaces=[row.key for row in journal.spaces()])
            assert batch.keys.tolist() == delta.changed.tolist()
            for i, key in enumerate(batch.keys.tolist()):
                copy[key] = (batch.records[i], {s: v[i].tolist() for s, v in batch.vectors.items()})
            if delta.position == position:
                break
            assert delta.position.seq >= position.seq
            position = delta.position
        assert position == journal.head()
        assert {key: record for key, (record, _) in copy.items()} == state_of(journal)
    for record, vectors in copy.values():
        assert vectors["s"] == vector(record.memory).tolist()
        assert "late" in vectors


def test_followers_are_remembered_and_forgotten(journal: SQLiteJournal) -> None:
    assert journal.follower("f") == Position()
    journal.set_follower("f", Position(3, 4))
    journal.set_follower("g", Position(1, 1))
    journal.set_follower("f", Position(5, 6))
    assert journal.followers() == {"f": Position(5, 6), "g": Position(1, 1)}
    journal.set_follower("f", None)
    assert journal.follower("f") == Position()


def test_changed_tells_of_every_write(path: Path) -> None:
    one, two = opened(path), opened(path)
    one.put_space(SPACE)
    writer = Writer(one)
    changes: list[Callable[[], Any]] = [
        lambda: writer.apply(Add(scope=ALICE, state=State(text="a")), vectors=False),
        lambda: one.put_vectors("s", {"a": vector("a")}),
        lambda: one.put_space(replace(SPACE, state="filling")),
        one.reset,
        lambda: one.set_follower("f", Position(1, 1)),
    ]
    for change in changes:
        seen = one.changed(), two.changed()
        assert (one.changed(), two.changed()) == seen
        change()
        assert one.changed() != seen[0]
        assert two.changed() != seen[1]
    one.close()
    two.close()


# -- text search ---------------------------------------------------------------------------------

TEXTS = [
    "green tea in the morning",
    "black tea",
    "coffee with milk",
    "a café in München",
    "東京で寿司を食べました",
    "ฉันชอบดื่มชาเขียว",
    "the the the",
    "tea tea tea and nothing but tea",
    "Straße nach Köln",
    "",
]


@pytest.fixture
def worded(writer: Writer) -> Writer:
    for text in TEXTS:
        writer.add(text)
    writer.add("tea of bob", BOB)
    return writer


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tea", {0, 1, 7}),
        ("TEAS", {0, 1, 7}),
        ("milk coffee", {2}),
        ("cafe", {3}),
        ("munchen", {3}),
        ("寿司", {4}),
        ("東京", {4}),
        ("ชาเขียว", {5}),
        ("strasse", {8}),
        ("the", {0, 6}),
        ("nothing here matches", {7}),
        ("", set()),
        ("?!", set()),
    ],
)
def test_words_beside_a_store_that_has_none(worded: Writer, query: str, expected: set[int]) -> None:
    found = WordIndex(worded.journal).search_text(query, k=10, selection=everything(scope=ALICE))
    records = worded.journal.read(found.keys)
    assert {TEXTS.index(records[key].memory) for key in found.keys.tolist()} == expected
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)
    assert (found.scores > 0).all()


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        'a" OR "b',
        "tea AND NOT (",
        "NEAR(tea)",
        "*",
        "tea*",
        "^tea",
        "-tea",
        "terms : tea",
        "scope:u",
        "{x}",
        ";--",
        "\0",
        "tea\0",
        "% _",
        "() OR ()",
        "tea " * 5000,
        " ".join(f"word{i}" for i in range(3000)) + " tea",
    ],
    ids=lambda query: query[:12],
)
def test_no_character_and_no_length_breaks_a_query(worded: Writer, query: str) -> None:
    found = WordIndex(worded.journal).search_text(query, k=10, selection=everything(scope=ALICE))
    assert ("tea" in query) == bool(len(found))


def test_text_search_obeys_scope_filter_and_expiry(worded: Writer) -> None:
    search = WordIndex(worded.journal).search_text
    worded.add("tea that ends", expires_at=50, metadata={"n": 1})
    assert len(search("tea", k=10, selection=everything(0, ALICE))) == 4
    assert len(search("tea", k=10, selection=everything(50, ALICE))) == 3
    assert len(search("tea", k=10, selection=everything(49, ALICE, {"n": 1}))) == 1
    assert len(search("tea", k=10, selection=everything(0, BOB))) == 1
    assert len(search("tea", k=2, selection=everything(0, ALICE))) == 2


# -- vectors -------------------------------------------------------------------------------------


def test_vectors_belong_to_texts_and_stay_when_memories_go(writer: Writer) -> None:
    journal = writer.journal
    one = writer.add("tea")
    writer.add("tea", BOB)
    assert journal.count_vectors("s") == 2
    assert journal.known_texts("s", ["tea", "coffee"]) == {"tea"}
    writer.apply(Remove(id=one.id))
    assert journal.count_vectors("s") == 1
    assert journal.text_vectors("s", ["coffee", "tea"]).tolist() == [
        [0] * 4,
        vector("tea").tolist(),
    ]
    # A vector that is there is kept, and texts that are nowhere are left out.
    journal.put_vectors("s", {"tea": vector("other"), "unknown": vector("x")})
    assert journal.text_vectors("s", ["tea"])[0].tolist() == vector("tea").tolist()
    assert not journal.known_texts("s", ["unknown"])
    keys = np.array([999, *state_of(journal)], np.int64)
    assert journal.vectors("s", keys).tolist() == [[0] * 4, vector("tea").tolist()]
    assert journal.vectors("s", keys[:0]).shape == (0, 4)


def test_a_memory_without_a_vector_leaves_its_space_incomplete(writer: Writer) -> None:
    journal = writer.journal
    writer.apply(Add(id=new_id(), scope=ALICE, state=State(text="tea")), vectors=False)
    assert journal.spaces()[0].state == "filling"
    assert journal.texts_without_vectors("s", limit=10) == ["tea"]
    journal.put_vectors("s", {"tea": vector("tea")})
    assert journal.texts_without_vectors("s", limit=10) == []


def test_more_texts_than_sql_takes_variables(writer: Writer) -> None:
    texts = [f"t{i}" for i in range(40_000)]
    writer.apply(*(Add(id=new_id(), scope=ALICE, state=State(text=t)) for t in texts[:2000]))
    assert writer.journal.known_texts("s", texts) == set(texts[:2000])
    assert len(writer.journal.get([new_id() for _ in range(40_000)])) == 0
    assert len(writer.journal.read(np.arange(40_000))) == 2000
    keys = writer.journal.allowed_keys(everything(), among=np.arange(40_000))
    assert len(keys) == 2000


def test_a_space_that_is_dropped_never_gives_its_number_again(journal: SQLiteJournal) -> None:
    journal.put_space(replace(SPACE, key="x", default=False))
    first = journal.spaces()[1].id
    journal.drop_space("x")
    journal.put_space(replace(SPACE, key="x", default=False))
    assert journal.spaces()[1].id > first


def test_one_default_space(journal: SQLiteJournal) -> None:
    journal.put_space(replace(SPACE, key="x"))
    assert [row.default for row in journal.spaces()] == [False, True]
