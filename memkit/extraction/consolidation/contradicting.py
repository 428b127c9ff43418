"""Facts that can't both hold now, as far as a rule tells: without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from memkit.domain.records import Usage
from memkit.extraction.consolidation.facts import Fact
from memkit.extraction.consolidation.merging import sources_of
from memkit.extraction.consolidation.proposed import ConsolidationProposal
from memkit.extraction.gate.choices import may_change, single_values
from memkit.text.tokens import STARTS_UNSPACED, normal, split

# So much of two texts has to be the same around what differs, in words and in signs.
_SAME_WORDS, _SAME_SIGNS = 3, 3
_MOST_OTHER_WORDS, _MOST_OTHER_SIGNS = 3, 6
_ONE_AT_A_TIME = "Both are said of one who has one at a time, and differ."
_DENIED = "One denies what the other one says."


def contradictions(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """Yield facts of a group that can't both hold: the later one, the earlier one, and why.

    These are two that differ in the value of what one has one of at a time (a home, a job, a name,
    an age), and two of which one denies the other.
    """
    for old, new in _successive(_by_property(facts)):
        if _differ_in_value(old, new) and may_change(old.claim, new.claim).allowed:
            yield new, old, _ONE_AT_A_TIME
    for old, new in _successive(_by_words(facts)):
        if old.denies != new.denies and may_change(old.claim, new.claim).allowed:
            yield new, old, _DENIED


def rivals(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield facts of a group that speak of what one has one of, the earlier one first.

    Whether they say different things of it is more than a rule can tell: somebody who moved to a
    city lives there.
    """
    for old, new in _successive(_by_property(facts)):
        if old.words != new.words and may_change(old.claim, new.claim).allowed:
            yield old, new


def contradiction(
    new: Fact, old: Fact, *, reason: str, by_model: bool = False, usage: Usage | None = None
) -> ConsolidationProposal:
    """Return the proposal to let the later one of two facts hold from now on."""
    return ConsolidationProposal(
        kind="contradiction",
        memory=new.record.memory,
        records=(new.record, old.record),
        sources=sources_of((new, old)),
        reason=reason,
        by="model" if by_model else "code",
        usage=Usage() if usage is None else usage,
        scope=new.record.scope,
    )


def _by_property(facts: Sequence[Fact]) -> Iterable[list[Fact]]:
    buckets: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.claim.about:
            for name in single_values(fact.claim.text):
                buckets.setdefault((normal(fact.claim.about), name), []).append(fact)
    return buckets.values()


def _by_words(facts: Sequence[Fact]) -> Iterable[list[Fact]]:
    buckets: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if len(fact.words) > 1:
            buckets.setdefault((fact.words, fact.past), []).append(fact)
    return buckets.values()


def _successive(buckets: Iterable[list[Fact]]) -> Iterator[tuple[Fact, Fact]]:
    for bucket in buckets:
        yield from pairwise(sorted(bucket, key=lambda fact: (fact.since, fact.key)))


def _differ_in_value(old: Fact, new: Fact) -> bool:
    if (
        old.denies
        or new.denies
        or old.past
        or new.past
        or old.words <= new.words
        or new.words <= old.words
    ):
        return False
    return _differ_in_one_place(old.claim.text, new.claim.text)


def _differ_in_one_place(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for a few words in one place.

    "Works at Bosch" and "works as a nurse" are of one property too, and both true.
    """
    a, b = split(normal(one)), split(normal(other))
    unspaced = bool(a) and STARTS_UNSPACED.match(a[0]) is not None
    if unspaced:
        a, b = list("".join(a)), list("".join(b))
    begin = _common(a, b)
    end = _common(a[begin:][::-1], b[begin:][::-1])
    same, most = (_SAME_SIGNS, _MOST_OTHER_SIGNS) if unspaced else (_SAME_WORDS, _MOST_OTHER_WORDS)
    rest = max(len(a), len(b)) - begin - end
    return begin + end >= same and begin > 0 and 0 < rest <= most


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    number = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        number += 1
    return number
