"""A memory that another made: what it says of providers is data, and contacts nobody."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, MemkitWarning, Memory, plugins
from memkit.engine.trust import Trust
from memkit.errors import MemkitError, SpaceError, ValidationError
from memkit.plugins import Manager
from memkit.testing import CANARY, Reply, WireServer

KEY = "FAKE_REMOTE_KEY"
QUESTION = "where is the secret plan?"

CONFIG = """
from pydantic import Field, SecretStr

from memkit.plugins import FromFile, HubModel, ProviderConfig


class Config(ProviderConfig):
    model: HubModel[str] = "small"
    dim: FromFile[int] = 8
    url: str | None = None
    folder: str | None = None
    trust_remote_code: bool = False
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    api_key: SecretStr | None = None

    @classmethod
    def own_addresses(cls):
        return ("http://127.0.0.1:1/v1",)
"""

IMPL = """
import http.client
import json
from urllib.parse import urlsplit

import numpy as np

from memkit.contracts.embedder import Embedder

MADE = []


class Provider(Embedder):
    def __init__(self, config):
        MADE.append(config)
        self.config, self.model, self.dim = config, config.model, config.dim

    def embed_batch(self, texts, *, kind):
        key = self.config.api_key.get_secret_value() if self.config.api_key else ""
        client = http.client.HTTPConnection(urlsplit(self.config.url or "http://127.0.0.1:1").netloc)
        headers = {n: v.get_secret_value() for n, v in self.config.headers.items()}
        client.request("POST", "/", json.dumps(list(texts)), {"Authorization": key, **headers})
        rows = json.loads(client.getresponse().read())
        client.close()
        return np.array(rows, np.float32)
"""


def answer(request: Any) -> Reply:
    return Reply(json=[[1.0, *[float(len(text) % 7)] * 7] for text in request.json])


@pytest.fixture
def server() -> Iterator[WireServer]:
    with WireServer(answer) as server:
        yield server


@pytest.fixture(autouse=True)
def _remote(install_good: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    extra = f'shorthand="model", secrets={{"api_key": ("{KEY}",)}},'
    install_good("remote", impl=IMPL, config=CONFIG, extra=extra)
    monkeypatch.setenv(KEY, CANARY)
    monkeypatch.setattr(plugins.manager, "_default", Manager())
    # Where nobody listens, nobody is waited for.
    monkeypatch.setattr("memkit.concurrency.effects._FIRST_WAIT_SECONDS", 0.0)
    monkeypatch.setattr("memkit.concurrency.effects._LONGEST_WAIT_SECONDS", 0.0)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Go to the machine of somebody else, who knows nothing of what was given here."""
    return lambda: monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))


def choice(server: WireServer, **more: Any) -> dict[str, Any]:
    return {"provider": "remote", "config": {"url": server.url, **more}}


@pytest.fixture
def strange(path: Path, server: WireServer, elsewhere: Callable[[], None]) -> Path:
    """A file whose default space, and a second one that was never filled, name a server."""
    with Memory(path, embedder=choice(server)) as memory:
        memory.add(["tea is good", "coffee is better"], user_id="a")
        memory.add_space(choice(server), key="second", wait=True, progress=False)
    rewrite(path, "UPDATE spaces SET state = 'filling' WHERE key = 'second'")
    server.requests.clear()
    elsewhere()
    return path


def rewrite(path: Path, statement: str, values: tuple[Any, ...] = ()) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement, values)
    connection.close()


def opened(path: Path, **settings: Any) -> Memory:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MemkitWarning)
        return Memory(path, **settings)


def imported(memory: Memory, folder: Path) -> None:
    lines = folder / "lines.jsonl"
    lines.write_text(json.dumps({"memory": QUESTION, "user_id": "a"}))
    memory.import_(lines, progress=False, strict=True)


