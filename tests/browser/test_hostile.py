"""A file whose every text is hostile, in every view, in a real browser: no script runs.

A new view is one more cell in `CELLS`; a new widget one more line in `TOUCHES`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

# For `import hostile`: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parents[1]))

import hostile

OPEN = """
import warnings

warnings.simplefilter("ignore")
from memkit import Memory

m = Memory("hostile.db")
first = m.get_all()[0].id
keys = [space.key for space in m.spaces]
"""
CELLS = (
    "m",
    'm.search("tea", mode="text", explain=True)',
    "m.get_all()",
    "m.get_all()[0]",
    "m.history(first)",
    "m.events()",
    "m.events()[1]",
    "m.spaces",
    "m.jobs",
    "m.usage",
    "m.doctor()",
    "m.duplicates(threshold=0.1)",
    "m.as_of(2).get_all()",
    "%load_ext memkit\n%memkit use m --show-code",
    "%memkit status",
    "%history --show-code",
    "%recall tea --show-code",
    "m.search('tea', space=keys[1])",  # Its embedder is unknown: an error in red.
)
EXPLORER = 'm.explore(query="tea")'
TIMELINE = "m.timeline()"
COMPARISON = 'm.compare(*keys, projection="pca")'
PAGES = """
m.compare(*keys, projection="pca").to_html("comparison.html")
m.timeline().figure().write_html("timeline.html", include_plotlyjs=True)
done = True
"""


def touch_explorer(page: Any) -> None:
    """Open a memory with its history, as a hand does."""
    page.wait_for_selector(".mkx[data-ready] .mkx-table[data-loaded]")
    page.locator(".mkx-space .mkx-tr").first.click()
    page.get_by_role("region", name="One memory").locator(".mk-badge").first.wait_for()


def touch_timeline(page: Any) -> None:
    """Open each change."""
    page.wait_for_selector(".mkt[data-drawn]")
    page.locator(".mkt-plot").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.locator(".mkt-opened").wait_for()
        page.wait_for_timeout(200)


def touch_comparison(page: Any) -> None:
    """Point at memories."""
    page.wait_for_selector(".mkc .mkc-panel")
    page.wait_for_timeout(1500)
    page.locator(".mkc-over").first.hover()


TOUCHES = {EXPLORER: touch_explorer, TIMELINE: touch_timeline, COMPARISON: touch_comparison}


@pytest.fixture
def file(lab: Any) -> Path:
    path: Path = lab.notebooks / "hostile.db"
    for old in path.parent.glob("hostile.db*"):
        old.unlink()
    hostile.make(path)
    return path


def test_no_text_acts_in_a_cell(file: Path, open_notebook: Any, page: Any) -> None:
    notebook = open_notebook(OPEN, *CELLS)
    # It is answered after the cells, the last of which raises an error in red.
    assert notebook.value("len(keys)") == 2
    page.locator(".jp-OutputArea-output", has_text="Error").last.wait_for()
    assert page.locator(".memkit").count() > len(CELLS) / 2
    assert page.evaluate(hostile.FAULTS_JS) == []


@pytest.mark.parametrize("widget", TOUCHES, ids=["explorer", "timeline", "comparison"])
def test_no_text_acts_in_a_widget(widget: str, file: Path, open_notebook: Any, page: Any) -> None:
    open_notebook(OPEN, widget)
    TOUCHES[widget](page)
    assert page.evaluate(hostile.FAULTS_JS) == []


def test_no_text_acts_in_a_page_of_its_own(file: Path, open_notebook: Any, page: Any) -> None:
    notebook = open_notebook(OPEN, PAGES)
    notebook.becomes("globals().get('done', False)", True, seconds=60)
    for name, there in (
        ("comparison.html", ".mkc .mkc-panel"),
        ("timeline.html", ".plot-container"),
    ):
        page.goto(file.with_name(name).as_uri())
        page.wait_for_selector(there)
        page.wait_for_timeout(500)
        page.locator(there).first.hover()
        assert page.evaluate(hostile.FAULTS_JS) == []
