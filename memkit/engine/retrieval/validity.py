"""When memories hold: the filter of a search for what is valid."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord
from memkit.domain.times import Moment, to_instant
from memkit.filters import Compare, Instant, Or, Where, all_of

# "now" stands for the instant of the search; None for whenever.
ValidAt = Moment | Literal["now"] | None

_NOT_SUPERSEDED = Compare(("superseded_by",), "$eq", None)
_NOT_CORRECTED = Or((_NOT_SUPERSEDED, Compare(("valid_to",), "$exists", True)))


def valid(selection: Selection, at: ValidAt) -> Selection:
    """Return what of a selection holds at a time.

    A memory holds from its `valid_from` until before its `valid_to`; a side that is None is open.
    One that was superseded does not hold now. It did at an earlier day if its `valid_to` says so;
    without one, nobody knows until when it did, and it is not found by date.

    Args:
        selection: What may be returned.
        at: A moment, "now" for that of the selection, or None to leave the selection as it is.

    Raises:
        ValidationError: It is no moment.
    """
    if at is None:
        return selection
    now = isinstance(at, str) and at == "now"
    instant = Instant(selection.now if now else to_instant(at, name="valid_at"))
    parts: list[Where] = [
        _NOT_SUPERSEDED if now else _NOT_CORRECTED,
        _open_or("valid_from", "$lte", instant),
        _open_or("valid_to", "$gt", instant),
    ]
    if selection.where is not None:
        parts.append(selection.where)
    return replace(selection, where=all_of(parts))


def ever_valid(selection: Selection) -> Selection:
    """Return what of a selection holds, held or will hold: not what another corrected."""
    rest = [] if selection.where is None else [selection.where]
    return replace(selection, where=all_of([_NOT_CORRECTED, *rest]))


def is_limited(record: MemoryRecord) -> bool:
    """Tell whether a memory may not hold at some time."""
    return not (
        record.valid_from is None and record.valid_to is None and record.superseded_by is None
    )


def _open_or(name: str, op: Literal["$lte", "$gt"], instant: Instant) -> Where:
    return Or((Compare((name,), "$eq", None), Compare((name,), op, instant)))
