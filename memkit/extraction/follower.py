"""What follows the messages: reads what is unread, in the background or while somebody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import numpy as np

from memkit import plugins
from memkit.concurrency.effects import Call, Effects, run
from memkit.concurrency.tasks import TaskQueue
from memkit.contracts.journal import DerivationRow, Reading
from memkit.contracts.llm import LLM
from memkit.domain import fixes
from memkit.domain.digests import text_digest
from memkit.domain.facts import Extraction
from memkit.domain.records import Scope
from memkit.domain.times import new_id, now
from memkit.engine.engine import warn
from memkit.engine.search_index import chosen
from memkit.engine.settings import ProviderChoice
from memkit.engine.verbs import Verbs
from memkit.errors import MemkitError, NotFoundError, ProviderError, ValidationError
from memkit.extraction.derivation import DEFAULT, Derivation, derivation_of, row_of
from memkit.extraction.planning import next_plans
from memkit.extraction.profiles import ProfileName
from memkit.extraction.reading import reading

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
        self.settings: dict[str, Any] = {}
        self._queue = TaskQueue("extract", "facts", failed=_tell, registry=memory.engine.jobs)

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
        model: LLM = llm if isinstance(llm, LLM) else _made(llm)
        self._models[name] = model
        provider, config = _named(llm)
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
        if self._memory.engine.llm is not None and not journal.derivations():
            self.derivation()
        for row in journal.derivations():
            if row.in_use:
                said = {**row.instructions, **settings}
                journal.put_derivation(_with(row, {k: v for k, v in said.items() if v}))

    def _row(self, name: str, llm: LLM, there: DerivationRow | None) -> DerivationRow:
        provider, config = _named(self._memory.engine.settings.llm)
        if there is not None and name in self._models:
            provider, config = there.provider, dict(there.config)
        said = dict(there.instructions) if there is not None else dict(self.settings)
        chosen_profile: Any = None if there is None else there.profile
        row = row_of(
            name, llm, provider=provider, config=config, instructions=said,
            profile_name=chosen_profile,
        )  # fmt: skip
        return row if there is None else _with(row, said, in_use=there.in_use)

    # -- reading ---------------------------------------------------------------------------------

    def refuse(self) -> None:
        """Refuse to read where there is no model.

        Raises:
            ValidationError: There is none.
        """
        self.derivation()

    def added(self, ids: Sequence[str], *, infer: bool | None) -> Effects[Extraction | None]:
        """Read what was added: now, in the background, or never; see `engine.inference`."""
        if not ids or (infer is None and self._memory.engine.llm is None):
            return None
        if infer is False:
            self._pass_over(ids)
            return None
        scope = self._memory.engine.journal.get(ids[:1])[ids[0]].scope
        if infer is None:
            self._queue.put(lambda: self._drain(None, scope=scope), name=str(scope))
            return None
        found = yield from self.reading(scope=scope)
        self._raise_if_failed(ids)
        wanted = set(ids)
        facts = [fact for fact in found if fact.evidence.memory_id in wanted]
        return Extraction(
            facts, derivation=found.derivation, read=found.read, failed=found.failed,
            problems=found.problems, usage=found.usage,
        )  # fmt: skip

    def reading(
        self, name: str | None = None, *, scope: Scope, failed: bool = False
    ) -> Effects[Extraction]:
        """Read what is unread, in turn with what the background reads, and wait for it."""
        done: Future[Extraction] = Future()

        def task() -> None:
            try:
                done.set_result(self._drain(name, scope=scope, failed=failed))
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                done.set_exception(error)

        self._queue.put(task)
        found: Extraction = yield Call(done.result, lambda: asyncio.wrap_future(done))
        return found

    def in_background(self, *, scope: Scope, failed: bool) -> None:
        """Read what is unread, and wait for nothing."""
        self._queue.put(lambda: self._drain(None, scope=scope, failed=failed))

    def _drain(self, name: str | None, *, scope: Scope, failed: bool = False) -> Extraction:
        derivation = self.derivation(name)
        journal = self._memory.engine.journal
        total = Extraction(derivation=derivation.name)
        with journal.exclusively(f"extract:{derivation.name}"):
            while plans := next_plans(
                journal, derivation.name, derivation.profile, scope=scope, failed=failed
            ):
                for number, plan in enumerate(plans, 1):
                    self._queue.check()
                    self._queue.say(f"{number} of {len(plans)} windows")
                    total = total + run(reading(self._memory, plan, derivation))
                # What failed once more is not tried for ever.
                failed = False
        return total

    def _pass_over(self, ids: Sequence[str]) -> None:
        """Note that messages are not to be read."""
        journal = self._memory.engine.journal
        used = next((row for row in journal.derivations() if row.in_use), None)
        if used is None:
            if self._memory.engine.llm is None:
                return
            used = self.derivation().row
        keys, records = journal.keys_of(ids), journal.get(ids)
        readings = [
            Reading(
                derivation=used.name,
                key=keys[id_],
                digest=text_digest(record.memory),
                outcome="skipped",
                reason="infer=False",
            )
            for id_, record in records.items()
        ]
        journal.apply([], vectors={}, now=now(), batch_id=new_id(), readings=readings)

    def _raise_if_failed(self, ids: Sequence[str]) -> None:
        journal = self._memory.engine.journal
        keys = list(journal.keys_of(ids).values())
        found = journal.readings(self.derivation().name, _as_keys(keys))
        reasons = [one.reason for one in found.values() if one.outcome == "failed" and one.reason]
        if reasons:
            raise ProviderError(
                f"The messages are stored, and their facts could not be read: {reasons[0]}",
                fix=fixes.EXTRACT_AGAIN,
            )


def _with(
    row: DerivationRow, instructions: Mapping[str, Any], *, in_use: bool | None = None
) -> DerivationRow:
    used = row.in_use if in_use is None else in_use
    return replace(row, instructions=dict(instructions), in_use=used)


def _named(choice: ProviderChoice | LLM | None) -> tuple[str, dict[str, Any]]:
    """Return the provider of a model and its settings, as users give them, without secrets."""
    if choice is None or isinstance(choice, LLM):
        return "", {}
    name, options = chosen(choice)
    return name, {key: value for key, value in options.items() if "key" not in key}


def _made(choice: ProviderChoice) -> LLM:
    name, options = chosen(choice)
    model: LLM = plugins.create("llm", name, **options)
    return model


def _as_keys(keys: Sequence[int]) -> Any:
    return np.array(sorted(keys), np.int64)


def _tell(error: BaseException) -> None:
    said = str(error) if isinstance(error, MemkitError) else f"{type(error).__name__}: {error}"
    warn(f"Facts could not be drawn: {said} The messages are stored, and stay pending.")
