"""What reading a file may cost. The process that reads imports this: no memkit, no pydantic."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000


class Refusal(Exception):
    """A file is not read: what is wrong with it, and what would help.

    Attributes:
        problem: What follows "can't be read: ", without a full stop.
        fix: What to do, as a sentence.
    """

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


@dataclass(frozen=True)
class Limits:
    """The most that a file may ask for; see `DocumentConfig`."""

    most_seconds: float
    most_megabytes: int
    most_file_megabytes: float
    most_unpacked_megabytes: float
    most_pages: int
    most_characters: int

    def refusal(self, limit: str, problem: str) -> Refusal:
        """Return the refusal of a file that goes over a limit, named as the option is."""
        value = getattr(self, limit)
        return Refusal(
            f"{problem}, over the limit {limit}={value:g}"
            if isinstance(value, float)
            else f"{problem}, over the limit {limit}={value}",
            f"If you trust the file, give a greater {limit}=; else leave it out.",
        )


def bound_this_process(limits: Limits) -> None:
    """Let the system bound this process's memory, and its time from now on, if it can.

    The clock is watched from outside. The time of the processor is bounded too, so that nothing
    goes on for ever once nobody watches.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.most_seconds) + 2
    wanted = {
        resource.RLIMIT_AS: limits.most_megabytes * MEGABYTE,
        resource.RLIMIT_CPU: seconds,
        # It has no file to write, but for a few lines of errors.
        resource.RLIMIT_FSIZE: MEGABYTE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS knows the limit of memory, and refuses to set it.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def near_the_bound(limits: Limits) -> bool:
    """Tell whether this process once had most of the memory that it may have; Linux knows."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return False
    found = re.search(r"VmPeak:\s*(\d+) kB", status)
    return found is not None and int(found[1]) * 1024 > 0.8 * limits.most_megabytes * MEGABYTE
