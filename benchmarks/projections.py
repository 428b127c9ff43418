"""How long it takes from two spaces of vectors to two pictures, in a fresh process and a warm one.

    python -m benchmarks.projections [--rows 1000 10000] [--ablate] [--json FILE]
    python -m benchmarks.projections --rows --comparison 5000 30000

Each figure comes from a process of its own, which starts with its imports, as a notebook's kernel
does: umap-learn's compiled functions are on disk from an earlier run, as they are on every day
but the first. `--ablate` also measures what the choices of memkit.analysis give: numba's cache,
exact neighbours, the number of epochs, one thread with a seed against all threads without.
`--comparison` measures what a reader of `m.compare("static-2", "hash")` waits for, in the widget as
a notebook opens it: the first picture, each number and the last picture, in seconds since the call.
Seconds of a core say more than those of a clock where others are at work on the machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Row, report

Vectors = NDArray[np.float32]

DIM = 256
TARGETS = {1000: (4.0, 2.0), 10_000: (30.0, None)}

# What is measured in a process of its own: name -> what it shows.
ABLATIONS = {
    "no-cache": "without asking for numba's cache",
    "approximate": "umap-learn's own approximate neighbours and spectral start",
    "epochs-500": "500 epochs",
    "threads": "no seed, all threads",
    "independent": "layout independent",
    "aligned": "layout aligned (AlignedUMAP)",
    "tsne": "t-SNE",
}


def spaces(n: int) -> list[Vectors]:
    """Return two spaces of the same rows in groups: the second is the first with noise."""
    chance = np.random.default_rng(n)
    centres = chance.standard_normal((30, DIM))
    first = centres[chance.integers(0, 30, n)] + chance.standard_normal((n, DIM))
    second = first + chance.standard_normal((n, DIM))
    return [first.astype(np.float32), second.astype(np.float32)]


def pictures(vectors: list[Vectors], what: str) -> list[Vectors]:
    """Return both pictures, made in one of the ways that are compared."""
    from memkit.analysis import projections
    from memkit.analysis.layouts import lay_out

    if what == "pca":
        return lay_out(vectors, projection="pca").positions
    if what == "tsne":
        return lay_out(vectors, projection="tsne").positions
    if what in ("independent", "aligned"):
        # mypy does not narrow a string to the two literals it was compared with.
        return lay_out(vectors, layout=what).positions  # type: ignore[arg-type]
    if what == "approximate":
        import umap

        return [
            umap.UMAP(metric="cosine", random_state=0, n_jobs=1).fit_transform(one)
            for one in vectors
        ]
    if what == "epochs-500":
        return [projections.umap(one, epochs=500) for one in vectors]
    if what == "threads":
        return [projections.umap(one, seed=None) for one in vectors]
    return lay_out(vectors).positions


def child(n: int, what: str) -> None:
    """Measure in this process; the clock has run since before the imports of the projections."""
    vectors = spaces(n)
    if what == "no-cache":
        from memkit.analysis import numba_cache

        # What umap-learn caches by itself stays cached.
        numba_cache._keep = lambda value: None
    seconds = []
    for _ in range(2):
        wall, cpu = time.perf_counter(), time.process_time()
        made = pictures(vectors, what)
        seconds.append((time.perf_counter() - wall, time.process_time() - cpu))
    from memkit.analysis.faithfulness import faithfulness

    trust = [faithfulness(a, b).trustworthiness for a, b in zip(vectors, made, strict=True)]
    print(json.dumps({"seconds": seconds, "trust": trust}))


# What a reader waits for, and the value of the widget that brings it; its last change counts.
SHOWN = {
    "placed": "rest",
    "neighbours": "neighbours",
    "agreement": "agreements",
    "disagreements": "findings",
    "clusters": "clusters",
    "duplicates": "duplicates",
    "UMAP": "pictures",
    "trust": "badges",
}


def comparison_child(n: int) -> None:
    """Measure what a comparison's widget shows, and when."""
    from memkit import Memory, samples
    from memkit.notebook.widgets.compare import ComparisonWidget

    memory = Memory(":memory:", embedder="static-2")
    memory.add_space("hash", wait=True, progress=False)
    texts = [str(one["memory"]).split() for one in samples.messages()]
    chance = np.random.default_rng(0)
    pairs = chance.integers(0, len(texts), (n, 2)).tolist()
    memory.add_many(
        [
            {
                "memory": " ".join(
                    [*texts[a][: max(3, len(texts[a]) * 2 // 3)], *texts[b][:4], str(i)]
                ),
                "user_id": f"user {i % 7}",
                "metadata": {"category": f"category {a % 12}"},
            }
            for i, (a, b) in enumerate(pairs)
        ],
        progress=False,
    )
    wall, cpu = time.perf_counter(), time.process_time()
    times: dict[str, tuple[float, float]] = {}

    def note(what: str) -> None:
        times[what] = time.perf_counter() - wall, time.process_time() - cpu

    class Watched(ComparisonWidget):
        def _find(self, known: Any) -> None:
            note("first picture")
            for what, name in SHOWN.items():
                self.observe(lambda _, what=what: note(what), name)
            super()._find(known)

    if not Watched(memory.compare("static-2", "hash")).finished.wait(3600):
        raise SystemExit("The comparison did not end within an hour.")
    note("all")
    print(json.dumps(times))


def comparison_row(n: int) -> Row:
    """Return one line: when each thing is there."""
    found = in_fresh_process(n, "comparison")
    (first, _), (last, _) = found["first picture"], found["all"]
    said = ", ".join(f"{what} {wall:.1f} ({cpu:.1f})" for what, (wall, cpu) in found.items())
    limits = (3.0, 60.0) if n == 30_000 else None
    return Row(
        f"{n:,} x 2, comparison",
        "first picture 3 s, all 60 s" if limits else "",
        f"seconds (of a core): {said}",
        None if limits is None else first <= limits[0] and last <= limits[1],
    )


def in_fresh_process(n: int, what: str) -> dict[str, Any]:
    """Return the measurements of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.projections", "--child", what, "--rows", str(n)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def row(n: int, what: str, name: str, targets: tuple[float | None, float | None]) -> Row:
    """Return one line: a fresh process and the second call in it."""
    found = in_fresh_process(n, what)
    (fresh, fresh_cpu), (warm, warm_cpu) = found["seconds"]
    named = [
        f"{label} {limit:g} s"
        for label, limit in zip(("fresh", "warm"), targets, strict=True)
        if limit is not None
    ]
    met = all(
        limit is None or seconds <= limit
        for seconds, limit in zip((fresh, warm), targets, strict=True)
    )
    trust = ", ".join(f"{value:.3f}" for value in found["trust"])
    return Row(
        f"{n:,} x 2, {name}",
        ", ".join(named),
        f"fresh {fresh:.1f} s (CPU {fresh_cpu:.1f}), warm {warm:.1f} s (CPU {warm_cpu:.1f}); "
        f"trustworthiness {trust}",
        met if named else None,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--comparison", type=int, nargs="*", default=[], metavar="N")
    parser.add_argument("--ablate", nargs="*", choices=list(ABLATIONS), metavar="WHAT")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child == "comparison":
        comparison_child(options.rows[0])
        return
    if options.child:
        child(options.rows[0], options.child)
        return
    rows = [comparison_row(n) for n in options.comparison]
    for n in options.rows:
        in_fresh_process(min(n, 200), "umap")  # Fills numba's cache, if this is the first day.
        rows.append(row(n, "pca", "PCA", (1.0, None)))
        rows.append(row(n, "umap", "UMAP, started", TARGETS.get(n, (None, None))))
        if options.ablate is not None:
            rows += [
                row(n, what, ABLATIONS[what], (None, None)) for what in options.ablate or ABLATIONS
            ]
    report(rows, options.json)


if __name__ == "__main__":
    main()
