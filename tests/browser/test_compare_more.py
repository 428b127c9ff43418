"""The comparison in JupyterLab: pictures on demand, three dimensions, colours, merging, scores."""

from __future__ import annotations

from typing import Any

MADE = """
import warnings
import memkit
from memkit import Memory, samples
from memkit.notebook.widgets.display import widget_of

m = Memory(":memory:", embedder="static-2")
m.add_space("hash", wait=True, progress=False)
m.add_many(list(samples.messages())[:LIMIT], progress=False)
MORE
comparison = m.compare("static-2", "hash", **GIVEN)
widget = widget_of(comparison)
comparison
"""


def cell(more: str = "", limit: int = 200, **given: object) -> str:
    made = MADE.replace("LIMIT", str(limit)).replace("MORE", more)
    return made.replace("GIVEN", repr({"projection": "pca", **given}))


def ready(open_notebook: Any, page: Any, hand: Any, made: str) -> Any:
    notebook = open_notebook(made)
    page.wait_for_selector(".mkc")
    hand.finished()
    return notebook


def faint(hand: Any, index: int, rows: list[int]) -> list[int]:
    """Which of these rows a panel draws as left out, read from its pixels."""
    found: list[int] = hand.root.evaluate(
        """(root, [index, rows]) => {
          const canvas = root.querySelectorAll(".mkc-base")[index];
          const ratio = canvas.width / canvas.clientWidth;
          const pixels = canvas.getContext("2d", {willReadFrequently: true});
          return rows.filter((row) => {
            const [x, y] = root.locate(index, row);
            return pixels.getImageData(x * ratio, y * ratio, 1, 1).data[3] < 150;
          });
        }""",
        [index, rows],
    )
    return found


