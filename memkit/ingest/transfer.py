"""Many memories at once: add_many, import and export."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Sized
from pathlib import Path

from tqdm.auto import tqdm

from memkit.contracts.journal import Add, Instruction
from memkit.contracts.store import Selection
from memkit.core import Core
from memkit.errors import ValidationError
from memkit.ingest.bulk import Item, addition, additions_from, batches
from memkit.records import MemoryRecord, Scope
from memkit.results import ImportReport, LineError
from memkit.steps import Steps

_PAGE = 1000


def add_many(
    core: Core, items: Iterable[Item], *, scope: Scope, batch_size: int, progress: bool
) -> Steps[ImportReport]:
    """Store many memories, each batch in a transaction of its own."""
    if batch_size < 1:
        raise ValidationError(f"batch_size is {batch_size}.", fix="Give 1 or more.")
    total = len(items) if isinstance(items, Sized) else None
    additions = (addition(item, scope=scope) for item in items)
    return (yield from _store(core, additions, batch_size, progress, total))


def import_file(
    core: Core, path: Path, *, scope: Scope, strict: bool, batch_size: int, progress: bool
) -> Steps[ImportReport]:
    """Store the memories of a JSON or JSONL file."""
    errors: list[LineError] = []
    if strict:
        for _ in additions_from(path, scope=scope, errors=errors):
            if errors:
                break
        if errors:
            raise ValidationError(
                f"Line {errors[0].line} of {str(path)!r}: {errors[0].problem} Nothing was "
                "imported.",
                fix="Mend it, or import the rest with strict=False.",
            )
    additions = additions_from(path, scope=scope, errors=errors)
    report = yield from _store(core, additions, batch_size, progress, None)
    return ImportReport(report.added, report.updated, report.unchanged, tuple(errors))


def _store(
    core: Core, additions: Iterable[Add], batch_size: int, progress: bool, total: int | None
) -> Steps[ImportReport]:
    counts = {"ADD": 0, "UPDATE": 0, "NONE": 0}
    with tqdm(total=total, desc="memories", unit="memory", disable=not progress) as bar:
        for batch in batches(additions, batch_size):
            instructions: list[Instruction] = list(batch)
            for item in (yield from core.apply(instructions)):
                counts[item.event] += 1
            bar.update(len(batch))
    return ImportReport(counts["ADD"], counts["UPDATE"], counts["NONE"])


def export_file(core: Core, path: Path, selection: Selection, *, progress: bool) -> int:
    """Write the memories of a selection to a JSONL file, whole or not at all."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    count = 0
    total = core.journal.count(selection) if progress else None
    try:
        with (
            aside.open("w", encoding="utf-8") as file,
            tqdm(total=total, desc="memories", unit="memory", disable=not progress) as bar,
        ):
            for record in pages(core, selection):
                file.write(_line(record) + "\n")
                count += 1
                bar.update()
        aside.replace(path)
    except OSError as error:
        raise ValidationError(
            f"{str(path)!r} can't be written: {error.strerror}.", fix="Choose another path."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return count


def pages(core: Core, selection: Selection) -> Iterator[MemoryRecord]:
    """Yield the memories of a selection, a page in memory at a time."""
    after = 0
    while page := core.journal.page(selection, limit=_PAGE, after=after):
        yield from (record for _, record in page)
        after = page[-1][0]


def _line(record: MemoryRecord) -> str:
    fields = record.model_dump(mode="json", exclude_none=True, exclude={"seq"})
    if not fields["metadata"]:
        del fields["metadata"]
    return json.dumps(fields, ensure_ascii=False)
