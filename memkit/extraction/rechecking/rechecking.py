"""Checking facts again that lost their evidence, message by message, each in one transaction."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from memkit.concurrency.effects import run
from memkit.contracts.journal import Edit, Instruction
from memkit.contracts.store import Selection
from memkit.domain.facts import Extraction
from memkit.domain.records import MemoryRecord, Source
from memkit.domain.states import State
from memkit.domain.wording import counted
from memkit.engine.inference import Moved
from memkit.engine.ingest.write import commit
from memkit.engine.verbs import Verbs
from memkit.errors import NotFoundError, ValidationError
from memkit.extraction.asking.call import BudgetSpent
from memkit.extraction.consolidation.facts import SUMMARY
from memkit.extraction.derivations.derivation import Derivation, language_of, profile_of
from memkit.extraction.facts.meeting import standing, withdrawals
from memkit.extraction.follower import FactFollower
from memkit.extraction.reading.planning import plans_of
from memkit.extraction.reading.reading import reading
from memkit.extraction.rechecking.by_code import Reader, vouching
from memkit.extraction.rechecking.rechecked import Outcome, Recheck, RecheckedFact

_AT_ONCE = 500
# So often it is looked anew, while others change what is looked at.
_TRIES = 5
_WITHOUT_MODEL = "Code can't tell, and there is no model to read its message anew."
_STANDS = "Its evidence stands in the message as it is now."
_GONE = "What it was drawn from is gone."
_READ_ANEW = "Its message was read anew, and no longer says it."
_NEVER = "Its message says it no more than before."

_SUMS_UP = "What it sums up was changed; `consolidate` proposes another summary."

_Told = tuple[MemoryRecord, Outcome, str]


class Rechecking:
    """Checks the facts of a selection again.

    Args:
        memory: The memory.
        follower: Who has the models, and what they may cost.
        stopped: Set when it is to end early; what was done stays.
    """

    def __init__(self, memory: Verbs, follower: FactFollower, stopped: threading.Event) -> None:
        self._memory, self._follower, self._stopped = memory, follower, stopped
        self._journal = memory.engine.journal
        self._rows = {row.name: row for row in self._journal.derivations()}
        self._derivations: dict[str, Derivation | None] = {}
        self._facts: list[RecheckedFact] = []
        self._read = Extraction()

    def recheck(self, selection: Selection) -> Recheck:
        """Return what became of each fact of a selection."""
        groups = self._by_message(selection)
        problems: list[str] = []
        for number, facts in enumerate(groups, 1):
            self._follower.proceed(self._stopped, f"{number} of {counted(len(groups), 'message')}")
            if self._stopped.is_set():
                problems.append(f"It was stopped after {number - 1} of {len(groups):,} messages.")
                break
            for attempt in reversed(range(_TRIES)):
                try:
                    self._message(facts)
                    break
                except (Moved, NotFoundError):
                    if not attempt:
                        raise
        return Recheck(
            self._facts,
            found=[fact for fact in self._read if fact.id not in {one.id for one in self._facts}],
            problems=[*problems, *self._read.problems],
            usage=self._read.usage,
        )

    def _by_message(self, selection: Selection) -> list[list[MemoryRecord]]:
        """Return the facts, those of one message together, in the order of storing."""
        groups: dict[tuple[str | None, str | None], list[MemoryRecord]] = {}
        after = 0
        while page := self._journal.page(selection, limit=_AT_ONCE, after=after):
            after = page[-1][0]
            for _, record in page:
                first = next((one.memory_id for one in record.sources if one.memory_id), None)
                groups.setdefault((first, record.derived_by), []).append(record)
        return list(groups.values())

    # -- one message -----------------------------------------------------------------------------

    def _message(self, facts: Sequence[MemoryRecord]) -> None:
        records = self._still_without_evidence(facts)
        there = self._sources_of(records)
        serving: list[Instruction] = []
        told: list[_Told] = []
        left: list[MemoryRecord] = []
        for record in records:
            found = vouching(self._journal, record, there, self._reader(record))
            if found:
                serving.append(self._serving(record, found))
                told.append((record, "served", _STANDS))
            elif record.withheld == "stale" and _is_gone(record, there):
                told.append((record, "withdrawn", _GONE))
            elif record.data.get("kind") == SUMMARY:
                told.append((record, _waits(record), _SUMS_UP))
            else:
                left.append(record)
        gone = [record for record, outcome, _ in told if outcome == "withdrawn"]
        self._commit([*map(standing, there.values()), *serving], withdrawn=gone, why=_GONE)
        self._note(told)
        if left:
            self._by_model(left, there)

    def _still_without_evidence(self, facts: Sequence[MemoryRecord]) -> list[MemoryRecord]:
        """Return facts as they are now, but for those that their sources took with them."""
        now = self._journal.get([fact.id for fact in facts])
        along: list[_Told] = []
        for fact in facts:
            after = now.get(fact.id)
            if after is None or after.seq == fact.seq:
                continue
            if after.withheld is None:
                along.append((fact, "served", "What it was drawn from is served again."))
            elif after.withheld == "unsupported" and fact.withheld == "stale":
                along.append((fact, "withdrawn", "What it was drawn from was withdrawn."))
        self._note(along)
        settled = {fact.id for fact, _, _ in along}
        return [
            one
            for one in now.values()
            if one.withheld in ("stale", "unsupported") and one.id not in settled
        ]

    def _commit(
        self, instructions: Sequence[Instruction], *, withdrawn: Sequence[MemoryRecord], why: str
    ) -> None:
        done = [*instructions, *withdrawals(self._memory, withdrawn, why)]
        if done:
            run(commit(self._memory.engine, done, texts=[], reason="checked again"))

    def _serving(self, record: MemoryRecord, found: tuple[Source, ...]) -> Edit:
        """Return what lets a fact be served again, with its sources as they are now."""
        over = record.superseded_by
        by = None if over is None else self._journal.get([over]).get(over)
        # It was withdrawn for what its message said meanwhile, and says no more.
        back = record.withheld == "unsupported" and (by is None or by.withheld is not None)

        def change(known: State) -> State:
            data = {name: value for name, value in known.data.items() if name != "problems"}
            again = replace(known, withheld=None, sources=found, data=data)
            return replace(again, superseded_by=None) if back else again

        def as_it_was(now: MemoryRecord) -> bool:
            if now.seq != record.seq:
                raise Moved(f"Memory {record.id!r} was changed meanwhile.", fix="Check it again.")
            return True

        return Edit(id=record.id, change=change, condition=as_it_was)

    def _by_model(self, left: Sequence[MemoryRecord], there: Mapping[str, MemoryRecord]) -> None:
        """Let a model read anew what changed of a message, if there is one."""
        derivation = self._derivation(left[0].derived_by)
        changed = [message for message in there.values() if message.derived_by is None]
        if derivation is None or not changed:
            self._leave(left, there)
            return
        spent = self._follower.proceed(self._stopped, f"reading for {derivation.name}")
        if spent is not None:
            self._read = self._read + Extraction(problems=[spent])
            self._note([(one, _waits(one), spent) for one in left])
            return
        with self._journal.exclusively(f"extract:{derivation.name}"):
            plans = [
                plan
                for message in changed
                for plan in plans_of(self._journal, derivation.name, derivation.profile, message)
            ]
            try:
                for plan in plans:
                    done = run(reading(self._memory, plan, derivation, outdated=left))
                    self._read = self._read + done.extraction
            except BudgetSpent as error:
                self._read = self._read + Extraction(problems=[error.problem])
        if plans:
            self._after_reading(left)
        else:
            self._leave(left, there)

    def _leave(self, left: Sequence[MemoryRecord], there: Mapping[str, MemoryRecord]) -> None:
        """Settle what no model is asked for: it was, and found nothing; or there is none."""
        told: list[_Told] = []
        for record in left:
            if not self._was_read(record, there):
                told.append((record, _waits(record), _WITHOUT_MODEL))
            elif record.withheld == "stale":
                told.append((record, "withdrawn", _READ_ANEW))
            else:
                told.append((record, "unchanged", _NEVER))
        withdrawn = [record for record, outcome, _ in told if outcome == "withdrawn"]
        self._commit([], withdrawn=withdrawn, why=_READ_ANEW)
        self._note(told)

    def _after_reading(self, left: Sequence[MemoryRecord]) -> None:
        """Tell what reading a message anew did to the facts that it said before."""
        now = self._journal.get([one.id for one in left])
        said: list[_Told] = []
        for one in left:
            record = now.get(one.id)
            if record is None or record.seq == one.seq:
                said.append((one, _waits(one), "What its message says now could not be settled."))
            elif record.withheld is None:
                said.append((one, "served", "Its message says it again."))
            elif record.superseded_by is not None and record.superseded_by != one.superseded_by:
                said.append((one, "replaced", "Its message says something else now."))
            elif record.withheld == "proposed":
                said.append((one, "waiting", "It waits for a person."))
            else:
                said.append((one, "withdrawn", _READ_ANEW))
        self._note(said, by_model=True)

    # -- who, and of what ------------------------------------------------------------------------

    def _derivation(self, name: str | None) -> Derivation | None:
        """Return a derivation that has a model here; None if there is none."""
        if name is None or name not in self._rows:
            return None
        if name not in self._derivations:
            self._derivations[name] = None
            with contextlib.suppress(ValidationError):
                self._derivations[name] = self._follower.derivation(name)
        return self._derivations[name]

    def _reader(self, record: MemoryRecord) -> Reader | None:
        row = self._rows.get(record.derived_by or "")
        if row is None:
            return None
        derivation = self._derivation(row.name)
        how = profile_of(row) if derivation is None else derivation.profile
        return Reader(profile=how, language=language_of(row))

    def _sources_of(self, records: Sequence[MemoryRecord]) -> dict[str, MemoryRecord]:
        ids = [one.memory_id for record in records for one in record.sources if one.memory_id]
        return self._journal.get(list(dict.fromkeys(ids)))

    def _was_read(self, record: MemoryRecord, there: Mapping[str, MemoryRecord]) -> bool:
        """Tell whether its derivation has read the messages of a fact as they are now."""
        ids = [one.memory_id for one in record.sources if one.memory_id in there]
        if record.derived_by not in self._rows or not ids:
            return record.withheld == "unsupported"
        keys = self._journal.keys_of([id_ for id_ in ids if id_ is not None])
        wanted = np.array(sorted(keys.values()), np.int64)
        found = self._journal.readings(record.derived_by or "", wanted)
        return all(key in found and found[key].outcome == "read" for key in keys.values())

    # -- what is told ----------------------------------------------------------------------------

    def _note(self, said: Sequence[_Told], *, by_model: bool = False) -> None:
        now = self._journal.get([record.id for record, _, _ in said])
        others = [one.superseded_by for one in now.values() if one.superseded_by is not None]
        by = self._journal.get(others) if others else {}
        for record, outcome, reason in said:
            after = now.get(record.id)
            changed = after is not None and after.seq != record.seq
            replaced = by.get(after.superseded_by or "") if after is not None else None
            self._facts.append(
                RecheckedFact(
                    id=record.id,
                    memory=record.memory,
                    outcome=outcome,
                    by="model" if by_model else "code",
                    reason=reason,
                    now=replaced if outcome == "replaced" else after,
                    batch=self._batch_of(record.id) if changed else None,
                )
            )

    def _batch_of(self, id_: str) -> str | None:
        events = self._journal.events(memory_id=id_)
        return events[-1].batch_id if events else None


def _waits(record: MemoryRecord) -> Outcome:
    return "waiting" if record.withheld == "stale" else "unchanged"


def _is_gone(record: MemoryRecord, there: Mapping[str, MemoryRecord]) -> bool:
    return not any(one.memory_id in there for one in record.sources)
