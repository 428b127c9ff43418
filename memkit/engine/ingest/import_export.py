"""Many memories at once: add_many, import and export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import replace
from os import PathLike
from pathlib import Path

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Instruction
from memkit.contracts.store import EVER, Selection
from memkit.domain.files import output_file
from memkit.domain.progress import progress_bar
from memkit.domain.records import MemoryRecord, Message, Scope
from memkit.domain.results import ImportReport, LineError
from memkit.domain.validation import whole_number
from memkit.engine.engine import Engine
from memkit.engine.ingest.import_items import (
    Item,
    addition,
    additions_from,
    batches,
    check_readable,
)
from memkit.engine.ingest.write import commit
from memkit.errors import ValidationError

_PAGE = 1000
# Fields whose defaults an export leaves out, as it leaves out None.
_NOTHING_TOLD = ("metadata", "sources", "pinned", "data")


def add_many(
    engine: Engine, items: Iterable[Item], *, scope: Scope, batch_size: int, progress: bool
) -> Effects[ImportReport]:
    """Store many memories, each batch in a transaction of its own."""
    whole_number(batch_size, "batch_size", least=1)
    if isinstance(items, (str, Mapping, Message, MemoryRecord)):
        raise ValidationError(
            f"add_many() takes many items, and was given one: {items!r}.",
            fix="Put it in a list, or use add().",
        )
    total = len(items) if isinstance(items, Sized) else None
    additions = (addition(item, scope=scope) for item in items)
    return (yield from _store(engine, additions, batch_size, progress, total))


def import_file(
    engine: Engine, path: Path, *, scope: Scope, strict: bool, batch_size: int, progress: bool
) -> Effects[ImportReport]:
    """Store the memories of a JSON or JSONL file."""
    whole_number(batch_size, "batch_size", least=1)
    check_readable(path)
    errors: list[LineError] = []
    if strict:
        for _ in additions_from(path, scope=scope, errors=errors):
            if errors:
                break
        if errors:
            raise ValidationError(
                f"Line {errors[0].line} of {str(path)!r}: {errors[0].problem}",
                fix="Nothing was imported; without strict the other lines are.",
            )
    additions = additions_from(path, scope=scope, errors=errors)
    report = yield from _store(engine, additions, batch_size, progress, None)
    return ImportReport(report.added, report.updated, report.unchanged, tuple(errors))


def _store(
    engine: Engine, additions: Iterable[Add], batch_size: int, progress: bool, total: int | None
) -> Effects[ImportReport]:
    counts = {"ADD": 0, "UPDATE": 0, "NONE": 0}
    with progress_bar("memories", unit="memory", total=total, shown=progress) as done:
        for batch in batches(additions, batch_size):
            instructions: list[Instruction] = list(batch)
            for item in (yield from commit(engine, instructions)):
                counts[item.event] += 1
            done(len(batch))
    return ImportReport(counts["ADD"], counts["UPDATE"], counts["NONE"])


def export_file(
    engine: Engine, path: str | PathLike[str], selection: Selection, *, progress: bool
) -> int:
    """Write the memories of a selection to a JSONL file, whole or not at all."""
    selection = replace(selection, now=EVER)
    count = 0
    with output_file(path) as file:
        total = engine.journal.count(selection) if progress else None
        with progress_bar("memories", unit="memory", total=total, shown=progress) as done:
            for record in pages(engine, selection):
                file.write(f"{_line(record)}\n".encode())
                count += 1
                done(1)
    return count


def pages(engine: Engine, selection: Selection) -> Iterator[MemoryRecord]:
    """Yield the memories of a selection, a page in memory at a time."""
    after = 0
    while page := engine.journal.page(selection, limit=_PAGE, after=after):
        yield from (record for _, record in page)
        after = page[-1][0]


def _line(record: MemoryRecord) -> str:
    fields = record.model_dump(mode="json", exclude_none=True, exclude={"seq"})
    for name in _NOTHING_TOLD:
        if not fields[name]:
            del fields[name]
    return json.dumps(fields, ensure_ascii=False)
