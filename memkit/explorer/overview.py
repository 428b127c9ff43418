"""Where an explorer stands: the memory, its spaces, what there is to pick, what is shown."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from memkit.contracts.store import EVER, Selection
from memkit.domain.records import SCOPE_KEYS, MemoryRecord, Scope
from memkit.domain.times import now
from memkit.domain.wording import counted
from memkit.engine.recall import last_measured
from memkit.engine.retrieval.served import not_in_use
from memkit.engine.samples import some_of
from memkit.explorer.schemas import (
    Choice,
    ChosenDocument,
    Kind,
    MetadataKey,
    RecallSummary,
    SpaceSummary,
    Status,
)
from memkit.explorer.view import View, scope_options
from memkit.text.clean import clean
from memkit.text.code import call

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

# Keys to pick are those of so many memories that changed last, and of so many others.
_LOOKED_AT = 1000
_MOST_CHOICES = 200
_MOST_KEYS = 50


def status(
    memory: Verbs,
    view: View,
    *,
    space: str,
    shown: int,
    trouble: str,
    selected: int,
    query: str,
    documents: bool,
    document: ChosenDocument | None,
) -> Status:
    """Return where an explorer of a view stands."""
    journal = memory.engine.journal
    head = journal.head().seq
    keys = dict(zip(SCOPE_KEYS, view.scope.key, strict=True))
    sample = _sample(memory, head, view.scope)
    return {
        "url": journal.url,
        "total": memory.count(),
        "shown": shown,
        "space": space,
        "spaces": _spaces(memory),
        "recall": _recall(memory, space),
        "head": head,
        "first_at": _time_of_event(memory, 1, head),
        "last_at": _time_of_event(memory, head, head),
        "scope": keys,
        "scope_text": clean(str(view.scope)),
        "scopes": {name: _choices(memory, name) for name in SCOPE_KEYS},
        "metadata": _metadata(sample),
        "where": view.where_text,
        "kind": view.kind,
        "standing": view.standing,
        "documents": documents,
        "document": document,
        "facts": any(one.derived_by is not None for one in sample) or bool(journal.derivations()),
        "unused": not_in_use(journal),
        "waiting": _waiting(memory, view),
        "trouble": trouble,
        "at": view.at,
        "at_time": None if view.at is None else _time_of_event(memory, view.at, head),
        "reranker": memory.engine.reranker is not None,
        "selected": selected,
        "query": query,
        "code": code(memory, view, space, query),
    }


def code(memory: Verbs, view: View, space: str, query: str) -> str:
    """Return the Python that opens an explorer of a view."""
    default = memory.engine.spaces.get().key
    opened = call(
        "m.explore",
        into="explorer",
        **view.scope_code,
        where=view.where_text or None,
        space=None if space == default else space,
        query=query or None,
    )
    lines = [opened]
    if view.kind != "all":
        lines.append(call("explorer.set_kind", view.kind, standing=view.standing))
    if view.at is not None:
        lines.append(f"explorer.set_at({view.at})")
    if view.document is not None:
        ids = scope_options(view.document.scope)
        lines.append(call("explorer.set_document", view.document.uri, **ids))
    return "\n".join(lines)


def in_words(memory: Verbs, view: View) -> str:
    """Return an explorer in one line."""
    when = "" if view.at is None else f" as of event {view.at}"
    what = f" where {view.where_text}" if view.where is not None else ""
    total = "" if view.at is not None else f", {counted(memory.count(), 'memory')}"
    return f"<Explorer of {memory.engine.journal.url!r}{when}: {view.scope}{what}{total}>"


def _waiting(memory: Verbs, view: View) -> int:
    """Return how many facts of a scope wait for a decision now."""
    waiting = View(scope=view.scope, kind="facts", standing="proposed")
    return memory.engine.journal.count(waiting.selection)


def _spaces(memory: Verbs) -> list[SpaceSummary]:
    return [
        {
            "key": space.key,
            "dim": space.dim,
            "default": space.default,
            "ready": space.ready,
            "count": space.count,
        }
        for space in memory.spaces
    ]


def _recall(memory: Verbs, space: str) -> RecallSummary | None:
    report = last_measured(memory.engine, space)
    if report is None:
        return None
    return {
        "k": report.k,
        "recall": report.recall,
        "measured_at": report.measured_at.isoformat(),
        "short": report.short,
        "said": report.last_time,
    }


def _time_of_event(memory: Verbs, seq: int, head: int) -> str | None:
    """Return when an event was; of a number that was never given out, the one after it."""
    if not 0 < seq <= head:
        return None
    events = memory.engine.journal.events(after=seq - 1, limit=1)
    return events[0].at.isoformat() if events else None


def _sample(memory: Verbs, head: int, scope: Scope) -> list[MemoryRecord]:
    """Return memories of a scope to pick from: those that changed last, and others."""
    journal = memory.engine.journal
    events = journal.events(after=max(0, head - _LOOKED_AT), limit=_LOOKED_AT)
    found = {event.memory_id: event.after for event in reversed(events) if event.after is not None}
    for record in some_of(journal, Selection(scope=scope, where=None, now=EVER), _LOOKED_AT):
        found.setdefault(record.id, record)
    return [record for record in found.values() if scope.covers(record)]


def _choices(memory: Verbs, name: str) -> list[Choice]:
    """Return the ids of one kind that occur, those with the most memories first."""
    found = memory.engine.journal.scope_ids(name, scope=Scope(), now=now())
    return [
        {"value": value, "count": count}
        for value, count in itertools.islice(found.items(), _MOST_CHOICES)
    ]


def _metadata(sample: Iterable[MemoryRecord]) -> list[MetadataKey]:
    values: dict[str, Counter[Kind]] = {}
    for record in sample:
        for key, value in record.metadata.items():
            values.setdefault(key, Counter())[_kind(value)] += 1
    found: list[MetadataKey] = [
        {
            "key": key,
            "kind": next(iter(kinds)) if len(kinds) == 1 else "mixed",
            "count": kinds.total(),
        }
        for key, kinds in values.items()
    ]
    return sorted(found, key=lambda one: (-one["count"], one["key"]))[:_MOST_KEYS]


def _kind(value: Any) -> Kind:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "number"
    return "text" if isinstance(value, str) else "list or object"
