"""How long it takes to list plug-ins: those of this repository, made up to twenty.

    python -m benchmarks.listing

Each listing is a process of its own, as `memkit plugins` is. "Listing" is the call alone; "all" is
from the start of Python to its end, and stands beside Python doing nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = sorted((ROOT / "plugins").glob("memkit-*"))
PLUGINS = 20
RUNS = 15
LIST = """
import time
from memkit.plugins import list_providers
start = time.perf_counter()
rows = list_providers()
print((time.perf_counter() - start) * 1000, len({row.distribution for row in rows}))
assert all(row.state == "ok" for row in rows), rows
"""
OTHER = """
from memkit.plugins import EmbedderSpec, hookimpl

@hookimpl
def memkit_embedders():
    return [EmbedderSpec(name="{name}", impl="x:X", config="x:C", summary="One more")]
"""


def installed(site: Path) -> str:
    """Register the plug-ins as pip would, and return the path that Python needs to see them."""
    for folder in FOLDERS:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        register(site, project["name"], project["entry-points"]["memkit"])
    for number in range(PLUGINS - len(FOLDERS)):
        name = f"other{number}"
        (site / f"memkit_{name}.py").write_text(OTHER.format(name=name))
        register(site, f"memkit-{name}", {name: f"memkit_{name}"})
    return os.pathsep.join([str(site), str(ROOT), *map(str, FOLDERS)])


def register(site: Path, name: str, points: dict[str, str]) -> None:
    """Write what pip would write of a distribution."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{point} = {module}" for point, module in points.items()]
    info.joinpath("entry_points.txt").write_text("\n".join(["[memkit]", *lines, ""]))


def timed(code: str, path: str) -> tuple[float, str]:
    """Run code in a process, and return how long that took in milliseconds and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return (time.perf_counter() - start) * 1000, done.stdout


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as site:
        path = installed(Path(site))
        listings, wholes, nothings = [], [], []
        for _ in range(RUNS):
            whole, printed = timed(LIST, path)
            listing, count = printed.split()
            listings.append(float(listing))
            wholes.append(whole)
            nothings.append(timed("", path)[0])
    print(f"listing {count} distributions, the core among them, median of {RUNS} processes:")
    print(f"  the call       {statistics.median(listings):6.0f} ms (target 200)")
    print(f"  the process    {statistics.median(wholes):6.0f} ms")
    print(f"  Python alone   {statistics.median(nothings):6.0f} ms")


if __name__ == "__main__":
    main()
