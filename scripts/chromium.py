"""Find the Chromium that the browser tests use, and print its path; install one where none is.

    python3 scripts/chromium.py [--if-possible]

In this order: the one that MEMKIT_CHROMIUM names, the system's, Playwright's own. Where there is
none, Debian's package is installed if that may be done here (as root, with apt-get), or else
Playwright's is downloaded. Only the standard library is used.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Below the folder that Playwright downloads to.
PLAYWRIGHTS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")


@dataclass(frozen=True)
class Chromium:
    """A browser that starts.

    Attributes:
        path: The program.
        version: What it says of itself.
        source: Whose it is.
    """

    path: str
    version: str
    source: str

    def __str__(self) -> str:
        return f"{self.version} at {self.path} ({self.source})"


def main() -> None:
    """Print the path of a Chromium."""
    found = find() or install()
    if found is None:
        # The browser tests say so themselves: as a reason to skip, or in CI as a failure.
        sys.exit(0 if "--if-possible" in sys.argv else f"memkit: {missing()}")
    say(str(found))
    print(found.path)


def find() -> Chromium | None:
    """Return the first Chromium here that starts; if MEMKIT_CHROMIUM names one, no other."""
    for source, path in candidates():
        version = version_of(path)
        if version is not None:
            return Chromium(path, version, source)
    return None


def install() -> Chromium | None:
    """Install a Chromium in the ways that may work here, and return it."""
    if os.environ.get("MEMKIT_CHROMIUM"):
        return None
    for what, commands in ways():
        say(f"no Chromium here; installing {what}")
        if all(succeeds(command) for command in commands):
            found = find()
            if found is not None:
                return found
    return None


def missing() -> str:
    """Return why there is none, and what to do."""
    named = os.environ.get("MEMKIT_CHROMIUM")
    if named:
        return f"MEMKIT_CHROMIUM is {named!r}, which does not start: name another, or unset it"
    return "no Chromium: apt-get install chromium, or python -m playwright install chromium"


def candidates() -> Iterator[tuple[str, str]]:
    """Yield the programs that may be a Chromium, each after whose it is."""
    named = os.environ.get("MEMKIT_CHROMIUM")
    if named:
        yield "named by MEMKIT_CHROMIUM", named
        return
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            yield "the system's", path
    for pattern in PLAYWRIGHTS:
        # The newest first.
        for own in sorted(playwrights_folder().glob(pattern), reverse=True):
            yield "Playwright's", str(own)


def playwrights_folder() -> Path:
    """Return where Playwright keeps its browsers."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named:
        return Path(named)
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / caches / "ms-playwright"


def version_of(path: str) -> str | None:
    """Return what a browser says of itself; None if it does not start.

    A program of the right name is no proof: Ubuntu's only says how to install another.
    """
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = done.stdout.strip().splitlines()
    return said[0].strip() if done.returncode == 0 and said else None


def ways() -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the ways to install a Chromium that may work here: what it is, and commands."""
    apt = shutil.which("apt-get")
    if apt is not None and hasattr(os, "geteuid") and os.geteuid() == 0:
        wanted = ["chromium", "fonts-dejavu-core"]
        yield (
            "Debian's package",
            [
                [apt, "-q", "update"],
                [apt, "-q", "install", "-y", "--no-install-recommends", *wanted],
            ],
        )
    if importlib.util.find_spec("playwright") is not None:
        yield "Playwright's", [[sys.executable, "-m", "playwright", "install", "chromium"]]


def succeeds(command: list[str]) -> bool:
    """Run a command; if it fails, say what it said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", check=False, timeout=900,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        say(f"{' '.join(command)}: not done after a quarter of an hour")
        return False
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        say("\n  ".join([f"{' '.join(command)} failed:", *last]))
    return done.returncode == 0


def say(what: str) -> None:
    """Tell what happens; standard output is for the result."""
    print(f"memkit: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
