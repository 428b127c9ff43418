"""Many memories at once: add_many, import and export."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Instruction
from memkit.contracts.store import EVER, Selection
from memkit.domain.progress import progress_bar
from memkit.domain.records import MemoryRecord, Message, Scope
from memkit.domain.results import ImportReport, LineError
from memkit.domain.validation import whole_number
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.engine.ingest.files import check_readable
from memkit.engine.ingest.import_items import (
    Item,
    additions_from,
    batches,
    numbered,
)
from memkit.engine.ingest.tables import length_of, rows_of
from memkit.engine.ingest.write import commit
from memkit.engine.retrieval import advice
from memkit.errors import ValidationError

_PAGE = 1000
# Fields whose defaults an export leaves out, as it leaves out None.
_NOTHING_TOLD = ("metadata", "sources", "pinned", "data")


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
    additions = numbered(items, scope=scope, errors=errors)
    report = yield from _store(engine, additions, batch_size, progress, length_of(items))
    return replace(report, errors=tuple(errors))


def import_file(
    engine: Engine, path: Path, *, scope: Scope, strict: bool, batch_size: int, progress: bool
) -> Effects[ImportReport]:
    """Store the memories of a file of JSON, JSONL, CSV or Parquet."""
    batch_size = whole_number(batch_size, "batch_size", least=1)
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
    return replace(report, errors=tuple(errors))


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


def export_file(engine: Engine, path: Path, selection: Selection, *, progress: bool) -> int:
    """Write the memories of a selection to a JSONL file, whole or not at all."""
    selection = replace(selection, now=EVER)
    advice.say(advice.on_texts_like_times(selection.where))
    _refuse_own_file(engine, path)
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    count = 0
    total = engine.journal.count(selection) if progress else None
    try:
        with (
            aside.open("w", encoding="utf-8") as file,
            progress_bar("memories", unit="memory", total=total, shown=progress) as done,
        ):
            for record in pages(engine, selection):
                file.write(_line(record) + "\n")
                count += 1
                done(1)
        if not count:
            advice.say(advice.on_nothing(engine.journal, selection.scope, selection.where))
        aside.replace(path)
    except OSError as error:
        raise ValidationError(
            f"{str(path)!r} can't be written: {error.strerror}.", fix="Choose another path."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return count


def _refuse_own_file(engine: Engine, path: Path) -> None:
    """Make sure that a dump does not take the place of the memory it is made from."""
    own = engine.journal.path
    if own is None:
        return
    taken = {Path(f"{own}{ending}").resolve() for ending in ("", "-wal", "-shm", ".index")}
    if path.resolve() in taken:
        raise ValidationError(
            f"{str(path)!r} belongs to the memory itself.", fix="Export to another file."
        )


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
