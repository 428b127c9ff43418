from __future__ import annotations

import random
import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import Memory
from memkit.builtin.configs import LocalConfig
from memkit.builtin.local_store import sidecar
from memkit.builtin.local_store.matrix import Matrix, top
from memkit.builtin.local_store.store import LocalStore
from memkit.contracts.store import Batch, Position, Selection, SpaceInfo
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import from_instant
from memkit.errors import MemkitWarning, SpaceError, StoreDamagedError
from memkit.filters import matches, parse
from memkit.text.bm25 import bm25, inverse_document_frequency
from memkit.text.terms import document, query_terms, terms

DIM = 8


class Model:
    """What a store should hold, as plainly as it can be said; also the context of the store."""

    journal_id = "model"

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.rows: dict[int, tuple[MemoryRecord, dict[str, Any]]] = {}

    def allowed_keys(self, selection: Selection, *, among: Any = None) -> Any:
        keys = sorted(self.rows) if among is None else sorted(among.tolist())
        return np.array(
            [k for k in keys if k in self.rows and allowed(self.rows[k][0], selection)], np.int64
        )

    def event_token(self, seq: int) -> str:
        return f"event {seq}"

    def frequencies(self, words: Sequence[str], scope: Scope) -> Any:
        raise AssertionError("the local store knows its own frequencies")

    def vectors(self, space: str, keys: Any) -> Any:
        return np.array([self.rows[key][1][space] for key in keys.tolist()], np.float32)

    def best_vectors(self, space: str, query: Any, selection: Selection) -> dict[int, float]:
        unit = query / (np.linalg.norm(query) or 1)
        found = {}
        for key, (record, vectors) in self.rows.items():
            vector = vectors.get(space)
            if vector is not None and vector.any() and unit.any() and allowed(record, selection):
                found[key] = float(vector @ unit / np.linalg.norm(vector))
        return found

    def best_texts(self, query: str, selection: Selection) -> tuple[dict[int, float], float]:
        scope = Selection(scope=selection.scope, where=None, now=0)
        held = {
            k: document(r.memory) for k, (r, _) in self.rows.items() if scope.scope.covers(r.scope)
        }
        n = len(held)
        average = max(1.0, sum(words.length for words in held.values()) / max(1, n))
        found = dict.fromkeys(held, 0.0)
        ceiling = 0.0
        for word in query_terms(query):
            counts = {
                k: max(words.terms.count(form) for form in word.forms) for k, words in held.items()
            }
            idf = inverse_document_frequency(sum(count > 0 for count in counts.values()), n)
            ceiling += idf
            for key, words in held.items():
                share = bm25(
                    np.array([counts[key]], np.float32),
                    np.array([words.length], np.float32),
                    idf=idf,
                    average_length=average,
                )
                found[key] += float(share[0])
        return {
            k: s for k, s in found.items() if s > 0 and allowed(self.rows[k][0], selection)
        }, ceiling


def allowed(record: MemoryRecord, selection: Selection) -> bool:
    now = from_instant(selection.now)
    return (
        selection.scope.covers(record.scope)
        and (record.expires_at is None or record.expires_at > now)
        and (selection.where is None or matches(selection.where, record))
    )


def record(key: int, text: str, scope: Scope, n: int, expires: int | None) -> MemoryRecord:
    return MemoryRecord(
        id=f"id{key}",
        memory=text,
        metadata={"n": n},
        created_at=from_instant(1),
        updated_at=from_instant(1),
        expires_at=None if expires is None else from_instant(expires),
        **scope.model_dump(),
    )


def batch_of(rows: dict[int, tuple[MemoryRecord, dict[str, Any]]], spaces: Sequence[str]) -> Batch:
    records = [r for r, _ in rows.values()]
    return Batch(
        keys=np.array(list(rows), np.int64),
        records=records,
        texts=[r.memory for r in records],
        scopes=[r.scope for r in records],
        expires_at=[
            None if r.expires_at is None else round(r.expires_at.timestamp() * 1e6) for r in records
        ],
        vectors={
            s: np.array([v.get(s, np.zeros(DIM)) for _, v in rows.values()], np.float32)
            for s in spaces
        },
    )


