from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

GOOD = """
from memkit.plugins import {spec}, hookimpl

@hookimpl
def {hook}():
    return [
        {spec}(
            name={name!r},
            impl="{package}.impl:Provider",
            config="{package}.config:Config",
            summary="A fake.",
            {extra}
        )
    ]
"""

CONFIG = """
from pydantic import SecretStr

from memkit.plugins import ProviderConfig


class Config(ProviderConfig):
    model: str = "small"
    url: str = "http://127.0.0.1"
    dim: int = 3
    api_key: SecretStr | None = None
"""

EMBEDDER = """
import numpy as np

from memkit.contracts.embedder import Embedder


class Provider(Embedder):
    def __init__(self, config):
        self.config = config
        self.model = config.model
        self.dim = config.dim

    def embed_batch(self, texts, *, kind):
        return np.ones((len(texts), self.dim), np.float32)
"""


def good(name: str, package: str, *, kind: str = "embedder", extra: str = "") -> str:
    spec = {"embedder": "EmbedderSpec", "store": "StoreSpec", "llm": "LLMSpec"}[kind]
    return GOOD.format(spec=spec, hook=f"memkit_{kind}s", name=name, package=package, extra=extra)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on sys.path, in which distributions can be installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    before = set(sys.modules)
    monkeypatch.syspath_prepend(folder)
    yield folder
    for name in set(sys.modules) - before:
        if name.startswith("fake_"):
            del sys.modules[name]


Install = Callable[..., None]


@pytest.fixture
def install(site: Path) -> Install:
    """Install a distribution: its dist-info, and a package of the given modules."""

    def install(
        distribution: str,
        entry_points: str,
        *,
        version: str = "1.0",
        package: str | None = None,
        **modules: str,
    ) -> None:
        info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n\nA fake.\n"
        (info / "METADATA").write_text(metadata)
        (info / "entry_points.txt").write_text(textwrap.dedent(entry_points))
        if package is not None:
            folder = site / package
            folder.mkdir()
            (folder / "__init__.py").touch()
            for module, code in modules.items():
                (folder / f"{module}.py").write_text(textwrap.dedent(code))
        importlib.invalidate_caches()

    return install


@pytest.fixture
def install_good(install: Install) -> Install:
    """Install a distribution with one provider that works."""

    def install_good(
        name: str,
        *,
        distribution: str | None = None,
        package: str | None = None,
        entry: str | None = None,
        kind: str = "embedder",
        extra: str = "",
        impl: str = EMBEDDER,
        config: str = CONFIG,
        version: str = "1.0",
    ) -> None:
        package = package or f"fake_{name}".replace("-", "_")
        install(
            distribution or f"memkit-{name}",
            f"[memkit]\n{entry or name} = {package}._plugin\n",
            version=version,
            package=package,
            _plugin=good(name, package, kind=kind, extra=extra),
            impl=impl,
            config=config,
        )

    return install_good
