"""What follows the messages: reads what is unread, in the background or while somebody waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from memkit.concurrency.effects import Call, Effects, run
from memkit.concurrency.tasks import TaskQueue
from memkit.contracts.journal import Applied, DerivationRow, Instruction, Reading
from memkit.contracts.llm import LLM
from memkit.domain import fixes
from memkit.domain.digests import text_digest
from memkit.domain.facts import Extraction
from memkit.domain.proposals import FactProposal, Preview, Proposal
from memkit.domain.records import AddResult, Message, Scope
from memkit.domain.times import new_id, now
from memkit.domain.wording import counted
from memkit.engine.engine import warn
from memkit.engine.settings import ProviderChoice
from memkit.engine.verbs import Verbs
from memkit.errors import (
    Interrupted,
    JobError,
    MemkitError,
    NotFoundError,
    ProviderError,
    ValidationError,
)
from memkit.extraction.asking.call import BudgetSpent
from memkit.extraction.asking.models import made_of, named_choice
from memkit.extraction.asking.profiles import ProfileName
from memkit.extraction.derivations.derivation import DEFAULT, Derivation, derivation_of, row_of

if TYPE_CHECKING:
    from memkit.engine.inference import Fill
    from memkit.extraction.entities.index import EntityIndex
    from memkit.extraction.reading.reading import Read
    from memkit.extraction.structured.reading import Reader

T = TypeVar("T")

NO_MODEL_FOR_SCHEMAS = "A schema is filled in by an LLM, and this memory has none."
NO_MODEL = "Facts are drawn by an LLM, and this memory has none."


class FactFollower:
    """Draws facts from the messages of a memory, for one derivation after the other.

    One process at a time reads for a derivation. What is still to be read is computed, so that
    whoever comes after a crash goes on where it happened.

    Args:
        memory: The memory.
    """

    def __init__(self, memory: Verbs) -> None:
        self._memory = memory.unscoped()
        self._models: dict[str, LLM] = {}
        self._made: list[LLM] = []
        self.has_models = False
        self.follows = True
        self.settings: dict[str, Any] = {}
        # The names that memories have, once somebody asked for them.
        self.entities: EntityIndex | None = None
        self._queue = TaskQueue(
            "extract",
            "facts",
            failed=_tell,
            registry=memory.engine.jobs,
            unit="messages",
            again=lambda: self._drain(None, scope=Scope()),
        )

    # -- who reads -------------------------------------------------------------------------------

    def derivation(self, name: str | None = None) -> Derivation:
        """Return a derivation with its model: by default the one in use, which is made if need be.

        Raises:
            ValidationError: There is no model for it.
            NotFoundError: There is no such derivation.
        """
        journal = self._memory.engine.journal
        rows = {row.name: row for row in journal.derivations()}
        used = next((row for row in rows.values() if row.in_use), None)
        if name is None:
            name = DEFAULT if used is None else used.name
        elif name not in rows:
            raise NotFoundError(
                f"There is no derivation {name!r}.",
                fix=f"There are {', '.join(rows)}." if rows else fixes.MAKE_DERIVATION,
            )
        llm = self._models.get(name) or (self._memory.engine.llm if name == DEFAULT else None)
        if llm is None:
            fix = fixes.GIVE_LLM if name == DEFAULT else fixes.give_model(name)
            raise ValidationError(f"{NO_MODEL[:-1]} for {name!r}." if rows else NO_MODEL, fix=fix)
        row = rows.get(name)
        made = self._row(name, llm, row)
        if row is None or (row.model, row.prompts) != (made.model, made.prompts):
            journal.put_derivation(made)
        return derivation_of(made, llm)

    def add(
        self,
        name: str,
        llm: ProviderChoice | LLM,
        *,
        instructions: Mapping[str, Any],
        profile: ProfileName | None,
    ) -> Derivation:
        """Register a derivation, or give one that is there its model again."""
        if isinstance(llm, LLM):
            model = llm
        else:
            model = made_of(llm)
            self._made.append(model)
        self._models[name] = model
        self.has_models = True
        provider, config = named_choice(llm)
        journal = self._memory.engine.journal
        there = next((row for row in journal.derivations() if row.name == name), None)
        said = dict(instructions) or dict(there.instructions if there else {})
        row = row_of(
            name, model, provider=provider, config=config, instructions=said, profile_name=profile
        )
        journal.put_derivation(row)
        return derivation_of(row, model)

    def change(self, **settings: Any) -> None:
        """Keep what is wanted of the facts: it counts for what is read from now on."""
        self.settings |= settings
        journal = self._memory.engine.journal
        if not journal.derivations() and self._memory.engine.llm is not None:
            # So that it is not forgotten with this process.
            self.derivation()
            return
        for row in journal.derivations():
            if row.in_use:
                said = {**row.instructions, **settings}
                journal.put_derivation(_with(row, {k: v for k, v in said.items() if v}))

    def export_calls(self, path: str | PathLike[str], name: str | None) -> int:
        """Write the recorded calls of a derivation, by default of the one in use, to a file.

        Raises:
            ValidationError: The file can't be written.
            NotFoundError: There is no such derivation.
        """
        rows = self._memory.engine.journal.derivations()
        row = next(
            (row for row in rows if (row.in_use if name is None else row.name == name)), None
        )
        if row is None:
            raise NotFoundError(
                f"There is no derivation {name or DEFAULT!r}.",
                fix=fixes.LIST_DERIVATIONS,
            )
        from memkit.extraction.asking.recorded import write_calls

        llm = self._models.get(row.name, self._memory.engine.llm)
        same = llm is not None and llm.model == row.model
        return write_calls(
            self._memory.engine.journal, path, derivation=row.name, llm=llm if same else None
        )

    def _row(self, name: str, llm: LLM, there: DerivationRow | None) -> DerivationRow:
        provider, config = named_choice(self._memory.engine.settings.llm)
        if there is not None and name in self._models:
            provider, config = there.provider, dict(there.config)
        said = dict(there.instructions) if there is not None else dict(self.settings)
        # Another model can do other things.
        same = there is not None and there.model == llm.model
        chosen_profile: Any = there.profile if there is not None and same else None
        row = row_of(
            name, llm, provider=provider, config=config, instructions=said,
            profile_name=chosen_profile,
        )  # fmt: skip
        if there is None:
            return row
        return replace(_with(row, said, in_use=there.in_use), created_at=there.created_at)

    # -- reading ---------------------------------------------------------------------------------

    def refuse(self) -> None:
        """Refuse to read where there is no model.

        Raises:
            ValidationError: There is none.
            NotFoundError: The derivation is gone.
        """
        self.derivation()

    def added(
        self, applied: Sequence[Applied], *, scopes: Sequence[Scope], infer: bool | None
    ) -> Effects[Extraction | None]:
        """Read what was added: now, in the background, or never; see `engine.inference`."""
        new = [one.id for one in applied if one.event != "NONE"]
        if infer is None:
            for scope in scopes if new and self.follows else ():
                self._queue.put(partial(self._drain, None, scope=scope), name=str(scope))
            return None
        if infer is False:
            if (
                self._memory.engine.llm is not None
                and not self._memory.engine.journal.derivations()
            ):
                self.derivation()
            return None
        # What stands there already may never have been read, or in vain.
        ids = list(dict.fromkeys(one.id for one in applied))
        if not ids:
            return None
        again = bool(self._failed(ids))
        done = yield from self._waited_for(None, scope=scopes[0], failed=again)
        for scope in scopes[1:]:
            done += yield from self._waited_for(None, scope=scope, failed=again)
        return self._told(ids, new, done)

    def run_added(
        self,
        run: Sequence[object],
        added: Sequence[AddResult],
        *,
        scope: Scope,
        infer: bool | None,
    ) -> Effects[None]:
        """Read what was said in a run of tools as `added` does, and pass over what tools returned.

        Args:
            run: What was said and returned; `added`: what became of each.
            scope, infer: As of `added`.
        """
        new = [(one, done) for one, done in zip(run, added, strict=True) if done.event != "NONE"]
        returned = [done.id for one, done in new if not isinstance(one, Message)]
        if returned:
            self._pass_over(returned)
        said = [
            Applied(done.id, done.memory, done.event)
            for one, done in new
            if isinstance(one, Message)
        ]
        yield from self.added(said, scopes=[scope], infer=infer)

    def _pass_over(self, ids: Sequence[str]) -> None:
        """Note that no facts are drawn from what tools returned, whoever may draw them."""
        journal = self._memory.engine.journal
        rows = journal.derivations()
        if not rows and self._memory.engine.llm is not None:
            rows = [self.derivation().row]
        keys, records = journal.keys_of(ids), journal.get(ids)
        readings = [
            Reading(
                derivation=row.name,
                key=keys[id_],
                digest=text_digest(record.memory),
                outcome="skipped",
                reason="a tool returned it",
            )
            for row in rows
            for id_, record in records.items()
            if record.derived_by is None
        ]
        if readings:
            journal.apply([], vectors={}, now=now(), batch_id=new_id(), readings=readings)

    def refuse_spent(self) -> None:
        """Refuse to ask when the budget is spent.

        Raises:
            ValidationError: It is.
        """
        spent = self._memory.engine.journal.budget().spent
        if spent is not None:
            raise ValidationError(spent, fix=fixes.RAISE_BUDGET)

    def previewed(self, messages: Preview) -> Effects[Preview]:
        """Return a preview with facts; see `engine.inference`."""
        from memkit.extraction.reading.proposing import proposing

        self.refuse_spent()
        return (yield from proposing(self._memory, messages, self.derivation()))

    def accepted(self, fact: FactProposal) -> list[Instruction]:
        """Return what writes a fact as it was proposed."""
        from memkit.extraction.reading.proposing import accepted

        return accepted(fact)

    def read(self, messages: Mapping[str, Proposal]) -> list[Reading]:
        """Return what says that messages were read in a preview."""
        from memkit.extraction.reading.proposing import readings_of

        return readings_of(self._memory.engine.journal, messages)

    def reading(
        self, name: str | None = None, *, scope: Scope, failed: bool = False
    ) -> Effects[Extraction]:
        """Read what is unread, in turn with what the background reads, and wait for it.

        Raises:
            ValidationError, NotFoundError: There is no model for it, or no such derivation.
            ProviderError: The embedder failed. What the model failed at is only told.
            JobError: The job that reads was cancelled.
            Interrupted: Ctrl-C. What was read stays.
        """
        return (yield from self._waited_for(name, scope=scope, failed=failed)).extraction

    def filling(self, schema: Any) -> Fill:
        """Return what fills in a schema from messages; see `engine.inference`."""
        from memkit.extraction.structured.filling import filled

        reader = self.reader(schema)
        return lambda ids, scope: filled(self._memory.engine, reader, ids, scope=scope)

    def reader(self, schema: Any) -> Reader:
        """Return who reads for the fields of a schema.

        Raises:
            ValidationError: There is no model for it, or the schema can't be asked for.
            NotFoundError: There is no schema of this name.
        """
        # What it takes to read is loaded when something is read: it is most of this room.
        from memkit.extraction.structured.reading import Reader
        from memkit.extraction.structured.shape import shape_of

        shape = shape_of(schema)
        if self._memory.engine.llm is None and not self.has_models:
            raise ValidationError(NO_MODEL_FOR_SCHEMAS, fix=fixes.GIVE_LLM)
        return Reader(
            journal=self._memory.engine.journal,
            shape=shape,
            derivation=self.derivation(),
        )

    def in_background(self, *, scope: Scope, failed: bool) -> None:
        """Read what is unread, and wait for nothing."""
        self._queue.put(lambda: self._drain(None, scope=scope, failed=failed))

    def close(self) -> None:
        """Close the models that were made here."""
        for model in self._made:
            model.close()
        self._made.clear()

    def _waited_for(self, name: str | None, *, scope: Scope, failed: bool) -> Effects[Read]:
        return (
            yield from self.in_turn(
                lambda stopped: self._drain(name, scope=scope, failed=failed, stopped=stopped)
            )
        )

    def in_turn(self, work: Callable[[threading.Event], T]) -> Effects[T]:
        """Do something in turn with what the background reads, and wait for it.

        Args:
            work: What is done; it ends early where the event is set.

        Raises:
            JobError: The job was cancelled.
            Interrupted: Ctrl-C. What was done stays.
        """
        done: Future[T] = Future()
        stopped = threading.Event()

        def task() -> None:
            # Whoever waits in an event loop may have been cancelled.
            if not done.set_running_or_notify_cancel():
                return
            try:
                done.set_result(work(stopped))
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                done.set_exception(error)
            except BaseException:
                done.set_exception(_cancelled())
                raise

        def dropped() -> None:
            if done.set_running_or_notify_cancel():
                done.set_exception(_cancelled())

        self._queue.put(task, dropped=dropped)
        try:
            found: T = yield Call(done.result, lambda: asyncio.wrap_future(done))
        except KeyboardInterrupt:
            # What is being asked is paid for, and is still recorded; nothing more is asked.
            stopped.set()
            raise Interrupted(
                "The facts that were found so far are kept.",
                fix=fixes.GO_ON_EXTRACTING,
            ) from None
        except asyncio.CancelledError:
            stopped.set()
            raise
        return found

    def _drain(
        self,
        name: str | None,
        *,
        scope: Scope,
        failed: bool = False,
        stopped: threading.Event | None = None,
    ) -> Read:
        derivation = self.derivation(name)
        journal = self._memory.engine.journal
        # What it takes to read is loaded when something is read: it is most of this room.
        from memkit.extraction.reading.planning import plans
        from memkit.extraction.reading.reading import Read, reading

        total = Read(extraction=Extraction(derivation=derivation.name))
        if stopped is not None and stopped.is_set():
            return total
        purged = True
        with journal.exclusively(f"extract:{derivation.name}"):
            self._queue.expect(
                journal.count_unread(derivation.name, now=now(), scope=scope, failed=failed)
            )
            while purged:
                # Where a message was purged, the others of its window are cut anew.
                purged = False
                for some in plans(
                    journal, derivation.name, derivation.profile, scope=scope, failed=failed
                ):
                    for plan in some:
                        self._queue.check()
                        if stopped is not None and stopped.is_set():
                            return total
                        try:
                            read = run(reading(self._memory, plan, derivation))
                        except BudgetSpent as error:
                            told = Extraction(derivation=derivation.name, problems=[error.problem])
                            return self._ended(total + Read(extraction=told))
                        purged = purged or read.purged
                        total = total + read
                        self._queue.advance(len(plan.messages))
            total = total + self._described(derivation, scope, stopped or threading.Event())
        return self._ended(total)

    def _described(self, derivation: Derivation, scope: Scope, stopped: threading.Event) -> Read:
        """Describe what images show, if the model takes images."""
        engine = self._memory.engine
        from memkit.extraction.reading.reading import Read

        found = Extraction(derivation=derivation.name)
        if derivation.llm.images and engine.keeps_attachments:
            from memkit.extraction.describing.describing import describing

            done = run(
                describing(
                    engine, derivation.llm, provider=derivation.row.provider,
                    derivation=derivation.name, scope=scope,
                    proceed=partial(self.proceed, stopped),
                )
            )  # fmt: skip
            found = Extraction(
                derivation=derivation.name, problems=done.problems, usage=done.usage,
                images=done.images,
            )  # fmt: skip
        return Read(extraction=found)

    def proceed(self, stopped: threading.Event, said: str) -> str | None:
        """Return why no more may be asked, if so; and say how far what is done in turn is.

        Raises:
            JobError: The job was cancelled.
        """
        self._queue.check()
        if stopped.is_set():
            return "It was stopped."
        self._queue.say(said)
        return self._memory.engine.journal.budget().spent

    def _ended(self, total: Read) -> Read:
        """Say in the job what became of a reading, for whoever does not wait for it."""
        found = total.extraction
        said = [counted(len(found), "fact")]
        if found.images:
            said.append(f"{counted(found.images, 'image')} described")
        if found.failed:
            said.append(f"{counted(found.failed, 'message')} could not be read")
        if found.failed or not found.read:
            said += found.problems[:1]
        self._queue.say(": ".join(said))
        return total

    def _told(self, ids: Sequence[str], new: Sequence[str], done: Read) -> Extraction:
        """Return what came of messages, whoever read them.

        Raises:
            ProviderError: The model could not be had for one of them.
        """
        failed = self._failed(ids)
        error = next((done.errors[id_] for id_ in failed if id_ in done.errors), None)
        if error is not None:
            raise ProviderError(
                f"The messages are stored, and their facts could not be read: {error.problem}",
                fix=fixes.EXTRACT_AGAIN,
            ) from error
        found = done.extraction
        wanted = set(ids)
        facts = [fact for fact in found if fact.evidence.memory_id in wanted]
        # What was added while the background, or another process, read was read by that.
        others = [id_ for id_ in new if id_ not in done.ids and id_ not in failed]
        from memkit.extraction.reading.told import facts_from

        facts += facts_from(self._memory.engine.journal, others, derivation=found.derivation)
        return Extraction(
            facts,
            derivation=found.derivation,
            read=self._count_read(ids),
            failed=len(failed),
            problems=[*failed.values(), *found.problems],
            usage=found.usage,
            images=found.images,
        )

    def _count_read(self, ids: Sequence[str]) -> int:
        found = self._readings(ids).values()
        return sum(one.outcome != "failed" for one in found)

    def _readings(self, ids: Sequence[str]) -> dict[str, Reading]:
        journal = self._memory.engine.journal
        keys = journal.keys_of(ids)
        wanted = np.array(sorted(keys.values()), np.int64)
        found = journal.readings(self.derivation().name, wanted)
        return {id_: found[key] for id_, key in keys.items() if key in found}

    def _failed(self, ids: Sequence[str]) -> dict[str, str]:
        """Return why messages could not be read, by id, of those that could not be."""
        return {
            id_: one.reason or "It is not said why."
            for id_, one in self._readings(ids).items()
            if one.outcome == "failed"
        }


def follower_of(memory: Verbs) -> FactFollower:
    """Return what reads the messages of a memory."""
    follower = memory.engine.inference
    assert isinstance(follower, FactFollower)
    return follower


def _cancelled() -> JobError:
    return JobError(
        "The job that reads was cancelled, or the memory was closed.",
        fix=fixes.GO_ON_READING,
    )


def _with(
    row: DerivationRow, instructions: Mapping[str, Any], *, in_use: bool | None = None
) -> DerivationRow:
    used = row.in_use if in_use is None else in_use
    return replace(row, instructions=dict(instructions), in_use=used)


def _tell(error: BaseException) -> None:
    said = str(error) if isinstance(error, MemkitError) else f"{type(error).__name__}: {error}"
    warn(f"Facts could not be drawn: {said} The messages are stored, and stay pending.")
