"""Looking through what is known for what can be tidied up; nothing is written but calls."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from memkit.analysis.neighbours import nearest
from memkit.concurrency.effects import run
from memkit.contracts.embedder import Vectors
from memkit.domain.records import Scope, Usage
from memkit.domain.wording import counted
from memkit.engine.spaces.waiting import filled
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.consolidation.contradicting import contradiction, contradictions, rivals
from memkit.extraction.consolidation.episodes import Grouping, episodes
from memkit.extraction.consolidation.facts import (
    Fact,
    are_apart,
    by_group,
    read_facts,
    vectors_of,
)
from memkit.extraction.consolidation.merging import Near, equal_words, merges, says_the_same
from memkit.extraction.consolidation.proposed import (
    Consolidation,
    ConsolidationProposal,
    Kind,
)
from memkit.extraction.consolidation.summarising import summed_up
from memkit.extraction.derivations.derivation import Derivation
from memkit.extraction.follower import FactFollower
from memkit.extraction.gate.choices import may_choose
from memkit.extraction.tasks.choices import Decision
from memkit.extraction.tasks.deciding import Deciding, Known, Meeting, questions

# From this cosine on a model is asked what two facts are to each other.
_ASKED = 0.5
_MOST_OLD = 5
_NEAREST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for.

    Attributes:
        scope: Whose.
        kinds: Which kinds of proposals.
        threshold: The least cosine of facts that say the same in other words.
        older_than: How old an episode is that is summed up, in seconds.
        by: What belongs to an episode.
    """

    scope: Scope
    kinds: Collection[Kind]
    threshold: float
    older_than: float
    by: Grouping


@dataclass(slots=True)
class _Found:
    """What was found of two facts each: pairs that say the same, and pairs that can't both hold."""

    same: list[Near] = field(default_factory=list)
    against: dict[tuple[Fact, Fact], str] = field(default_factory=dict)
    open: list[Near] = field(default_factory=list)


class Consolidating:
    """Looks for proposals.

    Args:
        memory: The memory.
        follower: Who has the models, and what they may cost.
        stopped: Set when it is to end early.
    """

    def __init__(self, memory: Verbs, follower: FactFollower, stopped: threading.Event) -> None:
        self._memory, self._follower, self._stopped = memory, follower, stopped
        self._problems: list[str] = []
        self._usage = Usage()

    def look(self, wanted: Wanted) -> Consolidation:
        """Return the proposals: merges, contradictions, summaries."""
        derivation = self._derivation()
        found: list[ConsolidationProposal] = []
        if {"merge", "contradiction"} & set(wanted.kinds):
            found += self._of_facts(wanted, derivation)
        if "summary" in wanted.kinds:
            found += self._summaries(wanted, derivation)
        return Consolidation(found, problems=self._problems, usage=self._usage)

    def _derivation(self) -> Derivation | None:
        try:
            found = self._follower.derivation()
        except ValidationError:
            return None
        # A model that can only pick lines decides nothing, and writes nothing.
        return None if found.profile.name == "select" else found

    # -- facts -----------------------------------------------------------------------------------

    def _of_facts(
        self, wanted: Wanted, derivation: Derivation | None
    ) -> list[ConsolidationProposal]:
        self._follower.proceed(self._stopped, "reading facts")
        facts = read_facts(self._memory.engine.journal, wanted.scope)
        space = run(filled(self._memory.engine, self._memory.engine.spaces.get()))
        vectors = vectors_of(self._memory.engine.journal, space.key, facts)
        rows = {fact: row for row, fact in enumerate(facts)}
        found = _Found()
        for group in by_group(facts):
            self._follower.proceed(self._stopped, f"comparing {counted(len(group), 'fact')}")
            if self._stopped.is_set():
                break
            own = vectors[[rows[fact] for fact in group]]
            _compared(group, own, found, threshold=wanted.threshold)
        usages: dict[tuple[Fact, Fact], Usage] = {}
        if derivation is not None:
            usages = self._decided(found, derivation)
        merged = merges(found.same) if "merge" in wanted.kinds else []
        gone = {record.id for one in merged for record in one.others}
        against = _each_once(found.against, gone) if "contradiction" in wanted.kinds else []
        return [
            *merged,
            *(
                contradiction(
                    new, old, reason=why, by_model=(new, old) in usages,
                    usage=usages.get((new, old)),
                )
                for (new, old), why in against
            ),
        ]  # fmt: skip

    def _decided(self, found: _Found, derivation: Derivation) -> dict[tuple[Fact, Fact], Usage]:
        """Let a model decide on what rules can't, and on contradictions that rules found."""
        meetings, pairs = _meetings(found)
        usages: dict[tuple[Fact, Fact], Usage] = {}
        asker = Asker(
            llm=derivation.llm,
            provider=derivation.row.provider,
            calls=self._memory.engine.journal,
            derivation=derivation.name,
        )
        local = derivation.profile.local
        structured = True
        asked = questions(meetings, local=local)
        for number, question in enumerate(asked, 1):
            spent = self._follower.proceed(
                self._stopped, f"{number} of {counted(len(asked), 'question')}"
            )
            if spent is not None:
                self._problems.append(
                    f"{spent} {counted(len(asked) - number + 1, 'question')} left."
                )
                break
            outcome = run(
                climb(Deciding(local=local), question, asker=asker, structured=structured)
            )
            structured = outcome.structured
            self._usage += outcome.usage
            self._problems += [f"Not used of an answer: {one.why}." for one in outcome.dropped]
            self._problems += [one.reason for one in outcome.pending]
            share = _share(outcome.usage, len(question))
            for decision in outcome.items:
                new, olds = pairs[decision.fact]
                for old in olds:
                    if _settled(found, new, old, decision):
                        usages[new, old] = share
        return usages

    # -- episodes --------------------------------------------------------------------------------

    def _summaries(
        self, wanted: Wanted, derivation: Derivation | None
    ) -> Iterator[ConsolidationProposal]:
        found = episodes(
            self._memory.engine.journal,
            wanted.scope,
            older_than=wanted.older_than,
            by=wanted.by,
        )
        if derivation is None:
            if found:
                self._problems.append(
                    f"{counted(len(found), 'episode')} could be summed up by an LLM that writes."
                )
            return
        for number, episode in enumerate(found, 1):
            spent = self._follower.proceed(
                self._stopped, f"{number} of {counted(len(found), 'episode')}"
            )
            if spent is not None:
                left = counted(len(found) - number + 1, "episode")
                self._problems.append(f"{spent} {left} left.")
                return
            summed = run(summed_up(self._memory, episode, derivation))
            self._usage += summed.usage
            self._problems += summed.problems
            if summed.proposal is not None:
                yield summed.proposal


