"""Many memories at once: add_many, import and export."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Applied, Instruction
from memkit.contracts.store import EVER, Selection
from memkit.domain.files import output_file
from memkit.domain.progress import progress_bar
from memkit.domain.records import MemoryRecord, Message, Scope
from memkit.domain.results import ImportReport, LineError
from memkit.domain.tables import length_of, rows_of
from memkit.domain.validation import whole_number
from memkit.domain.values import shown
from memkit.domain.wording import counted_of
from memkit.engine.engine import Engine
from memkit.engine.ingest.export_lines import history_lines, memory_lines
from memkit.engine.ingest.files import check_readable
from memkit.engine.ingest.import_history import import_history, rate, tells_history
from memkit.engine.ingest.import_items import (
    Given,
    Item,
    batches,
    count_items,
    given,
    numbered,
    read_items,
    refuse,
)
from memkit.engine.ingest.write import commit
from memkit.engine.retrieval import advice
from memkit.errors import Interrupted, ValidationError

_AGAIN = "Run it again to go on: what is there already is left as it is."


def add_many(
    engine: Engine, items: Iterable[Item], *, scope: Scope, batch_size: int, progress: bool
) -> Effects[ImportReport]:
    """Store many memories, each batch in a transaction of its own."""
    batch_size = whole_number(batch_size, "batch_size", least=1)
    if isinstance(items, (str, bytes, Mapping, Message, MemoryRecord)) or not (
        isinstance(items, Iterable) or rows_of(items) is not None
    ):
        raise ValidationError(
            f"add_many() takes many items, and was given one: {shown(items)}.",
            fix="Put it in a list, or use add().",
        )
    errors: list[LineError] = []
    read = numbered(items, scope=scope, errors=errors)
    report = yield from _store(engine, read, batch_size, progress, length_of(items))
    return replace(report, errors=tuple(errors))


def import_file(
    engine: Engine, path: Path, *, scope: Scope, strict: bool, batch_size: int, progress: bool
) -> Effects[ImportReport]:
    """Store the memories of a file, or the history that an export tells."""
    batch_size = whole_number(batch_size, "batch_size", least=1)
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
    count = functools.partial(count_items, path)
    report = yield from _store(engine, items, batch_size, progress, None, count=count)
    return replace(report, errors=tuple(errors))


def _store(
    engine: Engine,
    items: Iterable[Given],
    batch_size: int,
    progress: bool,
    total: int | None,
    *,
    count: Callable[[], int | None] | None = None,
) -> Effects[ImportReport]:
    """Store items batch by batch; `count` tells how many there are, if it must be known."""
    counts = {"ADD": 0, "UPDATE": 0, "NONE": 0}
    redacted = 0
    # What ids became that others had already: replies refer to them in later batches.
    became: dict[str, str] = {}
    with progress_bar("memories", unit="memory", total=total, shown=progress) as done:
        try:
            for batch in batches(items, batch_size):
                applied = yield from _store_batch(engine, batch, became)
                for result in applied:
                    counts[result.event] += 1
                    redacted += bool(result.redacted)
                done(len(batch))
        except KeyboardInterrupt:
            every = total if count is None else count()
            raise Interrupted(_kept(counts, every), fix=_AGAIN) from None
        except asyncio.CancelledError as error:
            # The task is cancelled all the same; whoever looks at it finds what was kept.
            error.add_note(f"{_kept(counts, total)} {_AGAIN}")
            raise
    return ImportReport(counts["ADD"], counts["UPDATE"], counts["NONE"], redacted=redacted)


def _store_batch(
    engine: Engine, batch: list[Given], became: dict[str, str]
) -> Effects[list[Applied]]:
    instructions: list[Instruction] = [
        replace(one, reply_to=became[one.reply_to]) if one.reply_to in became else one
        for one in (item.addition for item in batch)
    ]
    applied = yield from commit(engine, instructions)
    for item, result in zip(batch, applied, strict=True):
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
    return applied


def _kept(counts: Mapping[str, int], total: int | None) -> str:
    number = sum(counts.values())
    are = "is" if number == 1 and total is None else "are"
    return f"{counted_of(number, total)} {are} stored."


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
    advice.say(advice.on_texts_like_times(selection.where))
    told = history_lines if history else memory_lines
    count = 0
    with output_file(path) as file:
        total = engine.journal.count(selection) if progress and not history else None
        with progress_bar("lines", unit="line", total=total, shown=progress) as done:
            for line in told(engine, selection):
                file.write(f"{json.dumps(line, ensure_ascii=False)}\n".encode())
                count += 1
                done(1)
    if not count:
        advice.say(advice.on_nothing(engine.journal, selection.scope, selection.where))
    return count
