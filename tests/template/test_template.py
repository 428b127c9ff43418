"""The example plug-in: it passes the kit, builds, installs, and is found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "plugins" / "_template"

LIST = """
import json
from memkit.plugins import create, list_providers
import memkit.plugins
rows = {row.name: [row.kind, row.distribution, row.version, row.state] for row in list_providers()}
dim = create("embedder", "letters:32").dim
print(json.dumps({"rows": rows, "dim": dim, "from": memkit.plugins.__file__}))
"""


def run(*command: str | Path, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=variables.pop("cwd", None),
        env=environment | variables,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_it_passes_its_own_tests():
    path = os.pathsep.join([str(ROOT), str(TEMPLATE)])
    report = run(
        *(sys.executable, "-m", "pytest", TEMPLATE / "tests", "-q", "-p", "no:cacheprovider"),
        *("-c", ROOT / "pyproject.toml"),
        PYTHONPATH=path,
    )
    assert "failed" not in report


@pytest.mark.slow
def test_it_builds_installs_and_is_found(tmp_path: Path):
    """Both wheels go into a fresh environment, which borrows only their dependencies."""
    wheels = tmp_path / "wheels"
    # With the hatchling that is here: an environment for each build would be fetched and made anew.
    options = ["--no-deps", "--no-build-isolation", "-q", "-w", wheels]
    for project in (ROOT, TEMPLATE):
        run(sys.executable, "-m", "pip", "wheel", *options, project)
    names = sorted(wheel.name.partition("-")[0] for wheel in wheels.iterdir())
    assert names == ["memkit_core", "memkit_template"]

    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    run(
        *(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", site),
        *wheels.iterdir(),
    )
    borrowed = tmp_path / "borrowed"
    borrow(borrowed)
    Path(site, "borrowed.pth").write_text(f"{borrowed}\n")

    found = json.loads(run(python, "-c", LIST, cwd=str(tmp_path)))

    assert found["from"].startswith(site)
    assert found["rows"]["letters"] == ["embedder", "memkit-template", "0.1.0", "ok"]
    assert found["rows"]["shelf"] == ["store", "memkit-template", "0.1.0", "ok"]
    assert found["rows"]["static"][1] == "memkit-core"
    assert found["dim"] == 32


def borrow(folder: Path) -> None:
    """Link what is installed here into a folder, without memkit and its plug-ins."""
    folder.mkdir()
    for name in reversed(sys.path):
        if Path(name).name != "site-packages":
            continue
        for item in Path(name).iterdir():
            ours = item.name.startswith(("memkit", "_memkit", "__editable__")) or (
                item.suffix == ".pth"
            )
            if not ours and not (folder / item.name).exists():
                (folder / item.name).symlink_to(item)
