"""From what a model wrote of a window to facts: checked, placed in time, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from memkit.domain.records import Scope, Source
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.extraction.gate import Code, Problem, Verdict, check, moved, quote_as_fact
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line
from memkit.text.when import Prefer, When, find, resolve

# Where the words of time of a kind point, if they don't say so themselves.
_POINTS: dict[str, Prefer] = {"plan": "future", "event": "past", "state": "past"}
# Kinds that hold for some time, rather than happen at one.
_HOLDS = ("state", "preference", "instruction")


_UNRELATED = Problem(
    code="unrelated", sentence="No word of the text stands in the line, or just before it."
)


_DOUBTED: frozenset[Code] = frozenset(("speaker", "order"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A fact as it was drawn, before it meets the old ones.

    Attributes:
        item: What the model wrote, as far as it was kept.
        state: What the memory of it would be.
        source: Where the message says so; `scope`: that of the message.
        problems: What speaks against it, as sentences; () if it is supported.
    """

    item: Item
    state: State
    source: Source
    scope: Scope = Scope()  # noqa: RUF009 - it is frozen
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
        verdict = believed(item, lines, language)
        line = next((line for line in lines if line.number == verdict.line), None)
        if line is None:
            continue
        fact = _fact(verdict, line, derivation)
        found.setdefault((line.memory_id, fact.state.text.casefold()), fact)
    return list(found.values())


def together(facts: Sequence[Drawn]) -> list[Drawn]:
    """Return facts of several windows, those that say just the same as one with all the sources.

    One that has no evidence adds none to one that has. What is said in two scopes is two facts.
    """
    found: dict[tuple[Scope, str], Drawn] = {}
    for fact in facts:
        said = fact.scope, fact.state.text.casefold()
        known = found.setdefault(said, fact)
        if known is fact or (known.supported and not fact.supported):
            continue
        if known.supported == fact.supported:
            sources = (*known.state.sources, *fact.state.sources)
            found[said] = replace(known, state=replace(known.state, sources=sources))
        else:
            found[said] = fact
    return list(found.values())


def believed(item: Item, lines: Sequence[Line], language: str | None = None) -> Verdict:
    """Return what is believed of an item: it, as another line or its quote says it, or nothing.

    Args:
        item: What a model wrote.
        lines: The window.
        language: As of `drawn`.
    """
    verdict = check(item, lines, language=language)
    # Whatever is said in other words shares one with what was said; in another language none.
    unrelated = verdict.supported and language is None and not verdict.support
    if verdict.supported and not unrelated:
        return verdict
    other = moved(item, lines)
    if other is not None and other.line != item.line:
        again = check(other, lines, language=language)
        if again.supported:
            return again
    # Who is no witness of it, and what orders it, say no more in their own words.
    believable = not _DOUBTED & {problem.code for problem in verdict.problems}
    quoted = quote_as_fact(item, lines) if language is None and believable else None
    if quoted is not None:
        return check(quoted, lines)
    if unrelated:
        return replace(verdict, problems=(_UNRELATED,))
    return verdict


def source_of(verdict: Verdict, line: Line) -> Source:
    """Return where a message says what a verdict is about."""
    start, end = verdict.start, verdict.end
    quote = verdict.item.quote if start is None or end is None else line.text[start:end]
    return Source(
        memory_id=line.memory_id,
        start=None if start is None else line.start + start,
        end=None if end is None else line.start + end,
        quote=quote,
        digest=line.digest,
    )


def _fact(verdict: Verdict, line: Line, derivation: str) -> Drawn:
    item = verdict.item
    source = source_of(verdict, line)
    problems = tuple(problem.sentence for problem in verdict.problems)
    when = when_of(item, line.at)
    valid_from, valid_to = _validity(item, when)
    state = State(
        text=item.text,
        type="episodic" if item.kind == "event" else "semantic",
        sources=(source,),
        derived_by=derivation,
        said_by=line.role,
        occurred_at=_occurred(item, when, line.at),
        valid_from=valid_from,
        valid_to=valid_to,
        data=_data(item, when, line, problems),
        withheld="unsupported" if problems else None,
    )
    return Drawn(item=item, state=state, source=source, scope=line.scope, problems=problems)


def when_of(item: Item, at: datetime | None) -> When | None:
    """Return the time that an item's words of time mean, said at a moment; None if unknown."""
    if at is None:
        return None
    prefer = _POINTS.get(item.kind)
    # The verbs beside an expression tell where it lies, so it is looked for in the quote.
    said = [when for _, when in find(item.quote, at=at)]
    if not said:
        said = [when for _, when in find(item.quote, at=at, prefer=prefer)]
    meant = [when for when in said if item.when and _overlap(when.words, item.when)]
    if meant:
        return meant[0]
    if item.when:
        return resolve(item.when, at=at, prefer=prefer)
    # Small models leave the words of time out: one expression alone is clear enough.
    return said[0] if len(said) == 1 else None


def _overlap(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def _occurred(item: Item, when: When | None, at: datetime | None) -> int | None:
    """Return when it happened; of what holds, and of plans, when it was said."""
    if item.kind not in _HOLDS and item.kind != "plan" and when is not None and when.start:
        return instant_of(when.start)
    return None if at is None else instant_of(at)


def _validity(item: Item, when: When | None) -> tuple[int | None, int | None]:
    """Return from when on a state holds, and until when, as far as its words say so."""
    if item.kind not in _HOLDS or when is None:
        return None, None
    first = last = None
    if when.start is not None and when.relation not in ("before", "until"):
        first = instant_of(when.start)
    if when.end is not None and when.relation in ("before", "until", "between"):
        last = instant_of(when.end)
    return first, last


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
