"""The timeline in JupyterLab: drawn offline, zoomed, brushed, opened, undone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MADE = """
from datetime import datetime, timedelta, timezone
from memkit import Memory, samples

m = Memory(FILE, embedder="hash")
m.add_many(list(samples.messages()), progress=False)
boats = [m.add(f"The boat needs {part}", user_id="mara", occurred_at=f"2025-0{month}-11")[0].id
         for month, part in enumerate(("paint", "a mast", "ropes", "an anchor"), start=2)]
m.update(boats[0], "The boat needs new paint and a name", metadata={"category": "boat"})
m.delete(boats[3])
t = m.timeline(time=TIME, by="user_id")
"""
SHOW = """
from memkit.notebook.widgets.display import widget_of

widget = widget_of(t)
t
"""


def cells(time: str = "occurred_at", file: str = ":memory:", more: str = "") -> tuple[str, str]:
    return MADE.replace("TIME", repr(time)).replace("FILE", repr(file)) + more, SHOW


class Line:
    """What a hand does with the timeline on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.root = page.locator(".mkt").first
        page.wait_for_selector(".mkt[data-drawn]")
        self.settled()

    def settled(self) -> None:
        """Wait until nothing is drawn any more."""
        drawn = None
        while drawn != (now := self.root.get_attribute("data-drawn")):
            drawn = now
            self.page.wait_for_timeout(300)

    def span(self) -> list[float]:
        """The time in view, in milliseconds since 1970."""
        found: list[float] = self.root.locator(".mkt-plot").evaluate(
            "(plot) => plot._fullLayout.xaxis.range.map((at) => plot._fullLayout.xaxis.r2l(at))"
        )
        return found

    def where(self, time: float, lane: int) -> tuple[float, float]:
        """Where a time of a lane is on the page."""
        plot = self.root.locator(".mkt-plot")
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        x, y = plot.evaluate(
            """(plot, [time, lane]) => {
              const { xaxis: x, yaxis: y } = plot._fullLayout;
              return [x._offset + x.l2p(time), y._offset + y.l2p(y.range[1] - lane - 0.5)];
            }""",
            [time, lane],
        )
        return box["x"] + x, box["y"] + y

    def drag(self, low: float, high: float) -> None:
        """Drag over a part of the time."""
        mouse = self.page.mouse
        mouse.move(*self.where(low, 0))
        mouse.down()
        mouse.move(*self.where((low + high) / 2, 1), steps=4)
        mouse.move(*self.where(high, 1), steps=4)
        mouse.up()

    def tool(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def line(page: Any) -> Any:
    return lambda: Line(page)


def milliseconds(day: str) -> float:
    from datetime import UTC, datetime

    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000


def test_zooming_in_turns_bars_into_marks(open_notebook: Any, page: Any, line: Any) -> None:
    # A JupyterLab that has no script of plotly yet.
    page.goto("about:blank")
    notebook = open_notebook(*cells(), "m.timeline(by='category')")
    shown = line()
    page.wait_for_selector(".mkt >> nth=1")
    names = shown.root.locator(".ytick text").all_text_contents()
    lanes = notebook.value("[f'{lane.name}{lane.count} changes' for lane in t.lanes]")
    assert sorted(names) == sorted(lanes)
    assert shown.root.locator(".mkt-key").nth(1).inner_text().split() == ["U", "UPDATE", "1"]
    assert "Bars count the changes in a week" in shown.root.locator(".mkt-notes").inner_text()
    assert shown.root.locator(".textpoint").count() == 0
    whole = shown.span()
    low, high = milliseconds("2025-02-05"), milliseconds("2025-02-15")
    shown.drag(low, high)
    shown.settled()
    assert shown.span() == pytest.approx([low, high], abs=12 * 3_600_000)
    letters = shown.root.locator(".textpoint").all_text_contents()
    assert set(letters) == {"A", "U"}
    assert shown.root.locator(".mkt-notes").inner_text() == ""
    assert page.locator(".plotly-notifier").count() == 0
    shown.root.get_by_role("button", name="All", exact=True).click()
    shown.settled()
    assert shown.span() == pytest.approx(whole)
    shown.root.get_by_role("button", name="Month", exact=True).click()
    shown.settled()
    assert shown.span() == pytest.approx([whole[1] - 30 * 86_400_000, whole[1]])
    # The wheel turns the page, unless the tool is Move.
    page.mouse.move(*shown.where(whole[1] - 15 * 86_400_000, 1))
    page.mouse.wheel(0, -120)
    shown.settled()
    assert shown.span() == pytest.approx([whole[1] - 30 * 86_400_000, whole[1]])
    shown.tool("Move")
    page.mouse.move(*shown.where(whole[1] - 15 * 86_400_000, 1))
    page.mouse.wheel(0, -120)
    shown.settled()
    low, high = shown.span()
    assert high - low < 29 * 86_400_000
    page.keyboard.press("0")
    shown.root.locator(".mkt-plot").focus()
    page.keyboard.press("0")
    shown.settled()
    assert shown.span() == pytest.approx(whole)
    # Two timelines, but the script of plotly went to the page once.
    sent = "__import__('memkit.notebook.widgets.timeline', fromlist=['x']).plotly_script"
    page.wait_for_selector(".mkt[data-drawn] >> nth=1")
    assert notebook.value(f"sum({sent}.cache_info()[:2])") == 1
    assert page.evaluate("'Plotly' in window") is False


def test_a_click_opens_the_change_and_undoes_it(open_notebook: Any, page: Any, line: Any) -> None:
    notebook = open_notebook(*cells())
    shown = line()
    shown.drag(milliseconds("2025-02-08"), milliseconds("2025-02-14"))
    shown.settled()
    mark = shown.root.locator(".textpoint").filter(has_text="U")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened = shown.root.locator(".mkt-opened")
    opened.wait_for()
    seq = notebook.value("[e.seq for e in t.events if e.event == 'UPDATE'][0]")
    assert shown.root.get_attribute("data-opened") == str(seq)
    assert "".join(opened.locator("ins").all_inner_texts()[:2]) == "new  and a name"
    assert "category" in opened.locator(".mkt-fields").inner_text()
    opened.get_by_role("button", name="Show as Python").click()
    assert f"m.undo({seq})" in opened.locator("pre").inner_text()
    opened.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_selector(f".mkt[data-opened='{seq + 2}']")
    assert notebook.value("m.get(boats[0]).memory") == "The boat needs paint"
    assert opened.locator("del").count() >= 2
    assert f"Change {seq} is undone" in shown.root.locator(".mkt-saidline").inner_text()
    # From change to change by keys, in the order of time.
    shown.root.locator(".mkt-plot").focus()
    order = notebook.value("[mark.seq for mark in t.between()]")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(f".mkt[data-opened='{order[order.index(seq + 2) - 1]}']")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f".mkt[data-opened='{seq + 2}']")
    opened.get_by_role("button", name="Close the change").click()
    opened.wait_for(state="detached")


