"""How much a store finds, in cells and in the explorer's head: legible in both themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

STORE = Path(__file__).resolve().parents[1] / "approximate.py"

MADE = f"""
import importlib.util, pathlib, sys, types
from memkit import Memory, plugins

spec = importlib.util.spec_from_file_location("blurry_impl", {str(STORE)!r})
blurry = sys.modules["blurry_impl"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(blurry)
path = types.SimpleNamespace(syspath_prepend=lambda folder: sys.path.insert(0, str(folder)))
blurry.install(pathlib.Path("site").absolute(), path)
plugins.reset()
%load_ext memkit
m = Memory("recall.db", embedder="hash", store="blurry")
blurry.fill(m, 300)
"""
SHOWN = {
    "recall": "%memkit recall",
    "doctor": "%memkit doctor",
    "tune": "%memkit tune 0.9",
    "status": "%memkit status",
}


def test_how_much_a_store_finds_is_legible(
    open_notebook: Any,
    page: Any,
    use_theme: Callable[[str], None],
    faults: Callable[[Any], list[str]],
    tmp_path: Path,
) -> None:
    open_notebook(MADE, *SHOWN.values(), "m.explore()")
    page.wait_for_selector(".mkx[data-ready] .mkx-table[data-loaded]")
    cells = page.locator(".jp-CodeCell")
    outputs = {
        name: cells.nth(number).locator(".jp-OutputArea-output").last
        for number, name in enumerate(SHOWN, start=1)
    }
    head = page.locator(".mkx-head")
    told = head.locator(".mkx-recall")
    assert told.inner_text() == "recall@10 0.9"
    assert "blurry found 0.9 of the 10 nearest" in told.get_attribute("title")
    assert "ef_search=140 gives 1 at" in outputs["recall"].inner_text()
    for width in (1200, 700):
        page.set_viewport_size({"width": width, "height": 1200})
        page.wait_for_timeout(500)
        for theme in ("light", "dark"):
            use_theme(theme)
            for name, shown in {**outputs, "head": head}.items():
                assert faults(shown) == [], (name, theme, width)
                shown.screenshot(path=tmp_path / f"{name}-{theme}-{width}.png")
