"""The same memories and searches through every store that can run here.

    python -m benchmarks.stores [--n 10000] [--only NAME ...]

Each store runs in the environment of its plug-in, which `scripts/plugin_environments.py` makes, in
a process of its own, on a copy of one journal. 200 searches by vector, half of them under a filter,
are compared with the exact answer, which numpy finds from the journal's vectors. Times are end to
end: `Memory.search(mode="vector")`, so they hold the embedding of the question and the reading of
hits. The table is written to `benchmarks/results-stores.md`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import data
from benchmarks.one_store import ENGINES, FILTER, TOP, Engine, Result
from memkit import Memory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import plugin_environments  # noqa: E402 - a script, not a package

SEARCHES = 200


def main() -> None:
    """Run the stores and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="how many memories")
    parser.add_argument("--only", nargs="*", choices=sorted(ENGINES), default=sorted(ENGINES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="memkit-stores-") as folder:
        # A server that may not run as root reads none of it, but must get past it.
        Path(folder).chmod(0o755)
        journal = prepared(Path(folder), options.n)
        results = []
        for name in options.only:
            try:
                results.append(measured(ENGINES[name], journal, Path(folder) / f"run-{name}"))
            except subprocess.CalledProcessError:
                print(f"{name} failed; its message stands above", file=sys.stderr)
    table = as_table(results, options.n)
    print(table)
    (ROOT / "benchmarks" / "results-stores.md").write_text(table, "utf-8")


def prepared(folder: Path, n: int) -> Path:
    """Return a folder with a journal of made-up memories and the searches to make."""
    home = folder / "journal"
    home.mkdir()
    workload = data.Workload(n)
    with Memory(home / "memories.db") as memory:
        memory.add_many(workload.memories(), progress=False)
    questions = [one.text for one in workload.questions(SEARCHES, asker="drawn")]
    (home / "questions.json").write_text(json.dumps(questions), "utf-8")
    return home


def measured(engine: Engine, journal: Path, folder: Path) -> Result:
    """Run one store on a copy of the journal, in its plug-in's environment."""
    shutil.copytree(journal, folder)
    python = plugin_environments.interpreter(engine.plugin) if engine.plugin else sys.executable
    print(f"{engine.name} ...", file=sys.stderr, flush=True)
    done = subprocess.run(
        [str(python), "-m", "benchmarks.one_store", engine.name, str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def as_table(results: list[Result], n: int) -> str:
    """Return the results as Markdown."""
    lines = [
        f"# {n:,} memories, {SEARCHES} searches, through every store that can run here",
        "",
        f"By `python -m benchmarks.stores --n {n}` on {datetime.now(UTC):%Y-%m-%d}; 256 "
        f"dimensions, the best {TOP}; half of the searches under `{FILTER}`. Filling is from the "
        "journal, with the store's own durability. Times are end to end, in milliseconds.",
        "",
        f"| store | filled in | recall@{TOP} | with filter | p50 | with filter |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.filling:.1f} s | {one.recall:.3f} | {one.recall_filtered:.3f} "
        f"| {one.p50:.2f} | {one.p50_filtered:.2f} |"
        for one in results
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
