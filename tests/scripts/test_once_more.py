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
    """Runs a file of tests."""
    monkeypatch.setattr(once_more, "ROOT", tmp_path)
    variables = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}

    def run(code: str) -> Outcome:
        (tmp_path / "test_some.py").write_text(code, "utf-8")
        arguments = ["-p", "no:randomly", "test_some.py"]
        return once_more.run(
            sys.executable, arguments, name=uuid.uuid4().hex, environment=variables
        )

    return run


def test_what_passes_at_the_second_attempt_is_named(
    run: Callable[[str], Outcome], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(TESTS) == Outcome(True, ("test_some.py::test_shaky",))
    assert capfd.readouterr().out.endswith("unsteady: test_some.py::test_shaky\n")


def test_it_is_named_beside_a_failure_too(run: Callable[[str], Outcome]) -> None:
    assert run(TESTS + BAD) == Outcome(False, ("test_some.py::test_shaky",))


def test_a_failure_that_comes_back_is_a_failure(run: Callable[[str], Outcome]) -> None:
    assert run(BAD) == Outcome(False)


def test_steady_tests_run_once(run: Callable[[str], Outcome]) -> None:
    assert run("def test_good(): open('ran', 'x')") == Outcome(True)


def test_a_file_that_does_not_load_fails(run: Callable[[str], Outcome]) -> None:
    assert run("import nothing_of_that_name") == Outcome(False)
