"""Files that somebody made to do harm: each is one clear error, soon and in little memory."""

from __future__ import annotations

import contextlib
import io
import json
import random
import resource
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit.comparison import Comparison, compare
from memkit.errors import MemkitError, ValidationError

Entries = dict[str, bytes]


@pytest.fixture
def entries(two_spaces: Any, tmp_path: Path) -> Entries:
    saved = compare(two_spaces, k=5).project("pca")
    saved.metrics  # noqa: B018 - is computed, and so saved
    saved.save(tmp_path / "whole.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip") as file:
        return {name: file.read(name) for name in file.namelist()}


def written(path: Path, entries: Entries) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(ValidationError) as caught:
        Comparison.load(path)
    assert len(str(caught.value)) < 1500 + len(str(path))
    return str(caught.value)


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def header(shape: str, descr: str = "'<f4'") -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def used(path: Path, entries: Entries) -> None:
    """A file that is taken can be looked at; what is odd in it costs no bare error."""
    try:
        loaded = Comparison.load(written(path, entries))
    except MemkitError:
        return
    loaded.metrics  # noqa: B018
    loaded.to_html(path.with_suffix(".html"))
    repr(loaded)


DEEP = "[" * 100_000
ODD: list[Any] = [
    None, True, 0, -1, 10**9, 10**30, 1.5, "", "x", "x" * 100_000, [], [[]], {}, {"a": 1}, [None],
    ["static-2"], ["a"] * 3, list(map(str, range(10_000))), "pca", "umap",
]  # fmt: skip
FIELDS = (
    "format", "version", "spaces", "wanted", "projection", "layout", "dims", "k", "seed", "notes",
    "selection",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_may_hold_anything(entries: Entries, tmp_path: Path, field: str) -> None:
    about = json.loads(entries["comparison.json"])
    for value in ODD:
        changed = {**about, field: value}
        used(tmp_path / "c.zip", {**entries, "comparison.json": json.dumps(changed).encode()})
    del about[field]
    refused(written(tmp_path / "c.zip", {**entries, "comparison.json": json.dumps(about).encode()}))


def test_every_field_of_a_memory_may_hold_anything(entries: Entries, tmp_path: Path) -> None:
    first, *rest = entries["memories.jsonl"].split(b"\n")
    record = json.loads(first)
    for field in [*record, "unknown"]:
        for value in [*ODD, {"deep": {"n": 10**300}}]:
            lines = [json.dumps({**record, field: value}).encode(), *rest]
            used(tmp_path / "c.zip", {**entries, "memories.jsonl": b"\n".join(lines)})


HOSTILE: dict[str, Callable[[Entries], Entries]] = {
    "deep JSON": lambda e: {**e, "comparison.json": DEEP.encode()},
    "deep field": lambda e: {
        **e, "comparison.json": e["comparison.json"][:-1] + f', "x": {DEEP}'.encode()
    },
    "deep memory": lambda e: {**e, "memories.jsonl": DEEP.encode()},
    "deep metadata": lambda e: {
        **e,
        "memories.jsonl": e["memories.jsonl"].replace(
            b'"metadata":{', b'"metadata":{"x":' + b'{"a":' * 150 + b"1" + b"}" * 150 + b",", 1
        ),
    },
    "half a character": lambda e: {
        **e, "comparison.json": e["comparison.json"].replace(b'"notes": [', b'"notes": ["\\ud800"')
    },
    "not a number": lambda e: {
        **e,
        "memories.jsonl": e["memories.jsonl"].replace(b'"metadata":{', b'"metadata":{"x":NaN,', 1),
    },
    "a memory twice": lambda e: {
        **e, "memories.jsonl": b"\n".join([e["memories.jsonl"].split(b"\n")[0]] * 60)
    },
    "too few memories": lambda e: {**e, "memories.jsonl": e["memories.jsonl"].split(b"\n")[0]},
    "no memories": lambda e: {**e, "memories.jsonl": b""},
    "no vectors": lambda e: {k: v for k, v in e.items() if not k.startswith("vectors/1")},
    "objects": lambda e: {**e, "vectors/0.npy": npy(np.array([{1: 2}] * 60, object))},
    "huge shape": lambda e: {**e, "vectors/0.npy": header("(60, 10000000000000)")},
    "negative shape": lambda e: {**e, "vectors/0.npy": header("(-60, -1)")},
    "shape of words": lambda e: {**e, "vectors/0.npy": header("('a', 60)")},
    "long shape": lambda e: {**e, "vectors/0.npy": header("(60, " + "1, " * 1000 + ")")},
    "record type": lambda e: {**e, "vectors/0.npy": header("(60, 4)", "[('a', '<f4')]")},
    "type of nothing": lambda e: {**e, "vectors/0.npy": header("(60, 4)", "'|V0'")},
    "text": lambda e: {**e, "vectors/0.npy": npy(np.array([["a"] * 4] * 60))},
    "whole numbers": lambda e: {**e, "vectors/0.npy": npy(np.ones((60, 4), int))},
    "another header": lambda e: {**e, "vectors/0.npy": b"\x93NUMPY\x09\x00" + b"\0" * 100},
    "code in a header": lambda e: {
        **e, "vectors/0.npy": header("(__import__('os').getpid(), 4)")
    },
    "no array": lambda e: {**e, "vectors/0.npy": b"\x93NUM"},
    "cut off": lambda e: {**e, "vectors/0.npy": e["vectors/0.npy"][:-1]},
    "too long": lambda e: {**e, "vectors/0.npy": e["vectors/0.npy"] + b"\0"},
    "NaN": lambda e: {**e, "vectors/0.npy": npy(np.full((60, 4), np.nan, np.float32))},
    "infinite": lambda e: {**e, "vectors/0.npy": npy(np.full((60, 4), np.inf, np.float32))},
    "too large": lambda e: {**e, "vectors/0.npy": npy(np.full((60, 4), 1e38, np.float32))},
    "no dimensions": lambda e: {**e, "vectors/0.npy": npy(np.ones((60, 0), np.float32))},
    "many dimensions": lambda e: {
        **e,
        "vectors/0.npy": npy(np.zeros((60, 100_000), np.float32)),
    },
    "bomb of text": lambda e: {**e, "memories.jsonl": b"\n" * (40 << 20)},
    "bomb of JSON": lambda e: {**e, "comparison.json": b" " * (80 << 20)},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_do_harm_is_refused(entries: Entries, tmp_path: Path, name: str) -> None:
    changed = HOSTILE[name](entries)
    assert changed != entries
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = written(tmp_path / "c.zip", changed)
    between = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "no saved comparison" in refused(path)
    # What is refused for its size is not read first.
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, between)
    assert grown < 300 << 10


def test_results_are_looked_at_before_they_are_used(entries: Entries, tmp_path: Path) -> None:
    """Every array of every result is replaced by others of all kinds."""
    names = [name for name in entries if name.startswith("derived/")]
    assert {name.split("/")[1].split("-")[0] for name in names} >= {
        "layout", "neighbours", "clusters", "geometry", "grouping", "faithfulness",
    }  # fmt: skip
    rng = np.random.default_rng(0)
    for name in names:
        with zipfile.ZipFile(io.BytesIO(entries[name])) as file:
            parts = {part: np.load(file.open(part)) for part in file.namelist()}
        for part, array in parts.items():
            odd = [
                array[:1], array.reshape(-1), np.full(array.shape, 10**9), array.astype("U8"),
                np.full(array.shape, np.inf), np.full(array.shape, -7), np.array(1.0),
                np.full(array.shape, np.nan), rng.permuted(array),
                np.empty((0, 0, 0)), np.zeros((*array.shape, 2)),
            ]  # fmt: skip
            for other in odd:
                buffer = io.BytesIO()
                with zipfile.ZipFile(buffer, "w") as inner:
                    for one, value in parts.items():
                        inner.writestr(one, npy(other if one == part else value))
                used(tmp_path / "c.zip", {**entries, name: buffer.getvalue()})
        for content in (b"", b"PK", npy(np.ones(3)), entries[name][:-30]):
            refused(written(tmp_path / "c.zip", {**entries, name: content}))
        inner_bomb = io.BytesIO()
        with zipfile.ZipFile(inner_bomb, "w", zipfile.ZIP_DEFLATED) as inner:
            inner.writestr("x.npy", header("(9000000, 9000000)") + b"\0" * (1 << 20))
        refused(written(tmp_path / "c.zip", {**entries, name: inner_bomb.getvalue()}))


def test_names_that_lead_elsewhere_are_never_followed(entries: Entries, tmp_path: Path) -> None:
    odd = {f"{up}evil.npz": b"x" for up in ("../", "/tmp/", "derived/../../", "C:\\")}
    loaded = Comparison.load(written(tmp_path / "c.zip", {**entries, **odd}))
    assert len(loaded) == 60
    assert sorted(path.name for path in tmp_path.rglob("*evil*")) == []


def test_entries_that_are_there_twice(entries: Entries, tmp_path: Path) -> None:
    path = written(tmp_path / "c.zip", entries)
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(path, "a") as file,
    ):
        file.writestr("comparison.json", b"{}")
    assert "twice" in refused(path)


def test_many_entries_are_not_listed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as file:
        for number in range(70_000):
            file.writestr(f"{number}", b"")
    assert "too many entries" in refused(tmp_path / "c.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing(entries: Entries, tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w", method) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    refused(tmp_path / "c.zip")


def test_a_bomb_of_gigabytes_is_refused_at_once(entries: Entries, tmp_path: Path) -> None:
    """Sizes that a file claims are believed only where they are small."""
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in entries.items():
            if name != "memories.jsonl":
                file.writestr(name, content)
        with file.open("memories.jsonl", "w", force_zip64=True) as entry:
            for _ in range(600):
                entry.write(bytes(1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "too large" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10


def test_bytes_at_random(entries: Entries, tmp_path: Path) -> None:
    whole = written(tmp_path / "c.zip", entries).read_bytes()
    rng = random.Random(1)
    for _ in range(300):
        changed = bytearray(whole)
        for _ in range(rng.choice((1, 3, 30))):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        if rng.random() < 0.3:
            del changed[rng.randrange(len(changed)) :]
        (tmp_path / "r.zip").write_bytes(changed)
        # Whatever else it raises is no MemkitError, and fails the test.
        with contextlib.suppress(MemkitError):
            Comparison.load(tmp_path / "r.zip")