def _compared(group: Sequence[Fact], vectors: Vectors, found: _Found, *, threshold: float) -> None:
    """Find out by rules what facts of a group are to each other, and what rules can't tell."""
    known = set()
    for pair in equal_words(group):
        found.same.append(pair)
        known.add(frozenset((pair.one, pair.other)))
    for new, old, why in contradictions(group):
        if not are_apart("contradiction", new.record, old.record):
            found.against.setdefault((new, old), why)
        known.add(frozenset((new, old)))
    for old, new in rivals(group):
        if frozenset((new, old)) not in known:
            found.open.append(Near(old, new))
    for pair in _near(group, vectors, least=min(threshold, _ASKED)):
        if frozenset((pair.one, pair.other)) in known:
            continue
        if says_the_same(pair, threshold=threshold):
            found.same.append(pair)
        else:
            found.open.append(pair)


def _near(group: Sequence[Fact], vectors: Vectors, *, least: float) -> list[Near]:
    """Return the pairs of facts that are near to each other, each once, nearest first.

    Each fact has its own nearest ones: what is near to many takes no other's place.
    """
    near = nearest(vectors, k=_NEAREST)
    found: dict[tuple[int, int], float] = {}
    for row, (others, cosines) in enumerate(
        zip(near.rows.tolist(), near.cosines.tolist(), strict=True)
    ):
        for other, cosine in zip(others, cosines, strict=True):
            if cosine >= least:
                found.setdefault((min(row, other), max(row, other)), cosine)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        Near(group[a], group[b], cosine, "They say the same, as far as words tell.")
        for (a, b), cosine in ordered
    ]


def _meetings(found: _Found) -> tuple[list[Meeting], list[tuple[Fact, list[Fact]]]]:
    """Return what a model is asked: later facts, each with the earlier ones that it is near to."""
    olds: dict[Fact, list[Fact]] = {}
    for new, old in found.against:
        olds.setdefault(new, []).append(old)
    # The nearest first, as they were found.
    for pair in found.open:
        old, new = sorted((pair.one, pair.other), key=lambda fact: (fact.since, fact.key))
        beside = olds.setdefault(new, [])
        if len(beside) < _MOST_OLD and _may_be_more(new, old):
            beside.append(old)
    pairs = [(new, old) for new, old in olds.items() if old]
    meetings = [
        Meeting(
            fact=place,
            new=Known(text=new.record.memory, at=new.since),
            old=tuple(Known(text=one.record.memory, at=one.since, id=one.record.id) for one in old),
        )
        for place, (new, old) in enumerate(pairs)
    ]
    return meetings, pairs


def _may_be_more(new: Fact, old: Fact) -> bool:
    """Tell whether a model may say of two facts that one is the other, or ends it."""
    rejected = any(are_apart(kind, new.record, old.record) for kind in ("merge", "contradiction"))
    return not rejected and any(
        may_choose(choice, old=old.claim, new=new.claim).allowed for choice in ("same", "changes")
    )


def _settled(found: _Found, new: Fact, old: Fact, decision: Decision) -> bool:
    """Keep what a model decided of two facts; tell whether it is what they are said to be."""
    if decision.old != old.record.id or decision.choice in ("new", "adds"):
        # It has looked at what a rule took for a contradiction, and found none.
        found.against.pop((new, old), None)
        return False
    if (
        decision.choice == "new"
        or not may_choose(decision.choice, old=old.claim, new=new.claim).allowed
    ):
        return False
    if decision.choice == "same":
        found.against.pop((new, old), None)
        found.same.append(Near(old, new, why=decision.why or "They say the same."))
        return False
    found.against[new, old] = decision.why or found.against.get((new, old), "")
    return True


def _each_once(
    against: dict[tuple[Fact, Fact], str], gone: Collection[str]
) -> list[tuple[tuple[Fact, Fact], str]]:
    """Return contradictions of facts that stay, of which none ends twice, or ends another first."""
    ended: set[str] = set()
    named: set[str] = set()
    found = []
    for (new, old), why in against.items():
        if {new.record.id, old.record.id} & set(gone) or old.record.id in named | ended:
            continue
        if new.record.id in ended:
            continue
        ended.add(old.record.id)
        named.add(new.record.id)
        found.append(((new, old), why))
    return found


def _share(usage: Usage, number: int) -> Usage:
    """Return the share of each of several that were asked about at once."""
    return usage.model_copy(
        update={
            "input_tokens": usage.input_tokens // number,
            "output_tokens": usage.output_tokens // number,
            "cost": None if usage.cost is None else usage.cost / number,
        }
    )
