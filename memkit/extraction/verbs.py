"""What is done with facts: reading messages, what is pending, derivations side by side, reviews."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from memkit.concurrency.effects import Effects, run, verb
from memkit.contracts.journal import Edit
from memkit.contracts.llm import LLM
from memkit.contracts.store import Filter
from memkit.domain import fixes
from memkit.domain.facts import Extraction, PendingImage, PendingMessages, Unread
from memkit.domain.records import AddResult, MemoryRecord, Scope
from memkit.domain.results import Page
from memkit.domain.times import now
from memkit.domain.validation import after_cursor, checked_text, flag, open_scope, whole_number
from memkit.domain.values import shown
from memkit.engine.ingest.write import commit, delete_all, results
from memkit.engine.memory_ids import resolve
from memkit.engine.settings import ProviderChoice, check_choice
from memkit.errors import NotFoundError, ValidationError
from memkit.extraction.asking.profiles import ProfileName, checked_profile, is_local
from memkit.extraction.consolidation.proposed import ConsolidationProposal
from memkit.extraction.consolidation.verbs import ConsolidationVerbs, of_consolidation
from memkit.extraction.costs.verbs import CostVerbs
from memkit.extraction.derivations.derivation import (
    Review,
    checked_review,
    checked_texts,
    checked_wanted,
    wishes_json,
    wishes_of,
)
from memkit.extraction.entities.verbs import EntityVerbs
from memkit.extraction.follower import FactFollower, follower_of
from memkit.extraction.procedures.verbs import ProcedureVerbs
from memkit.extraction.rechecking.verbs import RecheckVerbs
from memkit.extraction.structured.verbs import StructuredVerbs
from memkit.extraction.tasks.wishes import AS_WRITTEN, Wishes

if TYPE_CHECKING:
    from memkit.extraction.derivations.derived import Derivations, DerivationsCompared
    from memkit.extraction.probe.report import LLMReport


class FactVerbs(
    CostVerbs, StructuredVerbs, ProcedureVerbs, RecheckVerbs, ConsolidationVerbs, EntityVerbs
):
    """The verbs of facts; `memkit.Memory` has them beside those of memories."""

    def _begin(self) -> None:
        super()._begin()
        self.engine.inference = FactFollower(self)

    @property
    def _facts(self) -> FactFollower:
        return follower_of(self)

    # -- reading ---------------------------------------------------------------------------------

    @verb
    def extract(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        retry: bool = True,
        wait: bool = True,
    ) -> Effects[Extraction]:
        """Draw facts from the messages that are still to be read.

        Args:
            user_id, agent_id, app_id, run_id: Whose messages; all of them if none is given.
            retry: Whether to try again what could not be read before.
            wait: Whether to wait for it; otherwise it goes on in the background, see `jobs`.

        Returns:
            The facts, and what could not be read; nothing if it is not waited for.

        Raises:
            ValidationError: There is no LLM.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        self._facts.refuse()
        if not flag(wait, "wait"):
            self._facts.in_background(scope=scope, failed=flag(retry, "retry"))
            return Extraction()
        return (yield from self._facts.reading(scope=scope, failed=flag(retry, "retry")))

    def pending(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        limit: int = 1_000,
        cursor: str | None = None,
    ) -> PendingMessages:
        """Return the messages from which facts are still to be drawn, with what failed at them.

        They are computed from the journal: messages of whose present text there is no reading by
        the derivation in use. There are none where no LLM was ever given. `images` of what is
        returned are those that are still to be described; they wait for an LLM that takes images.

        Args:
            limit: The most messages of a page; `total` of what is returned counts all of them.
            cursor: The `cursor` of the page before.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        limit = whole_number(limit, "limit", least=1)
        after = after_cursor(cursor)
        journal = self.engine.journal
        images = self._pending_images(scope)
        used = next((row for row in journal.derivations() if row.in_use), None)
        if used is None:
            if self.engine.llm is None:
                return PendingMessages(images=images)
            used = self._facts.derivation().row
        wanted: dict[str, Any] = {"now": now(), "scope": scope, "failed": True}
        found = journal.unread(used.name, limit=limit + 1, after=after, **wanted)
        page, more = found[:limit], len(found) > limit
        return PendingMessages(
            [
                Unread(
                    message=one.message,
                    reason=None if one.failed is None else one.failed.reason,
                    attempts=0 if one.failed is None else one.failed.attempts,
                )
                for one in page
            ],
            derivation=used.name,
            cursor=str(page[-1].key) if more else None,
            total=journal.count_unread(used.name, **wanted) if more or after else len(page),
            images=images,
        )

    def _pending_images(self, scope: Scope) -> list[PendingImage]:
        if not self.engine.keeps_attachments:
            return []
        from memkit.extraction.describing.undescribed import undescribed

        found = undescribed(self.engine.journal, scope)
        return [PendingImage(message=one.message, attachment=one.attachment) for one in found]

    def facts(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        status: str | None = None,
        derivation: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page:
        """Return the facts of a derivation, by default of the one in use.

        Args:
            where: A filter, e.g. "data.kind = 'preference'".
            status: Only those of this status: "proposed", "unsupported", "stale" or "rejected", or
                "served" for those that searches serve; None for all.
            derivation: The name of another derivation.
            limit: How many at most.
            cursor: The `cursor` of the page before.
        """
        name = derivation
        if name is None:
            rows = self.engine.journal.derivations()
            name = next((row.name for row in rows if row.in_use), "default")
        wanted: Any = {"derived_by": name}
        if status is not None:
            wanted["withheld"] = checked_wanted(status)
        if where is not None:
            from memkit.filters import all_of, parse

            both = [parse(wanted), parse(where)]
            wanted = all_of([one for one in both if one is not None])
        return self.get_all(
            user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id, where=wanted,
            limit=limit, cursor=cursor,
        )  # fmt: skip

    def check_llm(self, *, long: bool = True) -> LLMReport:
        """Try the LLM on a dozen transcripts, and say how to use it.

        It tells whether a schema is obeyed, quotes are copied, languages kept, orders in a text
        resisted and long prompts read, how fast it is, and which profile suits: "select" for models
        that can only pick lines, "extract" for small ones, "full" for large ones.

        Args:
            long: Whether to send a long prompt, too, to see whether it is cut.

        Raises:
            ValidationError: There is no LLM.
            ProviderError: The model can't be had at all.
        """
        from memkit.extraction.probe.run import probing

        derivation = self._facts.derivation()
        return run(
            probing(
                derivation.llm,
                provider=derivation.row.provider,
                local=is_local(derivation.llm),
                long=flag(long, "long"),
            )
        )

    def export_calls(self, path: str | PathLike[str], *, derivation: str | None = None) -> int:
        """Write what an LLM was asked for facts, and answered, to a file, and return how many.

        `memkit.extraction.asking.recorded.Recorded(path)` is an LLM that gives these answers again:
        the same messages then make the same facts, in no time and at no cost.

        Args:
            path: The file, of JSON lines.
            derivation: Whose calls; by default those of the one in use.

        Raises:
            ValidationError: The file can't be written, or is part of a memory.
            NotFoundError: There is no such derivation.
        """
        name = None if derivation is None else checked_text(derivation, "derivation", blank=False)
        return self._facts.export_calls(path, name)

    # -- what is wanted --------------------------------------------------------------------------

    @property
    def wishes(self) -> Wishes:
        """What is wanted of the facts that are drawn from now on."""
        rows = self.engine.journal.derivations()
        used = next((row for row in rows if row.in_use), None)
        said = dict(self._facts.settings if used is None else used.instructions)
        said.pop("review", None)
        return wishes_of(said)

    @property
    def review(self) -> Review:
        """What waits for a person: "none", "changes" of old facts, or "all" facts."""
        rows = self.engine.journal.derivations()
        used = next((row for row in rows if row.in_use), None)
        said = self._facts.settings if used is None else used.instructions
        return checked_review(said.get("review") or "none")

    def set_wishes(
        self,
        *,
        instructions: str | None = None,
        includes: Sequence[str] | None = None,
        excludes: Sequence[str] | None = None,
        categories: Sequence[str] | None = None,
        language: str | None = None,
        review: str | None = None,
    ) -> None:
        """Say what is wanted of the facts that are drawn from now on; what is None stays.

        Args:
            instructions: In your words: "Only preferences about food and travel."
            includes, excludes: What alone is to be listed, and what never is.
            categories: Names of categories; a large model says which ones fit.
            language: "as written", or the ISO 639-1 code of a language, such as "en".
            review: What waits for a person: "none", "changes" of old facts, or "all" facts.

        Raises:
            ValidationError: One of them has the wrong shape.
        """
        changes: dict[str, Any] = {}
        if instructions is not None:
            changes["instructions"] = checked_text(instructions, "instructions")
        for name, given in (
            ("includes", includes), ("excludes", excludes), ("categories", categories),
        ):  # fmt: skip
            if given is not None:
                changes[name] = list(checked_texts(given, name))
        if language is not None:
            said = checked_text(language, "language", blank=False)
            changes["language"] = "" if said == AS_WRITTEN else said
        if review is not None:
            waits = checked_review(review)
            changes["review"] = "" if waits == "none" else waits
        self._facts.change(**changes)

    # -- derivations -----------------------------------------------------------------------------

    @property
    def derivations(self) -> Derivations:
        """Who drew facts here: models with their prompts, one of them in use."""
        from memkit.extraction.derivations.derived import listed

        return listed(self.engine.journal)

    @verb
    def derive(
        self,
        name: str,
        *,
        llm: ProviderChoice | LLM | None = None,
        wishes: Wishes | None = None,
        profile: ProfileName | None = None,
        wait: bool = True,
    ) -> Effects[Extraction]:
        """Draw a second set of facts from the same messages, beside the first.

        Another model, other prompts or other wishes find other facts. They stand beside those of
        the derivation in use and are served only when `use_derivation(name)` says so.

        Args:
            name: Its name, e.g. "qwen3".
            llm: The model, as `Memory` takes it; the memory's own by default.
            wishes: What is wanted of these facts; by default what is wanted of the others.
            profile: What the model can do: "select", "extract" or "full"; see `check_llm`.
            wait: Whether to read the messages now; otherwise `derive(name)` goes on later.

        Raises:
            ValidationError: There is no LLM, or the name is empty.
        """
        name = checked_text(name, "name", blank=False)
        if llm is not None:
            check_choice("llm", llm, "the arguments")
        if wishes is not None and not isinstance(wishes, Wishes):
            raise ValidationError(
                f"wishes is {shown(wishes)}.", fix="Give Wishes(instructions=..., ...)."
            )
        if profile is not None:
            checked_profile(profile)
        given = self.engine.llm if llm is None else llm
        if given is None:
            self._facts.refuse()
            raise ValidationError("There is no LLM.", fix=fixes.GIVE_LLM)
        if self.engine.llm is not None and not self.engine.journal.derivations():
            # The memory's own is the first, and the one in use.
            self._facts.derivation()
        said = wishes_json(self.wishes if wishes is None else wishes)
        self._facts.add(name, given, instructions=said, profile=profile)
        if not flag(wait, "wait"):
            return Extraction(derivation=name)
        return (yield from self._facts.reading(name, scope=Scope()))

    def use_derivation(self, name: str) -> None:
        """Serve the facts of another derivation from now on.

        Raises:
            NotFoundError: There is no such derivation.
        """
        self.engine.journal.use_derivation(checked_text(name, "name", blank=False))

    @verb
    def drop_derivation(self, name: str) -> Effects[int]:
        """Forget a derivation, and delete its facts in the same transaction; return how many.

        Their history stays.

        Raises:
            NotFoundError: There is no such derivation.
            ValidationError: It is in use.
        """
        from memkit.extraction.derivations.derived import facts_of

        name = checked_text(name, "name", blank=False)
        facts, reason = facts_of(name, Scope()), f"derivation {name} was dropped"
        try:
            dropped = yield from delete_all(self.engine, facts, reason=reason, drops=name)
        except NotFoundError:
            # A process that died right after left facts that had come meanwhile.
            if not self.engine.journal.page(facts, limit=1):
                raise
            dropped = 0
        # What another process wrote meanwhile; from here on it can't.
        return dropped + (yield from delete_all(self.engine, facts, reason=reason, quiet=True))

    def compare_derivations(
        self,
        first: str,
        second: str,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> DerivationsCompared:
        """Put the facts of two derivations side by side: what both have, and what only one has.

        Two facts count as the same if they were drawn from the same words of the same message, or
        say the same in the default space.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        one, other = (checked_text(name, "The name", blank=False) for name in (first, second))
        from memkit.extraction.derivations.derived import compared

        return compared(self, one, other, scope=scope)

    # -- reviews ---------------------------------------------------------------------------------

    @verb
    def accept(self, id: str, *, text: str | None = None) -> Effects[list[AddResult]]:
        """Let a proposed fact hold, with what it does to an old one, in one transaction.

        Args:
            id: A memory whose status is "proposed".
            text: Another text for it.

        Raises:
            NotFoundError: There is no such memory.
            ValidationError: It is not proposed.
        """
        record = self._proposed(id)
        there = self.engine.journal.get([str(record.data.get("old"))])
        from memkit.extraction.facts import reviewing

        instructions, texts = reviewing.accepted(record, text, old=next(iter(there.values()), None))
        applied = yield from commit(self.engine, instructions, texts=texts, reason="accepted")
        return results(applied)

    @verb
    def reject(
        self, id: str | ConsolidationProposal | Sequence[ConsolidationProposal]
    ) -> Effects[list[AddResult]]:
        """Refuse a fact: no search serves it, and it does not come back from the same words.

        Args:
            id: A fact, proposed or not; or proposals of `consolidate`, which are not made again.

        Raises:
            NotFoundError: There is no such memory.
            ValidationError: It is no fact.
        """
        refused = of_consolidation(id)
        if refused is not None:
            return (yield from self._refused(refused))
        whole = resolve(self.engine, id)
        if self.get(whole).derived_by is None:
            raise ValidationError(
                f"Memory {id!r} is no fact: nobody derived it.", fix=fixes.delete_it(whole)
            )
        from memkit.extraction.facts import reviewing

        edit = Edit(id=whole, change=reviewing.rejected)
        return results((yield from commit(self.engine, [edit], reason="rejected")))

    def _proposed(self, id: str) -> MemoryRecord:
        record = self.get(id)
        if record.withheld != "proposed":
            raise ValidationError(f"Memory {id!r} is not proposed.", fix=fixes.LIST_PROPOSED)
        return record
