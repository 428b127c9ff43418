"""JupyterLab in a real Chromium, with nothing beyond this machine in reach.

Without JupyterLab, Playwright or a Chromium these tests are skipped, and say which is missing.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOKEN = "memkit"
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


def chromium() -> str | None:
    """The system's Chromium, or one that MEMKIT_CHROMIUM names, or Playwright's own."""
    named = os.environ.get("MEMKIT_CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found:
        return found
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    return next(map(str, sorted(own.glob("chromium-*/chrome-linux*/chrome"))), None)


def missing() -> str | None:
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    if chromium() is None:
        return "no Chromium: apt-get install chromium, or playwright install chromium"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = missing()
    if reason is not None:
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_report_header() -> str:
    return f"browser: {chromium() or 'none'}"


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
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(OPTIONS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page; a request that leaves the machine, or an error in a script, fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1200})
    context.set_default_timeout(60_000)
    left: list[str] = []
    errors: list[str] = []

    def refuse(route: Any) -> None:
        left.append(route.request.url)
        route.abort()

    context.route(lambda url: HERE_ONLY.match(url) is None, refuse)
    opened = context.new_page()
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
            store_history=False, reply=True, timeout=60,
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

        # A name of its own, or JupyterLab would go on with another test's kernel.
        name = f"{len(list(self._lab.notebooks.iterdir()))}.ipynb"
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
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
