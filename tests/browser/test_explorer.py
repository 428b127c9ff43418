"""The explorer in JupyterLab: add, search, edit, undo, filter, time travel, a hundred thousand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MADE = """
from memkit import Memory, samples

m = Memory("research.db", embedder="static-2", actor="alice")
m.reset(confirm=True)
m.add_many(list(samples.messages())[:LIMIT], progress=False)
"""
SECOND = 'm.add_space("hash", wait=True, progress=False)\n'
SHOW = "explorer = m.explore(SCOPE)\nexplorer"


class Reader:
    """What a person does with the explorer on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.root = page.locator(".mkx").first
        self.grid = self.root.get_by_role("grid", name="Memories")
        self.detail = self.root.get_by_role("region", name="One memory")
        self.search = self.root.get_by_role("searchbox", name="Search")
        self.hits = self.root.get_by_role("list", name="Hits", exact=True).get_by_role("listitem")
        self.done = self.root.locator(".mkx-done")

    def ready(self) -> None:
        self.page.wait_for_selector(".mkx[data-ready] .mkx-table[data-loaded]")

    def row(self, text: str) -> Any:
        return self.grid.locator(".mkx-space .mkx-tr", has_text=text)

    def rows(self) -> list[str]:
        """The texts of the rows that are drawn, once all of them are there."""
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('.mkx-space .mkx-td')]"
            ".some((cell) => cell.textContent === '…')"
        )
        found: list[str] = self.grid.locator(".mkx-space .mkx-tr > :nth-child(2)").all_inner_texts()
        return found

    def total(self, number: int) -> None:
        """Wait until the table has so many rows."""
        self.page.wait_for_selector(
            f".mkx-grid[aria-rowcount='{number + 1}']",
            state="attached" if number == 0 else "visible",
        )

    def pick(self, word: str, value: str) -> None:
        """Choose whose memories are shown."""
        self.root.get_by_role("button", name=f"{word}:").click()
        self.page.get_by_role("combobox", name=f"Search or type a {word}").fill(value)
        self.page.keyboard.press("Enter")

    def ask(self, query: str) -> None:
        self.search.fill(query)
        self.page.wait_for_selector(f".mkx-search[data-query={query!r}]")


Explore = Callable[..., Any]


def use_theme(page: Any, theme: str) -> None:
    page.evaluate(
        "(name) => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})",
        f"JupyterLab {theme.title()}",
    )
    light = "true" if theme == "light" else "false"
    page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")


@pytest.fixture
def reader(page: Any) -> Reader:
    return Reader(page)


@pytest.fixture
def explore(open_notebook: Any, reader: Reader) -> Explore:
    """Opens the sample data in an explorer."""

    def opened(
        *more: str,
        scope: str = "user_id='mara'",
        limit: int = 240,
        before: str = "",
        made: str = MADE,
    ) -> Any:
        notebook = open_notebook(
            made.replace("LIMIT", str(limit)) + before, SHOW.replace("SCOPE", scope), *more
        )
        reader.ready()
        return notebook

    return opened


