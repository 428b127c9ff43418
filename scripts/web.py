"""Build and check the scripts of memkit/web; this needs node and npm, which using memkit does not.

    python scripts/web.py build     make memkit/web/bundles anew
    python scripts/web.py check     types, node's tests, and whether the bundles fit the sources

Without node `check` says so and is done; with CI set that is a failure.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "memkit" / "web"
BUNDLES = WEB / "bundles"
SUMS = "sources.sha256"
NAMES = ("chat", "compare", "explorer", "timeline", "page")
OLDEST_NODE = 20


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1:] not in (["build"], ["check"]):
        sys.exit(__doc__)
    lack = missing()
    if lack is not None:
        if sys.argv[1] == "build" or os.environ.get("CI"):
            sys.exit(lack)
        print(f"skipped: {lack}")
        return
    install()
    if sys.argv[1] == "build":
        build(BUNDLES)
    elif failed := [name for name, passes in CHECKS.items() if not passes()]:
        sys.exit(f"failed: {', '.join(failed)}")


def missing() -> str | None:
    """Return why nothing can be built here, or None."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return "node and npm are not installed: scripts of memkit/web can't be built or checked."
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.lstrip("v").partition(".")[0]) < OLDEST_NODE:
        return f"node is {said.strip()}: memkit/web needs {OLDEST_NODE} or later to be built."
    return None


def install() -> None:
    """Install what package-lock.json pins, unless it is there already."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    done = ROOT / "node_modules" / ".memkit"
    if not done.exists() or done.read_text("utf-8") != wanted:
        # esbuild and tsc come as programs: no script of a package has to run.
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        done.write_text(wanted, "utf-8")


def build(folder: Path) -> None:
    """Write all bundles, and what they were made of, into a folder."""
    for name in NAMES:
        # As a script that sets one variable, and a last line that makes it a module: pages of one
        # file leave that line out.
        run(
            _program("esbuild"),
            f"memkit/web/js/{name}/index.js",
            "--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8",
            "--line-limit=120", "--log-level=warning", f"--global-name=memkit_{name}",
            f'--banner:js=// Made of memkit/web/js/{name} by "make web": change it there.',
            f"--footer:js=export default memkit_{name}.default;",
            f"--outfile={folder / name}.js",
        )  # fmt: skip
    (folder / SUMS).write_text(sums(), "utf-8")


def sums() -> str:
    """Return a line for each source: its digest and its path."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(WEB).as_posix()}\n"
        for path in sorted(WEB.glob("js/**/*.js"))
    )


def is_fresh() -> bool:
    """Return whether the bundles in the repository are what the sources give."""
    with tempfile.TemporaryDirectory() as made:
        build(Path(made))
        files = [*(f"{name}.js" for name in NAMES), SUMS]
        stale = [name for name in files if _read(BUNDLES / name) != _read(Path(made) / name)]
    for name in stale:
        print(f"memkit/web/bundles/{name} is not what the sources give. Run: make web")
    return not stale


def is_typed() -> bool:
    """Return whether the types are right."""
    return passes(_program("tsc"), "--project", ".")


def is_tested() -> bool:
    """Return whether node's tests pass."""
    tests = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/web/*.test.js"))
    return passes("node", "--test", "--test-reporter=spec", *tests)


CHECKS = {"types": is_typed, "tests": is_tested, "bundles": is_fresh}


def passes(*command: str) -> bool:
    """Return whether a command succeeds."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def run(*command: str) -> None:
    """Run a command, and end with its failure."""
    if not passes(*command):
        sys.exit(f"failed: {' '.join(_short(command))}")


def _short(command: Sequence[str]) -> Sequence[str]:
    return [Path(command[0]).name, *command[1:3]]


def _program(name: str) -> str:
    return str(ROOT / "node_modules" / ".bin" / name)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


if __name__ == "__main__":
    main()
