"""The comparison in JupyterLab: linked panels, the selection in Python, a query, a file.

What is drawn, turned, judged and merged is tested in test_compare_more.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

MADE = """
import warnings
import memkit
from memkit import Memory, samples
from memkit.comparison.export import to_html

m = Memory(":memory:", embedder="static-2")
m.add_space("hash", wait=True, progress=False)
m.add_many(list(samples.messages())[:LIMIT], progress=False)
comparison = m.compare("static-2", "hash", projection=PROJECTION)
"""
SHOW = """
from memkit.notebook.widgets.display import widget_of

widget = widget_of(comparison)
comparison
"""


def cells(projection: str = "pca", limit: int = 240) -> tuple[str, str]:
    return (
        MADE.replace("PROJECTION", repr(projection)).replace("LIMIT", str(limit)),
        SHOW,
    )


def test_a_panel_for_each_space(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = open_notebook(*cells("umap"))
    page.wait_for_selector(".mkc")
    hand.finished()
    names = hand.root.locator(".mkc-panel figcaption b").all_inner_texts()
    assert names == ["static-2", "hash"]
    assert hand.root.get_attribute("data-projection") == "umap"
    assert notebook.value("comparison.projection") == "umap"
    for badge in hand.root.locator(".mkc-badge").all_inner_texts():
        assert badge.startswith("trust .")
    overlap = notebook.value("comparison.metrics.pairs[0].overlap")
    assert f"{overlap:.2f}"[1:] in hand.root.locator(".mkc-agreement").inner_text()
    hand.root.get_by_label("Projection").select_option("pca")
    page.wait_for_selector(".mkc[data-projection=pca]:not([data-moving])")


def test_what_is_drawn_around_in_one_lights_up_in_all(
    open_notebook: Any, page: Any, hand: Any
) -> None:
    notebook = open_notebook(*cells())
    page.wait_for_selector(".mkc")
    hand.finished()
    sizes = []
    for turn in range(20):
        panel = turn % 2
        # With hover on: a memory is pointed at before each lasso and after it.
        hand.point_at(1 - panel, turn)
        assert hand.root.get_attribute("data-hover") != ""
        hand.lasso(panel, row=11 * turn, radius=20 + 2 * turn)
        hand.point_at(panel, turn + 20)
        page.wait_for_timeout(60)
        rows = hand.chosen()
        assert 11 * turn in rows, turn
        sizes.append(len(rows))
        assert hand.lit(0) == rows, turn
        assert hand.lit(1) == rows, turn
        notebook.becomes("[comparison.ids.index(id) for id in comparison.selection]", rows)
        assert hand.root.get_attribute("data-selected") == str(len(rows))
    assert len(set(sizes)) > 5


def test_keys_and_python_select_too(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = open_notebook(*cells())
    page.wait_for_selector(".mkc")
    hand.finished()
    hand.panel(0).focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    pointed = int(hand.root.get_attribute("data-hover"))
    page.keyboard.press("Enter")
    assert hand.chosen() == [pointed]
    notebook.becomes(f"comparison.selection == [comparison.ids[{pointed}]]", True)
    page.keyboard.press("Escape")
    notebook.becomes("comparison.selection", [])
    assert notebook.value("widget.select(comparison.ids[3:6])") is None
    page.wait_for_selector(".mkc[data-selected='3']")
    assert hand.chosen() == [3, 4, 5]
    assert notebook.value("len(comparison.selection)") == 3


def test_a_query_is_a_star_in_every_panel(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = open_notebook(*cells())
    page.wait_for_selector(".mkc")
    hand.finished()
    blank = [hand.panel(index).evaluate("(one) => one.toDataURL()") for index in (0, 1)]
    box = hand.root.get_by_role("searchbox", name="Query")
    # Letters that are commands of JupyterLab when they reach it.
    box.type("dd where is the boat")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkc[data-query='dd where is the boat'] .mkc-table")
    page.wait_for_timeout(100)
    for index in (0, 1):
        assert hand.panel(index).evaluate("(one) => one.toDataURL()") != blank[index]
    drift = "comparison.query('dd where is the boat')"
    rows = hand.root.locator(".mkc-table tbody tr")
    assert rows.count() == notebook.value(f"len({drift}.shifts)")
    best = notebook.value(f"{drift}.found['static-2'][0].memory")
    first = next(row for row in rows.all() if "#1" in row.locator("td").nth(1).inner_text())
    assert best[:40] in first.inner_text()
    box.fill("xylophone trilobite")
    page.keyboard.press("Enter")
    hand.root.get_by_text("Nothing close was found; the nearest are shown.").wait_for()
    assert hand.root.locator(".mkc-table tbody tr:not(.mkc-weak)").count() == 0
    box.fill("")
    page.wait_for_selector(".mkc[data-query='']")


def test_disagreements_show_both_lists(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = open_notebook(*cells())
    page.wait_for_selector(".mkc")
    hand.finished()
    worst = notebook.value(
        "[[n.memory for n in near] for near in comparison.disagreements(1)[0].neighbours.values()]"
    )
    lists = hand.root.locator(".mkc-findings details[open] .mkc-lists > div")
    assert lists.count() == 2
    for index, near in enumerate(worst):
        shown = lists.nth(index).locator(".mkc-memory").all_inner_texts()
        assert [text[:40] for text in shown] == [text[:40] for text in near]


def test_text_is_never_read_as_html(open_notebook: Any, page: Any, hand: Any) -> None:
    hostile = "<img src=x onerror=window.bad=1></script><script>window.bad=1</script>"
    made, show = cells(limit=40)
    made = made.replace("comparison =", f"m.add({hostile!r}, user_id={hostile!r})\ncomparison =")
    open_notebook(made, show)
    page.wait_for_selector(".mkc")
    hand.finished()
    hand.point_at(0, 40)
    assert hostile in hand.root.locator(".mkc-tip").inner_text()
    assert hand.root.locator("img").count() == 0
    assert page.evaluate("window.bad") is None


def test_the_file_opens_without_a_network(
    open_notebook: Any, page: Any, hand: Any, browser: Any, tmp_path: Path
) -> None:
    path = tmp_path / "compare.html"
    hostile = "</script><script>window.bad=1</script>"
    made, _ = cells(limit=120)
    made = made.replace("comparison =", f"m.add({hostile!r}, user_id='x')\ncomparison =")
    open_notebook(made, f"str(to_html(comparison, {str(path)!r}))")
    page.context.set_offline(True)
    page.goto(path.as_uri())
    page.wait_for_selector(".mkc[data-stage=done]")
    assert page.evaluate("window.bad") is None
    assert hand.root.locator(".mkc-panel").count() == 2
    assert not hand.root.get_by_role("searchbox").is_visible()
    hand.lasso(0, row=7, radius=60)
    page.wait_for_timeout(100)
    rows = hand.chosen()
    assert rows
    assert hand.lit(1) == rows
    hand.root.get_by_label("Colour by").select_option("overlap")
    assert hand.root.locator(".mkc-ramp").is_visible()
    assert hand.root.locator(".mkc-findings details").count() == 12
    hand.root.get_by_role("button", name="3-D").click()
    page.wait_for_selector(".mkc[data-dims='3']:not([data-moving])")
    hand.root.get_by_role("button", name="Lasso").click()
    hand.lasso(1, row=9, radius=50)
    page.wait_for_timeout(100)
    assert 9 in hand.chosen()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures(open_notebook: Any, page: Any, hand: Any, theme: str) -> None:
    """Nothing overflows; the pictures are there to be looked at."""
    folder = Path(os.environ.get("MEMKIT_SHOTS", "/tmp/memkit-shots"))
    folder.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": 1200, "height": 1400})
    open_notebook(*cells("umap", 600))
    page.evaluate(
        "(name) => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})",
        f"JupyterLab {theme.title()}",
    )
    light = "true" if theme == "light" else "false"
    page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
    hand.finished()
    box = hand.root.get_by_role("searchbox", name="Query")
    box.fill("who can repair the engine?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkc-table")
    for width in (1200, 700):
        page.set_viewport_size({"width": width, "height": 1400})
        page.wait_for_timeout(500)
        hand.lasso(0, row=12, radius=50)
        hand.point_at(1, hand.chosen()[0])
        page.wait_for_timeout(200)
        wide = hand.root.evaluate("(root) => [root.scrollWidth, root.clientWidth]")
        assert wide[0] <= wide[1]
        # All of it, however long: the notebook's own scroll area is let out for the picture.
        page.set_viewport_size({"width": width, "height": 4200})
        page.wait_for_timeout(500)
        hand.root.screenshot(path=folder / f"compare-{theme}-{width}.png")
