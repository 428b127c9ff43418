"""One server of `benchmarks.servers`, in the environment of its plug-in.

    python -m benchmarks.one_server NAME OPTIONS

OPTIONS are JSON: `n`, memories for counting round trips at a stand-in; `timed`, memories for times
on a real server. The result is the last line that is printed, JSON.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import data
from benchmarks.http_requests import Requests
from benchmarks.proxy import Proxy, proxy
from benchmarks.server_kinds import DIM, SERVERS, Config, Raw, properties
from memkit import Memory

COUNTED = 20
TIMED = 60
WARM_UP = 5
BULK = 1000
_SITTINGS = 3
# What a call leaves to the background has begun by then.
_AFTERWARDS = 0.05


# -- round trips ---------------------------------------------------------------------------------


def counted(name: str, n: int) -> dict[str, list[int]]:
    """Return how many requests each call of each verb makes, at a stand-in."""
    with (
        SERVERS[name].stand_in() as config,
        contextlib.ExitStack() as proxies,
        tempfile.TemporaryDirectory(prefix="memkit-servers-") as folder,
    ):
        between, passed = _through(config, proxies)
        workload = data.Workload(n)
        choice = {"provider": name, "config": passed}
        with Memory(Path(folder) / "memories.db", store=choice) as memory:
            memory.add_many(workload.memories(), progress=False)
            memory.search("warm", mode="vector")
            found = {}
            for verb, calls in _verbs(memory, workload, COUNTED):
                found[verb] = [_requests(call, between) for call in calls][WARM_UP:]
            found[f"add_many of {BULK:,}"] = [
                _requests(lambda part=part: _bulk(memory, part), between) for part in range(3)
            ]
            memory.close()
            return found


def _through(config: Config, stack: contextlib.ExitStack) -> tuple[list[Proxy], Config]:
    """Put a proxy before each address of a config; return them, and the config that uses them."""
    between, passed = [], dict(config)
    for option in ("url", "grpc_url"):
        address = config.get(option)
        if isinstance(address, str):
            host, _, port = address.rpartition(":")
            between.append(stack.enter_context(proxy(int(port), Requests)))
            passed[option] = f"{host}:{between[-1].port}"
    return between, passed


def _requests(call: Callable[[], object], between: Sequence[Proxy]) -> int:
    before = _settled(between)
    call()
    return _settled(between) - before


def _settled(between: Sequence[Proxy]) -> int:
    """Return how many requests there were so far, once no more are made."""
    before = -1
    while (now := sum(one.round_trips for one in between)) != before:
        before = now
        time.sleep(_AFTERWARDS)
    return now


def _verbs(
    memory: Memory, workload: data.Workload, count: int
) -> Iterator[tuple[str, Iterator[Callable[[], object]]]]:
    """Yield each verb and its calls, of which the first `WARM_UP` do not count."""
    n = count + WARM_UP
    asked = workload.questions(8 * n, asker="drawn")
    pieces = (asked[start : start + n] for start in itertools.count(0, n))
    added: list[str] = []

    def adding() -> Iterator[Callable[[], object]]:
        for i in range(n):
            text = f"A thing {i} of {secrets.token_hex(3)}: tea with Maya"
            yield lambda text=text: added.append(memory.add(text, user_id=data.user_id(3))[0].id)

    def searching(mode: Any, **options: Any) -> Iterator[Callable[[], object]]:
        for one in next(pieces):
            yield lambda one=one: memory.search(one.text, mode=mode, **options)

    def of_users() -> Iterator[Callable[[], object]]:
        for one in next(pieces):
            yield lambda one=one: memory.search(one.text, user_id=one.user_id)

    yield "add", adding()
    yield "search, vector", searching("vector")
    yield "search, text", searching("text")
    yield "search, hybrid", searching("hybrid")
    yield "search, hybrid, one user", of_users()
    yield "search, vector, category = 'food'", searching("vector", where="category = 'food'")
    yield "search, vector, priority >= 4", searching("vector", where="priority >= 4")
    yield "update", (lambda one=one: memory.update(one, text=f"Not {one}") for one in added)
    yield "delete", (lambda one=one: memory.delete(one) for one in added)


def _bulk(memory: Memory, part: int) -> None:
    memory.add_many(
        [
            {"memory": f"part {part}, {properties(row)['text']}", "user_id": f"bulk {row % 50}"}
            for row in range(BULK)
        ],
        progress=False,
    )


# -- times ---------------------------------------------------------------------------------------


def timed(name: str, n: int) -> dict[str, Any] | None:
    """Return times on a real server: milliseconds of calls, and rates of bulk additions."""
    server = SERVERS[name]
    config = server.real()
    if config is None:
        return None
    with (
        server.raw(config) as raw,
        tempfile.TemporaryDirectory(prefix="memkit-servers-") as folder,
        Memory(Path(folder) / "memories.db", store={"provider": name, "config": config}) as memory,
    ):
        workload = data.Workload(n)
        items = list(workload.memories())
        start = time.perf_counter()
        memory.add_many(items, progress=False)
        rates = {"filling": [n / (time.perf_counter() - start)]}
        memory.search("warm", mode="vector")
        times = _side_by_side(memory, workload)
        for verb, calls in _verbs(memory, workload, TIMED):
            if verb in ("add", "delete"):
                times[verb] = [_milliseconds(call) for call in calls][WARM_UP:]
            elif verb == "update":
                # It brings the texts to delete.
                list(calls)
        rates |= _bulk_rates(memory, raw)
        return {"times": times, "rates": rates}


def _side_by_side(memory: Memory, workload: data.Workload) -> dict[str, list[float]]:
    """Return times of searches of three modes, one after the other for each question."""
    times: dict[str, list[float]] = {}
    for one in workload.questions(4 * TIMED + WARM_UP, asker="largest"):
        for mode in ("vector", "text", "hybrid"):
            name = f"search, {mode}"
            taken = _milliseconds(lambda one=one, mode=mode: memory.search(one.text, mode=mode))
            times.setdefault(name, []).append(taken)
    return {name: taken[WARM_UP:] for name, taken in times.items()}


def _bulk_rates(memory: Memory, raw: Raw) -> dict[str, list[float]]:
    """Return rows a second of memkit and of the client itself, in turns."""
    chance = np.random.default_rng(7)
    rates: dict[str, list[float]] = {"add_many": [], "the client itself": []}
    for sitting in range(_SITTINGS):
        taken = _milliseconds(lambda sitting=sitting: _bulk(memory, 10 + sitting))
        rates["add_many"].append(BULK / taken * 1000)
        vectors = chance.normal(size=(BULK, DIM)).tolist()
        first = sitting * BULK
        taken = _milliseconds(lambda first=first, vectors=vectors: raw(first, vectors))
        rates["the client itself"].append(BULK / taken * 1000)
    return rates


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sizes = json.loads(sys.argv[2])
    server, *_ = sys.argv[1:]
    found = {"counted": counted(server, sizes["n"]), "timed": timed(server, sizes["timed"])}
    print(json.dumps(found))