def test_arrow_keys_go_on_from_a_click(open_notebook: Any, page: Any, line: Any) -> None:
    notebook = open_notebook(*cells())
    shown = line()
    shown.drag(milliseconds("2025-02-08"), milliseconds("2025-02-14"))
    shown.settled()
    order = notebook.value("[mark.seq for mark in t.between()]")
    mark = shown.root.locator(".textpoint").filter(has_text="U")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seq = notebook.value("[e.seq for e in t.events if e.event == 'UPDATE'][0]")
    page.wait_for_selector(f".mkt[data-opened='{seq}']")
    shown.settled()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f".mkt[data-opened='{order[order.index(seq) + 1]}']")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(f".mkt[data-opened='{seq}']")
    # The focus is not lost with what was closed, and undoing an addition asks.
    shown.root.get_by_role("button", name="Close the change").click()
    page.wait_for_selector(".mkt[data-opened='']")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".mkt-opened")
    added = notebook.value("[mark.seq for mark in t.between() if mark.event == 'ADD'][0]")
    notebook.value(f"widget._open(seq={added})")
    page.wait_for_selector(f".mkt[data-opened='{added}']")
    id_ = notebook.value(f"t.event({added}).memory_id")
    opened = shown.root.locator(".mkt-opened")
    opened.get_by_role("button", name="Undo", exact=True).click()
    assert notebook.value(f"bool(m.get({id_!r}))")
    opened.get_by_role("button", name="Keep").click()
    opened.get_by_role("button", name="Undo", exact=True).click()
    opened.get_by_role("button", name="Delete the memory?").click()
    notebook.becomes(f"m.history({id_!r})[-1].event", "DELETE")


