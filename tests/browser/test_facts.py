"""Facts in JupyterLab: marks, evidence, why they are there, and what is decided of them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from facts_in_lab import made
from lab import TOKEN, call
from notebooks_in_lab import run_command, use_theme

EXPLORE = "explorer = m.explore(user_id='ana')\nexplorer"
TIMELINE = """
from memkit.notebook.widgets.display import widget_of

t = m.timeline(time="occurred_at")
widget = widget_of(t)
t
"""
STANDINGS = {
    "in use": 1, "proposed": 2, "unsupported": 1, "stale": 1, "rejected": 1, "superseded": 1,
}  # fmt: skip


class Facts:
    """What a person does with facts in the explorer on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.root = page.locator(".mkx").first
        self.detail = self.root.get_by_role("region", name="One memory")
        page.wait_for_selector(".mkx[data-ready] .mkx-table[data-loaded]")

    def total(self, number: int) -> None:
        self.page.wait_for_selector(f".mkx-grid[aria-rowcount='{number + 1}']")

    def show(self, words: str) -> None:
        choice = self.root.get_by_label("Show", exact=True)
        names = choice.locator("option").all_inner_texts()
        choice.select_option(label=next(name for name in names if name.startswith(words)))

    def row(self, text: str) -> Any:
        return self.root.locator(".mkx-space .mkx-tr", has_text=text)

    def open(self, text: str) -> Any:
        self.row(text).first.click()
        self.detail.locator(".mkx-whole", has_text=text).wait_for()
        return self.detail


@pytest.fixture
def facts(open_notebook: Any, page: Any) -> Callable[..., tuple[Any, Facts]]:
    def opened(*more: str, file: str = ":memory:") -> tuple[Any, Facts]:
        notebook = open_notebook(made(file), *(more or (EXPLORE,)))
        return notebook, Facts(page)

    return opened


def test_facts_are_marked_and_filtered_by_what_they_are(facts: Any, page: Any) -> None:
    notebook, shown = facts()
    shown.total(14)
    marks = shown.root.locator(".mkx-space .mkx-fact")
    assert sorted(marks.all_inner_texts()) == sorted(
        ["fact", "proposed", "proposed", "unsupported", "stale", "rejected", "superseded"]
    )
    assert shown.row("Ana lives in Lisbon.").locator(".mkx-fact").inner_text() == "fact"
    for name, number in STANDINGS.items():
        shown.show(f"facts: {name}")
        shown.total(number)
    shown.root.get_by_label("Show", exact=True).select_option("messages")
    shown.total(7)
    assert marks.count() == 0
    # From Python, and where nothing is left it says so.
    notebook.value("explorer.set_kind('facts')['shown']")
    shown.total(7)
    notebook.value("explorer.set_kind('facts', 'stale')['shown']")
    shown.total(1)
    notebook.value("len(m.delete(m.facts(status='stale')[0].id).id)")
    shown.root.get_by_text("No fact here is stale.").wait_for()
    assert page.evaluate("window.bad") is None


