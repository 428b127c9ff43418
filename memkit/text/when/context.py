"""When and where words of time were said, and which of several candidates they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from memkit.text.when.calendar import Span
from memkit.text.when.model import Prefer

# Without a tense, the nearer of two is meant if the other is at least so many times as far.
_FARTHER = 2.0
_SOUTHERN_REGIONS = frozenset("AU NZ ZA AR CL UY PY BO PE BR NA BW ZW MZ MG LS SZ".split())
_SOUTHERN_ZONES = (
    "Australia/", "Antarctica/", "America/Argentina/", "America/Sao_Paulo", "America/Santiago",
    "America/Montevideo", "America/Asuncion", "America/La_Paz", "America/Lima", "America/Buenos",
    "America/Bahia", "Africa/Johannesburg", "Africa/Maputo", "Africa/Harare", "Africa/Windhoek",
    "Africa/Gaborone", "Pacific/Auckland", "Indian/Antananarivo",
)  # fmt: skip

Candidate = Callable[[int], Span | None]


@dataclass(frozen=True, slots=True)
class Context:
    """When and where something was said.

    Attributes:
        at: The instant, with its zone.
        here: The same on the clocks of the place, without a zone.
        prefer: Where a time lies of which there is one a year, a month or a week.
        southern: Whether summer is in December.
    """

    at: datetime
    here: datetime
    prefer: Prefer | None
    southern: bool

    def utc(self, moment: datetime) -> datetime:
        """Return the instant of a time of the place, or of one with a zone."""
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.at.tzinfo)
        return moment.astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        """Return what the clocks of the place show, without a zone."""
        if moment.tzinfo is None:
            return moment
        return moment.astimezone(self.at.tzinfo).replace(tzinfo=None)


def context(
    at: datetime, zone: tzinfo | None, *, prefer: Prefer | None, region: str | None
) -> Context:
    """Return the context of a message; a time without a zone is in UTC."""
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    try:
        local = at.astimezone(zone or at.tzinfo)
    except OverflowError:
        # The first or the last day that there is, which that zone doesn't have.
        local = at
    name = str(getattr(local.tzinfo, "key", ""))
    southern = region in _SOUTHERN_REGIONS or name.startswith(_SOUTHERN_ZONES)
    return Context(local, local.replace(tzinfo=None), prefer, southern)


def chosen(candidate: Candidate, around: int, now: Context, selector: str | None) -> Span | None:
    """Return the one of several like spans that is meant.

    Args:
        candidate: Gives the span of a number: of a year, say, or of a week.
        around: The number of about now.
        now: When it was said.
        selector: "last", "this", "next", "coming", or None if only the tense tells.
    """
    spans = [found for number in range(around - 2, around + 3) if (found := candidate(number))]
    here = now.here
    past = [found for found in spans if found.end <= here]
    future = [found for found in spans if found.start > here]
    current = [found for found in spans if found.start <= here < found.end]
    if selector == "last":
        return past[-1] if past else None
    if selector in ("next", "coming"):
        return future[0] if future else None
    if current:
        return current[0]
    if selector == "this" and (found := candidate(around)) and _same_year(found, here):
        return found
    if now.prefer == "past":
        return past[-1] if past else None
    if now.prefer == "future":
        return future[0] if future else None
    if not past or not future:
        return None
    return _nearest(past[-1], future[0], here)


def _same_year(found: Span, here: datetime) -> bool:
    return found.start.year == found.end.year == here.year or (
        (found.end - timedelta(days=1)).year == here.year == found.start.year
    )


def _nearest(past: Span, future: Span, here: datetime) -> Span | None:
    back, ahead = here - past.end, future.start - here
    if ahead >= _FARTHER * back:
        return past
    return future if back >= _FARTHER * ahead else None
