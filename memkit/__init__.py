"""memkit: a notebook-first memory toolkit for applications on language models."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from memkit._version import __version__
from memkit.domain.display import set_renderer

if TYPE_CHECKING:
    from memkit.async_memory import AsyncMemory
    from memkit.concurrency.jobs import BackgroundJob, Jobs
    from memkit.domain.evidence import Evidence, SourceEvidence
    from memkit.domain.facts import Extraction, Fact, PendingMessages, Unread
    from memkit.domain.proposals import Near, Preview, Proposal
    from memkit.domain.recall import RecallReport, TuneReport
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
    from memkit.errors import Interrupted, MemkitError, MemkitWarning
    from memkit.extraction.derivations.derived import (
        DerivationInfo,
        Derivations,
        DerivationsCompared,
    )
    from memkit.extraction.probe.report import Ability, LLMReport
    from memkit.extraction.tasks.wishes import Wishes
    from memkit.memory import Memory
    from memkit.notebook.extension import load_ipython_extension, unload_ipython_extension

# Imported on first use, so that `import memkit` costs next to nothing.
_HOMES = {
    "async_memory": ("AsyncMemory",),
    "concurrency.jobs": ("BackgroundJob", "Jobs"),
    "errors": ("Interrupted", "MemkitError", "MemkitWarning"),
    "memory": ("Memory",),
    "engine.snapshot": ("PastMemory",),
    "domain.evidence": ("Evidence", "SourceEvidence"),
    "domain.facts": ("Extraction", "Fact", "PendingMessages", "Unread"),
    "extraction.derivations.derived": ("DerivationInfo", "Derivations", "DerivationsCompared"),
    "extraction.probe.report": ("Ability", "LLMReport"),
    "extraction.tasks.wishes": ("Wishes",),
    "domain.proposals": ("FactProposal", "Near", "Preview", "Proposal"),
    "notebook.extension": ("load_ipython_extension", "unload_ipython_extension"),
    "domain.recall": ("RecallReport", "TuneReport"),
    "domain.records": ("AddResult", "Event", "MemoryRecord", "Message", "Scope", "Source"),
    "domain.results": (
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
_ROOMS = frozenset({"errors", "filters", "plugins", "samples", "testing"})

__all__ = [
    "Ability",
    "AddResult",
    "AddResults",
    "AsyncMemory",
    "BackgroundJob",
    "DerivationInfo",
    "Derivations",
    "DerivationsCompared",
    "DuplicatePair",
    "Duplicates",
    "Event",
    "Events",
    "Evidence",
    "Extraction",
    "Fact",
    "FactProposal",
    "Hit",
    "Hits",
    "ImportReport",
    "Interrupted",
    "Jobs",
    "LLMReport",
    "MemkitError",
    "MemkitWarning",
    "Memory",
    "MemoryRecord",
    "Message",
    "Near",
    "Page",
    "PastMemory",
    "PendingMessages",
    "Preview",
    "Proposal",
    "RecallReport",
    "Report",
    "Scope",
    "Source",
    "SourceEvidence",
    "Space",
    "StoreReport",
    "TuneReport",
    "Unread",
    "UsageReport",
    "Wishes",
    "__version__",
    "load_ipython_extension",
    "unload_ipython_extension",
]


# What a cell shows is drawn by the notebook's room, which is loaded when a cell shows something.
def _renderer() -> Any:
    return importlib.import_module("memkit.notebook.display")


set_renderer(_renderer)


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