def test_adding_with_a_preview(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore()
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    box = reader.root.get_by_label("Text to add")
    near = notebook.value("m.get_all(user_id='mara', limit=1)[0].memory")
    box.fill(f"{near} Truly.")
    reader.root.get_by_label("Metadata to add").fill("category=home, priority=3")
    reader.root.get_by_role("button", name="Preview").click()
    proposal = reader.root.get_by_role("list", name="What would be written").locator("> li")
    proposal.first.wait_for()
    assert proposal.count() == 1
    assert proposal.locator(".mkx-badge").inner_text() == "+ADD"
    assert near in proposal.locator(".mkx-near li").first.inner_text()
    assert notebook.value("m.count(user_id='mara')") == number
    # Instead of a new memory, the new text of the one nearby.
    proposal.get_by_role("button", name="Update this instead").first.click()
    assert proposal.locator(".mkx-badge").inner_text() == "~UPDATE"
    proposal.get_by_role("button", name="Updates this").click()
    # Another text, then writing it.
    proposal.get_by_role("button", name="Edit").click()
    proposal.get_by_role("textbox").fill("The plants are watered on Mondays.")
    page.keyboard.press("Control+Enter")
    reader.root.get_by_role("button", name="Write 1 change").click()
    reader.total(number + 1)
    assert "The plants are watered on Mondays." in reader.rows()[0]
    found = "m.get_all(user_id='mara', where={'priority': 3, 'memory': {'$contains': 'Mondays'}})"
    assert notebook.value(f"[one.metadata['category'] for one in {found}]") == ["home"]
    # Rejected, nothing is written.
    box.fill("Never written")
    reader.root.get_by_role("button", name="Preview").click()
    proposal.get_by_role("button", name="Reject").click()
    assert reader.root.get_by_role("button", name="Write 0 changes").is_disabled()
    reader.root.get_by_role("button", name="Discard").click()
    # Straight away.
    box.fill("dd is no command here")
    page.keyboard.press("Control+Enter")
    reader.total(number + 2)
    reader.done.get_by_role("button", name="Undo").click()
    reader.total(number + 1)
    box.fill("x")
    reader.root.get_by_label("Metadata to add").fill("no pair")
    page.keyboard.press("Enter")
    reader.root.locator(".mkx-add .mkx-trouble").get_by_text("key=value").wait_for()


def test_searching_shows_why(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore()
    question = "what can she not eat?"
    reader.search.type(question, delay=20)
    page.wait_for_selector(f".mkx-search[data-query='{question}']")
    expected = notebook.value(f"[hit.memory for hit in m.search({question!r}, user_id='mara')]")
    shown = reader.hits.locator(".mkx-memory").all_inner_texts()
    assert [text[:60] for text in shown] == [text[:60] for text in expected]
    # The parts of a bar add up to its score, and it is as long as the hit is close.
    reasons = notebook.value(f"m.search({question!r}, user_id='mara')[0].reasons")
    first = reader.hits.first
    label = first.get_by_role("img").get_attribute("aria-label")
    for name, value in reasons.items():
        if abs(value) >= 0.005:
            word = {"bm25": "BM25"}.get(name, name)
            assert f"{word} {value:.2f}".replace(" 0.", " .") in label
    widths = first.locator(".mk-bar").evaluate(
        "(bar) => [[...bar.children].reduce((sum, one) => sum + one.offsetWidth, 0),"
        " bar.offsetWidth]"
    )
    relevance = notebook.value(f"m.search({question!r}, user_id='mara')[0].relevance")
    assert abs(widths[0] - relevance * widths[1]) <= 3
    # What just missed stands apart.
    missed = reader.root.get_by_role("list", name="Just missed").get_by_role("listitem")
    assert missed.count() == 3
    assert missed.first.locator(".mkx-rank").inner_text() == "11"
    reader.root.get_by_label("k, how many hits").fill("2")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('[aria-label=Hits] > li').length === 2")
    score = notebook.value(f"m.search({question!r}, user_id='mara')[0].score")
    reader.root.get_by_label("Least score").fill(f"{score - 0.01:.2f}")
    page.wait_for_selector(".mkx-divider >> text=below the threshold")
    assert reader.hits.count() == 1
    # The code gives the same.
    reader.root.locator(".mkx-found").get_by_role("button", name="Show as Python").click()
    code = reader.root.locator(".mkx-search .mk-code").inner_text()
    assert f"threshold={score - 0.01:.2f}" in code
    # A filter, and one that can't be read.
    where = reader.root.get_by_label("where, a filter")
    where.fill("category = 'food'")
    number = notebook.value("m.count(user_id='mara', where={'category': 'food'})")
    reader.total(number)
    notebook.becomes("explorer.where", "category = 'food'")
    where.fill("category =")
    page.wait_for_selector(".mkx-search .mkx-trouble:not(:empty)")
    reader.total(number)
    where.fill("")
    reader.total(notebook.value("m.count(user_id='mara')"))
    # A question that nothing answers.
    reader.root.get_by_label("Least score").fill("0")
    reader.ask("purple elephant tax law")
    reader.root.locator(".mkx-found").get_by_text("Nothing close was found").wait_for()
    assert reader.hits.and_(page.locator(".mkx-weak")).count() == reader.hits.count() > 0
    reader.search.fill("")
    page.wait_for_function("() => !document.querySelector('.mkx-hit')")


def test_two_spaces_and_thumbs(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore(before=SECOND)
    reader.ask("where is the boat")
    reader.root.get_by_label("Compare with").select_option("hash")
    page.wait_for_selector(".mkx-there")
    there = reader.hits.locator(".mkx-there").all_inner_texts()
    ranks = notebook.value(
        "[[hit.id for hit in m.search('where is the boat', user_id='mara', k=10, space=space)]"
        " for space in ('static-2', 'hash')]"
    )
    for place, (id_, said) in enumerate(zip(ranks[0], there, strict=True)):
        if id_ not in ranks[1]:
            continue
        rank = ranks[1].index(id_) + 1
        assert said.startswith(f"#{rank}")
        assert ("▲" in said) == (rank < place + 1)
        assert ("▼" in said) == (rank > place + 1)
    only = reader.root.get_by_role("list", name="Only in hash").get_by_role("listitem")
    assert only.count() == len(set(ranks[1]) - set(ranks[0]))
    reader.hits.nth(0).get_by_role("button", name="Relevant", exact=True).click()
    reader.hits.nth(1).get_by_role("button", name="Not relevant").click()
    notebook.becomes("m.ratings", {"where is the boat": {ranks[0][0]: True, ranks[0][1]: False}})
    page.wait_for_selector(".mkx-hit:nth-child(2) .mkx-downthumb[aria-pressed=true]")
    reader.hits.nth(1).get_by_role("button", name="Not relevant").click()
    notebook.becomes("m.ratings", {"where is the boat": {ranks[0][0]: True}})
    # The other space becomes the one that is searched.
    reader.root.get_by_label("Space", exact=True).select_option("hash")
    notebook.becomes("explorer.space", "hash")
    page.wait_for_selector(".mkx-found >> text=in hash")


def test_editing_and_undoing(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore()
    text = reader.rows()[0]
    reader.row(text).first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    id_ = reader.detail.get_attribute("data-id")
    old = notebook.value(f"m.get({id_!r}).memory")
    assert old in reader.detail.locator(".mkx-whole").inner_text()
    notebook.becomes("explorer.selection", [id_])
    reader.detail.get_by_role("button", name="Edit").click()
    reader.detail.get_by_label("Text", exact=True).fill(f"{old} And more.")
    reader.detail.get_by_label("Metadata as JSON").fill('{"category": "tea"')
    page.keyboard.press("Control+Enter")
    reader.detail.locator(".mkx-editor .mkx-trouble").get_by_text("JSON").wait_for()
    reader.detail.get_by_label("Metadata as JSON").fill('{"category": "tea"}')
    reader.detail.get_by_role("button", name="Save").click()
    notebook.becomes(f"m.get({id_!r}).memory", f"{old} And more.")
    assert notebook.value(f"m.get({id_!r}).metadata") == {"category": "tea"}
    history = reader.detail.locator(".mkx-history > li")
    page.wait_for_selector(".mkx-history > li:nth-child(2)")
    assert history.first.locator(".mk-text ins").inner_text().strip() == "And more."
    assert "UPDATE" in history.first.inner_text()
    assert "by alice" in history.first.inner_text()
    history.first.get_by_role("button", name="Undo").click()
    notebook.becomes(f"m.get({id_!r}).memory", old)
    page.wait_for_selector(".mkx-history > li:nth-child(3)")
    # A neighbour is a click away; deleting asks first.
    near = reader.detail.locator(".mkx-neighbours .mkx-memory").first
    there = near.inner_text()
    near.click()
    page.wait_for_function(f"() => document.querySelector('.mkx-detail').dataset.id !== '{id_}'")
    assert there[:40] in reader.detail.locator(".mkx-whole").inner_text()
    gone = reader.detail.get_attribute("data-id")
    reader.detail.get_by_role("button", name="Delete", exact=True).click()
    assert notebook.value(f"bool(m.get({gone!r}))")
    reader.detail.get_by_role("button", name="Delete it?").click()
    notebook.becomes(f"m.history({gone!r})[-1].event", "DELETE")
    reader.done.get_by_role("button", name="Undo").click()
    notebook.becomes(f"len(m.history({gone!r}))", 3)
    assert notebook.value(f"m.get({gone!r}).id") == gone


def test_many_at_once(explore: Explore, page: Any, reader: Reader, tmp_path: Path) -> None:
    notebook = explore()
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    texts = reader.rows()
    reader.row(texts[1]).first.click()
    reader.row(texts[4]).first.click(modifiers=["Shift"])
    bulk = reader.root.get_by_role("group", name="Selected memories")
    page.wait_for_selector(".mkx-bulk >> text=4 selected")
    ids = notebook.value("explorer.selection")
    assert notebook.value("[m.get(id).memory[:30] for id in explorer.selection]") == [
        text[:30] for text in texts[1:5]
    ]
    bulk.get_by_role("button", name="Tag").click()
    bulk.get_by_label("Metadata to set").fill("seen=true")
    page.keyboard.press("Enter")
    notebook.becomes(f"[m.get(id).metadata.get('seen') for id in {ids!r}]", [True] * 4)
    path = tmp_path / "some.jsonl"
    bulk.get_by_role("button", name="Export").click()
    bulk.get_by_label("File to write").fill(str(path))
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkx-done >> text=some.jsonl")
    assert len(path.read_text("utf-8").splitlines()) == 4
    bulk.get_by_role("button", name="Delete").click()
    assert notebook.value("m.count(user_id='mara')") == number
    bulk.locator(".mkx-line").get_by_role("button", name="Delete").click()
    reader.total(number - 4)
    reader.done.get_by_role("button", name="Undo").click()
    reader.total(number)
    # Merging keeps one.
    texts = reader.rows()
    reader.row(texts[0]).first.click()
    reader.row(texts[1]).first.click(modifiers=["Control"])
    page.wait_for_selector(".mkx-bulk >> text=2 selected")
    two = notebook.value("explorer.selection")
    bulk.get_by_role("button", name="Merge").click()
    page.wait_for_function("() => document.querySelectorAll('.mkx-bulk option').length === 2")
    bulk.get_by_label("The memory to keep").select_option(two[1])
    bulk.locator(".mkx-line").get_by_role("button", name="Merge").click()
    reader.total(number - 1)
    assert notebook.value(f"m.get({two[1]!r}).id") == two[1]
    # From Python.
    assert notebook.value(f"setattr(explorer, 'selection', {ids[:3]!r})") is None
    page.wait_for_selector(".mkx-bulk >> text=3 selected")


def test_going_back_in_time(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore(before="for one in m.get_all(user_id='mara', limit=5): m.delete(one.id)\n")
    number = notebook.value("m.count(user_id='mara')")
    head = notebook.value("m.events()[-1].seq")
    reader.total(number)
    slider = reader.root.get_by_label("Time, by changes")
    slider.fill(str(head - 5))
    reader.total(number + 5)
    assert notebook.value("explorer.at") == head - 5
    assert "Read only" in reader.root.locator(".mkx-then").inner_text()
    assert reader.root.get_by_label("Text to add").is_disabled()
    reader.row(reader.rows()[0]).first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    assert reader.detail.get_by_role("button", name="Edit").is_disabled()
    reader.ask("plants")
    asked = f"m.as_of({head - 5}).search('plants', user_id='mara')"
    expected = notebook.value(f"[hit.memory[:40] for hit in {asked}]")
    shown = reader.hits.locator(".mkx-memory").all_inner_texts()
    assert [text[:40] for text in shown] == expected
    reader.root.get_by_role("button", name="Back to now").click()
    reader.total(number)
    assert notebook.value("explorer.at") is None
    assert not reader.root.locator(".mkx-then").is_visible()


def test_what_others_change_appears(explore: Explore, page: Any, reader: Reader, lab: Any) -> None:
    from playwright.sync_api import expect

    notebook = explore("explorer")
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    # Another process writes to the same file.
    done = subprocess.run(
        [sys.executable, "-c",
         "from memkit import Memory\n"
         "with Memory('research.db') as m: m.add('Written by another process', user_id='mara')"],
        cwd=lab.notebooks, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    reader.total(number + 1)
    assert reader.rows()[0] == "Written by another process"
    page.wait_for_selector(".mkx-live >> text=1 added")
    # A second cell that shows the same explorer agrees.
    views = page.locator(".mkx")
    assert views.count() == 2
    reader.row("Written by another process").click()
    reader.root.get_by_label("where, a filter").fill("category = 'boat'")
    boats = notebook.value("m.count(user_id='mara', where={'category': 'boat'})")
    page.wait_for_function(
        "(rows) => [...document.querySelectorAll('.mkx-grid[aria-label=Memories]')]"
        ".every((grid) => grid.getAttribute('aria-rowcount') === String(rows + 1))",
        arg=boats,
    )
    expect(views.nth(1).get_by_label("where, a filter")).to_have_value("category = 'boat'")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.mkx-bulk b')]"
        ".every((said) => said.textContent === '1 selected')"
    )
    # Python sets what is shown, too.
    notebook.value("explorer.set_where('')['where']")
    notebook.value("explorer.set_scope(user_id='jordan')['scope_text']")
    theirs = notebook.value("m.count(user_id='jordan')")
    reader.total(theirs)
    # A piece of the journal, as a brush over a timeline sets it.
    notebook.value("explorer.set_scope(user_id='mara')['scope_text']")
    first = notebook.value("m.events(user_id='mara', limit=1)[0].seq")
    notebook.value(f"explorer.set_events({first - 1}, {first})['head']")
    reader.total(1)
    reader.root.get_by_role("button", name="Show all").click()
    reader.total(number + 1)


def test_a_table_of_a_hundred_thousand(open_notebook: Any, page: Any, reader: Reader) -> None:
    open_notebook(
        "from memkit import Memory\n"
        "m = Memory(':memory:', embedder='hash')\n"
        "m.add_many(({'memory': f'note {n:06} {\"rare\" if n % 5000 == 0 else \"common\"}',"
        " 'user_id': 'zoe', 'metadata': {'rank': (n * 7919) % 100_000}}"
        " for n in range(100_000)), progress=False)\n",
        "explorer = m.explore(user_id='zoe')\nexplorer",
    )
    page.wait_for_selector(".mkx[data-ready] .mkx-table[data-loaded]", timeout=240_000)
    reader.total(100_000)
    assert reader.rows()[0] == "note 099999 common"
    reader.grid.focus()
    page.keyboard.press("End")
    page.wait_for_function(
        "() => document.querySelector('.mkx-space').textContent.includes('note 000000 rare')"
    )
    assert len(reader.rows()) < 100
    last = reader.grid.locator(".mkx-at")
    assert last.get_attribute("aria-rowindex") == "100001"
    page.keyboard.press("Home")
    page.wait_for_function(
        "() => document.querySelector('.mkx-space').textContent.includes('note 099999')"
    )
    reader.grid.get_by_role("button", name="rank").click()
    page.wait_for_function(
        "() => document.querySelector('.mkx-space').textContent.includes('note 000000')"
    )
    assert reader.rows()[:2] == ["note 000000 rare", "note 017679 common"]
    header = reader.grid.get_by_role("columnheader", name="rank")
    assert header.get_attribute("aria-sort") == "ascending"
    reader.grid.evaluate("(grid) => { grid.scrollTop = 50_000 * 30; }")
    page.wait_for_function(
        "() => document.querySelector('.mkx-space .mkx-tr[aria-rowindex=\"50002\"]')"
    )
    middle = reader.grid.locator(".mkx-space .mkx-tr[aria-rowindex='50002']")
    page.wait_for_function("() => !document.querySelector('.mkx-space').textContent.includes('…')")
    assert middle.inner_text().split()[-2] == "50000"
    find = reader.root.get_by_label("Filter the rows")
    find.fill("rare")
    reader.total(20)
    reader.grid.focus()
    page.keyboard.press("Control+a")
    page.wait_for_selector(".mkx-bulk >> text=20 selected")
    find.fill("")
    reader.total(100_000)
    reader.grid.focus()
    page.keyboard.press("Control+a")
    page.wait_for_selector(".mkx-bulk >> text=100,000 selected")
    page.keyboard.press("Escape")
    page.wait_for_selector(".mkx-bulk", state="hidden")
    assert page.locator(".mkx-space .mkx-tr").count() < 100


def test_text_is_never_read_as_html(explore: Explore, page: Any, reader: Reader) -> None:
    hostile = "<img src=x onerror=window.bad=1></script><script>window.bad=1</script>"
    explore(
        scope="",
        before=f"h = {hostile!r}\nm.delete(m.add(h, user_id=h, metadata={{h: h}})[0].id)\n"
        "m.undo(m.events()[-1].seq)\n",
    )
    reader.row(hostile[:20]).first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    assert hostile in reader.detail.locator(".mkx-whole").inner_text()
    assert reader.detail.locator(".mkx-history > li").count() == 3
    reader.ask("img src onerror")
    assert hostile in reader.hits.first.inner_text()
    reader.pick("user", hostile)
    reader.total(1)
    reader.root.get_by_label("Text to add").fill(f"{hostile} again")
    reader.root.get_by_role("button", name="Preview").click()
    assert hostile in reader.root.locator(".mkx-near li").first.inner_text()
    reader.root.get_by_label("where, a filter").fill(hostile)
    page.wait_for_selector(".mkx-search .mkx-trouble:not(:empty)")
    assert reader.root.locator("img, script").count() == 0
    assert page.evaluate("window.bad") is None


def test_with_keys_alone(explore: Explore, page: Any, reader: Reader) -> None:
    """Adding, searching, opening, editing and deleting without a mouse."""
    notebook = explore()
    number = notebook.value("m.count(user_id='mara')")
    keys = page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            said = page.evaluate(
                "() => document.activeElement.ariaLabel || document.activeElement.textContent"
            )
            if said == name:
                return
        raise AssertionError(f"{name} can't be reached with Tab")

    reader.root.get_by_label("user:").focus()
    keys.press("Enter")
    keys.type("jord")
    keys.press("Enter")
    theirs = notebook.value("m.count(user_id='jordan')")
    reader.total(theirs)
    keys.press("Enter")
    keys.type("a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    keys.press("Control+a")
    keys.type("mara")
    keys.press("Enter")
    reader.total(number)
    tab_to("Text to add")
    keys.type("x is typed, not cut; dd deletes no cell")
    keys.press("Control+Enter")
    reader.total(number + 1)
    tab_to("Search")
    keys.type("typed not cut")
    page.wait_for_selector(".mkx-hit")
    first = reader.hits.first.locator(".mkx-memory").inner_text()
    tab_to(first)
    keys.press("Enter")
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    assert first in reader.detail.locator(".mkx-whole").inner_text()
    tab_to("Memories")
    keys.press("Home")
    keys.press("ArrowDown")
    keys.press("Enter")
    second = reader.rows()[1]
    page.wait_for_function(
        "(text) => document.querySelector('.mkx-whole').textContent.startsWith(text)",
        arg=second[:60],
    )
    keys.press("Home")
    keys.press("Enter")
    page.wait_for_function(
        "(text) => document.querySelector('.mkx-whole').textContent === text", arg=first
    )
    tab_to("Edit")
    keys.press("Enter")
    keys.press("End")
    keys.type(" Edited.")
    keys.press("Control+Enter")
    notebook.becomes(f"m.count(user_id='mara', where={{'memory': {first + ' Edited.'!r}}})", 1)
    reader.grid.focus()
    keys.press("Home")
    keys.press(" ")
    page.wait_for_selector(".mkx-bulk >> text=1 selected")
    keys.press("Shift+ArrowDown")
    page.wait_for_selector(".mkx-bulk >> text=2 selected")
    keys.press("Delete")
    page.wait_for_selector(".mkx-bulk .mkw-danger:focus")
    keys.press("Enter")
    reader.total(number - 1)
    assert notebook.value("len(m.events(limit=5))") == 5


NAMELESS = """(root) => {
  const label = (one) => one.labels?.[0]?.textContent.trim();
  const said = (one) => one.ariaLabel || one.textContent.trim() || label(one);
  const all = [...root.querySelectorAll(
    'button, input, select, textarea, [role=grid], [role=listbox], [role=img], section')];
  return all.filter((one) => !said(one)).map((one) => one.outerHTML.slice(0, 200));
}"""
SMALL = """(root) => [...root.querySelectorAll('*')]
  .filter((one) => one.offsetParent)
  .filter((one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 12)
  .map((one) => one.outerHTML.slice(0, 200))"""

PALE = """(root) => {
  const part = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92
    : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  return [...root.querySelectorAll('*')]
    .filter((one) => one.offsetParent && !one.disabled)
    .filter((one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .map((one) => {
      const [a, b] = [light(numbers(getComputedStyle(one).color)), light(behind(one))];
      return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.outerHTML.slice(0, 160)];
    })
    .filter(([contrast]) => contrast < 4.5);
}"""


def test_everything_has_a_name_and_can_be_read(explore: Explore, page: Any, reader: Reader) -> None:
    explore(before=SECOND)
    reader.ask("where is the boat")
    reader.row(reader.rows()[0]).first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    reader.root.get_by_label("Text to add").fill("A boat")
    reader.root.get_by_role("button", name="Preview").click()
    page.wait_for_selector(".mkx-proposal")
    reader.detail.get_by_role("button", name="Edit").click()
    reader.root.get_by_role("button", name="Columns").click()
    reader.root.get_by_role("checkbox", name="place").check()
    reader.grid.get_by_role("columnheader", name="place").wait_for()
    page.keyboard.press("Escape")
    assert reader.root.evaluate(NAMELESS) == []
    assert reader.root.evaluate(SMALL) == []
    for theme in ("light", "dark"):
        use_theme(page, theme)
        page.wait_for_timeout(300)
        assert reader.root.evaluate(PALE) == []
    rows = reader.grid.get_by_role("row")
    assert rows.first.get_attribute("aria-rowindex") == "1"
    assert rows.nth(1).get_attribute("aria-selected") in ("true", "false")


def test_an_empty_memory_and_a_lost_kernel(open_notebook: Any, page: Any, reader: Reader) -> None:
    notebook = open_notebook(
        "from memkit import Memory\nm = Memory(':memory:', embedder='hash')\n", "m.explore()"
    )
    reader.ready()
    assert (
        "No memories yet. Add one above"
        in reader.root.locator(".mkx-table .mkx-empty").first.inner_text()
    )
    reader.root.get_by_label("Text to add").fill("I like tea")
    page.keyboard.press("Control+Enter")
    # Whose it is was never said.
    page.wait_for_selector(".mkx-add .mkx-trouble:not(:empty)")
    assert reader.root.get_by_label("Text to add").input_value() == "I like tea"
    reader.pick("user", "zoe")
    page.wait_for_selector(".mkx-table .mkx-empty >> text=No memories for")
    reader.root.get_by_label("Text to add").press("Control+Enter")
    reader.total(1)
    assert notebook.value("m.get_all(user_id='zoe')[0].memory") == "I like tea"
    # Running the cell again makes another one that works.
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    reader.ready()
    assert page.locator(".mkx").count() == 1
    page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
    reader.root.get_by_label("Text to add").fill("Is anyone there?")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".mkx-all:not(:empty)", timeout=30_000)
    assert "Run the cell again" in page.locator(".mkx").first.inner_text().replace("run", "Run")


def test_pictures(
    explore: Explore, page: Any, reader: Reader, picture: Any, tmp_path: Path
) -> None:
    """Nothing overflows; the pictures are there to be looked at."""
    page.set_viewport_size({"width": 1200, "height": 2600})
    explore(
        limit=538,
        before=SECOND + "one = m.search('the kidney food now', user_id='mara', k=1)[0]\n"
        "m.update(one.id, one.memory.replace('now', 'from today'), reason='The vet said so')\n",
    )
    reader.root.get_by_label("Text to add").fill("Kasimir gets the kidney food twice a day.")
    reader.root.get_by_role("button", name="Preview").click()
    page.wait_for_selector(".mkx-proposal")
    reader.ask("what kidney food does the cat get?")
    reader.root.get_by_label("Compare with").select_option("hash")
    reader.root.get_by_label("k, how many hits").fill("3")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkx-there")
    reader.row(reader.rows()[0]).first.click()
    page.wait_for_selector(".mkx-neighbours")
    for theme in ("light", "dark"):
        use_theme(page, theme)
        for width in (1200, 700):
            page.set_viewport_size({"width": width, "height": 2600})
            page.wait_for_timeout(500)
            # Rows down to the bottom of the table.
            page.wait_for_function("""() => {
              const grid = document.querySelector(".mkx-grid").getBoundingClientRect();
              const rows = [...document.querySelectorAll(".mkx-space .mkx-tr")];
              return rows.at(-1).getBoundingClientRect().bottom >= grid.bottom - 1;
            }""")
            wide = reader.root.evaluate("(root) => [root.scrollWidth, root.clientWidth]")
            assert wide[0] <= wide[1]
            reader.root.screenshot(path=tmp_path / f"explorer-{theme}-{width}.png")
    # One space less: the picture stays small.
    reader.root.get_by_label("Compare with").select_option("")
    page.wait_for_selector(".mkx-there", state="hidden")
    picture("explorer", reader.root, width=1160)


ODD = (
    "m.add('The tweet', user_id='mara', metadata={'tweet': 9007199254740993, 'whole': 1.0,"
    " 'list': [9007199254740995, 2.0], 'n': 1})\n"
)


def test_numbers_survive_the_browser(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore(limit=10, before=ODD)
    stored = "__import__('json').dumps(m.get(explorer.selection[0]).metadata)"
    reader.row("The tweet").click()
    facts = reader.detail.locator(".mkx-facts")
    facts.get_by_text("9007199254740993").wait_for()
    for said in ("whole 1.0", "list [9007199254740995, 2.0]", "n 1"):
        assert said in facts.inner_text().replace("\n", " ")
    reader.root.get_by_role("button", name="Columns").click()
    reader.root.get_by_role("checkbox", name="tweet").check()
    page.keyboard.press("Escape")
    reader.row("9007199254740993").wait_for()
    before = notebook.value(stored)
    # Saved as it is, nothing changes; one key edited, one key changes.
    reader.detail.get_by_role("button", name="Edit").click()
    box = reader.detail.get_by_label("Metadata as JSON")
    box.press("Control+Enter")
    reader.detail.get_by_role("button", name="Edit").click()
    box.fill(box.input_value().replace('"n": 1', '"n": 9007199254740997'))
    box.press("Control+Enter")
    notebook.becomes(stored, before.replace('"n": 1}', '"n": 9007199254740997}'))
    assert notebook.value("len(m.history(explorer.selection[0]))") == 2
    # So do those that are typed for many, and those of an addition.
    reader.root.get_by_role("button", name="Tag").click()
    reader.root.get_by_label("Metadata to set").fill("seen=9007199254740999")
    page.keyboard.press("Enter")
    notebook.becomes("m.get(explorer.selection[0]).metadata.get('seen')", 9007199254740999)
    reader.root.get_by_label("Text to add").fill("Another")
    reader.root.get_by_label("Metadata to add").fill("tweet=9007199254741001")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mkx-proposal")
    reader.root.get_by_role("button", name="Write 1 change").click()
    found = "m.count(where={'tweet': 9007199254741001})"
    notebook.becomes(found, 1)


def test_what_is_written_outlasts_a_look_elsewhere(
    explore: Explore, page: Any, reader: Reader
) -> None:
    notebook = explore(limit=40, before="m.add('Two\\r\\nlines', user_id='mara')\n")
    texts = reader.rows()
    reader.row("Two").click()
    reader.detail.get_by_role("button", name="Edit").click()
    box = reader.detail.get_by_label("Text", exact=True)
    assert box.get_attribute("dir") == "auto"
    box.press("Control+End")
    page.keyboard.type(" more")
    id_ = reader.detail.get_attribute("data-id")
    # Another process, or another cell, changes something: the cursor stays where it is.
    notebook.value("m.add('Somebody else', user_id='mara')[0].event")
    reader.row("Somebody else").wait_for()
    page.keyboard.type(" and more")
    assert box.input_value() == "Two\nlines more and more"
    # Another memory, a filter, the past: it is still there to go on with.
    reader.row(texts[3]).first.click()
    page.wait_for_function(f"() => document.querySelector('.mkx-detail').dataset.id !== '{id_}'")
    unsaved = reader.detail.locator(".mkx-unsaved")
    assert "more and more" in unsaved.inner_text()
    reader.root.get_by_label("where, a filter").fill("category = 'boat'")
    reader.root.get_by_label("Time, by changes").fill("5")
    page.wait_for_selector(".mkx-then >> text=Read only")
    reader.root.locator(".mkx-then").get_by_role("button", name="Back to now").click()
    reader.root.get_by_label("where, a filter").fill("")
    unsaved.get_by_role("button", name="Go on").click()
    page.wait_for_selector(f".mkx-detail[data-id='{id_}']")
    assert box.input_value() == "Two\nlines more and more"
    # Escape asks before it throws away.
    box.press("Escape")
    page.wait_for_selector("button:focus >> text=Discard what you wrote?")
    box.press("End")
    page.keyboard.type("!")
    # Somebody edits the same: neither is lost.
    notebook.value(f"m.update({id_!r}, 'Theirs').event")
    page.wait_for_selector(".mkx-moved >> text=changed elsewhere")
    box.press("Control+Enter")
    wrong = reader.detail.locator(".mkx-editor .mkx-trouble")
    wrong.get_by_text("was changed elsewhere").wait_for()
    assert notebook.value(f"m.get({id_!r}).memory") == "Theirs"
    assert box.input_value() == "Two\nlines more and more!"
    box.press("Escape")
    reader.detail.get_by_role("button", name="Discard what you wrote?").click()
    assert reader.detail.locator(".mkx-whole").inner_text() == "Theirs"
    # Line ends that were not edited stay as they were.
    notebook.value(f"m.update({id_!r}, 'Two\\r\\nlines').event")
    page.wait_for_function(
        "() => document.querySelector('.mkx-whole')?.innerText === 'Two\\nlines'"
    )
    reader.detail.get_by_role("button", name="Edit").click()
    box.press("Control+End")
    page.keyboard.type(".")
    box.press("Control+Enter")
    notebook.becomes(f"m.get({id_!r}).memory", "Two\r\nlines.")


def in_sight(page: Any, shown: Any) -> bool:
    found: bool = shown.evaluate(
        """(one) => {
          const box = one.getBoundingClientRect();
          const at = document.elementFromPoint(box.left + 8, box.top + 4);
          return Boolean(at) && (one.contains(at) || at.contains(one));
        }"""
    )
    return found


def test_a_hit_opens_in_sight_and_leads_back(explore: Explore, page: Any, reader: Reader) -> None:
    page.set_viewport_size({"width": 1200, "height": 700})
    explore()
    reader.ask("where is the boat")
    hit = reader.hits.nth(1).locator(".mkx-memory")
    hit.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    page.wait_for_timeout(300)
    assert in_sight(page, reader.detail.locator(".mkx-whole"))
    assert not in_sight(page, hit)
    reader.detail.get_by_role("button", name="Back to the hits").click()
    page.wait_for_timeout(300)
    assert in_sight(page, hit)
    assert hit.evaluate("(one) => one === document.activeElement")


def test_what_destroys_asks_first(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore(limit=40)
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    texts = reader.rows()
    reader.row(texts[2]).first.click()
    page.wait_for_selector(".mkx-history")
    id_ = reader.detail.get_attribute("data-id")
    history = reader.detail.locator(".mkx-history > li")
    # To undo an addition is to delete.
    history.last.get_by_role("button", name="Undo").click()
    assert notebook.value(f"bool(m.get({id_!r}))")
    history.last.get_by_role("button", name="Keep").click()
    history.last.get_by_role("button", name="Undo").click()
    history.last.get_by_role("button", name="Delete it?").click()
    reader.total(number - 1)
    reader.done.get_by_role("button", name="Undo").click()
    reader.total(number)
    # To undo what was changed again since takes that along.
    notebook.value(f"[m.update({id_!r}, text).event for text in ('second', 'third')]")
    page.wait_for_selector(".mkx-history > li:nth-child(5)")
    history.nth(1).get_by_role("button", name="Undo").click()
    assert notebook.value(f"m.get({id_!r}).memory") == "third"
    history.nth(1).get_by_role("button", name="Undo 2 changes?").click()
    notebook.becomes(f"m.get({id_!r}).memory[:20]", texts[2][:20])


def test_the_focus_goes_to_the_next_row(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore(limit=40)
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    texts = reader.rows()

    def at() -> str:
        page.wait_for_selector(".mkx-grid:focus")
        page.wait_for_timeout(200)
        found: str = reader.grid.locator(".mkx-at > :nth-child(2)").inner_text()
        return found

    reader.row(texts[2]).first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    top = reader.grid.bounding_box()["y"]
    reader.detail.get_by_role("button", name="Delete", exact=True).click()
    reader.detail.get_by_role("button", name="Delete it?").click()
    reader.total(number - 1)
    assert at() == texts[3]
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_selector(".mkx-bulk >> text=2 selected")
    page.keyboard.press("Delete")
    page.wait_for_selector(".mkx-bulk .mkw-danger:focus")
    assert "Delete 2 memories?" in reader.root.locator(".mkx-bulk").inner_text()
    page.keyboard.press("Enter")
    reader.total(number - 3)
    assert at() == texts[6]
    # Nothing jumped: neither what is selected nor what was done moves the table.
    assert reader.done.is_visible()
    assert reader.grid.bounding_box()["y"] == pytest.approx(top, abs=1)
    reader.done.get_by_role("button", name="Dismiss").click()
    assert at() == texts[6]


def test_keys_that_are_pressed_at_once_are_not_lost(
    explore: Explore, page: Any, reader: Reader
) -> None:
    notebook = explore(limit=40)
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    texts = reader.rows()
    reader.grid.focus()
    for key in ("ArrowDown", " ", "Shift+ArrowDown", "Shift+ArrowDown", "Delete", "Enter"):
        page.keyboard.press(key)
    reader.total(number - 3)
    page.wait_for_selector(".mkx-grid:focus")
    assert notebook.value(f"[t for t in {texts[1:4]!r} if t in str(m.get_all(limit=100))]") == []
    page.wait_for_selector(f".mkx-at:has-text({texts[4][:40]!r})")


def test_a_question_is_asked_anew_when_another_cell_selects(
    explore: Explore, page: Any, reader: Reader
) -> None:
    notebook = explore(limit=40)
    bulk = reader.root.locator(".mkx-bulk")
    reader.grid.focus()
    page.keyboard.press(" ")
    page.keyboard.press("Delete")
    bulk.get_by_text("Delete 1 memory?").wait_for()
    select = "setattr(explorer, 'selection', explorer.shown_ids()[:{}])"
    for number, said in ((3, "Delete 3 memories?"), (1, "Delete 1 memory?")):
        notebook.value(select.format(number))
        bulk.get_by_text(said).wait_for()
        page.wait_for_selector(".mkx-bulk .mkw-danger:focus")
    # Of nothing there is nothing to ask, and the focus goes back to the table.
    notebook.value(select.format(0))
    bulk.wait_for(state="hidden")
    page.wait_for_selector(".mkx-grid:focus")


def test_a_memory_that_is_newer_says_so(explore: Explore, page: Any, reader: Reader) -> None:
    notebook = explore(limit=40)
    reader.row(reader.rows()[0]).first.click()
    page.wait_for_selector(".mkx-detail:not([data-id=''])")
    slider = reader.root.get_by_label("Time, by changes")
    top = slider.bounding_box()["y"]
    slider.fill("2")
    reader.detail.get_by_text("was not there yet on").wait_for()
    assert "Loading" not in reader.detail.inner_text()
    # The banner had its room: the slider does not move below the hand.
    assert slider.bounding_box()["y"] == pytest.approx(top, abs=1)
    reader.detail.get_by_role("button", name="Back to now").click()
    page.wait_for_selector(".mkx-whole")
    notebook.becomes("explorer.at", None)


# Three documents that were read, and a thousand that are there as if they had been.
READ = r"""
from pathlib import Path
from memkit import Memory
from memkit.contracts.loader import Document, Loader, Span

HOSTILE = "<img src=x onerror=window.bad=1>\n\u202e\u05e9\u05dc\u05d5 \U0001f600" + " long" * 99


class Pages(Loader):
    def __init__(self, uri, title):
        texts = [f"Page {n} says what is new of the boiler." for n in (1, 2, 3)]
        text = "\n\n".join(texts)
        at = [text.index(one) for one in texts]
        spans = [Span(start=start, end=start + len(one), page=n, heading=("Methods", "Data"))
                 for n, (start, one) in enumerate(zip(at, texts), start=1)]
        self.document = Document(text=text, uri=uri, digest=uri[:20], spans=spans,
                                 media_type="application/pdf", metadata={"title": title})

    def load(self, source):
        yield self.document


m = Memory(":memory:", embedder="hash", actor="alice")
m.add("Ana likes tea", user_id="ana")
m.add_many(
    {
        "memory": f"Part {part} of note {number:04}", "user_id": "ana", "said_by": "document",
        "sources": [{"document": f"file:///notes/{number:04}.md", "start": 40 * part,
                     "end": 40 * part + 22, "heading": [f"Note {number:04}"],
                     **({} if part or number == 7 else {"digest": "d"})}],
        "data": {"source": f"file:///notes/{number:04}.md", "title": f"Note {number:04}",
                 "media_type": "text/markdown"},
    }
    for number in range(1000) for part in range(2)
)
before = m.events()[-1].seq
Path("handbook.md").write_text(
    "# Handbook\n\nWelcome to the office.\n\n## Leave\n\nEverybody has thirty days of leave"
    " a year.\n\n## Travel\n\nTrains are booked by the front desk.\n")
how = {"user_id": "ana", "tokens": 20, "overlap": 0}
m.ingest("handbook.md", **how)
m.ingest("given://x", loader=Pages("https://example.org/report.pdf", "Report"), **how)
m.ingest("given://x", loader=Pages("javascript:window.bad=1//" + HOSTILE, HOSTILE), **how)
"""


class Documents:
    """What a person does with documents in the explorer."""

    def __init__(self, reader: Reader) -> None:
        self.page = reader.page
        self.root = reader.root
        self.grid = self.root.get_by_role("grid", name="Documents")
        self.find = self.root.get_by_label("Find documents by name")
        self.chosen = self.root.get_by_role("group", name="The document that is shown")

    def list(self) -> None:
        self.root.get_by_role("button", name="Documents", exact=True).click()
        self.page.wait_for_selector(".mkx-docs .mkx-tr[data-uri]")

    def total(self, number: int) -> None:
        self.page.wait_for_selector(f".mkx-docs[aria-rowcount='{number + 1}']")

    def open(self, name: str) -> None:
        """Find a document by its name, and choose it."""
        self.list()
        self.find.fill(name)
        self.grid.locator("[data-uri]", has_text=name).wait_for()
        self.total(1)
        self.find.press("Tab")
        while not self.grid.evaluate("(grid) => grid === document.activeElement"):
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        self.chosen.wait_for()


def test_documents_beside_memories(open_notebook: Any, page: Any, reader: Reader) -> None:
    notebook = open_notebook(READ, "explorer = m.explore(user_id='ana')\nexplorer")
    reader.ready()
    documents = Documents(reader)
    number = notebook.value("m.count()")
    reader.total(number)
    assert "Report, page 3" in reader.row("Page 3 says").nth(1).inner_text()
    documents.list()
    documents.total(1003)
    # The list is as long as it is, and is gone through with keys.
    documents.grid.focus()
    page.keyboard.press("End")
    documents.grid.locator(".mkx-at", has_text="Report").wait_for()
    assert page.locator(".mkx-docs .mkx-tr").count() < 100
    documents.grid.get_by_role("button", name="Passages").click()
    documents.grid.locator("[data-uri]", has_text="Handbook").wait_for()
    documents.find.fill("note 0007")
    documents.total(1)
    assert "incomplete" in documents.grid.locator("[data-uri]").inner_text()
    # A document shows its passages in its order.
    documents.open("handbook")
    reader.total(3)
    page.wait_for_selector(".mkx-grid:focus")
    shown = [
        "Welcome to the office.",
        "Everybody has thirty days of leave a year.",
        "Trains are booked by the front desk.",
    ]
    assert reader.rows() == shown
    places = reader.grid.locator(".mkx-space .mkx-tr > :nth-child(3)").all_inner_texts()
    assert places == ["", "Leave", "Travel"]
    # From one passage to the next.
    page.keyboard.press("Enter")
    passage = reader.detail.locator(".mkx-passage")
    passage.get_by_text("passage 1 of 3").wait_for()
    assert passage.locator("[data-step=before]").is_disabled()
    passage.locator("[data-step=after]").press("Enter")
    reader.detail.locator(".mkx-whole", has_text=shown[1]).wait_for()
    page.wait_for_selector("[data-step=after]:focus")
    page.keyboard.press("Enter")
    passage.get_by_text("passage 3 of 3").wait_for()
    assert passage.locator("a").count() == 0
    # Forgetting asks first, and is undone.
    forget = documents.chosen.get_by_role("button", name="Forget this document")
    forget.click()
    documents.chosen.get_by_text("Forget it? 3 passages will be deleted").wait_for()
    documents.chosen.get_by_role("button", name="Keep").click()
    assert notebook.value("m.count()") == number
    forget.click()
    documents.chosen.get_by_role("button", name="Forget 3 passages").click()
    reader.total(number - 3)
    assert "deleted 3 memories" in reader.done.inner_text()
    assert not documents.chosen.is_visible()
    reader.root.locator(".mkx-controls").get_by_role("button", name="Show as Python").click()
    reader.root.locator(".mk-code", has_text="m.forget_source(").wait_for()
    reader.done.get_by_role("button", name="Undo").click()
    reader.total(number)
    # A page of the web is linked, and a hit says where it is from.
    documents.open("example.org")
    reader.total(3)
    assert reader.rows()[0] == "Page 1 says what is new of the boiler."
    link = documents.chosen.get_by_role("link")
    assert link.get_attribute("href") == "https://example.org/report.pdf"
    assert link.get_attribute("rel") == "noopener noreferrer"
    reader.ask("the boiler")
    reader.hits.locator(".mkx-about", has_text="page 1, Methods › Data").wait_for()
    reader.search.fill("")
    # The way back leads to all memories.
    documents.chosen.get_by_role("button", name="All memories").click()
    reader.total(number)
    # Of a hostile name nothing is read but its letters.
    documents.open("onerror")
    reader.total(3)
    assert "<img src=x" in documents.chosen.inner_text()
    reader.row("Page 2 says").click()
    passage.get_by_text("passage 2 of 3").wait_for()
    assert reader.root.locator("img, a").count() == 0
    assert page.evaluate("window.bad") is None
    # In the past stand the documents of then.
    documents.list()
    documents.find.fill("")
    reader.root.get_by_label("Time, by changes").fill(str(notebook.value("before")))
    documents.total(1000)
    reader.root.get_by_text("1,000 documents, as they were then").wait_for()


def test_documents_can_be_read(
    open_notebook: Any, page: Any, reader: Reader, faults: Any, picture: Any, tmp_path: Path
) -> None:
    """Nothing overflows, all can be read; the pictures are there to be looked at."""
    open_notebook(READ, "explorer = m.explore(user_id='ana')\nexplorer")
    reader.ready()
    documents = Documents(reader)
    documents.open("onerror")
    reader.total(3)
    reader.row("Page 2 says").click()
    reader.detail.get_by_text("passage 2 of 3").wait_for()
    documents.chosen.get_by_role("button", name="Forget this document").click()
    documents.chosen.get_by_text("Forget it?").wait_for()
    documents.list()
    documents.find.fill("")
    documents.total(1003)
    for theme in ("light", "dark"):
        use_theme(page, theme)
        for width in (1200, 700, 430):
            page.set_viewport_size({"width": width, "height": 2600})
            for what in ("Memories", "Documents"):
                reader.root.get_by_role("button", name=what, exact=True).click()
                page.wait_for_timeout(400)
                assert faults(reader.root) == []
                assert reader.root.locator(".mkx-table").evaluate(NAMELESS) == []
                reader.root.screenshot(path=tmp_path / f"{what}-{theme}-{width}.png")
    picture("explorer-documents", reader.root, width=1160)


# Changes wait until `go` is set, and fail if they are to.
SLOW = """
import threading
import memkit

go, held = threading.Event(), {"slow": False, "wrong": False}


def slowly(change):
    def changed(*given, **more):
        if held["slow"]:
            go.wait(60)
            go.clear()
            if held["wrong"]:
                raise memkit.MemkitError("The disk is full.", fix="Free some of it.")
        return change(*given, **more)
    return changed


Memory.delete_many, Memory.undo = slowly(Memory.delete_many), slowly(Memory.undo)
"""


def test_undo_waits_for_a_change_that_runs(explore: Explore, page: Any, reader: Reader) -> None:
    from playwright.sync_api import expect

    notebook = explore(limit=40, before=SLOW)
    number = notebook.value("m.count(user_id='mara')")
    reader.total(number)
    texts = reader.rows()
    undo = reader.done.get_by_role("button", name="Undo")

    def delete(place: int) -> None:
        reader.row(texts[place]).first.click()
        reader.detail.locator(".mkx-whole", has_text=texts[place][:40]).wait_for()
        reader.detail.get_by_role("button", name="Delete", exact=True).click()
        reader.detail.get_by_role("button", name="Delete it?").click()

    delete(0)
    reader.total(number - 1)
    expect(undo).to_be_enabled()
    notebook.value("held.update(slow=True)")
    # The next change takes its time: meanwhile the one before it is not undone in its stead.
    delete(1)
    expect(undo).to_be_disabled()
    notebook.value("go.set()")
    reader.total(number - 2)
    expect(undo).to_be_enabled()
    # A change that fails leaves "Undo" to whoever was about to press it.
    notebook.value("held.update(wrong=True)")
    undo.press("Enter")
    expect(undo).to_be_disabled()
    notebook.value("go.set()")
    reader.root.locator(".mkx-all", has_text="The disk is full.").wait_for()
    expect(undo).to_be_enabled()
    expect(undo).to_be_focused()
    # Who goes on elsewhere meanwhile stays there.
    page.keyboard.press("Enter")
    expect(undo).to_be_disabled()
    reader.search.focus()
    notebook.value("go.set()")
    expect(undo).to_be_enabled()
    expect(reader.search).to_be_focused()
    # What is undone is the newest change.
    notebook.value("held.update(slow=False)")
    undo.click()
    reader.total(number - 1)
    reader.row(texts[1]).first.wait_for()
    assert reader.row(texts[0]).count() == 0
