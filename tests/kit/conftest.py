from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

# Class -> outcome ("passed", "failed", "skipped", "xfailed") -> tests, without their parameters.
Outcomes = dict[str, dict[str, set[str]]]


@pytest.fixture(scope="session")
def run_kit(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Outcomes]:
    """Runs a file of conformance tests in a process of its own, as an author does.

    Where it is said which tests of which classes fail, most of the others are left out: see
    `sampled.py`.
    """

    def run_kit(
        file: Path, *arguments: str, expected: Mapping[str, Collection[str]] | None = None
    ) -> Outcomes:
        folder = tmp_path_factory.mktemp("kit")
        report = folder / "report.xml"
        path = [str(ROOT), str(HERE / "packages"), str(HERE), os.environ.get("PYTHONPATH", "")]
        if expected is not None:
            given = folder / "expected.json"
            given.write_text(json.dumps({name: sorted(expected[name]) for name in expected}))
            arguments = (*arguments, "-p", "sampled", f"--expected={given}")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", str(file), "-q", "--tb=short"),
                *("-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", "--noconftest"),
                *(f"--junitxml={report}", *arguments),
            ],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))},
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        assert done.returncode in (0, 1), done.stdout[-4000:] + done.stderr
        return _outcomes(report)

    return run_kit


def _outcomes(report: Path) -> Outcomes:
    found: Outcomes = defaultdict(lambda: defaultdict(set))
    for case in ET.parse(report).iter("testcase"):
        outcome = "passed"
        for child in case:
            if child.tag in ("failure", "error"):
                outcome = "failed"
            elif child.tag == "skipped":
                outcome = "xfailed" if "xfail" in child.get("type", "") else "skipped"
        name = re.sub(r"\[.*", "", case.attrib["name"])
        found[case.attrib["classname"].rpartition(".")[2]][outcome].add(name)
    return found
