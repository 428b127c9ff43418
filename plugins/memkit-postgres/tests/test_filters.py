"""Filters mean in PostgreSQL what they mean in Python, on the oddest of metadata."""

import random
import uuid

import psycopg
import pytest
from memkit_postgres.config import PostgresJournalConfig, PostgresStoreConfig
from memkit_postgres.journal.journal import PostgresJournal
from memkit_postgres.store.selections import condition
from memkit_postgres.store.store import PostgresStore

from memkit.contracts import EVER, Add, Selection
from memkit.domain.records import Scope
from memkit.domain.states import State
from memkit.engine.journal_context import JournalContext
from memkit.filters import JSON_FIELDS, TIME_FIELDS, And, Compare, Instant, Not, Or, matches

STRINGS = [
    "", "a", "A", "B", "ab", "Zürich", "ZÜRICH", "zürich", "Straße", "STRASSE", "ß", "ſ", "K", "k",
    "İ", "i̇", "ǰ", "ﬁ", "fi", "ΑΣ", "ας", "ασ", "\0", "\x01", "\x02", "\x03", "\x04", "a\0b",
    "\x01\x02\x02", "\x02\x02", "\0\x02", "\0\x01", "x\x01\x03", "'", '"', "\\", "%", "_", "{}",
    "😀", "\uffff", "\U0010ffff", "1", "true", "null", "2025-03-01", "2025-03-01T10:00:00Z",
    "2025-03-01 11:00+01:00", "2025-03-01T10:00:00.5", "2025-02-29", "2024-02-29", "2025-13-01",
    "2025-03-01T24:00", "2025-03-01T23:59:60", "0000-01-01", "0001-01-01T00:00+23:59",
    "9999-12-31T23:59:59.999999-23:59", "2025-03-01T10:00:00+0130", "２０２５-03-01", "1900-02-29",
    "2000-02-29", "2025-3-1", "2025-03-01T10", " 2025-03-01", "2025-03-01\n",
    "2025-03-01 10:00:00.123456789+01", "2025-03-01t10:00:00,5z", "2025-03-01T10:00:00.0000009 +05",
    "2025-03-01 24:00", "2025-03-01 24:00:00.0000001", "2025-03-01 24:00:01", "2025-W09-6",
    "2020-W53-7", "2021-W53-1", "2026-W53-7", "9999-W52-7", "0001-W01-1", "2025-W00-1", "2025-060",
    "2024-366", "2025-366", "2025-000", "1900-366", "2025-03-01 10:00:00-00:53:28",
    "2025-03-01 10:00:00+01 BC", "infinity", "2025-03-01T10:00:00+24", "2025-03-01T10:00:60Z",
]  # fmt: skip
NUMBERS = [
    0, -0.0, 0.0, 1, 1.0, -1, 0.1, 0.5, 1.5, 2**53, 2**53 + 1, float(2**53), 2**60, float(2**60),
    2**63 - 1, -(2**63), 9.2e18, 1e16, 1e22, 1e23, 1e300, 5e-324, 1.7976931348623157e308, 3, 3.0,
    1152921504606846976, 1152921504606847000, 0.30000000000000004, 0.3, -1e300,
]  # fmt: skip
OTHERS = [None, True, False]
KEYS = ["a", "b", "0", "A", "ключ", "a.b", "", "\0", '"', "\\", "$"]
SINGLE = ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$contains", "$icontains"]


def value(rng, depth=2):
    kind = rng.randrange(6 if depth else 4)
    if kind == 4:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == 5:
        return {rng.choice(KEYS): value(rng, depth - 1) for _ in range(rng.randrange(3))}
    return rng.choice((STRINGS, STRINGS, NUMBERS, OTHERS)[kind])


def operand(rng, op, field):
    # Operands are dates that can be shown; stored texts may be others.
    strings = [s for s in STRINGS if "23:59" not in s]
    if field == "created_at":
        return Instant(rng.randrange(10**15))
    if field == "pinned":
        return rng.random() < 0.5
    if op == "$icontains" or field not in JSON_FIELDS:
        return rng.choice(strings)
    choices = [*strings, *NUMBERS]
    if op not in ("$gt", "$gte", "$lt", "$lte"):
        choices += OTHERS
    if rng.random() < 0.25:
        return Instant(rng.choice([1740787200000000, 1740823200000000, 1740823200500000, 0]))
    return rng.choice(choices)