def test_a_bar_lists_its_changes(open_notebook: Any, page: Any, line: Any) -> None:
    notebook = open_notebook(*cells())
    shown = line()
    page.mouse.click(*shown.where(milliseconds("2025-02-13T12:00"), 0))
    found = shown.root.locator(".mkt-list")
    found.wait_for()
    expected = notebook.value(
        "[mark.seq for mark in t.between('2025-02-10', '2025-02-17') if mark.lane == 'mara'][::-1]"
    )
    assert found.locator(".mkt-item").count() == len(expected)
    found.locator(".mkt-item").first.click()
    page.wait_for_selector(f".mkt[data-opened='{expected[0]}']")
    found.get_by_role("button", name="Zoom in").click()
    shown.settled()
    assert shown.span() == pytest.approx([milliseconds("2025-02-10"), milliseconds("2025-02-17")])


def test_the_brush_selects_in_python_and_filters_the_explorer(
    open_notebook: Any, page: Any, line: Any
) -> None:
    linked = "\nexplorer = m.explore()\nt = m.timeline(explorer=explorer, time='occurred_at')"
    notebook = open_notebook(*cells(more=linked))
    shown = line()
    shown.tool("Select")
    shown.drag(milliseconds("2025-03-03"), milliseconds("2025-03-20"))
    page.wait_for_selector(".mkt[data-selected]:not([data-selected=''])")
    low, high = notebook.value("[moment.timestamp() * 1000 for moment in t.selected]")
    assert [low, high] == pytest.approx(
        [milliseconds("2025-03-03"), milliseconds("2025-03-20")], abs=86_400_000
    )
    assert notebook.value("len(t.selection)") > 10
    assert notebook.value("explorer.selection == t.selection")
    assert notebook.value("sorted(explorer.shown_ids()) == sorted(t.selection)")
    assert shown.root.locator(".mkt-list .mkt-item").count() == notebook.value(
        "len(t.selected_marks)"
    )
    shown.settled()
    # The other way: from Python into the picture.
    notebook.value("len(t.select('2025-05-01', '2025-05-03'))")
    page.wait_for_selector(f".mkt[data-selected='{notebook.value('len(t.selected_marks)')}']")
    shown.root.get_by_role("button", name="Clear").click()
    notebook.becomes("[t.selection, explorer.selection, explorer.where]", [[], [], ""])


def test_text_is_never_read_as_html(open_notebook: Any, page: Any, line: Any) -> None:
    hostile = "<b>bold</b><img src=x onerror=window.bad=1><a href='x'>y</a>%{x} $x^2$"
    made = f"""
from memkit import Memory
m = Memory(":memory:", embedder="hash")
id = m.add({hostile!r}, user_id={hostile[:30]!r})[0].id
m.update(id, {hostile!r} + "<script>window.bad=1</script>")
"""
    open_notebook(made, "m.timeline()")
    shown = line()
    text = shown.root.locator(".textpoint").first
    text.scroll_into_view_if_needed()
    box = text.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".mkt .hovertext")
    said = shown.root.locator(".hovertext").first.text_content()
    assert "<b>bold</b><img src=x onerror=window.bad=1>" in said.replace("\u00a0", " ")
    assert "%{x} $x^2$" in said
    assert "<b>bold</b><img" in shown.root.locator(".ytick").first.text_content()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert hostile in shown.root.locator(".mkt-opened").inner_text()
    assert shown.root.locator("img, a, script").count() == 0
    assert page.evaluate("window.bad") is None


