"""Reading a plan: the model is asked, the answers are checked, and all of it is written at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Instruction, Reading
from memkit.contracts.journal import Outcome as ReadingOutcome
from memkit.domain.digests import text_digest
from memkit.domain.facts import Extraction, Fact
from memkit.domain.records import MemoryRecord, Scope, Usage
from memkit.engine.ingest.write import commit
from memkit.engine.verbs import Verbs
from memkit.extraction.asking import Asker
from memkit.extraction.calls import CallBook
from memkit.extraction.choices import Decision
from memkit.extraction.deciding import Deciding, questions
from memkit.extraction.derivation import Derivation
from memkit.extraction.drawing import Drawn, drawn
from memkit.extraction.extracting import Extracting
from memkit.extraction.gate import check
from memkit.extraction.items import Item
from memkit.extraction.ladder import Task, climb
from memkit.extraction.lines import Line
from memkit.extraction.meeting import Met, carried_out, decided, meetings_of, met
from memkit.extraction.planning import Plan
from memkit.extraction.selecting import Selecting
from memkit.extraction.windows import Window


@dataclass(slots=True)
class _Found:
    """What the windows of a plan gave."""

    facts: list[Drawn] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    structured: bool = True


def reading(memory: Verbs, plan: Plan, derivation: Derivation) -> Effects[Extraction]:
    """Read what a plan holds, and write the facts and what was read, in one transaction.

    What could not be read is written down as failed, with the reason, and stays pending.

    Raises:
        JournalError: Nothing was written; the plan is open, and answers that came are recorded.
    """
    found = _Found()
    for window in plan.windows:
        yield from _read(memory, plan, window, derivation, found)
    scope = plan.messages[0].scope if plan.messages else Scope()
    meetings = met(memory, found.facts, scope=scope, derivation=derivation.name)
    decisions = yield from _decisions(memory, plan, meetings, derivation, found)
    instructions: list[Instruction] = []
    facts: list[Fact] = []
    messages = {message.id: message for message in plan.messages}
    for one, decision in zip(meetings, decisions, strict=True):
        propose = derivation.asks_first(decision.choice)
        done, fact = carried_out(one, decision, scope=scope, propose=propose)
        instructions += done
        facts.append(replace(fact, message=messages.get(fact.evidence.memory_id or "")))
    readings = [_reading(memory, plan, message, derivation, found) for message in plan.messages]
    yield from commit(
        memory.engine,
        instructions,
        reason=f"facts of {derivation.name}, by {derivation.row.model}",
        readings=readings,
        closes=[plan.planned.id] if plan.planned.id else [],
    )
    return Extraction(
        facts,
        derivation=derivation.name,
        read=sum(one.outcome != "failed" for one in readings),
        failed=sum(one.outcome == "failed" for one in readings),
        problems=list(found.failed.values()),
        usage=found.usage,
    )


def _asker(plan: Plan, derivation: Derivation, calls: CallBook) -> Asker:
    return Asker(
        llm=derivation.llm,
        provider=derivation.row.provider,
        calls=calls,
        derivation=derivation.name,
        again=plan.again,
    )


def _read(
    memory: Verbs, plan: Plan, window: Window, derivation: Derivation, found: _Found
) -> Effects[None]:
    """Ask for the facts of a window, and check them."""
    asker = _asker(plan, derivation, memory.engine.journal)
    outcome = yield from climb(
        _task(window, derivation), window, asker=asker, structured=found.structured
    )
    found.usage += outcome.usage
    found.structured = outcome.structured
    for one in outcome.pending:
        for line in one.what.quotable:
            found.failed.setdefault(line.memory_id, one.reason)
    found.facts += drawn(
        outcome.items, window.lines, derivation=derivation.name, language=derivation.language
    )


def _task(window: Window, derivation: Derivation) -> Task[Window, Item]:
    if derivation.profile.name == "select":
        return Selecting(profile=derivation.profile, wishes=derivation.wishes)
    return Extracting(
        profile=derivation.profile,
        wishes=derivation.wishes,
        check=lambda item, _: _problem(item, window.lines, derivation.language),
    )


def _decisions(
    memory: Verbs, plan: Plan, meetings: Sequence[Met], derivation: Derivation, found: _Found
) -> Effects[list[Decision]]:
    """Ask what the new facts do to the old ones that they meet, and check that."""
    made: list[Decision] = []
    # A model that can only pick lines decides nothing: what it picks is new.
    asked = () if derivation.profile.name == "select" else meetings_of(meetings)
    local = derivation.profile.local
    asker = _asker(plan, derivation, memory.engine.journal)
    for question in questions(asked, local=local):
        outcome = yield from climb(
            Deciding(local=local), question, asker=asker, structured=found.structured
        )
        found.usage += outcome.usage
        made += outcome.items
    return decided(meetings, made)


def _reading(
    memory: Verbs, plan: Plan, message: MemoryRecord, derivation: Derivation, found: _Found
) -> Reading:
    reason = found.failed.get(message.id)
    outcome: ReadingOutcome = "read" if reason is None else "failed"
    if reason is None and not any(
        line.memory_id == message.id for window in plan.windows for line in window.quotable
    ):
        outcome = "skipped"
    return Reading(
        derivation=derivation.name,
        key=memory.engine.journal.keys_of([message.id])[message.id],
        digest=text_digest(message.memory),
        outcome=outcome,
        reason=reason,
    )


def _problem(item: Item, lines: Sequence[Line], language: str | None) -> str | None:
    verdict = check(item, lines, language=language)
    return None if verdict.supported else " ".join(one.sentence for one in verdict.problems)
