"""What new facts do to old ones: which old ones each meets, and what is carried out of a decision.

A model can't delete. What it decides is checked, and whatever it changes can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args

from memkit.contracts.journal import Add, Condition, Edit, Instruction, Journal
from memkit.contracts.store import EVER, Selection
from memkit.domain.facts import Fact
from memkit.domain.records import MemoryRecord, Role, Scope
from memkit.domain.states import State
from memkit.domain.times import from_instant, new_id, now
from memkit.engine.inference import Moved
from memkit.engine.read_verbs import ReadVerbs
from memkit.extraction.facts.drawing import Drawn
from memkit.extraction.gate.choices import Claim, may_choose
from memkit.extraction.tasks.choices import Choice, Decision
from memkit.extraction.tasks.deciding import Known, Meeting
from memkit.extraction.tasks.items import KINDS
from memkit.filters import parse

_AT_ONCE = 100
# Who a fact belongs to; a run is one occasion of theirs.
_OWNERS = ("user_id", "agent_id", "app_id")
MOST_OLD = 10
"""How many old facts a new one meets.

With so many, the old text is among them for nine of ten updates of HaluMem (`benchmarks.facts`).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A new fact, and what is known.

    Attributes:
        fact: The new fact.
        old: The old ones that are near to it, nearest first.
        twin: The memory of its scope that says just the same, if there is one: whatever it is now,
            also one that was superseded or rejected.
        outdated: Those of the old ones that have lost their evidence: what the new one says takes
            their place.
    """

    fact: Drawn
    old: tuple[MemoryRecord, ...] = ()
    twin: MemoryRecord | None = None
    outdated: frozenset[str] = frozenset()


def met(
    memory: ReadVerbs,
    facts: Sequence[Drawn],
    *,
    derivation: str,
    outdated: Sequence[MemoryRecord] = (),
) -> list[Met]:
    """Return each new fact with the old ones of this derivation that are near to it.

    Each meets those of its own scope alone. Old facts of other runs of the same user, agent and app
    count: what somebody said last time is what changes now. Those that something else took the
    place of do not.

    Args:
        memory: Where they are.
        facts: The new facts.
        derivation: Who drew them.
        outdated: Facts that have lost their evidence, and that each new one of their scope meets as
            well.
    """
    return [
        Met(
            fact=fact,
            old=(*_of(outdated, fact), *_near(memory, fact, derivation)) if fact.supported else (),
            twin=saying(
                memory.engine.journal, fact.state.text, scope=fact.scope, derived_by=derivation
            ),
            outdated=frozenset(one.id for one in _of(outdated, fact)),
        )
        for fact in facts
    ]


def _of(records: Sequence[MemoryRecord], fact: Drawn) -> list[MemoryRecord]:
    return [one for one in records if one.scope == fact.scope]


def saying(journal: Journal, text: str, *, scope: Scope, derived_by: str) -> MemoryRecord | None:
    """Return the memory of a scope that says just this and was derived by somebody, if there is.

    Whatever it is now, also one that expired.
    """
    where = parse({"memory": text, "derived_by": derived_by})
    after = 0
    # Whatever other runs of the same user say the same.
    selection = Selection(scope=scope, where=where, now=EVER)
    while page := journal.page(selection, limit=_AT_ONCE, after=after):
        for _, record in page:
            if record.scope == scope:
                return record
        after = page[-1][0]
    return None


def _near(memory: ReadVerbs, fact: Drawn, derivation: str) -> Sequence[MemoryRecord]:
    ids = {name: getattr(fact.scope, name) for name in _OWNERS}
    if not any(ids.values()):
        ids["run_id"] = fact.scope.run_id
    # An id that is not given is open where one searches, and here it would name others.
    nameless = dict.fromkeys(name for name, id_ in ids.items() if id_ is None)
    return memory.search(
        fact.state.text,
        **ids,
        k=MOST_OLD,
        where={"derived_by": derivation, "superseded_by": None, "withheld": None, **nameless},
        valid_at=None,
        role_weights={},
        context=0,
    )


def meetings_of(found: Sequence[Met]) -> tuple[Meeting, ...]:
    """Return what a model has to decide: facts that meet old ones, but for those that are equal."""
    return tuple(
        Meeting(
            fact=place,
            new=Known(text=one.fact.state.text, at=_moment(one.fact.state)),
            old=tuple(
                Known(text=old.memory, at=old.valid_from or old.occurred_at, id=old.id)
                for old in one.old
            ),
        )
        for place, one in enumerate(found)
        if one.old and equal(one) is None
    )


def equal(one: Met) -> MemoryRecord | None:
    """Return the old fact that says just the same, if there is one: no model is asked for that.

    One that was rejected does not come back. One that had no evidence is written anew, now that
    it has.
    """
    twin = one.twin
    anew = ("stale", "unsupported") if one.fact.supported else ("stale",)
    if twin is not None and twin.superseded_by is None and twin.withheld not in anew:
        return twin
    said = _plain(one.fact.state.text)
    return next((old for old in one.old if _plain(old.memory) == said), None)


def decided(found: Sequence[Met], decisions: Sequence[Decision]) -> list[Decision]:
    """Return a decision for each fact: what code decides, what the model may, "new" for the rest.

    A change must be of the same subject and property, both of them states; otherwise the fact is
    new, which loses nothing.
    """
    made = {decision.fact: decision for decision in decisions}
    return _in_turn(
        _checked(one, made.get(place) or Decision(fact=place, choice="new"), place)
        for place, one in enumerate(found)
    )


def _in_turn(decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions of which no two end the same old fact, or build on one that ends."""
    ended: set[str | None] = set()
    found = []
    for one in decisions:
        if one.old in ended and one.old is not None:
            one = Decision(fact=one.fact, choice="new", why="Another fact took its place.")
        if one.choice in ("changes", "corrects"):
            ended.add(one.old)
        found.append(one)
    return found