def test_pictures_are_drawn_when_asked_for(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = ready(open_notebook, page, hand, cell())
    root = hand.root
    before = root.locator(".mkc-disparity").inner_text()
    root.get_by_label("Projection").select_option("tsne")
    page.wait_for_selector(".mkc[data-projection=tsne][data-stage=done]:not([data-moving])")
    assert notebook.value("comparison.projection") == "tsne"
    root.get_by_label("Projection").select_option("umap")
    page.wait_for_selector(".mkc[data-projection=umap][data-stage=done]:not([data-moving])")
    root.get_by_label("Layout").select_option("aligned")
    page.wait_for_selector(".mkc[data-layout=aligned][data-stage=done]:not([data-moving])")
    shown = root.locator(".mkc-disparity").inner_text()
    told = notebook.value("comparison.metrics.spaces[1].disparity")
    assert shown == f"disparity {told:.2f}".replace("0.", ".")
    assert shown != before
    assert "can hide that the spaces really disagree" in root.get_by_label("Layout").get_attribute(
        "title"
    )
    for badge in root.locator(".mkc-badge").all_inner_texts():
        assert badge.startswith("trust .")
    # The code that is shown makes the same picture.
    root.get_by_role("button", name="Show as Python").click()
    code = root.locator("pre.mk-code").inner_text()
    assert 'm.compare("static-2", "hash", projection="umap", layout="aligned")' in code
    hand.lasso(0, row=5, radius=40)
    chosen = hand.chosen()
    code = root.locator("pre.mk-code").inner_text()
    assert all(id_ in code for id_ in notebook.value(f"[comparison.ids[r] for r in {chosen}]"))


def test_three_dimensions_turn_together(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = ready(open_notebook, page, hand, cell(dims=3))
    root = hand.root
    assert root.get_attribute("data-dims") == "3"
    assert root.get_attribute("data-tool") == "turn"
    assert notebook.value("comparison.positions['hash'].shape") == [
        notebook.value("len(comparison)"),
        3,
    ]
    # One of them may lie on the axis.
    place = "(root, i) => [3, 20, 60, 90].map((row) => root.locate(i, row))"
    before = [root.evaluate(place, index) for index in (0, 1)]
    x, y = hand.where(0, 3)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 20, steps=4)
    page.mouse.up()
    after = [root.evaluate(place, index) for index in (0, 1)]
    for there, then in zip(after, before, strict=True):
        assert (
            max(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in zip(there, then, strict=True)) > 3
        )
    root.get_by_role("button", name="Lasso").click()
    for panel, row in ((0, 20), (1, 60), (0, 90)):
        hand.point_at(1 - panel, row)
        assert root.get_attribute("data-hover") != ""
        hand.lasso(panel, row=row, radius=45)
        page.wait_for_timeout(60)
        rows = hand.chosen()
        assert row in rows
        notebook.becomes("[comparison.ids.index(id) for id in comparison.selection]", rows)
    root.get_by_role("button", name="2-D").click()
    page.wait_for_selector(".mkc[data-dims='2'][data-stage=done]:not([data-moving])")
    assert not root.get_by_role("button", name="Turn").is_visible()
    notebook.becomes("comparison.dims", 2)


def test_a_closer_look_dims_the_rest_elsewhere(open_notebook: Any, page: Any, hand: Any) -> None:
    ready(open_notebook, page, hand, cell())
    root = hand.root
    everything = list(range(100))
    x, y = hand.where(0, 10)
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(30)
    page.keyboard.up("Control")
    page.wait_for_timeout(150)
    assert root.get_attribute("data-closer") == "static-2"
    box = hand.panel(0).bounding_box()
    seen = []
    for row in everything:
        px, py = root.evaluate("(root, row) => root.locate(0, row)", row)
        if 0 <= px <= box["width"] and 0 <= py <= box["height"]:
            seen.append(row)
    left_out = [row for row in everything if row not in seen]
    assert seen
    assert left_out
    # Another point may lie on the same pixel, so not all of those left out need be faint.
    assert faint(hand, 1, seen) == []
    assert len(faint(hand, 1, left_out)) > 0.5 * len(left_out)
    root.get_by_role("button", name="Show all in static-2").click()
    page.wait_for_timeout(150)
    assert faint(hand, 1, left_out) == []


def test_colours_and_movement(open_notebook: Any, page: Any, hand: Any) -> None:
    more = "for record in m.get_all(limit=6): m.update(record.id, record.memory[::-1])"
    notebook = ready(open_notebook, page, hand, cell(more))
    root = hand.root
    options = root.get_by_label("Colour by").locator("option").all_inner_texts()
    assert options[:3] == ["category", "cluster", "neighbours in common"]
    assert "hit count" not in options
    box = root.get_by_role("searchbox", name="Query")
    box.fill("where is the boat")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkc[data-query='where is the boat'] .mkc-table")
    root.get_by_label("Colour by").locator("option", has_text="hit count").wait_for(
        state="attached"
    )
    for name in ("user", "cluster", "age", "hits"):
        if root.get_by_label("Colour by").locator(f"option[value={name}]").count():
            root.get_by_label("Colour by").select_option(name)
            assert root.get_attribute("data-colour") == name
    assert "how many of 1 query asked here" in root.locator(".mkc-legend").inner_text()
    assert notebook.value("int((comparison.hit_counts > 0).sum())") >= 10
    page.mouse.move(0, 0)
    box.fill("")
    page.wait_for_selector(".mkc[data-query='']")
    page.wait_for_timeout(100)
    blank = [hand.panel(index).evaluate("(one) => one.toDataURL()") for index in (0, 1)]
    root.get_by_role("button", name="Movement (6)").click()
    page.wait_for_timeout(150)
    for index in (0, 1):
        assert hand.panel(index).evaluate("(one) => one.toDataURL()") != blank[index]
    row = notebook.value("comparison.ids.index(comparison.trails()[0].id)")
    hand.point_at(0, row)
    assert "was: " in root.locator(".mkc-tip").inner_text()


def test_the_kernel_goes_on_while_a_query_is_asked(
    open_notebook: Any, page: Any, hand: Any
) -> None:
    waiting = """
import threading, zlib
import numpy as np
from memkit.contracts.embedder import Embedder

gate = threading.Event()

class Waiting(Embedder):
    model, dim = "waiting", 16

    def embed_batch(self, texts, *, kind):
        if kind == "query" and list(texts) == ["slow"]:
            gate.wait(60)
        rows = [np.random.default_rng(zlib.crc32(t.encode())).normal(size=16) for t in texts]
        rows = np.array(rows, np.float32).reshape(-1, 16)
        return rows / np.maximum(1e-9, np.linalg.norm(rows, axis=1, keepdims=True))

m.add_space(Waiting(), key="waiting", wait=True, progress=False)
"""
    made = cell(waiting, 60).replace('"static-2", "hash"', '"static-2", "waiting"')
    notebook = ready(open_notebook, page, hand, made)
    box = hand.root.get_by_role("searchbox", name="Query")
    for text in ("slow", "overtaken", "quick"):
        box.fill(text)
        page.keyboard.press("Enter")
    # The first is still being asked, and the kernel answers all the same.
    assert notebook.value("6 * 7") == 42
    assert hand.root.get_attribute("data-query") == ""
    notebook.value("gate.set()")
    page.wait_for_selector(".mkc[data-query=quick] .mkc-table")
    notebook.becomes("comparison.asked", ["slow", "quick"])
    assert hand.root.get_attribute("data-query") == "quick"


def test_a_duplicate_is_merged_and_brought_back(open_notebook: Any, page: Any, hand: Any) -> None:
    # The same to one space, and not quite to the other.
    more = """
for what in ("boat", "ship"):
    m.add(f"Tomas repaired the engine of the {what} in Hamburg", user_id="twins")
"""
    notebook = ready(open_notebook, page, hand, cell(more, 60))
    root = hand.root
    tab = root.get_by_role("tab", name="Duplicates only one space sees")
    page.wait_for_function(
        "() => /\\([1-9]/.test(document.querySelector('[data-tab=duplicates]').textContent)"
    )
    tab.click()
    pair = root.locator(".mkc-pairs > li").first
    assert pair.locator(".mkc-memory").count() == 2
    assert "static-2 ." in pair.inner_text()
    count = notebook.value("m.count()")
    pair.get_by_role("button", name="Merge").click()
    undo = pair.get_by_role("button", name="Undo the merge")
    undo.wait_for()
    assert "Kept" in pair.inner_text()
    assert notebook.value("m.count()") == count - 1
    undo.click()
    pair.get_by_role("button", name="Merge “").wait_for()
    assert notebook.value("m.count()") == count


def test_scores_say_how_much_they_stand_on(
    open_notebook: Any, page: Any, hand: Any, picture: Any
) -> None:
    # Half of a text finds the whole, more often in the one space than in the other.
    more = "for one in m.get_all(limit=9): m.rate(one.memory[: len(one.memory) // 2], one.id)"
    notebook = ready(open_notebook, page, hand, cell(more, 500, projection="umap", k=5))
    root = hand.root
    root.get_by_role("tab", name="Which answers better").click()
    root.get_by_role("button", name="Evaluate").click()
    page.wait_for_selector(".mkc[data-evaluated='9']")
    shown = root.get_by_role("tabpanel").filter(visible=True)
    assert "9 labelled queries" in shown.inner_text()
    assert "So few queries say little" in shown.inner_text()
    mean = notebook.value("comparison.evaluation.spaces['hash'].mrr.mean")
    assert (f"{mean:.2f}".replace("0.", ".", 1)) in shown.locator("tbody tr").nth(1).inner_text()
    assert shown.locator(".mkc-difference").count() == 1
    root.get_by_role("searchbox", name="Query").fill("who can repair the engine?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkc-table caption")
    hand.lasso(0, row=12, radius=40)
    page.mouse.move(0, 0)
    picture("compare", root)
    # From the keyboard: arrows go from tab to tab.
    root.get_by_role("tab", name="Which answers better").press("ArrowRight")
    assert root.get_by_role("tab", name="Most disagreeing").get_attribute("aria-selected") == "true"


def test_a_lasso_reaches_what_a_sample_leaves_out(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = ready(open_notebook, page, hand, cell(limit=240, sample=80))
    root = hand.root
    assert "showing 80 of " in root.locator(".mkc-head").inner_text()
    every = notebook.value("len(comparison) + len(comparison._rest)")
    assert root.get_attribute("data-reach") == str(every)
    box = hand.panel(1).bounding_box()
    mouse = page.mouse
    corners = [
        (2, 2),
        (box["width"] - 2, 2),
        (box["width"] - 2, box["height"] - 2),
        (2, box["height"] - 2),
    ]
    mouse.move(box["x"] + 2, box["y"] + 2)
    mouse.down()
    for x, y in [*corners, (2, 2)]:
        mouse.move(box["x"] + x, box["y"] + y, steps=3)
    mouse.up()
    notebook.becomes("len(comparison.selection)", every)
    notebook.becomes("set(comparison.selection) == {r.id for r in m.get_all(limit=1000)}", True)
    assert f"{every - 80} of them are not drawn" in root.locator(".mkc-side").inner_text()


def test_everything_has_a_name(open_notebook: Any, page: Any, hand: Any) -> None:
    ready(open_notebook, page, hand, cell(limit=60))
    nameless = hand.root.evaluate(
        """(root) => [...root.querySelectorAll("button, select, input, canvas[tabindex], [role]")]
          .filter((one) => one.matches(":not([role=status], [role=tablist])"))
          .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby")
            || one.textContent.trim() || one.labels?.length))
          .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    words = hand.panel(0).get_attribute("aria-label")
    assert "static-2: 5" in words or "static-2: 6" in words
    assert "PCA in 2 dimensions. trust ." in words
    assert "Coloured by category: " in words


def around_all(page: Any, hand: Any, index: int) -> list[int]:
    """Draw around all that a panel shows, and return the rows that are selected then."""
    box = hand.panel(index).bounding_box()
    left, top = box["x"] + 2, box["y"] + 2
    right, low = left + box["width"] - 4, top + box["height"] - 4
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, low), (left, low), (left, top + 4)):
        page.mouse.move(x, y, steps=3)
    page.mouse.up()
    found: list[int] = hand.chosen()
    return found


def test_the_legend_hides_and_isolates(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = ready(open_notebook, page, hand, cell())
    legend = hand.root.locator(".mkc-legend")
    groups = legend.locator("[data-group]")
    members = notebook.value(
        "__import__('numpy').frombuffer(widget.colours['category']['members'], '<i4').tolist()"
    )
    everything = list(range(len(members)))
    first = [row for row in everything if members[row] == 0]
    groups.nth(0).click()
    assert groups.nth(0).get_attribute("aria-pressed") == "false"
    assert around_all(page, hand, 0) == [row for row in everything if members[row] != 0]
    # What is hidden is not pointed at; by keys, too, it is shown again.
    groups.nth(0).focus()
    page.keyboard.press("Enter")
    assert groups.nth(0).get_attribute("aria-pressed") == "true"
    groups.nth(1).dblclick()
    assert hand.root.get_attribute("data-hidden") == str(groups.count() - 1)
    assert around_all(page, hand, 1) == [row for row in everything if members[row] == 1]
    legend.get_by_role("button", name="Show all").click()
    assert hand.root.get_attribute("data-hidden") == "0"
    groups.nth(2).focus()
    page.keyboard.press("Alt+Enter")
    assert hand.root.get_attribute("data-hidden") == str(groups.count() - 1)
    page.keyboard.press("Alt+Enter")
    assert hand.root.get_attribute("data-hidden") == "0"
    groups.nth(0).click(modifiers=["Shift"])
    assert hand.chosen() == first


def test_names_of_clusters_lie_on_the_picture_and_on_no_other(
    open_notebook: Any, page: Any, hand: Any
) -> None:
    notebook = ready(open_notebook, page, hand, cell(limit=500))
    for index, space in enumerate(("static-2", "hash")):
        names = notebook.value(f"list(comparison.cluster_names({space!r}).values())")
        boxes = hand.root.evaluate("(root, index) => root.labels(index)", index)
        assert boxes
        for place, box in enumerate(boxes):
            assert any(name.startswith(box["text"].rstrip("…")) for name in names)
            for other in boxes[:place]:
                beside = box["x"] >= other["x"] + other["width"] or (
                    other["x"] >= box["x"] + box["width"]
                )
                above = box["y"] >= other["y"] + other["height"] or (
                    other["y"] >= box["y"] + box["height"]
                )
                assert beside or above, (box, other)
    blank = hand.panel(0).evaluate("(one) => one.toDataURL()")
    hand.root.get_by_role("button", name="Names").click()
    page.wait_for_timeout(200)
    assert hand.root.evaluate("(root) => root.labels(0)") == []
    assert hand.panel(0).evaluate("(one) => one.toDataURL()") != blank


def test_density_is_drawn_and_taken_away(open_notebook: Any, page: Any, hand: Any) -> None:
    ready(open_notebook, page, hand, cell())
    base = hand.root.locator(".mkc-base").first
    plain = base.evaluate("(one) => one.toDataURL()")
    button = hand.root.get_by_role("button", name="Density")
    button.click()
    page.wait_for_timeout(300)
    assert base.evaluate("(one) => one.toDataURL()") != plain
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    page.wait_for_timeout(300)
    assert base.evaluate("(one) => one.toDataURL()") == plain


def test_thumbs_in_the_query_table_are_ratings(open_notebook: Any, page: Any, hand: Any) -> None:
    notebook = ready(open_notebook, page, hand, cell())
    root = hand.root
    root.get_by_role("searchbox", name="Query").fill("where is the boat")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkc-table .mkc-thumbs")
    group = root.locator(".mkc-thumbs").first
    id_ = group.get_attribute("data-id")
    up = group.get_by_role("button", name="Relevant", exact=True)
    up.click()
    notebook.becomes(f"m.ratings.get('where is the boat', {{}}).get({id_!r})", True)
    page.wait_for_selector(".mkc-thumb[aria-pressed=true]")
    group.get_by_role("button", name="Not relevant").click()
    notebook.becomes(f"m.ratings.get('where is the boat', {{}}).get({id_!r})", False)
    root.get_by_role("tab", name="Which answers better").click()


def test_what_is_drawn_is_what_is_said_to_be_drawn(
    open_notebook: Any, page: Any, hand: Any
) -> None:
    slow = (
        "import threading; go_on = threading.Event()\n"
        "from memkit.comparison import computed\n"
        "real = computed.lay_out\n"
        "def slowly(*given, **more):\n"
        "    if more['projection'] == 'umap': go_on.wait(60); more['progress'](0.5)\n"
        "    return real(*given, **more)\n"
        "computed.lay_out = slowly"
    )
    notebook = open_notebook(cell(slow, projection="umap"))
    page.wait_for_selector(".mkc[data-projection=pca]")
    root = hand.root
    assert root.get_by_label("Projection").input_value() == "pca"
    stage = root.locator(".mkc-stage").first
    assert stage.inner_text() == "PCA until UMAP is ready"
    assert stage.locator("progress").is_visible()
    # A wish for three dimensions that is taken back is not drawn.
    root.get_by_role("button", name="3-D").click()
    assert root.get_by_role("button", name="2-D").get_attribute("aria-pressed") == "true"
    root.get_by_role("button", name="2-D").click()
    notebook.value("go_on.set()")
    page.wait_for_selector(".mkc[data-projection=umap][data-dims='2']:not([data-moving])")
    hand.finished()
    assert root.get_by_label("Projection").input_value() == "umap"
    assert notebook.value("'umap/started/3' in widget.pictures") is False
    assert notebook.value("(comparison.projection, comparison.dims) == ('umap', 2)")