def test_an_empty_memory_says_so_and_what_another_process_adds_appears(
    open_notebook: Any, page: Any, lab: Any
) -> None:
    made = (
        "from memkit import Memory\nm = Memory('others.db', embedder='hash')\nt = m.timeline()\nt"
    )
    notebook = open_notebook(made)
    root = page.locator(".mkt")
    root.get_by_text("No changes yet. Add a memory").wait_for()
    assert not root.locator(".mkt-plot").is_visible()
    subprocess.run(
        [
            sys.executable, "-c",
            "from memkit import Memory; m = Memory('others.db', embedder='hash');"
            "m.add('I moved to Lisbon', user_id='alice')",
        ],
        check=True, cwd=lab.notebooks,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    root.locator(".textpoint").get_by_text("A").wait_for()
    root.locator(".mkt-saidline").get_by_text("1 new change taken over.").wait_for()
    assert notebook.value("len(t)") == 1
    root.get_by_label("Time", exact=True).select_option("occurred_at")
    root.get_by_text("1 change has no occurred_at").wait_for()
    assert notebook.value("t.options.time") == "occurred_at"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures(
    open_notebook: Any, page: Any, line: Any, use_theme: Any, faults: Any, theme: str
) -> None:
    """Nothing overflows, all can be read; the pictures are there to be looked at."""
    folder = Path("/tmp/memkit-shots")
    folder.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": 1200, "height": 1400})
    notebook = open_notebook(*cells())
    use_theme(theme)
    shown = line()
    first = notebook.value("[event.seq for event in t.events if event.event == 'UPDATE'][0]")
    for width in (1200, 700):
        page.set_viewport_size({"width": width, "height": 1400})
        shown.root.get_by_role("button", name="All", exact=True).click()
        shown.tool("Select")
        shown.settled()
        shown.drag(milliseconds("2025-03-03"), milliseconds("2025-03-20"))
        page.wait_for_selector(".mkt[data-selected]:not([data-selected=''])")
        for stage in ("whole", "marks"):
            if stage == "marks":
                notebook.value("t.clear()")
                shown.tool("Zoom")
                shown.drag(milliseconds("2025-02-04"), milliseconds("2025-02-15"))
                notebook.value(f"widget._open(seq={first})")
                page.wait_for_selector(".mkt-opened")
            page.set_viewport_size({"width": width, "height": 3000})
            shown.settled()
            assert faults(shown.root) == []
            shown.root.screenshot(path=folder / f"timeline-{stage}-{theme}-{width}.png")
            page.set_viewport_size({"width": width, "height": 1400})


def test_picture_for_the_docs(open_notebook: Any, page: Any, line: Any, picture: Any) -> None:
    more = """
from datetime import date, timedelta
for number, event in enumerate(t.events[3:400:9]):
    m.update(event.memory_id, f"{event.new_memory} (seen again)")
for event in t.events[5:500:23]:
    m.delete(event.memory_id)
t = m.timeline(time="occurred_at", since="2025-01-20", until="2025-02-17")
"""
    notebook = open_notebook(*cells(more=more))
    shown = line()
    seq = notebook.value("[mark.seq for mark in t.marks if mark.event == 'UPDATE'][0]")
    notebook.value(f"widget._open(seq={seq})")
    page.wait_for_selector(".mkt-opened")
    shown.settled()
    kinds = {one.get_attribute("title") for one in shown.root.locator(".mkt-kind").all()}
    assert kinds == {"ADD", "UPDATE", "DELETE"}
    picture("timeline", shown.root)
