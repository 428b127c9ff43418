"""The magics as a person uses them in JupyterLab: typed, completed with Tab, run."""

from __future__ import annotations

import re
from typing import Any

import pytest


class Typist:
    """Someone who types into the last cell of a notebook."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def cell(self) -> Any:
        return self.page.locator(".jp-CodeCell").last

    def type(self, text: str) -> None:
        """Take the place of what stands in the last cell."""
        self.cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def has(self, text: str) -> None:
        """Wait until a text stands in the last cell."""
        exactly = re.compile(rf"^{re.escape(text)}\s*$")
        self.cell.locator(".cm-content", has_text=exactly).wait_for()

    def run(self, text: str) -> Any:
        """Run a text as the last cell, and return what it shows once it is done."""
        self.type(text)
        cells = self.page.locator(".jp-CodeCell")
        place = cells.count() - 1
        self.page.keyboard.press("Shift+Enter")
        done = cells.nth(place)
        done.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]:")).wait_for()
        return done.locator(".jp-Cell-outputArea")

    def offered(self, text: str) -> list[tuple[str, str]]:
        """Type a text, press Tab, and return what the popup offers: words, and what they are."""
        self.type(text)
        self.page.keyboard.press("Tab")
        items = self.page.locator(".jp-Completer:visible .jp-Completer-item")
        items.first.wait_for()
        found: list[list[str]] = items.evaluate_all(
            """(items) => items.map((item) => [".jp-Completer-match", ".jp-Completer-typeExtended"]
              .map((part) => item.querySelector(part)?.textContent ?? ""))"""
        )
        self.page.keyboard.press("Escape")
        items.first.wait_for(state="hidden")
        # JupyterLab adds the words of the cell itself, which are nothing in particular.
        return [(word, kind) for word, kind in found if kind]

    def accept(self, text: str) -> None:
        """Type a text, press Tab, and take the first that the popup offers."""
        self.type(text)
        self.page.keyboard.press("Tab")
        self.page.locator(".jp-Completer:visible .jp-Completer-item").first.wait_for()
        self.page.keyboard.press("Enter")


@pytest.fixture
def typist(open_notebook: Any, page: Any) -> Any:
    open_notebook()
    return Typist(page)


def test_a_session(typist: Any) -> None:
    assert typist.run("%load_ext memkit").inner_text() == ""
    opened = typist.run("%memkit use session.db --user alice --embedder static-2 --as mem")
    assert "0 memories" in opened.inner_text()
    assert "scope alice" in opened.inner_text()

    added = typist.run("%remember I moved to Lisbon in March --meta category=home")
    assert "ADD" in added.inner_text()
    typist.run("%%remember --meta category=food\nuser: I like <b>green</b> tea\nassistant: Noted.")
    typist.run("asked = 'what does she drink'")

    hits = typist.run("%recall {asked} --k 1 -o hits")
    assert hits.locator("tbody tr").count() == 1
    assert "I like <b>green</b> tea" in hits.inner_text()
    assert "what does she drink" in hits.locator(".mk-head").inner_text()
    assert hits.locator(".mk-bar").bounding_box()["width"] > 100

    typist.run("mem.update(hits[0].id, 'I like black tea', reason='she said so')")
    past = typist.run("%history {hits[0].id}")
    assert past.locator(".mk-change").all_inner_texts() == ["ADD", "UPDATE"]
    assert past.locator("ins").all_inner_texts() == ["black"]
    assert "green" in past.locator("del").inner_text()
    assert "because: she said so" in past.inner_text()

    preview = typist.run("%undo")
    assert "Nothing was changed." in preview.inner_text()
    assert "I like black tea" in typist.run("mem.get(hits[0].id).memory").inner_text()
    typist.run("%undo --yes")
    assert "I like <b>green</b> tea" in typist.run("mem.get(hits[0].id).memory").inner_text()

    preview = typist.run("%forget {hits[0].id}")
    assert "Nothing was deleted." in preview.inner_text()
    gone = typist.run("%forget {hits[0].id} --yes")
    assert "DELETE" in gone.inner_text()
    assert typist.run("mem.count()").inner_text().endswith("2")


def test_an_error_is_a_short_red_block(typist: Any) -> None:
    typist.run("%load_ext memkit")
    shown = typist.run("%recall tea --mode nope")
    said = shown.inner_text().strip().splitlines()
    assert said == ["ValidationError: --mode is 'nope'.", "Use hybrid, vector or text."]
    block = shown.locator(".jp-RenderedText")
    red, green, blue = block.evaluate(
        "(one) => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    )
    assert red > green + 20
    assert red > blue + 20
    assert block.locator(".ansi-bold").inner_text() == "ValidationError:"
    # Python keeps its traceback.
    shown = typist.run("import memkit\nmemkit.Memory(':memory:').search('x', mode='nope')")
    assert "Traceback" in shown.inner_text()


def test_completion(typist: Any) -> None:
    def words(text: str) -> list[str]:
        return [word for word, _ in typist.offered(text)]

    typist.run("%load_ext memkit")
    typist.run("%memkit use completion.db --user alice --embedder static-2")
    typist.run("%remember I moved to Lisbon in March --meta category=home")

    typist.accept("%memkit stat")
    typist.has("%memkit status")
    assert words("%memkit s") == ["sources", "spaces", "stale", "status"]
    assert "compare" in words("%memkit ")
    assert words("%recall tea --sp") == ["--space"]
    assert words("%recall tea --space ") == ["static-2"]
    assert words("%recall tea --user ") == ["alice"]
    assert words("%remember x --meta ") == ["category="]
    assert words('%recall tea --where "cat') == ["category"]
    assert {("static-2", "memkit-core"), ("hash", "memkit-core")} <= set(
        typist.offered("%memkit embed ")
    )
    ((end, text),) = typist.offered("%history ")
    assert text.lower() == "i moved to lisbon in march"
    typist.accept("%history ")
    typist.has(f"%history {end}")
    typist.page.keyboard.press("Shift+Enter")
    typist.page.locator(".jp-OutputArea .mk-head", has_text=f"History of {end}").wait_for()


def test_unloading_puts_everything_back(typist: Any) -> None:
    typist.run("%load_ext memkit")
    typist.run("%memkit use left.db --user alice --as mem")
    assert typist.run("%unload_ext memkit").inner_text() == ""
    for magic in ("memkit", "remember", "undo", "forget"):
        assert f"`%{magic}` not found" in typist.run(f"%{magic}").inner_text()
    assert typist.run("mem.count()").inner_text().endswith("0")
    # IPython has a %history and a %recall of its own, which memkit had taken the place of.
    assert "%load_ext memkit" in typist.run("%history -n 1").inner_text()
    typist.run("%recall 1")
    again = typist.page.locator(".jp-CodeCell .cm-content", has_text="%load_ext memkit")
    again.nth(1).wait_for()
    typist.type("%memkit s")
    typist.page.keyboard.press("Tab")
    typist.page.wait_for_timeout(1000)
    assert "status" not in "".join(typist.page.locator(".jp-Completer-match").all_inner_texts())
