"""A server of Chroma, started as users start it, that can be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

_SECONDS = 60
# What the command `chroma` does, which need not stand beside this interpreter.
_CHROMA = "from chromadb.cli.cli import app; app()"


class ChromaServer:
    """`chroma run` on a free port of this machine.

    Args:
        folder: Where it keeps its data.
    """

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable, "-c", _CHROMA,
            "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port),
        ]  # fmt: skip
        with (self._folder.parent / f"{self._folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
                start_new_session=True,
            )
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, "the server ended by itself"
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=2).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it at once, with whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
