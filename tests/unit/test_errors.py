from __future__ import annotations

import ast
import copy
import importlib
import inspect
import pickle
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import memkit
from memkit import errors
from memkit.errors import (
    FilterError,
    MemkitError,
    NotFoundError,
    ProviderError,
    RateLimitError,
    StoreDamagedError,
    ValidationError,
)

TREE = {
    "ValidationError": MemkitError,
    "ArgumentError": ValidationError,
    "NotFoundError": MemkitError,
    "PurgedError": NotFoundError,
    "ScopeError": MemkitError,
    "FilterError": MemkitError,
    "SpaceError": MemkitError,
    "JobError": MemkitError,
    "JournalError": MemkitError,
    "PluginError": MemkitError,
    "ProviderError": MemkitError,
    "AuthenticationError": ProviderError,
    "RateLimitError": ProviderError,
    "ConnectionError": ProviderError,
    "StoreDamagedError": ProviderError,
    "StoreLostError": StoreDamagedError,
}


def test_the_tree() -> None:
    found = {
        name: cls.__bases__[0]
        for name, cls in vars(errors).items()
        if inspect.isclass(cls) and issubclass(cls, MemkitError) and cls is not MemkitError
    }
    assert found == TREE
    assert issubclass(MemkitError, Exception)
    assert not issubclass(errors.ConnectionError, OSError)


def made() -> list[MemkitError]:
    plain = [getattr(errors, name)("A problem.", fix="The fix.") for name in TREE]
    return [
        *plain,
        FilterError("A problem.", fix="The fix.", position=3, path=("a", 1)),
        RateLimitError("A problem.", fix="The fix.", provider="p", retry_after=2.5),
    ]


@pytest.mark.parametrize("error", made(), ids=lambda error: type(error).__name__)
def test_errors_survive_pickle_and_copy(error: MemkitError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error) == "A problem. The fix."
        assert vars(again) == vars(error)


def all_errors() -> list[type[MemkitError]]:
    for module in pkgutil.walk_packages(memkit.__path__, "memkit."):
        if not module.name.startswith(
            ("memkit.testing", "memkit.notebook", "memkit.cli", "memkit.__main__")
        ):
            importlib.import_module(module.name)

    def below(cls: type[MemkitError]) -> list[type[MemkitError]]:
        return [cls, *(c for sub in cls.__subclasses__() for c in below(sub))]

    return [cls for cls in dict.fromkeys(below(MemkitError)) if cls.__module__.startswith("memkit")]


def test_every_error_of_every_module_survives_pickle() -> None:
    for cls in all_errors():
        extra: dict[str, Any] = {
            name: "value"
            for name, parameter in inspect.signature(cls.__init__).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty
        }
        error = cls("A problem.", **{**extra, "fix": "The fix."})
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (cls, str(error), vars(error))


SOURCES = sorted(Path(memkit.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(SOURCES[0].parent)))
def test_every_error_in_the_code_says_the_fix(source: Path) -> None:
    names = {*TREE, "MemkitError", "Misfit"}
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
            continue
        called = node.exc.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        if name in names:
            given = {keyword.arg for keyword in node.exc.keywords}
            assert {"fix"} <= given or None in given, (
                f"{source}:{node.lineno} raises {name} without a fix"
            )


def test_fixes_are_sentences() -> None:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if not isinstance(node, ast.keyword) or node.arg != "fix":
                continue
            if isinstance(node.value, ast.Constant):
                fix = node.value.value
                where = f"{source}:{node.value.lineno}: {fix!r}"
                assert isinstance(fix, str), where
                assert fix == fix.strip(), where
                assert len(fix) > 8, where
                assert fix[0].isupper() or fix[0] in "`'%", where


def test_no_bare_and_no_swallowing_except() -> None:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{source}:{node.lineno}"
