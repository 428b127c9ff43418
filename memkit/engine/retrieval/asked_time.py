"""The time that a question asks about, and what that changes of a search.

The words of time of a question ("last spring", "im März 2024", "去年") become intervals. A memory
meets one if it occurred in it, or if what it says holds in it; without either, if it was stored in
it. Such a memory gains a share of the best score, the signal "time": others stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np

from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord
from memkit.domain.times import from_instant, instant_of
from memkit.engine.retrieval.candidates import Candidates
from memkit.filters import And, Compare, Instant, Or, Where, all_of, any_of
from memkit.text.when import When, find

TimeUse = Literal["prefer", "only", "ignore"]

# What a memory of the time gains, as a share of the best score.
SHARE = 0.1
# So many candidates are looked at, so that one of the time is found although others are nearer.
POOL = 200
# Words such as "now" and "this minute" ask for what holds, not for what was said just then.
_TOO_SHORT = frozenset({"instant", "minute", "hour"})


@dataclass(frozen=True, slots=True)
class AskedTime:
    """An interval that a question names.

    Attributes:
        words: The words of the question; `meaning`: what they were taken for.
        start, end: Microseconds since 1970, the end excluded; None where there is none.
    """

    words: str
    meaning: str
    start: int | None
    end: int | None

    def __str__(self) -> str:
        return f"“{self.words}” is {self.meaning}"

    def meets(self, record: MemoryRecord) -> bool:
        """Tell whether a memory occurred, or holds, in the interval."""
        limited = record.valid_from is not None or record.valid_to is not None
        if limited and self._overlaps(record.valid_from, record.valid_to):
            return True
        if record.occurred_at is None:
            return not limited and self.has(instant_of(record.created_at))
        return self.has(instant_of(record.occurred_at))

    def has(self, at: int) -> bool:
        """Tell whether an instant is in the interval."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    def during(self, other: AskedTime) -> AskedTime | None:
        """Return what of the interval lies in another one; None if nothing does."""
        starts = [one for one in (self.start, other.start) if one is not None]
        ends = [one for one in (self.end, other.end) if one is not None]
        start, end = max(starts, default=None), min(ends, default=None)
        if start is not None and end is not None and end <= start:
            return None
        words = f"{other.words} … {self.words}"
        return AskedTime(words, f"{other.meaning}, {self.meaning}", start, end)

    def where(self) -> Where:
        """Return the filter for the memories that meet it."""
        undated = Compare(("occurred_at",), "$eq", None)
        starts, ends = (Compare((name,), "$eq", None) for name in ("valid_from", "valid_to"))
        open_ = And((starts, ends))
        holds = all_of(
            [
                Or((*_named("valid_from"), *_named("valid_to"))),
                *(
                    ()
                    if self.end is None
                    else [Or((starts, _compare("valid_from", "$lt", self.end)))]
                ),
                *(
                    ()
                    if self.start is None
                    else [Or((ends, _compare("valid_to", "$gt", self.start)))]
                ),
            ]
        )
        occurred = all_of([*_named("occurred_at"), *self._within("occurred_at")])
        stored = all_of([undated, open_, *self._within("created_at")])
        return any_of([holds, occurred, stored])

    def _within(self, name: str) -> list[Where]:
        parts: list[Where] = []
        if self.start is not None:
            parts.append(_compare(name, "$gte", self.start))
        if self.end is not None:
            parts.append(_compare(name, "$lt", self.end))
        return parts

    def _overlaps(self, start: datetime | None, end: datetime | None) -> bool:
        begins = self.end is None or start is None or instant_of(start) < self.end
        return begins and (self.start is None or end is None or instant_of(end) > self.start)


def asked_times(query: str, *, now: int) -> tuple[AskedTime, ...]:
    """Return the intervals that a question names; () if it names none.

    Args:
        query: The question.
        now: When it is asked, in microseconds since 1970. What comes every year, such as March, is
            the last one where its words don't say: memories are of the past.
    """
    at = from_instant(now)
    found = find(query, at=at) or find(query, at=at, prefer="past")
    return tuple(_asked(when) for _, when in found if _names_a_time(when))


def only(selection: Selection, times: Sequence[AskedTime]) -> Selection:
    """Return what of a selection meets one of the times."""
    parts = [any_of([one.where() for one in times])]
    if selection.where is not None:
        parts.append(selection.where)
    return replace(selection, where=all_of(parts))


def preferred(
    candidates: Candidates, records: Mapping[int, MemoryRecord], times: Sequence[AskedTime]
) -> Candidates:
    """Return the candidates with the signal "time": what those of the time gain.

    Args:
        candidates: What was found.
        records: Their records by key.
        times: What the question names.
    """
    there = (records.get(key) for key in candidates.keys.tolist())
    met = np.array([one is not None and any(time.meets(one) for time in times) for one in there])
    if not met.any():
        return candidates
    gain = np.float32(SHARE * max(float(candidates.scores.max()), 0.0))
    return candidates.adjusted("time", np.where(met, gain, np.float32(0)).astype(np.float32))


def _names_a_time(when: When) -> bool:
    bounded = when.start is not None or when.end is not None
    return bounded and not when.recurring and when.precision not in _TOO_SHORT


def _asked(when: When) -> AskedTime:
    start, end = (None if one is None else instant_of(one) for one in (when.start, when.end))
    return AskedTime(when.words.strip(), str(when), start, end)


def _named(name: str) -> list[Where]:
    return [Compare((name,), "$exists", True)]


def _compare(name: str, op: Literal["$lt", "$gt", "$gte"], instant: int) -> Where:
    return Compare((name,), op, Instant(instant))
