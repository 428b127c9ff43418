"""When the event was by which a question names its time: "before she moved".

The event's words are a query of their own. What memories say tells when it was only if one of them
clearly is about it: close enough, with the names of the clause, a statement and no question, plan
or denial, and nothing else as close that says another time. Facts are asked before messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from memkit.domain.display import headline
from memkit.domain.records import MemoryRecord
from memkit.domain.results import Hit
from memkit.domain.times import from_instant, instant_of
from memkit.engine.retrieval.asked_time import AskedTime
from memkit.text.event_clauses import EventClause, event_clause, has_content, states
from memkit.text.sentences import sentences
from memkit.text.terms import plain_terms, query_terms, terms
from memkit.text.when import find

# So many memories are looked at.
CANDIDATES = 10
# The relevance that a memory of the event has at least, and how much more than one of another.
LEAST = 0.5
MARGIN = 0.2
# What is said within so many days of each other is one event; so wide is "when" on either side.
WINDOW_DAYS = 7

_DAY = 86_400_000_000
_WINDOW = WINDOW_DAYS * _DAY
# In characters: what is longer is looked at up to here.
_LOOKED_AT = 20_000
_PRECISE = frozenset({"day", "week", "weekend", "month", "season", "quarter", "year"})
_NAME = re.compile(r"(?<!\w)[^\W\d_a-zß-öø-ÿ]\w+")
# German writes all nouns like names.
_WITHOUT_NAMES = frozenset({"de", "zh", "ja"})


@dataclass(frozen=True, slots=True)
class _Happening:
    """What a memory says of the event.

    Attributes:
        record: The memory.
        start, end: In microseconds since 1970, the end excluded; None where there is none.
        holds: Whether it is a state that holds in between, and not what happened then.
    """

    record: MemoryRecord
    start: int | None
    end: int | None
    holds: bool

    def meets(self, times: Iterable[AskedTime]) -> bool:
        """Tell whether it began in one of some times."""
        return any(self.start is not None and time.has(self.start) for time in times)


def is_told(question: str, clause: EventClause, times: Sequence[AskedTime]) -> bool:
    """Tell whether a clause names its time by the calendar: "before 2024", "during the summer"."""
    for time in times:
        start = question.find(time.words)
        if start < clause.joins[1] and start + len(time.words) > clause.joins[0]:
            return True
    return not has_content(without_times(clause, times).event, clause.language)


def within(clause: EventClause, times: Iterable[AskedTime]) -> list[AskedTime]:
    """Return the times of a question that are of its event: "before we moved in May"."""
    return [time for time in times if time.words in clause.event]


def without_times(clause: EventClause, times: Iterable[AskedTime]) -> EventClause:
    """Return a clause without the times in its event that are those of the calendar."""
    event = clause.event
    for time in within(clause, times):
        event = event.replace(time.words, " ")
    return replace(clause, event=event.strip())


def asked_event(
    clause: EventClause, hits: Sequence[Hit], *, dated: Sequence[AskedTime] = ()
) -> AskedTime | None:
    """Return the time that a clause names; None if nothing clearly tells it.

    Args:
        clause: The clause.
        hits: The memories that its event finds, none of which was left out for when it holds.
        dated: The times that the clause itself names its event by, which tell which of several it
            was, and when where no memory does.
    """
    return _remembered(clause, hits, dated) or _said(clause, dated)


def _said(clause: EventClause, dated: Sequence[AskedTime]) -> AskedTime | None:
    """Return the time that a clause names if it says itself when its event was."""
    if len(dated) != 1 or dated[0].start is None or clause.relation == "while":
        return None
    time = dated[0]
    if clause.relation == "before":
        return AskedTime(clause.words, f"before {time.meaning}", None, time.start)
    return AskedTime(clause.words, f"since {time.meaning}", time.start, None)


def _remembered(
    clause: EventClause, hits: Sequence[Hit], dated: Sequence[AskedTime]
) -> AskedTime | None:
    about = [
        (hit, sentence)
        for hit in hits
        if hit.relevance is not None and hit.relevance >= LEAST and _has_names(hit, clause)
        for sentence in [_telling(hit.memory, clause)]
        if sentence is not None
    ]
    if not about:
        return None
    least = max(hit.relevance or 0.0 for hit, _ in about) - MARGIN
    close = [(hit, said) for hit, said in about if (hit.relevance or 0.0) >= least]
    for among in (_is_fact, _is_said, lambda _: True):
        group = [_happening(hit, said) for hit, said in close if among(hit)]
        if group:
            group = [one for one in group if one.meets(dated)] or group
            return _time(clause, group) if _agree(group) else None
    return None


def _is_fact(record: MemoryRecord) -> bool:
    return record.derived_by is not None


def _is_said(record: MemoryRecord) -> bool:
    return record.role != "assistant"


def _has_names(record: MemoryRecord, clause: EventClause) -> bool:
    """Tell whether a memory has the names of a clause, in its text or in whose it is."""
    if clause.language in _WITHOUT_NAMES:
        return True
    held = plain_terms(f"{record.memory} {record.name or ''} {record.user_id or ''}")
    return set(plain_terms(" ".join(_NAME.findall(clause.event)))) <= set(held)


def _telling(text: str, clause: EventClause) -> str | None:
    """Return the sentence of a memory that tells of the event; None if none does.

    One that only speaks of another time by it ("Before we moved, I had a dog") doesn't.
    """
    text = text[:_LOOKED_AT]
    asked = [frozenset(term.forms) for term in query_terms(clause.event)]
    said = [text[start:end] for start, end in sentences(text)]
    if not said:
        return None
    held = [_held(asked, sentence) for sentence in said]
    best = max(range(len(said)), key=lambda i: len(held[i]))
    own = event_clause(said[best])
    if own is not None and held[best] and held[best] == _held(asked, own.event):
        return None
    return said[best] if states(said[best]) else None


def _held(asked: Sequence[frozenset[str]], text: str) -> frozenset[int]:
    """Return which of the terms that are asked for a text has."""
    there = set(terms(text))
    return frozenset(i for i, forms in enumerate(asked) if not forms.isdisjoint(there))


def _happening(record: MemoryRecord, sentence: str) -> _Happening:
    if record.valid_from is not None or record.valid_to is not None:
        limits = (record.valid_from, record.valid_to)
        start, end = (None if one is None else instant_of(one) for one in limits)
        return _Happening(record, start, end, holds=True)
    said = record.occurred_at or record.created_at
    named = [
        (when.start, when.end)
        for _, when in find(sentence, at=said, prefer="past")
        if when.start and when.end and not when.recurring and when.precision in _PRECISE
    ]
    first, last = named[0] if len(named) == 1 else (said, said)
    return _Happening(record, instant_of(first), instant_of(last), holds=False)


def _agree(group: Sequence[_Happening]) -> bool:
    """Tell whether memories say about the same time of an event."""
    for sides in ([one.start for one in group], [one.end for one in group if one.holds]):
        known = [one for one in sides if one is not None]
        if known and (len(known) < len(sides) or max(known) - min(known) > _WINDOW):
            return False
    return True


def _time(clause: EventClause, group: Sequence[_Happening]) -> AskedTime | None:
    """Return the interval that a clause names, given what agrees on the time of its event."""
    first, last = _edge(min, (one.start for one in group)), _edge(max, (one.end for one in group))
    holds = all(one.holds for one in group)
    start: int | None = None
    end: int | None = None
    if clause.relation == "before":
        end, meaning = first, f"before {_day(first)}"
    elif clause.relation == "since" or (clause.relation == "after" and not (holds and last)):
        start, meaning = first, f"since {_day(first)}"
    elif clause.relation == "after":
        start, meaning = last, f"since {_day(last)}"
    elif holds:
        start, end, meaning = first, last, f"{_day(first)}/{_day(last)}"
    else:
        assert first is not None  # What happened has a time.
        assert last is not None
        start, end = first - _WINDOW, last + _WINDOW
        meaning = f"{_day(start)}/{_day(end)}, {WINDOW_DAYS} days around"
    if start is None and end is None:
        return None
    source = group[0].record
    said = f"{meaning} by “{headline(source.memory)}” ({source.id})"
    return AskedTime(clause.words, said, start, end)


def _edge(choose: Callable[[list[int]], int], sides: Iterable[int | None]) -> int | None:
    known = [one for one in sides if one is not None]
    return choose(known) if known else None


def _day(instant: int | None) -> str:
    return "" if instant is None else from_instant(instant).date().isoformat()
