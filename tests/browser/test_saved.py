"""A saved notebook without its kernel: each widget has left a picture of itself behind."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lab import TOKEN, Lab, call
from notebooks_in_lab import run_command, use_theme

MADE = """
from memkit import Memory, samples

m = Memory("saved.db", embedder="static", actor="alice")
m.reset(confirm=True)
m.add_many(list(samples.messages())[:300], progress=False)
m.add_space("hash", wait=True, progress=False)
one = m.add("<b>bold</b><img src=x onerror=window.bad=1>", user_id="mara")[0]
m.update(one.id, "<script>window.bad=1</script> %{x} ]]> & more")
m.delete(m.add("Gone", user_id="mara")[0].id)
"""
EXPLORER = "explorer = m.explore(user_id='mara', where=\"category = 'home'\")\nexplorer"
TIMELINE = "timeline = m.timeline(time='occurred_at')\ntimeline"
COMPARE = "comparison = m.compare('static', 'hash')\ncomparison"
MISSING = re.compile("model not found|Error displaying|Loading widget", re.IGNORECASE)


@pytest.fixture
def saved(open_notebook: Any, page: Any, lab: Lab) -> Any:
    """A notebook that ran with all widgets, was looked at and saved; its path on the server."""
    notebook = open_notebook(MADE, EXPLORER, TIMELINE, COMPARE)
    page.wait_for_selector(".mkx[data-ready]")
    page.wait_for_selector(".mkt[data-drawn]")
    page.wait_for_selector(".mkc[data-stage=done]", timeout=180_000)
    return notebook


def pictures(page: Any) -> Any:
    return page.locator("[data-memkit-picture]:visible")


def save(page: Any) -> None:
    run_command(page, "docmanager:save")
    page.wait_for_timeout(1000)


def test_a_saved_notebook_shows_its_widgets_without_a_kernel(saved: Any, page: Any, lab: Lab) -> None:
    assert pictures(page).count() == 0
    save(page)
    name = max(lab.notebooks.glob("*.ipynb"), key=lambda path: path.stat().st_mtime).name
    for session in lab.sessions():
        call(lab.api(f"sessions/{session['id']}"), "DELETE")
    page.goto(f"{lab.url}/lab/tree/{name}?token={TOKEN}&reset")
    page.wait_for_selector("[data-memkit-picture] >> nth=2", state="attached")
    page.wait_for_timeout(5000)
    page.set_viewport_size({"width": 1000, "height": 4000})
    for theme in ("light", "dark"):
        use_theme(page, theme)
        page.wait_for_timeout(500)
        page.screenshot(path=f"/tmp/wt/pictures-shots/lab-{theme}.png")
    print(page.locator(".jp-Notebook").inner_text())
    assert pictures(page).count() == 3
    assert not MISSING.search(page.locator(".jp-Notebook").inner_text())
