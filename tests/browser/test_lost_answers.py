"""Answers of the kernel that get lost on the way, as when Jupyter's server holds back too much."""

from __future__ import annotations

from typing import Any

MADE = """
from memkit import Memory, samples
from memkit.notebook.widgets.base import PicturedWidget

m = Memory(":memory:", embedder="hash")
m.add_many(list(samples.messages())[:40], progress=False)
lost = dict.fromkeys(KEYS, 2)  # what each of these answers holds; the first two never arrive
send = PicturedWidget.send


def sending(self, content, buffers=None):
    for key in lost:
        if lost[key] and key in (content.get("answer") or ()):
            lost[key] -= 1
            return
    send(self, content, buffers)


PicturedWidget.send = sending
"""
AGAIN = "An answer was lost on the way and is asked for again"


def test_a_timeline_is_drawn_though_its_first_answers_are_lost(
    open_notebook: Any, page: Any
) -> None:
    notebook = open_notebook(MADE.replace("KEYS", "('packed', 'spec')"), "m.timeline()")
    page.locator(".mkt-saidline").get_by_text(AGAIN).wait_for()
    page.wait_for_selector(".mkt[data-drawn]")
    assert notebook.value("lost") == {"packed": 0, "spec": 0}
    page.wait_for_selector(".mkt-saidline:empty", state="attached")
    assert page.locator(".mkt .mkw-trouble").count() == 0


def test_an_explorer_is_filled_though_its_first_answers_are_lost(
    open_notebook: Any, page: Any
) -> None:
    keys = ("spaces", "rows", "buckets", "nearest", "hits")
    notebook = open_notebook(MADE.replace("KEYS", repr(keys)), "m.explore(user_id='mara')")
    page.locator(".mkx-slot").get_by_text(AGAIN).wait_for()
    page.wait_for_selector(".mkx[data-ready] .mkx-table[data-loaded]")
    page.get_by_role("searchbox", name="Search").fill("tea")
    page.wait_for_selector(".mkx-search[data-query=tea]")
    page.locator(".mkx-space .mkx-tr").first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    page.wait_for_selector(".mkx-time:visible")
    assert notebook.value("lost") == dict.fromkeys(keys, 0)
    page.wait_for_selector(".mkx-all:empty", state="attached")
