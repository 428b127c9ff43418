"""What is left after processes that were forked from one another wrote to one memory.

    python -m benchmarks.forks [--scenes 200] [--seed 1] [--only NAME]

A scene is a process of its own that opens a memory, forks in one of the ways of which there are
many, and has everybody go on: the child with the parent's object or with one of its own, while
threads search and add, from multiprocessing, concurrent.futures, a server that forks its workers
(gunicorn with --preload, where it is installed), with children that fork again, are killed
(SIGKILL), or close before or after their parents. Whoever adds a memory writes it down after the
call returned. When all have ended, a process that had no part in it opens the file: each memory
that was written down must be there once, and `doctor` must find nothing. A scene that does not end
within two minutes counts as one that hangs.

Where SQLite can't be used after a fork, in the child of a process that was inside of a call or
whose fork told nobody, the child must be refused the file, also if it opens it anew.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import ctypes
import functools
import http.client
import importlib.util
import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import Row, arguments, report
from memkit import Memory
from memkit.errors import JournalError

_LONGEST_SECONDS = 120
_ADDS = 12
_SETTINGS: dict[str, Any] = {"embedder": "hash", "durability": "fast"}

# -- the parts of a scene ----------------------------------------------------------------------


@dataclass
class Scene:
    """What a scene works with.

    Attributes:
        path: The memory's file.
        chance: Decides what the scene leaves open.
    """

    path: Path
    chance: random.Random

    def open(self) -> Memory:
        """Open the memory anew."""
        return Memory(self.path, **_SETTINGS)

    def add(self, memory: Memory, who: str, number: int = _ADDS) -> None:
        """Add memories, write down those that were stored, and search for each."""
        for i in range(number):
            text = f"{who} of {os.getpid()} says {i}"
            memory.add(text, user_id="a")
            self.write_down(text)
            if i % 4 == 0:
                found = memory.search(text, user_id="a", k=3)
                assert text in {hit.memory for hit in found}, f"{text} is not found"

    def write_down(self, text: str) -> None:
        """Say that a memory is stored."""
        target = os.open(f"{self.path}.acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            os.write(target, f"{text}\n".encode())
        finally:
            os.close(target)

    def expect_refusal(self, memory: Memory) -> None:
        """Make sure that neither an old nor a new object can be used here."""
        for use in (lambda: memory.add("lost", user_id="a"), memory.count, self.open):
            try:
                use()
            except JournalError as error:
                if "forked" not in str(error):
                    raise
            else:
                raise AssertionError("a memory was not refused")

    @contextlib.contextmanager
    def threads(self, memory: Memory, number: int = 3) -> Iterator[None]:
        """Have threads search and add while the block runs."""
        stop = threading.Event()
        failures: list[BaseException] = []

        def work(n: int) -> None:
            try:
                while not stop.is_set():
                    if n % 2:
                        self.add(memory, f"thread {n} {time.monotonic_ns()}", 2)
                    else:
                        memory.search("says", user_id="a")
                        memory.get_all(user_id="a", limit=20)
            except BaseException as error:  # noqa: BLE001 - a thread hands it to its scene, which raises it
                failures.append(error)

        workers = [threading.Thread(target=work, args=(n,)) for n in range(number)]
        for worker in workers:
            worker.start()
        try:
            time.sleep(self.chance.uniform(0, 0.05))
            yield
        finally:
            stop.set()
            for worker in workers:
                worker.join()
        if failures:
            raise failures[0]


def forked(work: Callable[[], object]) -> int:
    """Fork a child that does some work, and return its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - a forked process must not go on in its parent's code; it is printed
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def ended(child: int, *, expected: int = 0) -> None:
    """Wait for a child, whose exit status must be the expected one."""
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == expected, f"a child ended with {status}"


# -- scenes ------------------------------------------------------------------------------------


def own_object(scene: Scene) -> None:
    """The child goes on with the parent's object; either closes first."""
    memory = scene.open()
    scene.add(memory, "parent before")
    parent_first = scene.chance.random() < 0.5

    def child() -> None:
        scene.add(memory, "child")
        if parent_first:
            time.sleep(0.1)
            scene.add(memory, "child later")
        if scene.chance.random() < 0.7:
            memory.close()

    one = forked(child)
    scene.add(memory, "parent after")
    if parent_first:
        memory.close()
    ended(one)
    if not parent_first:
        scene.add(memory, "parent at the end")
        memory.close()


def own_open(scene: Scene) -> None:
    """The child opens the file itself, while the parent has it open or has dropped it."""
    memory: Memory | None = scene.open()
    scene.add(memory, "parent before")
    other = scene.open() if scene.chance.random() < 0.3 else None
    dropped = scene.chance.random() < 0.3
    if dropped:
        memory = None

    def child() -> None:
        with scene.open() as own:
            scene.add(own, "child")

    one = forked(child)
    if memory is not None:
        scene.add(memory, "parent after")
        if scene.chance.random() < 0.5:
            memory.close()
    ended(one)
    with scene.open() as last:
        scene.add(last, "parent at the end")
    if other is not None:
        scene.add(other, "the other object")


