"""What a plug-in imports and nothing brings is found, wherever the import stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import check_wheels
import pytest


@pytest.fixture
def missing(tmp_path: Path) -> Callable[[str], list[str]]:
    """Returns the modules that a package with this code lacks here."""
    package = tmp_path / "planted"
    package.mkdir()
    (package / "__init__.py").touch()

    def missing(code: str) -> list[str]:
        (package / "some.py").write_text(code, "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", check_wheels.MISSING, "planted"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        found: list[str] = json.loads(done.stdout)
        return found

    return missing


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import absent_one", ["absent_one"]),
        ("def f():\n    import absent_one.part as part", ["absent_one.part"]),
        ("class A:\n    def f(self):\n        from absent_one import x", ["absent_one"]),
        ("if True:\n    from json.absent import x", ["json.absent"]),
        ("try:\n    import absent_one\nfinally:\n    pass", ["absent_one"]),
        ("import json, os.path\nfrom planted import some\nfrom . import some as again", []),
        ("try:\n    import absent_one\nexcept ImportError:\n    absent_one = None", []),
        ("try:\n    import json\nexcept ImportError:\n    import absent_one", []),
    ],
)
def test_missing_modules(
    missing: Callable[[str], list[str]], code: str, expected: list[str]
) -> None:
    assert missing(code) == expected


def test_a_missing_module_is_a_sentence_with_its_fix_unless_an_extra_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "memkit-planted" / "memkit_planted"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("def f():\n    import absent_one, absent_two.part\n")
    (package.parent / "pyproject.toml").write_text(
        "[project]\noptional-dependencies.more = ['absent-two>=1']\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.setattr(check_wheels, "PLUGINS", tmp_path)
    assert check_wheels.unimportable("memkit-planted", Path(sys.executable)) == [
        "imports absent_one, which none of its dependencies brings; add it to its pyproject.toml"
    ]