def agree(store: LocalStore, model: Model, rng: random.Random, spaces: Sequence[str]) -> None:
    assert store.count() == len(model.rows)
    for space in spaces:
        assert store.count(space) == sum(
            v[space].any() for _, v in model.rows.values() if space in v
        )
    for _ in range(4):
        scope = Scope(
            user_id=rng.choice([None, "a", "b", "nobody"]),
            agent_id=rng.choice([None, None, "g", "h"]),
            run_id=rng.choice([None, None, "r1"]),
        )
        where = rng.choice([None, None, {"n": {"$lt": 3}}, {"n": 99}, {"$not": {"n": 1}}])
        selection = Selection(scope=scope, where=parse(where), now=rng.choice([0, 150, 10**6]))
        k = rng.choice([1, 3, 10, 10_000])
        query = np.array([rng.gauss(0, 1) for _ in range(DIM)], np.float32)
        for space in spaces:
            expected = model.best_vectors(space, query, selection)
            found = store.search(space, query, k=k, selection=selection)
            same(found, expected, k)
            some = np.array(sorted(model.rows), np.int64)
            if found.lookup is not None and len(some):
                every = model.best_vectors(
                    space, query, Selection(scope=Scope(), where=None, now=0)
                )
                assert found.lookup(some).tolist() == pytest.approx(
                    [every.get(key, 0.0) for key in some.tolist()], abs=1e-5
                )
        words = " ".join(rng.choices(["red", "green", "blue", "none", "日本"], k=3))
        expected, ceiling = model.best_texts(words, selection)
        found = store.search_text(words, k=k, selection=selection)
        same(found, expected, k)
        if model.rows and any(scope.covers(r.scope) for r, _ in model.rows.values()):
            assert found.ceiling == pytest.approx(ceiling, rel=1e-4)


def same(found: Any, expected: dict[int, float], k: int) -> None:
    keys = found.keys.tolist()
    assert len(keys) == min(k, len(expected))
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(expected)
    scores = found.scores.tolist()
    assert scores == pytest.approx([expected[key] for key in keys], abs=1e-4)
    assert scores == pytest.approx(sorted(expected.values(), reverse=True)[: len(keys)], abs=1e-4)
    assert scores == sorted(scores, reverse=True)


SCOPES = [
    Scope(user_id="a"),
    Scope(user_id="b"),
    Scope(user_id="a", agent_id="g"),
    Scope(agent_id="g"),
    Scope(user_id="b", agent_id="h", run_id="r1"),
    Scope(run_id="r1"),
    Scope(app_id="p"),
]


def random_row(key: int, rng: random.Random, spaces: Sequence[str]) -> Any:
    text = " ".join(rng.choices(["red", "green", "blue", "the", "日本語"], k=rng.randrange(0, 6)))
    expires = rng.choice([None, None, None, 100, 200])
    vectors = {
        space: np.zeros(DIM)
        if rng.random() < 0.1
        else np.array([rng.gauss(0, 1) for _ in range(DIM)])
        for space in spaces
    }
    return record(key, text, rng.choice(SCOPES), rng.randrange(5), expires), vectors


@pytest.mark.parametrize("seed", range(8))
def test_random_changes_against_a_dict(seed: int) -> None:
    rng = random.Random(seed)
    model = Model()
    store = LocalStore(LocalConfig(), model)
    spaces = ["s", "t"]
    for number, space in enumerate(spaces):
        store.open_space(SpaceInfo(key=space, id=number + 1, dim=DIM))
    agree(store, model, rng, spaces)
    last = 0
    for step in range(40):
        action = rng.random()
        if action < 0.5 or not model.rows:
            n = rng.choice([1, 1, 2, 10, 60])
            rows = {last + i + 1: random_row(last + i + 1, rng, spaces) for i in range(n)}
            last += n
            model.rows.update(rows)
            store.upsert(batch_of(rows, spaces))
        elif action < 0.7:
            keys = rng.sample(sorted(model.rows), min(len(model.rows), rng.choice([1, 3, 20])))
            rows = {}
            for key in keys:
                old, _ = model.rows[key]
                new, vectors = random_row(key, rng, spaces)
                rows[key] = (new.model_copy(update=old.scope.model_dump()), vectors)
            model.rows.update(rows)
            store.upsert(batch_of(rows, spaces))
            if rng.random() < 0.3:
                store.upsert(batch_of(rows, spaces))  # Each change may come twice.
        elif action < 0.9:
            keys = rng.sample(sorted(model.rows), min(len(model.rows), rng.choice([1, 3, 30])))
            for key in keys:
                del model.rows[key]
            store.delete(np.array([*keys, 10**9], np.int64))
        else:
            # Only one space comes: the other keeps its vectors.
            keys = rng.sample(sorted(model.rows), min(len(model.rows), 5))
            rows = {
                key: (model.rows[key][0], {"t": random_row(key, rng, ["t"])[1]["t"]})
                for key in keys
            }
            for key in keys:
                model.rows[key][1]["t"] = rows[key][1]["t"]
            store.upsert(batch_of(rows, ["t"]))
        if rng.random() < 0.7:
            store.moved(Position(step, step))
        if step % 4 == 0:
            agree(store, model, rng, spaces)
    agree(store, model, rng, spaces)
    store.drop_space("s")
    agree(store, model, rng, ["t"])
    with pytest.raises(SpaceError):
        store.search(
            "s",
            np.ones(DIM, np.float32),
            k=1,
            selection=Selection(scope=Scope(), where=None, now=0),
        )


