"""memkit: a notebook-first memory toolkit for applications on language models."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from memkit._version import __version__
from memkit.domain.display import set_renderer

if TYPE_CHECKING:
    from memkit.app import App
    from memkit.async_memory import AsyncMemory
    from memkit.chat.chat import Chat
    from memkit.chat.turns import Turn
    from memkit.concurrency.jobs import BackgroundJob, Jobs
    from memkit.domain.answers import Answer, Citation, Unsupported
    from memkit.domain.attachments import Attachment
    from memkit.domain.documents import DocumentInfo, Documents, IngestedDocument, Ingestion
    from memkit.domain.evidence import Evidence, SourceEvidence
    from memkit.domain.facts import Extraction, Fact, PendingImage, PendingMessages, Unread
    from memkit.domain.prompt_context import Context, ContextItem, LeftOut
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
    from memkit.domain.rewritten import Rewritten
    from memkit.domain.spending import Budget, TaskUsage
    from memkit.domain.structured import Structured
    from memkit.engine.snapshot import PastMemory
    from memkit.errors import Interrupted, MemkitError, MemkitWarning
    from memkit.extraction.consolidation.proposed import Consolidation, ConsolidationProposal
    from memkit.extraction.derivations.derived import (
        DerivationInfo,
        Derivations,
        DerivationsCompared,
    )
    from memkit.extraction.entities.listed import Entities, Entity, EntityInfo, Relation
    from memkit.extraction.probe.report import Ability, LLMReport
    from memkit.extraction.rechecking.rechecked import Recheck, RecheckedFact
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
    "domain.facts": ("Extraction", "Fact", "PendingImage", "PendingMessages", "Unread"),
    "extraction.consolidation.proposed": ("Consolidation", "ConsolidationProposal"),
    "extraction.derivations.derived": ("DerivationInfo", "Derivations", "DerivationsCompared"),
    "extraction.entities.listed": ("Entities", "Entity", "EntityInfo", "Relation"),
    "extraction.probe.report": ("Ability", "LLMReport"),
    "extraction.rechecking.rechecked": ("Recheck", "RecheckedFact"),
    "extraction.tasks.wishes": ("Wishes",),
    "app": ("App",),
    "chat.chat": ("Chat",),
    "chat.turns": ("Turn",),
    "domain.documents": ("DocumentInfo", "Documents", "IngestedDocument", "Ingestion"),
    "domain.attachments": ("Attachment",),
    "domain.answers": ("Answer", "Citation", "Unsupported"),
    "domain.rewritten": ("Rewritten",),
    "domain.prompt_context": ("Context", "ContextItem", "LeftOut"),
    "domain.proposals": ("FactProposal", "Near", "Preview", "Proposal"),
    "notebook.extension": ("load_ipython_extension", "unload_ipython_extension"),
    "domain.recall": ("RecallReport", "TuneReport"),
    "domain.records": ("AddResult", "Event", "MemoryRecord", "Message", "Scope", "Source"),
    "domain.spending": ("Budget", "TaskUsage"),
    "domain.structured": ("Structured",),
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
_ROOMS = frozenset({"chat", "errors", "filters", "plugins", "samples", "schemas", "testing"})

__all__ = [
    "Ability",
    "AddResult",
    "AddResults",
    "Answer",
    "App",
    "AsyncMemory",
    "Attachment",
    "BackgroundJob",
    "Budget",
    "Chat",
    "Citation",
    "Consolidation",
    "ConsolidationProposal",
    "Context",
    "ContextItem",
    "DerivationInfo",
    "Derivations",
    "DerivationsCompared",
    "DocumentInfo",
    "Documents",
    "DuplicatePair",
    "Duplicates",
    "Entities",
    "Entity",
    "EntityInfo",
    "Event",
    "Events",
    "Evidence",
    "Extraction",
    "Fact",
    "FactProposal",
    "Hit",
    "Hits",
    "ImportReport",
    "IngestedDocument",
    "Ingestion",
    "Interrupted",
    "Jobs",
    "LLMReport",
    "LeftOut",
    "MemkitError",
    "MemkitWarning",
    "Memory",
    "MemoryRecord",
    "Message",
    "Near",
    "Page",
    "PastMemory",
    "PendingImage",
    "PendingMessages",
    "Preview",
    "Proposal",
    "RecallReport",
    "Recheck",
    "RecheckedFact",
    "Relation",
    "Report",
    "Rewritten",
    "Scope",
    "Source",
    "SourceEvidence",
    "Space",
    "StoreReport",
    "Structured",
    "TaskUsage",
    "TuneReport",
    "Turn",
    "Unread",
    "Unsupported",
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
