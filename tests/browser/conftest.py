"""JupyterLab in a real Chromium, with nothing beyond this machine in reach.

Without JupyterLab, Playwright or a Chromium these tests are skipped, and say which is missing; in
CI (the variable CI is set) they fail. A test that fails leaves a picture of its page and a log in
`.cache/browser`, and names them.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

# For the modules beside this one: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

from hand import Hand
from lab import ROOT, Lab
from looks import FAULTS
from notebooks_in_lab import Opens, use_theme
from pictures import SCREENSHOTS, Pictures
from tab import Tab

HERE = Path(__file__).parent
LEFT = ROOT / ".cache" / "browser"
# Of a test: its page, and what that wrote to its console. Of a session: the server's log.
PAGE = pytest.StashKey[tuple[Any, list[str]]]()
LOG = pytest.StashKey[Path]()
FAILED = pytest.StashKey[bool]()
NEEDED = ("jupyterlab", "marimo", "playwright", "anywidget", "umap")
HERE_ONLY = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|(data|blob|file|about):")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Nothing beyond this machine has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def _script(name: str) -> Any:
    """Return a module of `scripts/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


chromium = _script("chromium")
CHROMIUM = chromium.find()


def missing() -> str | None:
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}; make test has them"
    return None if CHROMIUM else str(chromium.missing())


MISSING = missing()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    if MISSING is not None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(MISSING)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where pictures are made, leave out what makes none."""
    if SCREENSHOTS is None:
        return
    idle = [
        item
        for item in items
        if HERE in item.path.parents and "picture" not in getattr(item, "fixturenames", ())
    ]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if item not in idle]


def pytest_report_header() -> str:
    return f"browser: {MISSING or CHROMIUM}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Let a failure leave behind what the browser showed, and what was said."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    if report.failed and PAGE in item.stash:
        LEFT.mkdir(parents=True, exist_ok=True)
        path = LEFT / re.sub(r"[^\w-]+", "-", f"{item.path.stem}-{item.name}")
        shown, log = path.with_suffix(".png"), path.with_suffix(".log")
        page, console = item.stash[PAGE]
        if not page.is_closed():
            page.screenshot(path=shown)
        said = item.session.stash.get(LOG, None)
        server = said.read_text("utf-8", "replace") if said else ""
        log.write_text("\n".join([*console, "", server]), "utf-8")
        report.sections.append(("browser", f"page: {shown}\nconsole and server: {log}"))
    return report


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"))
    request.session.stash[LOG] = server.log
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM.path, args=list(OPTIONS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tab(browser: Any) -> Iterator[Tab]:
    made = Tab(browser)
    yield made
    made.close()


@pytest.fixture
def page(tab: Tab, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page; a request for another machine, or an error in a script, fails the test.

    What a test leaves open in JupyterLab the next one closes, which spares it JupyterLab's start.
    """
    left: list[str] = []
    errors: list[str] = []
    console: list[str] = []

    def note(asked: Any) -> None:
        if HERE_ONLY.match(asked.url) is None:
            left.append(asked.url)

    opened = tab.opened()
    request.node.stash[PAGE] = opened, console
    told = {
        # Whatever asks another machine fails: see OPTIONS. Were it held on its way instead, nothing
        # would be taken from the browser's cache.
        "requestfailed": note,
        "console": lambda said: console.append(f"{said.type}: {said.text}"),
        "pageerror": lambda error: errors.append(str(error)),
    }
    for event, listener in told.items():
        opened.on(event, listener)
    yield opened
    for event, listener in told.items():
        opened.remove_listener(event, listener)
    tab.give_back(whole=FAILED not in request.node.stash and not left and not errors)
    assert left == []
    assert errors == []


@pytest.fixture
def open_notebook(lab: Lab, page: Any) -> Iterator[Opens]:
    opens = Opens(lab, page)
    yield opens
    opens.close()


@pytest.fixture
def faults() -> Callable[[Any], list[str]]:
    """What is wrong with the look of an element, as sentences; an empty list if nothing is.

    Text with a contrast below 4.5 : 1, text below 11 px, text outside of its element's edges, and
    an element that needs a scroll bar.
    """

    def faults(shown: Any) -> list[str]:
        found: list[str] = shown.evaluate(FAULTS)
        return found

    return faults


@pytest.fixture(name="use_theme")
def _use_theme(page: Any) -> Callable[[str], None]:
    """Changes JupyterLab's theme: "light" or "dark"."""
    return functools.partial(use_theme, page)


@pytest.fixture
def picture(page: Any) -> Pictures:
    return Pictures(page)


@pytest.fixture
def hand(page: Any) -> Hand:
    return Hand(page)
