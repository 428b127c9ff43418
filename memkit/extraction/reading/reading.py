"""Reading a plan: the model is asked, the answers are checked, and all of it is written at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Instruction, Reading
from memkit.contracts.journal import Outcome as ReadingOutcome
from memkit.domain.digests import text_digest
from memkit.domain.facts import Extraction, Fact
from memkit.domain.records import MemoryRecord, Scope, Usage
from memkit.domain.spending import Budget
from memkit.engine.inference import Moved
from memkit.engine.ingest.write import commit
from memkit.engine.verbs import Verbs
from memkit.errors import MemkitError, NotFoundError, PurgedError
from memkit.extraction.asking.anew import asked_anew
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.fields import Dropped
from memkit.extraction.asking.known_calls import CallBook
from memkit.extraction.asking.ladder import Task
from memkit.extraction.asking.outcome import Outcome, Pending
from memkit.extraction.derivations.derivation import Derivation
from memkit.extraction.facts.drawing import Drawn, drawn, together
from memkit.extraction.facts.meeting import (
    Met,
    carried_out,
    decided,
    meetings_of,
    met,
    standing,
    withdrawals,
)
from memkit.extraction.gate import check
from memkit.extraction.reading.planning import Plan
from memkit.extraction.tasks.choices import Decision
from memkit.extraction.tasks.deciding import Deciding, Meeting, Question, questions
from memkit.extraction.tasks.extracting import Extracting
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.selecting import Selecting
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.windows import Window

W = TypeVar("W")
T = TypeVar("T")

_PURGED = "A message was purged while it was read: what a model said of it was dropped."

# So often it is decided anew, while others change what was decided about.
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of reading a plan.

    Attributes:
        extraction: What users see of it.
        ids: The messages that were read, or could not be.
        errors: What the provider raised, by the message that could not be read for it.
        purged: Whether a message was purged while it was read, so that the others of its window
            are still unread.
    """

    extraction: Extraction
    ids: frozenset[str] = frozenset()
    errors: Mapping[str, MemkitError] = field(default_factory=dict)
    purged: bool = False

    def __add__(self, other: Read) -> Read:
        return Read(
            extraction=self.extraction + other.extraction,
            ids=self.ids | other.ids,
            errors={**self.errors, **other.errors},
            purged=self.purged or other.purged,
        )


@dataclass(slots=True)
class Found:
    """What the windows of a plan gave.

    Attributes:
        facts: What was drawn, before it meets old facts.
        failed: Why a message could not be read, by its id; `errors`: what the provider raised.
        problems: What was not used of the answers.
        usage: What the calls that were made now consumed.
        structured: Whether the provider takes schemas.
        tokens: Id of a message -> what its window consumed.
        calls: Where calls are recorded; `budget`: how much they may consume.
    """

    calls: CallBook
    budget: Callable[[], Budget]
    facts: list[Drawn] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, MemkitError] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    structured: bool = True
    tokens: dict[str, int] = field(default_factory=dict)

    def fail(self, memory_id: str, pending: Pending[Any]) -> None:
        """Note why a message could not be read."""
        self.failed.setdefault(memory_id, pending.reason)
        if pending.error is not None and pending.code != "limit":
            self.errors.setdefault(memory_id, pending.error)

    def tell(self, dropped: Sequence[Dropped]) -> None:
        """Note what was not used of an answer."""
        self.problems += [f"Not used of an answer: {one.why}." for one in dropped]


def reading(
    memory: Verbs, plan: Plan, derivation: Derivation, *, outdated: Sequence[MemoryRecord] = ()
) -> Effects[Read]:
    """Read what a plan holds, and write the facts and what was read, in one transaction.

    What could not be read is written down as failed, with the reason, and stays pending. Of a
    message that was edited or deleted meanwhile nothing is written.

    Args:
        memory: Where facts are written.
        plan: What is read.
        derivation: Who reads.
        outdated: Facts that the messages said before: what they say now takes their place, and what
            they no longer say is withdrawn.

    Raises:
        ProviderError: The embedder failed. Nothing was written; the plan is open, and answers that
            came are recorded.
        BudgetSpent: No more may be asked. Likewise.
        MemkitError: The journal failed, or changes faster than can be decided. Likewise.
    """
    found = Found(calls=memory.engine.journal, budget=memory.engine.journal.budget)
    try:
        facts, readings = yield from _read_and_written(memory, plan, derivation, found, outdated)
    except PurgedError:
        # What a model made of a text that is to be gone is gone, too; windows that showed it are.
        told = Extraction(derivation=derivation.name, problems=[_PURGED], usage=found.usage)
        return Read(extraction=told, purged=True)
    failed = {message.id for message in plan.messages} & set(found.failed)
    extraction = Extraction(
        facts,
        derivation=derivation.name,
        read=sum(one.outcome != "failed" for one in readings),
        failed=sum(one.outcome == "failed" for one in readings),
        problems=[*(found.failed[id_] for id_ in found.failed if id_ in failed), *found.problems],
        usage=found.usage,
    )
    ids = frozenset(message.id for message in plan.messages)
    return Read(extraction=extraction, ids=ids, errors=found.errors)