def leaf(rng):
    field = rng.choice(
        ["metadata"] * 6 + ["data"] * 3 + ["memory", "name", "user_id", "type", "role", "said_by"]
        + ["created_at", "expires_at", "valid_from", "valid_to", "pinned", "superseded_by"]
        + ["withheld"]
    )  # fmt: skip
    keys = (rng.choice(KEYS),) if rng.random() < 0.7 else (rng.choice(KEYS), rng.choice(KEYS))
    path = (field, *keys) if field in JSON_FIELDS else (field,)
    if rng.random() < 0.1:
        return Compare(path, "$exists", rng.random() < 0.5)
    time = field in TIME_FIELDS
    kind = "created_at" if time else field
    if rng.random() < 0.2:
        values = [operand(rng, "$eq", kind) for _ in range(rng.randrange(4))]
        values += [None] if rng.random() < 0.2 and field != "pinned" else []
        return Compare(path, rng.choice(["$in", "$nin"]), values)
    op = rng.choice(SINGLE[:2] if field == "pinned" else SINGLE[:6] if time else SINGLE)
    return Compare(path, op, operand(rng, op, kind))


def tree(rng, depth=2):
    kind = rng.random()
    if depth == 0 or kind < 0.5:
        return leaf(rng)
    if kind < 0.65:
        return Not(tree(rng, depth - 1))
    join = And if kind < 0.85 else Or
    return join(tuple(tree(rng, depth - 1) for _ in range(2)))


@pytest.fixture(scope="module")
def held(url):
    """A journal and a store of memories with odd metadata."""
    schema = f"memkit_test_{uuid.uuid4().hex[:12]}"
    journal = PostgresJournal(PostgresJournalConfig(url=url, schema_name=schema))
    store = PostgresStore(
        PostgresStoreConfig(url=url, schema_name=f"{schema}_index"),
        JournalContext(journal, journal),
    )
    rng = random.Random(7)
    additions = []
    for number in range(400):
        metadata = {rng.choice(KEYS): value(rng) for _ in range(4)}
        text = f"{rng.choice(STRINGS)} {number} {rng.choice(STRINGS)}"
        state = State(
            text=text,
            metadata=metadata,
            name=rng.choice([None, *STRINGS]),
            role=rng.choice([None, "user", "assistant"]),
            expires_at=rng.choice([None, 10**17]),
            valid_from=rng.choice([None, rng.randrange(10**15)]),
            valid_to=rng.choice([None, rng.randrange(10**15)]),
            superseded_by=rng.choice([None, "0190"]),
            said_by=rng.choice([None, *STRINGS]),
            pinned=rng.random() < 0.5,
            withheld=rng.choice([None, *STRINGS]),
            data={} if number % 3 else {rng.choice(KEYS): value(rng) for _ in range(4)},
        )
        scope = Scope(user_id=rng.choice([s for s in STRINGS if s.strip()]))
        additions.append(Add(scope=scope, state=state, created_at=rng.randrange(10**15)))
    journal.apply(additions, vectors={}, now=0, batch_id="b")
    records = dict(journal.page(everything(None), limit=1000))
    assert len(records) == len(additions)
    keys = journal.allowed_keys(everything(None))
    store.upsert(journal.batch(keys, spaces=[]))
    yield journal, store, records, additions
    store.close()
    journal.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE")
        connection.execute(f"DROP SCHEMA {schema}_index CASCADE")


def everything(where):
    return Selection(scope=Scope(), where=where, now=EVER)


def store_keys(store, where):
    """Return the keys of a store's rows that a filter keeps."""
    sql = condition(everything(where))
    with store._pool.connection() as connection:
        found = connection.execute(
            f"SELECT key FROM {store._tables().rows} r WHERE {sql.text} ORDER BY key", sql.params
        ).fetchall()
    return [key for (key,) in found]


def test_what_is_stored_comes_back_as_it_was(held):
    _, _, records, additions = held
    for record, item in zip(records.values(), additions, strict=True):
        assert repr(record.metadata) == repr(item.state.metadata)
        assert repr(record.data) == repr(item.state.data)
        assert (record.memory, record.name) == (item.state.text, item.state.name)
        assert record.scope == item.scope


@pytest.mark.parametrize("seed", range(12))
def test_filters_agree(held, seed):
    journal, store, records, _ = held
    rng = random.Random(seed)
    for _ in range(120):
        where = leaf(rng) if rng.random() < 0.6 else tree(rng)
        expected = [key for key, record in sorted(records.items()) if matches(where, record)]
        found = journal.allowed_keys(everything(where)).tolist()
        assert found == expected, f"{where!r}: {_differing(found, expected, records)}"
        assert store_keys(store, where) == expected, f"the store: {where!r}"


def _differing(found, expected, records):
    return [records[key] for key in sorted(set(found) ^ set(expected))[:2]]
