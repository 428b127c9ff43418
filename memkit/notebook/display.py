"""What memkit's objects look like in a cell: a MIME bundle each, HTML with plain text beside it.

All of them are bounded (`%config MemKit.max_rows`), and escape what they show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from memkit.chat.turns import Turn
from memkit.concurrency.jobs import BackgroundJob, Jobs
from memkit.domain.answers import Answer
from memkit.domain.documents import DocumentInfo, Documents, IngestedDocument, Ingestion
from memkit.domain.evidence import Evidence, SourceEvidence
from memkit.domain.facts import Extraction, Fact, PendingMessages, Unread
from memkit.domain.prompt_context import Context
from memkit.domain.proposals import Preview, Proposal
from memkit.domain.recall import RecallReport, TuneReport
from memkit.domain.records import AddResult, Event, MemoryRecord
from memkit.domain.results import (
    AddResults,
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
from memkit.domain.spending import Budget, TaskUsage
from memkit.domain.structured import Structured
from memkit.engine.verbs import Verbs
from memkit.extraction.consolidation.proposed import Consolidation, ConsolidationProposal
from memkit.extraction.derivations.derived import DerivationInfo, Derivations, DerivationsCompared
from memkit.extraction.entities.listed import Entities, Entity, EntityInfo, Relation
from memkit.extraction.probe.report import LLMReport
from memkit.extraction.rechecking.rechecked import Recheck, RecheckedFact
from memkit.extraction.tasks.wishes import Wishes
from memkit.notebook.formatters import write_text
from memkit.notebook.renderers.answers import answer_bundle
from memkit.notebook.renderers.base import MimeBundle
from memkit.notebook.renderers.changes import (
    added_bundle,
    events_bundle,
    imported_bundle,
)
from memkit.notebook.renderers.chats import turn_bundle
from memkit.notebook.renderers.consolidation import consolidation_bundle, proposals_bundle
from memkit.notebook.renderers.context import context_bundle
from memkit.notebook.renderers.derivations import (
    compared_bundle,
    derivations_bundle,
    llm_bundle,
    wishes_bundle,
)
from memkit.notebook.renderers.documents import (
    document_infos_bundle,
    documents_bundle,
    ingestion_bundle,
    outcomes_bundle,
)
from memkit.notebook.renderers.entities import (
    entities_bundle,
    entity_bundle,
    entity_infos_bundle,
    relations_bundle,
)
from memkit.notebook.renderers.evidence import evidence_bundle, evidence_of
from memkit.notebook.renderers.facts import (
    added_with_facts,
    extraction_bundle,
    facts_bundle,
    pending_bundle,
)
from memkit.notebook.renderers.jobs import job_bundle, jobs_bundle
from memkit.notebook.renderers.memories import (
    hit_bundle,
    hits_bundle,
    record_bundle,
    records_bundle,
)
from memkit.notebook.renderers.previews import preview_bundle
from memkit.notebook.renderers.providers import providers_bundle
from memkit.notebook.renderers.recall import recall_bundle, tune_bundle
from memkit.notebook.renderers.rechecking import recheck_bundle, rechecked_bundle
from memkit.notebook.renderers.spaces import duplicates_bundle, report_bundle, spaces_bundle
from memkit.notebook.renderers.structured import structured_bundle
from memkit.notebook.renderers.usage import (
    budget_bundle,
    store_bundle,
    task_usage_bundle,
    usage_bundle,
)
from memkit.notebook.renderers.whole import memory_bundle
from memkit.notebook.widgets.display import (
    embedded_widget,
    has_widget,
    publish_widget,
    widget_bundle,
)
from memkit.plugins import ProviderRow


def mimebundle(value: Any) -> Any:
    """Return what a cell shows of an object of memkit, or None for any other."""
    if has_widget(value):
        return widget_bundle(value)
    for kind, render in _BUNDLES.items():
        if isinstance(value, kind):
            return render(value)
    if isinstance(value, list) and value:
        kinds = {type(item) for item in value}
        for kind, render in _LISTS.items():
            if all(issubclass(item, kind) for item in kinds):
                return render(value)
    return None


def pretty(value: Any, printer: Any, cycle: bool) -> None:
    """Print an object as IPython's `_repr_pretty_` does; inside of something else, its repr."""
    outermost = len(printer.stack) == 1 and not has_widget(value)
    bundle = mimebundle(value) if outermost else None
    if bundle is None:
        printer.text(repr(value))
    else:
        write_text(printer, bundle["text/plain"])


