"""What Chroma is asked for, and what users are told when it does not answer."""

import socket
import subprocess
import sys

import pytest
from memkit_chroma.config import ChromaConfig
from memkit_chroma.store import ChromaStore

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    ProviderError,
    RateLimitError,
    ValidationError,
)
from memkit.plugins import spec_config
from memkit.testing import CANARY, DictContext, Reply, SampleMemory, WireServer
from memkit.testing.stores import all_keys, fill, put, random_units, search, select


def test_numbers_are_compared_to_the_last_digit(opened, context):
    numbers = [0.1, 0.1 + 2**-56, 0.30000000000000004, 0.3, 2**53 - 1, 2**53 - 2, -(2**53) + 1]
    store = opened()
    vectors = random_units(len(numbers), 8, seed=1)
    rows = [
        SampleMemory(metadata={"n": n}, vectors={"a": v})
        for n, v in zip(numbers, vectors, strict=True)
    ]
    put(store, context, rows)
    for number in numbers:
        for op in ("$gt", "$gte", "$lt", "$lte", "$eq"):
            selection = select({"n": {op: number}})
            assert all_keys(store, selection) == context.allowed_keys(selection).tolist()


def test_what_a_memory_had_before_is_not_found(opened, context):
    store = opened()
    (vector,) = random_units(1, 8, seed=1)
    (key,) = put(store, context, [SampleMemory(metadata={"n": 7}, vectors={"a": vector})]).tolist()
    store.upsert(context.edit(key, SampleMemory(metadata={"other": True}, vectors={"a": vector})))
    assert all_keys(store, select("n > 3")) == []
    assert all_keys(store, select("not n > 3")) == [key]


@pytest.mark.parametrize("exact_below", [0, 5_000])
def test_what_chroma_cannot_filter_comes_from_the_journal(opened, context, exact_below):
    store = opened(exact_below=exact_below)
    vectors = random_units(3_000, 8, seed=1)
    texts = ["Blue" if number % 2 else "red" for number in range(len(vectors))]
    rows = [SampleMemory(text=t, vectors={"a": v}) for t, v in zip(texts, vectors, strict=True)]
    put(store, context, rows)
    selection = select("memory icontains 'BLUE'")
    keys, scores = context.scores("a", vectors[0], selection)
    for k in (10, 1_400):
        found = search(store, vectors[0], k=k, selection=selection)
        assert len(found) == k
        assert (found.scores >= scores[k - 1] - 1e-4).mean() >= 0.95
        assert set(found.keys.tolist()) <= set(keys.tolist())


def test_two_journals_do_not_mix_in_one_collection(opened, context):
    store = opened(collection="ours")
    fill(store, context, random_units(3, 8, seed=1))
    two = DictContext(context.path)
    other = ChromaStore(ChromaConfig(collection="ours"), two)
    for act in (other.position, other.clear):
        with pytest.raises(ValidationError, match="belongs to another journal"):
            act()
    other.close()
    assert store.count() == 3


def test_a_journal_that_is_no_file_needs_a_place():
    store = ChromaStore(ChromaConfig(), DictContext())
    with pytest.raises(ValidationError, match=r"path=\.\.\. or a url"):
        store.position()


def test_a_server_that_is_down_is_told_at_once(opened):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        store = opened(url=f"http://127.0.0.1:{taken.getsockname()[1]}", timeout=2)
        with pytest.raises(ConnectionError, match="See that the server runs"):
            store.position()


def test_a_server_that_never_answers_is_given_up(opened):
    with WireServer(lambda request: Reply(delay=3, json={})) as server:
        store = opened(url=server.url, timeout=0.2)
        with pytest.raises(ConnectionError, match="See that the server runs"):
            store.position()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=401, json={"error": CANARY}), AuthenticationError),
        (Reply(status=403, json={"error": CANARY}), AuthenticationError),
        (Reply(status=400, json={"error": f"bad {CANARY}"}), ProviderError),
        (Reply(status=500, json={"error": f"oh {CANARY}"}), ConnectionError),
        (Reply(cut=True), ConnectionError),
        (Reply(status=429, headers={"Retry-After": "7"}, json={}), RateLimitError),
    ],
)
def test_errors_are_told_with_the_fix_and_without_the_key(opened, reply, error):
    with WireServer(lambda request: reply) as server:
        store = opened(url=server.url, api_key=CANARY)
        with pytest.raises(error) as caught:
            store.position()
    assert CANARY not in str(caught.value)
    assert type(caught.value) is error
    if error is RateLimitError:
        assert caught.value.retry_after == 7


def test_a_key_goes_in_its_header(opened):
    with WireServer(lambda request: Reply(status=401, json={})) as wire:
        store = opened(url=wire.url, api_key=CANARY)
        with pytest.raises(AuthenticationError):
            store.position()
        assert [r.headers.get("x-chroma-token") for r in wire.requests] == [CANARY]


def test_no_telemetry_and_no_model():
    """Neither posthog nor the model that Chroma would embed with is loaded or written."""
    script = """
import sys, tempfile, pathlib
from memkit import Memory
folder = pathlib.Path(tempfile.mkdtemp())
with Memory(folder / "m.db", store="chroma") as m:
    m.add("Tea", user_id="alice")
    m.search("tea", user_id="alice")
    print(m.engine.store._connection.client.get_settings().anonymized_telemetry)
print(sorted({"posthog", "onnxruntime", "tokenizers"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.split("\n")[:2] == ["False", "[]"], done.stderr


@pytest.mark.parametrize(
    "options",
    [
        {"url": "http://x", "path": "y"},
        {"url": "ftp://x"},
        {"url": "http://user:secret@x"},
        {"collection": "a/b"},
        {"index": "ivf"},
    ],
)
def test_options_that_do_not_fit(options):
    with pytest.raises(ValidationError) as caught:
        spec_config("store", "chroma", **options)
    assert "secret@" not in str(caught.value)


def test_what_the_graph_has_no_way_to_is_found(opened, context):
    """A row among many that are nearly alike, when another one was written again."""
    alike = random_units(1, 32, seed=1) + 0.02 * random_units(150, 32, seed=2)
    others = random_units(9, 32, seed=3)
    store = opened()
    put(store, context, [SampleMemory(vectors={"a": v}, metadata={"past": True}) for v in alike])
    keys = [
        int(put(store, context, [SampleMemory(vectors={"a": v}, metadata={"past": False})])[0])
        for v in others
    ]
    for key, vector in zip(keys, others, strict=True):
        search(store, vector, k=1)
        changed = SampleMemory(vectors={"a": vector}, metadata={"past": False, "n": key})
        store.upsert(context.edit(key, changed))
    for key, vector in zip(keys, others, strict=True):
        found = search(store, vector, k=1, selection=select("past = false"))
        assert found.keys.tolist() == [key]
