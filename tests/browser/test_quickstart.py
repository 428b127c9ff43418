"""The first notebook that anybody opens, from its first cell to its last in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

QUICKSTART = Path(__file__).parents[2] / "notebooks" / "01_quickstart.ipynb"


def test_from_the_first_cell_to_the_last(
    open_notebook: Any,
    page: Any,
    use_theme: Callable[[str], None],
    faults: Callable[[Any], list[str]],
    picture: Any,
) -> None:
    open_notebook.copy(QUICKSTART)
    cells = page.locator(".jp-CodeCell")
    prompts = cells.locator(".jp-InputPrompt").all_inner_texts()
    assert prompts == [f"[{number}]:" for number in range(1, cells.count() + 1)]
    for wrong in ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr"):
        assert page.locator(f".jp-OutputArea-output[data-mime-type='{wrong}']").count() == 0
    assert cells.last.locator(".jp-OutputArea").inner_text().strip().startswith("ok\n")

    tables = page.locator(".memkit")
    answer = tables.filter(has_text="where does she live?")
    assert "I moved to Lisbon in March" in answer.inner_text()
    assert tables.count() >= 2
    for theme in ("light", "dark"):
        use_theme(theme)
        for table in tables.all():
            box = table.bounding_box()
            assert box["width"] > 400
            assert box["height"] > 30
            assert faults(table) == []
    picture("quickstart", cells.filter(has=answer), margin=0)
