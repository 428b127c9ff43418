"""From what a model wrote of a window to facts: checked, placed in time, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from memkit.domain.records import Source
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.extraction.gate import Verdict, check, moved, quote_as_fact
from memkit.extraction.items import Item
from memkit.extraction.lines import Line
from memkit.text.when import Prefer, When, find, resolve

# Where the words of time of a kind point, if they don't say so themselves.
_POINTS: dict[str, Prefer] = {"plan": "future", "event": "past", "state": "past"}
# Kinds that hold for some time, rather than happen at one.
_HOLDS = ("state", "preference", "instruction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A fact as it was drawn, before it meets the old ones.

    Attributes:
        item: What the model wrote, as far as it was kept.
        state: What the memory of it would be.
        source: Where the message says so.
        problems: What speaks against it, as sentences; () if it is supported.
    """

    item: Item
    state: State
    source: Source
    problems: tuple[str, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether its evidence holds."""
        return not self.problems


def drawn(
    items: Sequence[Item], lines: Sequence[Line], *, derivation: str, language: str | None = None
) -> list[Drawn]:
    """Return the facts that items make, each once; what has no evidence is marked as such.

    A quote that stands in another line is taken from there. Where the sentence does not hold, the
    quote itself takes its place if it can stand alone.

    Args:
        items: What a model wrote of a window.
        lines: The window.
        derivation: The name of the derivation.
        language: The language that facts were asked for in; None for that of their quotes.
    """
    found: dict[tuple[str, str], Drawn] = {}
    for item in items:
        verdict = _believed(item, lines, language)
        line = next((line for line in lines if line.number == verdict.line), None)
        if line is None:
            continue
        fact = _fact(verdict, line, derivation)
        found.setdefault((line.memory_id, fact.state.text.casefold()), fact)
    return list(found.values())


def _believed(item: Item, lines: Sequence[Line], language: str | None) -> Verdict:
    verdict = check(item, lines, language=language)
    if verdict.supported:
        return verdict
    other = moved(item, lines)
    if other is not None and other.line != item.line:
        again = check(other, lines, language=language)
        if again.supported:
            return again
    quoted = quote_as_fact(item, lines) if language is None else None
    if quoted is not None:
        return check(quoted, lines)
    return verdict


def _fact(verdict: Verdict, line: Line, derivation: str) -> Drawn:
    item = verdict.item
    start, end = verdict.start, verdict.end
    quote = item.quote if start is None or end is None else line.text[start:end]
    source = Source(
        memory_id=line.memory_id,
        start=None if start is None else line.start + start,
        end=None if end is None else line.start + end,
        quote=quote,
        digest=line.digest,
    )
    problems = tuple(problem.sentence for problem in verdict.problems)
    when = _when(item, line.at)
    state = State(
        text=item.text,
        type="episodic" if item.kind == "event" else "semantic",
        sources=(source,),
        derived_by=derivation,
        said_by=line.role,
        occurred_at=_occurred(item, when, line.at),
        **_validity(item, when),
        data=_data(item, when, line, problems),
        status="unsupported" if problems else None,
    )
    return Drawn(item=item, state=state, source=source, problems=problems)


def _when(item: Item, at: datetime | None) -> When | None:
    if at is None:
        return None
    prefer = _POINTS.get(item.kind)
    if item.when:
        return resolve(item.when, at=at, prefer=prefer)
    # Small models leave the words of time out: one expression in the quote is clear enough.
    said = find(item.quote, at=at, prefer=prefer)
    return said[0][1] if len(said) == 1 else None


def _occurred(item: Item, when: When | None, at: datetime | None) -> int | None:
    """Return when it happened; of what holds, and of plans, when it was said."""
    if item.kind not in _HOLDS and item.kind != "plan" and when is not None and when.start:
        return instant_of(when.start)
    return None if at is None else instant_of(at)


def _validity(item: Item, when: When | None) -> dict[str, int]:
    """Return from when on a state holds, and until when, as far as its words say so."""
    if item.kind not in _HOLDS or when is None:
        return {}
    found = {}
    if when.start is not None and when.relation not in ("before", "until"):
        found["valid_from"] = instant_of(when.start)
    if when.end is not None and when.relation in ("before", "until", "between"):
        found["valid_to"] = instant_of(when.end)
    return found


def _data(item: Item, when: When | None, line: Line, problems: Sequence[str]) -> dict[str, Any]:
    said = {"kind": item.kind, "about": item.about, "when": item.when}
    if when is not None:
        said |= {
            "start": "" if when.start is None else when.start.isoformat(),
            "end": "" if when.end is None else when.end.isoformat(),
            "precision": when.precision,
        }
    data: dict[str, Any] = {name: value for name, value in said.items() if value}
    if line.name:
        data["speaker"] = line.name
    if item.entities:
        data["entities"] = list(item.entities)
    if item.categories:
        data["categories"] = list(item.categories)
    if problems:
        data["problems"] = list(problems)
    return data
