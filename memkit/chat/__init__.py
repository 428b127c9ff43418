"""Chats that remember: what is recalled for an answer, and what is remembered of it."""

from __future__ import annotations

import importlib
from typing import Any

_ROOMS = ("completions",)


def __getattr__(name: str) -> Any:
    # So that `memkit.chat.completions.create` needs no import of its own.
    if name in _ROOMS:
        return importlib.import_module(f"memkit.chat.{name}")
    raise AttributeError(f"module 'memkit.chat' has no attribute {name!r}")
