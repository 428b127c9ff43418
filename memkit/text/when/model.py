"""What words of time mean: an interval, how exact it is, and how something stands to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

Precision = Literal[
    "instant", "minute", "hour", "part of day", "day", "week", "weekend", "month", "season",
    "quarter", "year", "decade", "vague",
]  # fmt: skip
Relation = Literal["at", "before", "after", "since", "until", "between", "about"]
Prefer = Literal["past", "future"]
# How much of an ISO time says all that an interval of this precision does.
# And how the hour, minute, second, day and month begin of one that is whole.
_BEGINS: dict[Precision, str] = {
    "day": "000000", "week": "000000", "month": "00000001", "year": "0000000101",
}  # fmt: skip
_MOMENT = timedelta(microseconds=1)
_SHOWN: dict[Precision, str] = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "week": "%G-W%V"}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The time that words stand for.

    Attributes:
        words: The words, as they were.
        start: Its first instant in UTC; None for no beginning that is known.
        end: The instant at which it is over in UTC; None for no end that is known.
        precision: The unit that the words name; "vague" where its bounds are soft (late May).
        relation: How what is said stands to the time that the words name. `start` and `end` are
            already those of the whole: "before 2019" has no start and ends when 2019 begins, "since
            2019" starts then and has no end, "until 2019" ends with the last day of it. "about"
            leaves them as they are.
        recurring: Whether it comes again and again ("every Monday"): then without start and end.
        zone: The zone on whose clocks days begin and end.
    """

    words: str
    start: datetime | None = None
    end: datetime | None = None
    precision: Precision = "vague"
    relation: Relation = "at"
    recurring: bool = False
    zone: tzinfo = field(default=UTC, repr=False, compare=False)

    def __str__(self) -> str:
        """Return it as a reason names it: "2025-03 (month)", "since 2019 (year)"."""
        if self.recurring:
            return f"again and again ({self.words})"
        start, end = (self._shown(moment) for moment in (self.start, self.end))
        named = start or end
        if self.relation in ("before", "until"):
            named = end
        elif start and end and not (self.precision in _SHOWN and self._is_whole()):
            named = f"{start}/{end}"
        relation = "" if self.relation in ("at", "between") else f"{self.relation} "
        return f"{relation}{named} ({self.precision})"

    def _is_whole(self) -> bool:
        """Tell whether it is one unit of its precision from end to end."""
        if self.start is None or self.end is None:
            return False
        shape = _SHOWN[self.precision]
        moments = (self.start, self.end - _MOMENT, self.end)
        first, last, after = (moment.astimezone(self.zone) for moment in moments)
        begins = first.strftime("%H%M%S%d%m").startswith(_BEGINS[self.precision])
        return begins and first.strftime(shape) == last.strftime(shape) != after.strftime(shape)

    def _shown(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        moment = moment.astimezone(self.zone)
        if self.precision in _SHOWN and self._is_whole():
            return moment.strftime(_SHOWN[self.precision])
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            return moment.strftime("%Y-%m-%d")
        return moment.strftime("%Y-%m-%dT%H:%M%z")