@pytest.mark.parametrize("n_scopes", [5, 31, 33, 200])
def test_scopes_in_many_slices(n_scopes: int) -> None:
    # An agent's memories lie in as many slices as it has users.
    rng = random.Random(n_scopes)
    model = Model()
    store = LocalStore(LocalConfig(), model)
    store.open_space(SpaceInfo(key="s", id=1, dim=DIM))
    key = 0
    for part in range(3):
        rows = {}
        for user in range(n_scopes):
            for agent in ("g", "h"):
                key += 1
                scope = Scope(user_id=f"u{user}", agent_id=agent)
                text = rng.choice(["red fox", "green tree", "blue", ""])
                vector = np.array([rng.gauss(0, 1) for _ in range(DIM)])
                rows[key] = (record(key, text, scope, part, rng.choice([None, 100])), {"s": vector})
        model.rows.update(rows)
        store.upsert(batch_of(rows, ["s"]))
    doomed = rng.sample(sorted(model.rows), len(model.rows) // 10)
    for key in doomed:
        del model.rows[key]
    store.delete(np.array(doomed, np.int64))
    query = np.array([rng.gauss(0, 1) for _ in range(DIM)], np.float32)
    for scope in (
        Scope(agent_id="g"),
        Scope(agent_id="h"),
        Scope(user_id="u3"),
        Scope(),
        Scope(agent_id="x"),
    ):
        for where in (None, parse({"n": 1})):
            for now in (0, 150):
                selection = Selection(scope=scope, where=where, now=now)
                for k in (1, 7, 10_000):
                    same(
                        store.search("s", query, k=k, selection=selection),
                        model.best_vectors("s", query, selection),
                        k,
                    )
                    same(
                        store.search_text("red tree", k=k, selection=selection),
                        model.best_texts("red tree", selection)[0],
                        k,
                    )
        held = [terms(r.memory) for r, _ in model.rows.values() if scope.covers(r.scope)]
        assert tuple(store.frequencies(["red", "tree", "none"], scope)) == (
            len(held),
            [sum(word in words for words in held) for word in ("red", "tree", "none")],
        )


# -- the coded scan ------------------------------------------------------------------------------


def clouds(kind: str, n: int, dim: int, rng: Any) -> Any:
    if kind == "isotropic":
        return rng.standard_normal((n, dim))
    if kind == "one direction":
        return rng.standard_normal((n, dim)) * 0.02 + rng.standard_normal(dim)
    if kind == "clustered":
        centres = rng.standard_normal((20, dim)) * 3
        return centres[rng.integers(0, 20, n)] + rng.standard_normal((n, dim)) * 0.05
    if kind == "repeated":
        return rng.standard_normal((50, dim))[rng.integers(0, 50, n)]
    if kind == "spiky":
        vectors = rng.standard_normal((n, dim)) * 1e-4
        vectors[np.arange(n), rng.integers(0, dim, n)] = 1
        return vectors
    vectors = rng.standard_normal((n, dim))
    vectors[rng.random(n) < 0.4] = 0
    return vectors


@pytest.mark.parametrize(
    "kind", ["isotropic", "one direction", "clustered", "repeated", "spiky", "zeros"]
)
@pytest.mark.parametrize("dim", [16, 256])
def test_the_coded_scan_is_exact(kind: str, dim: int) -> None:
    rng = np.random.default_rng(len(kind) + dim)
    n = 9000
    vectors = clouds(kind, n, dim, rng).astype(np.float32)
    matrix = Matrix.of(vectors.copy())
    assert matrix.coded is not None
    lengths = np.linalg.norm(vectors, axis=1)
    units = vectors / np.where(lengths == 0, 1, lengths)[:, None]
    queries = [
        rng.standard_normal(dim),
        vectors[17] + 1e-3,
        vectors[18] - vectors[19],
        np.eye(dim)[0],
    ]
    for number, query in enumerate(queries):
        if not query.any():
            continue
        query = (query / np.linalg.norm(query)).astype(np.float32)
        barred = None if number % 2 else rng.random(n) < 0.3
        exact = units @ query
        exact[(lengths == 0) | (False if barred is None else barred)] = -np.inf
        for k in (1, 10, 300):
            places, scores = matrix.best(query, k, slice(0, n), barred)
            best = np.sort(exact)[::-1][:k]
            assert np.sort(scores)[::-1][:k].tolist() == pytest.approx(best.tolist(), abs=1e-5)
            assert exact[places].tolist() == pytest.approx(scores.tolist(), abs=1e-5)
            assert len(set(places.tolist())) == len(places)
            # More than k only where they equal the last one.
            assert scores.min() >= best[-1] - 1e-5


def test_a_slice_and_a_list_of_rows() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((12_000, 16)).astype(np.float32)
    matrix = Matrix.of(vectors.copy())
    query = vectors[0] / np.linalg.norm(vectors[0])
    exact = vectors / np.linalg.norm(vectors, axis=1)[:, None] @ query
    for rows in (slice(1000, 11_000), slice(5, 500), np.arange(3, 12_000, 2)):
        places, scores = matrix.best(query, 10, rows, None)
        expected = np.sort(exact[rows])[::-1][:10]
        assert np.sort(scores)[::-1][:10].tolist() == pytest.approx(expected.tolist(), abs=1e-5)
        assert exact[rows][places].tolist() == pytest.approx(scores.tolist(), abs=1e-5)


@pytest.mark.parametrize("n", [0, 1, 5, 4096, 4097, 5000, 100_000])
@pytest.mark.parametrize("k", [1, 10, 300, 10**6])
def test_top_is_the_beginning_of_a_sort_with_all_that_equal_its_last(n: int, k: int) -> None:
    rng = np.random.default_rng(n + k)
    for scores in (
        rng.standard_normal(n),
        np.zeros(n),
        np.repeat(rng.standard_normal(n // 50 + 1), 50)[:n],
        np.where(rng.random(n) < 0.9, -np.inf, rng.standard_normal(n)),
        np.full(n, -np.inf),
        np.sort(rng.standard_normal(n)),
    ):
        scores = scores.astype(np.float32)
        places = top(scores, k)
        finite = np.sort(scores[scores > -np.inf])[::-1]
        expected = finite[finite >= finite[min(k, len(finite)) - 1]] if len(finite) else finite
        assert np.sort(scores[places])[::-1].tolist() == expected.tolist()
        assert len(set(places.tolist())) == len(places)


def test_a_query_without_content_matches_nothing(memory: Memory) -> None:
    memory.add([f"tea {i}" for i in range(5)], user_id="a")
    for query in ("?!", '"', "...", "\u200b.", "🫖"):
        for mode in ("vector", "text", "hybrid"):
            hits = memory.search(query, user_id="a", mode=mode)
            assert all(hit.score > 0 for hit in hits)


def test_wrong_dimensions_and_spaces_are_refused() -> None:
    store = LocalStore(LocalConfig(), Model())
    store.open_space(SpaceInfo(key="s", id=1, dim=DIM))
    everything = Selection(scope=Scope(), where=None, now=0)
    with pytest.raises(SpaceError):
        store.search("s", np.ones(DIM + 1, np.float32), k=1, selection=everything)
    with pytest.raises(SpaceError):
        store.search("x", np.ones(DIM, np.float32), k=1, selection=everything)
    with pytest.raises(SpaceError):
        store.open_space(SpaceInfo(key="s", id=1, dim=DIM + 1))


# -- the sidecar ---------------------------------------------------------------------------------

N = 2200
QUERIES = ["tea number 7", "green tea in the garden", "number 1999", "milk"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed memory with a sidecar beside it."""
    folder = tmp_path_factory.mktemp("saved")
    with Memory(folder / "m.db", durability="fast", embedder="hash") as memory:
        memory.add_many(
            (
                {
                    "memory": f"tea number {i} {'green garden' if i % 3 else 'milk'}",
                    "user_id": f"u{i % 7}",
                    **({"agent_id": "g"} if i % 2 else {}),
                    "expires_at": "2001-01-01" if i % 50 == 0 else None,
                }
                for i in range(N)
            ),
            progress=False,
        )
        memory.delete(memory.get_all(limit=5)[4].id)
        memory.search("tea")
    assert (folder / "m.db.index").exists()
    return folder


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    for file in saved.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "m.db"


def answers(path: Path) -> Any:
    with Memory(path, durability="fast") as memory:
        found = [
            [(hit.memory, round(hit.score, 5)) for hit in memory.search(query, mode=mode, **scope)]
            for query in QUERIES
            for mode in ("vector", "text", "hybrid")
            for scope in ({}, {"user_id": "u3"}, {"agent_id": "g"})
        ]
        assert memory.doctor().problems == ()
        return found


def test_a_mapped_store_answers_like_a_rebuilt_one(copy: Path) -> None:
    mapped = answers(copy)
    copy.with_name("m.db.index").unlink()
    assert answers(copy) == mapped


def damaged(name: str, content: bytes) -> bytes:
    header = 16 + int.from_bytes(content[8:16], "little")
    return {
        "empty": b"",
        "cut short": content[: len(content) // 2],
        "cut by one": content[:-1],
        "longer": content + b"x",
        "header only": content[:header],
        "other magic": b"MEMKITS0" + content[8:],
        "another program's": b"\x89PNG\r\n\x1a\n" + content[8:],
        "huge header": content[:8] + b"\xff" * 8 + content[16:],
        "header of zeros": content[:16] + b"\0" * (header - 16) + content[header:],
        "header without a name": content.replace(b'"journal_id"', b'"journal_ix"', 1),
        "not json": content[:16] + b"[" + content[17:],
        "body of zeros": content[:header] + b"\0" * (len(content) - header),
        "a hole in the body": content[: header + 4096]
        + b"\0" * 8192
        + content[header + 4096 + 8192 :],
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "cut short",
        "cut by one",
        "longer",
        "header only",
        "other magic",
        "another program's",
        "huge header",
        "header of zeros",
        "header without a name",
        "not json",
        "body of zeros",
        "a hole in the body",
    ],
)
def test_a_damaged_sidecar_is_rebuilt_and_never_believed(
    copy: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = copy.with_name("m.db.index")
    expected = answers(copy)
    index.write_bytes(damaged(name, index.read_bytes()))
    # A file that does not begin as ours is nobody's damage.
    told = name not in {"other magic", "another program's"}
    # Not `catch_warnings`: where a thread of another test uses it meanwhile, both lose some.
    warned: list[type[Warning]] = []

    def noted(message: Warning | str, category: Any = UserWarning, **more: Any) -> None:
        warned.append(type(message) if isinstance(message, Warning) else category)

    monkeypatch.setattr(warnings, "warn", noted)
    assert answers(copy) == expected
    assert all(issubclass(each, MemkitWarning) for each in warned)
    assert warned or not told


def test_any_byte_of_the_header_may_be_wrong(copy: Path) -> None:
    index = copy.with_name("m.db.index")
    content = index.read_bytes()
    header = 16 + int.from_bytes(content[8:16], "little")
    good = sidecar.load(index)
    assert good is not None
    rng = random.Random(3)
    for _ in range(150):
        at = rng.randrange(0, header)
        index.write_bytes(content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :])
        try:
            found = sidecar.load(index)
        except StoreDamagedError:
            continue
        # What is believed must be what was written, or else a search would miss memories.
        assert (
            found is None
            or (
                found.position == good.position
                and found.spaces == good.spaces
                and found.segment.scopes == good.segment.scopes
                and found.segment.keys.tolist() == good.segment.keys.tolist()
            )
            or found.journal_id != good.journal_id
        )


def test_the_sidecar_of_another_journal_is_ignored(copy: Path) -> None:
    other = copy.with_name("other.db")
    with Memory(other, durability="fast", embedder="hash") as memory:
        memory.add("tea of another file", user_id="u3")
    shutil.copy(copy.with_name("m.db.index"), copy.with_name("other.db.index"))
    with Memory(other) as memory:
        assert [hit.memory for hit in memory.search("tea")] == ["tea of another file"]
        assert memory.doctor().ok


def test_an_older_sidecar_catches_up(copy: Path) -> None:
    index = copy.with_name("m.db.index")
    old = index.read_bytes()
    with Memory(copy, durability="fast") as memory:
        first, second = memory.get_all(limit=2)
        memory.delete(first.id)
        memory.update(second.id, "a zebra and nothing else")
        memory.add([f"a new giraffe {i}" for i in range(300)], user_id="u3")
    index.write_bytes(old)
    caught_up = answers(copy)
    with Memory(copy) as memory:
        assert memory.search("zebra", mode="text")[0].id == second.id
        assert len(memory.search("giraffe", mode="text", k=1000)) == 300
        assert first.id not in {hit.id for hit in memory.search(first.memory, k=50)}
    index.unlink()
    assert answers(copy) == caught_up


def test_a_sidecar_that_outlived_a_reset_is_ignored(copy: Path) -> None:
    index = copy.with_name("m.db.index")
    old = index.read_bytes()
    with Memory(copy) as memory:
        memory.reset(confirm=True)
    index.write_bytes(old)
    with Memory(copy) as memory:
        assert memory.search("tea") == []
        memory.add("tea", user_id="a")
        assert len(memory.search("tea")) == 1
        assert memory.doctor().ok


@pytest.mark.parametrize("dim", [16, 32])
def test_a_space_that_was_swapped_while_the_sidecar_slept(
    copy: Path, make_embedder: Callable[..., Any], dim: int
) -> None:
    with Memory(copy, durability="fast") as memory:
        memory.add_space(make_embedder("first"), key="x", wait=True, progress=False)
        memory.add([f"grow {i}" for i in range(400)], user_id="a", metadata={})
        memory.search("tea", mode="text")
        memory.engine.follower.catch_up()
    index = copy.with_name("m.db.index")
    old = index.read_bytes()
    assert b'"x"' in old
    second = make_embedder("second", dim)
    with Memory(copy, durability="fast") as memory:
        memory.drop_space("x")
        memory.add_space(second, key="x", wait=True, progress=False)
    index.write_bytes(old)
    with Memory(copy, durability="fast") as memory:
        memory.add_space(second, key="x", wait=True, progress=False)
        text = memory.get_all(limit=1)[0].memory
        hit = memory.search("tea number 3", space="x", mode="vector", k=1)[0]
        expected = float(second.vector("tea number 3") @ second.vector(hit.memory))
        assert hit.score == pytest.approx(expected, abs=1e-4)
        assert memory.search("tea", user_id="u1"), text
        assert memory.doctor().problems == ()


def test_two_processes_that_close_leave_a_sound_sidecar(copy: Path) -> None:
    one, two = Memory(copy, durability="fast"), Memory(copy, durability="fast")
    one.search("tea")
    two.add([f"new {i}" for i in range(500)], user_id="a")
    two.search("tea")
    two.close()
    one.close()
    with Memory(copy) as memory:
        assert len(memory.search("new", mode="text", k=1000)) == 500
        assert memory.doctor().problems == ()
    assert [p.name for p in copy.parent.iterdir() if p.name.endswith(".tmp")] == []


def test_without_a_sidecar_there_is_no_file(tmp_path: Path) -> None:
    store = {"provider": "local", "config": {"sidecar": False}}
    with Memory(tmp_path / "m.db", embedder="hash", store=store, durability="fast") as memory:
        memory.add_many((f"tea {i}" for i in range(2500)), user_id="a", progress=False)
        memory.search("tea")
    assert not (tmp_path / "m.db.index").exists()
