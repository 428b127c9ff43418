"""The command `memkit`: a thin skin over `Memory`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command with the arguments of this process, and end the process.

    Exits with 0 if all went well, 1 after a memkit error, 2 for wrong usage, 3 if `doctor` found
    problems, 130 if it was interrupted.
    """
    from memkit.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a character must not stop the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="memkit")