def publish(value: Any) -> None:
    """Show what has a widget, as IPython's `_ipython_display_` does.

    Raises:
        NotImplementedError: No widget can be shown here: its bundle says what can.
    """
    publish_widget(value)


def embedded(value: Any) -> Any:
    """Return what marimo shows of what has a widget."""
    return embedded_widget(value)


# Subclasses stand before what they derive from.
_BUNDLES: Mapping[type, Callable[[Any], MimeBundle]] = {
    Hits: hits_bundle,
    Context: context_bundle,
    Ingestion: ingestion_bundle,
    IngestedDocument: lambda one: outcomes_bundle([one]),
    Documents: documents_bundle,
    DocumentInfo: lambda one: document_infos_bundle([one]),
    Answer: answer_bundle,
    Turn: turn_bundle,
    Page: records_bundle,
    Preview: preview_bundle,
    AddResults: added_with_facts,
    Duplicates: duplicates_bundle,
    Events: events_bundle,
    Evidence: evidence_bundle,
    SourceEvidence: lambda one: evidence_of([one]),
    Extraction: extraction_bundle,
    Fact: lambda fact: facts_bundle([fact]),
    PendingMessages: pending_bundle,
    Unread: lambda one: pending_bundle([one]),
    Derivations: derivations_bundle,
    DerivationInfo: lambda one: derivations_bundle([one]),
    DerivationsCompared: compared_bundle,
    Structured: structured_bundle,
    LLMReport: llm_bundle,
    Entities: entities_bundle,
    EntityInfo: lambda one: entity_infos_bundle([one]),
    Entity: entity_bundle,
    Relation: lambda one: relations_bundle([one]),
    Consolidation: consolidation_bundle,
    ConsolidationProposal: lambda one: proposals_bundle([one]),
    Recheck: recheck_bundle,
    RecheckedFact: lambda one: rechecked_bundle([one]),
    Hit: hit_bundle,
    MemoryRecord: record_bundle,
    Event: lambda event: events_bundle([event]),
    AddResult: lambda result: added_bundle([result]),
    Space: lambda space: spaces_bundle([space]),
    Report: report_bundle,
    ImportReport: imported_bundle,
    StoreReport: store_bundle,
    RecallReport: recall_bundle,
    TuneReport: tune_bundle,
    UsageReport: usage_bundle,
    TaskUsage: lambda one: task_usage_bundle([one]),
    Budget: budget_bundle,
    Wishes: wishes_bundle,
    Verbs: memory_bundle,
    Jobs: jobs_bundle,
    BackgroundJob: job_bundle,
}
_LISTS: Mapping[type, Callable[[Any], MimeBundle]] = {
    Hit: hits_bundle,
    MemoryRecord: records_bundle,
    Event: events_bundle,
    SourceEvidence: evidence_of,
    Fact: facts_bundle,
    IngestedDocument: outcomes_bundle,
    DocumentInfo: document_infos_bundle,
    Unread: pending_bundle,
    DerivationInfo: derivations_bundle,
    EntityInfo: entity_infos_bundle,
    Relation: relations_bundle,
    ConsolidationProposal: proposals_bundle,
    RecheckedFact: rechecked_bundle,
    AddResult: added_bundle,
    Proposal: preview_bundle,
    Space: spaces_bundle,
    ProviderRow: providers_bundle,
    BackgroundJob: jobs_bundle,
    TaskUsage: task_usage_bundle,
}
