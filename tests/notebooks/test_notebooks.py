"""Every notebook runs from the first cell to the last, and is stored without output."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@functools.cache
def story(path: Path) -> str:
    """Return what a notebook prints, run as `make demo` runs it."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "run_notebook.py", path],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path) -> None:
    assert "Traceback" not in story(path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_the_quickstart_finds_what_it_promises() -> None:
    printed = story(ROOT / "notebooks" / "01_quickstart.ipynb")
    answer = printed.split('m.search("where does she live?", user_id="alice", k=1)')[1]
    assert "I moved to Lisbon in March" in answer.split("\n\n")[0]
    assert "now:  I moved on to Porto in September" in printed
    assert "undone: I moved to Lisbon in March" in printed
