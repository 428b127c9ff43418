"""A memory as a line of a prompt, and lines as a block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from memkit.domain.passages import headings_below, place_in_document
from memkit.domain.prompt_context import ContextItem, ContextPart
from memkit.domain.records import MemoryRecord
from memkit.domain.results import notes_of
from memkit.domain.times import instant_of
from memkit.text.own_blocks import marked, without_marks
from memkit.text.safe_text import as_name, on_one_line

HEADINGS: Mapping[ContextPart, str] = {
    "facts": "Facts:",
    "messages": "Messages:",
    "passages": "Passages of documents:",
    "notes": "Notes:",
}
CUT = " […]"
_BRACKETS = str.maketrans("[]", "()")


def part_of(record: MemoryRecord) -> ContextPart:
    """Return under which heading a memory stands."""
    if record.derived_by is not None:
        return "facts"
    if place_in_document(record.sources) is not None:
        return "passages"
    return "notes" if record.role is None else "messages"


def line_of(record: MemoryRecord, *, now: int, text: str | None = None) -> str:
    """Return a memory on one line: when, who, what, and why it may not hold.

    Args:
        record: The memory.
        now: The instant at which it is to hold.
        text: What it says, if not all of it.
    """
    said = without_marks(on_one_line(record.memory if text is None else text))
    notes = notes_of(record, now)
    if record.valid_from is not None and instant_of(record.valid_from) <= now:
        notes = (f"since {_day(record.valid_from)}", *notes)
    after = f" ({'; '.join(notes)})" if notes else ""
    # What ends where a memory begins must not stand in a name.
    about = without_marks(", ".join(_about(record))).translate(_BRACKETS)
    return f"- [{about}] {' '.join(said.split())}{after}"


def block(items: Iterable[ContextItem]) -> str:
    """Return the block of a prompt that holds these items; "" if there are none."""
    parts: dict[ContextPart, list[str]] = {part: [] for part in HEADINGS}
    for item in items:
        parts[item.part].append(item.line)
    said = ["\n".join([HEADINGS[part], *lines]) for part, lines in parts.items() if lines]
    return marked("\n".join(said)) if said else ""


def in_order(items: Iterable[ContextItem]) -> Sequence[ContextItem]:
    """Return items as a block has them: by heading, the oldest first, passages as they stand.

    What is stored later stands below what was there, so that a prompt begins as it did before and
    a provider's cache of it holds.
    """
    places = {part: place for place, part in enumerate(HEADINGS)}
    return sorted(items, key=lambda item: (places[item.part], *_age(item.memory)))


def _age(record: MemoryRecord) -> tuple[int, str]:
    place = place_in_document(record.sources)
    if place is not None:
        # As one reads: document by document, from above.
        return 0, f"{place.document} {place.start or 0:012}"
    return instant_of(record.occurred_at or record.created_at), record.id


def _about(record: MemoryRecord) -> Iterable[str]:
    place = place_in_document(record.sources)
    if place is not None:
        title = str(record.data.get("title") or place.document)
        below = headings_below(place, title)
        yield as_name(title)
        if place.page is not None:
            yield f"p. {place.page}"
        if below:
            yield as_name(" > ".join(below))
        return
    yield _day(record.occurred_at or record.created_at)
    who = as_name(record.name or "") or record.role or record.said_by
    if who:
        yield who


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
