"""A saved notebook without its kernel: each widget has left a picture of itself behind."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import TOKEN, Lab, call
from notebooks_in_lab import run_command, use_theme
from pictures import Pictures

MADE = """
from memkit import Memory, samples

m = Memory("saved.db", embedder="static-2", actor="alice")
m.reset(confirm=True)
m.add_many(list(samples.messages())[:300], progress=False)
m.add_space("hash", wait=True, progress=False)
one = m.add("<b>bold</b><img src=x onerror=window.bad=1>", user_id="<i>ida</i>")[0]
m.update(one.id, "<script>window.bad=1</script> %{x} ]]> & more")
m.add("The kettle lives on the balcony", user_id="mara", metadata={"category": "home"})
gone = m.delete(m.add("Gone", user_id="mara")[0].id)
"""
EXPLORER = "explorer = m.explore(where={'memory': {'$contains': 'a'}})\nexplorer"
TIMELINE = "timeline = m.timeline()\ntimeline"
COMPARE = "comparison = m.compare('static-2', 'hash')\ncomparison"
# What Jupyter says of a widget that it can't show.
LOST = re.compile("model not found|error displaying|loading widget|<Explorer of", re.IGNORECASE)


def pictures(page: Any) -> Any:
    return page.locator("[data-memkit-picture]:visible")


@pytest.fixture
def saved(open_notebook: Any, page: Any, lab: Lab) -> Path:
    """A notebook that ran with all widgets, was looked at, and was saved; its kernel is gone."""
    notebook = open_notebook(MADE, EXPLORER, TIMELINE, COMPARE)
    page.wait_for_selector(".mkx[data-ready]")
    page.wait_for_selector(".mkt[data-drawn]")
    page.wait_for_selector(".mkc[data-stage=done]", timeout=180_000)
    # They are there, their pictures are not.
    for widget in (".mkx", ".mkt", ".mkc"):
        assert page.locator(widget).is_visible()
    assert pictures(page).count() == 0
    # What is seen last is what is saved.
    page.locator(".mkx").get_by_label("where, a filter").fill("category = 'home'")
    notebook.becomes("explorer.where", "category = 'home'")
    page.wait_for_function(
        "() => document.querySelector('[data-memkit-picture]').textContent"
        ".includes(\"category = 'home'\")"
    )
    run_command(page, "docmanager:save")
    path = max(lab.notebooks.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    page.wait_for_selector(".jp-mod-dirty", state="detached")
    for session in lab.sessions():
        call(lab.api(f"sessions/{session['id']}"), "DELETE")
    return path


def are_seen(page: Any, shown: Any) -> None:
    """The three pictures are seen, and nothing else in their place."""
    words = shown.inner_text()
    assert not LOST.search(words)
    assert "where category = 'home'" in words.replace("\xa0", " ")
    assert "The kettle lives on the balcony" in words
    images = shown.locator("img[src^='data:image/svg']")
    assert images.count() == 2
    for image in images.all():
        assert image.is_visible()
        assert image.evaluate("(one) => one.complete && one.naturalWidth") == 760
        assert image.get_attribute("alt")
    assert page.evaluate("window.bad") is None


def test_jupyterlab_shows_pictures_without_a_kernel(
    saved: Path, page: Any, lab: Lab, picture: Pictures
) -> None:
    page.goto(f"{lab.url}/lab/tree/{saved.name}?token={TOKEN}&reset")
    page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$")).wait_for()
    page.set_viewport_size({"width": 1200, "height": 3000})
    page.wait_for_selector("[data-memkit-picture] >> nth=2")
    # JupyterLab has found by then that it has no widgets.
    page.locator(".jupyter-widgets >> nth=2").wait_for(state="attached")
    shown = page.locator(".jp-Notebook")
    for theme in ("light", "dark"):
        use_theme(page, theme)
        assert pictures(page).count() == 3
        are_seen(page, shown)
    picture("saved", page.locator(".jp-CodeCell >> nth=3"))
    # Not trusted: JupyterLab takes styles and scripts away.
    path = saved.with_name(f"stranger-{saved.name}")
    path.write_text(saved.read_text("utf-8").replace("gone = m.delete", "went = m.delete"), "utf-8")
    page.goto(f"{lab.url}/lab/tree/{path.name}?token={TOKEN}&reset")
    page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$")).wait_for()
    page.locator(".jp-Notebook img >> nth=1").wait_for()
    are_seen(page, page.locator(".jp-Notebook"))
    # The widgets come back when their cells run.
    run_command(page, "notebook:run-all-cells")
    page.wait_for_selector(".mkx[data-ready]")
    page.wait_for_selector(".mkt[data-drawn]")
    page.wait_for_selector(".mkc[data-stage=done]", timeout=180_000)
    assert pictures(page).count() == 0


@pytest.fixture
def offline(browser: Any) -> Iterator[Any]:
    """A page without any network."""
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 2400})
    yield context.new_page()
    context.close()


def converted(path: Path, to: str, *options: str) -> Path:
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", to, *options, str(path)],
        check=True, capture_output=True, cwd=path.parent,
    )  # fmt: skip
    return path.with_suffix({"html": ".html", "markdown": ".md"}[to])


def test_exports_and_strict_readers_show_pictures(saved: Path, offline: Any) -> None:
    import bleach
    import nbformat

    page = converted(saved, "html")
    offline.goto(page.as_uri(), wait_until="domcontentloaded")
    offline.locator("img >> nth=1").wait_for()
    are_seen(offline, offline.locator("body"))
    said = converted(saved, "markdown").read_text("utf-8")
    assert said.count("data:image/svg+xml;base64,") == 2
    assert "category = &#39;home&#39;" in said
    assert "&lt;Explorer" not in said
    # GitHub keeps tags and attributes of a short list, and no styles.
    outputs = [
        output.data["text/html"]
        for cell in nbformat.read(saved, as_version=4).cells[1:]
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    whole = re.sub("<style>.*?</style>", "", "<hr>".join(outputs), flags=re.DOTALL)
    kept = bleach.clean(
        whole,
        tags={"b", "br", "code", "details", "div", "hr", "img", "p", "pre", "span", "summary",
              "table", "tbody", "td", "th", "thead", "tr"},
        attributes={"img": ["src", "alt", "width"], "*": ["align", "title", "dir"]},
        protocols={"data"},
        strip=True,
    )  # fmt: skip
    offline.set_content(f"<!doctype html><meta charset=utf-8><body>{kept}")
    are_seen(offline, offline.locator("body"))
    assert max(map(len, outputs)) < 300_000
