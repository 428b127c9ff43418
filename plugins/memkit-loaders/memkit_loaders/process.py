"""The process that reads documents, seen from the one that asks.

Parsers in C may crash, and any parser may be led into using all memory, or into never ending. So
none runs in the user's process: what happens in this one costs the file that it reads, no more.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from typing import IO, Any

from memkit_loaders.limits import Limits, Refusal

_LENGTH = 8
# In JSON a character takes 12 bytes at most; spans and metadata come on top.
_BYTES_A_CHARACTER = 12
_MORE_BYTES = 100_000_000


class Reader:
    """A process that reads one file after the other; it is started when it is needed.

    After a file that it did not survive, or that made it too large, the next one gets a new one.
    Threads may share it: they wait for each other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._owner = 0

    def read(self, content: bytes, kind: str, limits: Limits, **options: Any) -> dict[str, Any]:
        """Return what `read` of the module of that kind returns.

        Args:
            content: The file's bytes.
            kind: "pdf", "docx", "pptx", "xlsx", "html" or "epub".
            limits: What it may ask for.
            options: What else that `read` takes.

        Raises:
            Refusal: The file can't be read, or asks for too much.
        """
        job = {"format": kind, "limits": asdict(limits), "options": options}
        with self._lock:
            try:
                answer = self._asked(json.dumps(job).encode(), content, limits)
            except BaseException:
                # Also if somebody presses stop: what it would answer belongs to no question.
                self._end()
                raise
            if "memory" in answer:
                self._end()
                raise limits.refusal("most_megabytes", "reading it takes more memory")
        if "refused" in answer:
            raise Refusal(*answer["refused"])
        if "damaged" in answer:
            raise Refusal(
                f"it is damaged, or not what its name says: {answer['damaged']}",
                "Open it with the program it is of, and save it anew.",
            )
        read: dict[str, Any] = answer["read"]
        return read

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _asked(self, job: bytes, content: bytes, limits: Limits) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(limits.most_seconds, end)
        watch.daemon = True
        watch.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # It ended: the answer says so.
                for frame in (job, content):
                    process.stdin.write(len(frame).to_bytes(_LENGTH, "big"))
                    process.stdin.write(frame)
                process.stdin.flush()
            answer = _answer(process.stdout, limits)
        finally:
            watch.cancel()
        if late.is_set():
            raise limits.refusal("most_seconds", "reading it takes longer")
        if answer is None:
            raise self._ended(process, limits)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        forked = self._owner != os.getpid()
        if self._process is None or forked or self._process.poll() is not None:
            if not forked:
                self._end()
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
            self._process = _started(self._errors)
            self._owner = os.getpid()
        return self._process

    def _ended(self, process: subprocess.Popen[bytes], limits: Limits) -> Refusal:
        """Return why a process gave no answer."""
        code = process.wait()
        if self._errors is not None:
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace").strip()[-300:]
        if code == 1 and "Error" in said:
            return Refusal(
                f"the process that reads could not start: {said}",
                "Install the plug-in anew: pip install --force-reinstall memkit-loaders.",
            )
        how = f"signal {-code}" if code < 0 else f"exit status {code}"
        return Refusal(
            f"the process that read it ended ({how}): it is damaged, or takes more than "
            f"most_megabytes={limits.most_megabytes}",
            "Give a greater most_megabytes= if it is large and you trust it; else leave it out.",
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):  # What was not sent is not wanted any more.
                    stream.close()

    def __del__(self) -> None:
        # No lock: nobody else has it any more.
        self._end()


def _started(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    # A process of its own kind, not a copy of this one: no `if __name__ == "__main__"` is needed,
    # and none of this one's threads or files are in it.
    return subprocess.Popen(
        # -P: a file in the present folder must not stand in for a module.
        [sys.executable, "-P", "-m", "memkit_loaders.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            # NumPy, where it is installed, would ask for memory for each core.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        },
        # Ctrl-C is for the process that asks.
        start_new_session=True,
    )


def _answer(stream: IO[bytes], limits: Limits) -> dict[str, Any] | None:
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    size = int.from_bytes(length, "big")
    most = limits.most_characters * _BYTES_A_CHARACTER + _MORE_BYTES
    if size > most:
        return None
    content = stream.read(size)
    if len(content) < size:
        return None
    answer: dict[str, Any] = json.loads(content)
    return answer
