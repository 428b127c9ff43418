"""How well a model decides on real updates: right, safe, or wrong.

For each update of HaluMem's person, all earlier memory points and the old texts of the session are
facts, and the new text meets the ten that are nearest to it, as a new fact does. Only updates whose
old text is among them are asked for. What the model says, and what is left of that when code has
checked it, is

- *right*: the old text is ended (changes, corrects);
- *safe*: nothing is ended or left out (new, adds), so that both texts stay;
- *wrong*: another fact is ended, or the update is left out as if it were known (same).

The same number of points that update nothing are asked for as well: for them "new" and "adds" are
right, and whatever ends or leaves out something is wrong.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from benchmarks.facts_said import Session, known
from benchmarks.measure import Row
from memkit import Memory
from memkit.concurrency.effects import run
from memkit.contracts.llm import LLM
from memkit.domain.records import MemoryRecord, Usage
from memkit.domain.results import Hits
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.profiles import is_local
from memkit.extraction.facts.meeting import MOST_OLD
from memkit.extraction.gate.choices import Claim, may_choose
from memkit.extraction.tasks.choices import Decision
from memkit.extraction.tasks.deciding import Deciding, Known, Meeting, completed, questions

# Points begin with whom they are about.
_NAME = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)*")

Verdict = Literal["right", "safe", "wrong"]


@dataclass(frozen=True)
class Case:
    """A new text, the facts that it meets, and which of them it updates.

    Attributes:
        text: The new text; `at`: when it was said.
        met: The old facts.
        old: The ids of those that it updates; none for what updates nothing.
    """

    text: str
    at: datetime
    met: tuple[MemoryRecord, ...]
    old: frozenset[str]


def cases(sessions: Sequence[Session]) -> Iterator[Case]:
    """Yield the updates whose old text is among the facts that they meet, and as many others."""
    with Memory(":memory:") as memory:
        for session in sessions:
            updates = [point for point in session.points if point.get("original_memories")]
            known(memory, [old for point in updates for old in point["original_memories"]])
            found = [case for point in updates if (case := _case(memory, session, point)).old]
            others = [point for point in session.true_points if not point.get("original_memories")]
            yield from found
            yield from (_case(memory, session, point) for point in others[: len(found)])
            known(memory, [point["memory_content"] for point in session.true_points])


def old_facts(memory: Memory, text: str) -> Hits:
    """Return the old facts that a new one meets."""
    return memory.search(text, user_id="p", k=MOST_OLD, valid_at=None, role_weights={}, context=0)


def _case(memory: Memory, session: Session, point: Mapping[str, Any]) -> Case:
    hits = old_facts(memory, point["memory_content"])
    updated = set(point.get("original_memories") or ())
    return Case(
        text=point["memory_content"],
        at=session.messages[0]["created_at"],
        met=tuple(hits),
        old=frozenset(hit.id for hit in hits if hit.memory in updated),
    )


def decided(llm: LLM, asked: Sequence[Case], *, most_seconds: float | None = None) -> list[Row]:
    """Return what a model decides, as the rows of a table.

    Args:
        llm: The model.
        asked: What it decides.
        most_seconds: When no further question is asked.
    """
    local = is_local(llm)
    task = Deciding(local=local)
    asker = Asker(llm=llm, provider="benchmark")
    before, usage = time.perf_counter(), Usage()
    said: list[tuple[Case, Decision]] = []
    meetings = [_meeting(place, case) for place, case in enumerate(asked) if case.met]
    for question in questions(meetings, local=local):
        if most_seconds is not None and time.perf_counter() - before > most_seconds:
            break
        outcome = run(climb(task, question, asker=asker))
        usage += outcome.usage
        made = completed(outcome.items, question)
        said += [(asked[decision.fact], decision) for decision in made]
    seconds = time.perf_counter() - before
    return [
        *_rows("an update", [pair for pair in said if pair[0].old]),
        *_rows("what updates nothing", [pair for pair in said if not pair[0].old]),
        Row(
            f"decide, {llm.model}, {task.prompt}: calls, tokens sent, tokens written, seconds",
            "",
            f"{usage.calls}, {usage.input_tokens:,}, {usage.output_tokens:,}, {seconds:.0f}",
        ),
    ]


def _meeting(place: int, case: Case) -> Meeting:
    return Meeting(
        fact=place,
        new=Known(text=case.text, at=case.at),
        old=tuple(Known(text=old.memory, at=old.occurred_at, id=old.id) for old in case.met),
    )


def _rows(what: str, said: Sequence[tuple[Case, Decision]]) -> list[Row]:
    model = Counter(judged(case, decision) for case, decision in said)
    checked = Counter(judged(case, checked_by_code(case, decision)) for case, decision in said)
    chosen = Counter(decision.choice for _, decision in said)
    told = ", ".join(f"{choice} {count}" for choice, count in chosen.most_common()) or "nothing"
    return [
        Row(f"{who} decides of {what}: right, safe, wrong", "",
            f"{counts['right']}, {counts['safe']}, {counts['wrong']} of {len(said)}")
        for who, counts in (("the model", model), ("the model, checked by code,", checked))
    ] + [Row(f"the model's choices for {what}", "", told)]  # fmt: skip


def checked_by_code(case: Case, decision: Decision) -> Decision:
    """Return a decision as it is carried out: "new" where code refuses it."""
    old = next((old for old in case.met if old.id == decision.old), None)
    if old is None or decision.choice == "new":
        return Decision(fact=decision.fact, choice="new")
    new = _claim(case.text, case.at)
    ruling = may_choose(decision.choice, old=_claim(old.memory, None), new=new)
    return decision if ruling.allowed else Decision(fact=decision.fact, choice="new")


def _claim(text: str, at: datetime | None) -> Claim:
    day: date | None = None if at is None else at.date()
    name = _NAME.match(text)
    about = name[0] if name else ""
    return Claim(text=text, about=about, kind="state", first=day, last=day, quote=text)


def judged(case: Case, decision: Decision) -> Verdict:
    """Return how good a decision is."""
    if decision.choice in ("changes", "corrects"):
        return "right" if decision.old in case.old else "wrong"
    if decision.choice == "same":
        return "wrong"
    return "safe" if case.old else "right"
