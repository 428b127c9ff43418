"""What memkit-loaders makes of the real files: how many, how long, what failed, how much memory.

    python -m benchmarks.documents.loading [--files FOLDER] [--each]

Wants memkit-loaders. One process reads all files of a format, so that its peak is the largest's.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.documents.files import FOLDER, fetched
from memkit.errors import MemkitError

SUFFIXES = (".pdf", ".docx", ".pptx", ".xlsx", ".html", ".epub")


def main() -> None:
    """Read all files, and print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=FOLDER)
    parser.add_argument("--each", action="store_true", help="a line for each file too")
    options = parser.parse_args()
    paths = defaultdict(list)
    for _, path in fetched(options.files):
        paths[path.suffix].append(path)
    for suffix in SUFFIXES:
        _format(suffix.removeprefix("."), paths[suffix], each=options.each)


def _format(name: str, paths: list[Path], *, each: bool) -> None:
    loaders = importlib.import_module("memkit_loaders.loaders")
    config = importlib.import_module("memkit_loaders.config").DocumentConfig()
    loader = getattr(loaders, f"{name.upper()}Loader")(config)
    words = spans = headings = failed = 0
    start = time.perf_counter()
    for path in paths:
        began = time.perf_counter()
        try:
            [document] = loader.load(str(path))
        except MemkitError as error:
            failed += 1
            print(f"    {path.name}: {error}")
            continue
        words += len(document.text.split())
        spans += len(document.spans)
        headings += len({span.heading for span in document.spans if span.heading})
        if each:
            took = time.perf_counter() - began
            print(f"    {path.name}: {len(document.text):,} characters, {took:.2f} s")
    seconds = time.perf_counter() - start
    peak = _peak(loader._reader._process.pid)
    loader.close()
    print(
        f"{name}: {len(paths) - failed}/{len(paths)} files, {words:,} words, {spans:,} spans, "
        f"{headings:,} headings, {seconds:.2f} s, peak {peak:.0f} MB",
        flush=True,
    )


def _peak(process: int) -> float:
    """Return the most memory that a process held, in megabytes; Linux tells."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    told = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(told.split()[1]) / 1024


if __name__ == "__main__":
    main()
