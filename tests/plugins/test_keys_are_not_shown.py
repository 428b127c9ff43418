"""A key that stands in the wrong place is in no error, repr, warning, file or cell."""

from __future__ import annotations

import pickle
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory, plugins
from memkit.errors import MemkitError, ValidationError
from memkit.plugins import Manager
from memkit.plugins.configs import build_config, public_config
from memkit.testing import CANARY

KEY = "sk-proj-0123456789abcdef"

CONFIG = """
from typing import Any

from pydantic import Field, SecretStr, field_validator

from memkit.plugins import ProviderConfig


class Config(ProviderConfig):
    model: str = "small"
    url: str | None = None
    dim: int = 8
    servers: tuple[str, ...] = ()
    extra: dict[str, Any] = Field(default_factory=dict)
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    api_key: SecretStr | None = None

    @field_validator("model", "url")
    @classmethod
    def _talkative(cls, value):
        if value and "bad" in value:
            raise ValueError(f"{value!r} is bad")
        return value
"""

IMPL = """
import numpy as np

from memkit.contracts.embedder import Embedder


class Provider(Embedder):
    def __init__(self, config):
        if config.url and "refused" in config.url:
            raise RuntimeError(f"no connection to {config!s} {config.url} {config.extra}")
        self.config, self.model, self.dim = config, config.model, config.dim

    def embed_batch(self, texts, *, kind):
        return np.ones((len(texts), self.dim), np.float32)
"""


