"""Facts that say the same, as far as words and vectors tell: without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from memkit.domain.records import Source
from memkit.domain.wording import counted
from memkit.extraction.consolidation.facts import Fact, are_apart
from memkit.extraction.consolidation.proposed import ConsolidationProposal
from memkit.extraction.gate.choices import may_choose

# So many words may one fact say more than another one that says the same otherwise.
_MOST_MORE = 2


@dataclass(frozen=True, slots=True)
class Near:
    """Two facts of one group that are near to each other.

    Attributes:
        one, other: The facts.
        cosine: How near they are in the default space.
        why: Why they say the same; "" where that is still to be told.
    """

    one: Fact
    other: Fact
    cosine: float = 1.0
    why: str = ""


def equal_words(facts: Sequence[Fact]) -> Iterator[Near]:
    """Yield pairs of facts of a group that have the same words, each with the first of them."""
    first: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        same = first.setdefault((fact.words, fact.denies, fact.past), [])
        for other in same:
            if _says_as_much(fact, other) and _says_as_much(other, fact):
                yield Near(other, fact, why="They say the same in the same words.")
                break
        else:
            if fact.words:
                same.append(fact)


def says_the_same(pair: Near, *, threshold: float) -> bool:
    """Tell whether of two facts that are near one says all that the other says.

    Whoever likes tea is near to who likes coffee: a fact that has a word which the other one lacks
    says the same only if the other one has none that it lacks.
    """
    one, other = pair.one, pair.other
    less, more = sorted((one, other), key=lambda fact: len(fact.words))
    if pair.cosine < threshold or not less.words or not less.words <= more.words:
        return False
    if len(more.words - less.words) > _MOST_MORE or len(less.words) < _MOST_MORE:
        return False
    alike = (less.denies, less.past) == (more.denies, more.past)
    return alike and _says_as_much(less, more) and _says_as_much(more, less)


def _says_as_much(new: Fact, old: Fact) -> bool:
    """Tell whether a fact has no number, day or subject that another one lacks."""
    return may_choose("same", old=old.claim, new=new.claim).allowed


def merges(pairs: Iterable[Near]) -> list[ConsolidationProposal]:
    """Return what pairs of facts that say the same are merged into, each fact once.

    Each fact that goes says the same as the one that stays: what is near to what is near may be
    far.
    """
    beside: dict[Fact, dict[Fact, str]] = {}
    for pair in pairs:
        if not are_apart("merge", pair.one.record, pair.other.record):
            beside.setdefault(pair.one, {})[pair.other] = pair.why
            beside.setdefault(pair.other, {})[pair.one] = pair.why
    found = []
    left = set(beside)
    for keep in sorted(beside, key=_worth, reverse=True):
        others = [fact for fact in beside[keep] if fact in left]
        if keep not in left or not others:
            continue
        left -= {keep, *others}
        found.append(merge([keep, *others], reason=beside[keep][others[0]]))
    return found


def merge(facts: Sequence[Fact], *, reason: str) -> ConsolidationProposal:
    """Return the proposal to merge facts into the first."""
    records = tuple(fact.record for fact in facts)
    return ConsolidationProposal(
        kind="merge",
        memory=records[0].memory,
        records=records,
        sources=sources_of(facts),
        reason=reason or f"{counted(len(facts), 'fact')} say the same.",
        scope=records[0].scope,
    )


def sources_of(facts: Iterable[Fact]) -> tuple[Source, ...]:
    """Return the sources of facts, each place once."""
    found: dict[object, Source] = {}
    for fact in facts:
        for source in fact.record.sources:
            found.setdefault((source.memory_id, source.document, source.quote), source)
    return tuple(found.values())


def _worth(fact: Fact) -> tuple[object, ...]:
    """Return what tells the fact that stays: what people pinned, what says and proves most."""
    record = fact.record
    return (record.pinned, len(fact.words), len(record.sources), -fact.key)
