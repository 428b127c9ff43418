"""memkit: a notebook-first memory toolkit for applications on language models."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from memkit._version import __version__

if TYPE_CHECKING:
    from memkit.async_memory import AsyncMemory
    from memkit.domain.proposals import Near, Preview, Proposal
    from memkit.domain.records import AddResult, Event, MemoryRecord, Message, Scope, Source
    from memkit.domain.results import (
        AddResults,
        DuplicatePair,
        Duplicates,
        Events,
        Hit,
        Hits,
        ImportReport,
        Page,
        Report,
        Space,
        StoreReport,
        UsageReport,
    )
    from memkit.engine.snapshot import PastMemory
    from memkit.errors import MemkitError, MemkitWarning
    from memkit.memory import Memory
    from memkit.notebook.extension import load_ipython_extension, unload_ipython_extension

# Imported on first use, so that `import memkit` costs next to nothing.
_HOMES = {
    "aio": ("AsyncMemory",),
    "errors": ("MemkitError", "MemkitWarning"),
    "memory": ("Memory",),
    "past_memory": ("PastMemory",),
    "proposals": ("Near", "Preview", "Proposal"),
    "notebook.extension": ("load_ipython_extension", "unload_ipython_extension"),
    "records": ("AddResult", "Event", "MemoryRecord", "Message", "Scope", "Source"),
    "results": (
        "AddResults",
        "DuplicatePair",
        "Duplicates",
        "Events",
        "Hit",
        "Hits",
        "ImportReport",
        "Page",
        "Report",
        "Space",
        "StoreReport",
        "UsageReport",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_ROOMS = frozenset({"errors", "plugins", "samples", "testing", "where"})

__all__ = [
    "AddResult",
    "AddResults",
    "AsyncMemory",
    "DuplicatePair",
    "Duplicates",
    "Event",
    "Events",
    "Hit",
    "Hits",
    "ImportReport",
    "MemkitError",
    "MemkitWarning",
    "Memory",
    "MemoryRecord",
    "Message",
    "Near",
    "Page",
    "PastMemory",
    "Preview",
    "Proposal",
    "Report",
    "Scope",
    "Source",
    "Space",
    "StoreReport",
    "UsageReport",
    "__version__",
    "load_ipython_extension",
    "unload_ipython_extension",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        value = getattr(importlib.import_module(f"memkit.{_HOME_OF[name]}"), name)
        globals()[name] = value
        return value
    if name in _ROOMS:
        return importlib.import_module(f"memkit.{name}")
    raise AttributeError(f"module 'memkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, *_ROOMS]