def _checked(one: Met, decision: Decision, place: int) -> Decision:
    twin = equal(one)
    if twin is not None:
        return Decision(fact=place, choice="same", old=twin.id, why="It says just the same.")
    old = next((old for old in one.old if old.id == decision.old), None)
    if old is None:
        return Decision(fact=place, choice="new", why=decision.why)
    if decision.choice == "new":
        return decision
    ruling = may_choose(decision.choice, old=claim_of(old), new=_claim(one.fact))
    if not ruling.allowed:
        return Decision(fact=place, choice="new", why=ruling.sentence)
    return decision


def _claim(fact: Drawn) -> Claim:
    state = fact.state
    return Claim(
        text=state.text,
        about=fact.item.about,
        kind=fact.item.kind,
        said_by=_role(state.said_by),
        first=_day(state.valid_from or state.occurred_at),
        last=_day(state.valid_to or state.valid_from or state.occurred_at),
        quote=fact.source.quote or "",
    )


def claim_of(old: MemoryRecord) -> Claim:
    """Return what a stored fact says, as decisions are checked."""
    start = old.valid_from or old.occurred_at
    end = old.valid_to or start
    kind = old.data.get("kind")
    return Claim(
        text=old.memory,
        about=str(old.data.get("about", "")),
        kind=kind if kind in KINDS else "other",
        said_by=_role(old.said_by),
        first=None if start is None else start.date(),
        last=None if end is None else end.date(),
        quote=next((source.quote for source in old.sources if source.quote), ""),
    )


def _role(said_by: str | None) -> Role | None:
    return next((role for role in get_args(Role) if role == said_by), None)


def _day(instant: int | None) -> date | None:
    return None if instant is None else from_instant(instant).date()


def carried_out(
    one: Met, decision: Decision, *, propose: bool = False
) -> tuple[list[Instruction], Fact]:
    """Return what a decision does, and what is told of it.

    Args:
        one: The new fact, and the old ones.
        decision: What was decided.
        propose: Whether a person is asked first: then the new fact waits, and the old one stays.
    """
    known = (*one.old, *(() if one.twin is None else (one.twin,)))
    old = next((old for old in known if old.id == decision.old), None)
    choice: Choice = decision.choice if old is not None else "new"
    if old is not None and old.id in one.outdated and choice != "new":
        return _renewed(one, decision, old, propose=propose)
    state = one.fact.state
    if old is not None and choice == "same":
        if old.withheld == "rejected":
            state = replace(state, withheld=old.withheld)
        fact = _told(one, decision, old.id, state, old)
        return written(fact, state, scope=one.fact.scope), fact
    if old is not None and choice == "adds":
        state = replace(state, data={**state.data, "adds": old.id})
    if propose and one.fact.supported:
        waits = {"choice": choice} | ({} if old is None else {"old": old.id})
        state = replace(state, withheld="proposed", data={**state.data, **waits})
    fact = _told(one, decision, new_id() if one.twin is None else one.twin.id, state, old)
    return written(fact, state, scope=one.fact.scope, twin=one.twin), fact


def written(
    fact: Fact, state: State, *, scope: Scope, twin: MemoryRecord | None = None
) -> list[Instruction]:
    """Return what writes a fact, and does to the old one what was decided.

    Args:
        fact: What is told of it; one whose id is that of the old fact is the same.
        state: What it says, with its source.
        scope: Where a new one is written.
        twin: The memory that says just the same, and takes the state in the place of a new one.

    Raises:
        Moved: When it is carried out: a memory that it is about was changed since.
    """
    old = fact.old
    if old is not None and fact.id == old.id:
        # What stands needs no evidence that does not, and what was rejected none at all.
        unsupported = state.withheld == "unsupported" and old.withheld != "unsupported"
        if old.withheld == "rejected" or unsupported:
            return []
        # One more who says so: facts that several messages confirm have several sources.
        return [
            Edit(id=old.id, change=lambda known: confirmed(known, state), condition=_as_met(old))
        ]
    # What held once, and was superseded, holds again: the memory of then says so.
    first: Instruction = (
        Edit(id=fact.id, change=lambda _: state, condition=_as_met(twin))
        if twin is not None
        else Add(id=fact.id, scope=scope, state=state)
    )
    waits = state.withheld == "proposed"
    if old is None or fact.choice not in ("changes", "corrects") or waits:
        return [first]
    ends = superseding(old.id, state, fact.id, corrects=fact.choice == "corrects")
    return [first, replace(ends, condition=_as_met(old))]


