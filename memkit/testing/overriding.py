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
        overrides: Name of a test of the kit -> why it does not hold here. A test that the subclass
            brings in its stead is run and then reported as skipped, with the reason; without one,
            the kit's test is expected to fail, and a surprise if it passes.
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
        strangers = sorted(set(cls.overrides) - tests)
        if strangers:
            raise TypeError(
                f"{cls.__name__}.overrides names {', '.join(strangers)}, which the kit does not "
                f"have. Remove the name, or correct it."
            )
        for name, original in protected.items():
            _guard(cls, name, original)


def _is_of_kit(cls: type) -> bool:
    return cls.__module__ == _KIT or cls.__module__.startswith(f"{_KIT}.")


def _guard(cls: type[Guarded], name: str, original: Any) -> None:
    current = inspect.getattr_static(cls, name, None)
    if getattr(current, "declared_override", False):
        return
    reason = cls.overrides.get(name)
    if reason is None:
        if current is original:
            return
        if not name.startswith("test_"):
            raise TypeError(
                f"{cls.__name__} replaces {name}, which the conformance kit needs. Rename it."
            )
        raise TypeError(
            f"{cls.__name__} replaces {name}, a test of the conformance kit. Rename it, or "
            f"say why it does not hold: overrides = {{{name!r}: 'reason'}}."
        )
    if not callable(current) or not reason.strip():
        raise TypeError(
            f"{cls.__name__} declares that it overrides {name}. Give a reason, and a test or none."
        )
    replaced = _expected_to_fail if current is original else _reported
    setattr(cls, name, replaced(current, reason))


def _expected_to_fail(test: Callable[..., None], reason: str) -> Callable[..., None]:
    @functools.wraps(test)
    def declared(*arguments: Any, **named: Any) -> None:
        test(*arguments, **named)

    declared.__dict__["declared_override"] = True
    marked: Callable[..., None] = pytest.mark.xfail(reason=reason, strict=True)(declared)
    return marked


def _reported(test: Callable[..., None], reason: str) -> Callable[..., None]:
    @functools.wraps(test)
    def declared(*arguments: Any, **named: Any) -> None:
        test(*arguments, **named)
        pytest.skip(f"replaced by a test that passed: {reason}")

    declared.__dict__["declared_override"] = True
    return declared