def test_a_fact_shows_its_evidence_and_why_it_is_here(facts: Any, page: Any) -> None:
    _, shown = facts()
    detail = shown.open("Ana lives in Lisbon.")
    quoted = detail.locator(".mkx-evidence .mkx-quoted")
    assert quoted.inner_text() == (
        "At last: I moved from Berlin to Lisbon in March. The removal took two days."
    )
    assert quoted.locator("mark").inner_text() == "moved from Berlin to Lisbon in March"
    assert "said by Ana" in detail.locator(".mkx-evidence").inner_text()
    assert "valid from 2025-03-01" in detail.locator(".mkx-facts").inner_text().replace("\n", " ")
    why = detail.get_by_text("Why is this here?")
    why.focus()
    page.keyboard.press("Enter")
    told = detail.locator(".mkx-why")
    told.get_by_text("extract 1").wait_for()
    for words in ("default", "reader", "decide 1", "changes", "told"):
        assert words in told.inner_text()
    chosen = told.locator("[data-chosen=true]")
    assert chosen.locator(".mkx-memory").inner_text() == "Ana lives in Berlin."
    # To the fact whose place it took, and back to the one that took it.
    did = detail.locator(".mkx-did")
    assert "took the place of" in did.inner_text()
    did.get_by_role("button", name="Ana lives in Berlin.").click()
    detail.locator(".mkx-did", has_text="superseded by").wait_for()
    assert "superseded" in detail.locator(".mkx-history").inner_text()
    detail.locator(".mkx-did").get_by_role("button", name="Ana lives in Lisbon.").click()
    detail.locator(".mkx-did", has_text="took the place of").wait_for()
    # The message lists the facts that were drawn from it.
    detail.get_by_role("button", name="Open the message").click()
    drawn = detail.locator(".mkx-drawn")
    drawn.wait_for()
    assert drawn.get_by_role("button").all_inner_texts() == ["Ana lives in Lisbon."]
    detail = shown.open("Ana has seventeen horses.")
    assert detail.locator(".mkx-problem").first.inner_text()
    detail = shown.open("Ana plays the cello.")
    assert "the words no longer stand there" in detail.locator(".mkx-evidence").inner_text()


def test_quotes_and_facts_are_never_read_as_html(facts: Any, page: Any) -> None:
    _, shown = facts()
    detail = shown.open("Ana works at <b>Acme</b>")
    assert detail.locator("mark").inner_text().startswith("work at <b>Acme</b><img src=x")
    assert shown.root.locator("img, .mkx-detail b b").count() == 0
    assert page.evaluate("window.bad") is None


def test_a_proposal_is_accepted_edited_and_rejected(facts: Any, page: Any) -> None:
    notebook, shown = facts()
    waiting = shown.root.get_by_role("button", name="2 facts to decide")
    waiting.click()
    shown.total(2)
    detail = shown.open("Ana rents a flat in Alfama.")
    assert "would be new" not in detail.inner_text()
    detail.get_by_role("button", name="Edit, then accept").click()
    box = detail.get_by_label("Text of this fact")
    box.fill("Ana rents a small flat in Alfama.")
    # What somebody else does meanwhile leaves what is written alone.
    notebook.value("len(m.add('Something else', user_id='ana', infer=False))")
    page.wait_for_function("() => document.querySelector('.mkx').dataset.head > 18")
    assert box.input_value() == "Ana rents a small flat in Alfama."
    page.keyboard.type(" Truly.")
    assert box.input_value() == "Ana rents a small flat in Alfama. Truly."
    box.fill("Ana rents a small flat in Alfama.")
    box.press("Control+Enter")
    shown.root.get_by_text("Accepted 1 fact.").wait_for()
    shown.total(1)
    found = notebook.value(
        "[[f.memory, f.withheld] for f in m.facts(where={'memory': {'$contains': 'Alfama'}})]"
    )
    assert found == [["Ana rents a small flat in Alfama.", None]]
    shown.root.locator(".mkx-done").get_by_role("button", name="Undo").click()
    shown.total(2)
    detail = shown.open("Ana works at")
    detail.get_by_role("button", name="Reject", exact=True).click()
    shown.root.get_by_text("Rejected 1 fact.").wait_for()
    # The next one that waits has the focus.
    page.wait_for_selector(".mkx-grid:focus")
    notebook.becomes("[len(m.facts(status=s)) for s in ('proposed', 'rejected')]", [1, 2])
    detail = shown.open("Ana rents a flat in Alfama.")
    detail.get_by_role("button", name="Accept", exact=True).click()
    shown.root.get_by_text("No fact here is proposed.").wait_for()
    notebook.becomes("len(m.facts(status='proposed'))", 0)