def _renewed(
    one: Met, decision: Decision, old: MemoryRecord, *, propose: bool
) -> tuple[list[Instruction], Fact]:
    """Return what a new fact does to one that has lost its evidence, whatever it is to it.

    Where both say the same in the same words, the old one has evidence again.
    """
    state = one.fact.state
    again = _plain(old.memory) == _plain(state.text)
    twin = old if again else one.twin
    id_ = new_id() if twin is None else twin.id
    if propose:
        waits = {"choice": "new"} if again else {"choice": "corrects", "old": old.id}
        state = replace(state, withheld="proposed", data={**state.data, **waits})
    written: Instruction = (
        Add(id=id_, scope=one.fact.scope, state=state)
        if twin is None
        else Edit(id=id_, change=lambda _: state, condition=_as_met(twin))
    )
    instructions = [written]
    if not again and not propose:
        instructions.append(withdrawing(old, "Its message says something else now.", by=id_))
    told = decision if again else replace(decision, choice="corrects")
    return instructions, _told(one, told, id_, state, old)


def withdrawing(old: MemoryRecord, why: str, *, by: str | None = None) -> Edit:
    """Return what withdraws a fact that nothing vouches for: it is kept, and not served.

    Args:
        old: The fact.
        why: What speaks against it, as a sentence.
        by: The id of what takes its place, if something does.
    """

    def change(known: State) -> State:
        data = {**known.data, "problems": [why]}
        over = known.superseded_by if by is None else by
        return replace(known, withheld="unsupported", superseded_by=over, data=data)

    return Edit(id=old.id, change=change, condition=_as_met(old), reason=why)


def withdrawals(memory: ReadVerbs, facts: Sequence[MemoryRecord], why: str) -> list[Instruction]:
    """Return what withdraws facts, and whatever stale memories were drawn from them."""
    journal = memory.engine.journal
    gone = {fact.id: fact for fact in facts}
    drawn = journal.read(journal.derived_keys(list(gone))) if gone else {}
    edits: list[Instruction] = [withdrawing(fact, why) for fact in facts]
    for record in drawn.values():
        if record.withheld == "stale" and record.id not in gone:
            edits.append(withdrawing(record, "What it was drawn from was withdrawn."))
    return edits


def superseding(old: str, new: State, id_: str, *, corrects: bool) -> Edit:
    """Return what ends an old fact: what changed was true until then; what is corrected never."""

    def change(known: State) -> State:
        ended = replace(known, superseded_by=id_)
        if corrects:
            return replace(ended, withheld="rejected")
        end = new.valid_from or new.occurred_at or now()
        if known.valid_from is not None and end <= known.valid_from:
            end = max(known.valid_from + 1, new.occurred_at or 0)
        if known.valid_to is not None and known.valid_to <= end:
            return ended
        return replace(ended, valid_to=end)

    return Edit(id=old, change=change)


def standing(message: MemoryRecord) -> Edit:
    """Return what ends a transaction with `Moved` if a message was edited since it was read."""

    def stands(record: MemoryRecord) -> bool:
        if record.memory != message.memory:
            raise Moved(f"Memory {record.id!r} was edited meanwhile.", fix="Read it again.")
        return False

    return Edit(id=message.id, change=lambda state: state, condition=stands)


def _as_met(old: MemoryRecord) -> Condition:
    """Return what ends a transaction with `Moved` if a fact is not the one that was decided on."""

    def stands(record: MemoryRecord) -> bool:
        if (record.memory, record.withheld) != (old.memory, old.withheld):
            raise Moved(f"Memory {record.id!r} was changed meanwhile.", fix="Decide again.")
        return True

    return stands


def confirmed(known: State, new: State) -> State:
    """Return a memory with the sources of another that says the same, beside its own."""
    there = {(source.memory_id, source.quote) for source in known.sources}
    more = tuple(one for one in new.sources if (one.memory_id, one.quote) not in there)
    return replace(known, sources=(*known.sources, *more)) if more else known


def _told(one: Met, decision: Decision, id_: str, state: State, old: MemoryRecord | None) -> Fact:
    fact = one.fact
    return Fact(
        id=id_,
        memory=state.text if old is None or decision.choice != "same" else old.memory,
        choice=decision.choice if fact.supported else "unsupported",
        old=old,
        evidence=fact.source,
        reason=" ".join(fact.problems) if fact.problems else decision.why,
        kind=fact.item.kind,
        about=fact.item.about,
        said_by=state.said_by,
        valid_from=None if state.valid_from is None else from_instant(state.valid_from),
        valid_to=None if state.valid_to is None else from_instant(state.valid_to),
        status=state.withheld,
    )


def _moment(state: State) -> datetime | None:
    instant = state.valid_from or state.occurred_at
    return None if instant is None else from_instant(instant)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!。")
