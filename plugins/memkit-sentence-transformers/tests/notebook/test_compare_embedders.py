"""The notebook that compares embedders, with the real MiniLM in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

# What it prints, in this order. The text between its cells speaks of these findings.
FINDINGS = (
    "minilm    384 dimensions  525 memories",
    "<Comparison of 'static-2', 'minilm': 525 memories",
    "shared among the ten nearest neighbours  0.3",
    "CKA                                      0.6",
    "static-2 mean cosine of any two 0.5",
    "minilm   mean cosine of any two 0.1",
    "moved most:",
    "-> 5:  Off the crutches, two weeks to the day",
    "minilm against static-2, recall@5: 0.05",
    "static-2 31 of 40",
    "minilm   31 of 40",
    "Skipped: OPENAI_API_KEY is not set.",
    "Slipped on the wet gangway and twisted my right knee.",
    "['static-2']",
)


@pytest.mark.weights
def test_the_notebook_finds_what_it_tells(tmp_path):
    nbformat = pytest.importorskip("nbformat", reason="pip install 'memkit-core[notebook]'")
    executed = tmp_path / "executed.ipynb"
    notebook = ROOT / "notebooks" / "02_compare_embedders.ipynb"
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "run_notebook.py", notebook, executed],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"},
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    rest = done.stdout
    for finding in FINDINGS:
        assert finding in rest
        rest = rest.partition(finding)[2]
    outputs = [
        output
        for cell in nbformat.read(executed, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    widget = "application/vnd.jupyter.widget-view+json"
    assert [output for output in outputs if widget in output.get("data", {})]
