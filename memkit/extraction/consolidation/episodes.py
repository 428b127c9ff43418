"""Old messages as episodes: those of a day, a week or a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Literal, get_args

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.digests import text_digest
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import from_instant, now
from memkit.domain.values import shown
from memkit.errors import ValidationError
from memkit.extraction.consolidation.facts import SUMMARY
from memkit.filters import parse

Grouping = Literal["day", "week", "conversation"]
EPISODE = "episode"

_AT_ONCE = 2_000
_FEWEST = 3
# A conversation of one scope ends with so long a silence.
_SILENCE = timedelta(hours=6)
_SAID = {"derived_by": None, "withheld": None}


@dataclass(frozen=True, slots=True)
class Episode:
    """Messages of one scope that belong together, in the order in which they were said.

    Attributes:
        name: Which one, for people: "2025-03-10", "week of 2025-03-10".
        messages: The messages.
    """

    name: str
    messages: tuple[MemoryRecord, ...]

    @property
    def digest(self) -> str:
        """What tells it from others, and from itself when a message of it is changed."""
        said = sorted(f"{one.id} {text_digest(one.memory)}" for one in self.messages)
        return blake2b("\n".join(said).encode(), digest_size=12).hexdigest()


def checked_grouping(by: object) -> Grouping:
    """Return how episodes are told apart, if it is one of the ways.

    Raises:
        ValidationError: It is none.
    """
    for known in get_args(Grouping):
        if isinstance(by, str) and by == known:
            found: Grouping = known
            return found
    raise ValidationError(f"by is {shown(by)}.", fix=f"Use one of {', '.join(get_args(Grouping))}.")


def episodes(journal: Journal, scope: Scope, *, older_than: float, by: Grouping) -> list[Episode]:
    """Return the episodes whose messages are all old, and that no summary is about yet.

    Args:
        journal: The journal.
        scope: Whose.
        older_than: In seconds.
        by: What belongs together.
    """
    try:
        ends = from_instant(now()) - timedelta(seconds=older_than)
    except OverflowError:
        # Nothing was said before the calendar begins.
        return []
    known = _summed_up(journal, scope)
    scopes: dict[Scope, list[MemoryRecord]] = {}
    for record in _every(journal, Selection(scope=scope, where=parse(_SAID), now=now())):
        scopes.setdefault(record.scope, []).append(record)
    return [
        episode
        for messages in scopes.values()
        for episode in _grouped(sorted(messages, key=when_said), by)
        if len(episode.messages) >= _FEWEST
        and when_said(episode.messages[-1]) <= ends
        and episode.digest not in known
    ]


def when_said(record: MemoryRecord) -> datetime:
    """Return when a message was said, as far as is known."""
    return record.occurred_at or record.created_at


def _grouped(messages: list[MemoryRecord], by: Grouping) -> Iterator[Episode]:
    groups: list[tuple[str, list[MemoryRecord]]] = []
    for message in messages:
        day = when_said(message).astimezone(UTC).date()
        if by == "conversation":
            goes_on = groups and when_said(message) - when_said(groups[-1][1][-1]) <= _SILENCE
            name = (
                groups[-1][0] if goes_on else f"conversation of {when_said(message):%Y-%m-%d %H:%M}"
            )
        elif by == "day":
            name = f"day {day.isoformat()}"
        else:
            name = f"week of {(day - timedelta(days=day.weekday())).isoformat()}"
        if groups and groups[-1][0] == name:
            groups[-1][1].append(message)
        else:
            groups.append((name, [message]))
    return (Episode(name, tuple(group)) for name, group in groups)


def _summed_up(journal: Journal, scope: Scope) -> set[str]:
    """Return the digests of the episodes that a summary is about, also one that was rejected."""
    where = parse({"data.kind": SUMMARY, "withheld": {"$in": [None, "rejected", "proposed"]}})
    found = _every(journal, Selection(scope=scope, where=where, now=now()))
    return {str(record.data.get(EPISODE)) for record in found}


def _every(journal: Journal, selection: Selection) -> Iterator[MemoryRecord]:
    after = 0
    while page := journal.page(selection, limit=_AT_ONCE, after=after):
        after = page[-1][0]
        yield from (record for _, record in page)