def _read_and_written(
    memory: Verbs,
    plan: Plan,
    derivation: Derivation,
    found: Found,
    outdated: Sequence[MemoryRecord],
) -> Effects[tuple[list[Fact], list[Reading]]]:
    """Read the windows of a plan, and write what came of them.

    Raises:
        PurgedError: What was read was purged meanwhile; nothing was written.
    """
    yield from _asked_for(plan, derivation, found)
    shown = {line.memory_id for window in plan.windows for line in window.lines}
    for left in reversed(range(_TRIES)):
        try:
            return (yield from _written(memory, plan, derivation, found, shown, outdated))
        except PurgedError as error:
            # An old fact that was purged is met no more.
            if not left or not shown.isdisjoint(error.ids):
                raise
        except (Moved, NotFoundError):
            if not left:
                raise
    raise AssertionError("unreachable")


def found_in(
    memory: Verbs, plan: Plan, derivation: Derivation, *, calls: CallBook | None = None
) -> Effects[Found]:
    """Ask for the facts of the windows of a plan; nothing is written but the calls.

    Args:
        memory, plan, derivation: What is read, and by whom.
        calls: Where calls are recorded, if not in the memory's journal.

    Raises:
        BudgetSpent: No more may be asked.
        PurgedError: What was read was purged meanwhile.
    """
    journal = memory.engine.journal
    found = Found(calls=calls or journal, budget=journal.budget)
    yield from _asked_for(plan, derivation, found)
    return found


def _asked_for(plan: Plan, derivation: Derivation, found: Found) -> Effects[None]:
    for window in plan.windows:
        before = _tokens(found.usage)
        yield from _read(plan, window, derivation, found)
        used = _tokens(found.usage) - before
        found.tokens |= dict.fromkeys((line.memory_id for line in window.unread), used)
    found.facts = together(found.facts)


def _tokens(usage: Usage) -> int:
    return usage.input_tokens + usage.output_tokens


def _written(
    memory: Verbs,
    plan: Plan,
    derivation: Derivation,
    found: Found,
    shown: Collection[str],
    outdated: Sequence[MemoryRecord],
) -> Effects[tuple[list[Fact], list[Reading]]]:
    """Decide what the facts do to those that there are now, and write all of it.

    Raises:
        Moved, NotFoundError: Somebody changed what it is about; nothing was written.
    """
    there = _as_read(memory, plan)
    facts = [one for one in found.facts if _among(one, there)]
    outdated = _still_outdated(memory, outdated)
    meetings = met(memory, facts, derivation=derivation.name, outdated=outdated)
    decisions = yield from decisions_on(plan, meetings, derivation, found)
    instructions: list[Instruction] = [standing(there[id_]) for id_ in dict.fromkeys(ids_of(facts))]
    told: list[Fact] = []
    settled: set[str | None] = set()
    for one, decision in zip(meetings, decisions, strict=True):
        if set(ids_of([one.fact])) & set(found.failed):
            # It comes again, with its message.
            continue
        propose = derivation.asks_first(decision.choice)
        done, fact = carried_out(one, decision, propose=propose)
        instructions += done
        settled |= {decision.old, fact.id}
        told.append(replace(fact, message=there.get(fact.evidence.memory_id or "")))
    if not found.failed and there:
        left = [one for one in outdated if one.id not in settled]
        instructions += withdrawals(memory, left, "Its message no longer says it.")
    readings = _readings(memory, plan, derivation, found, there)
    yield from commit(
        memory.engine,
        instructions,
        reason=f"facts of {derivation.name}, by {derivation.row.model}",
        readings=readings,
        closes=[plan.planned.id] if plan.planned.id else [],
        shown=[*shown, *(old.id for one in meetings for old in one.old)],
    )
    return told, readings


def _still_outdated(memory: Verbs, outdated: Sequence[MemoryRecord]) -> list[MemoryRecord]:
    now = memory.engine.journal.get([one.id for one in outdated])
    return [now[one.id] for one in outdated if one.id in now and now[one.id].seq == one.seq]


