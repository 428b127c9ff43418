"""An export and an import give back every field, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memkit import Memory
from memkit.errors import MemkitError, ValidationError

BEGIN = datetime(2001, 1, 1, tzinfo=UTC)
UUIDS = st.uuids().map(str)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: bool(text.strip()))
TIMES = st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
    | TIMES.map(datetime.isoformat),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.text(st.characters(codec="utf-8")), JSON, max_size=4)
SOURCES = st.lists(
    st.fixed_dictionaries(
        {"document": WORDS},
        optional={"memory_id": UUIDS, "start": st.just(2), "quote": WORDS, "digest": WORDS},
    ),
    max_size=2,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "metadata": OBJECTS,
        "data": OBJECTS,
        "type": st.sampled_from(["semantic", "episodic", "procedural"]),
        "occurred_at": TIMES,
        "expires_at": TIMES,
        "valid_from": TIMES.filter(lambda time: time.year < 2000),
        "valid_to": TIMES.filter(lambda time: time.year >= 2000),
        "superseded_by": UUIDS,
        "sources": SOURCES,
        "derived_by": WORDS,
        "said_by": WORDS,
        "pinned": st.booleans(),
        "withheld": st.sampled_from(["unsupported", "stale", "proposed", "rejected"]),
    },
)
SCOPES = st.dictionaries(
    st.sampled_from(["user_id", "agent_id", "app_id", "run_id"]), WORDS, min_size=1
)
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant"]), "content": WORDS},
        optional={"name": WORDS, "created_at": TIMES},
    ),
    min_size=1,
    max_size=4,
)
CALLS = st.lists(
    st.tuples(st.one_of(WORDS, MESSAGES), SCOPES, FIELDS, st.sampled_from(["", "tag", "delete"])),
    min_size=1,
    max_size=4,
)


def filled(calls: Any) -> Memory:
    memory = Memory(":memory:", embedder="hash", actor="änna")
    for messages, scope, fields, then in calls:
        added = memory.add(messages, **scope, **fields, reason="because")
        for result in added[:1] if then and added[0].event == "ADD" else []:
            if then == "delete":
                memory.delete(result.id)
            else:
                memory.tag([result.id], {"tagged": [1, None]})
                memory.rate("a question?", result.id, False)
                memory.rate("another", result.id, True)
    return memory


def whole(memory: Memory) -> dict[str, Any]:
    """All that a memory holds, by what names it; NaN is nowhere and -0.0 is not 0.0."""
    journal = memory.engine.journal
    records = memory.get_all(limit=10_000)
    selected = [record for _, record in journal.page(_everything(), limit=10_000)]
    keys = np.array(list(journal.keys_of([r.id for r in selected]).values()), np.int64)
    names = {key: record.id for key, record in journal.read(keys).items()}
    replies = {(names[a], names[b]) for a, b in journal.replies(keys)}
    return {
        "visible": {record.id for record in records},
        "records": {record.id: repr(record.model_copy(update={"seq": 0})) for record in selected},
        "replies": replies,
        "ratings": journal.rated(),
    }


def _everything() -> Any:
    from memkit.contracts.store import EVER, Selection
    from memkit.domain.records import Scope

    return Selection(scope=Scope(), where=None, now=EVER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture
def open_new() -> Iterator[Callable[[], Memory]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Memory(":memory:", embedder="hash"))


several = settings(max_examples=15, suppress_health_check=list(HealthCheck))


@several
@given(calls=CALLS)
def test_memories_come_back_as_they_were(folder: Path, calls: Any) -> None:
    with filled(calls) as memory, Memory(":memory:", embedder="hash") as other:
        memory.export(folder / "out.jsonl")
        report = other.import_(folder / "out.jsonl", progress=False)
        assert report.errors == ()
        assert whole(other) == whole(memory)
        seqs = [event.seq for event in other.events()]
        again = other.import_(folder / "out.jsonl", progress=False)
        assert (again.added, again.updated, again.errors) == (0, 0, ())
        assert [event.seq for event in other.events()] == seqs
        assert other.doctor().ok


@several
@given(calls=CALLS)
def test_a_history_comes_back_as_it_was(folder: Path, calls: Any) -> None:
    with filled(calls) as memory, Memory(":memory:", embedder="hash") as other:
        assert memory.export(folder / "all.jsonl", history=True) >= len(memory.events())
        report = other.import_(folder / "all.jsonl", progress=False)
        assert report.errors == ()
        assert report.added == len(whole(memory)["records"])
        assert whole(other) == whole(memory)
        assert list(map(repr, other.events())) == list(map(repr, memory.events()))
        other.import_(folder / "all.jsonl", progress=False)
        assert len(other.events()) == len(memory.events())
        assert other.doctor().ok
        for event in memory.events():
            if event.event == "DELETE":
                assert _undone(other, event.seq) == _undone(memory, event.seq)
        assert whole(other)["replies"] == whole(memory)["replies"]


def _undone(memory: Memory, seq: int) -> str | None:
    try:
        return memory.undo(seq).id
    except MemkitError:  # its scope says the same again
        return None


CHAT = [
    {"role": "user", "content": "Where is the key?"},
    {"role": "assistant", "content": "Under the mat."},
    {"role": "user", "content": "Thanks!"},
]


def contents(memory: Memory) -> list[tuple[str, str]]:
    """Pairs of texts: what was said, and what was said right after it."""
    texts = {record.id: record.memory for record in memory.get_all(limit=100)}
    found = memory.engine.journal.replied_to(list(texts))
    return sorted((texts.get(before, "?"), texts[after]) for after, before in found.items())


@pytest.mark.parametrize("batch_size", [1, 2, 100])
@pytest.mark.parametrize("turned", [False, True])
def test_replies_come_back_whatever_the_order_and_the_batches(
    open_new: Callable[[], Memory], tmp_path: Path, batch_size: int, turned: bool
) -> None:
    memory, other = open_new(), open_new()
    memory.add(CHAT, user_id="a")
    memory.export(tmp_path / "x.jsonl")
    if turned:
        lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
        (tmp_path / "x.jsonl").write_text("\n".join(reversed(lines)), "utf-8")
    other.import_(tmp_path / "x.jsonl", batch_size=batch_size, progress=False)
    assert contents(other) == contents(memory) != []


def test_replies_find_what_is_there_under_another_id(
    open_new: Callable[[], Memory], tmp_path: Path
) -> None:
    memory, other = open_new(), open_new()
    memory.add(CHAT, user_id="a")
    memory.export(tmp_path / "x.jsonl")
    (there,) = other.add("Where is the key?", user_id="a")
    for batch_size in (1, 100):
        other.import_(tmp_path / "x.jsonl", batch_size=batch_size, progress=False)
        assert contents(other) == contents(memory)
        assert (
            there.id
            in other.engine.journal.replied_to([record.id for record in other.get_all()]).values()
        )


def test_a_part_keeps_its_links_for_when_the_rest_comes(
    open_new: Callable[[], Memory], tmp_path: Path
) -> None:
    memory, other = open_new(), open_new()
    memory.add(CHAT, user_id="a")
    memory.export(tmp_path / "said.jsonl", where="role = 'assistant'")
    memory.export(tmp_path / "asked.jsonl", where="role = 'user'")
    for name in ("said", "asked"):
        other.import_(tmp_path / f"{name}.jsonl", progress=False)
    assert contents(other) == contents(memory)


def test_a_history_needs_a_memory_without_one(
    open_new: Callable[[], Memory], tmp_path: Path
) -> None:
    memory, other = open_new(), open_new()
    memory.add("one", user_id="a")
    memory.export(tmp_path / "x.jsonl", history=True)
    other.add("two", user_id="a")
    with pytest.raises(ValidationError, match="this memory has one of its own"):
        other.import_(tmp_path / "x.jsonl", progress=False)
    assert len(other.events()) == 1


def test_a_history_of_a_part(open_new: Callable[[], Memory], tmp_path: Path) -> None:
    memory = open_new()
    (kept,) = memory.add("one", user_id="a")
    memory.add("two", user_id="b")
    (gone,) = memory.add("three", user_id="a")
    memory.update(kept.id, "uno")
    memory.delete(gone.id)
    for options, texts in (
        ({"user_id": "a"}, ["one", "three", "uno", None]),
        ({"where": "memory = 'uno'"}, ["one", "uno"]),
    ):
        memory.export(tmp_path / "x.jsonl", history=True, **options)
        other = open_new()
        other.import_(tmp_path / "x.jsonl", progress=False)
        assert [event.new_memory for event in other.events()] == texts


def test_an_import_that_was_killed_goes_on(
    open_new: Callable[[], Memory], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, other = open_new(), open_new()
    for number in range(6):
        memory.add([f"{number} a", f"{number} b"], user_id="a")
    memory.export(tmp_path / "x.jsonl", history=True)
    apply = other.engine.journal.apply
    calls = 0

    def dying(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        return apply(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(other.engine.journal, "apply", dying)
        with pytest.raises(KeyboardInterrupt):
            other.import_(tmp_path / "x.jsonl", progress=False)
    assert len(other.events()) == 6
    other.import_(tmp_path / "x.jsonl", progress=False)
    assert list(map(repr, other.events())) == list(map(repr, memory.events()))


def test_what_people_call_alike_stays_metadata(memory: Memory) -> None:
    memory.add_many(
        [{"memory": "a film", "user_id": "a", "ratings": 5, "reply_to": "the critic"}],
        progress=False,
    )
    assert memory.get_all()[0].metadata == {"ratings": 5, "reply_to": "the critic"}


@pytest.mark.parametrize("name", ["updated_at", "created_at"])
def test_times_come_to_the_microsecond(memory: Memory, name: str) -> None:
    time = BEGIN + timedelta(microseconds=123_457)
    memory.add_many([{"memory": "x", "user_id": "a", name: time.isoformat()}], progress=False)
    assert getattr(memory.get_all()[0], name) == time
