"""`make lab` has what its notebooks name."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"pip install '?(memkit-(?!core|phonetic)[a-z-]+(?:\[[a-z]+\])?)")


def test_lab_has_the_plugins_that_the_notebooks_name() -> None:
    named = {
        plugin
        for notebook in (ROOT / "notebooks").glob("*.ipynb")
        for plugin in NAMED.findall(notebook.read_text("utf-8"))
    }
    assert named
    plan = dry_run("lab")
    for plugin in named:
        assert f"--plugin '{plugin}" in plan


def test_lab_hands_its_arguments_on() -> None:
    assert (
        dry_run("lab", "ARGS=--no-browser --port 8899")
        .rstrip()
        .endswith("-m jupyterlab --no-browser --port 8899")
    )
    assert "--plugin" not in dry_run("lab", "LAB_PLUGINS=")


def dry_run(*arguments: str) -> str:
    return subprocess.run(
        ["make", "--dry-run", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=True,
        # `make test` runs this, too, and hands on how it was called itself.
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    ).stdout  # fmt: skip