def _as_read(memory: Verbs, plan: Plan) -> dict[str, MemoryRecord]:
    """Return the messages of a plan that are still there, and say what they said."""
    now = memory.engine.journal.get([message.id for message in plan.messages])
    return {
        message.id: message
        for message in plan.messages
        if message.id in now and now[message.id].memory == message.memory
    }


def ids_of(facts: Iterable[Drawn]) -> list[str]:
    """Return the ids of the messages that facts were drawn from."""
    sources = [source for fact in facts for source in fact.state.sources]
    return [source.memory_id for source in sources if source.memory_id is not None]


def _among(fact: Drawn, there: Mapping[str, MemoryRecord]) -> bool:
    return all(id_ in there for id_ in ids_of([fact]))


def _asker(derivation: Derivation, found: Found) -> Asker:
    return Asker(
        llm=derivation.llm,
        provider=derivation.row.provider,
        calls=found.calls,
        derivation=derivation.name,
        budget=found.budget,
    )


def _read(plan: Plan, window: Window, derivation: Derivation, found: Found) -> Effects[None]:
    """Ask for the facts of a window, and check them."""
    task = _task(window, derivation)
    outcome = yield from _asked(plan, window, derivation, found, task)
    for one in outcome.pending:
        for line in one.what.quotable:
            found.fail(line.memory_id, one)
    found.tell(outcome.dropped)
    found.facts += drawn(
        outcome.items, window.lines, derivation=derivation.name, language=derivation.language
    )


def _asked(
    plan: Plan,
    what: W,
    derivation: Derivation,
    found: Found,
    task: Task[W, T],
) -> Effects[Outcome[W, T]]:
    outcome = yield from asked_anew(
        task,
        what,
        asker=_asker(derivation, found),
        structured=found.structured,
        attempts=plan.attempts,
    )
    found.usage += outcome.usage
    found.structured = outcome.structured
    return outcome


def _task(window: Window, derivation: Derivation) -> Task[Window, Item]:
    if derivation.profile.name == "select":
        return Selecting(profile=derivation.profile, wishes=derivation.wishes)
    return Extracting(
        profile=derivation.profile,
        wishes=derivation.wishes,
        scopes={line.number: line.scope for line in window.lines},
        check=lambda item, _: _problem(item, window.lines, derivation.language),
    )


def decisions_on(
    plan: Plan, meetings: Sequence[Met], derivation: Derivation, found: Found
) -> Effects[list[Decision]]:
    """Ask what the new facts do to the old ones that they meet, and check that.

    A fact that the model can't decide is new. While nobody can be asked, its message waits.
    """
    made: list[Decision] = []
    # A model that can only pick lines decides nothing: what it picks is new.
    asked = () if derivation.profile.name == "select" else meetings_of(meetings)
    task = Deciding(local=derivation.profile.local)
    for question in _questions(asked, meetings, derivation):
        outcome = yield from _asked(plan, question, derivation, found, task)
        made += outcome.items
        found.tell(outcome.dropped)
        for one in outcome.pending:
            if one.error is None or one.code == "limit":
                found.problems.append(f"Facts were not compared with old ones: {one.reason}")
                continue
            for id_ in ids_of(meetings[meeting.fact].fact for meeting in one.what):
                found.fail(id_, one)
    return decided(meetings, made)


def _questions(
    asked: Sequence[Meeting], meetings: Sequence[Met], derivation: Derivation
) -> Iterator[Question]:
    """Yield what is to be decided, scope by scope: no question shows facts of two."""
    scopes: dict[Scope, list[Meeting]] = {}
    for one in asked:
        scopes.setdefault(meetings[one.fact].fact.scope, []).append(one)
    for some in scopes.values():
        yield from questions(some, local=derivation.profile.local)


def _readings(
    memory: Verbs,
    plan: Plan,
    derivation: Derivation,
    found: Found,
    there: Mapping[str, MemoryRecord],
) -> list[Reading]:
    keys = memory.engine.journal.keys_of(list(there))
    shown = {line.memory_id for window in plan.windows for line in window.quotable}
    return [
        Reading(
            derivation=derivation.name,
            key=keys[id_],
            digest=text_digest(message.memory),
            outcome=_outcome(id_, found, shown),
            reason=found.failed.get(id_),
        )
        for id_, message in there.items()
        if id_ in keys
    ]


def _outcome(id_: str, found: Found, shown: Collection[str]) -> ReadingOutcome:
    if id_ in found.failed:
        return "failed"
    return "read" if id_ in shown else "skipped"


def _problem(item: Item, lines: Sequence[Line], language: str | None) -> str | None:
    verdict = check(item, lines, language=language)
    return None if verdict.supported else " ".join(one.sentence for one in verdict.problems)
