"""Providers for tests, closed after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from memkit.plugins.configs import build_config
from memkit.plugins.specs import ProviderSpec
from memkit.testing.base import load_object
from memkit.testing.leaks import CANARY


@contextmanager
def building(**always: Any) -> Iterator[Callable[..., Any]]:
    """Give a function `build(spec, **options)` that builds providers; they are closed at the end.

    Args:
        always: Options that all of them get. The key is `CANARY` unless one says otherwise, and
            the environment is not asked.
    """
    built: list[Any] = []

    def build(spec: ProviderSpec, **options: Any) -> Any:
        given = {"api_key": CANARY, **always, **options}
        config = build_config(spec, load_object(spec.config), given, environ={})
        built.append(load_object(spec.impl)(config))
        return built[-1]

    try:
        yield build
    finally:
        for provider in reversed(built):
            provider.close()
