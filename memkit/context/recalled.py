"""From a query to the block: found, ranked, told apart, explained, packed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from memkit.concurrency.effects import Effects
from memkit.context.explained import explaining
from memkit.context.lines import CUT, line_of, part_of
from memkit.context.packing import Candidate, packed
from memkit.context.repeats import Said
from memkit.context.tokens import counter_for
from memkit.contracts.store import Filter, Selection
from memkit.domain.prompt_context import Context, ContextItem, LeftOut
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.results import Hit, notes_of
from memkit.domain.times import Moment, to_instant
from memkit.domain.validation import checked_text, whole_number
from memkit.domain.wording import counted
from memkit.engine.engine import Engine
from memkit.engine.retrieval.advice import Pages
from memkit.engine.retrieval.asked_time import TimeUse
from memkit.engine.retrieval.indexes import Index
from memkit.engine.retrieval.pipeline import search
from memkit.engine.retrieval.served import MemoryKind, served

# So many hits are asked for: for each so many tokens of the budget, within bounds. Most lines have
# more than the first; where all that is found has room, the second counts: no line has fewer.
_TOKENS_A_HIT = (16, 4)
_FEWEST, _MOST = 50, 1000
# Scripts without spaces are cut anywhere.
_LONGEST_WORD = 20


def recalled(
    engine: Engine,
    index: Index,
    query: str | Sequence[str],
    *,
    pages: Pages,
    scope: Scope,
    budget: int,
    where: Filter,
    kind: MemoryKind,
    valid_at: Moment | None,
    space: str | None,
    rerank: bool,
    model: str | None,
    tokenizer: Callable[[str], int] | None,
    when: TimeUse = "prefer",
    asked_at: Moment | None = None,
    known: Collection[str] = (),
    said: Collection[str] = (),
) -> Effects[Context]:
    """Return what is remembered of a query; see `ContextVerbs.context`.

    Args:
        known: Ids of memories that the prompt holds already, such as those of a conversation;
            `said`: their texts, where nobody knows the ids.
    """
    budget = whole_number(budget, "tokens", least=1)
    if model is None:
        model = engine.llm.model if engine.llm is not None else None
    else:
        model = checked_text(model, "model", blank=False)
    counter = counter_for(model, tokenizer)
    find = functools.partial(
        search, engine, index, query, pages=pages, scope=scope, where=where, kind=kind,
        valid_at=valid_at, mode="hybrid", space=space, context=None, role_weights=None,
        late_interaction=True, recency=None, rerank=rerank, threshold=None, explain=False,
        when=when, asked_at=asked_at,
    )  # fmt: skip
    there = _There(ids=frozenset(known), texts=frozenset(text.strip() for text in said))
    for k in _depths(budget):
        hits = yield from find(k=k)
        now = index.now() if valid_at is None else to_instant(valid_at, name="valid_at")
        selection = served(
            Selection.of(scope, where, at=index.now()),
            kind="all", valid_at=valid_at, restrictions=index.restrictions(scope),
        )  # fmt: skip
        left_out: list[LeftOut] = []
        ranked = sorted(hits, key=lambda hit: (_is_outdated(hit, now), hit.weak))
        kept = list(_once(ranked, left_out, there=there))
        explained = explaining(index, engine.journal, kept, selection)
        before = {id_: record for id_, record in explained.items() if record not in there}
        made = [_candidate(hit, before.get(hit.id), now=now) for hit in kept]
        fitted = packed(made, budget=budget, count=counter.count)
        if fitted.left_out or len(hits) < k:
            break
    packed_ids = {item.memory.id for item in fitted.items}
    left_out += [
        LeftOut(memory=one.item.memory, reason=f"beyond the budget of {counted(budget, 'token')}")
        for one in fitted.left_out
        if one.item.memory.id not in packed_ids
    ]
    return Context(
        fitted.items,
        text=fitted.text,
        left_out=left_out,
        query=query,
        tokens=fitted.tokens,
        budget=budget,
        counted_by=counter.name,
        times=hits.times,
    )


def _depths(budget: int) -> list[int]:
    """Return how many hits are asked for, and how many if these don't fill the budget."""
    return sorted({min(max(budget // tokens, _FEWEST), _MOST) for tokens in _TOKENS_A_HIT})


@dataclass(frozen=True, slots=True)
class _There:
    """What the prompt holds already, by ids and by texts."""

    ids: frozenset[str]
    texts: frozenset[str]

    def __contains__(self, record: MemoryRecord) -> bool:
        return record.id in self.ids or record.memory.strip() in self.texts


def _once(hits: Sequence[Hit], left_out: list[LeftOut], *, there: _There) -> Iterator[Hit]:
    """Yield the hits that say something new; the others go to what is left out."""
    said = Said()
    for hit in hits:
        if hit in there:
            left_out.append(LeftOut(memory=hit, reason="stands in the conversation"))
            continue
        before = said.before(hit)
        if before is None:
            yield hit
        else:
            left_out.append(LeftOut(memory=hit, reason=f"says what {before.id} says"))


def _candidate(hit: Hit, before: MemoryRecord | None, *, now: int) -> Candidate:
    item = ContextItem(
        memory=hit,
        part=part_of(hit),
        line=line_of(hit, now=now),
        reason=_reason(hit, now),
        relevance=hit.relevance,
        outdated=_is_outdated(hit, now),
        of_time=bool(hit.reasons.get("time")),
    )
    explains = None if before is None else _explaining(before, hit, now=now)
    return Candidate(item, explains, functools.partial(_cut, item, now=now))


def _explaining(before: MemoryRecord, hit: Hit, *, now: int) -> ContextItem:
    return ContextItem(
        memory=before,
        part=part_of(before),
        line=line_of(before, now=now),
        reason=f"said right before {hit.id}",
        outdated=bool(notes_of(before, now)),
    )


def _is_outdated(hit: Hit, now: int) -> bool:
    """Tell whether a hit does not hold at the time that was asked for."""
    return bool(notes_of(hit, now)) and not hit.reasons.get("time")


def _cut(item: ContextItem, characters: int, *, now: int) -> ContextItem:
    """Return an item with the beginning of its text, which ends with a word if one is near."""
    text = item.memory.memory
    if characters >= len(text):
        return item
    start = text[:characters]
    words, _, part = start.rpartition(" ")
    if not text[characters].isspace() and words and len(part) <= _LONGEST_WORD:
        start = words
    line = line_of(item.memory, now=now, text=start.rstrip() + CUT)
    return replace(item, line=line, cut=True)


def _reason(hit: Hit, now: int) -> str:
    close = "" if hit.relevance is None else f"relevance {hit.relevance:.2f}"
    of_time = "of the time asked for" if hit.reasons.get("time") else ""
    notes = [of_time, *notes_of(hit, now), "not close to the query" if hit.weak else ""]
    return "; ".join([part for part in (close, *notes) if part]) or f"score {hit.score:.2f}"