WAYS: dict[str, Callable[[Memory, Path], Any]] = {
    "search": lambda m, _: m.search(QUESTION, user_id="a"),
    "vectors": lambda m, _: m.search(QUESTION, user_id="a", mode="vector"),
    "several": lambda m, _: m.search([QUESTION, "tea"], user_id="a"),
    "space": lambda m, _: m.search(QUESTION, user_id="a", space="remote"),
    "past": lambda m, _: m.as_of(1).search(QUESTION, user_id="a"),
    "add": lambda m, _: m.add(QUESTION, user_id="a"),
    "preview": lambda m, _: m.preview(QUESTION, user_id="a"),
    "add_many": lambda m, _: m.add_many([QUESTION], user_id="a", progress=False),
    "import": imported,
    "update": lambda m, _: m.update(m.get_all(user_id="a")[0].id, QUESTION),
    "add_space": lambda m, _: m.add_space("second", wait=True, progress=False),
    "doctor": lambda m, _: m.doctor(fix=True),
    "resume": lambda m, _: next(job.resume() for job in m.jobs).wait(),
    "compare": lambda m, _: m.compare("remote", "hash", projection="pca").query(QUESTION),
}


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_reaches_what_a_file_names(
    way: str, allowed: bool, strange: Path, server: WireServer, tmp_path: Path
) -> None:
    memory = opened(strange, trust=server.url if allowed else None)
    with memory, suppress(MemkitError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        WAYS[way](memory, tmp_path)
    assert bool(server.requests) is allowed


def test_async_verbs_are_as_careful(strange: Path, server: WireServer) -> None:
    async def use() -> None:
        with pytest.warns(MemkitWarning, match="not given on this machine"):
            memory = await AsyncMemory.open(strange)
        with pytest.raises(SpaceError):
            await memory.search(QUESTION, user_id="a")
        await memory.close()

    asyncio.run(use())
    assert server.requests == []


def test_it_is_told_at_opening_and_can_be_read(strange: Path, server: WireServer) -> None:
    with pytest.warns(MemkitWarning) as told:
        memory = Memory(strange)
    words = [str(one.message) for one in told]
    assert len(words) == 2
    assert all("'remote'" in said and server.url in said for said in words)
    with memory:
        assert memory.count() == 2
        assert memory.search("tea", user_id="a", mode="text")[0].memory == "tea is good"
        with pytest.raises(SpaceError, match="Nothing was sent") as refused:
            memory.search(QUESTION, user_id="a")
    assert "m.add_space(" in refused.value.fix
    assert server.requests == []


def ways_on(server: WireServer) -> dict[str, Callable[[Path], Memory]]:
    def added(path: Path) -> Memory:
        memory = opened(path)
        memory.add_space(choice(server), key="remote", wait=True, progress=False)
        return memory

    return {
        "embedder": lambda path: opened(path, embedder=choice(server)),
        "add_space": added,
        "trust": lambda path: opened(path, trust=server.url),
        "trust of several": lambda path: opened(path, trust=["http://a.example", server.url]),
    }


@pytest.mark.parametrize("way", ["embedder", "add_space", "trust", "trust of several"])
def test_the_user_allows_it_once(way: str, strange: Path, server: WireServer) -> None:
    with ways_on(server)[way](strange) as memory:
        assert memory.search("tea", user_id="a", mode="vector")
    asked = len(server.requests)
    assert server.requests[-1].headers["authorization"] == CANARY
    with Memory(strange) as again:  # Warnings are errors here: nothing is left to say.
        assert again.search("tea", user_id="a", mode="vector")
    assert len(server.requests) > asked


def test_the_environment_allows_it(
    strange: Path, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMKIT_TRUST", f"http://a.example, {server.url}/")
    with Memory(strange) as memory:
        assert memory.search("tea", user_id="a", mode="vector")


def test_ones_own_files_open_as_before(path: Path, server: WireServer) -> None:
    with Memory(path, embedder=choice(server, dim=8)) as memory:
        memory.add("tea is good", user_id="a")
    with Memory(path) as again:
        assert again.search("tea", user_id="a", mode="vector")
    # The same server, in a file of somebody else.
    other = path.with_name("other.db")
    with Memory(other, embedder="hash") as memory:
        memory.add("tea is good", user_id="a")
    rewrite(other, "UPDATE spaces SET provider = 'remote', model = 'small', config = ?",
            (json.dumps({"url": f"{server.url}/below", "dim": 8}),))  # fmt: skip
    with Memory(other) as memory, pytest.raises(SpaceError, match="other vectors"):
        memory.search("tea", user_id="a", mode="vector")


def named(path: Path, provider: str, config: Any) -> list[Any]:
    """Return what a file's embedder was made with, if it was made."""
    with Memory(path, embedder="hash") as memory:
        memory.add("tea is good", user_id="a")
    rewrite(path, "UPDATE spaces SET provider = ?, config = ?", (provider, json.dumps(config)))
    from fake_remote import impl  # type: ignore[import-not-found]  # installed by this test

    impl.MADE.clear()
    with opened(path) as memory, suppress(MemkitError, OSError):
        memory.search(QUESTION, user_id="a")
    made: list[Any] = impl.MADE
    return made


@pytest.mark.parametrize(
    ("provider", "config"),
    [
        ("remote", {"url": "http://127.0.0.1:9/v1"}),
        ("remote", {"url": "http://127.0.0.1:1@127.0.0.1:9/v1"}),
        ("remote", {"url": "http://127.0.0.1:1/v1/../../other"}),
        ("remote", {"url": "http://127.0.0.1:1\\@127.0.0.1:9"}),
        ("remote", {"url": "http://127.0.0.1:10/v1"}),
        ("remote", {"url": "127.0.0.1:9"}),
        ("remote", {"url": ["http://127.0.0.1:1/v1"]}),
        ("remote", {"url": "http://127.0.0.1:1/v1,http://127.0.0.1:9"}),
        ("remote", {"folder": "/tmp/models"}),
        ("remote", {"trust_remote_code": True}),
        ("remote", {"trust_remote_code": 1}),
        ("remote", {"model": "http://127.0.0.1:9/model"}),
        ("remote", {"model": "/tmp/model"}),
        ("remote", {"model": "../model"}),
        ("remote", {"model": "here"}),
        ("remote", {"model": "C:\\model"}),
        ("remote", {"no_such_option": "x"}),
        ("remote:../model", {}),
        ("memkit-remote/remote:/tmp/model", {"dim": 8}),
        ("memkit-remote/remote", {"url": "http://127.0.0.1:9"}),
        ("remote", ["url"]),
        ("remote", "url"),
    ],
)
def test_what_needs_the_users_word(path: Path, provider: str, config: Any, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert named(path, provider, config) == []


@pytest.mark.parametrize(
    ("provider", "config"),
    [
        ("remote", {}),
        ("remote", {"dim": 16, "model": "owner/small-v1.5"}),
        ("remote:owner/small", {}),
        ("remote", {"url": "http://127.0.0.1:1/v1"}),
        ("remote", {"url": "http://127.0.0.1:1/v1/below/"}),
        ("remote", {"url": None, "trust_remote_code": False, "folder": None}),
    ],
)
def test_what_does_not(path: Path, provider: str, config: Any) -> None:
    assert len(named(path, provider, config)) == 1


@pytest.mark.parametrize("written", [list, ",".join])
def test_each_of_several_addresses_needs_the_users_word(path: Path, written: Any) -> None:
    own, strange = "http://127.0.0.1:1/v1", "http://127.0.0.1:9"
    for urls, asks in (([own, f"{own}/below"], False), ([own, strange], True), ([], True)):
        _, found = plugins.recorded("embedder", "remote", {"url": written(urls)})
        assert bool(found.questionable) is asks
    reference, found = plugins.recorded("embedder", "remote", {"url": written([own, strange])})
    assert not Trust().allows(reference, found)
    assert Trust([strange, own]).allows(reference, found)
    assert not Trust([own]).allows(reference, found)
    Trust().keep(reference, found)
    _, one = plugins.recorded("embedder", "remote", {"url": strange})
    assert Trust().allows(reference, one)


def test_secrets_of_a_file_are_left_out(path: Path) -> None:
    (made,) = named(path, "remote", {"api_key": "theirs", "headers": {"X-Who": "theirs"}})
    assert made.api_key.get_secret_value() == CANARY
    assert made.headers == {}


def test_allowing_one_thing_allows_no_other(
    path: Path, server: WireServer, elsewhere: Callable[[], None]
) -> None:
    with Memory(path, embedder=choice(server, trust_remote_code=True, model="mine")) as memory:
        memory.add("tea is good", user_id="a")
    with Memory(path) as memory:
        assert memory.search("tea", user_id="a", mode="vector")
    server.requests.clear()
    for options in ({"model": "theirs"}, {"folder": "/tmp"}, {"url": "http://127.0.0.1:9"}):
        config = {"url": server.url, "trust_remote_code": True, "model": "mine", **options}
        rewrite(path, "UPDATE spaces SET config = ?", (json.dumps(config),))
        with opened(path) as memory, pytest.raises(SpaceError, match="have not given"):
            memory.search("tea", user_id="a", mode="vector")
    assert server.requests == []
    # An address alone does not make code run.
    with opened(path, trust=server.url) as memory, pytest.raises(SpaceError, match="trust_remote"):
        memory.search("tea", user_id="a", mode="vector")
    assert server.requests == []


@pytest.mark.parametrize("trust", ["gpu-box", "http://", "ftp://gpu-box", 5, [None], "http://a b"])
def test_trust_is_in_addresses(path: Path, trust: Any) -> None:
    with pytest.raises(ValidationError, match="addresses of servers"):
        Memory(path, trust=trust)


def test_where_nothing_can_be_kept(
    path: Path, server: WireServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    with Memory(path, embedder=choice(server)) as memory:
        memory.add("tea is good", user_id="a")
        assert memory.search("tea", user_id="a", mode="vector")


def test_no_key_is_kept(server: WireServer, path: Path, tmp_path: Path) -> None:
    headers = {"X-Gateway": CANARY}
    with Memory(path, embedder=choice(server, api_key=CANARY, headers=headers)):
        pass
    kept = tmp_path.with_name(f"{tmp_path.name}-settings") / "memkit" / "allowed.jsonl"
    assert server.url in kept.read_text()
    assert CANARY not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


# -- memkit.toml ---------------------------------------------------------------------------------


def test_a_folders_toml_is_told_of_once(tmp_path: Path, server: WireServer) -> None:
    config = f'config = {{url = "{server.url}", trust_remote_code = true}}'
    (tmp_path / "memkit.toml").write_text(f'[embedder]\nprovider = "remote"\n{config}\n')
    with pytest.warns(MemkitWarning) as told:
        Memory().close()
    (said,) = [str(one.message) for one in told]
    assert "memkit.toml" in said
    assert server.url in said
    assert "trust_remote_code=True" in said
    Memory().close()  # A warning would be an error.
    # What a folder said is not what the user said.
    (tmp_path / "memkit.toml").unlink()
    with pytest.warns(MemkitWarning, match="not given on this machine"):
        Memory().close()


def test_a_folders_toml_is_told_of_before_anything_is_sent(
    tmp_path: Path, server: WireServer
) -> None:
    config = f'{{provider = "remote", config = {{url = "{server.url}"}}}}'
    (tmp_path / "memkit.toml").write_text(f"embedder = {config}\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(MemkitWarning):
            Memory()
    assert server.requests == []


def test_what_the_user_gives_goes_before_a_folders_toml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "memkit.toml").write_text('embedder = "remote:/tmp/model"\nactor = "ann"\n')
    Memory("a.db", embedder="hash").close()
    monkeypatch.setenv("MEMKIT_EMBEDDER", "hash")
    Memory("b.db").close()


def test_a_folders_toml_trusts_nobody(tmp_path: Path) -> None:
    (tmp_path / "memkit.toml").write_text('trust = "http://127.0.0.1:9"\n')
    with pytest.raises(ValidationError, match="only you can say"):
        Memory()


def test_a_journals_id_makes_no_path(path: Path) -> None:
    from memkit.engine.journal_context import JournalContext

    with Memory(path) as memory:
        plain = JournalContext(memory.engine.journal, memory.engine.words).journal_id
        assert plain == memory.engine.journal.journal_id
    rewrite(path, "UPDATE meta SET value = '../../escaped' WHERE name = 'journal_id'")
    with Memory(path) as memory:
        named = JournalContext(memory.engine.journal, memory.engine.words).journal_id
    assert named.isalnum()
    assert named != plain
