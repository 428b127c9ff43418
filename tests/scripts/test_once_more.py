"""What fails is tried once more; what passes then is named."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import once_more
import pytest
from once_more import Outcome

TESTS = """
import pathlib

def test_good():
    assert True

def test_shaky():
    mark = pathlib.Path(__file__).with_name("tried")
    tried = mark.exists()
    mark.touch()
    assert tried
"""
BAD = """
def test_bad():
    assert False
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Outcome]]:
    """Runs a file of tests, of which `test_shaky` may be known, for a reason."""
    monkeypatch.setattr(once_more, "ROOT", tmp_path)
    monkeypatch.setattr(once_more, "KNOWN", tmp_path / "unsteady.txt")
    variables = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}

    def run(code: str, listed: str = "") -> Outcome:
        (tmp_path / "test_some.py").write_text(code, "utf-8")
        arguments = ["-p", "no:randomly", "test_some.py"]
        name = f"some-{uuid.uuid4().hex}"
        if listed:
            entry = f"{name}: test_some.py::test_shaky  # {listed}"
            (tmp_path / "unsteady.txt").write_text(f"# What is known.\n\n{entry}\n", "utf-8")
        return once_more.run(sys.executable, arguments, name=name, environment=variables)

    return run


def test_what_passes_at_the_second_attempt_is_a_fault(
    run: Callable[[str], Outcome], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(TESTS) == Outcome(False, ("test_some.py::test_shaky",))
    named = capfd.readouterr().out.splitlines()[-1]
    assert named.startswith("unsteady: test_some.py::test_shaky (a fault: ")


def test_one_that_is_known_is_named_with_the_reason(
    run: Callable[..., Outcome], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(TESTS, listed="the moon") == Outcome(True, ("test_some.py::test_shaky",))
    named = "unsteady: test_some.py::test_shaky (known: the moon)\n"
    assert capfd.readouterr().out.endswith(named)


def test_a_case_is_known_by_its_test_or_by_itself() -> None:
    reasons = once_more.known("tests: a.py::test_x  # why\ntests: a.py::test_y[1]  # how\n")
    found = [once_more.reason(reasons, "tests", f"a.py::{n}") for n in ("test_x[2]", "test_x")]
    assert found == ["why", "why"]
    found = [once_more.reason(reasons, "tests", f"a.py::test_y[{n}]") for n in (1, 2)]
    assert found == ["how", None]
    assert once_more.reason(reasons, "browser", "a.py::test_x") is None


def test_an_entry_says_why() -> None:
    with pytest.raises(ValueError, match="says not why"):
        once_more.known("tests: a.py::test_x")


def test_every_entry_names_a_test_that_there_is() -> None:
    root = Path(once_more.__file__).parent.parent
    for entry in once_more.known((root / "scripts" / "unsteady.txt").read_text("utf-8")):
        name, _, test = entry.partition(": ")
        file, *_, function = test.split("::")
        plugin = root / "plugins" / name
        path = (plugin if plugin.is_dir() else root) / file
        kit = (root / "memkit" / "testing").rglob("*.py")
        code = path.read_text("utf-8") + "".join(part.read_text("utf-8") for part in kit)
        assert f"def {function.partition('[')[0]}(" in code, entry


def test_it_is_named_beside_a_failure_too(run: Callable[[str], Outcome]) -> None:
    assert run(TESTS + BAD) == Outcome(False, ("test_some.py::test_shaky",))


def test_a_failure_that_comes_back_is_a_failure(run: Callable[[str], Outcome]) -> None:
    assert run(BAD) == Outcome(False)


def test_steady_tests_run_once(run: Callable[[str], Outcome]) -> None:
    assert run("def test_good(): open('ran', 'x')") == Outcome(True)


def test_a_file_that_does_not_load_fails(run: Callable[[str], Outcome]) -> None:
    assert run("import nothing_of_that_name") == Outcome(False)
