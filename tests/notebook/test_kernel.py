"""The extension in a real kernel, spoken to as JupyterLab does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", ROOT)
    manager: KernelManager
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path))
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def execute(kernel: Any, code: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run a cell; return the reply, and what it showed, printed streams last."""
    outputs: list[dict[str, Any]] = []
    reply = kernel.execute_interactive(
        code, output_hook=lambda message: outputs.append(message), timeout=60
    )
    shown = [
        message["content"] | {"kind": message["msg_type"]}
        for message in outputs
        if message["msg_type"] in ("display_data", "execute_result", "stream", "error")
    ]
    return reply["content"], sorted(shown, key=lambda output: output["kind"] == "stream")


def complete(kernel: Any, code: str) -> list[str]:
    reply = kernel.complete(code, len(code), reply=True, timeout=60)["content"]
    start, end = reply["cursor_start"], reply["cursor_end"]
    return [code[:start] + match + code[end:] for match in reply["matches"]]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_session_in_a_kernel(kernel: Any) -> None:
    reply, shown = execute(kernel, "%load_ext memkit")
    assert reply["status"] == "ok", reply
    assert shown == []

    assert "%memkit status" in complete(kernel, "%memkit sta")
    _, shown = execute(kernel, "%memkit use research.db --user alice --embedder hash --as mem")
    assert "scope alice" in shown[0]["data"]["text/plain"]

    execute(kernel, "%%remember --meta category=home\nI moved to <b>Lisbon</b>")
    _, shown = execute(kernel, "%recall Lisbon -o hits")
    assert shown[0]["kind"] == "execute_result"
    assert "I moved to &lt;b&gt;Lisbon" in shown[0]["data"]["text/html"]
    assert "I moved to <b>Lisbon" in shown[0]["data"]["text/plain"]

    assert complete(kernel, "%recall x --user ") == ["%recall x --user alice"]
    assert complete(kernel, '%recall x --where "cat') == ['%recall x --where "category']
    assert complete(kernel, "%recall x --expl") == ["%recall x --explain"]
    assert len(complete(kernel, "%history ")) == 1
    matches = kernel.complete("%memkit embed ", reply=True, timeout=60)["content"]
    assert {"static-2", "hash"} <= set(matches["matches"])

    reply, shown = execute(kernel, "%recall x --mode nope")
    assert reply["status"] == "error"
    assert reply["ename"] == "ValidationError"
    assert len(reply["traceback"]) == 2
    assert "Traceback" not in "".join(reply["traceback"])

    _, shown = execute(kernel, "%history {hits[0].id}")
    assert "ADD" in shown[0]["data"]["text/html"]
    reply, _ = execute(kernel, "%unload_ext memkit")
    assert reply["status"] == "ok"
    _, shown = execute(kernel, "mem.count()")
    assert shown[0]["data"]["text/plain"] == "1"
    _, shown = execute(kernel, "%memkit status")
    assert "not found" in str(shown)


def test_a_question_in_a_terminal(tmp_path: Path) -> None:
    lines = [
        "%load_ext memkit",
        "%memkit use research.db --user alice --embedder hash",
        "%remember is it Lisbon?",
        "for place in ['Porto']:",
        "    %remember don't they say {place}?",
        "",
        "%recall Lisbon?",
        "recall Porto??",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=NoColor"],
        input="\n".join(lines) + "\n",
        env={**os.environ, "PYTHONPATH": ROOT, "IPYTHONDIR": str(tmp_path / "ipython")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "not found" not in done.stdout + done.stderr
    assert done.stdout.count("ADD") == 2
    assert "Lisbon? - 2 hits" in done.stdout
    assert "Porto?? - 2 hits" in done.stdout


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("cell", ["m.explore()", "display(m.timeline())", "m.compare('hash', 'o')"])
def test_a_cell_gets_a_picture_and_then_the_widget(kernel: Any, cell: str) -> None:
    pytest.importorskip("anywidget")
    execute(
        kernel,
        "from memkit import Memory\nm = Memory(':memory:', embedder='hash')\n"
        "m.add('I like <b>tea</b>', user_id='alice')\n"
        "m.add_space({'provider': 'hash', 'config': {'dim': 32}}, key='o', wait=True)\nNone",
    )
    reply, shown = execute(kernel, cell)
    assert reply["status"] == "ok", reply
    picture, widget = shown
    key = re.search('data-memkit-picture="([0-9a-f]{16})"', picture["data"]["text/html"])
    assert key is not None
    assert picture["transient"]["display_id"] == f"memkit-{key[1]}"
    assert picture["data"]["text/plain"].startswith("<")
    view = "application/vnd.jupyter.widget-view+json"
    assert view not in picture["data"]
    assert widget["data"][view]["model_id"]
    # Where an output holds one thing, it holds both.
    _, both = execute(
        kernel, f"print(sorted({cell.removeprefix('display')}._repr_mimebundle_()[0]))"
    )
    said = "".join(output["text"] for output in both if output["kind"] == "stream")
    assert said.strip() == str([view, "text/html", "text/plain"])
