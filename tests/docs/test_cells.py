"""The cells of README and pages run as they stand: in a real kernel, in a fresh folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = {"README.md": "I moved to Lisbon in March", "docs/notebook.md": "I moved to Lisbon"}
FAILED = re.compile(r"not found|No module|Traceback|UsageError")


def cells(page: str) -> list[str]:
    """Return the Python and the magics of a page."""
    blocks = BLOCK.findall((ROOT / page).read_text("utf-8"))
    return [code for kind, code in blocks if kind == "python" or code.startswith("%")]


def run(codes: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """Run cells in a kernel and return what each of them showed."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    work = folder / "work"
    work.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])
    resources = {"metadata": {"path": str(work)}}
    NotebookClient(notebook, kernel_name="python3", timeout=120, resources=resources).execute()
    return [cell.outputs for cell in notebook.cells]


def told(output: Any) -> str:
    """Return what an output says, as text."""
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("apart", [False, True], ids=["block", "line"])
def test_the_cells_of_a_page_do_what_it_says(
    page: str, apart: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = cells(page)
    magics = codes[-1]
    assert magics.startswith("%load_ext memkit\n")
    assert "?" in magics.splitlines()[-1]
    if apart:  # as most people type them: a cell each
        codes = [*codes[:-1], *magics.splitlines()]
    shown = run(codes, tmp_path, monkeypatch)
    for outputs in shown:
        for output in outputs:
            assert output.get("name") != "stderr", told(output)
            assert not FAILED.search(told(output)), told(output)
    said = [told(output) for outputs in shown for output in outputs]
    # One stored something and the last one found it, each said so once.
    stored, found = said[-2:]
    assert PAGES[page] in stored
    assert "where does she live?" in found
    assert PAGES[page] in found


def test_the_commands_of_the_readme_run_as_they_stand(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    [script] = [code for kind, code in blocks if kind == "sh" and code.startswith("memkit ")]
    (tmp_path / "memkit").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m memkit "$@"\n')
    (tmp_path / "memkit").chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "I moved to Lisbon in March" in done.stdout
