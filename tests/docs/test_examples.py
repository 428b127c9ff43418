"""What the documentation shows is run, and what it lists is compared with the code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from memkit.plugins import hookspecs

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run_from_top_to_bottom(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {}
    for block in BLOCK.findall(page.read_text("utf-8")):
        exec(compile(block, page.name, "exec"), namespace)


def test_every_hook_stands_in_the_docs_with_its_signature() -> None:
    text = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    hooks = [name for name in vars(hookspecs) if name.startswith("memkit_")]
    assert hooks
    for name in hooks:
        returns = inspect.signature(getattr(hookspecs, name)).return_annotation
        assert f"`{name}() -> {returns}`" in text


def test_every_setting_stands_in_the_docs() -> None:
    from memkit.engine.settings import Settings

    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    for name in set(Settings.__dataclass_fields__) - {"journal", "of_folder"}:
        assert f"| `{name}` | `MEMKIT_{name.upper()}` |" in text


def test_every_filter_operator_stands_in_the_docs() -> None:
    from memkit.filters import OPERATORS

    text = (ROOT / "docs" / "filters.md").read_text("utf-8")
    assert [name for name in OPERATORS if name not in text] == []


def test_links_between_files_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