def test_many_proposals_are_decided_at_once(facts: Any, page: Any) -> None:
    notebook, shown = facts()
    shown.show("messages and facts")
    shown.root.get_by_role("grid", name="Memories").focus()
    page.keyboard.press("Control+a")
    bulk = shown.root.locator(".mkx-bulk")
    bulk.get_by_text("14 selected").wait_for()
    bulk.get_by_role("button", name="Accept", exact=True).click()
    bulk.get_by_text("Accept the proposed facts of 14 memories?").wait_for()
    page.keyboard.press("Enter")
    shown.root.get_by_text("Accepted 2 facts. 12 memories stayed as they were.").wait_for()
    notebook.becomes("len(m.facts(status='proposed'))", 0)
    bulk.get_by_role("button", name="Accept", exact=True).wait_for(state="hidden")
    shown.root.locator(".mkx-done").get_by_role("button", name="Undo").click()
    notebook.becomes("len(m.facts(status='proposed'))", 2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures(facts: Any, page: Any, use_theme: Any, faults: Any, theme: str) -> None:
    """Nothing overflows, all can be read; the pictures are there to be looked at."""
    folder = Path("/tmp/memkit-shots")
    folder.mkdir(parents=True, exist_ok=True)
    _, shown = facts()
    use_theme(theme)
    for width in (1200, 700, 430):
        page.set_viewport_size({"width": width, "height": 2600})
        for name, text in (("why", "Ana lives in Lisbon."), ("review", "Ana works at")):
            detail = shown.open(text)
            if name == "why" and not detail.locator(".mkx-why[open]").count():
                detail.get_by_text("Why is this here?").click()
            page.wait_for_timeout(300)
            assert faults(shown.root) == []
            shown.root.screenshot(path=folder / f"facts-{name}-{theme}-{width}.png")


def test_the_timeline_links_facts(open_notebook: Any, page: Any) -> None:
    notebook = open_notebook(made(), TIMELINE)
    root = page.locator(".mkt")
    page.wait_for_selector(".mkt[data-drawn]")
    assert "superseded 1" in root.locator(".mkt-legend").inner_text().replace("\n", " ")
    page.set_viewport_size({"width": 1200, "height": 2000})
    page.wait_for_timeout(1500)
    root.locator(".mkt-plot").scroll_into_view_if_needed()
    where = root.locator(".mkt-plot").evaluate(
        """(plot) => {
          const line = plot._fullData.find((one) => one.name === "superseded");
          const place = Math.floor(line.x.indexOf(null) / 2);
          const { xaxis: x, yaxis: y } = plot._fullLayout;
          return [x._offset + x.d2p(line.x[place]), y._offset + y.d2p(line.y[place])];
        }"""
    )
    box = root.locator(".mkt-plot").bounding_box()
    x, y = box["x"] + where[0], box["y"] + where[1]
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)
    page.wait_for_selector(".mkt .hovertext")
    said = root.locator(".hovertext").first.text_content().replace("\u00a0", " ")
    assert "superseded" in said
    assert "Ana lives in Berlin." in said
    assert "by Ana lives in Lisbon." in said
    # A click leads to the fact that took the place, and on to the one whose place it took.
    page.mouse.click(x, y)
    opened = root.locator(".mkt-opened")
    opened.locator(".mkt-link", has_text="took the place of").wait_for()
    opened.get_by_role("button", name="Ana lives in Berlin.").click()
    opened.locator(".mkt-link", has_text="superseded by").wait_for()
    # In the list all changes are called what they are.
    notebook.value("len(t.select('2025-01-01', '2026-01-01'))")
    root.locator(".mkt-list").wait_for()
    words = root.locator(".mkt-list .mkt-happened").all_inner_texts()
    assert set(words) == {"fact", "proposed", "unsupported", "stale", "rejected", "superseded"}
    assert (
        root.locator(".mkt-item", has_text="superseded")
        .inner_text()
        .endswith("by Ana lives in Lisbon.")
    )
    assert page.evaluate("window.bad") is None
    notebook.value("len(m.undo(batch=m.history(t.marks[12].id)[0].batch_id))")
    page.wait_for_function(
        "() => !document.querySelector('.mkt-legend').textContent.includes('superseded')"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_the_timeline(
    open_notebook: Any, page: Any, use_theme: Any, faults: Any, theme: str
) -> None:
    folder = Path("/tmp/memkit-shots")
    folder.mkdir(parents=True, exist_ok=True)
    notebook = open_notebook(made(), TIMELINE)
    use_theme(theme)
    page.wait_for_selector(".mkt[data-drawn]")
    seq = notebook.value("t.marks[12].seq")
    notebook.value(f"widget._open(seq={seq})")
    page.wait_for_selector(".mkt-link")
    notebook.value("len(t.select('2025-01-01', '2026-01-01'))")
    page.wait_for_selector(".mkt-list")
    root = page.locator(".mkt")
    for width in (1200, 700, 430):
        page.set_viewport_size({"width": width, "height": 2000})
        page.wait_for_timeout(1500)
        assert faults(root) == []
        root.screenshot(path=folder / f"facts-timeline-{theme}-{width}.png")


def test_a_saved_notebook_keeps_marks_and_links(open_notebook: Any, page: Any, lab: Any) -> None:
    open_notebook(made(), EXPLORE, TIMELINE)
    page.wait_for_selector(".mkx[data-ready]")
    page.wait_for_selector(".mkt[data-drawn]")
    run_command(page, "docmanager:save")
    path = max(lab.notebooks.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    page.wait_for_selector(".jp-mod-dirty", state="detached")
    for session in lab.sessions():
        call(lab.api(f"sessions/{session['id']}"), "DELETE")
    page.goto(f"{lab.url}/lab/tree/{path.name}?token={TOKEN}&reset")
    page.set_viewport_size({"width": 1200, "height": 3000})
    shown = page.locator("[data-memkit-picture]:visible")
    page.wait_for_selector("[data-memkit-picture] >> nth=1")
    page.locator(".jupyter-widgets >> nth=1").wait_for(state="attached")
    assert shown.count() == 2
    marks = shown.first.locator(".mk-badge").all_inner_texts()
    assert set(marks) == {
        "fact", "proposed", "unsupported", "stale", "rejected", "superseded"
    }  # fmt: skip
    image = shown.nth(1).locator("img")
    svg = base64.b64decode(image.get_attribute("src").partition("base64,")[2]).decode()
    assert svg.count("<polyline") == 2
    folder = Path("/tmp/memkit-shots")
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        use_theme(page, theme)
        for place, name in enumerate(("explorer", "timeline")):
            shown.nth(place).screenshot(path=folder / f"facts-saved-{name}-{theme}.png")


def for_readers() -> str:
    """The cell without what is there to do harm."""
    return made().replace("<b>Acme</b><img src=x onerror=window.bad=1>", "Acme")


def test_picture_for_the_docs(open_notebook: Any, page: Any, picture: Any) -> None:
    open_notebook(for_readers(), EXPLORE)
    shown = Facts(page)
    detail = shown.open("Ana lives in Lisbon.")
    detail.get_by_text("Why is this here?").click()
    picture("explorer-facts", shown.root.locator(".mkx-panes"))


def test_picture_of_the_timeline_for_the_docs(open_notebook: Any, page: Any, picture: Any) -> None:
    alone = TIMELINE.replace('"occurred_at"', '"occurred_at", where="derived_by exists"')
    notebook = open_notebook(for_readers(), alone)
    page.wait_for_selector(".mkt[data-drawn]")
    row = notebook.value("next(n for n, one in enumerate(t.marks) if one.happened == 'superseded')")
    notebook.value(f"widget._open(seq=t.marks[{row}].seq)")
    page.wait_for_selector(".mkt-link")
    picture("timeline-facts", page.locator(".mkt"))