def both_in_the_child(scene: Scene) -> None:
    """The child uses the parent's object and one of its own, by turns."""
    memory = scene.open()
    scene.add(memory, "parent before", 3)

    def child() -> None:
        own = scene.open()
        for i in range(4):
            scene.add((memory, own)[i % 2], f"child turn {i}", 3)
            if i == scene.chance.randrange(4):
                own.close()
                own = scene.open()

    children = [forked(child) for _ in range(3)]
    scene.add(memory, "parent after")
    for one in children:
        ended(one)


def busy_threads(scene: Scene) -> None:
    """Threads search and add while the process forks several times."""
    memory = scene.open()
    children = []
    with scene.threads(memory):
        for n in range(4):
            children.append(forked(functools.partial(scene.add, memory, f"child {n}", 4)))
            time.sleep(scene.chance.uniform(0, 0.03))
        for child in children:
            ended(child)
    scene.add(memory, "parent after", 3)
    memory.close()


def busy_threads_and_new_objects(scene: Scene) -> None:
    """Threads are busy, and each child opens the file anew, with threads of its own."""
    memory = scene.open()

    def child() -> None:
        with scene.open() as own, scene.threads(own, 2):
            scene.add(own, "child", 4)

    with scene.threads(memory, 2):
        children = [forked(child) for _ in range(2)]
        for one in children:
            ended(one)
    memory.close()


_worker: dict[str, Any] = {}


def _begin(path: Path, inherited: bool) -> None:
    scene = Scene(path, random.Random(0))
    _worker.setdefault("memory", None)
    if not inherited or _worker["memory"] is None:
        _worker["memory"] = scene.open()
    _worker["scene"] = scene


def _add_one(number: int) -> int:
    _worker["scene"].add(_worker["memory"], f"task {number}", 2)
    return number


def pool(scene: Scene) -> None:
    """A pool of multiprocessing, started in each of its ways."""
    method = scene.chance.choice(("fork", "fork", "spawn", "forkserver"))
    inherited = method == "fork" and scene.chance.random() < 0.5
    _worker["memory"] = memory = scene.open()
    scene.add(memory, "parent before", 3)
    context = multiprocessing.get_context(method)
    with context.Pool(
        3, initializer=_begin, initargs=(scene.path, inherited), maxtasksperchild=4
    ) as workers:
        found = workers.imap_unordered(_add_one, range(12))
        scene.add(memory, "parent meanwhile")
        assert sorted(found) == list(range(12))
    scene.add(memory, "parent after", 3)
    memory.close()


def executor(scene: Scene) -> None:
    """The pool of concurrent.futures."""
    method = scene.chance.choice(("fork", "fork", "spawn", "forkserver"))
    _worker["memory"] = memory = scene.open()
    with concurrent.futures.ProcessPoolExecutor(
        2,
        mp_context=multiprocessing.get_context(method),
        initializer=_begin,
        initargs=(scene.path, method == "fork"),
    ) as workers:
        scene.add(memory, "parent meanwhile", 3)
        assert list(workers.map(_add_one, range(8))) == list(range(8))
    memory.close()


def nested(scene: Scene) -> None:
    """Children fork children of their own; all go on."""
    memory = scene.open()

    def generation(depth: int) -> None:
        scene.add(memory, f"generation {depth}", 3)
        if depth < 3:
            children = [forked(lambda: generation(depth + 1)) for _ in range(2 - depth % 2)]
            scene.add(memory, f"generation {depth} again", 3)
            for child in children:
                ended(child)
            scene.add(scene.open() if depth % 2 else memory, f"generation {depth} at last", 2)

    generation(0)


def killed(scene: Scene) -> None:
    """Children are killed at some moment."""
    memory = scene.open()
    scene.add(memory, "parent before", 2)
    for n in range(3):
        own = scene.chance.random() < 0.5

        def add(own: bool = own, n: int = n) -> None:
            scene.add(scene.open() if own else memory, f"{n}", 999)

        child = forked(add)
        scene.add(memory, f"parent beside {n}", 3)
        time.sleep(scene.chance.uniform(0, 0.2))
        os.kill(child, signal.SIGKILL)
        ended(child, expected=-signal.SIGKILL)
        scene.add(memory, f"parent after {n}", 3)
    if scene.chance.random() < 0.5:
        memory.close()


