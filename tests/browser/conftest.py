"""JupyterLab in a real Chromium, with nothing beyond this machine in reach.

Without JupyterLab, Playwright or a Chromium these tests are skipped, and say which is missing; in
CI (the variable CI is set) they fail. A test that fails leaves a picture of its page and a log in
`.cache/browser`, and names them.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import math
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOKEN = "memkit"
VIEWPORT = {"width": 1400, "height": 1200}
# Read here: no test sees a variable of memkit's.
SCREENSHOTS = Path(named).resolve() if (named := os.environ.get("MEMKIT_SCREENSHOTS")) else None
MOST_OF_A_PICTURE = 250_000  # bytes
LEFT = ROOT / ".cache" / "browser"
# Of a test: its page, and what that wrote to its console. Of a session: the server's log.
PAGE = pytest.StashKey[tuple[Any, list[str]]]()
LOG = pytest.StashKey[Path]()
NEEDED = ("jupyterlab", "playwright", "anywidget", "umap")
HERE_ONLY = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|(data|blob|file|about):")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
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


def call(url: str, method: str = "GET") -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as answer:
        return bytes(answer.read())


class Lab:
    """A JupyterLab server of its own: no settings, no news, no history of the user's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        self.log = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self._write("config/labconfig/page_config.json", {
            "disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True},
        })  # fmt: skip
        # Cells out of sight are drawn too.
        self._write("settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings", {
            "windowingMode": "none",
        })  # fmt: skip
        self._process = self._start()

    def _write(self, name: str, value: object) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), "utf-8")

    def _start(self) -> subprocess.Popen[bytes]:
        at = self.folder
        env = {
            **os.environ,
            "HOME": str(at),
            "IPYTHONDIR": str(at / "ipython"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "JUPYTER_CONFIG_DIR": str(at / "config"),
            "JUPYTER_DATA_DIR": str(at / "data"),
            "JUPYTER_RUNTIME_DIR": str(at / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(at / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(at / "workspaces"),
            # Kept from run to run: compiling takes longer than all tests together.
            "NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", "/tmp/memkit-numba"),
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                [
                    sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
                    "--ip=127.0.0.1", f"--port={self.url.rpartition(':')[2]}",
                    "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}",
                    f"--ServerApp.root_dir={self.notebooks}", "--expose-app-in-browser",
                    "--LabApp.extension_manager=readonly",
                    "--LabApp.check_for_updates_class="
                    "jupyterlab.handlers.announcements.NeverCheckForUpdate",
                ],
                cwd=at, env=env, stdout=log, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + 90
        while time.monotonic() < end and process.poll() is None:
            try:
                call(self.api("status"))
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return process
        process.kill()
        process.wait()
        raise RuntimeError(self.log.read_text("utf-8")[-3000:])

    def api(self, path: str) -> str:
        return f"{self.url}/api/{path}?token={TOKEN}"

    def sessions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(call(self.api("sessions")))
        return found

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)


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


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page; a request that leaves the machine, or an error in a script, fails the test."""
    # Twice the pixels where pictures are made, so that they are crisp.
    context = browser.new_context(viewport=VIEWPORT, device_scale_factor=2 if SCREENSHOTS else 1)
    context.set_default_timeout(180_000)
    left: list[str] = []
    errors: list[str] = []

    def refuse(route: Any) -> None:
        left.append(route.request.url)
        route.abort()

    context.route(lambda url: HERE_ONLY.match(url) is None, refuse)
    opened = context.new_page()
    console: list[str] = []
    request.node.stash[PAGE] = opened, console
    opened.on("console", lambda said: console.append(f"{said.type}: {said.text}"))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert left == []
    assert errors == []


class Notebook:
    """A notebook that is open, with a line to its kernel."""

    def __init__(self, lab: Lab, page: Any, name: str) -> None:
        from jupyter_client import BlockingKernelClient

        kernel = next(one["kernel"]["id"] for one in lab.sessions() if one["path"] == name)
        file = lab.folder / "runtime" / f"kernel-{kernel}.json"
        self.page = page
        self._client = BlockingKernelClient(connection_file=str(file))
        self._client.load_connection_file()
        self._client.start_channels()
        self._client.wait_for_ready(30)

    def value(self, expression: str) -> Any:
        """What an expression is in the kernel, through JSON."""
        reply = self._client.execute(
            "import json", user_expressions={"said": f"json.dumps({expression})"},
            store_history=False, reply=True, timeout=180,
        )  # fmt: skip
        said = reply["content"]["user_expressions"]["said"]
        assert said["status"] == "ok", said
        return json.loads(eval(said["data"]["text/plain"]))

    def becomes(self, expression: str, expected: object, seconds: float = 10) -> None:
        """Wait until an expression in the kernel has a value."""
        end = time.monotonic() + seconds
        found = self.value(expression)
        while found != expected and time.monotonic() < end:
            self.page.wait_for_timeout(50)
            found = self.value(expression)
        assert found == expected

    def close(self) -> None:
        self._client.stop_channels()


class Opens:
    """Opens notebooks in JupyterLab and runs them."""

    def __init__(self, lab: Lab, page: Any) -> None:
        self._lab = lab
        self._page = page
        self._opened: list[Notebook] = []

    def __call__(self, *cells: str) -> Notebook:
        import nbformat

        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        return self.copy(made)

    def copy(self, given: Any) -> Notebook:
        """Open a notebook that is there already: one of nbformat's, or a file."""
        import nbformat

        made = nbformat.read(given, as_version=4) if isinstance(given, Path) else given
        # A name of its own, or JupyterLab would go on with another test's kernel.
        name = f"{len(list(self._lab.notebooks.iterdir()))}.ipynb"
        # Without it JupyterLab asks which kernel to take.
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, self._lab.notebooks / name)
        page = self._page
        page.goto(f"{self._lab.url}/lab/tree/{name}?token={TOKEN}&reset")
        # "Idle" alone stands there before there is a kernel.
        page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$")).wait_for()
        run_command(page, "application:toggle-left-area")
        run_command(page, "notebook:run-all-cells")
        opened = Notebook(self._lab, page, name)
        self._opened.append(opened)
        return opened

    def close(self) -> None:
        for opened in self._opened:
            opened.close()
        for session in self._lab.sessions():
            call(self._lab.api(f"sessions/{session['id']}"), "DELETE")


@pytest.fixture
def open_notebook(lab: Lab, page: Any) -> Iterator[Opens]:
    opens = Opens(lab, page)
    yield opens
    opens.close()


def run_command(page: Any, command: str, **arguments: object) -> None:
    page.evaluate(
        "([name, given]) => window.jupyterapp.commands.execute(name, given)", [command, arguments]
    )


def use_theme(page: Any, theme: str) -> None:
    """Change JupyterLab's theme, "light" or "dark", and wait until it is there."""
    run_command(page, "apputils:change-theme", theme=f"JupyterLab {theme.title()}")
    light = "true" if theme == "light" else "false"
    page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
    page.wait_for_timeout(300)


# What a person would not be able to read below an element, or would not see all of.
FAULTS = """(root) => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const colour = (named) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = named;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) => [0, 1, 2]
    .map((part) => top[part] * top[3] + below[part] * (1 - top[3])).concat(1);
  const above = function* (one) { for (; one; one = one.parentElement) yield one; };
  const ground = (one) => [...above(one)]
    .map((at) => colour(getComputedStyle(at).backgroundColor))
    .reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  const luminance = (rgb) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, part) => {
    const value = rgb[part] / 255;
    return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  }, 0);
  const contrast = (one) => {
    const below = ground(one);
    const ink = colour(getComputedStyle(one).color);
    for (const at of above(one)) ink[3] *= getComputedStyle(at).opacity;
    const [dark, light] = [luminance(over(ink, below)), luminance(below)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = [];
  const edge = root.getBoundingClientRect();
  for (const one of [root, ...root.querySelectorAll("*")]) {
    const words = [...one.childNodes].filter((node) => node.nodeType === 3)
      .map((node) => node.data.trim()).join(" ").trim();
    const box = one.getBoundingClientRect();
    if (!words || !one.checkVisibility({visibilityProperty: true}) || !box.width) continue;
    if (["STYLE", "SCRIPT", "OPTION"].includes(one.tagName)) continue;
    const said = `${one.tagName.toLowerCase()}.${one.className}: ${words.slice(0, 40)}`;
    const ratio = contrast(one);
    if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(2)} of ${said}`);
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 11) found.push(`${size} px in ${said}`);
    if (box.right > edge.right + 1 || box.left < edge.left - 1) found.push(`outside: ${said}`);
  }
  const wide = root.closest(".jp-OutputArea-output") ?? root;
  if (wide.scrollWidth > wide.clientWidth + 1) {
    found.push(`${wide.scrollWidth} px in a width of ${wide.clientWidth} px`);
  }
  return found;
}"""


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


class Pictures:
    """Pictures for the README and the docs, of what a test has on its page.

    `picture("compare", hand.root)` writes `compare-light.png` and `compare-dark.png` into the
    folder that MEMKIT_SCREENSHOTS names (`make screenshots`: docs/images), and does nothing
    without it. It leaves the light theme and the page's usual size behind, so call it where
    that does no harm: last.

    Args:
        page: The page.
    """

    def __init__(self, page: Any) -> None:
        self._page = page

    def __call__(self, name: str, shown: Any, *, width: int = 1000, margin: int = 12) -> None:
        """Write a picture in both themes.

        Args:
            name: Its name, without a theme and an ending.
            shown: The locator of what is shown: all of it, however high.
            width: Of the window, in CSS pixels.
            margin: Around what is shown, in CSS pixels.
        """
        if SCREENSHOTS is None:
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page = self._page
        # Only what is in sight of the notebook's own scroll area can be in the picture.
        page.set_viewport_size({"width": width, "height": 4000})
        page.wait_for_timeout(500)
        # The margin around it is empty, whatever stands there.
        shown.evaluate("(one) => one.setAttribute('data-shown', '')")
        alone = page.add_style_tag(
            content=".jp-Notebook *:not([data-shown], [data-shown] *, :has([data-shown]))"
            "{visibility: hidden !important}"
        )
        for theme in ("light", "dark"):
            use_theme(page, theme)
            shown.scroll_into_view_if_needed()
            box = shown.bounding_box()
            around = {
                "x": box["x"] - margin, "y": box["y"] - margin,
                "width": box["width"] + 2 * margin, "height": box["height"] + 2 * margin,
            }  # fmt: skip
            path = SCREENSHOTS / f"{name}-{theme}.png"
            page.screenshot(path=path, clip=around, scale="device", animations="disabled")
            if path.stat().st_size > MOST_OF_A_PICTURE:
                page.screenshot(path=path, clip=around, scale="css", animations="disabled")
        alone.evaluate("(one) => one.remove()")
        shown.evaluate("(one) => one.removeAttribute('data-shown')")
        use_theme(page, "light")
        page.set_viewport_size(VIEWPORT)


@pytest.fixture
def picture(page: Any) -> Pictures:
    return Pictures(page)


class Hand:
    """What a hand does with the comparison on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.root = page.locator(".mkc").first

    def panel(self, index: int) -> Any:
        return self.root.locator(".mkc-over").nth(index)

    def finished(self) -> None:
        self.page.wait_for_selector(".mkc[data-stage=done]:not([data-moving])", timeout=180_000)

    def where(self, index: int, row: int) -> tuple[float, float]:
        """Where a memory lies on the page."""
        self.panel(index).scroll_into_view_if_needed()
        box = self.panel(index).bounding_box()
        x, y = self.root.evaluate("(root, [panel, row]) => root.locate(panel, row)", [index, row])
        return box["x"] + x, box["y"] + y

    def point_at(self, index: int, row: int) -> None:
        x, y = self.where(index, row)
        self.page.mouse.move(x + 1, y)
        self.page.mouse.move(x, y)

    def lasso(self, index: int, row: int, radius: float, corners: int = 16) -> None:
        """Draw a circle around a memory of a panel."""
        x, y = self.where(index, row)
        box = self.panel(index).bounding_box()
        # It begins on the side of the middle: the other one may lie outside of the panel.
        first = math.atan2(box["y"] + box["height"] / 2 - y, box["x"] + box["width"] / 2 - x)
        mouse = self.page.mouse
        for corner in range(corners + 1):
            turn = first + corner * 2 * math.pi / corners
            mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn))
            if corner == 0:
                mouse.down()
        mouse.up()

    def chosen(self) -> list[int]:
        """Rows that are selected."""
        found: list[int] = self.root.evaluate("(root) => root.chosen()")
        return found

    def lit(self, index: int) -> list[int]:
        """Rows that a panel draws as selected, read from its pixels.

        A selected point is opaque; others are drawn through.
        """
        found: list[int] = self.root.evaluate(
            """(root, index) => {
              const canvas = root.querySelectorAll(".mkc-base")[index];
              const ratio = canvas.width / canvas.clientWidth;
              const pixels = canvas.getContext("2d", {willReadFrequently: true});
              const found = [];
              for (const row of root.chosen()) {
                const [x, y] = root.locate(index, row);
                const alpha = pixels.getImageData(x * ratio, y * ratio, 1, 1).data[3];
                if (alpha > 250) found.push(row);
              }
              return found;
            }""",
            index,
        )
        return found


@pytest.fixture
def hand(page: Any) -> Hand:
    return Hand(page)
