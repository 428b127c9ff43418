"""What a model once decided about a fact, found among the calls that the journal recorded."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from memkit.contracts.journal import Call, Journal
from memkit.domain.decisions import Candidate, FactDecision
from memkit.domain.records import Event
from memkit.domain.times import instant_of
from memkit.extraction.asking.listed import listed_in
from memkit.extraction.tasks.schemas import DECISIONS
from memkit.text.safe_text import on_one_line

# A reading makes few calls before it is written; others may go on at the same time.
_LOOKED_THROUGH = 200
_NEW = re.compile(r"new fact (\d+): (?:\(\d{4}-\d\d-\d\d\) )?(.*)")
_OLD = re.compile(r"  old fact (\d+): (?:\(\d{4}-\d\d-\d\d\) )?(.*)")


def decided(journal: Journal, drawn: Event) -> FactDecision | None:
    """Return what was decided about a fact, if a model was asked and its answer is there.

    Args:
        journal: The journal.
        drawn: The event that wrote the fact.
    """
    if drawn.after is None:
        return None
    said = on_one_line(drawn.after.memory)
    for call in reversed(_calls_before(journal, instant_of(drawn.at))):
        if call.task == "decide" and call.derivation in (None, drawn.after.derived_by):
            found = _decision(call, said)
            if found is not None:
                return found
    return None


def _calls_before(journal: Journal, instant: int) -> list[Call]:
    """Return the last calls that had come back by an instant."""

    def is_later(after: int) -> bool:
        following = journal.calls(after=after, limit=1)
        return not following or following[0].at > instant

    most = 1
    while not is_later(most):
        most *= 2
    last = bisect_left(range(most), True, key=is_later)
    found = journal.calls(after=max(0, last - _LOOKED_THROUGH), limit=_LOOKED_THROUGH)
    return [call for call in found if call.at <= instant]


def _decision(call: Call, said: str) -> FactDecision | None:
    place, candidates = _asked(call, said)
    answers = listed_in(call.answer, DECISIONS, lambda fields: {"fact", "choice"} <= set(fields))
    made = [one for one in answers or () if isinstance(one, dict) and one.get("fact") == place]
    if place is None or len(made) != 1:
        return None
    old = candidates.get(made[0].get("old", 0))
    return FactDecision(
        choice=str(made[0].get("choice", "")),
        why=str(made[0].get("why", "")),
        old=None if old is None else old.id,
        candidates=tuple(candidates.values()),
        model=call.model,
        prompt=call.prompt,
    )


def _asked(call: Call, said: str) -> tuple[int | None, dict[int, Candidate]]:
    """Return the number of a fact in what was asked, and the old facts under it by number."""
    place: int | None = None
    candidates: dict[int, Candidate] = {}
    for row in _rows(call.request):
        new, old = _NEW.fullmatch(row), _OLD.fullmatch(row)
        if new is not None:
            if place is not None:
                break
            place = int(new[1]) if new[2] == said else None
        elif old is not None and place is not None:
            number = int(old[1])
            # The ids are those that were shown, in the order of their numbers.
            if 0 < number <= len(call.lines):
                candidates[number] = Candidate(call.lines[number - 1], old[2])
    return place, candidates


def _rows(request: Sequence[Mapping[str, Any]]) -> list[str]:
    last = request[-1].get("content") if request else ""
    return last.splitlines() if isinstance(last, str) else []
