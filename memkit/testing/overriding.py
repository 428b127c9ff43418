"""Refusing a test of the kit that a subclass replaces without saying so."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest

_KIT = __name__.rpartition(".")[0]


def needs(capability: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark a test to run if and only if the spec declares a capability."""

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        test.__dict__["needed_capability"] = capability
        return test

    return mark


class Guarded:
    """Base of the kit's classes.

    Attributes:
        overrides: Name of a test of the kit -> why it does not hold here; "test_operator[nin]"
            names one case of several. A test that the subclass brings in its stead is run and
            then reported as skipped, with the reason; without one, the kit's test is expected to
            fail, and is an error if it passes.
    """

    overrides: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if _is_of_kit(cls):
            return
        protected = {
            name: member
            for base in reversed(cls.__mro__)
            if _is_of_kit(base)
            for name, member in vars(base).items()
            if name.startswith(("test_", "kit_", "_kit_"))
        }
        tests = {name for name in protected if name.startswith("test_")}
        strangers = sorted(name for name in cls.overrides if _base_name(name) not in tests)
        if strangers:
            raise TypeError(
                f"{cls.__name__}.overrides names {', '.join(strangers)}, which the kit does not "
                f"have. Remove the name, or correct it."
            )
        if not all(reason.strip() for reason in cls.overrides.values()):
            raise TypeError(f"{cls.__name__}.overrides lacks a reason. Say why each does not hold.")
        for name, original in protected.items():
            _guard(cls, name, original)

    @pytest.fixture(autouse=True)
    def _kit_overrides(self, request: pytest.FixtureRequest) -> None:
        name = request.node.name
        reason = self.overrides.get(name) or self.overrides.get(_base_name(name))
        if reason and not getattr(request.function, "declared_override", False):
            request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


def _base_name(name: str) -> str:
    return name.partition("[")[0]


def _is_of_kit(cls: type) -> bool:
    return cls.__module__ == _KIT or cls.__module__.startswith(f"{_KIT}.")


def _guard(cls: type[Guarded], name: str, original: Any) -> None:
    current = inspect.getattr_static(cls, name, None)
    if getattr(current, "declared_override", False):
        return
    if current is original:
        return
    if not name.startswith("test_"):
        raise TypeError(
            f"{cls.__name__} replaces {name}, which the conformance kit needs. Rename it."
        )
    reason = cls.overrides.get(name)
    if reason is None or not callable(current):
        raise TypeError(
            f"{cls.__name__} replaces {name}, a test of the conformance kit. Rename it, or write "
            f"a test and say why: overrides = {{{name!r}: 'reason'}}."
        )
    setattr(cls, name, _reported(current, reason))


def _reported(test: Callable[..., None], reason: str) -> Callable[..., None]:
    @functools.wraps(test)
    def declared(*arguments: Any, **named: Any) -> None:
        test(*arguments, **named)
        pytest.skip(f"replaced by a test that passed: {reason}")

    declared.__dict__["declared_override"] = True
    return declared
