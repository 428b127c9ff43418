"""Fixtures that tests of several rooms share."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import textwrap
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from memkit import Memory, plugins
from memkit.contracts.embedder import Embedder, EmbedKind
from memkit.contracts.reranker import Ranked, Reranker
from memkit.engine.spaces.fingerprint import PROBES
from memkit.errors import ProviderError

ROOT = Path(__file__).parent.parent

# New examples every time for those who develop; the same ones where a failure stops everybody.
# No example is timed: these tests run on busy machines.
settings.register_profile("memkit", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("memkit")


class FakeEmbedder(Embedder):
    """The sum of a pseudo-random unit vector a word: the same words are near, whatever the order.

    Attributes:
        seen: Every text it was ever asked for, the fingerprint's probes left out.
    """

    max_batch = 64

    def __init__(self, model: str = "fake", dim: int = 16) -> None:
        self.model = model
        self.dim = dim
        self.seen: list[str] = []

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        self.seen += [text for text in texts if kind == "document" and text not in PROBES.values()]
        return np.array([self.vector(text) for text in texts], np.float32)

    def vector(self, text: str) -> Any:
        total = np.zeros(self.dim)
        for word in text.lower().split():
            seed = hashlib.blake2b(f"{self.model}/{word}".encode(), digest_size=8).digest()
            one = np.random.default_rng(int.from_bytes(seed)).standard_normal(self.dim)
            total += one / np.linalg.norm(one)
        length = np.linalg.norm(total)
        return (total / length if length else total).astype(np.float32)


class FlakyEmbedder(FakeEmbedder):
    """Fails with `error` while it is set, but always knows the fingerprint's probes."""

    def __init__(self, model: str = "flaky", dim: int = 16) -> None:
        super().__init__(model, dim)
        self.error: Exception | None = None

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        if self.error is not None and set(PROBES.values()).isdisjoint(texts):
            raise self.error
        return super().embed_batch(texts, kind=kind)


def down(name: str = "flaky") -> ProviderError:
    return ProviderError(f"{name} is down.", fix="Try again later.", provider=name)


class FakeReranker(Reranker):
    """The shortest text is the best one."""

    model = "shortest"

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def rerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        self.asked.append((query, len(texts)))
        ranked = [Ranked(i, 1 / (1 + len(text))) for i, text in enumerate(texts)]
        return sorted(ranked, key=lambda item: -item.score)[:k]


class Clock:
    """The time that memkit sees."""

    def __init__(self) -> None:
        self.ns = 1_750_000_000_000_000_000

    def time_ns(self) -> int:
        self.ns += 1000
        return self.ns

    @property
    def seconds(self) -> float:
        return self.ns / 1e9

    def pass_(self, seconds: float) -> None:
        self.ns += round(seconds * 1e9)


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees a memkit.toml, a memkit.db or settings of the machine it runs on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path.with_name(f"{tmp_path.name}-settings")))
    for name in [name for name in os.environ if name.startswith("MEMKIT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.db"


@pytest.fixture
def open_memory(path: Path) -> Iterator[Callable[..., Memory]]:
    """Opens memories, all on one file unless told otherwise, and closes them in the end."""
    opened: list[Memory] = []

    def open_memory(at: Any = None, **settings: Any) -> Memory:
        opened.append(Memory(path if at is None else at, **{"durability": "fast", **settings}))
        return opened[-1]

    yield open_memory
    for memory in opened:
        memory.close()


@pytest.fixture
def memory(open_memory: Callable[..., Memory]) -> Memory:
    """A memory in a file, with the default embedder."""
    return open_memory()


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def flaky() -> FlakyEmbedder:
    return FlakyEmbedder()


@pytest.fixture
def make_embedder() -> Callable[..., FakeEmbedder]:
    return FakeEmbedder


@pytest.fixture
def reranker() -> FakeReranker:
    return FakeReranker()


@pytest.fixture
def provider_down() -> Callable[..., ProviderError]:
    return down


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still but for a microsecond a look."""
    clock = Clock()
    monkeypatch.setattr(time, "time_ns", clock.time_ns)
    return clock


@pytest.fixture
def snippet(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python code in a process of its own and returns what it printed."""

    def snippet(code: str, *arguments: Any, check: bool = True) -> Any:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
            timeout=120,
            env=child_environment(),
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    return snippet


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python code in a process of its own, which is killed at the end if it still runs."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: Any) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=child_environment(),
        )
        started.append(child)
        return child

    yield start
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()


def child_environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


@pytest.fixture
def command() -> Callable[..., str]:
    """Runs a command that must succeed, without PYTHONPATH, and returns what it printed."""
    return run_command


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., tuple[Path, str]]:
    """Builds projects and installs their wheels into a fresh environment.

    It borrows what they depend on. Returned are its interpreter and its site-packages.
    """

    def install(*projects: Path) -> tuple[Path, str]:
        wheels = tmp_path / "wheels"
        for project in projects:
            run_command(
                *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q"),
                *("-w", wheels, project),
            )
        built = sorted(wheels.iterdir())
        assert len(built) == len(projects)
        venv.create(tmp_path / "env", with_pip=False)
        python = tmp_path / "env" / "bin" / "python"
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        site = run_command(python, "-c", where).strip()
        run_command(
            *(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", site), *built
        )
        borrow(tmp_path / "borrowed")
        Path(site, "borrowed.pth").write_text(f"{tmp_path / 'borrowed'}\n")
        return python, site

    return install


def run_command(*parts: str | Path, cwd: str | Path | None = None, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in parts],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=environment | variables,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def borrow(folder: Path) -> None:
    """Link what is installed here into a folder, without memkit and its plug-ins."""
    folder.mkdir()
    for name in reversed(sys.path):
        if Path(name).name != "site-packages":
            continue
        for item in Path(name).iterdir():
            ours = item.name.startswith(("memkit", "_memkit", "__editable__")) or (
                item.suffix == ".pth"
            )
            if not ours and not (folder / item.name).exists():
                (folder / item.name).symlink_to(item)


@pytest.fixture
def blurry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Installs a store that misses some of the nearest: see tests/approximate.py."""
    spec = importlib.util.spec_from_file_location("blurry_impl", ROOT / "tests/approximate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "blurry_impl", module)
    spec.loader.exec_module(module)
    module.install(tmp_path / "blurry-site", monkeypatch)
    plugins.reset()
    yield module
    plugins.reset()
    sys.modules.pop("blurry_plugin", None)