def loader(scene: Scene) -> None:
    """Workers of a data loader hold a data set with a memory in it, anew in each epoch."""
    memory = scene.open()
    scene.add(memory, "rows")
    context = multiprocessing.get_context("fork")

    def work(rows: Any, results: Any) -> None:
        for row in iter(rows.get, None):
            hits = memory.search(f"rows says {row}", user_id="a")
            scene.add(memory, f"seen {row}", 1)
            results.put(len(hits))

    for _ in range(2):
        rows, results = context.Queue(), context.Queue()
        workers = [context.Process(target=work, args=(rows, results)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for row in range(12):
            rows.put(row)
        assert all(results.get() for _ in range(12))
        for _ in workers:
            rows.put(None)
        for worker in workers:
            worker.join()
        scene.add(memory, "between two epochs", 2)


def prefork(scene: Scene) -> None:
    """A master forks workers that take tasks from a pipe, and replaces those that die."""
    memory = scene.open()
    tasks, feed = os.pipe()

    def work() -> None:
        while task := os.read(tasks, 1):
            scene.add(memory, f"task {task.decode()}", 2)
            if task == b"x":
                os.kill(os.getpid(), signal.SIGKILL)

    children = {forked(work) for _ in range(3)}
    for n in range(20):
        os.write(feed, b"x" if scene.chance.random() < 0.15 else b"t")
        scene.add(memory, f"master {n}", 1)
        while (gone := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            children.remove(gone)
            children.add(forked(work))
    for child in children:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
    scene.add(memory, "master at the end", 2)
    memory.close()


def background_job(scene: Scene) -> None:
    """The process forks while a space is filled in the background."""
    memory = scene.open()
    for i in range(3):
        texts = [f"item {i} {n}" for n in range(300)]
        memory.add_many(texts, user_id="a", progress=False)
        for text in texts:
            scene.write_down(text)
    job = memory.add_space("static", progress=False)
    time.sleep(scene.chance.uniform(0, 0.1))

    def child() -> None:
        scene.add(memory, "child")
        assert not any(job.running for job in memory.jobs)
        memory.add_space("static", wait=True, progress=False)

    one = forked(child)
    scene.add(memory, "parent")
    job.wait()
    ended(one)
    memory.close()


def programs(scene: Scene) -> None:
    """Threads are busy while other programs are started, with and without a `preexec_fn`."""
    memory = scene.open()
    with scene.threads(memory):
        for n in range(6):
            done = subprocess.run(["true"], preexec_fn=os.getpid if n % 2 else None, check=False)
            assert done.returncode == 0
    memory.close()


def inside_a_call(scene: Scene) -> None:
    """A signal's handler forks while its thread is inside of a call: the child is refused."""
    memory = scene.open()
    scene.add(memory, "before", 3)
    journal: Any = memory.engine.journal
    connections = journal._connections
    with connections.snapshot() if scene.chance.random() < 0.5 else connections.write() as inside:
        inside.execute("SELECT count(*) FROM memories").fetchone()
        child = forked(lambda: scene.expect_refusal(memory))
        ended(child)
    scene.add(memory, "after")
    ended(forked(lambda: scene.add(memory, "child of later")))
    memory.close()


def a_fork_that_tells_nobody(scene: Scene) -> None:
    """A library in C forks; the child is refused, and its end takes nothing from its parent."""
    memory = scene.open()
    scene.add(memory, "before", 3)
    libc = ctypes.PyDLL(None)
    child = libc.fork()
    if child == 0:
        code = 1
        try:
            scene.expect_refusal(memory)
            code = 0
        finally:
            if code or scene.chance.random() < 0.5:
                os._exit(code)
            sys.exit(0)
    ended(child)
    scene.add(memory, "after")
    memory.close()


def gunicorn(scene: Scene) -> None:
    """Gunicorn loads the application once and forks its workers; one is killed, all reloaded."""
    folder = scene.path.parent
    (folder / "application.py").write_text(
        textwrap.dedent("""
        import os
        from memkit import Memory

        memory = Memory(os.environ["SCENE"], embedder="hash", durability="fast")
        memory.add("preloaded", user_id="a")

        def app(environ, start_response):
            text = environ["PATH_INFO"][1:].replace("_", " ")
            memory.add(text, user_id="a")
            found = text in {hit.memory for hit in memory.search(text, user_id="a", k=3)}
            start_response("200 OK" if found else "500 not found", [])
            return [str(os.getpid()).encode()]
        """)
    )
    address = str(folder / "socket")
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "--preload", "--workers", "3", "--threads", "2",
            "--bind", f"unix:{address}", "--log-level", "error", "application:app",
        ],
        cwd=folder,
        env={**os.environ, "SCENE": str(scene.path), "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    try:
        workers = set()
        for n in range(30):
            text = f"request {n}"
            answer = _get(address, text)
            if answer is not None:
                scene.write_down(text)
                workers.add(answer)
            if n == 10:
                os.kill(int(next(iter(workers))), signal.SIGKILL)
            if n == 20:
                server.send_signal(signal.SIGHUP)
        assert len(workers) > 1, "one worker alone was asked"
    finally:
        server.terminate()
        server.wait()
    scene.write_down("preloaded")


def _get(address: str, text: str) -> str | None:
    """Return the answer to a request, or None if its worker died under it."""
    while True:
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        try:
            connection.sock.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            time.sleep(0.05)
            continue
        try:
            connection.request("GET", f"/{text.replace(' ', '_')}")
            answer = connection.getresponse()
            assert answer.status == 200, answer.reason
            return answer.read().decode()
        except (ConnectionError, http.client.HTTPException):
            return None
        finally:
            connection.close()


SCENES: tuple[Callable[[Scene], None], ...] = (
    own_object, own_open, both_in_the_child, busy_threads, busy_threads_and_new_objects, pool,
    executor, nested, killed, loader, prefork, background_job, programs, inside_a_call,
    a_fork_that_tells_nobody, gunicorn,
)  # fmt: skip


def missing(name: str) -> str | None:
    """Return why a scene can't be played here, if it can't."""
    if not hasattr(os, "fork"):
        return "the platform has no fork"
    if name == "gunicorn" and importlib.util.find_spec("gunicorn") is None:
        return "gunicorn is not installed"
    return None


# -- playing them ------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What was found.

    Attributes:
        played: How often each scene was played.
        acknowledged: How many memories somebody had been told were stored.
        left_out: Scenes that could not be played, and why.
        problems: What was wrong.
    """

    played: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def play(number: int, *, seed: int, names: Sequence[str] | None = None) -> Outcome:
    """Play scenes in a random order, and return what was left of what was acknowledged."""
    chance = random.Random(seed)
    outcome = Outcome()
    wanted = list(names) if names else [scene.__name__ for scene in SCENES]
    outcome.left_out = {name: why for name in wanted if (why := missing(name))}
    possible = [name for name in wanted if name not in outcome.left_out]
    for n in range(number if possible else 0):
        # Each of them in turn, and then by chance.
        name = possible[n] if n < len(possible) else chance.choice(possible)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "memory.db"
            problem = _played(name, path, seed=chance.randrange(10**9)) or _looked(path, outcome)
        outcome.played[name] += 1
        if problem:
            outcome.problems.append(f"{name} ({n}): {problem}")
    return outcome


def _played(name: str, path: Path, *, seed: int) -> str | None:
    """Play a scene in a process of its own; return what went wrong."""
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.forks", "scene", name, str(seed), str(path)],
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        _, said = child.communicate(timeout=_LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        return f"it hangs (seed {seed}): {child.communicate()[1][-2000:]}"
    return None if child.returncode == 0 else f"{child.returncode} (seed {seed}): {said[-3000:]}"


def _looked(path: Path, outcome: Outcome) -> str | None:
    acknowledged = Path(f"{path}.acknowledged").read_text().splitlines()
    outcome.acknowledged += len(acknowledged)
    with Memory(path) as memory:
        there = Counter(record.memory for record in memory.get_all(limit=10**6))
        problems = [problem.what for problem in memory.doctor().problems]
    lost = [text for text in acknowledged if text not in there]
    twice = [text for text, count in there.items() if count > 1]
    if lost:
        problems.append(f"{len(lost)} of {len(acknowledged)} are lost, e.g. {lost[0]!r}")
    if twice:
        problems.append(f"{len(twice)} are there twice, e.g. {twice[0]!r}")
    return "; ".join(problems) or None


def measure(scenes: int, *, seed: int, names: Sequence[str] | None = None) -> list[Row]:
    """Return one row of all scenes."""
    outcome = play(scenes, seed=seed, names=names)
    for name, why in outcome.left_out.items():
        print(f"left out: {name}, {why}", file=sys.stderr)
    print(json.dumps(outcome.played), file=sys.stderr)
    return [
        Row(
            f"{outcome.played.total()} scenes of forks, {len(outcome.played)} kinds (seed {seed})",
            "nothing acknowledged lost or twice, nobody hangs, doctor clean",
            "; ".join(outcome.problems) or f"clean: {outcome.acknowledged:,} acknowledged",
            not outcome.problems,
        )
    ]


def main(words: Sequence[str] | None = None) -> None:
    """Play and print; or, with a first word, be a scene."""
    words = sys.argv[1:] if words is None else words
    if words and words[0] == "scene":
        _, name, seed, path = words
        warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork")
        # Pickled by name for processes that are spawned.
        import benchmarks.forks as home

        getattr(home, name)(home.Scene(Path(path), random.Random(int(seed))))
        return
    parser = arguments(__doc__)
    parser.add_argument("--scenes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="the name of a scene")
    options = parser.parse_args(words)
    report(measure(options.scenes, seed=options.seed, names=options.only), options.json)


if __name__ == "__main__":
    main()
