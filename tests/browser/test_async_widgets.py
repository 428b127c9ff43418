"""Widgets of an AsyncMemory do what their buttons say."""

from __future__ import annotations

from typing import Any

OPENED = """
from memkit import AsyncMemory

m = await AsyncMemory.open(":memory:", embedder="static-2", durability="fast")
"""
COMPARED = """
await m.add_space("hash", wait=True, progress=False)
for what in ("boat", "ship"):
    await m.add(f"Tomas repaired the engine of the {what} in Hamburg", user_id="twins")
for number in range(20):
    await m.add(f"Note {number} about the harbour, its {number} cranes and the tide", user_id="a")
comparison = await m.compare("static-2", "hash", projection="pca", k=5)
comparison
"""
CHANGED = """
((tea,),) = [await m.add("I like green tea", user_id="a")]
await m.update(tea.id, "I like black tea")
t = await m.timeline()
t
"""


def test_a_merge_is_undone(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = open_notebook(OPENED, COMPARED)
    page.wait_for_selector(".mkc")
    hand.finished()
    page.wait_for_function(
        "() => /\\([1-9]/.test(document.querySelector('[data-tab=duplicates]').textContent)"
    )
    hand.root.get_by_role("tab", name="Duplicates only one space sees").click()
    pair = hand.root.locator(".mkc-pairs > li").first
    pair.get_by_role("button", name="Merge").click()
    undo = pair.get_by_role("button", name="Undo the merge")
    undo.wait_for()
    assert notebook.value("comparison.memory.count()") == 21
    undo.click()
    pair.get_by_role("button", name="Merge “").wait_for()
    assert notebook.value("comparison.memory.count()") == 22


def test_a_change_is_undone_in_the_timeline(open_notebook: Any, page: Any) -> None:
    notebook = open_notebook(OPENED, CHANGED)
    page.wait_for_selector(".mkt[data-drawn]")
    root = page.locator(".mkt").first
    mark = root.locator(".textpoint").filter(has_text="U").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened = root.locator(".mkt-opened")
    opened.wait_for()
    opened.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_selector(".mkt[data-opened='3']")
    assert "Change 2 is undone" in root.locator(".mkt-saidline").inner_text()
    assert notebook.value("t.memory.get(tea.id).memory") == "I like green tea"
