"""A JupyterLab server of the tests' own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "memkit"


def call(url: str, method: str = "GET") -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as answer:
        return bytes(answer.read())


def wait_for(url: str, process: subprocess.Popen[bytes], *, log: Path) -> None:
    """Wait until a server that was started answers.

    Raises:
        RuntimeError: It does not; with the end of its log.
    """
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        try:
            call(url)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    process.kill()
    process.wait()
    raise RuntimeError(log.read_text("utf-8")[-3000:])


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Lab:
    """A JupyterLab server of its own: no settings, no news, no history of the user's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        self.log = folder / "server.log"
        self.url = f"http://127.0.0.1:{free_port()}"
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
        wait_for(self.api("status"), process, log=self.log)
        return process

    def api(self, path: str) -> str:
        return f"{self.url}/api/{path}?token={TOKEN}"

    def sessions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(call(self.api("sessions")))
        return found

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
