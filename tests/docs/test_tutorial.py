"""The tutorial of docs/plugins.md: its files, as they stand there, make a plug-in that works."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "plugins.md"
FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder that was empty, with all files of the page in the order in which they come."""
    folder = tmp_path / "memkit-usearch"
    written: list[str] = []
    for name, text in FILE.findall(PAGE.read_text("utf-8")):
        assert name not in written, f"{name} comes twice"
        written.append(name)
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert written[0] == "pyproject.toml"
    assert {"memkit_usearch/store.py", "tests/test_usearch.py", "try_it.py"} <= set(written)
    return folder


@pytest.mark.slow
def test_the_plug_in_is_built_installed_tested_and_used(
    project: Path, install: Callable[..., Any], command: Callable[..., str], tmp_path: Path
) -> None:
    python, _ = install(ROOT, project)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    tests = ("-m", "pytest", project / "tests", "-q", "-p", "no:cacheprovider", "-W", "error")
    report = command(python, *tests, "--import-mode=importlib", cwd=elsewhere)
    passed = re.search(r"(\d+) passed", report)
    assert passed is not None
    assert int(passed[1]) > 100, report[-2000:]
    assert "usearch" in command(python, "-m", "memkit", "plugins", cwd=elsewhere)
    command(python, project / "try_it.py", cwd=elsewhere)
    assert (elsewhere / "memory.db.usearch").is_dir()
