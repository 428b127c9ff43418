"""Many memories at once: add_many, import and export."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sized
from dataclasses import replace
from os import PathLike
from pathlib import Path

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Instruction
from memkit.contracts.store import EVER, Selection
from memkit.domain.files import output_file
from memkit.domain.progress import progress_bar
from memkit.domain.records import MemoryRecord, Message, Scope
from memkit.domain.results import ImportReport, LineError
from memkit.domain.validation import whole_number
from memkit.engine.engine import Engine
from memkit.engine.ingest.export_lines import history_lines, memory_lines
from memkit.engine.ingest.import_history import import_history, rate, tells_history
from memkit.engine.ingest.import_items import (
    Given,
    Item,
    batches,
    check_readable,
    given,
    read_items,
    refuse,
)
from memkit.engine.ingest.write import commit
from memkit.errors import ValidationError


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
    read = (given(item, scope=scope) for item in items)
    return (yield from _store(engine, read, batch_size, progress, total))


def import_file(
    engine: Engine, path: Path, *, scope: Scope, strict: bool, batch_size: int, progress: bool
) -> Effects[ImportReport]:
    """Store the memories of a JSON or JSONL file, or the history that an export tells."""
    whole_number(batch_size, "batch_size", least=1)
    check_readable(path)
    if tells_history(path):
        return (yield from import_history(engine, path, strict=strict, progress=progress))
    read = functools.partial(given, scope=scope)
    errors: list[LineError] = []
    if strict:
        for _ in read_items(path, read, errors=errors):
            if errors:
                break
        refuse(errors, path)
    items = read_items(path, read, errors=errors)
    report = yield from _store(engine, items, batch_size, progress, None)
    return ImportReport(report.added, report.updated, report.unchanged, tuple(errors))


def _store(
    engine: Engine, items: Iterable[Given], batch_size: int, progress: bool, total: int | None
) -> Effects[ImportReport]:
    counts = {"ADD": 0, "UPDATE": 0, "NONE": 0}
    # What ids became that others had already: replies refer to them in later batches.
    became: dict[str, str] = {}
    with progress_bar("memories", unit="memory", total=total, shown=progress) as done:
        for batch in batches(items, batch_size):
            additions = [item.addition for item in batch]
            instructions: list[Instruction] = [
                replace(one, reply_to=became[one.reply_to]) if one.reply_to in became else one
                for one in additions
            ]
            applied = yield from commit(engine, instructions)
            for item, result in zip(batch, applied, strict=True):
                counts[result.event] += 1
                if item.addition.id not in (None, result.id):
                    became[str(item.addition.id)] = result.id
            rate(
                engine,
                [
                    replace(rating, memory_id=result.id)
                    for item, result in zip(batch, applied, strict=True)
                    for rating in item.ratings
                ],
            )
            done(len(batch))
    return ImportReport(counts["ADD"], counts["UPDATE"], counts["NONE"])


def export_file(
    engine: Engine,
    path: str | PathLike[str],
    selection: Selection,
    *,
    history: bool,
    progress: bool,
) -> int:
    """Write memories, or their history, to a JSONL file, whole or not at all."""
    selection = replace(selection, now=EVER)
    told = history_lines if history else memory_lines
    count = 0
    with output_file(path) as file:
        total = engine.journal.count(selection) if progress and not history else None
        with progress_bar("lines", unit="line", total=total, shown=progress) as done:
            for line in told(engine, selection):
                file.write(f"{json.dumps(line, ensure_ascii=False)}\n".encode())
                count += 1
                done(1)
    return count
