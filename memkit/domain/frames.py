"""Data frames of what a memory returns. pandas is imported when one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from memkit.domain.evidence import Evidence
from memkit.domain.recall import RecallReport
from memkit.domain.records import AddResult, Event, MemoryRecord
from memkit.domain.results import Duplicates, Hit, Space
from memkit.errors import MemkitError

FrameRow = dict[str, Any]
_OBJECTS = ("metadata", "data")


def record_row(record: MemoryRecord) -> FrameRow:
    """Return a memory as a row; each key of metadata and data is a column: `metadata.key`."""
    row = {
        name: value
        for name, value in record.__dict__.items()
        if name in MemoryRecord.model_fields and name not in _OBJECTS
    }
    for name in _OBJECTS:
        row |= {f"{name}.{key}": value for key, value in getattr(record, name).items()}
    return row


def hit_row(hit: Hit) -> FrameRow:
    """Return a hit as a row; its score, and each signal as a column `reason.signal`."""
    reasons = {f"reason.{name}": value for name, value in hit.reasons.items()}
    details = {f"detail.{name}": value for name, value in hit.details.items()}
    notes = {"notes": "; ".join(hit.notes)} if hit.notes else {}
    return {
        "score": hit.score,
        "relevance": hit.relevance,
        **reasons,
        **record_row(hit),
        **notes,
        **details,
    }


def event_row(event: Event) -> FrameRow:
    """Return an event as a row, with the texts on either side."""
    return {
        "seq": event.seq,
        "event": event.event,
        "memory_id": event.memory_id,
        "old_memory": event.old_memory,
        "new_memory": event.new_memory,
        "old_metadata": event.old_metadata,
        "new_metadata": event.new_metadata,
        "actor": event.actor,
        "reason": event.reason,
        "batch_id": event.batch_id,
        "at": event.at,
    }


def records_to_pandas(records: Iterable[MemoryRecord]) -> Any:
    """Return memories as a data frame, one a row.

    Raises:
        MemkitError: pandas is not installed.
    """
    return _frame([record_row(record) for record in records])


def hits_to_pandas(hits: Iterable[Hit]) -> Any:
    """Return hits as a data frame, best first."""
    return _frame([hit_row(hit) for hit in hits])


def events_to_pandas(events: Iterable[Event]) -> Any:
    """Return events as a data frame."""
    return _frame([event_row(event) for event in events])


def added_to_pandas(results: Iterable[AddResult]) -> Any:
    """Return what a call did as a data frame."""
    return _frame([dict(result.__dict__) for result in results])


def spaces_to_pandas(spaces: Iterable[Space]) -> Any:
    """Return spaces as a data frame."""
    return _frame([{name: getattr(space, name) for name in Space.__slots__} for space in spaces])


def duplicates_to_pandas(pairs: Duplicates) -> Any:
    """Return pairs as a data frame: their similarity, and both memories."""
    return _frame(
        [
            {
                "similarity": pair.similarity,
                **{f"first.{key}": value for key, value in _short_row(pair.first).items()},
                **{f"second.{key}": value for key, value in _short_row(pair.second).items()},
            }
            for pair in pairs
        ]
    )


def recall_to_pandas(report: RecallReport) -> Any:
    """Return a store's setting as it stands, and those that were tried, as a data frame."""
    stands = report.stands
    return _frame([{**asdict(one), "stands": one is stands} for one in (stands, *report.tried)])


def evidence_to_pandas(found: Evidence) -> Any:
    """Return sources as a data frame."""
    return _frame(
        [
            {
                "source": one.source.memory_id or one.source.document,
                "quote": one.quote,
                "stands": one.stands,
                "start": one.start,
                "end": one.end,
                "unchanged": one.unchanged,
                "text": None if one.record is None else one.record.memory,
            }
            for one in found
        ]
    )


def rows_to_pandas(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Return rows of plain values as a data frame."""
    return _frame([dict(row) for row in rows])


def _short_row(record: MemoryRecord) -> Mapping[str, Any]:
    return {"id": record.id, "memory": record.memory, "created_at": record.created_at}


def _frame(rows: list[FrameRow]) -> Any:
    try:
        # Here: it costs half a second, and most sessions never ask for a data frame.
        import pandas as pd  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise MemkitError(
            "A data frame needs pandas, which is not installed.", fix="Run: pip install pandas"
        ) from error
    return pd.DataFrame(rows)
