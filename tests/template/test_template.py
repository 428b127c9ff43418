"""The example plug-in: it builds, installs, is found, and passes the kit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "plugins" / "_template"

LIST = """
import json
from memkit.plugins import create, list_providers
import memkit.plugins
rows = {f"{row.kind} {row.name}": [row.distribution, row.version, row.state]
        for row in list_providers()}
dim = create("embedder", "letters:32").dim
print(json.dumps({"rows": rows, "dim": dim, "from": memkit.plugins.__file__}))
"""
PAGES = """
from memkit.web import assets, pages
for name in ("compare", "explorer", "timeline"):
    assert assets.module(name).endswith("export default memkit_%s.default;\\n" % name)
    assert assets.sheet("common", name) in pages.widget_page(name, {}, title="A page")
    print(name)
"""


@pytest.mark.slow
def test_it_builds_installs_is_found_and_passes_its_own_tests(
    install: Callable[..., Any], command: Callable[..., str], tmp_path: Path
) -> None:
    python, site = install(ROOT, TEMPLATE)
    found = json.loads(command(python, "-c", LIST, cwd=str(tmp_path)))
    assert found["from"].startswith(site)
    # Widgets and pages work without node, and without the sources of their scripts.
    pages = command(python, "-c", PAGES, cwd=str(tmp_path)).split()
    assert pages == ["compare", "explorer", "timeline"]
    for name in ("embedder letters", "loader log", "store shelf", "command letters"):
        assert found["rows"][name] == ["memkit-template", "0.1.0", "ok"]
    assert found["rows"]["embedder static"][0] == "memkit-core"
    assert found["dim"] == 32
    letters = ("-m", "memkit", "letters", "tea", "tea")
    assert command(python, *letters, cwd=str(tmp_path)) == "1.000\n"
    tests = ("-m", "pytest", TEMPLATE / "tests", "-q", "-p", "no:cacheprovider", "-W", "error")
    report = command(python, *tests, "--import-mode=importlib", cwd=str(tmp_path))
    passed = re.search(r"(\d+) passed", report)
    assert passed is not None
    assert int(passed[1]) > 130, report[-2000:]