@pytest.fixture(autouse=True)
def _remote(install_good: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    extra = 'shorthand="model", secrets={"api_key": ("FAKE_REMOTE_KEY",)},'
    install_good("remote", impl=IMPL, config=CONFIG, extra=extra)
    monkeypatch.setattr(plugins.manager, "_default", Manager())


ADDRESS = f"https://ann:{CANARY}@host.example/v1?api_key={CANARY}"


def config(**options: Any) -> dict[str, Any]:
    return {"provider": "remote", "config": options}


MISTAKES: dict[str, Any] = {
    "misspelt": config(api_kye=CANARY),
    "outside the config": {"provider": "remote", "api_key": CANARY},
    "outside, and misspelt": {"provider": "remote", "api_kye": CANARY, "config": {}},
    "in place of the config": {"provider": "remote", "config": CANARY},
    "config is a list": {"provider": "remote", "config": [CANARY]},
    "no provider": {"config": {"api_key": CANARY}},
    "provider misspelt": {"provdier": "remote", "config": {"api_key": CANARY}},
    "provider is a dict": {"provider": {"api_key": CANARY}},
    "a list": ["remote", CANARY],
    "a tuple": ("remote", {"api_key": CANARY}),
    "bytes": CANARY.encode(),
    "in a dict": config(api_key={"value": CANARY}),
    "in a list": config(api_key=[CANARY]),
    "a dict as a number": config(dim={"api_key": CANARY}),
    "number": config(dim=CANARY),
    "headers": config(headers=CANARY),
    "headers of lists": config(headers={"Authorization": [CANARY]}),
    "as the model": f"remote:{KEY}",
    "as the model, by name": config(model=KEY),
    "as the provider": KEY,
    "as the provider of a dict": {"provider": KEY},
    "as an option's name": config(**{KEY: 1}),
    "as a setting's name": {"provider": "remote", KEY: 1},
    "an address of nobody": f"nobody:{ADDRESS}",
    "an address that is no reference": ADDRESS,
    "twice": {"provider": f"remote:{ADDRESS}", "config": {"model": "m"}},
    "a talkative validator": config(url=f"bad {ADDRESS}"),
    "refused": config(url=f"{ADDRESS}&refused", extra={"api_key": CANARY}),
    "refused, with the right key": config(url="http://refused.example", api_key=CANARY),
}


def shown_by(call: Callable[[], object]) -> str:
    """Return everything that a call shows: its error as a traceback, and warnings."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        said = ""
        try:
            said = repr(call())
        except MemkitError as error:
            said = "".join(traceback.format_exception(error)) + repr(error)
            said += pickle.dumps(error).decode("latin-1") + error.fix
    return said + "".join(str(one.message) for one in told)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_mistake_shows_the_key(mistake: str, path: Path, tmp_path: Path) -> None:
    given = MISTAKES[mistake]
    said = [shown_by(lambda name=name: Memory(path, **{name: given}))  # type: ignore[misc]
            for name in ("embedder", "llm", "reranker", "store", "journal")]  # fmt: skip
    with Memory(path) as memory:
        said.append(shown_by(lambda: memory.add_space(given, wait=True, progress=False)))
        if isinstance(given, str):
            said.append(shown_by(lambda: memory.use_store(given, progress=False)))
            said.append(shown_by(lambda: memory.search("x", user_id="a", space=given)))
            said.append(shown_by(lambda: memory.drop_space(given)))
        said.append(shown_by(lambda: Memory.from_config({"embedder": given})))
        said += [repr(memory), repr(memory.jobs), repr(memory.spaces), repr(memory.doctor())]
    for text in said:
        assert CANARY not in text
        assert KEY not in text
    for file in filter(Path.is_file, tmp_path.rglob("*.db*")):
        assert CANARY.encode() not in file.read_bytes()
        assert KEY.encode() not in file.read_bytes()


def test_the_way_out_is_told(path: Path) -> None:
    with pytest.raises(ValidationError, match="Did you mean 'api_key'"):
        Memory(path, embedder=config(api_kye=CANARY))
    with pytest.raises(ValidationError, match="Put options into its config"):
        Memory(path, embedder={"provider": "remote", "api_key": CANARY})
    with pytest.raises(ValidationError, match="set FAKE_REMOTE_KEY"):
        Memory(path, embedder=f"remote:{KEY}")


@pytest.mark.parametrize(
    "options",
    [
        {"url": ADDRESS},
        {"servers": (ADDRESS, "http://host.example")},
        {"extra": {"api_key": CANARY, "user": "ann"}},
        {"extra": {"deep": [{"Authorization": CANARY}, ADDRESS]}},
        {"headers": {"X-Gateway": CANARY}},
        {"api_key": CANARY},
    ],
)
def test_a_config_shows_and_keeps_no_key(options: dict[str, Any]) -> None:
    spec = plugins.get_spec("embedder", "remote")
    from fake_remote.config import Config  # type: ignore[import-not-found]  # installed here

    built = build_config(spec, Config, options, environ={})
    for text in (repr(built), str(built), f"{built}", str(public_config(spec, built))):
        assert CANARY not in text
    assert CANARY.encode() not in pickle.dumps(built)
    again = public_config(spec, build_config(spec, Config, public_config(spec, built), environ={}))
    assert again == public_config(spec, built)
    if "extra" in options and "user" in options["extra"]:
        assert again["extra"] == {"user": "ann"}


def test_a_space_of_an_address_with_a_key_keeps_none(path: Path) -> None:
    with Memory(path) as memory:
        memory.add("tea", user_id="a")
        memory.add_space(config(url=ADDRESS, extra={"token": CANARY}), wait=True, progress=False)
        assert CANARY not in repr(memory.spaces) + repr(memory.jobs)
    for file in path.parent.rglob("*"):
        assert file.is_dir() or CANARY.encode() not in file.read_bytes()


def test_a_journals_address_in_a_path_keeps_its_password(tmp_path: Path) -> None:
    said = shown_by(lambda: Memory(f"postgresql://ann:{CANARY}@db.example/team"))
    assert CANARY not in said


def test_the_command_line_shows_no_key(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from memkit.cli.app import app

    for options in (["--embedder", f"remote:{KEY}"], ["--store", f"nobody:{ADDRESS}"]):
        with suppress(SystemExit):
            app(["add", "tea", "--user", "a", "--db", str(path), *options])
    said = "".join(capsys.readouterr())
    assert "Error" in said
    assert CANARY not in said
    assert KEY not in said
